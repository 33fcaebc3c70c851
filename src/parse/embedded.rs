//! Pictures that are written into a text: `data:image/png;base64,…`.
//!
//! In: a drawing, a style sheet, a script. Out: where the letters of each picture stand, and its bytes; none
//! for letters that make none.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// What the address of such a picture begins with.
const START: &str = "data:image/";
/// What stands before its letters.
const BASE64: &str = ";base64,";
/// The most between the two: the kind, and a character set.
const LONGEST_KIND: usize = 80;
/// How the ends of lines may be written in an address, beside what they are.
const LINE_ENDS: [&str; 8] = ["&#10;", "&#13;", "&#xA;", "&#xD;", "&#xa;", "&#xd;", "\\n", "%0A"];

/// The pictures in a text: where the letters stand, and what they are.
#[must_use]
pub fn embedded_pictures(text: &str) -> Vec<(Range<usize>, Option<Vec<u8>>)> {
    let mut pictures = Vec::new();
    let mut at = 0;
    while let Some(found) = next_start(text, at) {
        at = found + START.len();
        let head = &text.as_bytes()[at..text.len().min(at + LONGEST_KIND)];
        let Some(kind) = head.iter().position(|byte| *byte == b',') else { continue };
        if !head[..=kind].to_ascii_lowercase().ends_with(BASE64.as_bytes()) {
            continue;
        }
        let start = at + kind + 1;
        let (letters, length) = letters(&text[start..]);
        at = start + length;
        let bytes = STANDARD_NO_PAD.decode(letters.trim_end_matches('=')).ok();
        pictures.push((start..at, bytes));
    }
    pictures
}

/// Where the next address begins, in any case.
fn next_start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let colons = text[from..].match_indices(':').map(|(at, _)| from + at);
    let start = |colon: usize| {
        let start = colon.checked_sub(4)?;
        let found = bytes.get(start..start + START.len())?;
        found.eq_ignore_ascii_case(START.as_bytes()).then_some(start)
    };
    colons.filter_map(start).find(|start| *start >= from)
}

/// The letters that stand at the beginning, without the ends of lines, and how long they are with these.
fn letters(text: &str) -> (String, usize) {
    let mut letters = String::new();
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        let end = LINE_ENDS.iter().find(|end| text[at..].starts_with(**end));
        match (letter, end) {
            (_, Some(end)) => at += end.len(),
            ('A'..='Z' | 'a'..='z' | '0'..='9' | '+' | '/' | '=', _) => {
                letters.push(letter);
                at += 1;
            }
            (' ' | '\t' | '\r' | '\n', _) => at += 1,
            _ => break,
        }
    }
    (letters, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, letters: &str, picture: Option<&str>) {
        let found = embedded_pictures(text);
        let found: Vec<_> =
            found.iter().map(|(place, bytes)| (&text[place.clone()], bytes.as_deref())).collect();
        assert_eq!(found, [(letters, picture.map(str::as_bytes))], "{text}");
    }

    #[test]
    fn pictures_are_found_however_they_are_written() {
        let name = Some("Camille");
        check("url(data:image/png;base64,Q2FtaWxsZQ==) y", "Q2FtaWxsZQ==", name);
        check("'DATA:image/gif;charset=x;BASE64,Q2FtaWxsZQ'", "Q2FtaWxsZQ", name);
        check("\"data:image/png;base64,Q2Ft&#10;\n aWxsZQ==\"", "Q2Ft&#10;\n aWxsZQ==", name);
        check("data:image/png;base64,AAAAA)", "AAAAA", None);
        for none in ["data:font/woff2;base64,AAAA", "data:image/svg+xml,%3Csvg", ":data:image/"] {
            assert_eq!(embedded_pictures(none), []);
        }
    }
}
