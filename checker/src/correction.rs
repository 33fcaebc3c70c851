//! What somebody probably meant whose identifier is wrong: capitals, small letters, letters without
//! accents, a digit for the letter that looks like it, a complete address, a date with slashes.

use crate::format::{Check, Format, Outcome, check_identifier};
use crate::personal::decimal;
use crate::typed::{Typed, is_pasted};

/// A right identifier, or else one that is right so far, in place of a wrong one.
pub fn correct<'t, S: AsRef<str>, B: AsRef<[u8]>>(
    format: &Format<S, B>,
    text: &'t str,
) -> Option<Typed<'t>> {
    let candidates = [
        Some(Typed::upper(text)),
        Some(Typed::lower(text)),
        Some(Typed::folded(text)),
        lookalike(format, text),
        matches!(format.check, Check::Course { .. }).then(|| with_scheme(text)),
        matches!(format.check, Check::Date).then(|| date(text)).flatten(),
    ];
    let mut begun = None;
    for candidate in candidates.into_iter().flatten() {
        match check_identifier(format, &candidate).outcome {
            Outcome::Valid => return Some(candidate),
            Outcome::Unfinished { .. } if begun.is_none() => begun = Some(candidate),
            _ => {}
        }
    }
    begun
}

/// A digit for the letter that looks like it, or a letter for the digit, where capitals go wrong.
fn lookalike<'t, S: AsRef<str>, B: AsRef<[u8]>>(
    format: &Format<S, B>,
    text: &'t str,
) -> Option<Typed<'t>> {
    let capitals = Typed::upper(text);
    let Outcome::Wrong { before, .. } = check_identifier(format, &capitals).outcome else {
        return None;
    };
    let instead = match capitals.clone().nth(before as usize)? {
        'O' => '0',
        '0' => 'O',
        'I' | 'L' => '1',
        '1' => 'I',
        _ => return None,
    };
    Some(Typed::swapped(text, before, instead))
}

/// The address of a course, completed.
fn with_scheme(text: &str) -> Typed<'_> {
    let start = text.char_indices().find(|(_, char)| !is_pasted(*char)).map_or(0, |(at, _)| at);
    let text = text.get(start..).unwrap_or_default();
    Typed::after("https://", text.strip_prefix("http://").unwrap_or(text))
}

/// A date whose day and month have two digits, with slashes between.
fn date(text: &str) -> Option<Typed<'static>> {
    let [day, month, year] = groups(text.as_bytes())?;
    let digit = |number: u32, unit: u32| b'0' + (number / unit % 10) as u8;
    Some(Typed::fixed([
        digit(day, 10),
        digit(day, 1),
        b'/',
        digit(month, 10),
        digit(month, 1),
        b'/',
        digit(year, 1000),
        digit(year, 100),
        digit(year, 10),
        digit(year, 1),
    ]))
}

/// Day, month and year: separated, or eight digits in a row.
fn groups(text: &[u8]) -> Option<[u32; 3]> {
    let mut groups = text.split(|byte| !byte.is_ascii_digit()).filter(|group| !group.is_empty());
    let first = groups.next()?;
    let [day, month, year] = match (first.len(), groups.next()) {
        (8, None) => [first.get(..2)?, first.get(2..4)?, first.get(4..)?],
        (1 | 2, Some(month)) => [first, month, groups.next()?],
        _ => return None,
    };
    let well = month.len() <= 2 && year.len() == 4 && groups.next().is_none();
    well.then_some([decimal(day)?, decimal(month)?, decimal(year)?])
}
