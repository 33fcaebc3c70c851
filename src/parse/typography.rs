//! The typography of a language, put into the characters themselves.
//!
//! In: text as typed. Out: the same text with the spaces, apostrophes and dots that its language
//! wants. Rules of the *Imprimerie nationale*: a narrow no-break space before `; ! ?`, a no-break
//! space before `:` and inside « », and between a number and what it counts. A space is converted, never
//! invented, except inside « ». Addresses keep every character.

use std::borrow::Cow;

use crate::model::site::Language;

/// Narrow no-break space.
const NARROW: &str = "\u{202F}";
/// Longer words are no addresses; looking further would take too long in a line without spaces.
const LONGEST_ADDRESS: usize = 256;
/// No-break space.
const WIDE: &str = "\u{A0}";
/// Words that no number counts.
const SMALL: [&str; 24] = [
    "à", "au", "aux", "avec", "dans", "de", "des", "du", "en", "est", "et", "la", "le", "les",
    "ou", "où", "par", "pour", "puis", "que", "qui", "sont", "sur", "un",
];

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
    text.bytes()
        .any(|byte| matches!(byte, b'0'..=b'9' | b'}' | b';' | b'!' | b'?' | b':' | b'\'' | b'.'))
        || text.contains(['«', '»'])
}

/// Goes from one character with a rule to the next; what lies between is copied as it is.
fn french(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len() + 8);
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if at < copied {
            continue;
        }
        let change = match byte {
            b';' | b'!' | b'?' => space_before(bytes, at, NARROW),
            b':' if is_lone(bytes, at) => space_before(bytes, at, WIDE),
            b' ' => space_after_number(text, at),
            b'\'' if is_apostrophe(text, at) => Some((at, "’", at + 1)),
            b'.' if is_ellipsis(text, at) => Some((at, "…", at + 3)),
            0xC2 if text[at..].starts_with('«') => opening_quote(text, at),
            0xC2 if text[at..].starts_with('»') => closing_quote(text, at),
            _ => None,
        };
        let Some((from, instead, to)) = change.filter(|(from, ..)| *from >= copied) else {
            continue;
        };
        out.push_str(&text[copied..from]);
        out.push_str(instead);
        copied = to;
    }
    out.push_str(&text[copied..]);
    out
}

/// What to put instead of the bytes from the first to the second number.
type Change = Option<(usize, &'static str, usize)>;

/// The space that the author typed before a mark becomes `space`.
fn space_before(bytes: &[u8], at: usize, space: &'static str) -> Change {
    (at > 0 && bytes[at - 1] == b' ').then(|| (at - 1, space, at))
}

/// The space between a number that stands alone, or its place in a text of the interface, and what it counts; or
/// between its thousands.
fn space_after_number(text: &str, at: usize) -> Change {
    let before = text[..at].trim_end_matches(|char: char| char.is_ascii_digit());
    let width = at - before.len();
    let begins = |char: char| char.is_whitespace() || "(«’'".contains(char);
    let is_number = match width {
        0 => before.ends_with("{n}"),
        _ => before.is_empty() || before.ends_with(begins),
    };
    if !is_number {
        return None;
    }
    let after = &text[at + 1..];
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 3 && width <= 3 {
        return Some((at, NARROW, at + 1));
    }
    let word = after.split(|char: char| !char.is_alphabetic()).next().unwrap_or_default();
    let counted = word.starts_with(char::is_lowercase) && !SMALL.contains(&word);
    counted.then_some((at, WIDE, at + 1))
}

/// Whether a colon stands alone: "a := b" and smileys are no French punctuation.
fn is_lone(bytes: &[u8], at: usize) -> bool {
    bytes.get(at + 1).is_none_or(|next| !next.is_ascii_punctuation() || *next == b'.')
}

/// An apostrophe stands after a letter; a quotation mark does not.
fn is_apostrophe(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(char::is_alphabetic)
        && !text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit)
        && !is_in_address(text, at)
}

fn is_ellipsis(text: &str, at: usize) -> bool {
    // Of a long row only the first is looked at.
    !text[..at].ends_with('.')
        && text[at..].bytes().take(4).take_while(|byte| *byte == b'.').count() == 3
        && !is_in_address(text, at)
}

fn opening_quote(text: &str, at: usize) -> Change {
    let after = at + '«'.len_utf8();
    match text[after..].chars().next() {
        Some(' ') => Some((after, WIDE, after + 1)),
        Some(next) if !next.is_whitespace() => Some((after, WIDE, after)),
        _ => None,
    }
}

fn closing_quote(text: &str, at: usize) -> Change {
    match text[..at].chars().next_back() {
        Some(' ') => Some((at - 1, WIDE, at)),
        Some(last) if !last.is_whitespace() => Some((at, WIDE, at)),
        _ => None,
    }
}

/// Whether the word around `at` is an address of the web or of mail, which keeps its characters.
fn is_in_address(text: &str, at: usize) -> bool {
    let from = text.ceil_char_boundary(at.saturating_sub(LONGEST_ADDRESS));
    let to = text.floor_char_boundary((at + LONGEST_ADDRESS).min(text.len()));
    let start = text[from..at].rfind(' ').map_or(from, |space| from + space + 1);
    let end = text[at..to].find(' ').map_or(to, |space| at + space);
    let word = &text[start..end];
    let mail = |(before, after): (&str, &str)| !before.is_empty() && after.contains('.');
    word.contains("://") || word.starts_with("www.") || word.split_once('@').is_some_and(mail)
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
    fn numbers_stay_with_what_they_count() {
        check("2 chiffres, 1 lettre et 12 000 euros", "2~chiffres, 1~lettre et 12_000~euros");
        check("{n} guides et {x} autres", "{n}~guides et {x} autres");
        check("1 234 567 élèves", "1_234_567~élèves");
        check("mot-1 mot-2 jdupont1 puis", "mot-1 mot-2 jdupont1 puis");
        check("De 2 à 3 ou 4 et 5", "De 2 à 3 ou 4 et 5");
        check("01 99 00 00 00", "01 99 00 00 00");
        check("en 2026 100 % ; Étape 3 Choisissez", "en 2026 100 %_; Étape 3 Choisissez");
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
        check("le lien a.fr/x?id=3 mène", "le lien a.fr/x?id=3 mène");
        check("l'adresse jean.d'ile@ac-lille.fr", "l’adresse jean.d'ile@ac-lille.fr");
        assert_eq!(typeset("Ready ? It's", Language::English), "Ready ? It's");
    }
}
