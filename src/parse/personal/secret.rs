//! Secrets in addresses: tokens, tickets, ids of sessions.
//!
//! In: a text, and an equals sign in it. Out: the secret that it introduces, with its name.

use std::ops::Range;

/// How names of secrets end, and the fewest characters of one.
const SECRETS: [(&str, usize); 11] = [
    ("token=", 16),
    ("sesskey=", 8),
    ("session=", 16),
    ("sessionid=", 16),
    ("sessid=", 16),
    ("moodlesession=", 16),
    ("ticket=", 12),
    ("key=", 16),
    ("code=", 16),
    ("samlresponse=", 16),
    ("samlrequest=", 16),
];

/// A secret that an equals sign introduces, with the name before the sign.
pub(super) fn secret_after(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~+/=".contains(byte);
    let length = bytes[at + 1..].iter().take_while(|byte| is_part(byte)).count();
    let value = &bytes[at + 1..at + 1 + length];
    let marks = value.iter().rev().take_while(|byte| b"-_.~/".contains(byte)).count();
    let value = &value[..length - marks];
    let (name, _) = SECRETS.iter().find(|(name, fewest)| {
        let start = (at + 1).checked_sub(name.len());
        let written = start.map_or(&[][..], |start| &bytes[start..=at]);
        written.eq_ignore_ascii_case(name.as_bytes()) && value.len() >= *fewest && is_random(value)
    })?;
    Some(at + 1 - name.len()..at + 1 + value.len())
}

/// Whether nobody would write this: words between hyphens are not meant.
fn is_random(value: &[u8]) -> bool {
    let has = |kind: fn(&u8) -> bool| value.iter().any(kind);
    let words = value.split(|byte| !byte.is_ascii_alphanumeric());
    has(u8::is_ascii_digit)
        || (has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase))
        || words.into_iter().any(|word| word.len() >= 16)
}
