//! Mail addresses.
//!
//! In: a text, and an at sign in it. Out: the address around it, if it is one: a host may be a value, or
//! hold one, which is not known here.

use std::ops::Range;

/// The longest `{{ value }}`.
const LONGEST_VALUE: usize = 80;

/// The address around an at sign.
pub(super) fn email_around(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
    let length = bytes[..at].iter().rev().take_while(|byte| is_name(byte)).count();
    let name = &bytes[at - length..at];
    // What encloses an address in Markdown is no part of it.
    let marks = name.iter().take_while(|byte| !byte.is_ascii_alphanumeric()).count();
    let (host, has_value) = host(&text[at + 1..]);
    let well = marks < length && (has_value || is_host(host));
    well.then_some(at - length + marks..at + 1 + host.len())
}

/// What follows as a host, and whether a value is in it.
fn host(text: &str) -> (&str, bool) {
    let mut end = 0;
    let mut has_value = false;
    loop {
        let rest = &text[end..];
        let host =
            rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte));
        let length = host.count();
        let value = rest[length..].starts_with("{{").then(|| rest[length..].find("}}")).flatten();
        match value.filter(|length| *length <= LONGEST_VALUE) {
            Some(value) => end += length + value + 2,
            None => return (text[..end + length].trim_end_matches(['.', '-']), has_value),
        }
        has_value = true;
    }
}

fn is_host(host: &str) -> bool {
    let last = host.rsplit_once('.').map_or("", |(_, last)| last);
    last.len() >= 2 && last.bytes().all(|byte| byte.is_ascii_alphabetic()) && !host.starts_with('.')
}
