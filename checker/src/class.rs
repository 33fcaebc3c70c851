//! The class of a character, as Moodle's password rules count it.
//!
//! Upper case is `\p{Lu}`, lower case `\p{Ll}`, a digit `\p{Nd}`, and everything else is a symbol:
//! spaces, emoji, combining marks, letters without case. The table holds what PHP 8.2 says of every
//! code point (`tests/moodle-classes.txt`); Rust's `char::is_uppercase` and its like say otherwise of
//! 1,777 code points.

mod table;

use table::RUNS;

/// The class of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// `\p{Lu}`
    Upper,
    /// `\p{Ll}`
    Lower,
    /// `\p{Nd}`
    Digit,
    /// Everything else.
    Symbol,
}

/// What the low bits of a run say of its code points. In an alternating run upper and lower case take
/// turns, as they do where a script has its pairs side by side.
mod kind {
    pub(super) const UPPER: u32 = 1;
    pub(super) const LOWER: u32 = 2;
    pub(super) const DIGIT: u32 = 3;
    pub(super) const FROM_UPPER: u32 = 4;
    pub(super) const FROM_LOWER: u32 = 5;
}

/// The run that holds `char`, and how far into it. Each run is its length times eight and its kind, seven
/// bits a byte, of which the last alone has no high bit.
#[inline(never)]
fn run_of(char: char) -> (u32, u32) {
    let mut at = u32::from(char);
    let mut run = 0_u32;
    for byte in &RUNS {
        run = run << 7 | u32::from(byte & 0x7F);
        if *byte < 0x80 {
            let length = run >> 3;
            if at < length {
                break;
            }
            at -= length;
            run = 0;
        }
    }
    (run & 7, at)
}

/// The number that a digit of any script stands for: each script has its ten in a row, from zero.
#[must_use]
pub fn digit_of(char: char) -> Option<u32> {
    let (kind, at) = run_of(char);
    (kind == kind::DIGIT).then_some(at % 10)
}

/// The class of `char`.
#[must_use]
pub fn class_of(char: char) -> Class {
    let (kind, at) = run_of(char);
    let even = at.is_multiple_of(2);
    match kind {
        kind::FROM_UPPER if even => Class::Upper,
        kind::FROM_LOWER if even => Class::Lower,
        kind::UPPER | kind::FROM_LOWER => Class::Upper,
        kind::LOWER | kind::FROM_UPPER => Class::Lower,
        kind::DIGIT => Class::Digit,
        _ => Class::Symbol,
    }
}
