//! Values that may become an address or a number together with what stands around them.
//!
//! In: a text, and two braces in it. Out: so much of the line around them that an address or a number would be
//! in it whole, if something there may belong to one.

use std::ops::Range;

use super::email::value_at;
use super::{One, SuspectKind, scan};
use crate::span::Span;

/// How far an address or a number goes on around a value, in bytes.
const AROUND: usize = 120;

/// A text with values in it, which may become an address or a number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Composite {
    /// The text, without escapes.
    pub text: Box<str>,
    /// Where it is written.
    pub span: Span,
}

impl Composite {
    /// What looks like somebody's data once values are filled in, as `value` gives them: only what is made of
    /// a value and something else, since values are looked at where they are written.
    pub fn suspects<'v>(
        &self,
        value: impl Fn(&str) -> Option<&'v str>,
    ) -> Vec<(SuspectKind, Box<str>)> {
        let mut filled = String::new();
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut rest = &*self.text;
        while let Some(at) = rest.find("{{") {
            filled.push_str(&rest[..at]);
            let length = value_at(&rest[at..]).unwrap_or(0);
            let name = rest.get(at + 2..(at + length).saturating_sub(2)).unwrap_or_default();
            if let Some(value) = value(name.trim()) {
                ranges.push(filled.len()..filled.len() + value.len());
                filled.push_str(value);
                rest = &rest[at + length..];
            } else {
                filled.push_str("{{");
                rest = &rest[at + 2..];
            }
        }
        filled.push_str(rest);
        let mut found = Vec::new();
        if !ranges.is_empty() && may_be(&filled) {
            let plain = super::Plain::of(&filled);
            scan(&plain.text, &mut |one| {
                let One::Suspect(kind, range) = one else { return };
                let written = plain.place(range.start)..plain.place(range.end);
                let is_made = ranges
                    .iter()
                    .any(|it| it.start < written.end && written.start < it.end)
                    && !ranges.iter().any(|it| it.start <= written.start && written.end <= it.end);
                if is_made {
                    let value = plain.text[range].split_whitespace().collect::<Vec<_>>().join(" ");
                    found.push((kind, value.into()));
                }
            });
        }
        found
    }
}

/// Whether anything can be found in this.
fn may_be(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits >= 6
        || text
            .bytes()
            .any(|byte| matches!(byte, b'@' | b'=' | b'%' | b'&' | b'\\') || byte >= 0xE0)
}

/// The text around the value at `at`, if something there may become an address or a number with it.
pub(super) fn window_at(text: &str, at: usize) -> Option<Range<usize>> {
    let length = value_at(&text[at..])?;
    let (mut end, mut belongs) = (at + length, touches_before(&text.as_bytes()[..at]));
    while let Some(gap) = next_value(&text[end..]) {
        belongs = true;
        end += gap + value_at(&text[end + gap..]).unwrap_or(0);
    }
    belongs |= touches_after(&text.as_bytes()[end..]);
    if !belongs {
        return None;
    }
    let mut start = at.saturating_sub(AROUND);
    let mut stop = (end + AROUND).min(text.len());
    while !text.is_char_boundary(start) {
        start += 1;
    }
    while !text.is_char_boundary(stop) {
        stop -= 1;
    }
    let line = text[start..at].rfind("\n\n").map_or(start, |line| start + line + 2);
    let line_end = text[end..stop].find("\n\n").map_or(stop, |line| end + line);
    Some(line..line_end)
}

/// How far away another value is, if only what stands inside addresses and numbers is between.
fn next_value(text: &str) -> Option<usize> {
    let is_between = |byte: &u8| byte.is_ascii_alphanumeric() || b" .-_@+/()".contains(byte);
    let gap = text.bytes().take(AROUND).take_while(is_between).count();
    let is_near = gap <= 3 || text[..gap].contains('@') && !text[..gap].contains(' ');
    let gap = (is_near && value_at(&text[gap..]).is_some()).then_some(gap)?;
    Some(gap)
}

/// Whether what stands before a value may belong to the same address or number.
fn touches_before(before: &[u8]) -> bool {
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    match before {
        [.., last] if last.is_ascii_alphanumeric() || b"@._+=-".contains(last) => true,
        [.., last] if *last >= 0x80 => false,
        [.., digit, b' ' | b'/' | b'('] => is_digit(digit),
        _ => false,
    }
}

/// Whether what stands behind a value may belong to the same address or number.
fn touches_after(after: &[u8]) -> bool {
    match after {
        [b' ' | b'/' | b')', digit, ..] => digit.is_ascii_digit(),
        [first, second, ..] if b"._-".contains(first) => {
            second.is_ascii_alphanumeric() || *second == b'{'
        }
        [first, ..] => first.is_ascii_alphanumeric() || b"@+=".contains(first),
        [] => false,
    }
}
