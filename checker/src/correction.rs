//! What somebody probably meant whose identifier is wrong: another case, letters without accents, the sign
//! that one looks like, a digit for a letter, a complete address, a date with slashes.

use crate::calendar::date_in;
use crate::format::{Check, Format, Outcome, check_identifier};
use crate::shape::Shape;
use crate::typed::{Meant, Typed};

/// A right identifier, or else one that is right so far, in place of a wrong one; `today` tells the century of
/// a year of two digits.
pub fn correct<'t, S: AsRef<str>, B: AsRef<[u8]>>(
    format: &'t Format<S, B>,
    text: &'t str,
    today: u32,
) -> Option<Typed<'t>> {
    let shape = Shape::new(format.shape.states());
    let is_course = matches!(format.check, Check::Course { .. });
    let meant = |before, text| Typed::meant(Meant::new(shape.clone(), before, text, !is_course));
    let mut begun = None;
    for way in 0..2 {
        let candidate = match (way, &format.check) {
            (0, _) => meant("", text),
            (_, Check::Course { .. }) => meant("https://", without_scheme(text)),
            (_, Check::Date) => match date_in(text, today) {
                Some(date) => Typed::fixed(date),
                None => break,
            },
            _ => break,
        };
        match check_identifier(format, &candidate, 0).outcome {
            Outcome::Valid => return Some(candidate),
            Outcome::Unfinished { .. } if begun.is_none() => begun = Some(candidate),
            _ => {}
        }
    }
    begun
}

/// What follows `http://` in an address; all of it where there is no such beginning.
fn without_scheme(text: &str) -> &str {
    let mut rest = text.chars();
    let mut wanted = "http://".chars().peekable();
    while let Some(next) = wanted.peek() {
        match rest.next() {
            Some(char) if crate::typed::is_pasted(char) => {}
            Some(char) if crate::typed::plainly(char, false)[0].eq_ignore_ascii_case(next) => {
                wanted.next();
            }
            _ => return text,
        }
    }
    rest.as_str()
}
