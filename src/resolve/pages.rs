//! The pages of each academy, with everything that they show.
//!
//! In: the index of what is offered. Out: [`GuidePage`]s whose markup is filled, the hubs, and the
//! links back.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::fill::{Scope, fill_phrase};
use super::images::Images;
use super::links::{Index, Offer, Offers, guide_path, procedures};
use super::steps::{FilledItem, FilledProcedure, Filler};
use super::{Filled, Href, Hub, PageRef, SiteAcademy, Target};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::model::checker::Checker;
use crate::model::guide::Block;
use crate::model::phrase::SourcePhrase;
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
