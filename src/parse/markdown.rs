//! Markdown: `CommonMark` and GFM with links between guides, values and directives.
//!
//! In: a text of a file. Out: a [`SourceMarkup`], with typography applied and code highlighted; for
//! a guide's body also its [`Block`]s. Raw HTML, images and unsafe addresses never pass.

mod almost;
mod block;
mod code;
mod footnote;
mod html;
mod inline;
mod link;
mod spaces;

use std::collections::HashMap;
use std::sync::Arc;

use pulldown_cmark::{Event, Options, Parser};

use super::fields::Reader;
use super::phrase::too_many_values;
use super::text_map::TextMap;
use super::value::{Masked, mask};
use super::yaml::Value;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::guide::Block;
use crate::model::markup::{
    CodeBlock, Heading, Hole, Link, Markup, Node, Slice, SourceMarkup, Tag,
};
use crate::span::{Located, Span};

/// How deep elements may be nested: on paper more does not fit.
const DEEPEST: usize = 20;

/// What a text may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// One line: no blocks.
    Line,
    /// Paragraphs, lists, tables; no headings, directives or footnotes.
    Prose,
    /// All of it.
    Body,
}

impl<'s> Reader<'s> {
    /// One line of Markdown.
    pub fn line(&self, value: &Value<'s>) -> Option<SourceMarkup> {
        let text = self.text(value)?;
        Some(parse(self, text.text, &text.map, Mode::Line).0)
    }

    /// Paragraphs of Markdown, without headings and directives.
    pub fn prose(&self, value: &Value<'s>) -> Option<SourceMarkup> {
        let text = self.text(value)?;
        Some(parse(self, text.text, &text.map, Mode::Prose).0)
    }

    /// The body of a guide, from `start` to the end of the file.
    pub fn body(&self, start: usize) -> (SourceMarkup, Vec<Located<Block>>) {
        let text = &self.source.text[start..];
        let map = TextMap::Same(Span::new(self.source.id, start, self.source.text.len()));
        parse(self, text, &map, Mode::Body)
    }
}

fn parse(
    reader: &Reader<'_>,
    text: &str,
    map: &TextMap,
    mode: Mode,
) -> (SourceMarkup, Vec<Located<Block>>) {
    let cooked = spaces::cook(text);
    let changed = cooked.as_ref().map(|cooked| map.changed(&cooked.places));
    let text = cooked.as_ref().map_or(text, |cooked| &cooked.text);
    let map = changed.as_ref().unwrap_or(map);
    let masked = mask(text);
    let mut builder = Builder::new(reader, &masked, map, mode);
    builder.text.reserve(text.len());
    builder.nodes.reserve(text.len() / 24);
    for (event, range) in Parser::new_ext(&masked.text, options()).into_offset_iter() {
        builder.event(event, range);
    }
    if let Some(at) = masked.too_many {
        reader.report(too_many_values(map.place(at..at)));
    }
    builder.finish()
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS
        | Options::ENABLE_FOOTNOTES
}

/// The markup under construction.
struct Builder<'a, 's> {
    reader: &'a Reader<'s>,
    masked: &'a Masked<'a>,
    map: &'a TextMap,
    mode: Mode,
    text: String,
    nodes: Vec<Node>,
    values: Vec<Box<str>>,
    value_spans: Vec<Span>,
    links: Vec<Link>,
    link_spans: Vec<Span>,
    headings: Vec<Heading>,
    code_blocks: Vec<CodeBlock>,
    holes: Vec<Hole>,
    notes: footnote::Footnotes,
    blocks: Vec<Located<Block>>,
    /// The outermost elements: the first node, and the first byte.
    starts: Vec<(u32, u32)>,
    /// The first node of the prose that is not yet a block.
    prose_start: u32,
    /// What is open, outermost first.
    open: Vec<Tag>,
    /// Adjacent text, which pulldown-cmark may give in pieces, and where it stands.
    words: String,
    words_at: usize,
    words_end: usize,
    /// The ids of headings, each with the last number that was added to it.
    ids: HashMap<Box<str>, u32>,
    /// The code block that is being collected: its language and its code.
    code: Option<(String, String)>,
    /// How many elements deep we are in something that is left out.
    skipping: u32,
    /// Whether it was said that something is nested too deeply.
    too_deep: bool,
    /// The ids in raw HTML, with their places.
    html_ids: Vec<(String, Span)>,
    aligns: Vec<pulldown_cmark::Alignment>,
}

impl<'a, 's> Builder<'a, 's> {
    fn new(reader: &'a Reader<'s>, masked: &'a Masked<'a>, map: &'a TextMap, mode: Mode) -> Self {
        Self {
            reader,
            masked,
            map,
            mode,
            text: String::new(),
            nodes: Vec::new(),
            values: Vec::new(),
            value_spans: Vec::new(),
            links: Vec::new(),
            link_spans: Vec::new(),
            headings: Vec::new(),
            code_blocks: Vec::new(),
            holes: Vec::new(),
            notes: footnote::Footnotes::default(),
            blocks: Vec::new(),
            starts: Vec::new(),
            prose_start: 0,
            open: Vec::new(),
            words: String::new(),
            words_at: 0,
            words_end: 0,
            ids: HashMap::new(),
            code: None,
            skipping: 0,
            too_deep: false,
            html_ids: Vec::new(),
            aligns: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, range: std::ops::Range<usize>) {
        if self.skipping > 0 {
            match event {
                Event::Start(_) => self.skipping += 1,
                Event::End(_) => self.skipping -= 1,
                _ => {}
            }
            return;
        }
        if let Event::Text(text) = &event {
            return self.add_words(text, range);
        }
        self.flush_words();
        let outermost = self.mode != Mode::Line && self.open.is_empty();
        let (first, start) = (self.nodes.len(), self.map.place(range.clone()).start);
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => self.inline_code(&code),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, range),
            Event::SoftBreak => self.nodes.push(Node::SoftBreak),
            Event::HardBreak => self.nodes.push(Node::HardBreak),
            Event::Rule => self.rule(range),
            Event::FootnoteReference(label) => self.footnote_reference(&label, range),
            Event::TaskListMarker(done) => self.nodes.push(Node::TaskBox(done)),
            Event::Text(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
        if outermost && self.nodes.len() > first {
            self.starts.push((first as u32, start));
        }
    }

    fn finish(mut self) -> (SourceMarkup, Vec<Located<Block>>) {
        self.flush_words();
        self.end_prose();
        self.report_repeated_ids();
        self.append_footnotes();
        // Copied to size: shrinking the buffers in place would leave holes all over the heap.
        let markup = Markup {
            text: Box::from(&*self.text),
            nodes: Box::from(&*self.nodes),
            values: self.values.into(),
            links: self.links.into(),
            headings: self.headings.into(),
            code_blocks: self.code_blocks.into(),
            holes: self.holes.into(),
            footnotes: self.notes.labels(),
        };
        let source = SourceMarkup {
            markup: Arc::new(markup),
            span: self.map.whole(),
            values: self.value_spans.into(),
            links: self.link_spans.into(),
            starts: self.starts.into(),
        };
        (source, self.blocks)
    }

    /// Adds `text` to the buffer.
    fn store(&mut self, text: &str) -> Slice {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        Slice { start, end: self.text.len() as u32 }
    }

    fn open(&mut self, tag: Tag) {
        self.nodes.push(Node::Open(tag));
        self.open.push(tag);
    }

    fn close(&mut self) {
        if let Some(tag) = self.open.pop() {
            self.nodes.push(Node::Close(tag));
        }
    }

    fn report(&self, code: Code, range: std::ops::Range<usize>, message: &str, help: &str) {
        let span = self.map.place(range);
        self.reader.report(Diagnostic::error(code, span, message).help(help));
    }
}
