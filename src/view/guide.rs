//! The page of a guide in an academy.

use serde::Serialize;

use super::academy::{capitalise, contacts};
use super::cases::name_options;
use super::checker::{checker_view, checkers_view};
use super::chrome::Context;
use super::handout::{PdfView, pdf_view};
use super::how_to::how_to;
use super::procedure::Steps;
use super::{CheckerView, CheckersView, Chrome, ContactView, DateView, ItemView, LinkView, Prose};
use crate::model::checker::Checker;
use crate::model::guide::Block;
use crate::resolve::links::{guide_path, handout_name, hub_path};
use crate::resolve::pages::GuidePage;
use crate::resolve::{Filled, PageRef, Site, SiteAcademy};

/// The page of a guide in an academy.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GuideView<'a> {
    /// Around the content.
    pub page: Chrome<'a>,
    /// The guide's title, without the academy's name.
    pub title: &'a str,
    /// The academy.
    pub academy: LinkView,
    /// What it is about, in a sentence or two.
    pub summary: Option<&'a str>,
    /// Whether it is a draft, shown only to its authors.
    pub draft: bool,
    /// For whom it is.
    pub audience: Option<&'a str>,
    /// What the reader will be able to do.
    pub objectives: Vec<Prose<'a>>,
    /// What the reader must have or know before.
    pub prerequisites: Vec<Prose<'a>>,
    /// How long it takes.
    pub duration: Option<&'a str>,
    /// When it was last checked.
    pub verified: Option<DateView>,
    /// The headings, in reading order; empty when there are fewer than two.
    pub contents: Vec<ContentsEntry>,
    /// The body.
    pub blocks: Vec<BlockView<'a>>,
    /// Whether it has screenshots.
    pub screenshots: bool,
    /// What its checkers load; none without checkers.
    pub checkers: Option<CheckersView>,
    /// The guide before it in the academy.
    pub previous: Option<LinkView>,
    /// The guide after it.
    pub next: Option<LinkView>,
    /// Guides of the academy that link here.
    pub backlinks: Vec<LinkView>,
    /// The same guide in all other académies.
    pub elsewhere: Vec<LinkView>,
    /// The page of the guide for all académies.
    pub hub: Option<String>,
    /// What there is to print.
    pub pdf: Option<PdfView>,
}

/// An entry of the table of contents.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ContentsEntry {
    /// 2 or 3.
    pub level: u8,
    /// The id of the heading.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A part of a guide's body; templates look at `kind`.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum BlockView<'a> {
    /// Prose.
    Prose {
        /// The prose.
        prose: Prose<'a>,
    },
    /// Steps to follow.
    Procedure {
        /// An id, unique in the page.
        id: String,
        /// Its title, when the text above it is not enough.
        title: Option<&'a str>,
        /// The level of its heading, or of its steps' headings when it has none: 2 to 6.
        level: u8,
        /// Steps and choices.
        items: Vec<ItemView<'a>>,
    },
    /// Whom to ask.
    Contacts {
        /// The contacts.
        contacts: Vec<ContactView<'a>>,
    },
    /// Rules that the reader may try.
    Checker {
        /// The checker.
        checker: CheckerView<'a>,
    },
}

/// How deep the table of contents goes.
const CONTENTS_LEVEL: u8 = 3;

/// Makes the view of a page.
#[must_use]
pub fn guide_view<'a>(cx: &Context<'a>, at: PageRef) -> GuideView<'a> {
    let academy = &cx.site.academies[at.academy as usize];
    let page = &academy.pages.list[at.page as usize];
    let mut view = guide_alone(cx, at);
    view.page.json_ld = how_to(&view.page, page, &view.blocks);
    let beside = |offset: i64| {
        let index = usize::try_from(i64::from(at.page) + offset).ok()?;
        Some(page_link(cx, academy, academy.pages.list.get(index)?))
    };
    GuideView {
        checkers: checkers_view(cx, academy, page),
        previous: beside(-1),
        next: beside(1),
        backlinks: backlinks(cx, academy, at),
        elsewhere: elsewhere(cx, at, page),
        hub: has_hub(cx.site, page).then(|| cx.href(&hub_path(&page.guide.id))),
        pdf: pdf_view(cx, |size| handout_name(&academy.facts.slug, &page.guide.id, size)),
        ..view
    }
}

/// The view of a guide without the ways to others.
#[must_use]
pub fn guide_alone<'a>(cx: &Context<'a>, at: PageRef) -> GuideView<'a> {
    let academy = &cx.site.academies[at.academy as usize];
    let page = &academy.pages.list[at.page as usize];
    let facts = &academy.facts;
    let path = guide_path(&facts.slug, &page.guide.id);
    let academy_link = cx.link(&format!("{}/", facts.slug), &capitalise(&facts.full_name));
    let mut chrome =
        cx.academy_chrome(academy, &path, &page.title, vec![cx.home(), academy_link.clone()]);
    chrome.title = cx.texts.with("guide.meta_title", &page.title).replace("{y}", &facts.full_name);
    chrome.description = page.summary.as_deref().map(str::to_owned);
    let (blocks, screenshots) = blocks(cx, academy, page);
    let prose =
        |filled: &'a Vec<Filled>| filled.iter().map(|filled| Prose::whole(filled, cx)).collect();
    GuideView {
        page: chrome,
        title: &page.title,
        academy: academy_link,
        summary: page.summary.as_deref(),
        draft: page.guide.draft,
        audience: page.audience.as_deref(),
        objectives: prose(&page.objectives),
        prerequisites: prose(&page.prerequisites),
        duration: page.guide.duration.as_ref().map(|duration| &*duration.words),
        verified: page.guide.verified.as_ref().map(|date| cx.texts.date(date.value)),
        contents: contents(cx, page),
        blocks,
        screenshots,
        checkers: None,
        previous: None,
        next: None,
        backlinks: Vec::new(),
        elsewhere: Vec::new(),
        hub: None,
        pdf: None,
    }
}

/// A link to a guide's page.
#[must_use]
pub fn page_link(cx: &Context<'_>, academy: &SiteAcademy, page: &GuidePage) -> LinkView {
    cx.link(&guide_path(&academy.facts.slug, &page.guide.id), &page.title)
}

fn contents(cx: &Context<'_>, page: &GuidePage) -> Vec<ContentsEntry> {
    let body = Prose::whole(&page.body, cx);
    let headings = page.body.markup.headings.iter();
    let entries: Vec<_> = headings
        .filter(|heading| heading.level <= CONTENTS_LEVEL)
        .map(|heading| ContentsEntry {
            level: heading.level,
            id: heading.id.to_string(),
            text: body.part(heading.nodes.clone()).plain(),
        })
        .collect();
    if entries.len() < 2 { Vec::new() } else { entries }
}

/// The body, and whether it has screenshots.
fn blocks<'a>(
    cx: &Context<'a>,
    academy: &'a SiteAcademy,
    page: &'a GuidePage,
) -> (Vec<BlockView<'a>>, bool) {
    let body = Prose::whole(&page.body, cx);
    let mut steps = Steps::new(cx, academy);
    let mut level = 1;
    let mut blocks = Vec::with_capacity(page.guide.blocks.len());
    for block in &page.guide.blocks {
        let view = match &block.value {
            Block::Prose(nodes) => {
                let mut headings = page.body.markup.headings.iter();
                let above = headings.rfind(|heading| heading.nodes.start < nodes.end);
                level = above.map_or(1, |heading| heading.level);
                Some(BlockView::Prose { prose: body.part(nodes.clone()) })
            }
            Block::Procedure(id) => {
                let procedure = academy.pages.procedures.get(id);
                procedure.map(|procedure| steps.procedure(procedure, level + 1))
            }
            Block::Contacts => Some(BlockView::Contacts { contacts: contacts(&academy.facts) }),
            Block::Checker(checker) => {
                let id = match checker {
                    Checker::Password(id) => format!("_regles_{id}"),
                    Checker::Identifier(id) => format!("_format_{id}"),
                };
                let view = checker_view(cx, academy, checker, id, level + 1);
                view.map(|checker| BlockView::Checker { checker })
            }
        };
        blocks.extend(view);
    }
    name_options(&mut blocks);
    (blocks, steps.has_screenshots())
}

fn backlinks(cx: &Context<'_>, academy: &SiteAcademy, at: PageRef) -> Vec<LinkView> {
    let from = academy.pages.backlinks(at.page);
    from.map(|from| page_link(cx, academy, &academy.pages.list[from as usize])).collect()
}

/// Whether this guide has a hub: an academy's own guide has one when it replaces a shared one.
fn has_hub(site: &Site, page: &GuidePage) -> bool {
    site.hubs.binary_search_by(|hub| hub.guide.id.cmp(&page.guide.id)).is_ok()
}

fn elsewhere(cx: &Context<'_>, at: PageRef, page: &GuidePage) -> Vec<LinkView> {
    if !has_hub(cx.site, page) {
        return Vec::new();
    }
    let others = cx.site.offering(&page.guide.id).filter(|other| other.academy != at.academy);
    others
        .map(|other| {
            let facts = &cx.site.academies[other.academy as usize].facts;
            cx.link(&guide_path(&facts.slug, &page.guide.id), &facts.name)
        })
        .collect()
}
