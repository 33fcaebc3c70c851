//! From parsed files to a [`Site`] in which every name leads somewhere.
//!
//! In: what the parsers made of each file. Out: the site: which academy offers which guide, with
//! values, links and inherited steps put in. Nothing here reads a file or knows HTML; whatever a
//! page may need later is found now, so that making a page cannot fail.

pub mod brand;
pub mod changes;
pub mod checkers;
pub mod coverage;
pub mod derivatives;
pub mod fill;
mod future;
pub mod images;
pub mod inherit;
pub mod known;
pub mod links;
mod missing;
pub mod needs;
pub mod offers;
mod outside;
pub mod pages;
pub mod parsed;
pub mod personal;
pub mod rescale;
pub mod reviews;
pub mod shown;
pub mod steps;
pub mod unused;

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::model::glossary::Term;
use crate::model::markup::Link;
use crate::model::site::Handouts;
use crate::model::{Academy, Guide, Markup, SiteConfig};
use crate::span::Span;
use brand::Style;
use changes::Changes;
use checkers::{Binary, courses_of};
use images::{Images, Picture};
use inherit::FlatMap;
use links::Index;
use pages::{GuidePage, Pages, PagesOf};
use parsed::Parsed;

/// Everything that one build publishes.
#[derive(Clone, Debug)]
pub struct Site {
    /// The settings.
    pub config: Arc<SiteConfig>,
    /// The date of the build.
    pub today: Date,
    /// The académies, by slug.
    pub academies: Vec<SiteAcademy>,
    /// The shared guides, by id.
    pub hubs: Arc<Vec<Hub>>,
    /// The glossary.
    pub glossary: Vec<FilledTerm>,
    /// The images that all académies share.
    pub images: Arc<Images>,
    /// What makes coordinates right again that were taken on an image of another size.
    pub edits: Vec<rescale::Edit>,
    /// How handouts are printed; none where none are made.
    pub handouts: Option<Handouts>,
}

/// An academy with its pages.
#[derive(Clone, Debug)]
pub struct SiteAcademy {
    /// Its facts.
    pub facts: Arc<Academy>,
    /// Its guides.
    pub pages: Arc<Pages>,
    /// Its logo.
    pub logo: Option<Picture>,
    /// The style sheet of its colour, for the theme of the site.
    pub style: Option<Style>,
    /// The rules of its checkers, if its pages have any.
    pub rules: Option<Binary>,
}

/// A shared guide over all académies.
#[derive(Clone, Debug)]
pub struct Hub {
    /// The guide.
    pub guide: Arc<Guide>,
    /// Its title where no academy is known.
    pub title: Arc<str>,
    /// Its summary where no academy is known.
    pub summary: Option<Box<str>>,
}

/// What was resolved, for the next compile to take.
#[derive(Debug)]
pub struct Resolved {
    flats: Arc<FlatMap>,
    index: Index,
    /// Of each academy, in the order of the index.
    pages: Vec<Arc<Pages>>,
}

/// A page: the index of its academy in the site, and its index there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageRef {
    /// The index of the academy.
    pub academy: u32,
    /// The index of the page.
    pub page: u32,
}

/// Markup with its values and links put in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Filled {
    /// The markup.
    pub markup: Arc<Markup>,
    /// The text of each value.
    pub values: Box<[Arc<str>]>,
    /// The target of each link.
    pub links: Box<[Href]>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Href {
    /// The target.
    pub target: Target,
    /// The title of the guide there.
    pub title: Option<Arc<str>>,
}

/// The target of a link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A path below the site's root, with its fragment.
    Site(Box<str>),
    /// An address with a scheme.
    Web(Box<str>),
    /// An id of the same page.
    Here(Box<str>),
}

/// A word of the glossary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledTerm {
    /// The word.
    pub term: Box<str>,
    /// The letters spelled out.
    pub expansion: Option<Box<str>>,
    /// What it means.
    pub definition: Filled,
    /// Where that was written.
    pub span: Span,
}

/// Resolves everything. What is the same as in the last compile is taken from `last`, which then holds
/// what the next one may take.
#[must_use]
pub fn resolve(parsed: &Parsed, today: Date, last: &mut Option<Resolved>) -> Warned<Site> {
    let mut diagnostics = Vec::new();
    let procedures = &parsed.shared.procedures;
    let known = last.as_ref().map(|last| &last.flats);
    let flats = inherit::flatten_shared(procedures, &parsed.unread, known);
    diagnostics.extend(flats.diagnostics().cloned());
    let known = last.as_ref().map(|last| &last.index);
    let index = offers::offer(parsed, &flats, known).take(&mut diagnostics);
    unused::report(parsed, &mut diagnostics);
    missing::report(parsed, &mut diagnostics);
    future::report(parsed, today, &mut diagnostics);
    personal::report(parsed, &mut diagnostics);
    reviews::report(parsed, &mut diagnostics);
    let pages = pages_of(&index, parsed, last.as_ref());
    diagnostics.extend(pages.iter().flat_map(|pages| pages.diagnostics()).cloned());
    let site = Site {
        config: Arc::clone(&parsed.config),
        today,
        academies: academies(&pages, &mut diagnostics),
        hubs: Arc::clone(&index.hubs),
        glossary: fill_glossary(&parsed.glossary, &index, &mut diagnostics),
        images: Arc::clone(&parsed.shared.images),
        edits: edits(parsed),
        handouts: None,
    };
    *last = Some(Resolved { flats, index, pages });
    Warned::new(site, diagnostics)
}

/// The pages of each academy.
fn pages_of(index: &Index, parsed: &Parsed, last: Option<&Resolved>) -> Vec<Arc<Pages>> {
    let changes = last.map(|last| Changes::between(&last.index, index));
    let one = |(academy, parsed_academy): (usize, &parsed::ParsedAcademy)| {
        let offers = &index.academies[academy];
        let of = PagesOf {
            offered: Arc::clone(&offers.offered),
            flats: offers.flats.clone(),
            own_images: Arc::clone(&parsed_academy.folder.images),
            shared_images: Arc::clone(&parsed.shared.images),
        };
        let last = last.and_then(|last| {
            let at = last.index.position(&offers.facts.slug)?;
            Some((&last.pages[at], changes.as_ref()?.within(academy)))
        });
        pages::make_pages(index, academy, of, last)
    };
    parsed.academies.par_iter().enumerate().map(one).collect()
}

fn academies(pages: &[Arc<Pages>], diagnostics: &mut Vec<Diagnostic>) -> Vec<SiteAcademy> {
    let courses: Vec<u8> = pages.iter().flat_map(|pages| courses_of(pages.facts())).collect();
    let one = |pages: &Arc<Pages>| {
        let facts = Arc::clone(pages.facts());
        let logo = facts.logo.as_ref();
        let logo = logo.and_then(|logo| brand::picture(logo, &pages.of.own_images, diagnostics));
        let rules = checkers::rules(pages, &courses, diagnostics);
        SiteAcademy { facts, pages: Arc::clone(pages), logo, style: None, rules }
    };
    pages.iter().map(one).collect()
}

/// In the order of their places.
fn edits(parsed: &Parsed) -> Vec<rescale::Edit> {
    let edits = parsed.folders.iter().flat_map(|folder| &folder.edits);
    let mut edits: Vec<rescale::Edit> = edits.cloned().collect();
    edits.sort_by_key(|edit| (edit.span.file, edit.span.start));
    edits.dedup();
    edits
}

impl Site {
    /// The page at this place.
    #[must_use]
    pub fn page(&self, at: PageRef) -> &GuidePage {
        &self.academies[at.academy as usize].pages.list[at.page as usize]
    }

    /// The pages of the académies that offer the guide with this id.
    pub fn offering(&self, guide: &str) -> impl Iterator<Item = PageRef> {
        self.academies.iter().zip(0..).filter_map(move |(academy, at)| {
            let page = *academy.pages.of.offered.by_id.get(guide)?;
            Some(PageRef { academy: at, page })
        })
    }

    /// The academy with this slug.
    #[must_use]
    pub fn academy(&self, slug: &str) -> Option<usize> {
        self.academies.binary_search_by(|academy| (*academy.facts.slug).cmp(slug)).ok()
    }

    /// The content of the image at this path, or that it is no longer what it was.
    pub fn image(&self, path: &str) -> Result<Cow<'_, [u8]>, Diagnostic> {
        let own = path.strip_prefix("academies/").and_then(|path| path.split_once('/'));
        let images = match own {
            Some((slug, _)) => {
                self.academy(slug).map(|it| &*self.academies[it].pages.of.own_images)
            }
            None => Some(&*self.images),
        };
        let image = images.and_then(|images| images.get(path));
        image.and_then(|image| image.file.content()).ok_or_else(|| images::changed(path))
    }
}

fn fill_glossary(
    terms: &[Term],
    index: &links::Index,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<FilledTerm> {
    for term in terms {
        report_values(term, diagnostics);
    }
    let scope = fill::Scope { index, academy: None, page: None, procedure: None };
    terms
        .iter()
        .map(|term| FilledTerm {
            term: term.term.clone(),
            expansion: term.expansion.clone(),
            definition: scope.fill(&term.definition, diagnostics),
            span: term.definition.span,
        })
        .collect()
}

/// The glossary belongs to no academy, so it has no values.
fn report_values(term: &Term, diagnostics: &mut Vec<Diagnostic>) {
    let mut report = |name: &str, span| {
        let message = format!(
            "Le glossaire est commun à toutes les académies : il n’a pas la valeur « {name} »."
        );
        diagnostics.push(
            Diagnostic::error(Code::UnknownValue, span, message)
                .help("Décrivez le mot sans nommer ce qui change d’une académie à l’autre."),
        );
    };
    term.definition.values().for_each(|(name, span)| report(name, span));
    for (link, span) in term.definition.links() {
        if let Link::Address(address) = link {
            address.values().for_each(|name| report(name, span));
        }
    }
}
