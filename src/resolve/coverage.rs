//! The matrix guides × académies, and what is missing for each gap.
//!
//! In: the site. Out: data for `pasapas coverage`. Nobody else asks, so it is not drawn up before.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Site, SiteAcademy, Target};

/// Which academy offers which guide.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The slugs of the académies, the columns.
    pub academies: Vec<String>,
    /// A row for each guide.
    pub rows: Vec<Row>,
    /// Links that lead to a hub because the reader's academy does not offer the guide.
    pub detours: Vec<Detour>,
}

/// A guide in all académies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The guide's id.
    pub guide: String,
    /// Its title.
    pub title: String,
    /// A cell for each academy.
    pub cells: Vec<Cell>,
}

/// A guide in an academy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Cell {
    /// It has a page.
    Offered {
        /// Whether the guide is the academy's own.
        own: bool,
    },
    /// These are missing, in words.
    Missing {
        /// What is missing.
        missing: Vec<String>,
    },
    /// The guide is not meant for this academy.
    Excluded,
}

/// A page with a link that leads to a hub.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Detour {
    /// The page's academy.
    pub academy: String,
    /// The page's guide.
    pub guide: String,
    /// The guide that the academy does not offer.
    pub target: String,
}

impl Coverage {
    /// How many times a guide is missing for an academy that should have it.
    #[must_use]
    pub fn gaps(&self) -> usize {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        cells.filter(|cell| matches!(cell, Cell::Missing { .. })).count()
    }
}

/// Draws up the matrix.
#[must_use]
pub fn coverage(site: &Site) -> Coverage {
    let academies = &site.academies;
    let mut titles: BTreeMap<&str, &str> = BTreeMap::new();
    for page in academies.iter().flat_map(|academy| &academy.pages.list) {
        titles.insert(&page.guide.id, &page.title);
    }
    titles.extend(site.hubs.iter().map(|hub| (&*hub.guide.id, &*hub.title)));
    let row = |(guide, title): (&&str, &&str)| Row {
        guide: (*guide).to_owned(),
        title: (*title).to_owned(),
        cells: academies.iter().map(|academy| cell(academy, guide)).collect(),
    };
    Coverage {
        academies: academies.iter().map(|academy| academy.facts.slug.to_string()).collect(),
        rows: titles.iter().map(row).collect(),
        detours: detours(academies),
    }
}

fn cell(academy: &SiteAcademy, guide: &str) -> Cell {
    let offered = &academy.pages.of.offered;
    if let Some(offer) = offered.get(guide) {
        return Cell::Offered { own: offer.own };
    }
    match offered.gaps.get(guide) {
        Some(Some(missing)) => Cell::Missing { missing: missing.clone() },
        _ => Cell::Excluded,
    }
}

fn detours(academies: &[SiteAcademy]) -> Vec<Detour> {
    let mut detours = Vec::new();
    for academy in academies {
        for page in &academy.pages.list {
            academy.pages.visit_filled(page, &mut |filled| {
                for href in &filled.links {
                    let Target::Site(path) = &href.target else { continue };
                    let Some(target) = path.strip_prefix("guides/") else { continue };
                    detours.push(Detour {
                        academy: academy.facts.slug.to_string(),
                        guide: page.guide.id.to_string(),
                        target: target.trim_end_matches('/').to_owned(),
                    });
                }
            });
        }
    }
    detours.sort();
    detours.dedup();
    detours
}
