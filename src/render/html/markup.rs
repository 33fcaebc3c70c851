//! Prose as HTML.
//!
//! In: filled markup. Out: HTML with classes and no inline style. Text is escaped here; highlighted
//! code and the raw HTML of sites that allow it are put in as they are.

use std::borrow::Cow;
use std::fmt::Write;

use super::super::pieces::says;
use crate::model::markup::{Alert, Align, CodeBlock, Link, Node, Tag};
use crate::resolve::{Href, Target};
use crate::view::Prose;

/// The prose as HTML.
#[must_use]
pub fn prose_html(prose: &Prose<'_>) -> String {
    let markup = &prose.filled.markup;
    let mut writer = Writer {
        prose,
        html: String::with_capacity(markup.text.len() + markup.nodes.len() * 8),
        link: 0,
    };
    for node in prose.nodes() {
        writer.node(*node);
    }
    writer.html
}

/// The words of a piece of HTML, still escaped.
fn without_tags(html: &str) -> Cow<'_, str> {
    if !html.contains('<') {
        return html.into();
    }
    let parts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, words)| words));
    parts.collect()
}

struct Writer<'a> {
    prose: &'a Prose<'a>,
    html: String,
    /// Where the link begins that is open.
    link: usize,
}

impl Writer<'_> {
    fn node(&mut self, node: Node) {
        let markup = &self.prose.filled.markup;
        match node {
            Node::Open(tag) => self.open(tag),
            Node::Close(tag) => self.close(tag),
            Node::Text(slice) => escape(markup.slice(slice), &mut self.html),
            Node::Code(slice) => {
                self.html.push_str("<code>");
                escape(markup.slice(slice), &mut self.html);
                self.html.push_str("</code>");
            }
            Node::Html(slice) => self.html.push_str(markup.slice(slice)),
            Node::CodeBlock(index) => {
                self.code_block(&markup.code_blocks[index as usize]);
            }
            Node::Value(index) => {
                escape(&self.prose.filled.values[index as usize], &mut self.html);
            }
            Node::LinkTitle(index) => self.link_title(index),
            Node::SoftBreak => self.html.push('\n'),
            Node::HardBreak => self.html.push_str("<br>"),
            Node::Rule => self.html.push_str("<hr>"),
            Node::FootnoteReference { note, reference } => self.reference(note, reference),
            Node::TaskBox(done) => {
                self.html.push_str(if done { "☑ " } else { "☐ " });
            }
        }
    }

    fn open(&mut self, tag: Tag) {
        match tag {
            Tag::Heading(index) => {
                let heading = &self.prose.filled.markup.headings[index as usize];
                _ = write!(self.html, "<h{} id=\"{}\">", heading.level, heading.id);
            }
            Tag::Quote(Some(alert)) => self.alert(alert),
            Tag::List(Some(first)) if first != 1 => {
                _ = write!(self.html, "<ol start=\"{first}\">");
            }
            Tag::TableCell { head, align } => self.cell(head, align),
            Tag::Link(index) => self.link(index),
            Tag::Footnotes => {
                let title = self.text("markup.footnotes");
                _ = write!(
                    self.html,
                    "<section class=\"footnotes\"><h2 id=\"_notes\">{title}</h2><ol>"
                );
            }
            Tag::Footnote(note) => _ = write!(self.html, "<li id=\"_note_{}\">", note + 1),
            // What scrolls sideways must take the focus of the keyboard, and say what it is.
            Tag::Table => {
                let name = self.text("markup.table");
                _ = write!(
                    self.html,
                    "<div class=\"table\" role=\"group\" aria-label=\"{name}\" tabindex=\"0\"><table>"
                );
            }
            other => self.html.push_str(simple(other).0),
        }
    }

    fn close(&mut self, tag: Tag) {
        match tag {
            Tag::Heading(index) => {
                let level = self.prose.filled.markup.headings[index as usize].level;
                _ = write!(self.html, "</h{level}>");
            }
            Tag::Quote(Some(_)) => self.html.push_str("</div>"),
            Tag::TableCell { head, .. } => {
                self.html.push_str(if head { "</th>" } else { "</td>" });
            }
            Tag::Link(index) => self.end_link(index),
            Tag::Footnotes => self.html.push_str("</ol></section>"),
            Tag::Footnote(note) => self.back_references(note),
            Tag::Table => self.html.push_str("</table></div>"),
            other => self.html.push_str(simple(other).1),
        }
    }

    fn alert(&mut self, alert: Alert) {
        let name = match alert {
            Alert::Note => "note",
            Alert::Tip => "tip",
            Alert::Important => "important",
            Alert::Warning => "warning",
            Alert::Caution => "caution",
        };
        _ = write!(self.html, "<div class=\"alert alert-{name}\"><p class=\"alert-title\">");
        let title = self.text(&format!("markup.alert.{name}"));
        self.html.push_str(&title);
        self.html.push_str("</p>");
    }

    /// A text of the interface, escaped.
    fn text(&self, key: &str) -> String {
        let mut text = String::new();
        escape(self.prose.texts.get(key), &mut text);
        text
    }

    fn cell(&mut self, head: bool, align: Align) {
        self.html.push_str(if head { "<th scope=\"col\"" } else { "<td" });
        self.html.push_str(match align {
            Align::Start => ">",
            Align::Center => " class=\"center\">",
            Align::End => " class=\"end\">",
        });
    }

    fn link(&mut self, index: u32) {
        let href = &self.prose.filled.links[index as usize];
        self.link = self.html.len();
        self.html.push_str("<a href=\"");
        self.address(href);
        self.html.push_str("\">");
    }

    /// Ends a link, and says for paper what only a screen can tell: that its words are its address already, or
    /// which address a program for mail or calls would get.
    fn end_link(&mut self, index: u32) {
        if let Target::Web(address) = &self.prose.filled.links[index as usize].target {
            let mut escaped = String::new();
            escape(address, &mut escaped);
            let (_, words) = self.html[self.link..].split_once('>').unwrap_or_default();
            let plain = escaped.strip_prefix("mailto:").or(escaped.strip_prefix("tel:"));
            let said = if says(&without_tags(words), &escaped) {
                " class=\"bare\"".to_owned()
            } else if let Some(plain) = plain {
                let plain = plain.split('?').next().unwrap_or_default();
                format!(" data-to=\"{plain}\"")
            } else {
                String::new()
            };
            self.html.insert_str(self.link + "<a".len(), &said);
        }
        self.html.push_str("</a>");
    }

    fn address(&mut self, href: &Href) {
        match &href.target {
            Target::Site(path) => {
                self.html.push_str(self.prose.root);
                escape(path, &mut self.html);
            }
            Target::Web(address) => escape(address, &mut self.html),
            Target::Here(id) => {
                self.html.push('#');
                escape(id, &mut self.html);
            }
        }
    }

    /// The title of the guide to which a link leads; the id where the author linked to a place of
    /// the same page without a text.
    fn link_title(&mut self, index: u32) {
        let filled = self.prose.filled;
        let title =
            match (&filled.links[index as usize].title, &filled.markup.links[index as usize]) {
                (Some(title), _) => title,
                (None, Link::Here(id) | Link::Guide { guide: id, .. }) => &**id,
                (None, Link::Address(_)) => "",
            };
        escape(title, &mut self.html);
    }

    fn code_block(&mut self, block: &CodeBlock) {
        let filled = self.prose.filled;
        let language = filled.markup.slice(block.language);
        let name = self.text("markup.code");
        _ = write!(self.html, "<pre role=\"group\" aria-label=\"{name}\" tabindex=\"0\"><code");
        if !language.is_empty() {
            self.html.push_str(" class=\"language-");
            escape(language, &mut self.html);
            self.html.push('"');
        }
        self.html.push('>');
        for (html, value) in filled.markup.code_html(block) {
            self.html.push_str(html);
            if let Some(value) = value {
                escape(&filled.values[value], &mut self.html);
            }
        }
        self.html.push_str("</code></pre>");
    }

    fn reference(&mut self, note: u32, reference: u32) {
        let label = self.text("markup.footnote").replace("{n}", &(note + 1).to_string());
        let number = note + 1;
        _ = write!(
            self.html,
            "<sup><a id=\"{}\" href=\"#_note_{number}\" aria-label=\"{label}\">{number}</a></sup>",
            reference_id(note, reference)
        );
    }

    /// Links from a footnote back to where it is referred to.
    fn back_references(&mut self, note: u32) {
        let references = self.prose.filled.markup.nodes.iter().filter_map(|node| match node {
            Node::FootnoteReference { note: other, reference } if *other == note => {
                Some(*reference)
            }
            _ => None,
        });
        let label = self.text("markup.back").replace("{n}", &(note + 1).to_string());
        for reference in references {
            _ = write!(
                self.html,
                " <a href=\"#{}\" aria-label=\"{label}\">↩</a>",
                reference_id(note, reference)
            );
        }
        self.html.push_str("</li>");
    }
}

/// The id of a reference to a footnote.
fn reference_id(note: u32, reference: u32) -> String {
    match reference {
        0 => format!("_appel_{}", note + 1),
        more => format!("_appel_{}_{}", note + 1, more + 1),
    }
}

/// The tags of elements that are always the same.
fn simple(tag: Tag) -> (&'static str, &'static str) {
    match tag {
        Tag::Quote(_) => ("<blockquote>", "</blockquote>"),
        Tag::List(Some(_)) => ("<ol>", "</ol>"),
        Tag::List(None) => ("<ul>", "</ul>"),
        Tag::Item => ("<li>", "</li>"),
        Tag::TableHead => ("<thead><tr>", "</tr></thead>"),
        Tag::TableBody => ("<tbody>", "</tbody>"),
        Tag::TableRow => ("<tr>", "</tr>"),
        Tag::Emphasis => ("<em>", "</em>"),
        Tag::Strong => ("<strong>", "</strong>"),
        Tag::Strikethrough => ("<del>", "</del>"),
        Tag::Code => ("<code>", "</code>"),
        _ => ("<p>", "</p>"),
    }
}

/// Escapes text for element content and for attributes in double quotes.
fn escape(text: &str, html: &mut String) {
    _ = pulldown_cmark_escape::escape_html(html, text);
}
