//! Guides on paper: the handout of one, the booklet of all that an academy has.
//!
//! In: what the pages are made of. Out: the same views made for paper: whole addresses, no navigation, of a
//! choice only the options that were asked for, contacts at the end.

use std::collections::BTreeSet;

use serde::Serialize;

use super::academy::{capitalise, contacts};
use super::cases;
use super::chrome::Context;
use super::guide::guide_alone;
use super::home::terms;
use super::{BlockView, Chrome, ContactView, GuideView, ItemView, TermView};
use crate::model::site::{Handouts, Paper};
use crate::resolve::PageRef;
use crate::resolve::links::Size;

/// Something to print; the template's argument.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum PaperView<'a> {
    /// `handout.typ`
    Handout(Box<HandoutView<'a>>),
    /// `booklet.typ`
    Booklet(Box<BookletView<'a>>),
}

/// The templates of what is printed, by the names that [`PaperView::template`] gives.
pub const PAPER_TEMPLATES: [&str; 2] = ["handout.typ", "booklet.typ"];

/// A guide on paper.
#[derive(Clone, Debug, Serialize)]
pub struct HandoutView<'a> {
    /// The guide.
    pub guide: GuideView<'a>,
    /// The address of its page, which opens with the options that were chosen.
    pub address: String,
    /// Whom to ask; at the end, unless the guide says it anyway.
    pub contacts: Vec<ContactView<'a>>,
    /// The sheet.
    pub sheet: Sheet,
}

/// All guides of an academy on paper.
#[derive(Clone, Debug, Serialize)]
pub struct BookletView<'a> {
    /// Facts of the academy's page: its address, the site's name, the logo.
    pub page: Chrome<'a>,
    /// "Académie de Lille"
    pub academy: String,
    /// The guides, in the order of navigation.
    pub guides: Vec<GuideView<'a>>,
    /// The glossary of the site.
    pub terms: Vec<TermView<'a>>,
    /// Whom to ask.
    pub contacts: Vec<ContactView<'a>>,
    /// The guides that could not be printed, by their places: they are empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<usize>,
    /// The sheet.
    pub sheet: Sheet,
}

/// What a page offers to print.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PdfView {
    /// The address of the PDF.
    pub href: String,
    /// The same with large letters.
    pub large: Option<String>,
}

/// The paper and the letters on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Sheet {
    /// The paper.
    pub paper: Paper,
    /// Whether it is for readers who need large letters: 18 points.
    pub large: bool,
}

/// What a page offers to print, where `name` tells the name of the file beside it; nothing where no handouts
/// are made.
#[must_use]
pub fn pdf_view(cx: &Context<'_>, name: impl Fn(Size) -> String) -> Option<PdfView> {
    let large = |handouts: Handouts| handouts.large_print.then(|| name(Size::Large));
    cx.site.handouts.map(|it| PdfView { href: name(Size::Usual), large: large(it) })
}

/// The view of a guide on paper. Of a choice with an option that is named in `only`, that one alone is
/// shown.
#[must_use]
pub fn handout_view<'a>(
    cx: &Context<'a>,
    at: PageRef,
    only: &[String],
    sheet: Sheet,
) -> PaperView<'a> {
    let mut guide = guide_on_paper(cx, at);
    let chosen = cases::choose(&mut guide.blocks, only);
    let has_contacts = guide.blocks.iter().any(|it| matches!(it, BlockView::Contacts { .. }));
    let facts = &cx.site.academies[at.academy as usize].facts;
    let contacts = if has_contacts { Vec::new() } else { contacts(facts) };
    let chosen: Vec<String> = chosen.iter().map(|option| format!("cas={option}")).collect();
    let mark = if chosen.is_empty() { "" } else { "?" };
    let address = format!("{}{mark}{}", guide.page.canonical, chosen.join("&"));
    PaperView::Handout(Box::new(HandoutView { guide, address, contacts, sheet }))
}

/// The view of an academy's booklet.
#[must_use]
pub fn booklet_view<'a>(cx: &Context<'a>, academy: u32, sheet: Sheet) -> PaperView<'a> {
    let index = academy;
    let academy = &cx.site.academies[index as usize];
    let facts = &academy.facts;
    let name = capitalise(&facts.full_name);
    let pages = 0..academy.pages.list.len() as u32;
    PaperView::Booklet(Box::new(BookletView {
        page: cx.academy_chrome(academy, &format!("{}/", facts.slug), &name, Vec::new()),
        academy: name,
        guides: pages.map(|page| guide_on_paper(cx, PageRef { academy: index, page })).collect(),
        terms: terms(cx),
        contacts: contacts(facts),
        left_out: Vec::new(),
        sheet,
    }))
}

/// The names of the options of a guide's choices, in reading order.
#[must_use]
pub fn option_names(cx: &Context<'_>, at: PageRef) -> Vec<String> {
    cases::option_names(&guide_alone(cx, at).blocks)
}

fn guide_on_paper<'a>(cx: &Context<'a>, at: PageRef) -> GuideView<'a> {
    let mut guide = guide_alone(cx, at);
    guide.page.breadcrumb.clear();
    guide
}

impl BookletView<'_> {
    /// The same with this guide alone, to see whether it can be printed.
    #[must_use]
    pub fn with_one_guide(&self, index: usize) -> Self {
        let guides = self.guides[index..=index].to_vec();
        Self { guides, terms: Vec::new(), contacts: Vec::new(), ..self.clone() }
    }

    /// Empties the guides that could not be printed.
    pub fn empty_left_out(&mut self) {
        for index in &self.left_out {
            let guide = &mut self.guides[*index];
            guide.summary = None;
            guide.objectives.clear();
            guide.prerequisites.clear();
            guide.blocks.clear();
        }
    }
}

impl PaperView<'_> {
    /// The name of its template.
    #[must_use]
    pub fn template(&self) -> &'static str {
        match self {
            Self::Handout(_) => "handout.typ",
            Self::Booklet(_) => "booklet.typ",
        }
    }

    /// The sheet.
    #[must_use]
    pub fn sheet(&self) -> Sheet {
        match self {
            Self::Handout(view) => view.sheet,
            Self::Booklet(view) => view.sheet,
        }
    }

    /// The language of it all.
    #[must_use]
    pub fn language(&self) -> &str {
        match self {
            Self::Handout(view) => view.guide.page.language,
            Self::Booklet(view) => view.page.language,
        }
    }

    /// The page that says the same, for the square that phones read.
    #[must_use]
    pub fn address(&self) -> &str {
        match self {
            Self::Handout(view) => &view.address,
            Self::Booklet(view) => &view.page.canonical,
        }
    }

    /// The addresses of the pictures in it.
    #[must_use]
    pub fn pictures(&self) -> BTreeSet<&str> {
        let (guides, page) = match self {
            Self::Handout(view) => (std::slice::from_ref(&view.guide), &view.guide.page),
            Self::Booklet(view) => (&view.guides[..], &view.page),
        };
        let mut pictures: BTreeSet<&str> = page.logo.iter().map(|logo| &*logo.src).collect();
        for block in guides.iter().flat_map(|guide| &guide.blocks) {
            if let BlockView::Procedure { items, .. } = block {
                add_pictures(items, &mut pictures);
            }
        }
        pictures
    }
}

fn add_pictures<'v>(items: &'v [ItemView<'_>], pictures: &mut BTreeSet<&'v str>) {
    for item in items {
        match item {
            ItemView::Step(step) => pictures.extend(step.screenshot.iter().map(|shot| &*shot.src)),
            ItemView::Choice(choice) => {
                choice.options.iter().for_each(|option| add_pictures(&option.items, pictures));
            }
        }
    }
}
