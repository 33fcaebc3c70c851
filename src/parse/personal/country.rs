//! Codes of countries, and how long phone numbers are there.
//!
//! In: digits that begin with a code. Out: the [`Country`], which knows its numbers.

use std::ops::RangeInclusive;

/// A code of a country.
#[derive(Clone, Copy, Debug)]
pub(super) struct Country {
    /// How many digits the code has.
    code: usize,
    /// How many digits a number there has.
    lengths: RangeOf,
    /// Whether numbers of it are written without any space in ids of another kind as well.
    near: bool,
    /// Whether numbers may begin with a nought.
    nought: bool,
}

type RangeOf = (usize, usize);

/// Codes whose numbers have a known length, all of them near.
const KNOWN: [(&str, RangeOf); 29] = [
    ("33", (9, 9)),
    ("262", (9, 9)),
    ("590", (9, 9)),
    ("594", (9, 9)),
    ("596", (9, 9)),
    ("508", (6, 9)),
    ("681", (6, 9)),
    ("687", (6, 6)),
    ("689", (6, 8)),
    ("32", (8, 9)),
    ("41", (9, 9)),
    ("49", (7, 12)),
    ("39", (8, 11)),
    ("34", (9, 9)),
    ("44", (9, 10)),
    ("31", (9, 9)),
    ("43", (7, 12)),
    ("351", (9, 9)),
    ("352", (6, 9)),
    ("353", (7, 9)),
    ("376", (6, 9)),
    ("377", (8, 9)),
    ("378", (6, 10)),
    ("212", (9, 9)),
    ("213", (8, 9)),
    ("216", (8, 8)),
    ("221", (9, 9)),
    ("237", (9, 9)),
    ("269", (7, 7)),
];
/// Codes of one and of two digits.
const ONE: [u8; 2] = [b'1', b'7'];
const TWO: [&str; 38] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
    "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65",
    "66", "81", "82", "84", "86", "90",
];
/// How other codes of two digits begin, and codes of three.
const MORE_TWO: RangeInclusive<u8> = b'1'..=b'5';
const THREE: [&str; 19] = [
    "21", "22", "23", "24", "25", "26", "29", "35", "37", "38", "42", "50", "59", "67", "68", "69",
    "85", "88", "96",
];

impl Country {
    /// The country whose code these digits begin with.
    pub(super) fn of(digits: &[u8]) -> Option<Self> {
        let starts = |code: &&str| digits.starts_with(code.as_bytes());
        if let Some((code, lengths)) = KNOWN.iter().find(|(code, _)| starts(code)) {
            let nought = matches!(*code, "39" | "378");
            return Some(Self { code: code.len(), lengths: *lengths, near: true, nought });
        }
        let far = |code, lengths| Some(Self { code, lengths, near: false, nought: false });
        let first = *digits.first()?;
        let second = digits.get(1).copied().unwrap_or(b' ');
        if ONE.contains(&first) {
            return far(1, (10, 10));
        }
        if TWO.iter().any(&starts)
            || first == b'9' && MORE_TWO.contains(&second)
            || digits.starts_with(b"98")
        {
            return far(2, (8, 12));
        }
        let is_code = digits.len() >= 3
            && (THREE.iter().any(&starts)
                || digits.starts_with(b"97")
                || digits.starts_with(b"99"));
        if is_code { far(3, (6, 12)) } else { None }
    }

    /// Whether these digits are its code and a number there.
    pub(super) fn is_number(self, digits: &[u8]) -> bool {
        let Some(number) = digits.get(self.code..) else { return false };
        // What is dialled inside the country is often left there.
        let number = match number {
            [b'0', rest @ ..] if !self.nought => rest,
            _ => number,
        };
        let first = number.first().copied().unwrap_or(b'0');
        let is_america = self.code == 1 && digits[0] == b'1';
        let (fewest, most) = self.lengths;
        (fewest..=most).contains(&number.len())
            && (first != b'0' || self.nought)
            && (!is_america || first >= b'2')
    }

    /// Whether people here write numbers of it.
    pub(super) fn is_near(self) -> bool {
        self.near
    }
}
