//! The rules of a password, and which of them it keeps.

use serde::{Deserialize, Serialize};

use crate::class::{Class, class_of};
use crate::dictionary::{Dictionary, Found, REFUSED};
use crate::personal::{DateLike, holds_date, holds_identifier, holds_numen};

/// The rules of a password; `S` holds its texts, owned in the build and borrowed in the page.
///
/// Lengths and minimums count Unicode code points, as Moodle does, with no normalisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Policy<S> {
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
    /// Whether runs are counted by byte, as Moodle's `maxconsecutiveidentchars` does: a letter with an
    /// accent, which has two different bytes, then never makes one.
    pub runs_of_bytes: bool,
    /// The only symbols that may occur.
    pub allowed_symbols: Option<S>,
    /// What it must not contain.
    pub forbid: ForbiddenSet,
}

/// The fewest code points of each class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

/// Several of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ForbiddenSet(u8);

/// One rule of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// At least so many code points.
    MinLength(u32),
    /// At least so many upper-case letters.
    Uppercase(u32),
    /// At least so many lower-case letters.
    Lowercase(u32),
    /// At least so many digits.
    Digit(u32),
    /// At least so many other characters.
    Symbol(u32),
    /// At most so many code points.
    MaxLength(u32),
    /// At most so many bytes.
    MaxBytes(u32),
    /// No character more often than this in a row.
    MaxConsecutiveIdentical(u32),
    /// No symbol but those of the policy.
    AllowedSymbols,
    /// Nothing of this kind.
    Forbidden(Forbidden),
}

/// How many rules there are beside what is forbidden.
const COUNTED: usize = 9;

/// Whether a password keeps a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It does.
    Kept,
    /// It does not.
    Broken,
    /// It does, but some services may see it otherwise.
    Doubtful,
    /// It cannot be told: no identifier was given, or there is no dictionary.
    Unknown,
}

/// What is counted in a password, in one pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Code points.
    pub chars: u32,
    /// Bytes in UTF-8.
    pub bytes: u32,
    /// Of each class.
    pub classes: Minimums,
    /// The longest run of one code point.
    pub longest_run: u32,
    /// The longest run of one byte.
    pub longest_byte_run: u32,
}

/// A password with what may occur in it.
#[derive(Clone, Debug)]
pub struct Password<'a> {
    /// The password.
    pub text: &'a str,
    /// What is counted in it.
    pub counts: Counts,
    /// The reader's identifier, or nothing.
    pub identifier: &'a str,
    /// The longest word in it; none without a dictionary.
    pub word: Option<Option<Found<'a>>>,
}

impl<S> Policy<S> {
    /// What Moodle asks for unless its administrator changed it (`passwordpolicy` and the settings
    /// after it): eight characters, one of each class, at most 128 bytes.
    #[must_use]
    pub fn moodle() -> Self {
        Self {
            min_length: 8,
            max_length: None,
            max_bytes: Some(128),
            min: Minimums { uppercase: 1, lowercase: 1, digit: 1, symbol: 1 },
            max_consecutive_identical: None,
            runs_of_bytes: true,
            allowed_symbols: None,
            forbid: ForbiddenSet::default(),
        }
    }

    /// The rules that it lays down, in the order in which readers meet them.
    pub fn rules(&self) -> impl Iterator<Item = Rule> {
        (0..COUNTED + Forbidden::ALL.len()).filter_map(|at| self.rule(at))
    }

    fn rule(&self, at: usize) -> Option<Rule> {
        let at_least = |count: u32| Some(count).filter(|count| *count > 0);
        match at {
            0 => at_least(self.min_length).map(Rule::MinLength),
            1 => at_least(self.min.uppercase).map(Rule::Uppercase),
            2 => at_least(self.min.lowercase).map(Rule::Lowercase),
            3 => at_least(self.min.digit).map(Rule::Digit),
            4 => at_least(self.min.symbol).map(Rule::Symbol),
            5 => self.max_length.map(Rule::MaxLength),
            6 => self.max_bytes.map(Rule::MaxBytes),
            7 => self.max_consecutive_identical.map(Rule::MaxConsecutiveIdentical),
            8 => self.allowed_symbols.as_ref().map(|_| Rule::AllowedSymbols),
            _ => {
                let forbidden = Forbidden::ALL.get(at - COUNTED).copied();
                forbidden.filter(|it| self.forbid.contains(*it)).map(Rule::Forbidden)
            }
        }
    }
}

impl<S: AsRef<str>> Policy<S> {
    /// Whether `password` keeps `rule`.
    #[must_use]
    pub fn outcome(&self, rule: Rule, password: &Password<'_>) -> Outcome {
        let Counts { chars, bytes, classes, longest_run, longest_byte_run } = password.counts;
        let kept = match rule {
            Rule::MinLength(count) => chars >= count,
            Rule::Uppercase(count) => classes.uppercase >= count,
            Rule::Lowercase(count) => classes.lowercase >= count,
            Rule::Digit(count) => classes.digit >= count,
            Rule::Symbol(count) => classes.symbol >= count,
            Rule::MaxLength(count) => chars <= count,
            Rule::MaxBytes(count) => bytes <= count,
            Rule::MaxConsecutiveIdentical(count) if self.runs_of_bytes => longest_byte_run <= count,
            Rule::MaxConsecutiveIdentical(count) => longest_run <= count,
            Rule::AllowedSymbols => self.allows_symbols(password.text),
            Rule::Forbidden(forbidden) => return without(forbidden, password),
        };
        if kept { Outcome::Kept } else { Outcome::Broken }
    }

    fn allows_symbols(&self, text: &str) -> bool {
        let allowed = self.allowed_symbols.as_ref().map_or("", |symbols| symbols.as_ref());
        let is_allowed = |char| allowed.chars().any(|it| it == char);
        text.chars().all(|char| class_of(char) != Class::Symbol || is_allowed(char))
    }
}

fn without(forbidden: Forbidden, password: &Password<'_>) -> Outcome {
    let text = password.text;
    match forbidden {
        Forbidden::Identifier => match holds_identifier(text, password.identifier) {
            None => Outcome::Unknown,
            Some(true) => Outcome::Broken,
            Some(false) => Outcome::Kept,
        },
        Forbidden::Dictionary => match &password.word {
            None => Outcome::Unknown,
            Some(None) => Outcome::Kept,
            Some(Some(word)) if word.length < REFUSED => Outcome::Doubtful,
            Some(Some(_)) => Outcome::Broken,
        },
        Forbidden::Numen if holds_numen(text) => Outcome::Broken,
        Forbidden::Numen => Outcome::Kept,
        Forbidden::BirthDate => match holds_date(text) {
            DateLike::Surely => Outcome::Broken,
            DateLike::Maybe => Outcome::Doubtful,
            DateLike::None => Outcome::Kept,
        },
    }
}

/// Looks at a password once for all rules. Whoever has no dictionary is told of no word.
#[must_use]
pub fn look_at<'a>(
    text: &'a str,
    identifier: &'a str,
    dictionary: Option<Dictionary<'_>>,
) -> Password<'a> {
    let word = dictionary.map(|dictionary| dictionary.longest_in(text));
    Password { text, counts: count(text), identifier, word }
}

/// Counts as Moodle does.
#[must_use]
pub fn count(text: &str) -> Counts {
    let mut counts = Counts { bytes: text.len() as u32, ..Counts::default() };
    for char in text.chars() {
        counts.chars += 1;
        let classes = &mut counts.classes;
        *match class_of(char) {
            Class::Upper => &mut classes.uppercase,
            Class::Lower => &mut classes.lowercase,
            Class::Digit => &mut classes.digit,
            Class::Symbol => &mut classes.symbol,
        } += 1;
    }
    counts.longest_run = longest_run(text.chars());
    counts.longest_byte_run = longest_run(text.bytes());
    counts
}

fn longest_run<T: PartialEq>(items: impl Iterator<Item = T>) -> u32 {
    let mut longest = 0;
    let mut run = 0;
    let mut before = None;
    for item in items {
        run = if before.as_ref() == Some(&item) { run + 1 } else { 1 };
        before = Some(item);
        longest = longest.max(run);
    }
    longest
}

impl Forbidden {
    /// All of them, in the order in which readers meet them.
    pub const ALL: [Self; 4] = [Self::Identifier, Self::Dictionary, Self::Numen, Self::BirthDate];
}

impl ForbiddenSet {
    /// Whether it holds `forbidden`.
    #[must_use]
    pub fn contains(self, forbidden: Forbidden) -> bool {
        self.0 & 1 << forbidden as u8 != 0
    }

    /// Those that it holds.
    pub fn iter(self) -> impl Iterator<Item = Forbidden> {
        Forbidden::ALL.into_iter().filter(move |it| self.contains(*it))
    }
}

impl FromIterator<Forbidden> for ForbiddenSet {
    fn from_iter<I: IntoIterator<Item = Forbidden>>(all: I) -> Self {
        Self(all.into_iter().fold(0, |set, it| set | 1 << it as u8))
    }
}
