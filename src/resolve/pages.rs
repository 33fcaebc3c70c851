//! The pages of each academy, with everything that they show.
//!
//! In: the index of what is offered. Out: [`GuidePage`]s whose markup is filled, the hubs, and the
//! links back.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::fill::{Scope, fill_phrase};
use super::images::{Images, Picture};
use super::inherit::Flat;
use super::links::{Index, Offer, Offers, guide_path, procedures};
use super::{Filled, Href, Hub, PageRef, SiteAcademy, Target};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::model::checker::Checker;
use crate::model::guide::Block;
use crate::model::phrase::SourcePhrase;
use crate::model::procedure::{ChoiceOption, Item, Step};
use crate::model::screenshot::{Area, Mark, Screenshot, Shape};
use crate::model::{Guide, SourceMarkup};

/// A guide as an academy shows it.
#[derive(Clone, Debug)]
pub struct GuidePage {
    /// The guide.
    pub guide: Arc<Guide>,
    /// Whether it is the academy's own.
    pub own: bool,
    /// Its title.
    pub title: Arc<str>,
    /// What it is about.
    pub summary: Option<Box<str>>,
    /// For whom it is.
    pub audience: Option<Box<str>>,
    /// What the reader will be able to do.
    pub objectives: Vec<Filled>,
    /// What the reader must have or know before.
    pub prerequisites: Vec<Filled>,
    /// The body.
    pub body: Filled,
    /// The procedures, in the order of their directives.
    pub procedures: Vec<Arc<FilledProcedure>>,
    /// Pages that link here.
    pub backlinks: Vec<PageRef>,
}

/// A procedure in an academy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledProcedure {
    /// Its id.
    pub id: Box<str>,
    /// What it is for.
    pub title: Option<Box<str>>,
    /// Its steps and choices.
    pub items: Vec<FilledItem>,
}

/// A step or a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilledItem {
    /// A step.
    Step(Box<FilledStep>),
    /// A choice.
    Choice(FilledChoice),
}

/// A step in an academy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledStep {
    /// Unique in the procedure.
    pub id: Box<str>,
    /// What to do.
    pub action: Filled,
    /// What helps to do it.
    pub detail: Option<Filled>,
    /// The screen.
    pub screenshot: Option<FilledScreenshot>,
    /// What the reader may try before typing it into the real form.
    pub checker: Option<Checker>,
    /// What the reader should see afterwards.
    pub result: Option<Filled>,
    /// What to do when they do not.
    pub trouble: Option<Filled>,
}

/// A choice in an academy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledChoice {
    /// Unique in the procedure.
    pub id: Box<str>,
    /// The question.
    pub question: Filled,
    /// The answers.
    pub options: Vec<FilledOption>,
}

/// An answer in an academy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledOption {
    /// Unique in the procedure.
    pub id: Box<str>,
    /// The answer.
    pub label: Filled,
    /// When it is the right one.
    pub when: Option<Filled>,
    /// The way to take unless there is a reason for another.
    pub recommended: bool,
    /// An older way that still works.
    pub outdated: bool,
    /// What to do.
    pub items: Vec<FilledItem>,
}

/// A screenshot in an academy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledScreenshot {
    /// The image to make.
    pub image: Picture,
    /// What the picture shows.
    pub alt: Box<str>,
    /// What is drawn over it.
    pub marks: Vec<(Shape, Filled)>,
}

/// Makes the pages of one academy.
#[must_use]
pub fn resolve_academy(index: &Index, academy: usize, images: &Images) -> Warned<SiteAcademy> {
    let offers = &index.academies[academy];
    let mut diagnostics = Vec::new();
    let mut filled = HashMap::new();
    let mut pages = Vec::with_capacity(offers.offers.len());
    for offer in &offers.offers {
        report_repetitions(&offer.guide, &mut diagnostics);
        for flat in procedures(offers, &offer.guide) {
            filled.entry(flat.id.clone()).or_insert_with(|| {
                let scope =
                    Scope { index, academy: Some(academy), page: None, procedure: Some(flat) };
                Arc::new(Filler { scope, offers, images }.procedure(flat, &mut diagnostics))
            });
        }
        let scope =
            Scope { index, academy: Some(academy), page: Some(&offer.guide), procedure: None };
        pages.push(page(&scope, offers, offer, &filled, &mut diagnostics));
    }
    Warned::new(
        SiteAcademy {
            facts: Arc::clone(&offers.facts),
            pages,
            logo: None,
            style: None,
            rules: None,
        },
        diagnostics,
    )
}

fn page(
    scope: &Scope<'_>,
    offers: &Offers,
    offer: &Offer,
    filled: &HashMap<Box<str>, Arc<FilledProcedure>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> GuidePage {
    let guide = &offer.guide;
    let phrase = |phrase: &Option<SourcePhrase>| {
        phrase.as_ref().map(|phrase| fill_phrase(&phrase.phrase, Some(&offers.facts)).into())
    };
    let mut fill_all = |list: &[SourceMarkup]| -> Vec<Filled> {
        list.iter().map(|markup| scope.fill(markup, diagnostics)).collect()
    };
    GuidePage {
        title: Arc::clone(&offer.title),
        own: offer.own,
        summary: phrase(&guide.summary),
        audience: phrase(&guide.audience),
        objectives: fill_all(&guide.objectives),
        prerequisites: fill_all(&guide.prerequisites),
        body: scope.fill(&guide.body, diagnostics),
        procedures: procedures(offers, guide)
            .filter_map(|flat| filled.get(&flat.id).map(Arc::clone))
            .collect(),
        backlinks: Vec::new(),
        guide: Arc::clone(guide),
    }
}

/// A procedure, policy or format shown twice would have the same ids twice.
fn report_repetitions(guide: &Guide, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: Vec<&Block> = Vec::new();
    for block in &guide.blocks {
        let (what, help) = match &block.value {
            Block::Prose(_) | Block::Contacts => continue,
            Block::Procedure(id) => (
                format!("La procédure « {id} »"),
                format!("Renvoyez plutôt à ses étapes : [[#{id}|texte du lien]]."),
            ),
            Block::Checker(Checker::Password(id)) => {
                (format!("La politique « {id} »"), "Gardez une seule des deux lignes.".into())
            }
            Block::Checker(Checker::Identifier(id)) => {
                (format!("Le format « {id} »"), "Gardez une seule des deux lignes.".into())
            }
        };
        if seen.contains(&&block.value) {
            let message = format!("{what} est déjà dans ce guide.");
            diagnostics
                .push(Diagnostic::error(Code::RepeatedDirective, block.span, message).help(help));
        }
        seen.push(&block.value);
    }
}

/// Fills a procedure for one academy.
struct Filler<'a> {
    scope: Scope<'a>,
    offers: &'a Offers,
    images: &'a Images,
}

impl Filler<'_> {
    fn procedure(&self, flat: &Flat, diagnostics: &mut Vec<Diagnostic>) -> FilledProcedure {
        let facts = Some(&*self.offers.facts);
        FilledProcedure {
            id: flat.id.clone(),
            title: flat.title.as_ref().map(|title| fill_phrase(&title.phrase, facts).into()),
            items: self.items(&flat.items, diagnostics),
        }
    }

    fn items(&self, items: &[Item], diagnostics: &mut Vec<Diagnostic>) -> Vec<FilledItem> {
        items
            .iter()
            .map(|item| match item {
                Item::Step(step) => FilledItem::Step(Box::new(self.step(step, diagnostics))),
                Item::Choice(choice) => FilledItem::Choice(FilledChoice {
                    id: choice.id.value.clone(),
                    question: self.scope.fill(&choice.question, diagnostics),
                    options: choice
                        .options
                        .iter()
                        .map(|option| self.option(option, diagnostics))
                        .collect(),
                }),
            })
            .collect()
    }

    fn option(&self, option: &ChoiceOption, diagnostics: &mut Vec<Diagnostic>) -> FilledOption {
        FilledOption {
            id: option.id.value.clone(),
            label: self.scope.fill(&option.label, diagnostics),
            when: option.when.as_ref().map(|when| self.scope.fill(when, diagnostics)),
            recommended: option.recommended,
            outdated: option.outdated,
            items: self.items(&option.items, diagnostics),
        }
    }

    fn step(&self, step: &Step, diagnostics: &mut Vec<Diagnostic>) -> FilledStep {
        let mut fill = |markup: &Option<SourceMarkup>| {
            markup.as_ref().map(|markup| self.scope.fill(markup, diagnostics))
        };
        let (detail, result, trouble) =
            (fill(&step.detail), fill(&step.result), fill(&step.trouble));
        FilledStep {
            id: step.id.value.clone(),
            action: self.scope.fill(&step.action, diagnostics),
            detail,
            screenshot: step.screenshot.as_ref().and_then(|shot| self.shot(shot, diagnostics)),
            checker: step.checker.as_ref().map(|checker| checker.value.clone()),
            result,
            trouble,
        }
    }

    /// A screenshot whose image cannot be read, or is too small, is left out: that was reported.
    fn shot(
        &self,
        shot: &Screenshot,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<FilledScreenshot> {
        let facts = self.images.get(&shot.image.value)?;
        let (width, height) = *facts.size.as_ref().ok()?;
        let areas =
            shot.redactions.iter().map(|it| it.area).chain(shot.crop.as_ref().map(|it| it.value));
        if !areas.into_iter().all(|area| area.fits(width, height)) {
            return None;
        }
        let whole = Area { x: 0, y: 0, width, height };
        let part = shot.crop.as_ref().map_or(whole, |crop| crop.value);
        let image = Picture {
            source: shot.image.value.clone(),
            hash: facts.hash,
            redactions: shot.redactions.iter().map(|it| numbers(it.area)).collect(),
            part: numbers(part),
            on_white: false,
            photo: facts.photo,
        };
        let fill = |mark: &Mark| (mark.shape, self.scope.fill(&mark.text, diagnostics));
        let marks = shot.marks.iter().map(fill).collect();
        let alt = fill_phrase(&shot.alt.phrase, Some(&self.offers.facts)).into();
        Some(FilledScreenshot { image, alt, marks })
    }
}

fn numbers(area: Area) -> (u32, u32, u32, u32) {
    (area.x, area.y, area.width, area.height)
}

/// Tells every page which pages link to it.
pub fn add_backlinks(academies: &mut [SiteAcademy]) {
    let mut by_path: HashMap<String, PageRef> = HashMap::new();
    for (academy, at) in academies.iter().zip(0..) {
        for (page, index) in academy.pages.iter().zip(0..) {
            let path = guide_path(&academy.facts.slug, &page.guide.id);
            by_path.insert(path, PageRef { academy: at, page: index });
        }
    }
    let mut backlinks: BTreeMap<PageRef, Vec<PageRef>> = BTreeMap::new();
    for (academy, at) in academies.iter().zip(0..) {
        for (page, index) in academy.pages.iter().zip(0..) {
            let from = PageRef { academy: at, page: index };
            visit_filled(page, &mut |filled| {
                for to in filled.links.iter().filter_map(|href| target(&by_path, href)) {
                    let list = backlinks.entry(to).or_default();
                    if to != from && list.last() != Some(&from) {
                        list.push(from);
                    }
                }
            });
        }
    }
    for (to, list) in backlinks {
        academies[to.academy as usize].pages[to.page as usize].backlinks = list;
    }
}

/// The page of the site to which a link leads.
fn target(by_path: &HashMap<String, PageRef>, href: &Href) -> Option<PageRef> {
    let Target::Site(path) = &href.target else { return None };
    let path = path.split_once('#').map_or(&**path, |(path, _)| path);
    by_path.get(path).copied()
}

/// Visits all filled markup of a page, in reading order.
pub fn visit_filled(page: &GuidePage, visit: &mut dyn FnMut(&Filled)) {
    page.objectives.iter().chain(&page.prerequisites).chain([&page.body]).for_each(&mut *visit);
    for procedure in &page.procedures {
        visit_items(&procedure.items, visit);
    }
}

fn visit_items(items: &[FilledItem], visit: &mut dyn FnMut(&Filled)) {
    for item in items {
        match item {
            FilledItem::Step(step) => {
                visit(&step.action);
                let rest = [&step.detail, &step.result, &step.trouble];
                rest.into_iter().flatten().for_each(&mut *visit);
                let marks = step.screenshot.iter().flat_map(|shot| &shot.marks);
                marks.for_each(|(_, text)| visit(text));
            }
            FilledItem::Choice(choice) => {
                visit(&choice.question);
                for option in &choice.options {
                    visit(&option.label);
                    option.when.iter().for_each(&mut *visit);
                    visit_items(&option.items, visit);
                }
            }
        }
    }
}

/// The shared guides with the pages of the académies that offer them, also where an academy has its
/// own of the same id.
#[must_use]
pub fn hubs(index: &Index, academies: &[SiteAcademy]) -> Vec<Hub> {
    let mut pages: HashMap<&str, Vec<PageRef>> = HashMap::new();
    for (academy, at) in academies.iter().zip(0..) {
        for (page, number) in academy.pages.iter().zip(0..) {
            let list = pages.entry(&page.guide.id).or_default();
            list.push(PageRef { academy: at, page: number });
        }
    }
    index
        .hubs
        .values()
        .map(|entry| Hub {
            guide: Arc::clone(&entry.guide),
            title: Arc::clone(&entry.title),
            summary: entry
                .guide
                .summary
                .as_ref()
                .map(|summary| fill_phrase(&summary.phrase, None).into()),
            pages: pages.remove(&*entry.guide.id).unwrap_or_default(),
        })
        .collect()
}
