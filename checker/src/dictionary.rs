//! A dictionary, and the longest of its words in a password.
//!
//! In: the 676 lines that `tools/dictionary` writes. Line n holds the words that begin with the n-th
//! pair of letters, aa to zz, without these two; in it, a capital tells how many letters a word shares
//! with the one before, then come the others. A search reads one line for each letter of a password, so
//! its time is linear in it. Other bytes find other words; they never make a search trap.

use crate::fold::{Folded, fold};

/// How many lines a dictionary has: one for each pair of letters.
pub const LINES: usize = 26 * 26;

/// The longest word of a dictionary.
const LONGEST: usize = 24;

/// A word from here on makes a password refused; a shorter one is worth a warning. Of random passwords
/// of 8 characters, 0.01 % hold a word of 5 letters, and 0.40 % one of 4.
pub const REFUSED: usize = 5;

/// Words without case and accents.
#[derive(Clone, Copy, Debug)]
pub struct Dictionary<'a> {
    words: &'a [u8],
    /// Where each line ends.
    ends: &'a [u32],
}

/// A word in a text: its letters, folded.
#[derive(Clone, Debug)]
pub struct Found<'a> {
    rest: Folded<'a>,
    /// How many letters it has.
    pub length: usize,
}

/// Where each line of `words` ends; once for a dictionary, however many passwords follow.
pub fn line_ends<'e>(words: &[u8], ends: &'e mut [u32; LINES]) -> &'e [u32; LINES] {
    let found = words.iter().zip(0_u32..).filter(|(byte, _)| **byte == b'\n');
    for (end, (_, at)) in ends.iter_mut().zip(found) {
        *end = at;
    }
    ends
}

impl<'a> Dictionary<'a> {
    /// The dictionary with these words, whose lines end at `ends`.
    #[must_use]
    pub fn new(words: &'a [u8], ends: &'a [u32]) -> Self {
        Self { words, ends }
    }

    /// The longest word of four letters or more in `text`.
    #[must_use]
    pub fn longest_in<'t>(&self, text: &'t str) -> Option<Found<'t>> {
        let mut best: Option<Found<'t>> = None;
        let mut rest = fold(text);
        loop {
            let here = rest.clone();
            let length = self.word_at(here.clone());
            if length > best.as_ref().map_or(0, |found| found.length) {
                best = Some(Found { rest: here, length });
            }
            if rest.next().is_none() {
                return best;
            }
        }
    }

    /// How many letters the longest word has with which `letters` begins; none is 0.
    fn word_at(&self, letters: Folded<'_>) -> usize {
        let mut ahead = [0_u8; LONGEST];
        for (slot, letter) in ahead.iter_mut().zip(letters) {
            if !letter.is_ascii_lowercase() {
                break;
            }
            *slot = letter as u8;
        }
        let [first, second, rest @ ..] = &ahead;
        if *first == 0 || *second == 0 {
            return 0;
        }
        let line = usize::from(first - b'a') * 26 + usize::from(second - b'a');
        match longest_of_line(self.line(line), rest) {
            0 => 0,
            length => length + 2,
        }
    }

    fn line(&self, index: usize) -> &'a [u8] {
        let end = |index: usize| self.ends.get(index).map_or(0, |end| *end as usize);
        let start = index.checked_sub(1).map_or(0, |before| end(before) + 1);
        self.words.get(start..end(index)).unwrap_or_default()
    }
}

/// The longest word of a line with which `letters` begins. Words stand in their order, so the search
/// ends at the first word beyond them.
fn longest_of_line(line: &[u8], letters: &[u8]) -> usize {
    let mut longest = 0;
    let mut matched = 0;
    let mut rest = line;
    while let Some((capital, after)) = rest.split_first() {
        let length = after.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        let (suffix, next) = after.split_at(length);
        rest = next;
        let shared = usize::from(capital.wrapping_sub(b'A'));
        if shared < matched {
            break;
        }
        if shared > matched {
            continue;
        }
        let ahead = letters.get(matched..).unwrap_or_default();
        let same = suffix.iter().zip(ahead).take_while(|(a, b)| a == b).count();
        matched += same;
        if same == length {
            longest = matched;
        }
    }
    longest
}

impl Found<'_> {
    /// Its letters.
    pub fn letters(&self) -> impl Iterator<Item = char> {
        self.rest.clone().take(self.length)
    }
}
