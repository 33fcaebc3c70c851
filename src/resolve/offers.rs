//! Which academy offers which guide.
//!
//! In: parsed files and shared procedures. Out: the [`Index`]. A shared guide that lacks something
//! in an academy is a gap there; in an academy's own guide, or one that is restricted to some
//! académies, it is an error. What lacked nothing in the last compile is taken from there.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::Hub;
use super::fill::fill_phrase;
use super::inherit::{FlatMap, Flats, flatten_own};
use super::known::{Known, Told};
use super::links::{Index, Offer, Offered, OfferedOf, Offers, unknown_academy};
use super::needs::{Need, guide_needs};
use super::parsed::{Guides, Parsed, ParsedAcademy, Unread};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::model::{Academy, Guide};
use crate::span::Located;

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
    /// What it is, and where the guide asks for it.
    need: Located<Need>,
}

/// A guide with what it needs.
type Needing<'a> = (&'a Arc<Guide>, Vec<Located<Need>>);

/// What is the same for all académies.
struct Common<'a> {
    shared: &'a [Needing<'a>],
    /// What `shared` was made of.
    guides: &'a Arc<Guides>,
    flats: &'a Arc<FlatMap>,
    known: &'a Arc<Known>,
}

/// Finds out which academy offers which guide.
#[must_use]
pub fn offer(parsed: &Parsed, flats: &Arc<FlatMap>, last: Option<&Index>) -> Warned<Index> {
    let mut diagnostics = Vec::new();
    let guides = &parsed.shared.guides;
    let shared = with_needs(guides);
    let known = known(parsed, last);
    let needs = shared.iter().flat_map(|(_, needs)| needs);
    diagnostics.extend(needs.filter_map(|need| known.unknown(need)));
    let told = Told::of(&parsed.shared.procedures, &known, last.map(|last| &last.told));
    diagnostics.extend(told.diagnostics.iter().cloned());
    let common = Common { shared: &shared, guides, flats, known: &known };
    let one = |academy: &ParsedAcademy| {
        let last = last.and_then(|last| last.academy(&academy.facts.slug));
        offer_one(academy, &common, last)
    };
    let academies: Vec<Offers> = parsed.academies.par_iter().map(one).collect();
    diagnostics.extend(academies.iter().flat_map(Offers::diagnostics).cloned());
    check_restrictions(&shared, &academies, &parsed.unread, &mut diagnostics);
    report_never_offered(&shared, &academies, &known, &mut diagnostics);
    let hubs = match last.filter(|last| Arc::ptr_eq(&last.shared, guides)) {
        Some(last) => Arc::clone(&last.hubs),
        None => Arc::new(guides.values().map(hub).collect()),
    };
    let (drafts, unread) = (parsed.drafts.clone(), parsed.unread.clone());
    let shared = Arc::clone(guides);
    Warned::new(Index { academies, hubs, shared, drafts, unread, known, told }, diagnostics)
}

/// Every name that some academy has; the same value as in the last compile when they are the same names.
fn known(parsed: &Parsed, last: Option<&Index>) -> Arc<Known> {
    let known = Known::of(parsed);
    let last = last.map(|last| &last.known).filter(|last| ***last == known);
    last.map_or_else(|| Arc::new(known), Arc::clone)
}

fn hub(guide: &Arc<Guide>) -> Hub {
    let summary = guide.summary.as_ref();
    Hub {
        guide: Arc::clone(guide),
        title: fill_phrase(&guide.title.phrase, None).into(),
        summary: summary.map(|summary| fill_phrase(&summary.phrase, None).into()),
    }
}

fn with_needs(guides: &Guides) -> Vec<Needing<'_>> {
    guides.values().map(|guide| (guide, guide_needs(guide))).collect()
}

fn offer_one(academy: &ParsedAcademy, common: &Common<'_>, last: Option<&Offers>) -> Offers {
    let folder = &academy.folder;
    let unread = &common.known.unread;
    let last_flats = last.map(|last| &last.flats);
    let flats = flatten_own(&folder.procedures, common.flats, unread, last_flats);
    let of = OfferedOf {
        facts: Arc::clone(&academy.facts),
        own: Arc::clone(&folder.guides),
        shared: Arc::clone(common.guides),
        known: Arc::clone(common.known),
    };
    let changed = last_flats.map(|last| flats.changed_faces(last)).unwrap_or_default();
    let told = Told::of(&folder.procedures, common.known, last.map(|last| &last.told));
    let last = last.map(|last| &last.offered);
    let offered = if let Some(last) = last.filter(|it| it.of.is(&of) && changed.is_empty()) {
        Arc::clone(last)
    } else {
        // With other facts every offer is another.
        let last = last.filter(|last| Arc::ptr_eq(&last.of.facts, &of.facts));
        let last = last.map(|offered| LastOffered { offered, changed: &changed });
        Arc::new(offered(of, common, &flats, last))
    };
    Offers { facts: Arc::clone(&academy.facts), flats, told, offered }
}

/// What an academy offered in the last compile, with the same facts.
#[derive(Clone, Copy)]
struct LastOffered<'a> {
    offered: &'a Offered,
    /// The ids of the procedures of which guides see something else now.
    changed: &'a BTreeSet<&'a str>,
}

impl<'a> LastOffered<'a> {
    /// The same offer as would be made now, if it was made already. What lacked something is not: why
    /// that is told depends on other académies.
    fn offer(self, guide: &Arc<Guide>, own: bool) -> Option<&'a Offer> {
        let offer = self.offered.get(&guide.id)?;
        let same = offer.complete && offer.own == own && Arc::ptr_eq(&offer.guide, guide);
        let unchanged =
            || self.changed.is_empty() || !guide.procedures().any(|id| self.changed.contains(id));
        (same && unchanged()).then_some(offer)
    }
}

/// What an academy offers.
fn offered(
    of: OfferedOf,
    common: &Common<'_>,
    flats: &Flats,
    last: Option<LastOffered<'_>>,
) -> Offered {
    let mut made = Making {
        of: &of,
        flats,
        offers: Vec::with_capacity(of.own.len() + of.shared.len()),
        gaps: BTreeMap::new(),
        diagnostics: Vec::new(),
    };
    let again = |guide, own| last.and_then(|last| last.offer(guide, own)).cloned();
    for guide in of.own.values() {
        match again(guide, true) {
            Some(offer) => made.offers.push(offer),
            None => made.consider_own(guide),
        }
    }
    for (guide, needs) in common.shared.iter().filter(|(it, _)| !of.own.contains_key(&it.id)) {
        match again(guide, false) {
            Some(offer) => made.offers.push(offer),
            None => made.consider(&Candidate { guide, needs, own: false }),
        }
    }
    let Making { mut offers, gaps, diagnostics, .. } = made;
    offers.sort_by(|a, b| (a.guide.order, &a.guide.id).cmp(&(b.guide.order, &b.guide.id)));
    let by_id = by_id(&offers, last.map(|last| last.offered));
    Offered { offers, by_id, gaps, diagnostics, of }
}

/// The index of each guide; the same value as in the last compile when no guide came, went or moved.
fn by_id(offers: &[Offer], last: Option<&Offered>) -> Arc<HashMap<Box<str>, u32>> {
    let same = |last: &&Offered| {
        last.offers.len() == offers.len()
            && last
                .offers
                .iter()
                .zip(offers)
                .all(|(a, b)| Arc::ptr_eq(&a.guide, &b.guide) || a.guide.id == b.guide.id)
    };
    let numbered = || offers.iter().zip(0..).map(|(offer, at)| (offer.guide.id.clone(), at));
    last.filter(same).map_or_else(|| Arc::new(numbered().collect()), |it| Arc::clone(&it.by_id))
}

/// What an academy offers, as far as it is known.
struct Making<'a> {
    of: &'a OfferedOf,
    flats: &'a Flats,
    offers: Vec<Offer>,
    gaps: BTreeMap<Box<str>, Option<Vec<String>>>,
    diagnostics: Vec<Diagnostic>,
}

impl Making<'_> {
    fn consider_own(&mut self, guide: &Arc<Guide>) {
        let needs = guide_needs(guide);
        let unknown = needs.iter().filter_map(|need| self.of.known.unknown(need));
        self.diagnostics.extend(unknown);
        self.consider(&Candidate { guide, needs: &needs, own: true });
    }

    fn consider(&mut self, candidate: &Candidate<'_>) {
        let Candidate { guide, own, .. } = *candidate;
        let OfferedOf { facts, known, .. } = self.of;
        if !own && !admits(guide, &facts.slug) {
            self.gaps.insert(guide.id.clone(), None);
            return;
        }
        let missing = missing(candidate, facts, self.flats);
        let strict = own || guide.academies.is_some();
        if strict {
            report_missing(&missing, facts, known, &mut self.diagnostics);
        }
        // A guide with an error is taken as offered, so that its links are checked as well and
        // links to it are no further errors.
        let told = strict || missing.iter().any(|gap| known.unknown(&gap.need).is_some());
        if missing.is_empty() || told {
            let title = fill_phrase(&guide.title.phrase, Some(facts)).into();
            let complete = missing.is_empty();
            self.offers.push(Offer { guide: Arc::clone(guide), own, title, complete });
        } else {
            let words = missing.into_iter().map(|gap| gap.words).collect();
            self.gaps.insert(guide.id.clone(), Some(words));
        }
    }
}

/// Whether a shared guide may be offered by this academy.
fn admits(guide: &Guide, slug: &str) -> bool {
    guide.academies.as_ref().is_none_or(|list| list.iter().any(|name| *name.value == *slug))
}

/// What the guide and its procedures need and the academy does not have.
fn missing(candidate: &Candidate<'_>, facts: &Academy, flats: &Flats) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut add = |words: String, need: &Need, span| {
        if seen.insert(words.clone()) {
            gaps.push(Gap { words, need: Located::new(need.clone(), span) });
        }
    };
    for need in candidate.needs {
        if !has(facts, flats, &need.value) {
            add(need.value.to_string(), &need.value, need.span);
        }
        let Need::Procedure(id) = &need.value else { continue };
        let inner = flats.get(id).map_or(&[][..], |flat| &flat.face.needs);
        for inner in inner.iter().filter(|inner| !has(facts, flats, inner)) {
            add(format!("{inner} (procédure « {id} »)"), inner, need.span);
        }
    }
    gaps
}

fn has(facts: &Academy, flats: &Flats, need: &Need) -> bool {
    match need {
        Need::Value(name) => facts.values.contains_key(name),
        Need::Procedure(id) => flats.get(id).is_some(),
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
    known: &Known,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (guide, needs) in shared {
        let restricted = guide.academies.as_ref().is_some_and(|list| !list.is_empty());
        let offered = academies.iter().any(|offers| offers.offered.get(&guide.id).is_some());
        if restricted || offered || academies.is_empty() || tells_why(known, needs, academies) {
            continue;
        }
        let message = format!("Aucune académie ne peut offrir le guide « {} ».", guide.id);
        diagnostics.push(
            Diagnostic::warning(Code::NeverOffered, guide.title.span, message)
                .help("`pasapas coverage` dit ce qui manque à chacune."),
        );
    }
}

/// Whether another message tells why no academy can offer a guide with these needs.
fn tells_why(known: &Known, needs: &[Located<Need>], academies: &[Offers]) -> bool {
    let told = |need: &Located<Need>| known.is_unread(&need.value) || known.unknown(need).is_some();
    let inner = |need: &Located<Need>| {
        let Need::Procedure(id) = &need.value else { return false };
        let flats = academies.iter().filter_map(|offers| offers.flats.get(id));
        let mut needs = flats.flat_map(|flat| &flat.face.needs);
        needs.any(|inner| told(&Located::new(inner.clone(), need.span)))
    };
    !known.unread.academies.is_empty() || needs.iter().any(|need| told(need) || inner(need))
}

/// That an academy does not have what its guide needs.
fn report_missing(gaps: &[Gap], facts: &Academy, known: &Known, diagnostics: &mut Vec<Diagnostic>) {
    for gap in gaps {
        if known.is_unread(&gap.need.value) || known.unknown(&gap.need).is_some() {
            continue;
        }
        let message = format!("Il manque à l’{} {}.", facts.full_name, gap.words);
        let help = format!("Ajoutez ce qui manque dans « academies/{}/ ».", facts.slug);
        diagnostics
            .push(Diagnostic::error(Code::MissingForAcademy, gap.need.span, message).help(help));
    }
}
