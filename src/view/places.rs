//! Where the parts of a page were written, for a preview that leads back to their sources.
//!
//! In: a page of the site. Out: [`Place`]s: how each part is found in the page by the default theme's ids and
//! classes, and where it was written. Views hold no places, so that a page is the same wherever its texts
//! stand; a build never asks for them.

use std::borrow::Cow;

use crate::model::guide::Block;
use crate::model::markup::{Node, SourceMarkup};
use crate::model::screenshot::Screenshot;
use crate::parse::name::slug;
use crate::resolve::links::step_id;
use crate::resolve::pages::GuidePage;
use crate::resolve::steps::{FilledItem, FilledProcedure, FilledStep};
use crate::resolve::{Site, SiteAcademy};
use crate::span::{FileId, Span};

/// A part of a page, and where it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The id of an element; none for the whole page.
    pub id: Option<String>,
    /// Which element in it, as a CSS selector; empty for the element itself.
    pub inside: Cow<'static, str>,
    /// Where it was written.
    pub span: Span,
    /// What a screenshot shows.
    pub picture: Option<PictureOf>,
}

/// What a screenshot shows of its original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureOf {
    /// The path of the original below the site's root.
    pub source: Box<str>,
    /// The part that is shown, in pixels of the original: x, y, width, height.
    pub part: (u32, u32, u32, u32),
}

/// The places of a guide's page, outer parts before those inside them.
#[must_use]
pub fn guide_places(academy: &SiteAcademy, page: usize) -> Vec<Place> {
    let page = &academy.pages.list[page];
    let guide = &page.guide;
    let mut places = vec![in_page(".kicker", academy.facts.span), in_page("h1", guide.title.span)];
    places.extend(guide.summary.iter().map(|summary| in_page(".lead", summary.span)));
    let lists = [("_prerequisites", &guide.prerequisites), ("_objectives", &guide.objectives)];
    for (heading, list) in lists {
        let item = |(item, number): (&SourceMarkup, usize)| {
            in_page(format!("#{heading} + ul > :nth-child({number})"), item.span)
        };
        places.extend(list.iter().zip(1..).map(item));
    }
    add_body(academy, page, &mut places);
    places
}

/// The places of an academy's page.
#[must_use]
pub fn academy_places(academy: &SiteAcademy) -> Vec<Place> {
    let span = academy.facts.span;
    ["h1", "aside"].map(|part| in_page(part, span)).into()
}

/// The places of the glossary.
#[must_use]
pub fn glossary_places(site: &Site) -> Vec<Place> {
    let term = |term: &crate::resolve::FilledTerm| in_element(slug(&term.term), "", term.span);
    site.glossary.iter().map(term).collect()
}

/// The place of a page whose title was written here.
#[must_use]
pub fn title_place(span: Span) -> Vec<Place> {
    vec![in_page("h1", span)]
}

/// The place of a page that the settings of the site make.
#[must_use]
pub fn settings_place() -> Vec<Place> {
    title_place(Span::start_of(FileId::of("site.yaml")))
}

/// The outermost elements of the body: each block of prose makes several, any other one.
fn add_body(academy: &SiteAcademy, page: &GuidePage, places: &mut Vec<Place>) {
    let mut procedures = academy.pages.procedures(&page.guide);
    let mut child = 1;
    for block in &page.guide.blocks {
        match &block.value {
            Block::Prose(nodes) => {
                let body = &page.guide.body;
                let nodes = nodes.start as usize..nodes.end as usize;
                for start in outermost(&body.markup.nodes[nodes.clone()], nodes.start) {
                    // Raw HTML makes any number of elements: what follows it cannot be found.
                    let Some(start) = start else { return };
                    places.extend(span_at(body, start).map(|span| in_body(child, span)));
                    child += 1;
                }
                continue;
            }
            Block::Procedure(_) => {
                let Some(procedure) = procedures.next() else { continue };
                places.push(in_element(step_id(&procedure.id, ""), "", block.span));
                add_items(procedure, &procedure.items, places);
            }
            Block::Contacts => places.push(in_body(child, academy.facts.span)),
            Block::Checker(_) => places.push(in_body(child, block.span)),
        }
        child += 1;
    }
}

/// The first node of each outermost element; none for raw HTML.
fn outermost(nodes: &[Node], first: usize) -> Vec<Option<u32>> {
    let mut depth = 0_u32;
    let mut starts = Vec::new();
    for (node, at) in nodes.iter().zip(first as u32..) {
        let is_outermost = depth == 0;
        match node {
            Node::Open(_) => depth += 1,
            Node::Close(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if is_outermost {
            starts.push((!matches!(node, Node::Html(_))).then_some(at));
        }
    }
    starts
}

/// Where the outermost element that begins with this node was written.
fn span_at(body: &SourceMarkup, node: u32) -> Option<Span> {
    let at = body.starts.binary_search_by_key(&node, |(node, _)| *node).ok()?;
    let start = body.starts[at].1 as usize;
    Some(Span::new(body.span.file, start, start))
}

fn add_items(procedure: &FilledProcedure, items: &[FilledItem], places: &mut Vec<Place>) {
    for item in items {
        match item {
            FilledItem::Step(step) => add_step(&step_id(&procedure.id, &step.id), step, places),
            FilledItem::Choice(choice) => {
                places.push(in_element(step_id(&procedure.id, &choice.id), "", choice.span));
                for option in &choice.options {
                    places.push(in_element(step_id(&procedure.id, &option.id), "", option.span));
                    add_items(procedure, &option.items, places);
                }
            }
        }
    }
}

fn add_step(id: &str, step: &FilledStep, places: &mut Vec<Place>) {
    let source = &step.source;
    let mut add = |inside: &str, span| {
        places.push(in_element(id.to_owned(), inside.to_owned(), span));
    };
    add("", source.id.span);
    // What the reader should see, and what to do otherwise, have a label before them.
    let parts = [
        (":scope > div:not([class])", 1, &source.detail),
        (":scope > .result", 2, &source.result),
        (":scope > .trouble", 2, &source.trouble),
    ];
    for (inside, first, markup) in parts {
        let Some(markup) = markup else { continue };
        add(inside, markup.span);
        for ((_, start), child) in markup.starts.iter().zip(first..) {
            let span = Span::new(markup.span.file, *start as usize, *start as usize);
            add(&format!("{inside} > :nth-child({child})"), span);
        }
    }
    if let Some(checker) = &source.checker {
        add(":scope > .checker", checker.span);
    }
    if let (Some(shot), Some(filled)) = (&source.screenshot, &step.screenshot) {
        let picture = PictureOf { source: filled.image.source.clone(), part: filled.image.part };
        add_screenshot(id, shot, picture, places);
    }
}

fn add_screenshot(id: &str, shot: &Screenshot, picture: PictureOf, places: &mut Vec<Place>) {
    let inside = ":scope > .screenshot";
    let whole = in_element(id.to_owned(), inside, shot.image.span);
    places.push(Place { picture: Some(picture), ..whole });
    for (mark, number) in shot.marks.iter().zip(1..) {
        let line = format!("{inside} .legend > :nth-child({number})");
        places.push(in_element(id.to_owned(), line, mark.span));
    }
}

fn in_page(inside: impl Into<Cow<'static, str>>, span: Span) -> Place {
    Place { id: None, inside: inside.into(), span, picture: None }
}

fn in_body(child: u32, span: Span) -> Place {
    in_page(format!(".body > :nth-child({child})"), span)
}

fn in_element(id: String, inside: impl Into<Cow<'static, str>>, span: Span) -> Place {
    Place { id: Some(id), inside: inside.into(), span, picture: None }
}
