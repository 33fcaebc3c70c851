//! Values in text: `{{ services.portal.url }}`; and what else Markdown must not look into.
//!
//! In: text as written. Out: the same number of bytes, in which each value and each bare address is one
//! private character and padding, so that Markdown takes it for a word and every offset stays what it
//! was; and the table of what stood there. Private characters of the text itself, also those written as
//! entities, are in the table too: no character of a text is ever taken for one of ours.

mod bare;

use std::borrow::Cow;
use std::ops::Range;

use bare::{Bare, bare_at};

/// The first of the private characters; U+F0000 + n stands for the spot n.
const FIRST: u32 = 0xF_0000;
/// How many spots a text may have: as many as fit the private plane 15, in a round number.
pub const MOST: usize = 65_000;
/// So many braces without a name are told; more are text, which says nothing new.
const MOST_MALFORMED: usize = 100;
/// Fills up the bytes that a spot took.
const PADDING: char = 'x';

/// A text with its values taken out.
#[derive(Debug)]
pub struct Masked<'t> {
    /// The text, as long as the original.
    pub text: Cow<'t, str>,
    /// Where the spots became too many, if they did: what follows was made blank.
    pub too_many: Option<usize>,
    original: &'t str,
    found: Vec<Found>,
}

#[derive(Debug)]
struct Found {
    range: Range<usize>,
    kind: Spot<Range<usize>>,
}

/// What stands behind a private character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot<N> {
    /// A value of this dotted name.
    Value(N),
    /// An address; the values in it follow in the table.
    Address,
    /// Braces with something else in them.
    Malformed,
    /// Four braces, which mean these two.
    Braces(&'static str),
    /// A character of the author's that is private, or an entity that means one.
    Private(char),
}

/// A run of masked text: words, or one spot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run<'t> {
    /// Ordinary text.
    Text(&'t str),
    /// A spot, with the bytes that it has in the original.
    Spot(Spot<&'t str>, Range<usize>),
}

/// Takes the values and the bare addresses out of `text`.
#[must_use]
pub fn mask(text: &str) -> Masked<'_> {
    let mut found = Vec::new();
    let too_many = Finder::new(text, true).find(&mut found);
    if found.is_empty() {
        return Masked { text: Cow::Borrowed(text), too_many, original: text, found };
    }
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    for (index, spot) in found.iter().enumerate() {
        // The values of an address are within it.
        if spot.range.start < from {
            continue;
        }
        masked.push_str(&text[from..spot.range.start]);
        masked.extend(char::from_u32(FIRST + index as u32));
        masked.extend(std::iter::repeat_n(PADDING, spot.range.len() - 4));
        from = spot.range.end;
    }
    let end = too_many.unwrap_or(text.len()).max(from);
    masked.push_str(&text[from..end]);
    let blank = |byte: u8| if byte == b'\n' { '\n' } else { ' ' };
    masked.extend(text[end..].bytes().map(blank));
    Masked { text: Cow::Owned(masked), too_many, original: text, found }
}

impl Masked<'_> {
    /// Splits masked text, which may be any part of [`Masked::text`], into words and spots.
    pub fn runs<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Run<'a>> {
        let mut rest = text;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            match self.first_spot(rest) {
                Some((0, index, length)) => {
                    rest = &rest[length..];
                    Some(self.spot(index))
                }
                other => {
                    let end = other.map_or(rest.len(), |(at, ..)| at);
                    let (words, after) = rest.split_at(end);
                    rest = after;
                    Some(Run::Text(words))
                }
            }
        })
    }

    /// The same for text that is shown as it was written, such as code and the targets of links: addresses
    /// and private characters are words there.
    #[must_use]
    pub fn literal_runs<'a>(&'a self, text: &'a str) -> Vec<Run<'a>> {
        let mut runs = Vec::new();
        for run in self.runs(text) {
            match run {
                Run::Spot(Spot::Address, range) => runs.extend(self.address_runs(range)),
                Run::Spot(Spot::Private(_), range) => runs.push(Run::Text(&self.original[range])),
                Run::Spot(Spot::Braces(braces), _) => runs.push(Run::Text(braces)),
                run => runs.push(run),
            }
        }
        runs
    }

    /// The words and values of the address that stands at `range` of the original.
    #[must_use]
    pub fn address_runs(&self, range: Range<usize>) -> Vec<Run<'_>> {
        let first = self.found.partition_point(|found| found.range.start < range.start) + 1;
        let mut runs = Vec::new();
        let mut from = range.start;
        for index in first..self.found.len() {
            let inner = &self.found[index].range;
            if inner.start >= range.end {
                break;
            }
            runs.extend((from < inner.start).then(|| Run::Text(&self.original[from..inner.start])));
            runs.push(match self.spot(index) {
                Run::Spot(Spot::Private(_), range) => Run::Text(&self.original[range]),
                Run::Spot(Spot::Braces(braces), _) => Run::Text(braces),
                run => run,
            });
            from = inner.end;
        }
        runs.extend((from < range.end).then(|| Run::Text(&self.original[from..range.end])));
        runs
    }

    /// The text as it was written.
    #[must_use]
    pub fn unmask<'a>(&'a self, text: &'a str) -> Cow<'a, str> {
        if self.found.is_empty() || self.first_spot(text).is_none() {
            return Cow::Borrowed(text);
        }
        let original = |run| match run {
            Run::Text(words) => words,
            Run::Spot(_, range) => &self.original[range],
        };
        Cow::Owned(self.runs(text).map(original).collect())
    }

    /// The first spot in `text`: where, its index, and how many bytes of the text belong to it.
    fn first_spot(&self, text: &str) -> Option<(usize, usize, usize)> {
        if self.found.is_empty() {
            return None;
        }
        let (at, char) = text.char_indices().find(|(_, char)| is_private(*char))?;
        let index = (char as u32 - FIRST) as usize;
        let padding = self.found.get(index)?.range.len() - 4;
        let rest = text[at + 4..].bytes();
        let length = 4 + rest.take(padding).take_while(|byte| *byte == b'x').count();
        Some((at, index, length))
    }

    fn spot(&self, index: usize) -> Run<'_> {
        let found = &self.found[index];
        let kind = match &found.kind {
            Spot::Value(name) => Spot::Value(&self.original[name.clone()]),
            Spot::Address => Spot::Address,
            Spot::Malformed => Spot::Malformed,
            Spot::Braces(braces) => Spot::Braces(braces),
            Spot::Private(char) => Spot::Private(*char),
        };
        Run::Spot(kind, found.range.clone())
    }
}

fn is_private(char: char) -> bool {
    ('\u{F0000}'..='\u{FFFFF}').contains(&char)
}

/// Goes through a text once.
struct Finder<'t> {
    text: &'t str,
    /// Where the next `}}` and the next line end stand, as they were looked for last.
    close: Option<(usize, usize)>,
    /// Up to here stands where a link leads.
    no_bare_before: usize,
    /// Whether addresses are looked for.
    bare: bool,
    /// The end of the last `{{{{` that no `}}}}` followed.
    opened: Option<usize>,
    /// How many braces held no name.
    malformed: usize,
}

impl<'t> Finder<'t> {
    fn new(text: &'t str, bare: bool) -> Self {
        Self { text, close: None, no_bare_before: 0, bare, opened: None, malformed: 0 }
    }

    /// Finds the spots, and where they became too many.
    fn find(&mut self, found: &mut Vec<Found>) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(offset) = bytes[at..].iter().position(|byte| may_begin(*byte)) {
            let start = at + offset;
            if found.len() >= MOST {
                return Some(start);
            }
            at = start + 1;
            match bytes[start] {
                b'{' if bytes[start..].starts_with(b"{{") => at = self.braces(start, found),
                b'}' if bytes[start..].starts_with(b"}}}}") => at = self.end_braces(start, found),
                b':' | b'w' | b'W' if self.bare => at = self.address(start, found).max(at),
                b'&' | 0xF3 => {
                    if let Some((char, end)) = private_at(self.text, start) {
                        found.push(Found { range: start..end, kind: Spot::Private(char) });
                        at = end;
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// `{{ name }}`, or `{{{{` for two braces; gives where to go on.
    fn braces(&mut self, start: usize, found: &mut Vec<Found>) -> usize {
        let rest = &self.text[start..];
        if rest.starts_with("{{{{") {
            found.push(Found { range: start..start + 4, kind: Spot::Braces("{{") });
            self.opened = Some(start + 4);
            return start + 4;
        }
        let (close, line) = self.close_after(start + 2);
        let end = if close < line {
            close + 2
        } else {
            let least = (start + 4).min(line);
            (least..=self.text.len()).find(|end| self.text.is_char_boundary(*end)).unwrap_or(least)
        };
        if end < start + 4 {
            return start + 2;
        }
        let kind = name_in(self.text, start, end - start);
        if kind == Spot::Malformed {
            self.malformed += 1;
            if self.malformed > MOST_MALFORMED {
                return start + 2;
            }
        }
        found.push(Found { range: start..end, kind });
        end
    }

    /// `}}}}` means two braces where the same line has `{{{{` before it.
    fn end_braces(&mut self, start: usize, found: &mut Vec<Found>) -> usize {
        let opened = self.opened.take();
        if opened.is_none_or(|end| self.text[end..start].contains('\n')) {
            return start + 2;
        }
        found.push(Found { range: start..start + 4, kind: Spot::Braces("}}") });
        start + 4
    }

    /// Where the next `}}` and the next line end stand, each looked for once.
    fn close_after(&mut self, from: usize) -> (usize, usize) {
        let (mut close, mut line) = self.close.unwrap_or((0, 0));
        if line < from || self.close.is_none() {
            line = self.text[from..].find('\n').map_or(self.text.len(), |at| from + at);
        }
        if close < from || self.close.is_none() {
            close = self.text[from..].find("}}").map_or(usize::MAX, |at| from + at);
        }
        self.close = Some((close, line));
        (close, line)
    }

    /// An address and the values in it; gives where to go on.
    fn address(&mut self, start: usize, found: &mut Vec<Found>) -> usize {
        if start < self.no_bare_before {
            return start + 1;
        }
        let text = self.text;
        let mut value_end = |at| {
            let (close, line) = self.close_after(at + 2);
            (close < line).then(|| close + 2)
        };
        match bare_at(text, start, &mut value_end) {
            Some(Bare::Other(end)) => {
                self.no_bare_before = end;
                start + 1
            }
            Some(Bare::Address(range)) => {
                let end = range.end;
                found.push(Found { range: range.clone(), kind: Spot::Address });
                let mut inner = Vec::new();
                let text = &text[range.clone()];
                Finder::new(text, false).find(&mut inner);
                found.extend(inner.into_iter().map(|it| it.shifted(range.start)));
                end
            }
            None => start + 1,
        }
    }
}

impl Found {
    fn shifted(self, by: usize) -> Self {
        let shift = |range: Range<usize>| range.start + by..range.end + by;
        let kind = match self.kind {
            Spot::Value(name) => Spot::Value(shift(name)),
            kind => kind,
        };
        Self { range: shift(self.range), kind }
    }
}

/// Whether a spot may begin with this byte; 0xF3 is the first of every character of plane 15.
fn may_begin(byte: u8) -> bool {
    matches!(byte, b'{' | b'}' | b'&' | b':' | b'w' | b'W' | 0xF3)
}

/// The private character at `start`, as it is or as an entity, and where it ends.
fn private_at(text: &str, start: usize) -> Option<(char, usize)> {
    let rest = &text[start..];
    let (char, length) = match rest.strip_prefix("&#") {
        None => rest.chars().next().map(|char| (char, char.len_utf8()))?,
        Some(number) => {
            let end = number.bytes().take(9).position(|byte| byte == b';')?;
            let digits = &number[..end];
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) if hex.bytes().all(|it| it.is_ascii_hexdigit()) => {
                    u32::from_str_radix(hex, 16)
                }
                None if digits.bytes().all(|it| it.is_ascii_digit()) => digits.parse(),
                _ => return None,
            };
            (char::from_u32(code.ok()?)?, 2 + end + 1)
        }
    };
    let backslashes = text[..start].bytes().rev().take_while(|byte| *byte == b'\\').count();
    let is_escaped = length > 4 && backslashes % 2 == 1;
    (is_private(char) && !is_escaped).then_some((char, start + length))
}

/// The dotted name between the braces of `text[start..start + length]`.
fn name_in(text: &str, start: usize, length: usize) -> Spot<Range<usize>> {
    let inner = text[start..start + length].strip_prefix("{{").and_then(|s| s.strip_suffix("}}"));
    let Some(inner) = inner else { return Spot::Malformed };
    let blank =
        |char: char| char.is_whitespace() || matches!(char, '\u{200B}' | '\u{2060}' | '\u{FEFF}');
    let name = inner.trim_matches(blank);
    let letter = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-');
    let well = name.split('.').all(|part| !part.is_empty() && part.chars().all(letter));
    if !well {
        return Spot::Malformed;
    }
    let at = start + 2 + (inner.len() - inner.trim_start_matches(blank).len());
    Spot::Value(at..at + name.len())
}

#[cfg(test)]
mod tests;
