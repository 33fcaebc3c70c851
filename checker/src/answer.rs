//! The outcome of a check as text, a fact a line, which the page's script splits.
//!
//! Of a password: a letter for each rule (`k`ept, `b`roken, `d`oubtful, `u`nknown); the strength (0 to
//! 2); the longest word found in it. Of an identifier: `e`mpty, `v`alid, `u`nfinished or `w`rong; which
//! character is meant, from 1; the identifier without pasted spaces; a correction; a note; then what was
//! expected, a line each. What does not fit is cut, never written elsewhere.

use crate::correction::correct;
use crate::dictionary::Dictionary;
use crate::format::{Expected, Format, Note, Outcome, check_identifier};
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
    /// The dictionary, when it was loaded.
    pub dictionary: Option<Dictionary<'a>>,
}

/// Writes the answer into `out`; how many bytes of it were written. None for a record that is not there.
pub fn answer(question: &Question<'_>, out: &mut [u8]) -> usize {
    let mut writer = Writer { out, length: 0, full: false };
    match record(question.rules, question.record) {
        Some(Record::Password(policy)) => writer.password(&policy, question),
        Some(Record::Identifier(format)) => writer.identifier(&format, question.text),
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

    fn identifier(&mut self, format: &Format<&str, &[u8]>, text: &str) {
        let typed = Typed::new(text);
        let verdict = check_identifier(format, &typed);
        let (letter, before, expected) = match verdict.outcome {
            Outcome::Empty => ('e', 0, None),
            Outcome::Valid => ('v', 0, None),
            Outcome::Unfinished { before, expected } => ('u', before, Some(expected)),
            Outcome::Wrong { before, expected } => ('w', before, Some(expected)),
        };
        self.line([letter].into_iter());
        self.number(before + 1);
        self.push('\n');
        self.line(typed);
        if letter == 'w'
            && let Some(corrected) = correct(format, text)
        {
            self.text(corrected);
        }
        self.push('\n');
        match verdict.note {
            None => {}
            Some(Note::UnknownAcademy) => self.push('a'),
            Some(Note::UnusualPin) => self.push('p'),
            Some(Note::Secret) => self.push('s'),
            Some(Note::Course { slug, name }) => {
                self.push('c');
                self.text(slug.chars());
                self.push(' ');
                self.text(name.chars());
            }
        }
        self.expected(format, expected);
    }

    fn expected(&mut self, format: &Format<&str, &[u8]>, expected: Option<Expected>) {
        match expected {
            None => {}
            Some(Expected::State(state)) => {
                format.shape.expected(state, &mut |piece| self.piece(&piece));
            }
            Some(Expected::Letter(letter)) => self.piece(&Piece::Text(letter)),
            Some(Expected::Day(days)) => {
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
