//! Which academy offers which guide.
//!
//! In: parsed files and shared procedures. Out: the [`Index`]. A shared guide that lacks something
//! in an academy is a gap there; in an academy's own guide, or one that is restricted to some
//! académies, it is an error. What lacked nothing in the last compile is taken from there.

use std::collections::{BTreeMap, BTreeSet};
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
    /// The ids of those that changed since the last compile.
    changed: BTreeSet<&'a str>,
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
    let changed = last.map(|last| changed(&last.shared, guides)).unwrap_or_default();
    let common = Common { shared: &shared, guides, changed, flats, known: &known };
    let one = |academy: &ParsedAcademy| {
        let last = last.and_then(|last| last.academy(&academy.facts.slug));
        offer_one(academy, &common, last)
    };
    let academies: Vec<Offers> = parsed.academies.par_iter().map(one).collect();
    diagnostics.extend(academies.iter().flat_map(Offers::diagnostics).cloned());
    if academies.is_empty() && parsed.unread.academies.is_empty() {
        diagnostics.extend((!guides.is_empty()).then(no_academies));
    } else {
        check_restrictions(&shared, &academies, &parsed.unread, &mut diagnostics);
    }
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
    let same_faces = last_flats.is_none_or(|last| flats.changed_faces(last).is_empty());
    let told = Told::of(&folder.procedures, common.known, last.map(|last| &last.told));
    let last = last.map(|last| &last.offered).filter(|_| same_faces);
    let offered = match last {
        Some(last) if last.of.is(&of) => Arc::clone(last),
        Some(last) if last.may_be_mended(&of) => Arc::new(mend(last, of, common, &flats)),
        _ => Arc::new(decide(of, common, &flats)),
    };
    Offers { facts: Arc::clone(&academy.facts), flats, told, offered }
}

/// Decides which guides an academy offers.
fn decide(of: OfferedOf, common: &Common<'_>, flats: &Flats) -> Offered {
    let mut made = Making::new(&of, flats);
    of.own.values().for_each(|guide| made.consider_own(guide));
    for (guide, needs) in common.shared.iter().filter(|(it, _)| !of.own.contains_key(&it.id)) {
        made.consider(&Candidate { guide, needs, own: false });
    }
    let Making { offers, gaps, diagnostics, .. } = made;
    Offered::new(offers, gaps, diagnostics, of)
}

/// The guides of the last compile with those decided again that changed.
fn mend(last: &Offered, of: OfferedOf, common: &Common<'_>, flats: &Flats) -> Offered {
    let mut changed = changed(&last.of.own, &of.own);
    changed.extend(&common.changed);
    let mut made = Making::new(&of, flats);
    for id in &changed {
        made.reconsider(id, common);
    }
    let Making { offers: new, mut gaps, diagnostics, .. } = made;
    let same_gaps = last.gaps.iter().filter(|(id, _)| !changed.contains(&***id));
    gaps.extend(same_gaps.map(|(id, missing)| (id.clone(), missing.clone())));
    let mut offers = last.offers.clone();
    let mut gone: BTreeSet<u32> =
        changed.iter().filter_map(|id| last.by_id.get(*id)).copied().collect();
    let mut come = Vec::new();
    let mut same_procedures = true;
    for offer in new {
        match last.by_id.get(&offer.guide.id).map(|at| (*at, &mut offers[*at as usize])) {
            Some((at, place)) if place.guide.order == offer.guide.order => {
                same_procedures &= place.guide.procedures().eq(offer.guide.procedures());
                *place = offer;
                gone.remove(&at);
            }
            _ => come.push(offer),
        }
    }
    if gone.is_empty() && come.is_empty() && same_procedures {
        let (by_id, shown) = (Arc::clone(&last.by_id), Arc::clone(&last.shown));
        return Offered { offers, by_id, shown, gaps, diagnostics, of };
    }
    let rest = offers.into_iter().zip(0..).filter(|(_, at)| !gone.contains(at));
    let offers = rest.map(|(offer, _)| offer).chain(come).collect();
    Offered::new(offers, gaps, diagnostics, of)
}

/// The ids of guides that are others, come and gone ones too.
fn changed<'a>(last: &'a Arc<Guides>, now: &'a Arc<Guides>) -> BTreeSet<&'a str> {
    if Arc::ptr_eq(last, now) {
        return BTreeSet::new();
    }
    let same = |id: &str, guide| now.get(id).is_some_and(|now| Arc::ptr_eq(now, guide));
    let changed = last.iter().filter(|(id, guide)| !same(id, guide)).map(|(id, _)| &**id);
    changed.chain(now.keys().map(|id| &**id).filter(|id| !last.contains_key(*id))).collect()
}

impl Offered {
    fn new(
        mut offers: Vec<Offer>,
        gaps: BTreeMap<Box<str>, Option<Vec<String>>>,
        diagnostics: Vec<Diagnostic>,
        of: OfferedOf,
    ) -> Self {
        offers.sort_by(|a, b| (a.guide.order, &a.guide.id).cmp(&(b.guide.order, &b.guide.id)));
        let by_id = offers.iter().zip(0..).map(|(offer, at)| (offer.guide.id.clone(), at));
        let by_id = Arc::new(by_id.collect());
        let shown: BTreeSet<&str> = offers.iter().flat_map(|it| it.guide.procedures()).collect();
        let shown = shown.into_iter().map(Into::into).collect();
        Self { offers, by_id, shown, gaps, diagnostics, of }
    }

    /// Whether nothing but guides changed, so that what is true of the others stays true. What was wrong
    /// is not kept guide by guide.
    fn may_be_mended(&self, of: &OfferedOf) -> bool {
        self.diagnostics.is_empty()
            && Arc::ptr_eq(&self.of.facts, &of.facts)
            && Arc::ptr_eq(&self.of.known, &of.known)
    }
}

/// What an academy offers, as far as it is known.
struct Making<'a> {
    of: &'a OfferedOf,
    flats: &'a Flats,
    offers: Vec<Offer>,
    gaps: BTreeMap<Box<str>, Option<Vec<String>>>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Making<'a> {
    fn new(of: &'a OfferedOf, flats: &'a Flats) -> Self {
        let (offers, gaps, diagnostics) = Default::default();
        Self { of, flats, offers, gaps, diagnostics }
    }

    /// Considers whichever guide has this id now.
    fn reconsider(&mut self, id: &str, common: &Common<'_>) {
        if let Some(guide) = self.of.own.get(id) {
            self.consider_own(guide);
        } else if let Ok(at) = common.shared.binary_search_by(|(guide, _)| (*guide.id).cmp(id)) {
            let (guide, needs) = &common.shared[at];
            self.consider(&Candidate { guide, needs, own: false });
        }
    }

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
        Need::Procedure(id) => flats.get(id).is_some(),
        _ if facts.incomplete => true,
        Need::Value(name) => facts.values.contains_key(name),
        Need::Policy(id) => facts.policies.contains_key(id) || facts.refused.contains(id),
        Need::Identifier(id) => facts.identifiers.contains_key(id) || facts.refused.contains(id),
        Need::Contacts => !facts.contacts.is_empty(),
    }
}

/// That there is nobody to offer any guide.
fn no_academies() -> Diagnostic {
    let message = "Ce site n’a aucune académie : aucun guide n’aurait de page.";
    Diagnostic::placeless(Code::MissingFile, message).help(
        "Chaque académie a son dossier avec un fichier « academies/…/academy.yaml », où sont au moins \
         « name » et « mail_domain ». Si le dossier « academies » a été supprimé ou renommé, remettez-le.",
    )
}

fn check_restrictions(
    shared: &[Needing<'_>],
    academies: &[Offers],
    unread: &Unread,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if academies.is_empty() {
        return;
    }
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
