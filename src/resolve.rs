//! From parsed files to a [`Site`] in which every name leads somewhere.
//!
//! In: what the parsers made of each file. Out: the site: which academy offers which guide, with
//! values, links and inherited steps put in. Nothing here reads a file or knows HTML; whatever a
//! page may need later is found now, so that making a page cannot fail.

pub mod brand;
pub mod checkers;
pub mod coverage;
pub mod derivatives;
pub mod fill;
pub mod images;
pub mod inherit;
pub mod links;
pub mod needs;
pub mod offers;
pub mod pages;
pub mod personal;
pub mod rescale;
pub mod steps;
pub mod unused;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::model::glossary::Term;
use crate::model::markup::Link;
use crate::model::{Academy, Guide, Markup, Procedure, SiteConfig};
use crate::parse::personal::Suspect;
use crate::span::Span;
use brand::Style;
use checkers::Binary;
use coverage::Coverage;
use images::{Images, Picture};
use pages::GuidePage;

/// Everything that was parsed.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The settings.
    pub config: Arc<SiteConfig>,
    /// The académies, by slug.
    pub academies: Vec<ParsedAcademy>,
    /// The shared guides, by id.
    pub guides: BTreeMap<Box<str>, Arc<Guide>>,
    /// The shared procedures, by id.
    pub procedures: BTreeMap<Box<str>, Arc<Procedure>>,
    /// Guides that are left out as drafts.
    pub drafts: Vec<Arc<Guide>>,
    /// What could not be read.
    pub unread: Unread,
    /// The glossary.
    pub glossary: Arc<Vec<Term>>,
    /// The images.
    pub images: Images,
    /// What looks like somebody's data, in all files.
    pub suspects: Vec<Suspect>,
}

/// Names of files that could not be read, which was reported. They are not unknown names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    /// The slugs of académies.
    pub academies: BTreeSet<Box<str>>,
    /// The ids of guides.
    pub guides: BTreeSet<Box<str>>,
    /// The ids of procedures.
    pub procedures: BTreeSet<Box<str>>,
}

/// The files of one academy.
#[derive(Clone, Debug)]
pub struct ParsedAcademy {
    /// Its facts.
    pub facts: Arc<Academy>,
    /// Its own guides, by id.
    pub guides: BTreeMap<Box<str>, Arc<Guide>>,
    /// Its own procedures, by id.
    pub procedures: BTreeMap<Box<str>, Arc<Procedure>>,
}

/// Everything that one build publishes.
#[derive(Clone, Debug)]
pub struct Site {
    /// The settings.
    pub config: Arc<SiteConfig>,
    /// The date of the build.
    pub today: Date,
    /// The académies, by name.
    pub academies: Vec<SiteAcademy>,
    /// The shared guides, by id.
    pub hubs: Vec<Hub>,
    /// The glossary.
    pub glossary: Vec<FilledTerm>,
    /// Which academy offers which guide, and what is missing.
    pub coverage: Coverage,
    /// What makes coordinates right again that were taken on an image of another size.
    pub edits: Vec<rescale::Edit>,
}

/// An academy with its pages, in the order of navigation.
#[derive(Clone, Debug)]
pub struct SiteAcademy {
    /// Its facts.
    pub facts: Arc<Academy>,
    /// Its guides.
    pub pages: Vec<GuidePage>,
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
    /// The pages of the académies that offer it.
    pub pages: Vec<PageRef>,
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

/// Resolves everything.
#[must_use]
pub fn resolve(parsed: &Parsed, today: Date) -> Warned<Site> {
    let mut diagnostics = Vec::new();
    let shared = inherit::flatten_shared(&parsed.procedures, &parsed.unread).take(&mut diagnostics);
    let index = offers::offer(parsed, &shared).take(&mut diagnostics);
    let edits = images::check(parsed, &mut diagnostics);
    unused::report(parsed, &mut diagnostics);
    personal::report(parsed, &mut diagnostics);
    let mut academies = Vec::with_capacity(index.academies.len());
    let resolved: Vec<Warned<SiteAcademy>> = (0..index.academies.len())
        .into_par_iter()
        .map(|academy| pages::resolve_academy(&index, academy, &parsed.images))
        .collect();
    for academy in resolved {
        academies.push(academy.take(&mut diagnostics));
    }
    brand::add_logos(&mut academies, &parsed.images, &mut diagnostics);
    pages::add_backlinks(&mut academies);
    checkers::add_rules(&mut academies, &mut diagnostics);
    let glossary = fill_glossary(&parsed.glossary, &index, &mut diagnostics);
    let coverage = coverage::coverage(&index, &academies);
    let hubs = pages::hubs(&index, &academies);
    let config = Arc::clone(&parsed.config);
    let site = Site { config, today, academies, hubs, glossary, coverage, edits };
    Warned::new(site, diagnostics)
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
