//! An identifier as somebody typed it, without what a paste brings along, or as they may have meant it.

use crate::fold::{Folded, fold};

/// The characters of an identifier, without spaces of any width, line ends and characters that nobody
/// sees. A space is part of no identifier; in a password it counts, so passwords never come here.
#[derive(Clone, Debug)]
pub struct Typed<'t> {
    /// What comes before the rest.
    before: core::str::Chars<'static>,
    source: Source<'t>,
}

#[derive(Clone, Debug)]
enum Source<'t> {
    Text(core::str::Chars<'t>, Case),
    /// In capitals, with one character in the place of another.
    Swapped(core::str::Chars<'t>, u32, char),
    Folded(Folded<'t>),
    Fixed(core::array::IntoIter<u8, 10>),
}

#[derive(Clone, Copy, Debug)]
enum Case {
    AsTyped,
    Upper,
    Lower,
}

impl<'t> Typed<'t> {
    /// As it was typed.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self::from(Source::Text(text.chars(), Case::AsTyped))
    }

    /// In capitals.
    #[must_use]
    pub fn upper(text: &'t str) -> Self {
        Self::from(Source::Text(text.chars(), Case::Upper))
    }

    /// In small letters.
    #[must_use]
    pub fn lower(text: &'t str) -> Self {
        Self::from(Source::Text(text.chars(), Case::Lower))
    }

    /// In capitals, with `instead` in the place of the character after `before` others.
    #[must_use]
    pub fn swapped(text: &'t str, before: u32, instead: char) -> Self {
        Self::from(Source::Swapped(text.chars(), before, instead))
    }

    /// In small letters without accents.
    #[must_use]
    pub fn folded(text: &'t str) -> Self {
        Self::from(Source::Folded(fold(text)))
    }

    /// After `before`.
    #[must_use]
    pub fn after(before: &'static str, text: &'t str) -> Self {
        Self { before: before.chars(), ..Self::new(text) }
    }

    /// These characters in its place.
    #[must_use]
    pub fn fixed(chars: [u8; 10]) -> Self {
        Self::from(Source::Fixed(chars.into_iter()))
    }

    fn from(source: Source<'t>) -> Self {
        Self { before: "".chars(), source }
    }
}

impl Iterator for Typed<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        if let Some(char) = self.before.next() {
            return Some(char);
        }
        loop {
            let char = match &mut self.source {
                Source::Text(chars, Case::AsTyped) => chars.next()?,
                Source::Text(chars, Case::Upper) | Source::Swapped(chars, ..) => {
                    chars.next()?.to_ascii_uppercase()
                }
                Source::Text(chars, Case::Lower) => chars.next()?.to_ascii_lowercase(),
                Source::Folded(chars) => chars.next()?,
                Source::Fixed(bytes) => char::from(bytes.next()?),
            };
            if is_pasted(char) {
                continue;
            }
            if let Source::Swapped(_, before, instead) = &mut self.source {
                let here = *before == 0;
                *before = before.wrapping_sub(1);
                return Some(if here { *instead } else { char });
            }
            return Some(char);
        }
    }
}

/// Whether a paste brings it along: a space of any width, a line end, something that nobody sees.
#[must_use]
pub fn is_pasted(char: char) -> bool {
    matches!(
        char,
        '\t'..='\r'
            | ' '
            | '\u{85}'
            | '\u{A0}'
            | '\u{AD}'
            | '\u{1680}'
            | '\u{180E}'
            | '\u{2000}'..='\u{200F}'
            | '\u{2028}'..='\u{202F}'
            | '\u{205F}'..='\u{206F}'
            | '\u{3000}'
            | '\u{FEFF}'
    )
}
