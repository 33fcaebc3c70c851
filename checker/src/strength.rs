//! How strong a password may be, by the examples of the CNIL's recommendation of 2022 (deliberation
//! 2022-100). They suppose that it was drawn at random: an estimate, never a verdict.

use crate::class::{Class, class_of};
use crate::policy::{Counts, Minimums};

/// What a password may be enough for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// Less than any example.
    Weak,
    /// Where a service limits the number of attempts: 8 characters of three classes.
    WithLimitedAttempts,
    /// By itself: 12 characters of four classes, 14 with upper case, lower case and digits, or 7 words.
    Alone,
}

/// How many words make a passphrase.
const PASSPHRASE: usize = 7;

/// Estimates the strength of a password.
#[must_use]
pub fn estimate(text: &str, counts: &Counts) -> Strength {
    let Minimums { uppercase, lowercase, digit, symbol } = counts.classes;
    let three = uppercase > 0 && lowercase > 0 && digit > 0;
    let four = three && symbol > 0;
    let kinds = [uppercase, lowercase, digit, symbol].into_iter().filter(|count| *count > 0);
    if counts.chars >= 12 && four || counts.chars >= 14 && three || words(text) >= PASSPHRASE {
        return Strength::Alone;
    }
    if counts.chars >= 8 && kinds.count() >= 3 {
        return Strength::WithLimitedAttempts;
    }
    Strength::Weak
}

/// Runs of at least two letters.
fn words(text: &str) -> usize {
    let is_letter = |char: char| matches!(class_of(char), Class::Upper | Class::Lower);
    text.split(|char| !is_letter(char)).filter(|word| word.chars().nth(1).is_some()).count()
}
