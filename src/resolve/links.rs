//! The index of all pages, and where links lead.
//!
//! In: which academy offers which guide. Out: paths of pages, and for each link its [`Href`] or
//! what is wrong with it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::inherit::{Flat, Flats};
use super::known::{Known, Told};
use super::parsed::{Guides, Unread};
use super::{Href, Hub, Target};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Academy, Guide};
use crate::parse::name::{did_you_mean, nearest};
use crate::span::Span;

/// Which academy offers which guide.
#[derive(Debug)]
pub struct Index {
    /// The académies, in the order of the site.
    pub academies: Vec<Offers>,
    /// The shared guides, by id.
    pub hubs: Arc<Vec<Hub>>,
    /// What the hubs were made of.
    pub shared: Arc<Guides>,
    /// Guides that were left out as drafts.
    pub drafts: BTreeSet<Box<str>>,
    /// What could not be read.
    pub unread: Unread,
    /// Every name that some academy has.
    pub known: Arc<Known>,
    /// What is wrong with names in the shared procedures.
    pub told: Arc<Told>,
}

/// What one academy offers.
#[derive(Debug)]
pub struct Offers {
    /// Its facts.
    pub facts: Arc<Academy>,
    /// Its procedures.
    pub flats: Flats,
    /// What is wrong with names in its own procedures.
    pub told: Arc<Told>,
    /// Its guides.
    pub offered: Arc<Offered>,
}

/// The guides of an academy.
#[derive(Debug)]
pub struct Offered {
    /// Those that it offers, in the order of navigation.
    pub offers: Vec<Offer>,
    /// The index of each guide in `offers`.
    pub by_id: Arc<HashMap<Box<str>, u32>>,
    /// The ids of the procedures that they show.
    pub shown: Arc<[Box<str>]>,
    /// The shared guides that it does not offer, with what is missing; none where it is excluded.
    pub gaps: BTreeMap<Box<str>, Option<Vec<String>>>,
    /// What was found wrong with them.
    pub diagnostics: Vec<Diagnostic>,
    /// What this was made of.
    pub of: OfferedOf,
}

/// What decides which guides an academy offers, besides what is seen of its procedures.
#[derive(Clone, Debug)]
pub struct OfferedOf {
    /// Its facts.
    pub facts: Arc<Academy>,
    /// Its own guides.
    pub own: Arc<Guides>,
    /// Those that all académies share.
    pub shared: Arc<Guides>,
    /// Every name that some academy has.
    pub known: Arc<Known>,
}

/// A guide that an academy offers.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The guide.
    pub guide: Arc<Guide>,
    /// Whether it is the academy's own.
    pub own: bool,
    /// Its title with values put in.
    pub title: Arc<str>,
    /// Whether the academy has all that it needs.
    pub complete: bool,
}

/// A link to a guide, as it was written.
#[derive(Clone, Copy, Debug)]
pub struct GuideLink<'a> {
    /// The academy, when the author named one.
    pub academy: Option<&'a str>,
    /// The guide.
    pub guide: &'a str,
    /// A heading or step in it.
    pub heading: Option<&'a str>,
    /// Where it was written.
    pub span: Span,
}

/// The path of a guide's page below the root.
#[must_use]
pub fn guide_path(academy: &str, guide: &str) -> String {
    format!("{academy}/{guide}/")
}

/// The size of the letters of a handout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// For most readers.
    Usual,
    /// For readers who need large letters.
    Large,
}

impl Size {
    fn ending(self) -> &'static str {
        match self {
            Self::Usual => ".pdf",
            Self::Large => "-gros-caracteres.pdf",
        }
    }
}

/// The name of a guide's handout, beside its page.
#[must_use]
pub fn handout_name(academy: &str, guide: &str, size: Size) -> String {
    format!("{guide}-{academy}{}", size.ending())
}

/// The path of a guide's handout below the root.
#[must_use]
pub fn handout_path(academy: &str, guide: &str, size: Size) -> String {
    format!("{academy}/{guide}/{}", handout_name(academy, guide, size))
}

/// The name of an academy's booklet, beside its page.
#[must_use]
pub fn booklet_name(academy: &str, size: Size) -> String {
    format!("guides-{academy}{}", size.ending())
}

/// The path of an academy's booklet below the root.
#[must_use]
pub fn booklet_path(academy: &str, size: Size) -> String {
    format!("{academy}/{}", booklet_name(academy, size))
}

/// The path of a shared guide's hub page below the root.
#[must_use]
pub fn hub_path(guide: &str) -> String {
    format!("guides/{guide}/")
}

/// The id of a step, choice or option in a page; of the whole procedure, for an empty step. A slug has no underscore, so it cannot clash with
/// the id of a heading.
#[must_use]
pub fn step_id(procedure: &str, step: &str) -> String {
    format!("{procedure}_{step}")
}

impl Index {
    /// Where a link to a guide leads that stands in a page of `academy`, or in none.
    pub fn follow(&self, academy: Option<usize>, link: GuideLink<'_>) -> Result<Href, Diagnostic> {
        if self.is_unread(link) {
            return Ok(Href { target: Target::Here(Box::default()), title: None });
        }
        let target = match link.academy {
            Some(slug) => Some(self.academy_named(slug, link.span)?),
            None => academy,
        };
        let offered = target.and_then(|target| {
            let offers = &self.academies[target];
            Some((offers, offers.offered.get(link.guide)?))
        });
        if let Some((offers, offer)) = offered {
            let path = guide_path(&offers.facts.slug, &offer.guide.id);
            let fragment = fragment(offers, &offer.guide, link)?;
            let target = Target::Site(format!("{path}{fragment}").into());
            return Ok(Href { target, title: Some(Arc::clone(&offer.title)) });
        }
        match self.hub(link.guide) {
            Some(hub) if link.academy.is_none() => {
                let target = Target::Site(hub_path(link.guide).into());
                Ok(Href { target, title: Some(Arc::clone(&hub.title)) })
            }
            _ => Err(self.unknown_guide(academy, link)),
        }
    }

    /// The academy with this slug.
    #[must_use]
    pub fn academy(&self, slug: &str) -> Option<&Offers> {
        self.position(slug).map(|at| &self.academies[at])
    }

    /// The index of the academy with this slug.
    #[must_use]
    pub fn position(&self, slug: &str) -> Option<usize> {
        self.academies.binary_search_by(|offers| (*offers.facts.slug).cmp(slug)).ok()
    }

    /// The shared guide with this id.
    #[must_use]
    pub fn hub(&self, id: &str) -> Option<&Hub> {
        let at = self.hubs.binary_search_by(|hub| (*hub.guide.id).cmp(id)).ok()?;
        Some(&self.hubs[at])
    }

    /// Whether the link leads to a file that could not be read, which was reported.
    fn is_unread(&self, link: GuideLink<'_>) -> bool {
        // Where there is no academy, that is what is told.
        self.academies.is_empty() && link.academy.is_some()
            || link.academy.is_some_and(|slug| self.unread.academies.contains(slug))
            || self.unread.guides.contains(link.guide)
    }

    fn academy_named(&self, slug: &str, span: Span) -> Result<usize, Diagnostic> {
        self.position(slug).ok_or_else(|| {
            let known = self.academies.iter().map(|offers| &*offers.facts.slug);
            unknown_academy(slug, span, known)
        })
    }

    fn unknown_guide(&self, academy: Option<usize>, link: GuideLink<'_>) -> Diagnostic {
        let name = link.guide;
        let error = |message: String| Diagnostic::error(Code::UnknownGuide, link.span, message);
        if self.drafts.contains(name) {
            return error(format!("Le guide « {name} » est un brouillon, qui n’est pas publié."))
                .help("Retirez « draft: true », ou construisez le site avec --drafts.");
        }
        if let Some(slug) = link.academy {
            return error(format!("L’académie « {slug} » n’offre pas de guide « {name} »."))
                .help(self.why_not_offered(slug, name));
        }
        let elsewhere = self.academies.iter().find(|offers| offers.offered.get(name).is_some());
        if let Some(offers) = elsewhere {
            let slug = &offers.facts.slug;
            return error(format!("Le guide « {name} » n’existe que dans une autre académie."))
                .help(format!("Écrivez [[{slug}/{name}]] pour y mener."));
        }
        let own = academy.into_iter().flat_map(|academy| self.academies[academy].offered.ids());
        let hubs = self.hubs.iter().map(|hub| &*hub.guide.id);
        let known: Vec<&str> = own.chain(hubs).collect();
        error(format!("Le guide « {name} » n’existe pas.")).help(
            did_you_mean(name, known.iter().copied()).unwrap_or_else(|| {
                format!("Écrivez ce guide dans « content/{name}.md », ou retirez le lien.")
            }),
        )
    }

    /// What helps when an academy does not offer a guide.
    fn why_not_offered(&self, slug: &str, guide: &str) -> String {
        if self.hub(guide).is_some() {
            return "`pasapas coverage` dit ce qui lui manque.".to_owned();
        }
        let academy = self.academies.iter().find(|offers| *offers.facts.slug == *slug);
        let known: Vec<&str> = academy.into_iter().flat_map(|it| it.offered.ids()).collect();
        did_you_mean(guide, known.iter().copied()).unwrap_or_else(|| {
            format!("Écrivez-le dans « academies/{slug}/guides/{guide}.md », ou retirez le lien.")
        })
    }
}

impl Offers {
    /// What was found wrong with its guides and procedures.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        let own = self.flats.own.diagnostics();
        own.chain(&self.told.diagnostics).chain(&self.offered.diagnostics)
    }
}

impl OfferedOf {
    /// Whether they are the same values.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.facts, &other.facts)
            && Arc::ptr_eq(&self.own, &other.own)
            && Arc::ptr_eq(&self.shared, &other.shared)
            && Arc::ptr_eq(&self.known, &other.known)
    }
}

impl Offered {
    /// The guide with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Offer> {
        self.by_id.get(id).map(|at| &self.offers[*at as usize])
    }

    /// The ids of the guides that are offered.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.offers.iter().map(|offer| &*offer.guide.id)
    }
}

/// An academy that does not exist.
pub fn unknown_academy<'k>(
    slug: &str,
    span: Span,
    known: impl IntoIterator<Item = &'k str> + Clone,
) -> Diagnostic {
    let message = format!("L’académie « {slug} » n’existe pas.");
    let gone = format!(
        "Si son dossier « academies/{slug}/ » a été supprimé ou renommé, retirez ou corrigez aussi ce \
         renvoi."
    );
    let help = match did_you_mean(slug, known.clone()) {
        Some(meant) if nearest(slug, known).is_some() => meant,
        Some(possible) => format!("{gone} {possible}"),
        None => gone,
    };
    Diagnostic::error(Code::UnknownAcademy, span, message).help(help)
}

/// `#id` for the heading or step that the link names, if it names one.
fn fragment(offers: &Offers, guide: &Guide, link: GuideLink<'_>) -> Result<String, Diagnostic> {
    let Some(heading) = link.heading else { return Ok(String::new()) };
    match find_id(offers, guide, heading) {
        Some(id) => Ok(format!("#{id}")),
        None if is_incomplete(offers, guide) => Ok(String::new()),
        None => Err(unknown_heading(offers, guide, heading, link.span)),
    }
}

/// The id in the guide's page of a heading, or of a step named alone or as `procedure_step`.
#[must_use]
pub fn find_id(offers: &Offers, guide: &Guide, name: &str) -> Option<String> {
    ids(offers, guide)
        .find(|(id, short)| id == name || short.as_deref() == Some(name))
        .map(|(id, _)| id)
}

/// Whether steps may be missing in the guide's page because of an error that is told elsewhere.
#[must_use]
pub fn is_incomplete(offers: &Offers, guide: &Guide) -> bool {
    guide.procedures().any(|id| offers.flats.get(id).is_none_or(|flat| flat.face.incomplete))
}

/// That a page has no such heading or step.
#[must_use]
pub fn unknown_heading(offers: &Offers, guide: &Guide, name: &str, span: Span) -> Diagnostic {
    let known: Vec<String> = ids(offers, guide).map(|(id, _)| id).collect();
    let message = format!("Le guide « {} » n’a ni titre ni étape « {name} ».", guide.id);
    Diagnostic::error(Code::UnknownHeading, span, message).help(
        did_you_mean(name, known.iter().map(String::as_str))
            .unwrap_or_else(|| "Ce guide n’a encore aucun titre « ## ».".into()),
    )
}

/// The ids of the page: headings, then procedures and their steps with their short names.
fn ids<'a>(
    offers: &'a Offers,
    guide: &'a Guide,
) -> impl Iterator<Item = (String, Option<Box<str>>)> + 'a {
    let headings = guide.body.markup.headings.iter().map(|heading| (heading.id.to_string(), None));
    let steps = procedures(offers, guide).flat_map(|flat| {
        let mut ids = vec![(step_id(&flat.id, ""), Some(flat.id.clone()))];
        ids.extend(flat.face.ids.iter().map(|id| (step_id(&flat.id, id), Some(id.clone()))));
        ids
    });
    headings.chain(steps)
}

/// The procedures that a guide shows in an academy.
pub fn procedures<'a>(
    offers: &'a Offers,
    guide: &'a Guide,
) -> impl Iterator<Item = &'a Arc<Flat>> + 'a {
    guide.procedures().filter_map(|id| offers.flats.get(id))
}
