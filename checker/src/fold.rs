//! Letters without case and accents, so that "Élève" is found in "ELEVE2".
//!
//! Folded are the Latin letters of Western and Central Europe, composed or not; all else stays as it
//! is. "œ" becomes two letters.

/// What U+00C0 to U+017F become; a capital stands for two letters, `*` for the character itself.
const LATIN: &[u8; 192] = b"aaaaaaAceeeeiiiidnooooo*ouuuuyTS\
aaaaaaAceeeeiiiidnooooo*ouuuuyTy\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiIIjjkkklllllll\
lllnnnnnnnnnooooooOOrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// The characters of `text`, folded.
#[derive(Clone, Debug)]
pub struct Folded<'a> {
    chars: core::str::Chars<'a>,
    /// The second letter of what became two.
    second: Option<char>,
}

/// Folds `text`.
#[must_use]
pub fn fold(text: &str) -> Folded<'_> {
    Folded { chars: text.chars(), second: None }
}

impl Iterator for Folded<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        if let Some(second) = self.second.take() {
            return Some(second);
        }
        loop {
            let char = self.chars.next()?;
            if !is_mark(char) {
                let (first, second) = fold_char(char);
                self.second = second;
                return Some(first);
            }
        }
    }
}

/// Whether it only changes the letter before it.
#[must_use]
pub fn is_mark(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36F}')
}

/// A character in small letters without accents: one, sometimes two.
#[must_use]
pub fn fold_char(char: char) -> (char, Option<char>) {
    let at = (char as usize).wrapping_sub(0xC0);
    match LATIN.get(at).copied() {
        None => (char.to_ascii_lowercase(), None),
        Some(b'*') => (char, None),
        Some(b'A') => ('a', Some('e')),
        Some(b'I') => ('i', Some('j')),
        Some(b'O') => ('o', Some('e')),
        Some(b'S') => ('s', Some('s')),
        Some(b'T') => ('t', Some('h')),
        Some(letter) => (letter as char, None),
    }
}
