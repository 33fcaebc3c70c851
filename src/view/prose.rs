//! A run of filled markup, and where it is shown.
//!
//! In: markup with values and links. Out: [`Prose`], which each rendering writes in its own way;
//! `render::html` serialises it as HTML. Plain text for titles and structured data is made here.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use super::chrome::{Context, Medium};
use super::texts::Texts;
use crate::model::markup::{Node, Tag};
use crate::resolve::Filled;

/// A run of filled markup.
#[derive(Clone, Copy, Debug)]
pub struct Prose<'a> {
    /// The markup.
    pub filled: &'a Filled,
    /// The first node.
    pub start: u32,
    /// The node after the last.
    pub end: u32,
    /// The way from the page to the site's root; for paper the address of the root.
    pub root: &'a str,
    /// The texts of the interface.
    pub texts: &'a Texts,
    /// What it is for.
    pub medium: Medium,
}

impl<'a> Prose<'a> {
    /// All of `filled`.
    #[must_use]
    pub fn whole(filled: &'a Filled, cx: &Context<'a>) -> Self {
        let end = filled.markup.nodes.len() as u32;
        Self { filled, start: 0, end, root: cx.root, texts: cx.texts, medium: cx.medium }
    }

    /// A part of it.
    #[must_use]
    pub fn part(self, nodes: Range<u32>) -> Self {
        Self { start: nodes.start, end: nodes.end, ..self }
    }

    /// Its nodes.
    #[must_use]
    pub fn nodes(&self) -> &'a [Node] {
        &self.filled.markup.nodes[self.start as usize..self.end as usize]
    }

    /// Its words, without any markup.
    #[must_use]
    pub fn plain(&self) -> String {
        let markup = &self.filled.markup;
        let mut plain = String::new();
        for node in self.nodes() {
            match *node {
                Node::Text(slice) | Node::Code(slice) => plain.push_str(markup.slice(slice)),
                Node::Value(index) => plain.push_str(&self.filled.values[index as usize]),
                Node::LinkTitle(index) => {
                    plain.push_str(
                        self.filled.links[index as usize].title.as_deref().unwrap_or_default(),
                    );
                }
                Node::CodeBlock(index) => {
                    plain.push_str(&self.filled.code(index));
                }
                Node::SoftBreak
                | Node::HardBreak
                | Node::Close(Tag::Paragraph | Tag::Item | Tag::TableCell { .. }) => {
                    plain.push(' ');
                }
                _ => {}
            }
        }
        plain.truncate(plain.trim_end().len());
        plain
    }
}

impl Hash for Prose<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.filled.hash(state);
        (self.start, self.end, self.root, self.medium).hash(state);
    }
}
