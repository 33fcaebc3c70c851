//! Where long words may break.
//!
//! In: a text. Out: the same with places to break in each word that may be wider than a column. Words that
//! people write are shorter; addresses and names of files are not. For paper only: in a page such places part
//! the words that a screen reader says.

use std::borrow::Cow;

/// A place where a word may break.
pub(super) const ANYWHERE: char = '\u{200B}';
/// From how many characters on a word is long.
const LONG: usize = 28;
/// Signs after which a break is better than elsewhere.
const SIGNS: &[char] = &['/', '.', '_', '?', '&', '=', '%', '@', '+', ':', '#', '~', ',', ';', '-'];

/// A text whose long words may break: after signs, else anywhere.
pub(super) fn loose(text: &str) -> Cow<'_, str> {
    let is_long = |word: &str| word.len() >= LONG && word.chars().count() >= LONG;
    if !text.split([' ', '\n']).any(is_long) {
        return Cow::Borrowed(text);
    }
    let words = text.split_inclusive([' ', '\n']);
    words.map(|word| if is_long(word) { broken(word) } else { word.to_owned() }).collect()
}

/// A long word with places to break between its signs, never at its end.
fn broken(word: &str) -> String {
    let mut broken = String::with_capacity(2 * word.len());
    let mut since = 0;
    let mut chars = word.chars().peekable();
    while let Some(char) = chars.next() {
        broken.push(char);
        since += 1;
        let Some(next) = chars.peek().filter(|next| !next.is_whitespace()) else { continue };
        // Signs in a row stay together.
        let after_signs = SIGNS.contains(&char) && !SIGNS.contains(next);
        if after_signs || since == LONG {
            broken.push(ANYWHERE);
            since = 0;
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(loose(text).replace(ANYWHERE, "|"), expected);
    }

    #[test]
    fn words_of_usual_length_stay_whole() {
        check("Le mot de passe de l’année", "Le mot de passe de l’année");
    }

    #[test]
    fn addresses_break_after_signs() {
        check(
            "voir https://assistance.academie.example/mot-de-passe ici",
            "voir https://|assistance.|academie.|example/|mot-|de-|passe ici",
        );
    }

    #[test]
    fn nothing_breaks_before_what_follows() {
        check("assistance.academie.example/mot/ ici", "assistance.|academie.|example/|mot/ ici");
    }

    #[test]
    fn a_word_without_signs_breaks_anywhere() {
        check(&"é".repeat(60), &format!("{0}|{0}|éééé", "é".repeat(28)));
    }
}
