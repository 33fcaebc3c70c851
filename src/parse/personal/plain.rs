//! A text without what hides an address: escapes of addresses, HTML, Markdown, YAML and style sheets, marks of
//! emphasis, characters that nobody sees, and look-alikes of ASCII.
//!
//! In: a text as it is written. Out: what readers or servers make of it, and where each of its places was
//! written. A text with nothing of that is not copied. Whatever is looked for around a place has a limit,
//! so that the time is linear.

use std::borrow::Cow;

use super::escape::escape;
use super::fold::{Fold, fold};

/// The longest tag of HTML that may stand inside an address.
const LONGEST_TAG: usize = 40;
/// How an at sign and a dot are written for who should not copy them.
const SPELLED: [(&str, char); 6] =
    [("at", '@'), ("@", '@'), ("arobase", '@'), ("arrobase", '@'), ("dot", '.'), ("point", '.')];

/// Bytes with which something may begin that is not what it looks like.
static LOOK: [bool; 256] = {
    let mut look = [false; 256];
    let signs = b"%&\\*_`~<([";
    let mut at = 0;
    while at < signs.len() {
        look[signs[at] as usize] = true;
        at += 1;
    }
    // No-break spaces, digits of other scripts, and all from U+0800 on; letters of Latin scripts are not looked at.
    let leads = [0xC2, 0xCD, 0xD9, 0xDB, 0xDF];
    at = 0;
    while at < leads.len() {
        look[leads[at]] = true;
        at += 1;
    }
    at = 0xE0;
    while at < 0xF5 {
        look[at] = true;
        at += 1;
    }
    look
};

/// A text without escapes.
pub(super) struct Plain<'t> {
    pub(super) text: Cow<'t, str>,
    /// Where the text goes on behind an escape: here, and as it was written.
    places: Vec<(usize, usize)>,
}

impl<'t> Plain<'t> {
    pub(super) fn of(written: &'t str) -> Self {
        let mut text = String::new();
        let mut places = Vec::new();
        let (mut from, mut at) = (0, 0);
        let next =
            |at: usize| written.as_bytes()[at..].iter().position(|it| LOOK[usize::from(*it)]);
        while let Some(found) = next(at) {
            at += found;
            let Some((fold, length)) = meant(written, at) else {
                at += 1;
                continue;
            };
            let before = &written[from..at];
            // "nom (at) domaine"
            let is_spelled = matches!(written.as_bytes()[at], b'(' | b'[');
            text.push_str(if is_spelled { before.trim_end_matches(' ') } else { before });
            text.extend(fold.character());
            at += length;
            from = at;
            places.push((text.len(), from));
        }
        if places.is_empty() {
            return Self { text: Cow::Borrowed(written), places };
        }
        text.push_str(&written[from..]);
        Self { text: Cow::Owned(text), places }
    }

    /// Where this place of the text was written.
    pub(super) fn place(&self, at: usize) -> usize {
        let behind = self.places.partition_point(|(here, _)| *here <= at);
        let last = behind.checked_sub(1).map_or((0, 0), |last| self.places[last]);
        at - last.0 + last.1
    }
}

/// What is meant at this place, and how long it is written; none if what it looks like.
fn meant(written: &str, at: usize) -> Option<(Fold, usize)> {
    let text = &written[at..];
    match text.as_bytes()[0] {
        b'%' | b'&' | b'\\' => escape(text),
        b'*' | b'_' | b'`' | b'~' => Some((Fold::Gone, emphasis(written, at)?)),
        b'<' => Some((Fold::Gone, tag(written, at)?)),
        b'(' | b'[' => spelled(text),
        _ => {
            let character = text.chars().next()?;
            Some((fold(character)?, character.len_utf8()))
        }
    }
}

/// The length of marks of emphasis inside an address or a number.
fn emphasis(written: &str, at: usize) -> Option<usize> {
    let bytes = written.as_bytes();
    let run = bytes[at..].iter().take(4).take_while(|byte| **byte == bytes[at]).count();
    let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
    let after = bytes.get(at + run).copied().unwrap_or(b' ');
    let is_digit = before.is_ascii_digit() || after.is_ascii_digit();
    let is_inside = is_part(before) && is_part(after);
    let is_mark = match (bytes[at], run) {
        (_, 4) => false,
        // It is a letter of addresses too.
        (b'_', 1) => is_digit && before.is_ascii_whitespace() != after.is_ascii_whitespace(),
        _ => is_digit || is_inside,
    };
    is_mark.then_some(run)
}

/// The length of a tag inside an address or a number, which says nothing itself.
fn tag(written: &str, at: usize) -> Option<usize> {
    let bytes = written.as_bytes();
    let rest = &bytes[at + 1..];
    if !rest.first().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!')) {
        return None;
    }
    let end = rest.iter().take(LONGEST_TAG).position(|byte| *byte == b'>')?;
    let speaks = |byte: &u8| byte.is_ascii_digit() || b"@%&+?:{\n<".contains(byte);
    let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
    let after = rest.get(end + 1).copied().unwrap_or(b' ');
    let is_inside = is_part(before) || is_part(after);
    (is_inside && !rest[..end].iter().any(speaks)).then_some(end + 2)
}

/// Whether addresses and numbers are made of this.
fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || b"@.-_+".contains(&byte)
}

/// A sign in brackets, spelled out.
fn spelled(text: &str) -> Option<(Fold, usize)> {
    let close = if text.starts_with('(') { b')' } else { b']' };
    let end = text.bytes().take(12).position(|byte| byte == close)?;
    let word = text[1..end].trim();
    let (_, sign) = SPELLED.iter().find(|(spelled, _)| word.eq_ignore_ascii_case(spelled))?;
    let rest = text[end + 1..].bytes();
    let spaces = rest.take(3).take_while(|byte| *byte == b' ').count();
    Some((Fold::To(*sign), end + 1 + spaces))
}
