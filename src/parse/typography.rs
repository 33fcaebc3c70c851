//! The typography of a language, put into the characters themselves.
//!
//! In: text as typed. Out: the same text with the spaces, apostrophes and dots that its language
//! wants. Rules of the *Imprimerie nationale*: a narrow no-break space before `; ! ?`, a no-break
//! space before `:` and inside « ». A space is converted, never invented, except inside « ».
//! Addresses keep every character.

use std::borrow::Cow;

use crate::model::site::Language;

/// Narrow no-break space.
const NARROW: char = '\u{202F}';
/// No-break space.
const WIDE: char = '\u{A0}';

/// Applies the typography of `language` to one run of text.
#[must_use]
pub fn typeset(text: &str, language: Language) -> Cow<'_, str> {
    match language {
        Language::French if needs_work(text) => Cow::Owned(french(text)),
        _ => Cow::Borrowed(text),
    }
}

/// Whether any rule may apply: most runs of text have none of these characters.
fn needs_work(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b';' | b'!' | b'?' | b':' | b'\'' | b'.'))
        || text.contains(['«', '»'])
}

fn french(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            out.push(space_between(out.chars().next_back(), word));
        }
        if is_address(word) {
            out.push_str(word);
        } else {
            french_word(word, &mut out);
        }
    }
    out
}

/// What to put for a space that the author typed between what was written and `word`.
fn space_between(before: Option<char>, word: &str) -> char {
    let mut chars = word.chars();
    let first = chars.next();
    // "a := b" and smileys are no French punctuation.
    let lone = chars.next().is_none_or(|next| !next.is_ascii_punctuation() || next == '.');
    match (before, first) {
        (Some('«'), _) | (_, Some('»')) => WIDE,
        (_, Some(';' | '!' | '?')) => NARROW,
        (_, Some(':')) if lone => WIDE,
        _ => ' ',
    }
}

/// Whether a word is an address of the web or of mail, which keeps its characters.
fn is_address(word: &str) -> bool {
    let mail = |(before, after): (&str, &str)| !before.is_empty() && after.contains('.');
    word.contains("://") || word.starts_with("www.") || word.split_once('@').is_some_and(mail)
}

/// Apostrophes, ellipses and the spaces inside « » of one word.
fn french_word(word: &str, out: &mut String) {
    let mut rest = word;
    while let Some(char) = rest.chars().next() {
        let after = &rest[char.len_utf8()..];
        match char {
            '\'' if is_apostrophe(out, after) => out.push('’'),
            '.' if rest.starts_with("...") && !rest.starts_with("....") => {
                out.push('…');
                rest = &rest[3..];
                continue;
            }
            '«' => {
                out.push('«');
                if after.chars().next().is_some_and(|next| !is_space(next)) {
                    out.push(WIDE);
                }
            }
            '»' => {
                if out.chars().next_back().is_some_and(|last| !is_space(last)) {
                    out.push(WIDE);
                }
                out.push('»');
            }
            _ => out.push(char),
        }
        rest = after;
    }
}

/// An apostrophe stands after a letter; a quotation mark does not.
fn is_apostrophe(before: &str, after: &str) -> bool {
    before.chars().next_back().is_some_and(char::is_alphabetic)
        && after.chars().next().is_none_or(|next| !next.is_ascii_digit())
}

fn is_space(char: char) -> bool {
    char.is_whitespace() || char == NARROW || char == WIDE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: &str) {
        let shown = typeset(typed, Language::French).replace(WIDE, "~").replace(NARROW, "_");
        assert_eq!(shown, expected);
    }

    #[test]
    fn french_spaces_are_converted_and_never_invented() {
        check("Prêt ? Oui ! Alors : voilà ; fin.", "Prêt_? Oui_! Alors~: voilà_; fin.");
        check("Prêt? Oui! a:b", "Prêt? Oui! a:b");
        check("« Valider » et «Valider»", "«~Valider~» et «~Valider~»");
        check("« M@gistère » :", "«~M@gistère~»~:");
        check("« Prêt ? »", "«~Prêt_?~»");
    }

    #[test]
    fn apostrophes_and_ellipses() {
        check("l'adresse d'aujourd'hui...", "l’adresse d’aujourd’hui…");
        check("le mot 'exact' reste", "le mot 'exact’ reste");
    }

    #[test]
    fn addresses_times_and_english_stay_as_they_are() {
        check("https://a.fr/l'x?a=1...", "https://a.fr/l'x?a=1...");
        check("à 10:30, 09X1234567XYZ", "à 10:30, 09X1234567XYZ");
        check("l'adresse jean.d'ile@ac-lille.fr", "l’adresse jean.d'ile@ac-lille.fr");
        assert_eq!(typeset("Ready ? It's", Language::English), "Ready ? It's");
    }
}
