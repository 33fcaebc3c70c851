//! What a reader would see and an author hardly meant.
//!
//! In: values as they were read. Out: warnings. Nothing is refused here, and nothing is changed: whoever meant
//! it can leave it.

use super::fields::Reader;
use super::name::slug;
use super::yaml::{Kind, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::guide::{Block, Guide};
use crate::model::markup::{Node, Tag};
use crate::model::screenshot::Mark;
use crate::model::site::Language;
use crate::span::{Located, Span};

/// What people write where something is still to be written.
const PLACEHOLDERS: [&str; 6] = ["TODO", "FIXME", "XXX", "TBD", "Lorem ipsum", "lorem ipsum"];
/// Markdown that a plain text shows as it is, each with what is put out by it.
const MARKUP: [&str; 4] = ["**", "](", "[[", "`"];
/// Titles that starters and copies have.
const NO_TITLES: [&str; 6] =
    ["titre", "title", "sans-titre", "titre-du-guide", "nouveau-guide", "guide"];
/// Words behind which an image description says nothing yet.
const NO_DESCRIPTIONS: [&str; 7] = [
    "image",
    "capture",
    "capture-d-ecran",
    "capture-ecran",
    "screenshot",
    "photo",
    "copie-d-ecran",
];

/// A guide's body, from its parts to its end: two of these in a row, or the last, leave a heading bare.
enum Piece {
    Heading(usize, u32),
    Content,
}

impl<'s> Reader<'s> {
    fn doubt(&self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.report(Diagnostic::warning(code, span, message).help(help));
    }

    /// Text between marks of Markdown that readers would see.
    pub(super) fn doubt_plain(&self, value: &Value<'s>) {
        let Some(text) = written(value) else { return };
        let Some(mark) = MARKUP.into_iter().find(|mark| text.contains(mark)) else { return };
        let message = format!("« {mark} » se lirait tel quel : ce texte n’est pas du Markdown.");
        self.doubt(
            Code::LooksLike,
            value.span,
            message,
            "Écrivez ce texte sans mise en forme ni lien.",
        );
    }

    /// A title that is none, or ends as a sentence.
    pub(super) fn doubt_title(&self, value: &Value<'s>) {
        self.doubt_plain(value);
        let Some(text) = written(value) else { return };
        if NO_TITLES.contains(&&*slug(text)) {
            let message = format!("« {text} » ne dit pas de quoi parle ce guide.");
            let help = "Dites ce que le lecteur veut faire : « Se connecter à sa messagerie ».";
            self.doubt(Code::Unfinished, value.span, message, help);
        } else if text.ends_with('.') && !text.ends_with("etc.") && text.matches('.').count() == 1 {
            let message = "Ce titre se termine par un point.";
            self.doubt(Code::Unfinished, value.span, message, "Retirez le point final.");
        }
    }

    /// A description that is the name of the file, or what it is.
    pub(super) fn doubt_alt(&self, value: &Value<'s>, image: Option<&Located<Box<str>>>) {
        let Some(text) = written(value) else { return };
        let file = image.and_then(|image| image.value.rsplit('/').next()).unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let said = slug(text);
        let ends_as_file = [".png", ".jpg", ".jpeg", ".webp", ".gif"]
            .iter()
            .any(|ending| text.to_lowercase().ends_with(ending));
        if ends_as_file || said == slug(stem) || NO_DESCRIPTIONS.contains(&&*said) {
            let message = "Cette description ne dit pas ce que montre l’image.";
            let help = "Qui ne voit pas l’image n’a qu’elle : décrivez en une phrase ce qu’il faut y \
                        trouver.";
            self.doubt(Code::Unfinished, value.span, message, help);
        }
    }

    /// Marks that say the same.
    pub(super) fn doubt_marks(&self, marks: &[Mark]) {
        for (at, mark) in marks.iter().enumerate() {
            let first = marks[..at].iter().find(|first| first.text.markup == mark.text.markup);
            if let Some(first) = first {
                let message = "Deux repères de cette capture disent la même chose.";
                let diagnostic = Diagnostic::warning(Code::Unfinished, mark.text.span, message);
                self.report(
                    diagnostic
                        .note(first.text.span, "la première fois ici")
                        .help("Dites de chacun ce qu’il montre, ou gardez-en un seul."),
                );
            }
        }
    }

    /// What follows « Si » in the page.
    pub(super) fn doubt_when(&self, value: &Value<'s>) {
        let Some(text) = written(value).filter(|_| self.rules.language == Language::French) else {
            return;
        };
        let lower = text.to_lowercase().replace('\'', "’");
        let begins = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
        let shown: String = text.chars().take(20).collect();
        let read = format!("La page écrit « Si » devant ce texte : on y lirait « Si {shown}… ».");
        if begins(&["il ", "ils "]) {
            let help = "Commencez autrement, par exemple par « la page… » ou « vous… ».";
            self.doubt(Code::LooksLike, value.span, read, help);
        } else if begins(&["si ", "s’il ", "s’ils ", "quand ", "lorsque ", "lorsqu’"]) {
            self.doubt(Code::LooksLike, value.span, read, "Retirez le premier mot.");
        }
    }

    /// A list that is there and holds nothing.
    pub(super) fn doubt_empty(&self, value: &Value<'s>, message: &str, help: &str) {
        if matches!(&value.kind, Kind::List(values) if values.is_empty()) {
            self.doubt(Code::Unfinished, value.span, message, help);
        }
    }

    /// A guide without text, and headings without any below them.
    pub(super) fn doubt_body(&self, guide: &Guide) {
        let pieces = pieces(guide);
        if pieces.is_empty() {
            let message = "Ce guide n’a qu’un titre : sa page serait vide.";
            let help = "Écrivez son texte sous l’en-tête, ou mettez « draft: true » en attendant.";
            self.doubt(Code::Unfinished, guide.title.span, message, help);
        }
        let levels = &guide.body.markup.headings;
        for (at, piece) in pieces.iter().enumerate() {
            let Piece::Heading(index, node) = piece else { continue };
            let bare = match pieces.get(at + 1) {
                None => true,
                Some(Piece::Heading(next, _)) => levels[*next].level <= levels[*index].level,
                Some(Piece::Content) => false,
            };
            if bare {
                let message = "Rien ne suit ce titre.";
                let help = "Écrivez ce qui manque dessous, ou retirez-le.";
                self.doubt(Code::Unfinished, place_of(guide, *node), message, help);
            }
        }
    }

    /// Words that wait for others, but for those in comments.
    pub(super) fn doubt_placeholders(&self) {
        let text = self.source.text;
        let is_yaml = self.source.path.rsplit('.').next().is_none_or(|ending| ending != "md");
        for word in PLACEHOLDERS {
            for (at, _) in text.match_indices(word) {
                let (before, after) = (&text[..at], &text[at + word.len()..]);
                let line = before.rsplit('\n').next().unwrap_or_default();
                let alone = !before.ends_with(|char: char| char.is_alphanumeric() || char == '-')
                    && !after.starts_with(|char: char| char.is_alphanumeric() || char == '-');
                let comment = is_yaml && (line.contains(" #") || line.starts_with('#'));
                if alone && !comment && !line.contains('`') {
                    let message = format!("« {word} » serait publié.");
                    let help = "Écrivez ce qui manque, ou retirez-le.";
                    let span = Span::new(self.source.id, at, at + word.len());
                    self.doubt(Code::Unfinished, span, message, help);
                }
            }
        }
    }
}

fn written<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    match &value.kind {
        Kind::Scalar(scalar) => Some(scalar.text.trim()),
        _ => None,
    }
}

fn pieces(guide: &Guide) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for block in &guide.blocks {
        let Block::Prose(range) = &block.value else {
            pieces.push(Piece::Content);
            continue;
        };
        let nodes = &guide.body.markup.nodes[range.start as usize..range.end as usize];
        let mut depth = 0;
        for (node, at) in nodes.iter().zip(range.start..) {
            match node {
                Node::Open(tag) => {
                    if depth == 0 {
                        pieces.push(match tag {
                            Tag::Heading(index) => Piece::Heading(*index as usize, at),
                            _ => Piece::Content,
                        });
                    }
                    depth += 1;
                }
                Node::Close(_) => depth -= 1,
                _ if depth == 0 => pieces.push(Piece::Content),
                _ => {}
            }
        }
    }
    pieces
}

/// Where the outermost element begins that this node opens.
fn place_of(guide: &Guide, node: u32) -> Span {
    let start = guide.body.starts.iter().find(|(first, _)| *first == node);
    start.map_or(guide.span, |(_, byte)| {
        Span::new(guide.span.file, *byte as usize, *byte as usize + 1)
    })
}
