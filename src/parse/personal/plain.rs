//! A text without the escapes of addresses, HTML, Markdown and YAML.
//!
//! In: a text as it is written. Out: what readers or servers make of it, and where each of its places was
//! written. Only what stands for a printable character of ASCII is undone: personal data is made of those.

use std::borrow::Cow;

/// Names of characters in HTML that hide an address.
const NAMES: [(&str, char); 3] = [("&commat;", '@'), ("&period;", '.'), ("&lowbar;", '_')];
/// The longest number of a character in HTML: `&#0000064;`.
const LONGEST: usize = 10;

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
        let mut from = 0;
        for (at, _) in written.match_indices(['%', '&', '\\']) {
            // Also an escape of the other kind, which the last one ended with.
            let Some((character, length)) = escape(&written[at..]).filter(|_| at >= from) else {
                continue;
            };
            text.push_str(&written[from..at]);
            text.push(character);
            from = at + length;
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

/// The character for which an escape at the start of this text stands, and the length of the escape.
fn escape(text: &str) -> Option<(char, usize)> {
    let number = |digits: &str, radix| {
        let digits = digits.chars().all(|it| it.is_digit(radix)).then_some(digits)?;
        let code = u8::from_str_radix(digits, radix).ok()?;
        matches!(code, b' '..=b'~').then_some(char::from(code))
    };
    if let Some(hex) = text.strip_prefix('%').or_else(|| text.strip_prefix("\\x")) {
        return Some((number(hex.get(..2)?, 16)?, text.len() - hex.len() + 2));
    }
    if let Some(hex) = text.strip_prefix("\\u") {
        return Some((number(hex.get(..4)?, 16)?, 6));
    }
    if let Some(rest) = text.strip_prefix('\\') {
        let sign = rest.chars().next().filter(char::is_ascii_punctuation)?;
        return Some((sign, 2));
    }
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let digits = text.get(..end)?.strip_prefix("&#");
    if let Some(digits) = digits {
        let hex = digits.strip_prefix(['x', 'X']);
        return Some((hex.map_or_else(|| number(digits, 10), |hex| number(hex, 16))?, end + 1));
    }
    NAMES.iter().find(|(name, _)| text.starts_with(name)).map(|(name, sign)| (*sign, name.len()))
}
