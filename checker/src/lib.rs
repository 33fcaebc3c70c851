//! Rules of passwords and identifiers: what the generator compiles and the page applies.
//!
//! In: rules as data. Out: types that the host and WebAssembly share. Nothing here reads, stores or
//! sends anything, and nothing needs the standard library.
#![no_std]

extern crate alloc;

use alloc::boxed::Box;
use alloc::vec::Vec;

/// The rules of a password.
///
/// Lengths and minimums count Unicode code points, as Moodle does, with no normalisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Policy {
    /// The fewest code points.
    pub min_length: u32,
    /// The most code points.
    pub max_length: Option<u32>,
    /// The most bytes in UTF-8; Moodle stops at 128.
    pub max_bytes: Option<u32>,
    /// The fewest of each class.
    pub min: Minimums,
    /// The longest run of one character.
    pub max_consecutive_identical: Option<u32>,
    /// The only symbols that may occur.
    pub allowed_symbols: Option<Box<str>>,
    /// What it must not contain.
    pub forbid: Vec<Forbidden>,
}

/// The fewest code points of each class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Minimums {
    /// `\p{Lu}`
    pub uppercase: u32,
    /// `\p{Ll}`
    pub lowercase: u32,
    /// `\p{Nd}`
    pub digit: u32,
    /// Everything else.
    pub symbol: u32,
}

/// What a password must not contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Forbidden {
    /// The reader's own identifier.
    Identifier,
    /// A word of the dictionary.
    Dictionary,
    /// Something shaped like a NUMEN.
    Numen,
    /// A date of birth.
    BirthDate,
}

/// The shape of an identifier.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A regular expression that the whole identifier must match.
    Pattern(Box<str>),
    /// Two digits, a letter, seven digits, three letters.
    Numen,
    /// A school's code: seven digits and a check letter.
    Uai,
    /// First initial and surname.
    Login,
    /// A mail address at the academy's domain.
    Mail {
        /// The domain after `@`.
        domain: Box<str>,
    },
    /// A date that exists, as day, month and year.
    Date,
    /// A PIN followed by the six digits of a key.
    Otp,
    /// The address of a course.
    CourseLink {
        /// What every such address begins with.
        prefix: Box<str>,
    },
}

impl Policy {
    /// What Moodle asks for unless its administrator changed it: eight characters, one of each
    /// class, at most 128 bytes.
    #[must_use]
    pub fn moodle() -> Self {
        Self {
            min_length: 8,
            max_bytes: Some(128),
            min: Minimums { uppercase: 1, lowercase: 1, digit: 1, symbol: 1 },
            ..Self::default()
        }
    }
}
