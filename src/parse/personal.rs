//! What looks like somebody's data in a text: mail addresses, NUMENs, phone numbers, secrets in addresses.
//!
//! In: the text of a file, as it is written. Out: a [`Suspect`] for each, with its place. Whether it is
//! somebody's, or a service's, or an invented example, is not known here.

mod email;
mod phone;
mod plain;
mod secret;

use pasapas_checker::personal::is_numen;

use self::email::email_around;
use self::phone::phone_at;
use self::plain::Plain;
use self::secret::secret_after;
use super::Source;
use crate::span::Span;

/// Something that looks like somebody's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspect {
    /// What it looks like.
    pub kind: SuspectKind,
    /// What readers would see of it: escapes are undone, and white space is one space.
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

/// Finds everything in `source` that looks like somebody's data.
#[must_use]
pub fn find_suspects(source: Source<'_>) -> Vec<Suspect> {
    let plain = Plain::of(source.text);
    let text = &*plain.text;
    let bytes = text.as_bytes();
    let mut suspects = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let found = match bytes[at] {
            b'@' => email_around(text, at).map(|range| (SuspectKind::Email, range)),
            b'0'..=b'9' | b'+' if is_edge(bytes, at) => numen_at(bytes, at)
                .map(|end| (SuspectKind::Numen, at..end))
                .or_else(|| phone_at(text, at).map(|end| (SuspectKind::Phone, at..end))),
            b'=' => secret_after(bytes, at).map(|range| (SuspectKind::Secret, range)),
            _ => None,
        };
        at += 1;
        if let Some((kind, range)) = found {
            at = at.max(range.end);
            let span = Span::new(source.id, plain.place(range.start), plain.place(range.end));
            let value = text[range].split_whitespace().collect::<Vec<_>>().join(" ").into();
            suspects.push(Suspect { kind, value, span });
        }
    }
    suspects
}

/// Whether no letter or digit comes before. Names of files are made of words between hyphens.
fn is_edge(bytes: &[u8], at: usize) -> bool {
    !at.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_alphanumeric())
}

/// Where a NUMEN that begins at `at` ends.
fn numen_at(bytes: &[u8], at: usize) -> Option<usize> {
    let end = at + 13;
    let goes_on = bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
    (is_numen(bytes.get(at..end)?) && !goes_on).then_some(end)
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
        check("camille@ac-lille.fr- est parti", &[(email, "camille@ac-lille.fr")]);
        check("*_camille@ac-lille.fr_*", &[(email, "camille@ac-lille.fr")]);
    }

    #[test]
    fn a_value_may_be_the_host_of_a_mail_address() {
        let email = SuspectKind::Email;
        check("c.d@{{mail_domain}}.", &[(email, "c.d@{{mail_domain}}")]);
        check("<c.d@ac-{{ values.a }}.fr>", &[(email, "c.d@ac-{{ values.a }}.fr")]);
        check("c.d@{{ mail_domain", &[]);
    }

    #[test]
    fn escapes_hide_nothing() {
        let email = SuspectKind::Email;
        for written in [
            "c.d%40e.fr",
            "c.d\\@e.fr",
            "c.d&#64;e.fr",
            "c.d&#x40;e&#46;fr",
            "c.d&commat;e.fr",
            "c.d\\u0040e.fr",
        ] {
            check(&format!("Écrivez à {written}, vite"), &[(email, "c.d@e.fr")]);
            let suspect = &find_suspects(Source::new("a.md", &format!("à {written}!")))[0];
            assert_eq!((suspect.span.start, suspect.span.end), (3, 3 + written.len() as u32));
        }
        check("50 %, %4, %zz, a\\nb, &amp;, &#9999999999;, \\u00", &[]);
    }

    #[test]
    fn numens_are_found_in_any_case() {
        let numen = SuspectKind::Numen;
        check(
            "(09X1234567XYZ) 09x1234567xyz",
            &[(numen, "09X1234567XYZ"), (numen, "09x1234567xyz")],
        );
        check("9X1234567XYZ 09X1234567XYZA A09X1234567XYZ 09X1234567XY", &[]);
        check("NUMEN-09X1234567XYZ", &[(numen, "09X1234567XYZ")]);
        check("a/capture_09X1234567XYZ.png", &[(numen, "09X1234567XYZ")]);
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
            "06-00-00-00-00",
            "03 - 20 - 00 - 00 - 00",
            "+33320000000",
            "+33 (0)3 20 00 00 00",
            "+33(0)3.20.00.00.00",
            "0033 3 20 00 00 00",
            "0033320000000",
        ] {
            let seen = number.split_whitespace().collect::<Vec<_>>().join(" ");
            check(&format!("Appelez le {number} !"), &[(phone, &seen)]);
        }
        check("a/capture_0612000000.png", &[(phone, "0612000000")]);
        check("le 03 20 11\n  00 00.", &[(phone, "03 20 11 00 00")]);
        check("2026-10-01 10:30 id=1234567890 00 33 1 03 20 00 00 0X 75 013 0123456789a", &[]);
    }

    #[test]
    fn dates_and_counts_are_no_phone_numbers() {
        for text in [
            "Le 05-10-2026 14:30",
            "Le 05.10.2026 14:30",
            "Le 05 10 20 26 14:30",
            "Départements 01 02 03 04 05 06",
            "capture-2026-01-02-10-30-12.png",
            "Capture 2026-01-02 101530.png",
            "01 02.03 04 05",
            "012 345 67 89",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn secrets_are_found_in_addresses() {
        let secret = SuspectKind::Secret;
        check("?token=AbCdEfGhIjKlMnOp1234&x", &[(secret, "token=AbCdEfGhIjKlMnOp1234")]);
        check(";JSESSIONID=0123456789ABCDEF", &[(secret, "SESSIONID=0123456789ABCDEF")]);
        check("token=EXEMPLE ?id=2636 sesskey=abc", &[]);
        for written in [
            "token=3f2504e0-4f89-11d3-9a0c-0305e82c3301",
            "token=Ab-dEfGhIjKlMnOpQrSt_uvw",
            "ticket=ST-1234-AbCdEfGhIjKl",
            "key=0123456789abcdef0123456789abcdef",
            "code=Ab-c.d_e0123456789",
            "SAMLResponse=PHNhbWxwOlJlc3BvbnNl+/AbC=",
        ] {
            check(&format!("<https://x.fr/?{written}>"), &[(secret, written)]);
        }
        check(
            "?SAMLResponse=PHNhbWxwOlJlc3B%2BvbnNl",
            &[(secret, "SAMLResponse=PHNhbWxwOlJlc3B+vbnNl")],
        );
        check("?key=gestion-des-identifiants&code=0590001A&token=votre-jeton-personnel", &[]);
    }
}
