//! What links see, and whether it changed since the last compile.
//!
//! In: the index of this compile and that of the last. Out: [`Changes`], by which a page knows whether the
//! answers to its links are still the same. Names are hashed: two with one hash only make a page again
//! that need not be.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::links::{Index, Offer, Offers};
use crate::model::SourceMarkup;
use crate::model::markup::Link;

/// The names of which links see something else than in the last compile.
#[derive(Debug)]
pub struct Changes {
    /// For pages of all académies.
    everywhere: Vec<u64>,
    /// For pages of each academy, in the order of the index.
    within: Vec<Vec<u64>>,
}

/// The names on which it depends where links lead, in order.
pub type Names = Box<[u64]>;

/// What changed for the links of one academy's pages.
#[derive(Clone, Copy, Debug)]
pub struct ChangesFor<'a> {
    everywhere: &'a [u64],
    within: &'a [u64],
    any: bool,
}

impl Changes {
    /// Compares two indexes.
    #[must_use]
    pub fn between(last: &Index, index: &Index) -> Self {
        let changed: Vec<Vec<&str>> = index
            .academies
            .par_iter()
            .map(|offers| match last.academy(&offers.facts.slug) {
                Some(last) => changed_guides(last, offers),
                None => offers.offered.ids().collect(),
            })
            .collect();
        let mut everywhere = changed_names(last, index);
        let mut within = Vec::with_capacity(changed.len());
        for (offers, guides) in index.academies.iter().zip(changed) {
            let slug = &offers.facts.slug;
            everywhere.extend(guides.iter().map(|guide| name_of(Some(slug), guide)));
            within.push(in_order(guides.iter().map(|guide| name_of(None, guide)).collect()));
        }
        let everywhere = in_order(everywhere);
        Self { everywhere, within }
    }

    /// What changed for the links of the academy with this index.
    #[must_use]
    pub fn within(&self, academy: usize) -> ChangesFor<'_> {
        let any = !self.everywhere.is_empty() || self.within.iter().any(|it| !it.is_empty());
        ChangesFor { everywhere: &self.everywhere, within: &self.within[academy], any }
    }
}

impl ChangesFor<'_> {
    /// Whether nothing changed anywhere.
    #[must_use]
    pub fn is_empty(self) -> bool {
        !self.any
    }

    /// Whether links with these names may have other answers. A link with an error may have another
    /// whenever anything changed: its message speaks of what there is.
    #[must_use]
    pub fn concern(self, names: &[u64], has_errors: bool) -> bool {
        self.any && (has_errors || meet(names, self.everywhere) || meet(names, self.within))
    }
}

/// The names on which it depends where the links of these texts lead, in the page of the guide `page` if
/// they stand in one.
pub fn names<'m>(texts: impl Iterator<Item = &'m SourceMarkup>, page: Option<&str>) -> Names {
    let mut names = Vec::new();
    for link in texts.flat_map(|text| &text.markup.links) {
        match link {
            Link::Address(_) => {}
            Link::Guide { academy, guide, .. } => {
                names.push(name_of(None, guide));
                if let Some(slug) = academy {
                    names.extend([name_of(Some(slug), guide), name_of(Some(slug), "")]);
                }
            }
            Link::Here(_) => names.extend(page.map(|page| name_of(None, page))),
        }
    }
    in_order(names).into()
}

/// Each name once, in order.
#[must_use]
pub fn in_order(mut names: Vec<u64>) -> Vec<u64> {
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether two lists in order have a name in common.
fn meet(a: &[u64], b: &[u64]) -> bool {
    let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
    few.iter().any(|name| many.binary_search(name).is_ok())
}

/// The name of a guide, or of an academy where the guide is empty.
fn name_of(academy: Option<&str>, guide: &str) -> u64 {
    match academy {
        Some(academy) => xxh3_64(format!("{academy}/{guide}").as_bytes()),
        None => xxh3_64(guide.as_bytes()),
    }
}

/// The guides of an academy of which links see something else, come and gone ones too.
fn changed_guides<'a>(last: &'a Offers, offers: &'a Offers) -> Vec<&'a str> {
    let faces = offers.flats.changed_faces(&last.flats);
    if Arc::ptr_eq(&last.offered, &offers.offered) && faces.is_empty() {
        return Vec::new();
    }
    let shows_changed =
        |offer: &Offer| !faces.is_empty() && offer.guide.procedures().any(|id| faces.contains(id));
    let (new, old) = (&offers.offered, &last.offered);
    if Arc::ptr_eq(&new.by_id, &old.by_id) {
        let pairs = old.offers.iter().zip(&new.offers);
        let changed = pairs.filter(|(old, new)| shows_changed(new) || !looks_like(old, new));
        return changed.map(|(_, new)| &*new.guide.id).collect();
    }
    let is_known = |offer: &&Offer| {
        let last = old.get(&offer.guide.id);
        last.is_some_and(|last| !shows_changed(offer) && looks_like(last, offer))
    };
    let come = new.offers.iter().filter(|it| !is_known(it)).map(|offer| &*offer.guide.id);
    come.chain(old.ids().filter(|id| new.get(id).is_none())).collect()
}

/// Whether links see the same of both: the title, and the ids of the page.
fn looks_like(last: &Offer, offer: &Offer) -> bool {
    let headings = |offer: &'_ Offer| {
        let headings = &offer.guide.body.markup.headings;
        headings.iter().map(|heading| heading.id.clone()).collect::<Vec<_>>()
    };
    let same_title = Arc::ptr_eq(&last.title, &offer.title) || last.title == offer.title;
    let same_guide = Arc::ptr_eq(&last.guide, &offer.guide);
    same_title
        && (same_guide
            || headings(last) == headings(offer)
                && last.guide.procedures().eq(offer.guide.procedures()))
}

/// The names that changed for all: of shared guides, of what could not be read, of drafts, of académies.
fn changed_names(last: &Index, index: &Index) -> Vec<u64> {
    let mut changed = Vec::new();
    let mut guide = |id: &str| changed.push(name_of(None, id));
    let hubs = if Arc::ptr_eq(&last.hubs, &index.hubs) { &[][..] } else { &index.hubs[..] };
    for hub in hubs {
        if last.hub(&hub.guide.id).is_none_or(|last| last.title != hub.title) {
            guide(&hub.guide.id);
        }
    }
    let gone = last.hubs.iter().filter(|hub| index.hub(&hub.guide.id).is_none());
    gone.for_each(|hub| guide(&hub.guide.id));
    index.drafts.symmetric_difference(&last.drafts).for_each(|id| guide(id));
    index.unread.guides.symmetric_difference(&last.unread.guides).for_each(|id| guide(id));
    let slugs = |index: &Index| -> HashSet<Box<str>> {
        index.academies.iter().map(|offers| offers.facts.slug.clone()).collect()
    };
    let unread = index.unread.academies.symmetric_difference(&last.unread.academies);
    let come_or_gone = &slugs(index) ^ &slugs(last);
    let academies = unread.chain(&come_or_gone);
    changed.extend(academies.map(|slug| name_of(Some(slug), "")));
    changed
}
