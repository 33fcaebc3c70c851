//! The pages of each academy, with everything that they show.
//!
//! In: the index of what is offered, and the pages of the last compile. Out: [`Pages`] whose markup is
//! filled. A page of which nothing changed, the answers to its links included, is the same value.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::changes::{ChangesFor, Names, names};
use super::checkers::checkers_of;
use super::fill::{Scope, fill_phrase};
use super::images::{Images, Pictures};
use super::inherit::Flats;
use super::links::{Index, Offer, Offered};
use super::shown::Procedures;
use super::steps::{FilledItem, FilledProcedure, Filler};
use super::{Filled, Target};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::checker::Checker;
use crate::model::guide::Block;
use crate::model::phrase::SourcePhrase;
use crate::model::{Academy, Guide, SourceMarkup};
use crate::span::Located;

/// A guide as an academy shows it.
#[derive(Debug)]
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
    /// What was found wrong with it.
    diagnostics: Box<[Diagnostic]>,
    /// What its links name.
    names: Names,
}

/// The pages of an academy.
#[derive(Debug)]
pub struct Pages {
    /// The pages, in the order of navigation.
    pub list: Vec<Arc<GuidePage>>,
    /// The procedures that they show.
    pub procedures: Arc<Procedures>,
    /// What they were made of.
    pub of: PagesOf,
    /// Which page is linked to from which, both by their index, once somebody asks.
    links: OnceLock<Vec<(u32, u32)>>,
    has_checkers: OnceLock<bool>,
}

/// What the pages of an academy are made of.
#[derive(Clone, Debug)]
pub struct PagesOf {
    /// Its guides and facts.
    pub offered: Arc<Offered>,
    /// Its procedures.
    pub flats: Flats,
    /// Its images.
    pub own_images: Arc<Images>,
    /// The images that all académies share.
    pub shared_images: Arc<Images>,
}

/// The pages of the last compile, and what their links see now.
type Last<'a> = (&'a Arc<Pages>, ChangesFor<'a>);

/// Makes the pages of the academy with this index.
#[must_use]
pub fn make_pages(
    index: &Index,
    academy: usize,
    of: PagesOf,
    last: Option<Last<'_>>,
) -> Arc<Pages> {
    if let Some((last, _)) = last.filter(|(last, changes)| last.are_still(&of, *changes)) {
        return Arc::clone(last);
    }
    let offers = &index.academies[academy];
    let same_values = |(last, _): &Last<'_>| last.of.offered.of.facts.values == offers.facts.values;
    let last = last.filter(same_values);
    let pictures = Pictures { own: &of.own_images, shared: &of.shared_images };
    let scope = Scope { index, academy: Some(academy), page: None, procedure: None };
    let filler = Filler { scope, offers, pictures };
    let flats = offers.offered.shown.iter().filter_map(|id| offers.flats.get(id));
    let same_images = last.filter(|(last, _)| last.of.has_images_of(&of));
    let shown = same_images.map(|(last, changes)| (&last.procedures, changes));
    let procedures = Procedures::fill(flats, &filler, shown);
    let pages = offers.offered.offers.par_iter().with_min_len(16).enumerate().map(|(at, offer)| {
        let same = last.and_then(|(last, changes)| last.page(&of, at, offer, changes));
        same.map_or_else(|| Arc::new(page(scope, offer)), Arc::clone)
    });
    let pages = pages.collect();
    let (links, has_checkers) = Default::default();
    Arc::new(Pages { list: pages, procedures, of, links, has_checkers })
}

impl Pages {
    /// What was found wrong with the pages and procedures.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        let pages = self.list.iter().flat_map(|page| &page.diagnostics);
        pages.chain(self.procedures.diagnostics())
    }

    /// The facts of the academy.
    #[must_use]
    pub fn facts(&self) -> &Arc<Academy> {
        &self.of.offered.of.facts
    }

    /// The procedures that a page shows, in reading order.
    pub fn procedures<'p>(&'p self, guide: &'p Guide) -> impl Iterator<Item = &'p FilledProcedure> {
        guide.procedures().filter_map(|id| self.procedures.get(id))
    }

    /// The indexes of the pages that link to the page with this index.
    pub fn backlinks(&self, page: u32) -> impl Iterator<Item = u32> {
        let links = self.links.get_or_init(|| self.find_links());
        let start = links.partition_point(|(to, _)| *to < page);
        links[start..].iter().take_while(move |(to, _)| *to == page).map(|(_, from)| *from)
    }

    /// Whether any has a checker.
    #[must_use]
    pub fn has_checkers(&self) -> bool {
        let has_one = |page: &Arc<GuidePage>| !checkers_of(self, &page.guide).is_empty();
        *self.has_checkers.get_or_init(|| self.list.iter().any(has_one))
    }

    /// Whether they would be the same if they were made of these.
    fn are_still(&self, of: &PagesOf, changes: ChangesFor<'_>) -> bool {
        let concerned = |page: &Arc<GuidePage>| page.is_concerned_by(changes);
        Arc::ptr_eq(&self.of.offered, &of.offered)
            && self.of.flats.is(&of.flats)
            && self.of.has_images_of(of)
            && (changes.is_empty()
                || !self.list.iter().any(concerned) && !self.procedures.are_concerned_by(changes))
    }

    /// The page of this offer, the one with the index `at`, if it would be the same now.
    fn page(
        &self,
        of: &PagesOf,
        at: usize,
        offer: &Offer,
        changes: ChangesFor<'_>,
    ) -> Option<&Arc<GuidePage>> {
        let by_id = &self.of.offered.by_id;
        let unmoved = Arc::ptr_eq(by_id, &of.offered.by_id);
        let at = if unmoved { at } else { *by_id.get(&offer.guide.id)? as usize };
        let (then, page) = (&self.of.offered.offers[at], &self.list[at]);
        let same = Arc::ptr_eq(&then.guide, &offer.guide) && then.own == offer.own;
        (same && !page.is_concerned_by(changes)).then_some(page)
    }

    fn find_links(&self) -> Vec<(u32, u32)> {
        let slug = &self.facts().slug;
        let by_id = &self.of.offered.by_id;
        let mut links = Vec::new();
        for (page, from) in self.list.iter().zip(0..) {
            self.visit_filled(page, &mut |filled| {
                let targets = filled.links.iter().filter_map(|href| {
                    let Target::Site(path) = &href.target else { return None };
                    let guide = path.strip_prefix(&**slug)?.strip_prefix('/')?.split('/').next()?;
                    by_id.get(guide).copied()
                });
                links.extend(targets.filter(|to| *to != from).map(|to| (to, from)));
            });
        }
        links.sort_unstable();
        links.dedup();
        links
    }

    /// Visits all filled markup of a page, in reading order.
    pub fn visit_filled(&self, page: &GuidePage, visit: &mut dyn FnMut(&Filled)) {
        page.objectives.iter().chain(&page.prerequisites).chain([&page.body]).for_each(&mut *visit);
        for procedure in self.procedures(&page.guide) {
            visit_items(&procedure.items, visit);
        }
    }
}

impl PagesOf {
    fn has_images_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.own_images, &other.own_images)
            && Arc::ptr_eq(&self.shared_images, &other.shared_images)
    }
}

impl GuidePage {
    fn is_concerned_by(&self, changes: ChangesFor<'_>) -> bool {
        !changes.is_empty() && changes.concern(&self.names, !self.diagnostics.is_empty())
    }
}

fn page(scope: Scope<'_>, offer: &Offer) -> GuidePage {
    let guide = &offer.guide;
    let scope = Scope { page: Some(guide), ..scope };
    let mut diagnostics = Vec::new();
    report_repetitions(guide, &mut diagnostics);
    let phrase = |phrase: &Option<SourcePhrase>| {
        phrase.as_ref().map(|phrase| fill_phrase(&phrase.phrase, scope.facts()).into())
    };
    let mut fill_all = |list: &[SourceMarkup]| -> Vec<Filled> {
        list.iter().map(|markup| scope.fill(markup, &mut diagnostics)).collect()
    };
    let texts = guide.objectives.iter().chain(&guide.prerequisites).chain([&guide.body]);
    GuidePage {
        title: Arc::clone(&offer.title),
        own: offer.own,
        summary: phrase(&guide.summary),
        audience: phrase(&guide.audience),
        objectives: fill_all(&guide.objectives),
        prerequisites: fill_all(&guide.prerequisites),
        body: scope.fill(&guide.body, &mut diagnostics),
        diagnostics: diagnostics.into(),
        names: names(texts, Some(&guide.id)),
        guide: Arc::clone(guide),
    }
}

/// A procedure, policy or format shown twice would have the same ids twice.
fn report_repetitions(guide: &Guide, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: Vec<&Located<Block>> = Vec::new();
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
        if let Some(first) = seen.iter().find(|first| first.value == block.value) {
            let message = format!("{what} est déjà dans ce guide.");
            let diagnostic = Diagnostic::error(Code::RepeatedDirective, block.span, message);
            diagnostics.push(diagnostic.note(first.span, "la première fois ici").help(help));
        }
        seen.push(block);
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
