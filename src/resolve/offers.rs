//! Which academy offers which guide.
//!
//! In: parsed files and shared procedures. Out: the [`Index`]. A shared guide that lacks something
//! in an academy is a gap there; in an academy's own guide, or one that is restricted to some
//! académies, it is an error. A name that no academy has is always an error.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::fill::fill_phrase;
use super::inherit::{Flats, flatten_own};
use super::links::{HubEntry, Index, Offer, Offers, unknown_academy};
use super::needs::{Need, guide_needs, procedure_needs};
use super::{Parsed, ParsedAcademy, Unread};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::model::{Academy, Guide, Procedure};
use crate::parse::name::did_you_mean;
use crate::span::{Located, Span};

/// A guide that an academy may offer, with what it needs.
struct Candidate<'a> {
    guide: &'a Arc<Guide>,
    needs: &'a [Located<Need>],
    own: bool,
}

/// Something that an academy does not have.
struct Gap {
    /// In words, for the list of gaps.
    words: String,
    /// Where the guide asks for it.
    span: Span,
    /// What it is.
    need: Located<Need>,
}

/// A guide with what it needs.
type Needing<'a> = (&'a Arc<Guide>, Vec<Located<Need>>);

/// Finds out which academy offers which guide.
#[must_use]
pub fn offer(parsed: &Parsed, shared_flats: &Flats) -> Warned<Index> {
    let mut diagnostics = Vec::new();
    let shared = with_needs(&parsed.guides);
    let known = Known::of(parsed);
    known.report_guides(&shared, &mut diagnostics);
    known.report_procedures(parsed.procedures.values(), &mut diagnostics);
    let offered: Vec<Warned<Offers>> = parsed
        .academies
        .par_iter()
        .map(|academy| offer_one(academy, &shared, shared_flats, &known))
        .collect();
    let mut academies = Vec::with_capacity(offered.len());
    for offers in offered {
        academies.push(offers.take(&mut diagnostics));
    }
    check_restrictions(&shared, &academies, &parsed.unread, &mut diagnostics);
    report_never_offered(&shared, &academies, &known, &mut diagnostics);
    let entry = |guide: &Arc<Guide>| {
        let title = fill_phrase(&guide.title.phrase, None).into();
        (guide.id.clone(), HubEntry { guide: Arc::clone(guide), title })
    };
    let hubs = parsed.guides.values().map(entry).collect();
    Warned::new(
        Index { academies, hubs, drafts: draft_ids(parsed), unread: parsed.unread.clone() },
        diagnostics,
    )
}

fn with_needs(guides: &BTreeMap<Box<str>, Arc<Guide>>) -> Vec<Needing<'_>> {
    guides.values().map(|guide| (guide, guide_needs(guide))).collect()
}

fn offer_one(
    academy: &ParsedAcademy,
    shared: &[Needing<'_>],
    shared_flats: &Flats,
    known: &Known<'_>,
) -> Warned<Offers> {
    let mut diagnostics = Vec::new();
    let flats = flatten_own(&academy.procedures, shared_flats, known.unread).take(&mut diagnostics);
    let own = with_needs(&academy.guides);
    known.report_guides(&own, &mut diagnostics);
    known.report_procedures(academy.procedures.values(), &mut diagnostics);
    let facts = &academy.facts;
    let mut offers = Vec::with_capacity(own.len() + shared.len());
    let mut gaps = BTreeMap::new();
    let inherited = shared.iter().filter(|(guide, _)| !academy.guides.contains_key(&guide.id));
    let candidates = own
        .iter()
        .map(|needing| (needing, true))
        .chain(inherited.map(|needing| (needing, false)))
        .map(|((guide, needs), own)| Candidate { guide, needs, own });
    for candidate in candidates {
        if !candidate.own && !admits(candidate.guide, &facts.slug) {
            gaps.insert(candidate.guide.id.clone(), None);
            continue;
        }
        let missing = missing(&candidate, facts, &flats);
        let strict = candidate.own || candidate.guide.academies.is_some();
        if strict {
            known.report_missing(&missing, facts, &mut diagnostics);
        }
        // A guide with an error is taken as offered, so that its links are checked as well and
        // links to it are no further errors.
        let told = strict || missing.iter().any(|gap| known.unknown(&gap.need).is_some());
        if missing.is_empty() || told {
            let title = fill_phrase(&candidate.guide.title.phrase, Some(facts)).into();
            let guide = Arc::clone(candidate.guide);
            offers.push(Offer { guide, own: candidate.own, title });
        } else if !candidate.own {
            let words = missing.into_iter().map(|gap| gap.words).collect();
            gaps.insert(candidate.guide.id.clone(), Some(words));
        }
    }
    offers.sort_by(|a, b| (a.guide.order, &a.guide.id).cmp(&(b.guide.order, &b.guide.id)));
    let by_id: HashMap<_, _> =
        offers.iter().zip(0..).map(|(offer, at)| (offer.guide.id.clone(), at)).collect();
    Warned::new(Offers { facts: Arc::clone(facts), flats, offers, by_id, gaps }, diagnostics)
}

fn draft_ids(parsed: &Parsed) -> Vec<Box<str>> {
    parsed.drafts.iter().map(|draft| draft.id.clone()).collect()
}

/// Whether a shared guide may be offered by this academy.
fn admits(guide: &Guide, slug: &str) -> bool {
    guide.academies.as_ref().is_none_or(|list| list.iter().any(|name| *name.value == *slug))
}

/// What the guide and its procedures need and the academy does not have.
fn missing(candidate: &Candidate<'_>, facts: &Academy, flats: &Flats) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut add = |words: String, need: &Located<Need>, span| {
        if seen.insert(words.clone()) {
            gaps.push(Gap { words, span, need: need.clone() });
        }
    };
    for need in candidate.needs {
        if !has(facts, flats, &need.value) {
            add(need.value.to_string(), need, need.span);
        }
        let Need::Procedure(id) = &need.value else { continue };
        let inner = flats.get(id).map_or(&[][..], |flat| &flat.needs);
        for inner in inner.iter().filter(|inner| !has(facts, flats, &inner.value)) {
            add(format!("{} (procédure « {id} »)", inner.value), inner, need.span);
        }
    }
    gaps
}

fn has(facts: &Academy, flats: &Flats, need: &Need) -> bool {
    match need {
        Need::Value(name) => facts.values.contains_key(name),
        Need::Procedure(id) => flats.contains_key(id),
        Need::Policy(id) => facts.policies.contains_key(id) || facts.refused.contains(id),
        Need::Identifier(id) => facts.identifiers.contains_key(id) || facts.refused.contains(id),
        Need::Contacts => !facts.contacts.is_empty(),
    }
}

fn check_restrictions(
    shared: &[Needing<'_>],
    academies: &[Offers],
    unread: &Unread,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let known = || academies.iter().map(|offers| &*offers.facts.slug);
    for (guide, _) in shared {
        for name in guide.academies.iter().flatten() {
            let exists = known().any(|slug| *slug == *name.value);
            if !exists && !unread.academies.contains(&name.value) {
                let known: Vec<_> = known().collect();
                diagnostics.push(unknown_academy(&name.value, name.span, known.iter().copied()));
            }
        }
    }
}

fn report_never_offered(
    shared: &[Needing<'_>],
    academies: &[Offers],
    known: &Known<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (guide, needs) in shared {
        let restricted = guide.academies.as_ref().is_some_and(|list| !list.is_empty());
        if restricted || known.tells_why(needs, academies) {
            continue;
        }
        let offered = academies.iter().any(|offers| offers.by_id.contains_key(&guide.id));
        if !offered && !academies.is_empty() {
            let message = format!("Aucune académie ne peut offrir le guide « {} ».", guide.id);
            diagnostics.push(
                Diagnostic::warning(Code::NeverOffered, guide.title.span, message)
                    .help("`pasapas coverage` dit ce qui manque à chacune."),
            );
        }
    }
}

/// Every name that some academy has.
struct Known<'a> {
    values: BTreeSet<&'a str>,
    procedures: BTreeSet<&'a str>,
    policies: BTreeSet<&'a str>,
    identifiers: BTreeSet<&'a str>,
    /// Policies and formats with a mistake in them.
    refused: BTreeSet<&'a str>,
    unread: &'a Unread,
}

impl<'a> Known<'a> {
    fn of(parsed: &'a Parsed) -> Self {
        let academies = || parsed.academies.iter();
        let own = academies().flat_map(|academy| academy.procedures.keys());
        Self {
            values: keys(academies().map(|academy| &academy.facts.values)),
            procedures: parsed.procedures.keys().chain(own).map(|id| &**id).collect(),
            policies: keys(academies().map(|academy| &academy.facts.policies)),
            identifiers: keys(academies().map(|academy| &academy.facts.identifiers)),
            refused: academies().flat_map(|it| &it.facts.refused).map(|id| &**id).collect(),
            unread: &parsed.unread,
        }
    }

    fn report_guides(&self, guides: &[Needing<'_>], diagnostics: &mut Vec<Diagnostic>) {
        let needs = guides.iter().flat_map(|(_, needs)| needs);
        diagnostics.extend(needs.filter_map(|need| self.unknown(need)));
    }

    fn report_procedures<'p>(
        &self,
        procedures: impl Iterator<Item = &'p Arc<Procedure>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        for procedure in procedures {
            let needs = procedure_needs(procedure.title.as_ref(), &procedure.own_items());
            diagnostics.extend(needs.iter().filter_map(|need| self.unknown(need)));
        }
    }

    /// Whether it is a procedure whose file could not be read.
    fn is_unread(&self, need: &Need) -> bool {
        matches!(need, Need::Procedure(id) if self.unread.procedures.contains(id))
    }

    /// Whether another message tells why no academy can offer a guide with these needs.
    fn tells_why(&self, needs: &[Located<Need>], academies: &[Offers]) -> bool {
        let told =
            |need: &Located<Need>| self.is_unread(&need.value) || self.unknown(need).is_some();
        let inner = |need: &Located<Need>| {
            let Need::Procedure(id) = &need.value else { return false };
            let flats = academies.iter().filter_map(|offers| offers.flats.get(id));
            flats.flat_map(|flat| &flat.needs).any(told)
        };
        !self.unread.academies.is_empty() || needs.iter().any(|need| told(need) || inner(need))
    }

    /// That nobody has it.
    fn unknown(&self, need: &Located<Need>) -> Option<Diagnostic> {
        let (names, name, code) = match &need.value {
            Need::Value(name) => (&self.values, name, Code::UnknownValue),
            Need::Procedure(id) => (&self.procedures, id, Code::UnknownProcedure),
            Need::Policy(id) => (&self.policies, id, Code::UnknownPolicy),
            Need::Identifier(id) => (&self.identifiers, id, Code::UnknownIdentifier),
            Need::Contacts => return None,
        };
        let maybe_unread = !self.unread.academies.is_empty() || self.is_unread(&need.value);
        let rules = matches!(need.value, Need::Policy(_) | Need::Identifier(_));
        if names.contains(&**name) || maybe_unread || rules && self.refused.contains(&**name) {
            return None;
        }
        let message = format!("Aucune académie n’a {}.", need.value);
        let help = did_you_mean(name, names.iter().copied()).unwrap_or_else(|| match &need.value {
            Need::Procedure(id) => format!("Créez-la : « content/procedures/{id}.yaml »."),
            _ => "Cela s’écrit dans « academies/…/academy.yaml ».".to_owned(),
        });
        Some(Diagnostic::error(code, need.span, message).help(help))
    }

    /// That this academy does not have what its guide needs.
    fn report_missing(&self, gaps: &[Gap], facts: &Academy, diagnostics: &mut Vec<Diagnostic>) {
        for gap in gaps {
            if self.is_unread(&gap.need.value) || self.unknown(&gap.need).is_some() {
                continue;
            }
            let message = format!("Il manque à l’{} {}.", facts.full_name, gap.words);
            let help = format!("Ajoutez ce qui manque dans « academies/{}/ ».", facts.slug);
            diagnostics
                .push(Diagnostic::error(Code::MissingForAcademy, gap.span, message).help(help));
        }
    }
}

fn keys<'a, V: 'a>(maps: impl Iterator<Item = &'a BTreeMap<Box<str>, V>>) -> BTreeSet<&'a str> {
    maps.flat_map(BTreeMap::keys).map(|key| &**key).collect()
}
