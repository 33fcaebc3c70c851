//! The sentences of a message, as they are shown.
//!
//! In: a message with plain spaces and apostrophes. Out: the same with the typography of French.
//! What stands between « » is quoted from a file and keeps its characters.

use std::borrow::Cow;

use crate::model::site::Language;
use crate::parse::typography::typeset;

/// What reports are coloured with.
const COLORS: [&str; 5] = ["\x1b[1;31m", "\x1b[1;33m", "\x1b[34m", "\x1b[1m", "\x1b[0m"];

/// Sets `text` as French.
pub(crate) fn french(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some((before, quoted, after)) = next_quotation(rest) {
        out.push_str(&typeset(before, Language::French));
        out.push_str("«\u{A0}");
        out.push_str(quoted.trim_matches([' ', '\u{A0}']));
        out.push_str("\u{A0}»");
        rest = after;
    }
    out.push_str(&typeset(rest, Language::French));
    out
}

fn next_quotation(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('«')?;
    let (quoted, after) = rest.split_once('»')?;
    Some((before, quoted, after))
}

/// A character that a terminal may show: no command, no end of a line, nothing that turns the direction of
/// text, nothing that hides. Joiners stay: words of some scripts need them.
pub(crate) fn visible(char: char) -> char {
    match char {
        '\u{61C}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}' => '\u{FFFD}',
        _ if char.is_control() => '\u{FFFD}',
        _ => char,
    }
}

/// `text` for a terminal: of its commands only the colours of reports are left.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    let odd = |char: char| char != '\n' && visible(char) != char;
    if !text.contains(odd) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(odd) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let kept = COLORS.iter().find(|color| rest.starts_with(**color)).map(|color| color.len());
        let odd = rest.chars().next().map_or(0, char::len_utf8);
        match kept {
            Some(length) => out.push_str(&rest[..length]),
            None if rest.starts_with('\t') => out.push('\t'),
            None => out.push('\u{FFFD}'),
        }
        rest = &rest[kept.unwrap_or(odd)..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_printed_commands_a_terminal() {
        let text = "a\x1b[2Jb\u{9B}2Jc\rd\u{202E}e\u{2028}f\u{FEFF}g\u{E0041}h\u{85}i\x7F";
        let shown = harmless(text);
        assert_eq!(shown.replace('\u{FFFD}', "."), "a.[2Jb.2Jc.d.e.f.g.h.i.");
        for fine in ["é\n\u{A0}\u{202F}x\tу", "\x1b[1;31merreur\x1b[0m", "👩\u{200D}💻"] {
            assert_eq!(harmless(fine), fine);
        }
    }

    #[test]
    fn messages_are_set_as_french_and_quotations_stay_as_they_were_written() {
        assert_eq!(
            french("« a ; b's » n'existe pas ; il y a : « x » !"),
            "«\u{A0}a ; b's\u{A0}» n’existe pas\u{202F}; il y a\u{A0}: «\u{A0}x\u{A0}»\u{202F}!"
        );
        assert_eq!(french("sans fin « ici"), "sans fin «\u{A0}ici");
    }
}
