//! Addresses that stand in a text as they are: `https://…` and `www.…`, as GFM finds them.
//!
//! In: a text and where a `:` or a `w` stands in it. Out: the bytes of an address; none in the target of a
//! link, after a letter, or where no host follows. Values may be part of it.

use std::ops::Range;

/// What was found where an address may begin.
pub(super) enum Bare {
    /// An address.
    Address(Range<usize>),
    /// None, up to here: where a link leads, or a word that is none.
    Other(usize),
}

/// The address that begins with `://` or `www.` at `at`. `value_end` says where a value ends that begins
/// somewhere.
pub(super) fn bare_at(
    text: &str,
    at: usize,
    value_end: &mut dyn FnMut(usize) -> Option<usize>,
) -> Option<Bare> {
    let bytes = text.as_bytes();
    let (start, host) = if bytes[at] == b':' {
        if !bytes[at..].starts_with(b"://") {
            return None;
        }
        let scheme = ["https", "http"].into_iter().find(|scheme| {
            let before = at.checked_sub(scheme.len()).map(|start| &bytes[start..at]);
            before.is_some_and(|before| before.eq_ignore_ascii_case(scheme.as_bytes()))
        })?;
        (at - scheme.len(), at + 3)
    } else {
        let begins = bytes.get(at..at + 4).is_some_and(|it| it.eq_ignore_ascii_case(b"www."));
        if !begins {
            return None;
        }
        (at, at)
    };
    if !may_begin_after(&text[..start]) {
        return None;
    }
    let run = end_of_run(text, host, value_end);
    let end = without_trailing(text, start, run);
    if is_target(&text[..start]) || end <= host || !is_host(&text[host..end], host > start) {
        return Some(Bare::Other(run));
    }
    Some(Bare::Address(start..end))
}

/// Whether an address may follow this text: not a letter, and nothing that makes it a part of another.
fn may_begin_after(before: &str) -> bool {
    before.chars().next_back().is_none_or(|last| {
        !last.is_alphanumeric()
            && !matches!(
                last,
                '<' | '`' | '\\' | '/' | '@' | '+' | '-' | '.' | '=' | '&' | '%' | '#' | '{'
            )
    })
}

/// Whether what follows is where a link leads: `](…` or `[…]: …`.
fn is_target(before: &str) -> bool {
    let before = before.trim_end();
    if before.ends_with("](") || before.ends_with("](<") {
        return true;
    }
    let Some(label) = before.strip_suffix("]:") else { return false };
    let near = &label[label.floor_char_boundary(label.len().saturating_sub(999))..];
    near.rfind('[').is_some_and(|open| !near[open..].starts_with("[^"))
}

/// Up to where characters of an address follow each other.
fn end_of_run(text: &str, from: usize, value_end: &mut dyn FnMut(usize) -> Option<usize>) -> usize {
    let mut at = from;
    while let Some(char) = text[at..].chars().next() {
        if text[at..].starts_with("{{") {
            match value_end(at) {
                Some(end) => at = end,
                None => break,
            }
        } else if char.is_whitespace()
            || char.is_control()
            || matches!(
                char,
                '<' | '>'
                    | '`'
                    | '|'
                    | '['
                    | ']'
                    | '"'
                    | '«'
                    | '»'
                    | '“'
                    | '”'
                    | '{'
                    | '}'
                    | '\u{200B}'
                    | '\u{2060}'
                    | '\u{FEFF}'
                    | '…'
            )
        {
            break;
        } else {
            at += char.len_utf8();
        }
    }
    at
}

/// The end without the punctuation of the sentence around the address.
fn without_trailing(text: &str, start: usize, mut end: usize) -> usize {
    let count = |sign: char| text[start..end].matches(sign).count();
    let mut open = count('(');
    let mut closed = count(')');
    while let Some(last) = text[start..end].chars().next_back() {
        match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '’' | '‘' | '\\' => {}
            ')' if closed > open => closed -= 1,
            ';' => {
                let body =
                    text[start..end - 1].trim_end_matches(|it: char| it.is_ascii_alphanumeric());
                if body.ends_with('&') && body.len() + start < end - 1 {
                    end = start + body.len() - 1;
                    continue;
                }
            }
            '(' if open > 0 => open -= 1,
            _ => break,
        }
        end -= last.len_utf8();
    }
    end
}

/// Whether a host begins `rest`: words between points, at least two of them.
fn is_host(rest: &str, has_scheme: bool) -> bool {
    if rest.starts_with("{{") {
        return true;
    }
    let end = rest.find(['/', '?', '#', ':']).unwrap_or(rest.len());
    let host = &rest[..end];
    if let Some(value) = host.find("{{") {
        return value > 0 || has_scheme;
    }
    let word = |word: &str| {
        !word.is_empty() && word.chars().all(|it| it.is_alphanumeric() || matches!(it, '-' | '_'))
    };
    let words = host.split('.').count();
    words > 1
        && host.split('.').all(word)
        && host.rsplit('.').take(2).all(|word| !word.contains('_'))
}
