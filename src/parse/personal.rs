//! What looks like somebody's data in a text: mail addresses, NUMENs, phone numbers, secrets in addresses.
//!
//! In: the text of a file, as it is written. Out: a [`Suspect`] for each, with its place. Whether it is
//! somebody's, or a service's, or an invented example, is not known here.

use pasapas_checker::personal::is_numen;

use super::Source;
use crate::span::Span;

/// Something that looks like somebody's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspect {
    /// What it looks like.
    pub kind: SuspectKind,
    /// What is written.
    pub value: Box<str>,
    /// Where.
    pub span: Span,
}

/// What something looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SuspectKind {
    /// A mail address.
    Email,
    /// A NUMEN, in capitals or not.
    Numen,
    /// A phone number, as France writes them.
    Phone,
    /// A token or the id of a session, in an address.
    Secret,
}

/// What comes before a secret in an address, and how many letters and digits make one.
const SECRETS: [(&str, usize); 6] = [
    ("token=", 16),
    ("sesskey=", 8),
    ("session=", 16),
    ("sessionid=", 16),
    ("sessid=", 16),
    ("moodlesession=", 16),
];

/// Finds everything in `source` that looks like somebody's data.
#[must_use]
pub fn find_suspects(source: Source<'_>) -> Vec<Suspect> {
    let mut suspects = Vec::new();
    let bytes = source.text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let found = match bytes[at] {
            b'@' => email_around(bytes, at).map(|range| (SuspectKind::Email, range)),
            b'0'..=b'9' | b'+' if is_edge(bytes, at) => numen_at(bytes, at)
                .map(|end| (SuspectKind::Numen, at..end))
                .or_else(|| phone_at(source.text, at).map(|end| (SuspectKind::Phone, at..end))),
            b'=' => secret_after(bytes, at).map(|range| (SuspectKind::Secret, range)),
            _ => None,
        };
        at += 1;
        if let Some((kind, range)) = found {
            at = at.max(range.end);
            let span = Span::new(source.id, range.start, range.end);
            suspects.push(Suspect { kind, value: source.text[range].into(), span });
        }
    }
    suspects
}

/// Whether no letter, digit or sign of a number comes before.
fn is_edge(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| bytes[at]);
    !before.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'_' | b'-'))
}

/// The address around an at sign.
fn email_around(bytes: &[u8], at: usize) -> Option<std::ops::Range<usize>> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
    let is_host = |byte: &u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
    let name = bytes[..at].iter().rev().take_while(|byte| is_name(byte)).count();
    let host = bytes[at + 1..].iter().take_while(|byte| is_host(byte)).count();
    let end = at + 1 + host;
    let host = bytes[at + 1..end].trim_ascii_end();
    let dots = host.iter().rev().take_while(|byte| **byte == b'.').count();
    let host = &host[..host.len() - dots];
    let last = host.rsplit(|byte| *byte == b'.').next()?;
    let well = name > 0
        && host.contains(&b'.')
        && last.len() >= 2
        && last.iter().all(u8::is_ascii_alphabetic)
        && host[0] != b'.';
    well.then_some(at - name..at + 1 + host.len())
}

/// Where a NUMEN that begins at `at` ends.
fn numen_at(bytes: &[u8], at: usize) -> Option<usize> {
    let end = at + 13;
    let goes_on = bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
    (is_numen(bytes.get(at..end)?) && !goes_on).then_some(end)
}

/// Where a phone number that begins at `at` ends: ten digits from 01 to 09, or +33 and nine digits, with
/// spaces, dots or hyphens between them.
fn phone_at(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let (mut wanted, skipped) = match rest.strip_prefix("+33") {
        Some(_) => (9, 3),
        None => (10, 0),
    };
    if skipped == 0 && (!rest.starts_with('0') || rest.starts_with("00")) {
        return None;
    }
    for (offset, char) in rest[skipped..].char_indices() {
        if char.is_ascii_digit() {
            wanted -= 1;
            let end = at + skipped + offset + 1;
            if wanted == 0 {
                let goes_on = text[end..].starts_with(|next: char| next.is_ascii_alphanumeric());
                return (!goes_on).then_some(end);
            }
        } else if !matches!(char, ' ' | '.' | '-' | '\u{A0}' | '\u{202F}') {
            return None;
        }
    }
    None
}

/// A secret that an equals sign introduces, with the name before the sign.
fn secret_after(bytes: &[u8], at: usize) -> Option<std::ops::Range<usize>> {
    let length = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let secret = SECRETS.iter().find(|(name, fewest)| {
        let start = (at + 1).checked_sub(name.len());
        let written = start.map_or(&[][..], |start| &bytes[start..=at]);
        length >= *fewest && written.eq_ignore_ascii_case(name.as_bytes())
    })?;
    Some(at + 1 - secret.0.len()..at + 1 + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(SuspectKind, &str)]) {
        let found = find_suspects(Source::new("a.md", text));
        let found: Vec<_> = found.iter().map(|it| (it.kind, &*it.value)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn mail_addresses_are_found_and_nothing_like_them() {
        let email = SuspectKind::Email;
        check("Écrivez à camille.exemple@ac-lille.fr.", &[(email, "camille.exemple@ac-lille.fr")]);
        check("<c_e+x@a.b-c.fr>, d@e.org", &[(email, "c_e+x@a.b-c.fr"), (email, "d@e.org")]);
        check("M@gistère, @{{ mail_domain }}, a@b, @ac-lille.fr, x@1.2, x@.fr, @", &[]);
    }

    #[test]
    fn numens_are_found_in_any_case() {
        let numen = SuspectKind::Numen;
        check(
            "(09X1234567XYZ) 09x1234567xyz",
            &[(numen, "09X1234567XYZ"), (numen, "09x1234567xyz")],
        );
        check("9X1234567XYZ 09X1234567XYZA A09X1234567XYZ 09X1234567XY", &[]);
    }

    #[test]
    fn phone_numbers_are_found_however_they_are_written() {
        let phone = SuspectKind::Phone;
        for number in [
            "03 20 00 00 00",
            "03.20.00.00.00",
            "0320000000",
            "+33 3 20 00 00 00",
            "06\u{A0}00\u{A0}00\u{A0}00\u{A0}00",
        ] {
            check(&format!("Appelez le {number} !"), &[(phone, number)]);
        }
        check("2026-10-01 10:30 id=1234567890 00 33 1 03 20 00 00 0X 75 013 0123456789a", &[]);
    }

    #[test]
    fn secrets_are_found_in_addresses() {
        let secret = SuspectKind::Secret;
        check("?token=AbCdEfGhIjKlMnOp1234&x", &[(secret, "token=AbCdEfGhIjKlMnOp1234")]);
        check(";JSESSIONID=0123456789ABCDEF", &[(secret, "SESSIONID=0123456789ABCDEF")]);
        check("token=EXEMPLE ?id=2636 sesskey=abc", &[]);
    }
}
