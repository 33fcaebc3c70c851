//! Look-alikes of ASCII, and characters that nobody sees.
//!
//! In: a character. Out: what a reader takes it for, if that is another one.

/// What a character is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fold {
    /// Nobody sees it.
    Gone,
    /// It looks like this one.
    To(char),
}

impl Fold {
    pub(super) fn character(self) -> Option<char> {
        match self {
            Self::Gone => None,
            Self::To(character) => Some(character),
        }
    }
}

/// The zeros of other scripts; the digits follow each.
const ZEROS: [u32; 22] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC,
];

/// What a reader takes this character for; none if for itself.
pub(super) fn fold(character: char) -> Option<Fold> {
    Some(match character {
        // Among them the marks of direction, and what chooses the look of the character before.
        '\u{AD}'
        | '\u{34F}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206F}'
        | '\u{20E3}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' => Fold::Gone,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            Fold::To(' ')
        }
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => {
            Fold::To('-')
        }
        '\u{2022}' | '\u{2219}' | '\u{22C5}' | '\u{30FB}' => Fold::To('·'),
        '\u{2024}' | '\u{3002}' | '\u{FE52}' | '\u{FF61}' => Fold::To('.'),
        '\u{2044}' | '\u{2215}' => Fold::To('/'),
        '\u{FE6B}' => Fold::To('@'),
        '\u{FF01}'..='\u{FF5E}' => {
            Fold::To(char::from_u32(u32::from(character) - 0xFF01 + u32::from('!'))?)
        }
        _ => Fold::To(digit(character)?),
    })
}

fn digit(character: char) -> Option<char> {
    let code = u32::from(character);
    let zero = *ZEROS
        .iter()
        .chain([0x1D7F6].iter())
        .find(|zero| (0..10).contains(&(code.wrapping_sub(**zero))))?;
    char::from_digit(code - zero, 10)
}
