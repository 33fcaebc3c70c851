//! What can be seen in a YAML text before it is read, although YAML itself would say nothing or something else.
//!
//! In: a text. Out: [`Found`] faults, and the edits after which it can be read as it was meant. Spaces that are
//! none to YAML become spaces without a word where they separate; a text that nothing looks wrong in costs one
//! pass over its bytes.

use std::ops::Range;

use super::edits::Edit;
use super::lines::{Line, Place, lines};
use super::signs::{is_bullet, is_gap, is_long_dash, is_odd_space, is_unseen, name_of};

/// A fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Where.
    pub(super) range: Range<usize>,
    /// What is wrong.
    pub(super) message: String,
    /// How to mend it.
    pub(super) help: String,
    /// Another place, and what is there.
    pub(super) note: Option<(Range<usize>, &'static str)>,
}

/// What the surface of a text shows.
#[derive(Debug, Default)]
pub(super) struct Surface {
    /// The faults.
    pub(super) found: Vec<Found>,
    /// What makes it readable.
    pub(super) edits: Vec<Edit>,
    /// Whether reading on would say only what follows from what was found.
    pub(super) hopeless: bool,
    /// Whether an edit is a guess, whose values are not to be believed.
    pub(super) guessed: bool,
}

impl Found {
    /// A fault at `range`.
    pub(super) fn new(
        range: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { range, message: message.into(), help: help.into(), note: None }
    }

    /// The same in a text from which `back` leads to this one.
    pub(super) fn moved(self, back: impl Fn(usize) -> usize) -> Self {
        let moved = |range: Range<usize>| back(range.start)..back(range.end);
        let note = self.note.map(|(range, message)| (moved(range), message));
        Self { range: moved(self.range), note, ..self }
    }

    /// The same with another place.
    pub(super) fn note(mut self, range: Range<usize>, message: &'static str) -> Self {
        self.note = Some((range, message));
        self
    }
}

/// Looks at `text`.
pub(super) fn look(text: &str) -> Surface {
    let mut surface = Surface::default();
    if !is_suspicious(text) {
        return surface;
    }
    if let Some(found) = conflict(text) {
        return Surface { found: vec![found], hopeless: true, ..surface };
    }
    controls(text, &mut surface);
    if surface.hopeless {
        return surface;
    }
    let lines = lines(text);
    gaps(text, &lines, &mut surface);
    tabs(text, &lines, &mut surface);
    bullets(text, &lines, &mut surface);
    comments(text, &lines, &mut surface);
    surface
}

/// Whether anything is there that the functions below speak of.
fn is_suspicious(text: &str) -> bool {
    let mut before = b'\n';
    for (at, byte) in text.bytes().enumerate() {
        let suspicious = match byte {
            b'\t' | 0..=8 | 11 | 12 | 14..=31 | 127 => true,
            b'#' => matches!(before, b' ' | b'\n') && text.as_bytes().get(at + 1) != Some(&b' '),
            b'<' => before == b'\n' && text[at..].starts_with("<<<<<<<"),
            b'*' | b'+' => matches!(before, b' ' | b'\n') && text[at + 1..].starts_with(' '),
            // Odd spaces and dashes where something else than a letter stands before them.
            0xC2 | 0xE1..=0xE3 | 0xEF => {
                matches!(before, b' ' | b'\n' | b'\r' | b':' | b'-' | b',' | b'[' | b'{' | 0x80..)
                    || text[at..].chars().nth(1) == Some('#')
            }
            _ => false,
        };
        if suspicious && (byte < 128 || is_structural(text, at, before)) {
            return true;
        }
        before = byte;
    }
    false
}

/// Whether a gap, a dash or a bullet stands at `at`, behind something that is no text.
fn is_structural(text: &str, at: usize, before: u8) -> bool {
    let char = text[at..].chars().next().unwrap_or(' ');
    let behind_text = before >= 128 && !text[..at].ends_with(is_gap);
    is_gap(char) && (!behind_text || text[at + char.len_utf8()..].starts_with('#'))
        || is_bullet(char) && matches!(before, b' ' | b'\n')
}

/// Both versions of a text that two people changed.
fn conflict(text: &str) -> Option<Found> {
    let find = |marker: &str, from: usize| {
        let mut at = from;
        text[from..].split_inclusive('\n').find_map(|line| {
            let start = at;
            at += line.len();
            line.starts_with(marker).then(|| start..start + line.trim_end().len())
        })
    };
    let first = find("<<<<<<<", 0)?;
    let last = find(">>>>>>>", first.end);
    let message = "Deux versions de ce texte sont mêlées ici, laissées par Git après une fusion.";
    let help = "Gardez la bonne version, puis effacez l’autre et les lignes « <<<<<<< », « ======= » et \
                « >>>>>>> ».";
    let found = Found::new(first, message, help);
    Some(match last {
        Some(last) => found.note(last, "jusqu’ici"),
        None => found,
    })
}

/// Characters that command machines and that no text has.
fn controls(text: &str, surface: &mut Surface) {
    let control = |char: char| {
        char.is_control() && !matches!(char, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}')
    };
    let mut all = text.char_indices().filter(|(_, char)| control(*char));
    let Some((at, char)) = all.next() else { return };
    let wide = char == '\0' && text.bytes().filter(|byte| *byte == 0).count() > text.len() / 4;
    let found = if wide {
        surface.hopeless = true;
        let help = "Enregistrez-le de nouveau : menu « Enregistrer sous », codage « UTF-8 ».";
        Found::new(at..at + 1, "Ce fichier est enregistré en UTF-16, pas en UTF-8.", help)
    } else {
        let message = format!("Il y a ici {}, qui n’a pas sa place dans un texte.", name_of(char));
        Found::new(at..at + char.len_utf8(), message, "Effacez-le, ou tapez la ligne de nouveau.")
    };
    surface.found.push(found);
    surface.edits.extend(
        std::iter::once((at, char))
            .chain(all)
            .map(|(at, char)| Edit::new(at..at + char.len_utf8(), "")),
    );
}

/// Odd spaces become spaces where something is parted, and what nobody sees vanishes there.
fn gaps(text: &str, lines: &[Line], surface: &mut Surface) {
    for line in lines {
        let none = line.end..line.end;
        let zones = match line.place {
            Place::Entry | Place::Stray => {
                let key = line.key.clone().unwrap_or(line.content..line.content);
                let colon = if line.key.is_some() { key.end } else { line.content };
                let behind =
                    line.comment.map_or(line.end..line.end, |comment| line.value.end..comment);
                [line.start..line.content, colon..line.value.start.max(colon), behind]
            }
            Place::Blank if text[line.start..line.end].contains(is_odd_gap) => {
                [line.start..line.end, none.clone(), none]
            }
            Place::More | Place::Inside | Place::Comment => {
                [line.start..line.body, none.clone(), none]
            }
            Place::Block => [line.start..block_indent(text, line), none.clone(), none],
            _ => [none.clone(), none.clone(), none],
        };
        for zone in zones {
            for (at, char) in
                text[zone.clone()].char_indices().filter(|(_, char)| is_odd_gap(*char))
            {
                let range = zone.start + at..zone.start + at + char.len_utf8();
                surface.edits.push(Edit::new(range, if is_unseen(char) { "" } else { " " }));
            }
        }
        flow_gaps(text, line, surface);
    }
}

fn is_odd_gap(char: char) -> bool {
    is_odd_space(char) || is_unseen(char)
}

/// The end of an indentation that begins with something odd; what follows spaces belongs to the text.
fn block_indent(text: &str, line: &Line) -> usize {
    if text[line.start..].starts_with(is_odd_gap) { line.body } else { line.start }
}

/// The same between brackets, outside of quotation marks.
fn flow_gaps(text: &str, line: &Line, surface: &mut Surface) {
    let flow = line.place == Place::Inside || text[line.value.clone()].starts_with(['[', '{']);
    if !flow || !text[line.value.start..line.end].contains(is_odd_gap) {
        return;
    }
    let mut quote = None;
    let mut parted = true;
    for (at, char) in text[line.value.start..line.end].char_indices() {
        match quote {
            Some(open) if char == open => quote = None,
            Some(_) => continue,
            None if parted && matches!(char, '"' | '\'') => quote = Some(char),
            None if parted && is_odd_gap(char) => {
                let at = line.value.start + at;
                let range = at..at + char.len_utf8();
                surface.edits.push(Edit::new(range, if is_unseen(char) { "" } else { " " }));
                continue;
            }
            None => {}
        }
        parted = "[{,:".contains(char) || parted && char == ' ';
    }
}

/// Tabs: spaces where they separate, a fault where they indent.
fn tabs(text: &str, lines: &[Line], surface: &mut Surface) {
    let mut first: Option<Range<usize>> = None;
    let mut count = 0;
    for line in lines.iter().filter(|line| text[line.start..line.end].contains('\t')) {
        let before = &text[line.start..line.body];
        let indents = matches!(line.place, Place::Entry | Place::Stray | Place::More);
        let block = line.place == Place::Block && before.starts_with('\t');
        let with = if indents || block { "  " } else { " " };
        let zone = match line.place {
            Place::Entry | Place::Stray => line.body..line.value.start,
            Place::Inside => line.start..line.end,
            _ => line.end..line.end,
        };
        let found = text[zone.clone()].match_indices('\t');
        let edits = found.map(|(at, _)| Edit::new(zone.start + at..zone.start + at + 1, " "));
        surface.edits.extend(edits);
        if !indents && !block {
            continue;
        }
        let mut found = before.match_indices('\t').map(|(at, _)| line.start + at);
        if let Some(at) = found.clone().next() {
            count += 1;
            first.get_or_insert(at..at + 1);
        }
        surface.edits.extend(found.by_ref().map(|at| Edit::new(at..at + 1, with)));
    }
    if let Some(range) = first {
        surface.guessed = true;
        let message = "Une tabulation sert de retrait, ce que YAML interdit.";
        let more = match count {
            1 => String::new(),
            _ => format!(" Ce fichier a {count} lignes dans ce cas."),
        };
        let help = format!("Remplacez-la par des espaces, deux par niveau.{more}");
        surface.found.push(Found::new(range, message, help));
    }
}

/// Dashes and bullets of other programs in front of items.
fn bullets(text: &str, lines: &[Line], surface: &mut Surface) {
    let mut listing = false;
    let mut found: Vec<Range<usize>> = Vec::new();
    for line in lines.iter().filter(|line| !matches!(line.place, Place::Blank | Place::Comment)) {
        let outside = matches!(line.place, Place::Entry | Place::Stray | Place::More);
        let bullet = bullet_at(text, line).filter(|_| outside && listing);
        if let Some(bullet) = bullet {
            let spaced = text[bullet.end..].starts_with(' ');
            surface.edits.push(Edit::new(bullet.clone(), if spaced { "-" } else { "- " }));
            found.push(bullet);
        } else if outside {
            let empty = line.key.is_some() && line.value.is_empty();
            listing =
                empty || line.dashes > 0 || line.key.is_some() && listing && !found.is_empty();
        }
    }
    let Some(first) = found.first() else { return };
    let sign = &text[first.clone()];
    let message = if sign.starts_with(is_long_dash) {
        format!(
            "Ce tiret « {sign} » est celui d’un traitement de texte : YAML ne connaît que « - »."
        )
    } else {
        format!(
            "Une liste YAML ne commence pas ses éléments par « {sign} », mais par un tiret « - »."
        )
    };
    let more = match found.len() {
        1 => String::new(),
        2 => " Faites de même à l’autre ligne de ce fichier qui commence ainsi.".to_owned(),
        count => format!(
            " Faites de même aux {} autres lignes de ce fichier qui commencent ainsi.",
            count - 1
        ),
    };
    let help =
        format!("Remplacez-le par le trait d’union du clavier, suivi d’une espace : « - ».{more}");
    surface.found.push(Found::new(first.clone(), message, help));
}

/// The bullet with which a line begins.
fn bullet_at(text: &str, line: &Line) -> Option<Range<usize>> {
    let written = &text[line.body..line.end];
    let char = written.chars().next().filter(|char| is_bullet(*char))?;
    let rest = &written[char.len_utf8()..];
    let spaced = rest.starts_with(is_gap);
    let stuck = !matches!(char, '*' | '+') && rest.starts_with(char::is_alphabetic);
    (spaced || stuck).then_some(line.body..line.body + char.len_utf8())
}

/// Comments that were not meant as such: without a space behind the `#`, behind a text.
fn comments(text: &str, lines: &[Line], surface: &mut Surface) {
    let mut last: Option<&Line> = None;
    for line in lines {
        if let Some(at) = line.comment.filter(|at| !is_comment(&text[*at..line.end])) {
            surface.found.push(hash(text, line, at));
            surface.edits.extend(without_comment(text, line, at));
        } else if line.place == Place::Comment
            && !is_comment(&text[line.body..line.end])
            && line.end > line.body + 1
            && let Some(last) = last
            && goes_on(text, last, line)
        {
            let message = "Cette ligne, qui semble continuer le texte d’avant, est prise pour un commentaire.";
            let help = "Si c’est du texte, mettez-le tout entier entre guillemets droits, ou sous « | » ; si \
                        c’est un commentaire, mettez une espace après « # ».";
            surface.found.push(Found::new(line.body..line.end, message, help));
            surface.edits.push(Edit::new(line.body..line.body + 1, "＃"));
        }
        if line.place != Place::Blank {
            last = Some(line);
        }
    }
}

/// Whether what begins with `#` is written as a comment.
fn is_comment(written: &str) -> bool {
    let rest = written.trim_start_matches('#');
    rest.starts_with(is_gap) && !rest.trim().is_empty()
}

/// Whether a line would be more of the text of the line before, without its `#`.
fn goes_on(text: &str, last: &Line, line: &Line) -> bool {
    let plain = match last.place {
        Place::More => return last.comment.is_none() && line.indent(text) >= last.indent(text),
        Place::Entry => !last.value.is_empty() && last.open.is_none() && last.comment.is_none(),
        _ => false,
    };
    let first = text[last.value.clone()].chars().next();
    let column = if last.key.is_some() { last.column(text) } else { last.indent(text) };
    plain && !first.is_some_and(|first| "\"'[{|>&*!".contains(first)) && line.indent(text) > column
}

fn hash(text: &str, line: &Line, at: usize) -> Found {
    let lost = text[at..line.end].trim();
    let range = at..at + lost.len();
    let shown: String = lost.chars().take(40).collect();
    let more = if shown.len() < lost.len() { "…" } else { "" };
    let message = format!("« {shown}{more} » est pris pour un commentaire, que personne ne lira.");
    let value = text[line.value.start.min(at)..line.end].trim();
    let short = value.chars().count() <= 60 && !value.contains(['"', '\\', '[', '{']);
    let quoted = match &line.key {
        Some(key) if short && line.place == Place::Entry => {
            format!(" : {}: \"{value}\"", &text[key.clone()])
        }
        _ => String::new(),
    };
    let help = format!(
        "Si c’est du texte, mettez toute la valeur entre guillemets droits{quoted} ; si c’est un commentaire, \
         mettez une espace après « # »."
    );
    Found::new(range, message, help)
}

/// What makes a text of what was cut off.
fn without_comment(text: &str, line: &Line, at: usize) -> Vec<Edit> {
    let start = line.value.start.min(at);
    let quotes = !text[start..].starts_with(['"', '\'', '[', '{', '|', '>']);
    if line.place == Place::Entry && quotes && !text[start..line.end].contains(['"', '\'', '\\']) {
        let end = start + text[start..line.end].trim_end_matches(is_gap).len();
        return vec![Edit::insert(start, "\""), Edit::insert(end, "\"")];
    }
    // What is closed before the comment was read as a whole.
    let before = &text[start..at];
    let closed = before.matches(['[', '{']).count() == before.matches([']', '}']).count();
    if text[start..].starts_with(['"', '\'', '|', '>'])
        || text[start..].starts_with(['[', '{']) && closed
    {
        return Vec::new();
    }
    vec![Edit::new(at..at + 1, "＃")]
}
