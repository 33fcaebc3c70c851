//! Mail addresses.
//!
//! In: a text, and an at sign in it. Out: the address around it, if it is one: a host may be a value, or
//! hold one, which is not known here. Addresses that are reserved for examples are nobody's.

use std::ops::Range;

/// The longest `{{ value }}`.
pub(super) const LONGEST_VALUE: usize = 80;
/// How far a name and a host are looked for, in bytes; servers refuse longer ones.
const LONGEST_NAME: usize = 256;
const LONGEST_HOST: usize = 512;
/// Domains that can belong to nobody (RFC 2606, RFC 6761).
const RESERVED: [&str; 7] =
    ["example.com", "example.net", "example.org", "example", "test", "invalid", "localhost"];

/// The address around an at sign.
pub(super) fn email_around(text: &str, at: usize) -> Option<Range<usize>> {
    let name = name_before(text, at)?;
    let (host, has_value) = host(&text[at + 1..]);
    let is_shop =
        name.len() == 1 && host.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("gist"));
    // "logo@2x.png"
    let is_scale = host.split_once("x.").is_some_and(|(scale, _)| {
        !scale.is_empty() && scale.bytes().all(|byte| byte.is_ascii_digit())
    });
    let well = has_value || is_host(host) && !is_reserved(host) && !is_shop && !is_scale;
    well.then_some(name.start..at + 1 + host.len())
}

/// Where the name before an at sign stands.
fn name_before(text: &str, at: usize) -> Option<Range<usize>> {
    let before = &text[..at];
    if let Some(quoted) = before.strip_suffix('"') {
        let from = quoted.len().saturating_sub(64);
        let open =
            quoted.as_bytes()[from..].iter().rposition(|byte| matches!(byte, b'"' | b'\n'))?;
        let well = quoted.as_bytes()[from + open] == b'"' && from + open + 1 < quoted.len();
        return well.then_some(from + open..at);
    }
    let mut start = at;
    for (place, character) in before.char_indices().rev() {
        if !is_name(character) || at - place > LONGEST_NAME {
            break;
        }
        start = place;
    }
    // What is filled in belongs to the name: that is looked at when it is known.
    if before[..start].ends_with("}}") {
        return None;
    }
    // What encloses an address in Markdown is no part of it.
    let name = before[start..].trim_start_matches(|it: char| !it.is_alphanumeric());
    (!name.is_empty()).then_some(at - name.len()..at)
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || is_accent(character) || "._%+-".contains(character)
}

/// Whether it is an accent for the letter before it.
fn is_accent(character: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&character)
}

/// What follows as a host, and whether a value is in it.
fn host(text: &str) -> (&str, bool) {
    let mut end = 0;
    let mut has_value = false;
    while end < LONGEST_HOST {
        let rest = &text[end..];
        let is_host = |it: &char| it.is_alphanumeric() || is_accent(*it) || matches!(it, '.' | '-');
        let length: usize =
            rest.chars().take(LONGEST_HOST).take_while(is_host).map(char::len_utf8).sum();
        let Some(value) = value_at(&rest[length..]) else {
            return (text[..end + length].trim_end_matches(['.', '-']), has_value);
        };
        end += length + value;
        has_value = true;
    }
    (&text[..end], has_value)
}

/// The length of a `{{ value }}` at the start of this text.
pub(super) fn value_at(text: &str) -> Option<usize> {
    let inside = text.strip_prefix("{{")?.as_bytes();
    let end =
        inside.iter().take(LONGEST_VALUE).position(|byte| matches!(byte, b'}' | b'{' | b'\n'))?;
    inside[end..].starts_with(b"}}").then_some(end + 4)
}

fn is_host(host: &str) -> bool {
    let last = host.rsplit_once('.').map_or("", |(_, last)| last);
    let is_word =
        last.chars().count() >= 2 && last.chars().all(|it| it.is_alphabetic() || is_accent(it));
    let is_coded = last.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("xn--"));
    (is_word || is_coded) && !host.starts_with('.') && !host.contains("..")
}

/// Whether nobody can have this domain.
#[must_use]
pub fn is_reserved(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    RESERVED.iter().any(|reserved| {
        host.strip_suffix(reserved).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}
