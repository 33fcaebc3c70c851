//! Puts values and links into markup and phrases.
//!
//! In: markup with holes, and the place where it will be shown. Out: [`Filled`] markup; links that
//! lead nowhere are reported.

use std::sync::Arc;

use super::inherit::Flat;
use super::links::{GuideLink, Index, find_id, is_incomplete, step_id, unknown_heading};
use super::{Filled, Href, Target};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::markup::{Link, Node, SourceMarkup};
use crate::model::phrase::Phrase;
use crate::model::{Academy, Guide};
use crate::parse::name::did_you_mean;
use crate::parse::url::check_address;
use crate::span::Span;

/// What stands for a value where no academy is known.
const UNKNOWN: &str = "…";

/// Where a markup is shown.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// All pages.
    pub index: &'a Index,
    /// The academy of the page, if it has one.
    pub academy: Option<usize>,
    /// The guide in whose page it is shown.
    pub page: Option<&'a Guide>,
    /// The procedure to which it belongs.
    pub procedure: Option<&'a Flat>,
}

impl Scope<'_> {
    /// Puts values and links into `source`.
    pub fn fill(&self, source: &SourceMarkup, diagnostics: &mut Vec<Diagnostic>) -> Filled {
        let facts = self.facts();
        let values = source.markup.values.iter().map(|name| value(facts, name)).collect();
        let mut links = Vec::with_capacity(source.markup.links.len());
        for (link, span) in source.links() {
            links.push(self.link(link, span).unwrap_or_else(|diagnostic| {
                diagnostics.push(diagnostic);
                Href { target: Target::Here(Box::default()), title: None }
            }));
        }
        Filled { markup: Arc::clone(&source.markup), values, links: links.into() }
    }

    /// The facts of the academy.
    #[must_use]
    pub fn facts(&self) -> Option<&Academy> {
        self.academy.map(|academy| &*self.index.academies[academy].facts)
    }

    fn link(&self, link: &Link, span: Span) -> Result<Href, Diagnostic> {
        match link {
            Link::Address(phrase) => {
                let address = fill_phrase(phrase, self.facts());
                // An address without values was checked when it was parsed, and one that lacks a
                // value was reported.
                let complete = self.facts().is_some_and(|facts| {
                    phrase.values().next().is_some()
                        && phrase.values().all(|name| facts.values.contains_key(name))
                });
                match check_address(&address, span).filter(|_| complete) {
                    Some(problem) if problem.is_error() => Err(problem),
                    _ => Ok(Href { target: Target::Web(address.into()), title: None }),
                }
            }
            Link::Guide { academy, guide, heading } => {
                let link = GuideLink {
                    academy: academy.as_deref(),
                    guide,
                    heading: heading.as_deref(),
                    span,
                };
                self.index.follow(self.academy, link)
            }
            Link::Here(name) => self.here(name, span),
        }
    }

    /// A link to a heading or step of the same page.
    fn here(&self, name: &str, span: Span) -> Result<Href, Diagnostic> {
        let found = match (self.procedure, self.page, self.academy) {
            (Some(flat), _, _) => step_of(flat, name, span)?,
            (None, Some(guide), Some(academy)) => {
                let offers = &self.index.academies[academy];
                match find_id(offers, guide, name) {
                    Some(id) => id,
                    None if is_incomplete(offers, guide) => String::new(),
                    None => return Err(unknown_heading(offers, guide, name, span)),
                }
            }
            _ => {
                let message = "Ici, un lien ne peut mener qu’à un guide.";
                return Err(Diagnostic::error(Code::UnknownHeading, span, message)
                    .help("Écrivez [[nom-du-guide#titre]]."));
            }
        };
        let title = self.page.and_then(|guide| self.heading_words(guide, &found));
        Ok(Href { target: Target::Here(found.into()), title })
    }

    /// The words of the heading with this id.
    fn heading_words(&self, guide: &Guide, id: &str) -> Option<Arc<str>> {
        let markup = &guide.body.markup;
        let heading = markup.headings.iter().find(|heading| *heading.id == *id)?;
        let nodes = &markup.nodes[heading.nodes.start as usize..heading.nodes.end as usize];
        let words: String = nodes
            .iter()
            .filter_map(|node| match *node {
                Node::Text(slice) | Node::Code(slice) => Some(markup.slice(slice)),
                Node::Value(index) => {
                    let name = &markup.values[index as usize];
                    self.facts().and_then(|facts| facts.values.get(name)).map(|text| &**text)
                }
                Node::SoftBreak | Node::HardBreak => Some(" "),
                _ => None,
            })
            .collect();
        Some(words.into())
    }
}

impl Filled {
    /// The code of the block with this index, with its values.
    #[must_use]
    pub fn code(&self, index: u32) -> String {
        let block = &self.markup.code_blocks[index as usize];
        let mut code = String::new();
        for (text, value) in self.markup.code_text(block) {
            code.push_str(text);
            code.push_str(value.map_or("", |value| &self.values[value]));
        }
        code
    }
}

/// The text of `phrase` in an academy, or where none is known.
#[must_use]
pub fn fill_phrase(phrase: &Phrase, facts: Option<&Academy>) -> String {
    phrase.fill(|name| facts.and_then(|facts| facts.values.get(name)).map_or(UNKNOWN, |text| text))
}

fn value(facts: Option<&Academy>, name: &str) -> Arc<str> {
    facts.and_then(|facts| facts.values.get(name)).map_or_else(|| UNKNOWN.into(), Arc::clone)
}

/// The id in the page of a step of this procedure.
fn step_of(flat: &Flat, name: &str, span: Span) -> Result<String, Diagnostic> {
    let ids = &flat.face.ids;
    if ids.iter().any(|id| **id == *name) {
        return Ok(step_id(&flat.id, name));
    }
    if flat.face.incomplete {
        return Ok(String::new());
    }
    let message = format!("La procédure « {} » n’a pas d’étape « {name} ».", flat.id);
    Err(Diagnostic::error(Code::UnknownHeading, span, message).help(
        did_you_mean(name, ids.iter().map(|id| &**id))
            .unwrap_or_else(|| "Donnez cet « id » à l’étape voulue.".into()),
    ))
}
