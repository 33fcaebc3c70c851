//! Values in text: `{{ services.portal.url }}`.
//!
//! In: text as written. Out: the same number of bytes, in which each value is one private character
//! and padding, so that Markdown takes it for a word and every offset stays what it was; and the
//! table of what stood there.

use std::borrow::Cow;
use std::ops::Range;

/// The first of the private characters; U+F0000 + n stands for the value n.
const FIRST: u32 = 0xF_0000;
/// How many values a text may have: the private plane 15.
const MOST: usize = 0xFFFD;
/// Fills up the bytes that a value took.
const PADDING: char = 'x';

/// A text with its values taken out.
#[derive(Debug)]
pub struct Masked<'t> {
    /// The text, as long as the original.
    pub text: Cow<'t, str>,
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
    /// Braces with something else in them.
    Malformed,
    /// Text that the author wrote and that only looked like ours.
    Verbatim,
}

/// A run of masked text: words, or one spot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run<'t> {
    /// Ordinary text.
    Text(&'t str),
    /// A spot, with the bytes that it has in the original.
    Spot(Spot<&'t str>, Range<usize>),
}

/// Takes the values out of `text`.
#[must_use]
pub fn mask(text: &str) -> Masked<'_> {
    let found = find(text);
    if found.is_empty() {
        return Masked { text: Cow::Borrowed(text), original: text, found };
    }
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    for (index, spot) in found.iter().enumerate() {
        masked.push_str(&text[from..spot.range.start]);
        masked.extend(char::from_u32(FIRST + index as u32));
        masked.extend(std::iter::repeat_n(PADDING, spot.range.len() - 4));
        from = spot.range.end;
    }
    masked.push_str(&text[from..]);
    Masked { text: Cow::Owned(masked), original: text, found }
}

impl Masked<'_> {
    /// Splits masked text, which may be any part of [`Masked::text`], into words and spots.
    pub fn runs<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Run<'a>> {
        let mut rest = text;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let at = rest.char_indices().find(|(_, char)| is_private(*char)).map(|(at, _)| at);
            match at {
                Some(0) => {
                    let (run, length) = self.spot(rest);
                    rest = &rest[length..];
                    Some(run)
                }
                other => {
                    let (words, after) = rest.split_at(other.unwrap_or(rest.len()));
                    rest = after;
                    Some(Run::Text(words))
                }
            }
        })
    }

    /// The text as it was written.
    #[must_use]
    pub fn unmask<'a>(&'a self, text: &'a str) -> Cow<'a, str> {
        if self.found.is_empty() || !text.chars().any(is_private) {
            return Cow::Borrowed(text);
        }
        let original = |run| match run {
            Run::Text(words) => words,
            Run::Spot(_, range) => &self.original[range],
        };
        Cow::Owned(self.runs(text).map(original).collect())
    }

    /// The spot at the beginning of `text`, and how many bytes of it belong to the spot.
    fn spot<'a>(&'a self, text: &'a str) -> (Run<'a>, usize) {
        let index = text.chars().next().map_or(0, |char| char as u32 - FIRST) as usize;
        let Some(found) = self.found.get(index) else {
            return (Run::Text(&text[..4]), 4);
        };
        let kind = match &found.kind {
            Spot::Value(name) => Spot::Value(&self.original[name.clone()]),
            Spot::Malformed => Spot::Malformed,
            Spot::Verbatim => Spot::Verbatim,
        };
        (Run::Spot(kind, found.range.clone()), found.range.len().min(text.len()))
    }
}

fn is_private(char: char) -> bool {
    ('\u{F0000}'..='\u{FFFFD}').contains(&char)
}

fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut from = 0;
    while found.len() < MOST {
        let Some(at) = text[from..].find(|char| char == '{' || is_private(char)) else { break };
        let start = from + at;
        let rest = &text[start..];
        if !rest.starts_with('{') {
            found.push(Found { range: start..start + 4, kind: Spot::Verbatim });
            from = start + 4;
        } else if rest.starts_with("{{") {
            let line = rest.find('\n').unwrap_or(rest.len());
            let end = rest[..line].find("}}").map_or(line.min(4), |close| close + 2);
            let end = (end..=rest.len()).find(|end| rest.is_char_boundary(*end)).unwrap_or(end);
            if end >= 4 {
                found.push(Found { range: start..start + end, kind: name_in(text, start, end) });
            }
            from = start + end.max(2);
        } else {
            from = start + 1;
        }
    }
    found
}

/// The dotted name between the braces of `text[start..start + length]`.
fn name_in(text: &str, start: usize, length: usize) -> Spot<Range<usize>> {
    let inner = text[start..start + length].strip_prefix("{{").and_then(|s| s.strip_suffix("}}"));
    let Some(inner) = inner else { return Spot::Malformed };
    let name = inner.trim();
    let letter = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-');
    let well = name.split('.').all(|part| !part.is_empty() && part.chars().all(letter));
    if !well {
        return Spot::Malformed;
    }
    let at = start + 2 + (inner.len() - inner.trim_start().len());
    Spot::Value(at..at + name.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[Run<'_>]) {
        let masked = mask(text);
        assert_eq!(masked.text.len(), text.len());
        assert_eq!(masked.runs(&masked.text).collect::<Vec<_>>(), expected);
        assert_eq!(masked.unmask(&masked.text), text);
    }

    #[test]
    fn values_are_found_and_offsets_kept() {
        check(
            "a {{ b.c }} d",
            &[Run::Text("a "), Run::Spot(Spot::Value("b.c"), 2..11), Run::Text(" d")],
        );
        check(
            "{{a}}{{b}}",
            &[Run::Spot(Spot::Value("a"), 0..5), Run::Spot(Spot::Value("b"), 5..10)],
        );
    }

    #[test]
    fn what_is_no_value_is_malformed_or_text() {
        check("{{ a b }}", &[Run::Spot(Spot::Malformed, 0..9)]);
        check("{{ é", &[Run::Spot(Spot::Malformed, 0..5)]);
        check("{{}}", &[Run::Spot(Spot::Malformed, 0..4)]);
        check("{ a } {{", &[Run::Text("{ a } {{")]);
        check("\u{F0000}", &[Run::Spot(Spot::Verbatim, 0..4)]);
    }
}
