//! Markdown once parsed: a flat list of nodes over one buffer of text.
//!
//! A [`Markup`] has no spans, so text that only moved in its file is still the same value; the
//! places of its links and values stand beside it in [`SourceMarkup`]. One markup serves every
//! académie and every rendering: values and links are holes that `resolve` fills.

use std::ops::Range;
use std::sync::Arc;

use super::phrase::Phrase;
use crate::span::Span;

/// Parsed Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Markup {
    /// The text of all nodes, one after the other.
    pub text: Box<str>,
    /// The nodes, in reading order, each [`Node::Open`] closed by its [`Node::Close`].
    pub nodes: Box<[Node]>,
    /// The dotted names of the values, in the order of [`Node::Value`].
    pub values: Box<[Box<str>]>,
    /// The links, in the order of [`Tag::Link`].
    pub links: Box<[Link]>,
    /// The headings, in reading order.
    pub headings: Box<[Heading]>,
    /// The blocks of code, in reading order.
    pub code_blocks: Box<[CodeBlock]>,
    /// Where values stand in blocks of code, those of each block in order.
    pub holes: Box<[Hole]>,
    /// The labels of the footnotes, in the order of their first reference.
    pub footnotes: Box<[Box<str>]>,
}

/// A [`Markup`] with the places of its values, links and headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceMarkup {
    /// The markup, shared by every page that shows it.
    pub markup: Arc<Markup>,
    /// Where the whole of it was written.
    pub span: Span,
    /// Where each value was written, in the order of [`Markup::values`].
    pub values: Box<[Span]>,
    /// Where each link was written, in the order of [`Markup::links`].
    pub links: Box<[Span]>,
    /// The outermost elements, for who looks for their places: the first node of each, and its first byte
    /// in the file. Empty for a text of one line.
    pub starts: Box<[(u32, u32)]>,
}

/// A range of bytes in [`Markup::text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slice {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// One piece of a [`Markup`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// An element begins.
    Open(Tag),
    /// The element that was opened last ends.
    Close(Tag),
    /// Text.
    Text(Slice),
    /// Inline code.
    Code(Slice),
    /// Raw HTML, where the site allows it.
    Html(Slice),
    /// The block of code with this index.
    CodeBlock(u32),
    /// The value with this index.
    Value(u32),
    /// The title of the guide to which the link with this index leads.
    LinkTitle(u32),
    /// A line end in the source, shown as a space.
    SoftBreak,
    /// A line end that the author wants.
    HardBreak,
    /// A thematic break.
    Rule,
    /// A reference to the footnote with this index.
    FootnoteReference {
        /// The footnote.
        note: u32,
        /// Which reference to it this is, from 0.
        reference: u32,
    },
    /// The box of a task, ticked or not.
    TaskBox(bool),
}

/// What a [`Node::Open`] opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// A paragraph.
    Paragraph,
    /// The heading with this index.
    Heading(u32),
    /// A quotation, or an alert in GitHub's syntax.
    Quote(Option<Alert>),
    /// A list: numbered from this number, or with bullets.
    List(Option<u32>),
    /// An item of a list.
    Item,
    /// A table.
    Table,
    /// The row of column headings.
    TableHead,
    /// The rows below.
    TableBody,
    /// A row.
    TableRow,
    /// A cell: a column heading in the head, else a cell of data.
    TableCell {
        /// Whether it is a column heading.
        head: bool,
        /// How its text is aligned.
        align: Align,
    },
    /// Emphasis.
    Emphasis,
    /// Strong importance.
    Strong,
    /// Text struck through.
    Strikethrough,
    /// Inline code with values in it; without any, it is a [`Node::Code`].
    Code,
    /// The link with this index.
    Link(u32),
    /// All footnotes, after everything else.
    Footnotes,
    /// The text of the footnote with this index.
    Footnote(u32),
}

/// The kinds of alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alert {
    /// Good to know.
    Note,
    /// A better way.
    Tip,
    /// Needed for success.
    Important,
    /// Needs attention.
    Warning,
    /// Risky.
    Caution,
}

/// The alignment of a table's column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Align {
    /// As the language has it.
    Start,
    /// Centred.
    Center,
    /// Against the reading direction: numbers.
    End,
}

/// A heading of a guide.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Its id in the page, unique there.
    pub id: Box<str>,
    /// The nodes between its opening and its closing.
    pub nodes: Range<u32>,
}

/// A block of code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CodeBlock {
    /// The language that the author named, empty for none.
    pub language: Slice,
    /// The HTML between `<code>` and `</code>`, with classes for colours.
    pub html: Slice,
    /// The code as it was written.
    pub code: Slice,
    /// Its values, in [`Markup::holes`].
    pub holes: Range<u32>,
}

/// Where a value stands in a block of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hole {
    /// The index of the value in [`Markup::values`].
    pub value: u32,
    /// Where it is put into [`CodeBlock::html`], in bytes of [`Markup::text`].
    pub html: u32,
    /// Where it is put into [`CodeBlock::code`], in bytes of [`Markup::text`].
    pub code: u32,
}

/// Where a link leads, as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Link {
    /// An address on the web, a mail address or a phone number, with a scheme.
    Address(Phrase),
    /// Another guide.
    Guide {
        /// The academy, when the author named one.
        academy: Option<Box<str>>,
        /// The guide's id.
        guide: Box<str>,
        /// The id of a heading or step in it.
        heading: Option<Box<str>>,
    },
    /// A heading or step of the same page.
    Here(Box<str>),
}

impl Markup {
    /// The text of `slice`.
    #[must_use]
    pub fn slice(&self, slice: Slice) -> &str {
        &self.text[slice.start as usize..slice.end as usize]
    }

    /// The HTML of a block of code, in pieces: text, each with the index of the value after it.
    pub fn code_html<'a>(
        &'a self,
        block: &'a CodeBlock,
    ) -> impl Iterator<Item = (&'a str, Option<usize>)> {
        self.with_holes(block.html, &block.holes, |hole| hole.html)
    }

    /// The code of a block, in pieces: text, each with the index of the value after it.
    pub fn code_text<'a>(
        &'a self,
        block: &'a CodeBlock,
    ) -> impl Iterator<Item = (&'a str, Option<usize>)> {
        self.with_holes(block.code, &block.holes, |hole| hole.code)
    }

    fn with_holes(
        &self,
        slice: Slice,
        holes: &Range<u32>,
        at: fn(&Hole) -> u32,
    ) -> impl Iterator<Item = (&str, Option<usize>)> {
        let holes = &self.holes[holes.start as usize..holes.end as usize];
        let mut start = slice.start;
        let ends = holes.iter().map(move |hole| (at(hole), Some(hole.value as usize)));
        ends.chain([(slice.end, None)]).map(move |(end, value)| {
            let text = self.slice(Slice { start, end });
            start = end;
            (text, value)
        })
    }

    /// Whether there is nothing to read in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}

impl SourceMarkup {
    /// Its values with their places.
    pub fn values(&self) -> impl Iterator<Item = (&str, Span)> {
        self.markup.values.iter().map(|name| &**name).zip(self.values.iter().copied())
    }

    /// Its links with their places.
    pub fn links(&self) -> impl Iterator<Item = (&Link, Span)> {
        self.markup.links.iter().zip(self.links.iter().copied())
    }
}
