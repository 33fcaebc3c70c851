//! Prose as a tree, for renderings that are not HTML.
//!
//! In: a run of filled markup. Out: [`Pieces`]: what is shown. Footnotes stand where they are first referred
//! to. What templates would have to look for in every text is found here, once: how long it is, where long
//! words may break, whether a link says its address.

mod html;
mod letters;
mod loose;

use std::slice::Iter;

use percent_encoding::{CONTROLS, utf8_percent_encode};
use serde::Serialize;

use crate::model::markup::{Alert, Align, Link, Node, Slice, Tag};
use crate::resolve::Target;
use crate::view::Prose;
use html::html_pieces;
use letters::letters;
use loose::{ANYWHERE, loose};

/// What an address begins with that means something outside its page.
const SCHEMES: [&str; 4] = ["https://", "http://", "mailto:", "tel:"];

/// Prose, or a part of it that a template may have to keep together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Pieces {
    /// Roughly how many letters it takes, the end of a line counted as 60.
    letters: usize,
    /// What it is made of.
    pieces: Vec<Piece>,
}

/// A piece of prose; templates look at `kind`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Piece {
    /// Text.
    Text {
        /// The words; long ones have places where they may break.
        text: String,
    },
    /// Inline code.
    Code {
        /// The code; long words have places where they may break.
        text: String,
    },
    /// A block of code.
    CodeBlock {
        /// The code; long words have places where they may break.
        text: String,
    },
    /// Emphasis, strong importance, or text struck through.
    Styled {
        /// `emphasis`, `strong` or `struck`.
        style: &'static str,
        /// What is styled.
        inner: Vec<Piece>,
    },
    /// A link.
    Link {
        /// The full address; none for a place of the same page.
        address: Option<String>,
        /// The id of that place.
        id: Option<String>,
        /// Whether what is linked is the address itself.
        bare: bool,
        /// What is linked.
        inner: Vec<Piece>,
    },
    /// A paragraph.
    Paragraph {
        /// Its content.
        inner: Vec<Piece>,
    },
    /// A heading.
    Heading {
        /// 2 to 6.
        level: u8,
        /// Its id, unique in the page.
        id: String,
        /// Its content.
        inner: Vec<Piece>,
    },
    /// A quotation, or an alert.
    Quote {
        /// The name of the alert, as readers see it; none for a quotation.
        title: Option<String>,
        /// `note`, `tip`, `important`, `warning` or `caution`.
        alert: Option<&'static str>,
        /// Its content.
        inner: Pieces,
    },
    /// A list.
    List {
        /// Its first number; none for bullets.
        start: Option<u32>,
        /// Its items.
        items: Vec<Vec<Piece>>,
    },
    /// A table.
    Table {
        /// The alignment of each column: `start`, `center` or `end`.
        aligns: Vec<&'static str>,
        /// The column headings.
        head: Vec<Vec<Piece>>,
        /// The rows.
        rows: Vec<Vec<Pieces>>,
    },
    /// A reference to a footnote, with its text where it is the first.
    Note {
        /// From 1, through the prose.
        number: u32,
        /// The same for all references to this text.
        id: String,
        /// The text.
        inner: Option<Vec<Piece>>,
    },
    /// The box of a task.
    TaskBox {
        /// Whether it is ticked.
        done: bool,
    },
    /// A line end that the author wants.
    Break,
    /// A thematic break.
    Rule,
}

/// The pieces of `prose`.
#[must_use]
pub fn pieces(prose: &Prose<'_>) -> Pieces {
    let maker = Maker { prose, in_note: false };
    measured(maker.all(&mut prose.nodes().iter()))
}

fn measured(pieces: Vec<Piece>) -> Pieces {
    Pieces { letters: letters(&pieces), pieces }
}

struct Maker<'p> {
    prose: &'p Prose<'p>,
    /// A note may refer to itself.
    in_note: bool,
}

impl Maker<'_> {
    /// The pieces up to the end of what is open.
    fn all(&self, nodes: &mut Iter<'_, Node>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        while let Some(node) = nodes.next() {
            match *node {
                Node::Close(_) => break,
                Node::Open(Tag::Footnotes) => _ = self.all(nodes),
                Node::Html(slice) => pieces.extend(self.html(slice, nodes)),
                Node::Open(tag) => pieces.extend(visible(self.open(tag, nodes))),
                other => self.add_leaf(other, &mut pieces),
            }
        }
        for piece in &mut pieces {
            if let Piece::Text { text } = piece {
                *text = loose(text).into_owned();
            }
        }
        pieces
    }

    fn add_leaf(&self, node: Node, pieces: &mut Vec<Piece>) {
        let filled = self.prose.filled;
        let markup = &filled.markup;
        let text = match node {
            Node::Text(slice) => markup.slice(slice),
            Node::Value(index) => &filled.values[index as usize],
            Node::LinkTitle(index) => self.link_title(index),
            Node::SoftBreak => " ",
            Node::Html(_) | Node::Open(_) | Node::Close(_) => return,
            other => return pieces.push(self.leaf(other)),
        };
        // No font has a sign for a control character, and no paper a use.
        let text: String = text.chars().filter(|char| !char.is_control()).collect();
        match pieces.last_mut() {
            Some(Piece::Text { text: before }) => before.push_str(&text),
            _ => pieces.push(Piece::Text { text }),
        }
    }

    fn leaf(&self, node: Node) -> Piece {
        let markup = &self.prose.filled.markup;
        match node {
            Node::Code(slice) => Piece::Code { text: loose(markup.slice(slice)).into_owned() },
            Node::CodeBlock(index) => {
                let code = self.prose.filled.code(index);
                Piece::CodeBlock { text: loose(code.trim_end()).into_owned() }
            }
            Node::FootnoteReference { note, reference } => {
                let inner = (reference == 0 && !self.in_note).then(|| self.note(note));
                let name = format!("{note} {}", markup.text);
                let id = format!("{:016x}", xxhash_rust::xxh3::xxh3_64(name.as_bytes()));
                Piece::Note { number: note + 1, id, inner }
            }
            Node::TaskBox(done) => Piece::TaskBox { done },
            Node::HardBreak => Piece::Break,
            _ => Piece::Rule,
        }
    }

    /// What raw HTML says, of which an element may have been begun before.
    fn html(&self, first: Slice, nodes: &mut Iter<'_, Node>) -> Vec<Piece> {
        let markup = &self.prose.filled.markup;
        let mut html = markup.slice(first).to_owned();
        let mut after_value = false;
        while let Some(node) = nodes.as_slice().first() {
            match *node {
                Node::Html(next) => {
                    html.extend((!after_value).then_some('\n'));
                    html.push_str(markup.slice(next));
                }
                Node::Value(value) => escape(&self.prose.filled.values[value as usize], &mut html),
                _ => break,
            }
            after_value = matches!(node, Node::Value(_));
            nodes.next();
        }
        html_pieces(&html)
    }

    fn open(&self, tag: Tag, nodes: &mut Iter<'_, Node>) -> Piece {
        let styled = |style, inner| Piece::Styled { style, inner };
        match tag {
            Tag::Heading(index) => {
                let heading = &self.prose.filled.markup.headings[index as usize];
                let (level, id) = (heading.level, heading.id.to_string());
                Piece::Heading { level, id, inner: self.all(nodes) }
            }
            Tag::Quote(alert) => {
                let alert = alert.map(alert_name);
                let title =
                    alert.map(|it| self.prose.texts.get(&format!("markup.alert.{it}")).to_owned());
                Piece::Quote { title, alert, inner: measured(self.all(nodes)) }
            }
            Tag::List(start) => Piece::List { start, items: self.parts(nodes) },
            Tag::Table => self.table(nodes),
            Tag::Emphasis => styled("emphasis", self.all(nodes)),
            Tag::Strong => styled("strong", self.all(nodes)),
            Tag::Strikethrough => styled("struck", self.all(nodes)),
            Tag::Link(index) => self.link(index, nodes),
            Tag::Code => self.code(nodes),
            _ => Piece::Paragraph { inner: self.all(nodes) },
        }
    }

    /// Inline code with values.
    fn code(&self, nodes: &mut Iter<'_, Node>) -> Piece {
        let text = words(&self.all(nodes)).replace(ANYWHERE, "");
        Piece::Code { text: loose(&text).into_owned() }
    }

    /// The contents of the elements up to the end of what is open.
    fn parts(&self, nodes: &mut Iter<'_, Node>) -> Vec<Vec<Piece>> {
        let mut parts = Vec::new();
        while let Some(node) = nodes.next() {
            match node {
                Node::Open(_) => parts.push(self.all(nodes)),
                Node::Close(_) => break,
                _ => {}
            }
        }
        parts
    }

    fn table(&self, nodes: &mut Iter<'_, Node>) -> Piece {
        let (mut aligns, mut head, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        let cells = nodes.clone().take_while(|node| !matches!(node, Node::Close(Tag::TableHead)));
        aligns.extend(cells.filter_map(|node| match node {
            Node::Open(Tag::TableCell { align, .. }) => Some(align_name(*align)),
            _ => None,
        }));
        while let Some(node) = nodes.next() {
            match node {
                Node::Open(Tag::TableHead) => head = self.parts(nodes),
                Node::Open(Tag::TableRow) => {
                    rows.push(self.parts(nodes).into_iter().map(measured).collect());
                }
                Node::Close(Tag::Table) => break,
                _ => {}
            }
        }
        Piece::Table { aligns, head, rows }
    }

    fn link(&self, index: u32, nodes: &mut Iter<'_, Node>) -> Piece {
        let inner = self.all(nodes);
        let (address, id) = match &self.prose.filled.links[index as usize].target {
            Target::Site(path) => (Some(format!("{}{path}", self.prose.root)), None),
            // As PDF wants it: in ASCII (ISO 32000-1, 12.6.4.7).
            Target::Web(address) => {
                (Some(utf8_percent_encode(address, CONTROLS).to_string()), None)
            }
            Target::Here(id) => (None, Some(id.to_string())),
        };
        let bare = address
            .as_deref()
            .is_some_and(|address| says(&words(&inner).replace(ANYWHERE, ""), address));
        Piece::Link { address, id, bare, inner }
    }

    /// The title of the guide to which a link leads, or the id of a place of the same page.
    fn link_title(&self, index: u32) -> &str {
        let filled = self.prose.filled;
        match (&filled.links[index as usize].title, &filled.markup.links[index as usize]) {
            (Some(title), _) => title,
            (None, Link::Here(id) | Link::Guide { guide: id, .. }) => id,
            (None, Link::Address(_)) => "",
        }
    }

    /// The text of a footnote, which stands after everything else.
    fn note(&self, number: u32) -> Vec<Piece> {
        let mut nodes = self.prose.filled.markup.nodes.iter();
        let found = nodes.any(|node| *node == Node::Open(Tag::Footnote(number)));
        let maker = Maker { in_note: true, ..*self };
        if found { maker.all(&mut nodes) } else { Vec::new() }
    }
}

/// Escapes text for HTML.
fn escape(text: &str, html: &mut String) {
    _ = pulldown_cmark_escape::escape_html(html, text);
}

/// A piece, unless it is a heading of no words, which a tagged PDF must not have (ISO 14289-1, 7.4): what else is
/// in it stays.
fn visible(piece: Piece) -> Option<Piece> {
    match piece {
        Piece::Heading { inner, .. } if !can_be_seen(&inner) => {
            (!inner.is_empty()).then_some(Piece::Paragraph { inner })
        }
        piece => Some(piece),
    }
}

/// Whether a reader sees any of the words of `pieces`.
fn can_be_seen(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Text { text } | Piece::Code { text } => {
            text.chars().any(|char| !char.is_whitespace() && !is_invisible(char))
        }
        Piece::Styled { inner, .. } | Piece::Link { inner, .. } => can_be_seen(inner),
        _ => false,
    })
}

/// Characters that say how others are set, and have no glyph themselves.
pub(super) fn is_invisible(char: char) -> bool {
    matches!(char, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Whether words are an address, with or without what it begins with; a phone number as it is dialled, or as people
/// write it.
pub(super) fn says(words: &str, address: &str) -> bool {
    let plain = SCHEMES.iter().find_map(|scheme| address.strip_prefix(scheme)).unwrap_or(address);
    let is_address = |it: &&str| it.trim_matches('/') == words.trim().trim_matches('/');
    if [plain, address].iter().any(is_address) {
        return true;
    }
    let Some(number) = address.strip_prefix("tel:") else { return false };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (number, words) = (digits(number), digits(words));
    words.len() > 2 && number.ends_with(words.trim_start_matches('0'))
}

fn words(pieces: &[Piece]) -> String {
    let words = pieces.iter().map(|piece| match piece {
        Piece::Text { text } | Piece::Code { text } => text.clone(),
        Piece::Styled { inner, .. } => words(inner),
        _ => String::new(),
    });
    words.collect()
}

fn alert_name(alert: Alert) -> &'static str {
    match alert {
        Alert::Note => "note",
        Alert::Tip => "tip",
        Alert::Important => "important",
        Alert::Warning => "warning",
        Alert::Caution => "caution",
    }
}

fn align_name(align: Align) -> &'static str {
    match align {
        Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
    }
}
