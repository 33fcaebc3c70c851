//! An identifier as somebody typed it, without what a paste brings along.

/// The characters of an identifier, without spaces of any width, line ends and characters that nobody
/// sees. A space is part of no identifier; in a password it counts, so passwords never come here.
#[derive(Clone, Debug)]
pub struct Typed<'t>(core::str::Chars<'t>);

impl<'t> Typed<'t> {
    /// As it was typed.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self(text.chars())
    }
}

impl Iterator for Typed<'_> {
    type Item = char;

    #[inline(never)]
    fn next(&mut self) -> Option<char> {
        self.0.find(|char| !is_pasted(*char))
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
