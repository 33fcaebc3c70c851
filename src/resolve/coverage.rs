//! The matrix guides × académies, and what is missing for each gap.
//!
//! In: what each academy offers. Out: data for `pasapas coverage`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::links::Index;
use super::{SiteAcademy, Target};

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
pub fn coverage(index: &Index, academies: &[SiteAcademy]) -> Coverage {
    let mut titles: BTreeMap<&str, &str> = BTreeMap::new();
    for offers in &index.academies {
        titles.extend(offers.offers.iter().map(|offer| (&*offer.guide.id, &*offer.title)));
    }
    titles.extend(index.hubs.iter().map(|(id, hub)| (&**id, &*hub.title)));
    let row = |(guide, title): (&&str, &&str)| Row {
        guide: (*guide).to_owned(),
        title: (*title).to_owned(),
        cells: (0..index.academies.len()).map(|academy| cell(index, academy, guide)).collect(),
    };
    Coverage {
        academies: index.academies.iter().map(|offers| offers.facts.slug.to_string()).collect(),
        rows: titles.iter().map(row).collect(),
        detours: detours(academies),
    }
}

fn cell(index: &Index, academy: usize, guide: &str) -> Cell {
    let offers = &index.academies[academy];
    if let Some(at) = offers.by_id.get(guide) {
        return Cell::Offered { own: offers.offers[*at as usize].own };
    }
    match offers.gaps.get(guide) {
        Some(Some(missing)) => Cell::Missing { missing: missing.clone() },
        _ => Cell::Excluded,
    }
}

fn detours(academies: &[SiteAcademy]) -> Vec<Detour> {
    let mut detours = Vec::new();
    for academy in academies {
        for page in &academy.pages {
            super::pages::visit_filled(page, &mut |filled| {
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
