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
    /// By itself: 12 characters of four classes, 14 of three, or 7 words.
    Alone,
}

/// How many words make a passphrase.
const PASSPHRASE: usize = 7;

/// Estimates the strength of a password.
#[must_use]
pub fn estimate(text: &str, counts: &Counts) -> Strength {
    let Minimums { uppercase, lowercase, digit, symbol } = counts.classes;
    let classes = [uppercase, lowercase, digit, symbol];
    let kinds = classes.into_iter().filter(|count| *count > 0).count();
    match (counts.chars, kinds) {
        (12.., 4) | (14.., 3) => Strength::Alone,
        _ if words(text) >= PASSPHRASE => Strength::Alone,
        (8.., 3..) => Strength::WithLimitedAttempts,
        _ => Strength::Weak,
    }
}

/// Runs of at least two letters; the same word twice in a row is one.
fn words(text: &str) -> usize {
    let is_letter = |char: char| matches!(class_of(char), Class::Upper | Class::Lower);
    let runs = text.split(|char| !is_letter(char)).filter(|word| word.chars().nth(1).is_some());
    let mut before = "";
    runs.filter(|word| core::mem::replace(&mut before, word) != *word).count()
}
