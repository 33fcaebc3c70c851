//! The pages that belong to no academy: home, hubs, glossary, map of the site, 404.

use serde::Serialize;

use super::academy::{capitalise, group};
use super::chrome::Context;
use super::guide::page_link;
use super::{Chrome, GroupView, LinkView, Prose};
use crate::parse::name::slug;
use crate::resolve::links::{guide_path, hub_path};
use crate::resolve::{FilledTerm, SiteAcademy};

/// The home page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HomeView<'a> {
    /// Around the content.
    pub page: Chrome<'a>,
    /// What the site is for.
    pub description: Option<&'a str>,
    /// The académies by region.
    pub regions: Vec<GroupView>,
    /// The shared guides.
    pub guides: Vec<LinkView>,
}

/// A shared guide in all académies.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HubView<'a> {
    /// Around the content.
    pub page: Chrome<'a>,
    /// What the guide is about.
    pub summary: Option<&'a str>,
    /// The académies that offer it.
    pub offered: Vec<LinkView>,
    /// The others, with links to their own pages.
    pub missing: Vec<LinkView>,
}

/// The glossary.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GlossaryView<'a> {
    /// Around the content.
    pub page: Chrome<'a>,
    /// The words.
    pub terms: Vec<TermView<'a>>,
}

/// A word explained.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TermView<'a> {
    /// Unique in the page.
    pub id: String,
    /// The word.
    pub term: &'a str,
    /// The letters spelled out.
    pub expansion: Option<&'a str>,
    /// What it means.
    pub definition: Prose<'a>,
}

/// All pages of the site.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SiteMapView<'a> {
    /// Around the content.
    pub page: Chrome<'a>,
    /// General pages.
    pub pages: Vec<LinkView>,
    /// The shared guides.
    pub hubs: Vec<LinkView>,
    /// The académies with their guides.
    pub academies: Vec<SiteMapAcademy>,
}

/// An academy in the map of the site.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SiteMapAcademy {
    /// The academy's page.
    pub link: LinkView,
    /// Its guides.
    pub guides: Vec<LinkView>,
}

/// The page for an address that does not exist. Its links are absolute, since it is shown anywhere.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NotFoundView<'a> {
    /// Around the content.
    pub page: Chrome<'a>,
    /// The académies.
    pub academies: Vec<LinkView>,
}

/// The paths of the general pages below the root, with the keys of their titles.
pub const GENERAL: [(&str, &str); 4] = [
    (GLOSSARY, "title.glossary"),
    (SITE_MAP, "title.site_map"),
    (LEGAL, "title.legal"),
    (ACCESSIBILITY, "title.accessibility"),
];
/// The path of the glossary.
pub const GLOSSARY: &str = "glossaire/";
/// The path of the map of the site.
pub const SITE_MAP: &str = "plan-du-site/";
/// The path of the legal notice.
pub const LEGAL: &str = "mentions-legales/";
/// The path of the accessibility statement.
pub const ACCESSIBILITY: &str = "accessibilite/";

/// The home page.
#[must_use]
pub fn home_view<'a>(cx: &Context<'a>) -> HomeView<'a> {
    let config = &cx.site.config;
    let mut page = cx.chrome("", &config.title, Vec::new());
    page.description = config.description.as_deref().map(str::to_owned);
    let mut academies: Vec<_> = cx.site.academies.iter().collect();
    academies.sort_by_key(|academy| academy.facts.region.is_none());
    let links = academies.iter().map(|academy| {
        let facts = &academy.facts;
        (facts.region.as_deref(), cx.link(&format!("{}/", facts.slug), &facts.name))
    });
    let mut regions = group(links, cx.texts.get("region_other"));
    regions.sort_by_cached_key(|region| region.title.as_deref().map(slug));
    HomeView { page, description: config.description.as_deref(), regions, guides: hub_links(cx) }
}

fn hub_links(cx: &Context<'_>) -> Vec<LinkView> {
    let mut hubs: Vec<_> = cx.site.hubs.iter().collect();
    hubs.retain(|hub| cx.site.offering(&hub.guide.id).next().is_some());
    hubs.sort_by_key(|hub| hub.guide.order);
    hubs.iter()
        .map(|hub| cx.link(&hub_path(&hub.guide.id), &hub.title).with_note(hub.summary.as_deref()))
        .collect()
}

/// The page of a shared guide over all académies.
#[must_use]
pub fn hub_view<'a>(cx: &Context<'a>, hub: usize) -> HubView<'a> {
    let hub = &cx.site.hubs[hub];
    let mut page = cx.chrome(&hub_path(&hub.guide.id), &hub.title, vec![cx.home()]);
    page.description = hub.summary.as_deref().map(str::to_owned);
    let offers = |academy: &&SiteAcademy| academy.pages.of.offered.get(&hub.guide.id).is_some();
    let link = |academy: &SiteAcademy, path: &str| cx.link(path, &academy.facts.name);
    let academies = || cx.site.academies.iter();
    HubView {
        page,
        summary: hub.summary.as_deref(),
        offered: academies()
            .filter(offers)
            .map(|it| link(it, &guide_path(&it.facts.slug, &hub.guide.id)))
            .collect(),
        missing: academies()
            .filter(|academy| !offers(academy))
            .map(|it| link(it, &format!("{}/", it.facts.slug)))
            .collect(),
    }
}

/// The glossary.
#[must_use]
pub fn glossary_view<'a>(cx: &Context<'a>) -> GlossaryView<'a> {
    GlossaryView {
        page: cx.chrome(GLOSSARY, cx.texts.get("title.glossary"), vec![cx.home()]),
        terms: terms(cx),
    }
}

/// The terms of the glossary.
#[must_use]
pub fn terms<'a>(cx: &Context<'a>) -> Vec<TermView<'a>> {
    let term = |term: &'a FilledTerm| TermView {
        id: slug(&term.term),
        term: &term.term,
        expansion: term.expansion.as_deref(),
        definition: Prose::whole(&term.definition, cx),
    };
    cx.site.glossary.iter().map(term).collect()
}

/// All pages of the site.
#[must_use]
pub fn site_map_view<'a>(cx: &Context<'a>) -> SiteMapView<'a> {
    let academies = cx.site.academies.iter().map(|academy| SiteMapAcademy {
        link: cx.link(&format!("{}/", academy.facts.slug), &capitalise(&academy.facts.full_name)),
        guides: academy.pages.list.iter().map(|page| page_link(cx, academy, page)).collect(),
    });
    let listed = |path: &str| path != GLOSSARY || !cx.site.glossary.is_empty();
    let pages = GENERAL.iter().filter(|(path, _)| listed(path)).map(|(path, key)| LinkView {
        href: (*path != SITE_MAP).then(|| cx.href(path)),
        ..cx.link(path, cx.texts.get(key))
    });
    SiteMapView {
        page: cx.chrome(SITE_MAP, cx.texts.get("title.site_map"), vec![cx.home()]),
        pages: pages.collect(),
        hubs: hub_links(cx),
        academies: academies.collect(),
    }
}

/// The page for an address that does not exist. It is shown at any depth, so its links begin at the
/// root of the host.
#[must_use]
pub fn not_found_view<'a>(cx: &Context<'a>) -> NotFoundView<'a> {
    let config = &cx.site.config;
    let cx = Context { root: config.root(), ..*cx };
    let academies = cx.site.academies.iter();
    let links =
        academies.map(|it| cx.link(&format!("{}/", it.facts.slug), &it.facts.name)).collect();
    let mut page = cx.chrome("404.html", cx.texts.get("title.not_found"), vec![cx.home()]);
    page.canonical = config.base_url.to_string();
    NotFoundView { page, academies: links }
}
