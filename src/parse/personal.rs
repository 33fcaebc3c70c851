//! What looks like somebody's data in a text: mail addresses, NUMENs, phone numbers, secrets.
//!
//! In: the text of a file, as it is written. Out: a [`Suspect`] for each, with its place. Whether it is
//! somebody's, or a service's, or an invented example, is not known here; nor what values become that are
//! filled in: where they may become an address or a number together with what stands around them, a
//! [`Composite`] says so.

mod code;
mod composite;
mod country;
mod email;
mod escape;
mod fold;
mod phone;
mod plain;
mod secret;

#[cfg(test)]
mod tests;

use std::ops::Range;

use self::code::{account_around, numen_at, social_security_at};
pub use self::composite::Composite;
use self::composite::window_at;
use self::email::email_around;
pub use self::email::is_reserved;
use self::phone::phone_at;
use self::plain::Plain;
use self::secret::{secret_after, user_before, web_token_around, word_at};
use super::Source;
use crate::span::{FileId, Span};

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
    /// A NUMEN, in capitals or not, in groups or not.
    Numen,
    /// A number of social security.
    SocialSecurity,
    /// An account of a bank.
    Account,
    /// A phone number.
    Phone,
    /// A token, a password, the id of a session or a private key.
    Secret,
}

/// What was found in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What looks like somebody's data.
    pub suspects: Vec<Suspect>,
    /// What may, once values are filled in.
    pub composites: Vec<Composite>,
}

/// Finds everything in `source` that looks like somebody's data.
#[must_use]
pub fn find_suspects(source: Source<'_>) -> Found {
    let plain = Plain::of(source.text);
    let text = &*plain.text;
    let mut found = Found::default();
    let span = |range: &Range<usize>| {
        Span::new(source.id, plain.place(range.start), plain.place(range.end))
    };
    scan(text, &mut |one| match one {
        One::Suspect(kind, range) => {
            let span = span(&range);
            let value = text[range].split_whitespace().collect::<Vec<_>>().join(" ").into();
            found.suspects.push(Suspect { kind, value, span });
        }
        One::Window(range) => {
            let span = span(&range);
            found.composites.push(Composite { text: text[range].into(), span });
        }
    });
    found
}

/// What looks like somebody's data in a name, or in a text of another file: its place is that file.
#[must_use]
pub fn suspects_in(text: &str, file: FileId) -> Vec<Suspect> {
    let found = find_suspects(Source { id: file, path: "", text }).suspects.into_iter();
    found.map(|suspect| Suspect { span: Span::start_of(file), ..suspect }).collect()
}

/// Something that was found in a text without escapes.
enum One {
    Suspect(SuspectKind, Range<usize>),
    Window(Range<usize>),
}

/// Looks at every place of a text once; whatever is found there is not looked at again.
fn scan(text: &str, found: &mut dyn FnMut(One)) {
    let bytes = text.as_bytes();
    let (mut at, mut window_end) = (0, 0);
    while at < bytes.len() {
        let one = match bytes[at] {
            b'@' => at_sign(text, at),
            b'0'..=b'9' => digit(text, at),
            b'+' if is_edge(bytes, at) => phone(text, at),
            b'=' | b':' => secret_after(text, at).map(|range| (SuspectKind::Secret, range)),
            b'J' => web_token_around(bytes, at).map(|range| (SuspectKind::Secret, range)),
            b'B' | b'b' if is_edge(bytes, at) => {
                word_at(text, at).map(|range| (SuspectKind::Secret, range))
            }
            b'{' if at >= window_end => {
                if let Some(window) = window_at(text, at) {
                    window_end = window.end;
                    found(One::Window(window));
                }
                None
            }
            _ => None,
        };
        at += 1;
        if let Some((kind, range)) = one {
            at = at.max(range.end);
            found(One::Suspect(kind, range));
        }
    }
}

/// A mail address, or a name and a password before a host.
fn at_sign(text: &str, at: usize) -> Option<(SuspectKind, Range<usize>)> {
    if let Some((range, is_real)) = user_before(text, at) {
        return is_real.then_some((SuspectKind::Secret, range));
    }
    email_around(text, at).map(|range| (SuspectKind::Email, range))
}

/// A number that begins with this digit, or an account with two letters before it.
fn digit(text: &str, at: usize) -> Option<(SuspectKind, Range<usize>)> {
    let bytes = text.as_bytes();
    if !is_edge(bytes, at) {
        let is_code = at >= 2 && bytes[at - 1].is_ascii_alphabetic();
        let account = if is_code { account_around(text, at) } else { None };
        return account.map(|range| (SuspectKind::Account, range));
    }
    let numen = numen_at(text, at).map(|end| (SuspectKind::Numen, at..end));
    let numen = numen
        .or_else(|| social_security_at(text, at).map(|end| (SuspectKind::SocialSecurity, at..end)));
    numen.or_else(|| phone(text, at))
}

fn phone(text: &str, at: usize) -> Option<(SuspectKind, Range<usize>)> {
    phone_at(text, at).map(|end| (SuspectKind::Phone, at..end))
}

/// Whether no letter or digit comes before. Names of files are made of words between hyphens.
fn is_edge(bytes: &[u8], at: usize) -> bool {
    !at.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_alphanumeric())
}
