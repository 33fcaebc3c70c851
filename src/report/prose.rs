//! The sentences of a message, as they are shown.
//!
//! In: a message with plain spaces and apostrophes. Out: the same with the typography of French.
//! What stands between « » is quoted from a file and keeps its characters.

use crate::model::site::Language;
use crate::parse::typography::typeset;

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

/// A character that a terminal may show: no command, and nothing that turns the direction of text.
pub(crate) fn visible(char: char) -> char {
    match char {
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        _ if char.is_control() => '\u{FFFD}',
        _ => char,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_set_as_french_and_quotations_stay_as_they_were_written() {
        assert_eq!(
            french("« a ; b's » n'existe pas ; il y a : « x » !"),
            "«\u{A0}a ; b's\u{A0}» n’existe pas\u{202F}; il y a\u{A0}: «\u{A0}x\u{A0}»\u{202F}!"
        );
        assert_eq!(french("sans fin « ici"), "sans fin «\u{A0}ici");
    }
}
