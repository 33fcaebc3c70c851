//! An identifier as somebody typed it, without what a paste brings along, or as they may have meant it.

use crate::fold::{Folded, fold, is_mark};
use crate::plain::{Few, look_alike, same, unaccented};
use crate::shape::{Shape, State};

/// The characters of an identifier, without spaces of any width, line ends and characters that nobody
/// sees. A space is part of no identifier; in a password it counts, so passwords never come here.
#[derive(Clone, Debug)]
pub struct Typed<'t>(Source<'t>);

#[derive(Clone, Debug)]
enum Source<'t> {
    Text(core::str::Chars<'t>),
    Folded(Folded<'t>),
    Meant(Meant<'t>),
    Fixed(core::array::IntoIter<u8, 10>),
}

impl<'t> Typed<'t> {
    /// As it was typed.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self(Source::Text(text.chars()))
    }

    /// In small letters without accents.
    #[must_use]
    pub fn folded(text: &'t str) -> Self {
        Self(Source::Folded(fold(text)))
    }

    /// As it may have been meant.
    #[must_use]
    pub fn meant(meant: Meant<'t>) -> Self {
        Self(Source::Meant(meant))
    }

    /// These characters in its place.
    #[must_use]
    pub fn fixed(chars: [u8; 10]) -> Self {
        Self(Source::Fixed(chars.into_iter()))
    }
}

impl Iterator for Typed<'_> {
    type Item = char;

    #[inline(never)]
    fn next(&mut self) -> Option<char> {
        loop {
            let char = match &mut self.0 {
                Source::Text(chars) => chars.next()?,
                Source::Folded(chars) => chars.next()?,
                Source::Meant(chars) => chars.next()?,
                Source::Fixed(bytes) => char::from(bytes.next()?),
            };
            if !is_pasted(char) {
                return Some(char);
            }
        }
    }
}

/// A text in which each character that a shape does not admit is changed to the nearest one that it does.
/// From the first for which there is none, all stays as it was typed.
#[derive(Clone, Debug)]
pub struct Meant<'t> {
    shape: Shape<&'t [u8]>,
    /// Where the shape is; none once something was wrong.
    state: Option<State>,
    /// What comes before the text.
    before: core::str::Chars<'static>,
    text: core::str::Chars<'t>,
    /// The rest of what a character was changed to.
    rest: Few,
    /// Whether letters and digits may be taken for others. Not in an address: a server whose name looks like
    /// another is a trap, and not a slip.
    letters: bool,
}

impl<'t> Meant<'t> {
    /// `before` and `text` as `shape` admits them.
    #[must_use]
    pub fn new(shape: Shape<&'t [u8]>, before: &'static str, text: &'t str, letters: bool) -> Self {
        let (before, text) = (before.chars(), text.chars());
        Self { shape, state: Some(0), before, text, rest: ['\0'; 3], letters }
    }

    fn change(&mut self, char: char) -> Option<Few> {
        let plain = plainly(char, self.letters);
        // Not letters as far from French as a dotless i, either, in an address.
        let takes = self.letters || plain[0] < '\u{100}';
        let bare = unaccented(plain[0]);
        let bare = if takes && bare[0] != plain[0] { bare } else { plain };
        let other = if self.letters { confused(bare[0]) } else { '\0' };
        let small = bare.map(|char| char.to_ascii_lowercase());
        let capital = bare.map(|char| char.to_ascii_uppercase());
        let ways = [[char, '\0', '\0'], plain, bare, small, capital, [other, '\0', '\0']];
        let state = self.state?;
        let (few, next) = ways.iter().find_map(|few| Some((*few, self.after(state, few)?)))?;
        self.state = Some(next);
        Some(few)
    }

    fn after(&self, mut state: State, few: &Few) -> Option<State> {
        for (at, char) in few.iter().enumerate() {
            if *char != '\0' {
                state = self.shape.step_char(state, *char)?;
            } else if at == 0 {
                return None;
            }
        }
        Some(state)
    }
}

impl Iterator for Meant<'_> {
    type Item = char;

    #[inline(never)]
    fn next(&mut self) -> Option<char> {
        let [first, second, third] = self.rest;
        if first != '\0' {
            self.rest = [second, third, '\0'];
            return Some(first);
        }
        loop {
            let char = self.before.next().or_else(|| self.text.next())?;
            if is_pasted(char) {
                continue;
            }
            let Some([first, second, third]) = self.change(char) else {
                if self.state.is_some() && is_mark(char) {
                    continue;
                }
                self.state = None;
                return Some(char);
            };
            self.rest = [second, third, '\0'];
            return Some(first);
        }
    }
}

/// The character of ASCII that this one stands for or looks like, or else itself; a letter or a digit that
/// only looks like it, if `letters` says so.
#[inline(never)]
#[must_use]
pub fn plainly(char: char, letters: bool) -> Few {
    let alike = || look_alike(char).filter(|plain| letters || !plain.is_ascii_alphanumeric());
    same(char).or_else(|| Some([alike()?, '\0', '\0'])).unwrap_or([char, '\0', '\0'])
}

/// The digit that is taken for this letter, or the letter for this digit.
fn confused(char: char) -> char {
    match char {
        'O' | 'o' => '0',
        '0' => 'O',
        'I' | 'i' | 'L' | 'l' | '|' => '1',
        '1' => 'I',
        _ => '\0',
    }
}

/// Whether a paste brings it along: a space of any width, a line end, something that nobody sees.
#[inline(never)]
#[must_use]
pub fn is_pasted(char: char) -> bool {
    matches!(
        char,
        '\t'..='\r'
            | ' '
            | '\u{85}'
            | '\u{A0}'
            | '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{1680}'
            | '\u{180B}'..='\u{180F}'
            | '\u{2000}'..='\u{200F}'
            | '\u{2028}'..='\u{202F}'
            | '\u{205F}'..='\u{206F}'
            | '\u{2800}'
            | '\u{3000}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}
