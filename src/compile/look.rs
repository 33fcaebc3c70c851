//! What a preview asks of a plan besides its outputs.
//!
//! In: a plan, and paths that a browser asks for. Out: what is there, and where it was written. A build asks
//! for none of it.

use super::plan::{Page, Plan, page_at};
use crate::resolve::{PageRef, Site};
use crate::view::places::{self, Place};

impl Plan {
    /// Whether there is an output at `path`.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.content.as_ref().is_some_and(|content| content.find(path).is_some())
    }

    /// The path of the asset that `path` named before its content changed: the same but for the hash in
    /// its name. A page that is open in a browser may still ask for it.
    #[must_use]
    pub fn asset_like(&self, path: &str) -> Option<&str> {
        let name = without_hash(path)?;
        let assets = self.content.as_ref()?.theme.assets.keys();
        assets.map(|asset| &**asset).find(|asset| without_hash(asset) == Some(name))
    }

    /// The path of the site's root on its host, if there is a site.
    #[must_use]
    pub fn root(&self) -> Option<&str> {
        self.content.as_ref().map(|content| content.site.config.root())
    }

    /// Where the parts of the page at `path` were written; empty for other outputs.
    #[must_use]
    pub fn places(&self, path: &str) -> Vec<Place> {
        let page = self.content.as_ref().and_then(|it| Some((it, page_at(&it.site, path)?)));
        page.map_or_else(Vec::new, |(content, page)| places_of(&content.site, page))
    }
}

/// The places of a page.
fn places_of(site: &Site, page: Page) -> Vec<Place> {
    match page {
        Page::Guide(PageRef { academy, page }) => {
            let academy = &site.academies[academy as usize];
            places::guide_places(academy, page as usize)
        }
        Page::Academy(index) => places::academy_places(&site.academies[index as usize]),
        Page::Hub(index) => places::title_place(site.hubs[index as usize].guide.title.span),
        Page::Glossary => places::glossary_places(site),
        Page::SiteMap | Page::Legal | Page::Accessibility | Page::NotFound | Page::Home => {
            places::settings_place()
        }
    }
}

/// What stands before the hash in the path of an asset, and its ending.
fn without_hash(path: &str) -> Option<(&str, &str)> {
    let (stem, ending) = path.rsplit_once('.')?;
    let (stem, hash) = stem.rsplit_once('.')?;
    (hash.len() == 16).then_some((stem, ending))
}
