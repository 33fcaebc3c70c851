//! What raw HTML says on paper.
//!
//! In: HTML as an author wrote it, maybe a part of an element. Out: [`Piece`]s: a paragraph for each block of words,
//! with the addresses of its links; line ends; of a picture what it shows. What only a screen can play or run
//! says nothing.

use std::collections::BTreeMap;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{HtmlString, Spanned, Token, Tokenizer};

use super::loose::loose;
use super::{Piece, SCHEMES};

/// Elements within a line: their words belong to those around them. The cells of a row stand in one.
const WITHIN_A_LINE: [&str; 30] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "td", "th",
    "time", "u", "wbr",
];
/// Elements whose content is not read: other than words, or for browsers that lack something.
const UNREAD: [&str; 13] = [
    "audio", "canvas", "iframe", "math", "noscript", "object", "script", "select", "style", "svg",
    "template", "textarea", "video",
];

type Attributes = BTreeMap<HtmlString, Spanned<HtmlString, ()>>;

/// What was made so far.
#[derive(Default)]
struct Maker {
    pieces: Vec<Piece>,
    /// The line that is being made, and its words since the last piece of it.
    line: Vec<Piece>,
    words: String,
    /// Whether there was an element that stands on lines of its own.
    has_blocks: bool,
    /// The element that is not read, and how often it is open.
    unread: Option<(String, usize)>,
    /// The address of the link that is open.
    link: Option<String>,
}

/// The pieces of `html`: paragraphs, or parts of a line if it is within one.
pub(super) fn html_pieces(html: &str) -> Vec<Piece> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut maker = Maker::default();
    let tokens = Tokenizer::new_with_emitter(html, emitter);
    for token in tokens.filter_map(Result::ok) {
        match token {
            Token::StartTag(tag) => {
                maker.start(&text(&tag.name), &tag.attributes, tag.self_closing);
            }
            Token::EndTag(tag) => maker.end(&text(&tag.name)),
            Token::String(words) if maker.unread.is_none() => maker.add_words(&text(&words.value)),
            _ => {}
        }
    }
    maker.finish()
}

impl Maker {
    fn start(&mut self, name: &str, attributes: &Attributes, self_closing: bool) {
        let attribute = |name: &[u8]| attributes.get(name).map(|value| text(&value.value));
        if let Some((unread, depth)) = &mut self.unread {
            *depth += usize::from(unread == name && !self_closing);
            return;
        }
        match name {
            "br" => self.add_piece(Piece::Break),
            "img" => self.add_words(&attribute(b"alt").unwrap_or_default()),
            "a" => self.link = attribute(b"href").filter(|address| is_whole(address)),
            _ if UNREAD.contains(&name) => {
                self.unread = (!self_closing).then(|| (name.to_owned(), 1));
            }
            "td" | "th" if !self.words.is_empty() => self.words.push_str(" · "),
            "li" => {
                self.end_line();
                self.words.push_str("• ");
            }
            _ => self.end_block(name),
        }
    }

    fn end(&mut self, name: &str) {
        match &mut self.unread {
            Some((unread, depth)) if unread == name => {
                *depth -= 1;
                if *depth == 0 {
                    self.unread = None;
                }
            }
            Some(_) => {}
            None if name == "a" => {
                if let Some(address) = self.link.take().filter(|it| !self.words.ends_with(&**it)) {
                    self.add_words(&format!(" ({address})"));
                }
            }
            None => self.end_block(name),
        }
    }

    /// Adds words with one space between two.
    fn add_words(&mut self, text: &str) {
        for char in text.chars() {
            if char.is_ascii_whitespace() {
                if !self.words.is_empty() && !self.words.ends_with(' ') {
                    self.words.push(' ');
                }
            } else if !char.is_control() {
                self.words.push(char);
            }
        }
    }

    fn add_piece(&mut self, piece: Piece) {
        self.end_words();
        self.line.push(piece);
    }

    fn end_words(&mut self) {
        let words = std::mem::take(&mut self.words);
        if !words.is_empty() {
            self.line.push(Piece::Text { text: loose(&words).into_owned() });
        }
    }

    /// Ends the line unless the element stands within one.
    fn end_block(&mut self, name: &str) {
        if !WITHIN_A_LINE.contains(&name) {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        self.has_blocks = true;
        self.words.truncate(self.words.trim_end().len());
        self.end_words();
        let inner = std::mem::take(&mut self.line);
        if inner.iter().any(|piece| matches!(piece, Piece::Text { .. })) {
            self.pieces.push(Piece::Paragraph { inner });
        }
    }

    fn finish(mut self) -> Vec<Piece> {
        if self.has_blocks {
            self.end_line();
        } else {
            self.end_words();
            self.pieces = self.line;
        }
        self.pieces
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Whether it can be typed: others mean something only in their page.
fn is_whole(address: &str) -> bool {
    SCHEMES.iter().any(|scheme| address.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paragraphs are shown between bars, line ends as `/`.
    #[track_caller]
    fn check(html: &str, expected: &str) {
        fn show(pieces: &[Piece]) -> String {
            let piece = |piece: &Piece| match piece {
                Piece::Text { text } => text.clone(),
                Piece::Break => "/".to_owned(),
                Piece::Paragraph { inner } => format!("|{}|", show(inner)),
                other => format!("{other:?}"),
            };
            pieces.iter().map(piece).collect()
        }
        assert_eq!(show(&html_pieces(html)), expected);
    }

    #[test]
    fn blocks_are_paragraphs_and_entities_characters() {
        check("<details>\n<summary>Plus &amp; mieux</summary>", "|Plus & mieux|");
        check(
            "<p>Pressez <kbd>Ctrl</kbd>.</p><p>Puis <B>V</B>alidez",
            "|Pressez Ctrl.||Puis Validez|",
        );
        check("<ul><li>un</li>\n<li>deux<br>trois</ul>", "|• un||• deux/trois|");
        check("<table><tr><td>A<td>1<tr><th>B</th><th>2</th></table>", "|A · 1||B · 2|");
    }

    #[test]
    fn what_stands_within_a_line_makes_no_paragraph() {
        check("</kbd>\n<br>", "/");
        check("<img src=a.png alt='le bouton OK'>", "le bouton OK");
        check("<b>", "");
    }

    #[test]
    fn links_say_their_address_unless_they_are_it() {
        check(
            "<p>Voir <a href=https://a.example/b>la page</a>, <a href='mailto:x'>y</a> ou <a href=#c>ici</a>.</p>",
            "|Voir la page (https://a.example/b), y (mailto:x) ou ici.|",
        );
        check("<p><a href='http://a.example'>http://a.example</a>", "|http://a.example|");
    }

    #[test]
    fn what_is_no_word_is_left_out() {
        check("<p title='a > b'>Oui</p><!-- > --><SCRIPT>if (a < b) {}</SCRIPT>Non", "|Oui||Non|");
        check("<p title=l'eau>Moins < 8, x<y</p><p>\u{8}DEL &#127; x</p>", "|Moins < 8, x||DEL x|");
        check("<div><svg width=1 /><p>E</p><svg><svg></svg>A</svg>B<style>p {", "|E||B|");
        check("<p><video src=a>Téléchargez</video></p>", "");
    }
}
