//! Secrets: tokens, tickets, passwords, ids of sessions, keys.
//!
//! In: a text, and a sign in it that introduces secrets. Out: the secret, with its name. What documents
//! write in the place of a secret is none.

use std::ops::Range;

use super::email::is_reserved;

/// How names of secrets end, and the fewest characters of one.
const SECRETS: [(&str, usize); 17] = [
    ("token", 16),
    ("sesskey", 8),
    ("session", 16),
    ("sessionid", 16),
    ("sessid", 16),
    ("moodlesession", 16),
    ("ticket", 12),
    ("key", 16),
    ("code", 16),
    ("samlresponse", 16),
    ("samlrequest", 16),
    ("samlart", 16),
    ("secret", 16),
    ("assertion", 16),
    ("signature", 16),
    ("jwt", 16),
    ("seed", 16),
];
/// Names of secrets that are also the ends of other words.
const WORDS: [(&str, usize); 6] =
    [("sid", 16), ("sig", 16), ("auth", 16), ("tgc", 16), ("otp", 16), ("authorization", 16)];
/// Names of passwords.
const PASSWORDS: [&str; 12] = [
    "password",
    "passwd",
    "pwd",
    "pass",
    "passphrase",
    "mdp",
    "motdepasse",
    "mot_de_passe",
    "mot-de-passe",
    "passcode",
    "pin",
    "j_password",
];
/// What stands in documents for a secret.
const STAND_INS: [&str; 18] = [
    "votre", "your", "exemple", "example", "passe", "password", "secret", "token", "jeton", "xxx",
    "***", "...", "mdp", "{{", "}}", "${", "\u{2026}", "changeme",
];
/// The shortest password.
const SHORTEST: usize = 6;
/// How much of a value is looked at to tell whether it is a secret.
const LOOKED_AT: usize = 128;
/// The longest name of a secret.
const LONGEST_NAME: usize = 24;

/// A secret that the sign at `at` introduces, with the name before the sign.
pub(super) fn secret_after(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let (name, quoted) = name_before(bytes, at)?;
    let is_address = bytes[at] == b'=' && name.end == at;
    let behind = &bytes[at + 1..];
    let blanks =
        behind.iter().take(2).take_while(|byte| matches!(byte, b' ' | b'"' | b'\'')).count();
    if bytes[at] == b':' && !(quoted || blanks > 0) {
        return None;
    }
    let from = at + 1 + blanks;
    if let Some((end, fewest)) = secret_name(&bytes[name.clone()], bytes, name.start) {
        let value = value(bytes, from, is_part);
        let well = value.len() >= fewest && is_random(head(value)) && !is_stand_in(head(value));
        // "key: un-texte-en-mots" is no address.
        let well = well && (is_address || has_long_word(head(value)));
        return well.then_some(name.end - end..from + value.len());
    }
    if !is_password(bytes, &name) {
        return None;
    }
    let value =
        value(bytes, from, |byte| byte.is_ascii_graphic() && !b"&\"'<>`()[];,".contains(byte));
    let fewest = if is_address { SHORTEST } else { SHORTEST + 4 };
    let well = value.len() >= fewest && is_mixed(head(value)) && !is_stand_in(head(value));
    well.then_some(name.start..from + value.len())
}

/// The name before a sign, and whether a quote stands between them.
fn name_before(bytes: &[u8], at: usize) -> Option<(Range<usize>, bool)> {
    let between = |byte: &&u8| matches!(**byte, b' ' | b'"' | b'\'');
    let blanks = bytes[..at].iter().rev().take(2).take_while(between).count();
    let end = at - blanks;
    let quoted = bytes[end..at].iter().any(|byte| *byte != b' ');
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'-');
    let length = bytes[..end].iter().rev().take(LONGEST_NAME).take_while(is_name).count();
    (length > 0).then_some((end - length..end, quoted))
}

/// How long the name of a secret at the end of this name is, and the fewest characters of the secret.
fn secret_name(name: &[u8], bytes: &[u8], start: usize) -> Option<(usize, usize)> {
    let ends = |end: &str| {
        let from = name.len().checked_sub(end.len());
        from.is_some_and(|from| name[from..].eq_ignore_ascii_case(end.as_bytes()))
    };
    let is_edge = !start.checked_sub(1).is_some_and(|at| bytes[at].is_ascii_alphanumeric());
    let is_word = |word: &str| is_edge && name.eq_ignore_ascii_case(word.as_bytes());
    let found = SECRETS.iter().find(|(end, _)| ends(end));
    let found = found.or_else(|| WORDS.iter().find(|(word, _)| is_word(word)));
    found.map(|(end, fewest)| (end.len(), *fewest))
}

/// Whether a word of it is too mixed to be one.
fn has_long_word(value: &[u8]) -> bool {
    let mut words = value.split(|byte| !byte.is_ascii_alphanumeric());
    words.any(|word| word.len() >= 10 && is_mixed(word))
}

fn is_password(bytes: &[u8], name: &Range<usize>) -> bool {
    let is = |name: &[u8]| PASSWORDS.iter().any(|it| name.eq_ignore_ascii_case(it.as_bytes()));
    let whole = &bytes[name.clone()];
    // "user_password", "db-pass"
    let last = whole.rsplit(|byte| matches!(byte, b'_' | b'-')).next().unwrap_or_default();
    is(whole) || is(last) || whole.to_ascii_lowercase().ends_with(b"password")
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "iterators give references")]
fn is_part(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~+/=".contains(byte)
}

/// The value at this place: as much as tells what it is, or all of it if that may be a secret.
fn value(bytes: &[u8], from: usize, is_part: impl Fn(&u8) -> bool) -> &[u8] {
    let rest = bytes.get(from..).unwrap_or_default();
    let looked_at = rest.iter().take(LOOKED_AT).take_while(|byte| is_part(byte)).count();
    let more = if is_mixed(&rest[..looked_at]) {
        rest[looked_at..].iter().take_while(|byte| is_part(byte)).count()
    } else {
        0
    };
    let length = looked_at + if looked_at == LOOKED_AT { more } else { 0 };
    let value = &rest[..length];
    let marks = value.iter().rev().take_while(|byte| b"-_.~/*\\:!?".contains(byte)).count();
    &value[..length - marks]
}

fn head(value: &[u8]) -> &[u8] {
    &value[..value.len().min(LOOKED_AT)]
}

/// Whether nobody would write this: words between hyphens are not meant.
fn is_random(value: &[u8]) -> bool {
    let has = |kind: fn(&u8) -> bool| value.iter().any(kind);
    let mut words = value.split(|byte| !byte.is_ascii_alphanumeric());
    has(u8::is_ascii_digit)
        || (has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && !is_camel(value))
        || words.any(|word| word.len() >= 16 && !is_camel(word))
}

/// Whether these are words, each with a capital, as in programs.
fn is_camel(value: &[u8]) -> bool {
    let turns =
        value.windows(2).filter(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase());
    let turns = turns.count();
    turns > 0 && turns * 4 <= value.len()
}

/// Whether letters and digits stand in it, or letters of both cases.
fn is_mixed(value: &[u8]) -> bool {
    let has = |kind: fn(&u8) -> bool| value.iter().any(kind);
    let letters = has(u8::is_ascii_alphabetic);
    (letters && has(u8::is_ascii_digit))
        || (value.len() >= 12
            && has(u8::is_ascii_uppercase)
            && has(u8::is_ascii_lowercase)
            && is_random(value))
}

/// Whether it stands in a document for a secret.
fn is_stand_in(value: &[u8]) -> bool {
    let value = String::from_utf8_lossy(value).to_lowercase();
    STAND_INS.iter().any(|word| value.contains(word))
        || value.starts_with(['{', '$', '<', '[', '%'])
        || value.bytes().all(|byte| Some(byte) == value.bytes().next())
}

/// The name, the password and the host of an address around an at sign.
pub(super) fn user_before(text: &str, at: usize) -> Option<(Range<usize>, bool)> {
    let bytes = text.as_bytes();
    let is_user = |byte: &&u8| byte.is_ascii_graphic() && !b"/\"'<>()[]`@?#".contains(byte);
    let length = bytes[..at].iter().rev().take(LOOKED_AT).take_while(is_user).count();
    let start = at - length;
    let (_, password) = text.get(start..at)?.split_once(':')?;
    if !bytes[..start].ends_with(b"://") || password.is_empty() {
        return None;
    }
    let is_host = |byte: &&u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
    let host = bytes[at + 1..].iter().take(LOOKED_AT).take_while(is_host).count();
    let end = at + 1 + host;
    let password_is_real = !is_stand_in(password.as_bytes()) && !is_reserved(&text[at + 1..end]);
    (host > 0).then_some((start..end, password_is_real))
}

/// A secret that begins with a word at `at`: `Bearer …`, `Basic …`, or a private key.
pub(super) fn word_at(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let starts = |word: &str| {
        bytes.get(at..at + word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word.as_bytes()))
    };
    if starts("BEGIN ") && bytes[..at].ends_with(b"-----") {
        let line = &bytes[at..bytes.len().min(at + 64)];
        let key = line.windows(11).position(|it| it == b"PRIVATE KEY")?;
        return Some(at - 5..at + key + 11);
    }
    let word = ["bearer ", "basic "].into_iter().find(|word| starts(word))?;
    let value = value(bytes, at + word.len(), is_part);
    let is_secret = if word == "basic " {
        value.len() >= 12 && is_user_and_password(head(value))
    } else {
        value.len() >= 16 && is_random(head(value)) && is_mixed(head(value))
    };
    let end = at + word.len() + value.len();
    (is_secret && !is_stand_in(head(value))).then_some(at..end)
}

/// Whether this is base64 for a name, a colon and a password.
fn is_user_and_password(value: &[u8]) -> bool {
    let mut bits = 0_u32;
    let mut decoded = Vec::new();
    for (at, byte) in value.iter().take_while(|byte| **byte != b'=').enumerate() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return false,
        };
        bits = bits << 6 | u32::from(six);
        if at % 4 > 0 {
            decoded.push((bits >> (6 - 2 * (at % 4))) as u8);
        }
    }
    decoded.contains(&b':') && decoded.iter().all(|byte| *byte >= b' ')
}

/// A token of three parts whose first one begins with `eyJ`, the J at `at`.
pub(super) fn web_token_around(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let start = at.checked_sub(2).filter(|start| &bytes[*start..at] == b"ey")?;
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'-' | b'_');
    if start.checked_sub(1).is_some_and(|before| is_part(&&bytes[before])) {
        return None;
    }
    let mut end = start;
    for part in 0..2 {
        let length = bytes[end..].iter().take(4096).take_while(is_part).count();
        end += length;
        if length < 10 || (part == 0 && bytes.get(end) != Some(&b'.')) {
            return None;
        }
        end += usize::from(part == 0);
    }
    let last = bytes[end..].strip_prefix(b".");
    end += last.map_or(0, |rest| 1 + rest.iter().take_while(is_part).count());
    Some(start..end)
}
