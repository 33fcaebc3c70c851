//! What a password should not be made of: the reader's identifier, a NUMEN, a date of birth.

use crate::fold::fold;
use crate::typed::is_pasted;

/// How many letters of an identifier are compared; longer ones do not occur, and this keeps the time
/// linear.
const COMPARED: usize = 64;
/// Shorter than this, an identifier is still being typed.
const SHORTEST: usize = 3;
/// The shape of a NUMEN: 0 stands for a digit, A for a letter.
pub const NUMEN: &[u8] = b"00A0000000AAA";

/// Whether the password holds the identifier, without case and accents. What a paste brought along and
/// what follows an at sign are left out: a domain is the same for everybody. None while the identifier is
/// too short to tell.
#[must_use]
pub fn holds_identifier(password: &str, identifier: &str) -> Option<bool> {
    let mut name = ['\0'; COMPARED];
    let typed = fold(identifier).filter(|char| !is_pasted(*char)).take_while(|char| *char != '@');
    let length = name.iter_mut().zip(typed).map(|(slot, char)| *slot = char).count();
    let name = name.get(..length).filter(|_| length >= SHORTEST)?;
    let mut rest = fold(password);
    loop {
        let mut here = rest.clone();
        if name.iter().all(|char| here.next() == Some(*char)) {
            return Some(true);
        }
        if rest.next().is_none() {
            return Some(false);
        }
    }
}

/// Whether the password holds something shaped like a NUMEN, in capitals or not.
#[must_use]
pub fn holds_numen(password: &str) -> bool {
    password.as_bytes().windows(NUMEN.len()).any(is_numen)
}

/// Whether these bytes, all of them, have the shape of a NUMEN, in capitals or not.
#[must_use]
pub fn is_numen(bytes: &[u8]) -> bool {
    fits(bytes, NUMEN)
}

/// Whether these bytes have a shape in which 0 stands for a digit, A for a letter, and else each for itself.
#[must_use]
pub fn fits(bytes: &[u8], shape: &[u8]) -> bool {
    let fits = |(byte, wanted): (&u8, &u8)| match wanted {
        b'0' => byte.is_ascii_digit(),
        b'A' => byte.is_ascii_alphabetic(),
        _ => byte == wanted,
    };
    bytes.len() == shape.len() && bytes.iter().zip(shape).all(fits)
}

/// What looks like a date in a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateLike {
    /// Nothing.
    None,
    /// Six digits that may be a day, a month and a year; of random ones, 4 in 100 are.
    Maybe,
    /// A day, a month and a year of four digits, in this or the opposite order.
    Surely,
}

/// Whether the password holds a date of birth.
#[must_use]
pub fn holds_date(password: &str) -> DateLike {
    let bytes = password.as_bytes();
    let dates = (0..bytes.len()).map(|at| date_at(bytes.get(at..).unwrap_or_default()));
    let surely = dates.max().unwrap_or(DateLike::None);
    surely.max(lonely_date(bytes))
}

/// A date with a year of four digits at the beginning of `bytes`.
fn date_at(bytes: &[u8]) -> DateLike {
    let day_first = numbers(bytes, [2, 2, 4]).is_some_and(|[d, m, y]| is_date(d, m, y));
    let year_first = numbers(bytes, [4, 2, 2]).is_some_and(|[y, m, d]| is_date(d, m, y));
    if day_first || year_first { DateLike::Surely } else { DateLike::None }
}

/// Six digits between other characters.
fn lonely_date(bytes: &[u8]) -> DateLike {
    let runs = bytes.split(|byte| !byte.is_ascii_digit()).filter(|run| run.len() == 6);
    let mut dates = runs.filter_map(|run| numbers(run, [2, 2, 2]));
    let found = dates.any(|[day, month, _]| is_date(day, month, 2000));
    if found { DateLike::Maybe } else { DateLike::None }
}

/// Three numbers of these widths, side by side or with one sign between them.
fn numbers(bytes: &[u8], widths: [usize; 3]) -> Option<[u32; 3]> {
    let mut rest = bytes;
    let mut numbers = [0; 3];
    for (number, width) in numbers.iter_mut().zip(widths) {
        if let Some((b'/' | b'-' | b'.' | b'_' | b' ', after)) = rest.split_first() {
            rest = if rest.len() < bytes.len() { after } else { rest };
        }
        let (digits, after) = rest.split_at_checked(width)?;
        *number = decimal(digits)?;
        rest = after;
    }
    Some(numbers)
}

/// The number that these digits write.
#[must_use]
pub fn decimal(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |number, byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        number.checked_mul(10)?.checked_add(u32::from(digit))
    })
}

fn is_date(day: u32, month: u32, year: u32) -> bool {
    (1900..2100).contains(&year) && day >= 1 && day <= days_in(month, year)
}

/// How many days a month has; none for a month that does not exist.
#[must_use]
pub fn days_in(month: u32, year: u32) -> u32 {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}
