//! The outcome of a check as text, a fact a line, which the page's script splits.
//!
//! Of a password: a letter for each rule (`k`ept, `b`roken, `d`oubtful, `u`nknown); the strength (0 to
//! 2); the longest word found in it. Of an identifier: `e`mpty, `v`alid, `u`nfinished or `w`rong; which
//! character is meant, from 1; the identifier without pasted spaces; a correction; a note; then what was
//! expected, a line each. What does not fit is cut, never written elsewhere.

use crate::correction::{ROOM, correct};
use crate::dictionary::Dictionary;
use crate::elsewhere::{Likeness, looks_like};
use crate::format::{Expected, Format, Note, Outcome, Verdict, check_identifier};
use crate::policy::{self, Policy, look_at};
use crate::rules::{Record, record};
use crate::shape::Piece;
use crate::strength::{Strength, estimate};
use crate::typed::Typed;

/// What is checked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The file of rules.
    pub rules: &'a [u8],
    /// The number of the record.
    pub record: u32,
    /// The password or identifier, as it was typed.
    pub text: &'a str,
    /// The reader's own identifier, or nothing.
    pub identifier: &'a str,
    /// The day, as [`day_number`](crate::calendar::day_number) writes it, or 0 where nobody knows.
    pub today: u32,
    /// The dictionary, when it was loaded.
    pub dictionary: Option<Dictionary<'a>>,
}

/// Writes the answer into `out`; how many bytes of it were written. None for a record that is not there.
pub fn answer(question: &Question<'_>, out: &mut [u8]) -> usize {
    let mut writer = Writer { out, length: 0, full: false };
    match record(question.rules, question.record) {
        Some(Record::Password(policy)) => writer.password(&policy, question),
        Some(Record::Identifier(format)) => writer.identifier(&format, question),
        None => {}
    }
    writer.length
}

struct Writer<'o> {
    out: &'o mut [u8],
    length: usize,
    /// Whether something was cut: what comes after it is, too.
    full: bool,
}

impl Writer<'_> {
    fn push(&mut self, char: char) {
        let end = self.length + char.len_utf8();
        match self.out.get_mut(self.length..end).filter(|_| !self.full) {
            Some(slot) => {
                char.encode_utf8(slot);
                self.length = end;
            }
            None => self.full = true,
        }
    }

    fn text(&mut self, chars: impl Iterator<Item = char>) {
        chars.for_each(|char| self.push(char));
    }

    fn line(&mut self, chars: impl Iterator<Item = char>) {
        self.text(chars);
        self.push('\n');
    }

    fn number(&mut self, number: u32) {
        if number >= 10 {
            self.number(number / 10);
        }
        self.push(char::from(b'0' + (number % 10) as u8));
    }

    fn password(&mut self, policy: &Policy<&str>, question: &Question<'_>) {
        let password = look_at(question.text, question.identifier, question.dictionary);
        self.line(policy.rules().map(|rule| match policy.outcome(rule, &password) {
            policy::Outcome::Kept => 'k',
            policy::Outcome::Broken => 'b',
            policy::Outcome::Doubtful => 'd',
            policy::Outcome::Unknown => 'u',
        }));
        self.push(match estimate(password.text, &password.counts) {
            Strength::Weak => '0',
            Strength::WithLimitedAttempts => '1',
            Strength::Alone => '2',
        });
        self.push('\n');
        if let Some(Some(word)) = &password.word {
            self.text(word.letters());
        }
    }

    fn identifier(&mut self, format: &Format<&str, &[u8]>, question: &Question<'_>) {
        let typed = Typed::new(question.text);
        let Verdict { outcome, note } = check_identifier(format, &typed, question.today);
        let (letter, before) = match &outcome {
            Outcome::Empty => ('e', 0),
            Outcome::Valid => ('v', 0),
            Outcome::Unfinished { before, .. } => ('u', *before),
            Outcome::Wrong { before, .. } => ('w', *before),
        };
        self.line([letter].into_iter());
        self.number(before + 1);
        self.push('\n');
        self.line(typed.clone());
        let wrong = letter == 'w';
        let mut room = [0; ROOM];
        let corrected =
            if wrong { correct(format, question.text, question.today, &mut room) } else { None };
        let likeness = match corrected {
            None => looks_like(&format.check, &typed, &outcome),
            Some(corrected) => {
                self.text(corrected.chars());
                None
            }
        };
        self.push('\n');
        match note {
            None => {
                if let Some(likeness) = likeness {
                    self.text(['l', letter_of(likeness)].into_iter());
                }
            }
            Some(note) => self.note(&note),
        }
        self.expected(format, outcome);
    }

    fn note(&mut self, note: &Note<'_>) {
        match note {
            Note::UnknownAcademy => self.push('a'),
            Note::UnusualPin => self.push('p'),
            Note::Secret => self.push('s'),
            Note::Future => self.push('f'),
            Note::LongAgo => self.push('o'),
            Note::Course { slug, name } => {
                self.push('c');
                self.text(slug.chars());
                self.push(' ');
                self.text(name.chars());
            }
        }
    }

    fn expected(&mut self, format: &Format<&str, &[u8]>, outcome: Outcome) {
        let (Outcome::Unfinished { expected, .. } | Outcome::Wrong { expected, .. }) = outcome
        else {
            return;
        };
        match expected {
            Expected::State(state) => {
                format.shape.expected(state, &mut |piece| self.piece(&piece));
            }
            Expected::Letter(letter) => self.piece(&Piece::Text(letter)),
            Expected::Day(days) => {
                self.text("\nm".chars());
                self.number(days);
            }
        }
    }

    fn piece(&mut self, piece: &Piece) {
        self.push('\n');
        match piece {
            Piece::Digit => self.push('d'),
            Piece::Upper => self.push('U'),
            Piece::Lower => self.push('l'),
            Piece::Letter => self.push('L'),
            Piece::Between(first, last) => {
                self.text(['r', char::from(*first), char::from(*last)].into_iter());
            }
            Piece::Text(text) => {
                self.push('=');
                self.text(text.chars());
            }
            Piece::Other => self.push('o'),
            Piece::End => self.push('.'),
        }
    }
}

fn letter_of(likeness: Likeness) -> char {
    match likeness {
        Likeness::Mail => 'm',
        Likeness::Link => 'w',
        Likeness::Numen => 'n',
        Likeness::Uai => 'u',
        Likeness::Date => 'd',
        Likeness::Login => 'l',
    }
}
