//! Escapes of addresses, HTML, Markdown, YAML and style sheets.
//!
//! In: a text that begins with `%`, `&` or a backslash. Out: the character that is meant, and how long the
//! escape is.

use super::fold::{Fold, fold};

/// The longest name or number of a character in HTML.
const LONGEST: usize = 24;

/// Names of characters in HTML that stand in addresses and numbers, or between their parts.
const NAMES: [(&str, char); 42] = [
    ("commat", '@'),
    ("period", '.'),
    ("lowbar", '_'),
    ("UnderBar", '_'),
    ("plus", '+'),
    ("equals", '='),
    ("colon", ':'),
    ("quest", '?'),
    ("percnt", '%'),
    ("sol", '/'),
    ("bsol", '\\'),
    ("lpar", '('),
    ("rpar", ')'),
    ("lbrace", '{'),
    ("lcub", '{'),
    ("rbrace", '}'),
    ("rcub", '}'),
    ("amp", '&'),
    ("quot", '"'),
    ("apos", '\''),
    ("hyphen", '-'),
    ("dash", '-'),
    ("ndash", '-'),
    ("mdash", '-'),
    ("minus", '-'),
    ("horbar", '-'),
    ("middot", '·'),
    ("nbsp", ' '),
    ("NonBreakingSpace", ' '),
    ("ensp", ' '),
    ("emsp", ' '),
    ("emsp13", ' '),
    ("emsp14", ' '),
    ("numsp", ' '),
    ("puncsp", ' '),
    ("thinsp", ' '),
    ("ThinSpace", ' '),
    ("hairsp", ' '),
    ("VeryThinSpace", ' '),
    ("MediumSpace", ' '),
    ("Tab", ' '),
    ("num", '#'),
];
/// Names of characters in HTML that nobody sees.
const UNSEEN: [&str; 8] =
    ["shy", "zwj", "zwnj", "ZeroWidthSpace", "NoBreak", "lrm", "rlm", "NegativeThinSpace"];
/// How names of letters with accents end, and these letters for a, e, i, o, u, c, n.
const ACCENTS: [(&str, &str); 6] = [
    ("acute", "áéíóúćń"),
    ("grave", "àèìòùcǹ"),
    ("circ", "âêîôûĉn"),
    ("uml", "äëïöücn"),
    ("cedil", "aȩiouçņ"),
    ("tilde", "ãeiõucñ"),
];

/// What an escape at the start of this text stands for, and its length.
pub(super) fn escape(text: &str) -> Option<(Fold, usize)> {
    let (character, length) = match text.as_bytes()[0] {
        b'%' => percent(text)?,
        b'&' => return entity(text),
        _ => return backslash(text),
    };
    Some((shown(character)?, length))
}

/// What is seen of a character; none for one that would change lines.
fn shown(character: char) -> Option<Fold> {
    (!character.is_control()).then(|| fold(character).unwrap_or(Fold::To(character)))
}

/// The bytes of a character, `%` before each, also where the sign is escaped again.
fn percent(text: &str) -> Option<(char, usize)> {
    let mut at = 0;
    let mut found = Vec::with_capacity(4);
    while found.len() < 4 {
        let Some(mut rest) = text[at..].strip_prefix('%') else { break };
        let mut twice = 0;
        while twice < 3
            && let Some(inner) = rest.strip_prefix("25").filter(|it| hex(it, 2).is_some())
        {
            rest = inner;
            twice += 1;
        }
        found.push(u8::try_from(hex(rest, 2)?).ok()?);
        at = text.len() - rest.len() + 2;
        if let Ok(text) = std::str::from_utf8(&found) {
            return Some((text.chars().next()?, at));
        }
    }
    None
}

/// The number that the first digits write.
fn hex(text: &str, digits: usize) -> Option<u32> {
    let digits = text.get(..digits)?;
    let well = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| well)
}

/// A name or number of HTML.
fn entity(text: &str) -> Option<(Fold, usize)> {
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let fold = match name.strip_prefix('#') {
        Some(number) => {
            let (digits, radix) =
                number.strip_prefix(['x', 'X']).map_or((number, 10), |digits| (digits, 16));
            let well = digits.chars().all(|digit| digit.is_digit(radix));
            let code = u32::from_str_radix(digits, radix).ok().filter(|_| well)?;
            shown(char::from_u32(code)?)?
        }
        None if UNSEEN.contains(&name) => Fold::Gone,
        None => {
            let known = NAMES.iter().find(|(known, _)| *known == name);
            Fold::To(known.map_or_else(|| accented(name), |(_, sign)| Some(*sign))?)
        }
    };
    Some((fold, end + 1))
}

/// A letter with an accent, by its name in HTML.
fn accented(name: &str) -> Option<char> {
    let letter = name.chars().next()?;
    let (_, letters) = ACCENTS.iter().find(|(accent, _)| name.get(1..) == Some(*accent))?;
    letters.chars().nth("aeioucn".find(letter.to_ascii_lowercase())?)
}

/// What stands behind a backslash in Markdown, YAML, a script or a style sheet.
fn backslash(text: &str) -> Option<(Fold, usize)> {
    let rest = &text[1..];
    let first = rest.chars().next()?;
    let numbered = |digits: usize| {
        let code = hex(rest.get(1..)?, digits)?;
        Some((shown(char::from_u32(code)?)?, digits + 2))
    };
    match first {
        'x' => numbered(2),
        'u' if rest.starts_with("u{") => {
            let end = rest.bytes().take(10).position(|byte| byte == b'}')?;
            let code = u32::from_str_radix(rest.get(2..end)?, 16).ok()?;
            Some((shown(char::from_u32(code)?)?, end + 2))
        }
        'u' => numbered(4),
        'U' => numbered(8),
        // YAML goes on behind the indentation of the next line.
        '\n' => {
            let blank = rest[1..].bytes().take(64).take_while(|byte| *byte == b' ').count();
            Some((Fold::Gone, 2 + blank))
        }
        ' ' => Some((Fold::To(' '), 2)),
        '0' | '2' | '4' => style_sheet(rest),
        _ => first.is_ascii_punctuation().then_some((Fold::To(first), 2)),
    }
}

/// A number of a style sheet, which a space may end.
fn style_sheet(rest: &str) -> Option<(Fold, usize)> {
    let digits = rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
    let character = char::from_u32(hex(rest, digits)?)?;
    let is_sign = digits >= 2 && matches!(character, '@' | '.' | '-' | '+' | ' ');
    let space = usize::from(rest[digits..].starts_with(' '));
    is_sign.then_some((Fold::To(character), 1 + digits + space))
}
