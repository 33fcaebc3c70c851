//! Numbers that stand for one person: NUMENs, numbers of social security, accounts of a bank.
//!
//! In: a text, and a place in it. Out: where such a number that begins there ends, in groups or not. Where a
//! number has a key, the key is checked.

use pasapas_checker::personal::is_numen;

/// The most characters of one of them.
const MOST: usize = 34;
/// The countries of the agreement on payments, and how long their accounts are.
const ACCOUNTS: [(&[u8; 2], usize); 22] = [
    (b"FR", 27),
    (b"MC", 27),
    (b"BE", 16),
    (b"LU", 20),
    (b"DE", 22),
    (b"CH", 21),
    (b"ES", 24),
    (b"IT", 27),
    (b"PT", 25),
    (b"NL", 18),
    (b"GB", 22),
    (b"IE", 22),
    (b"AT", 20),
    (b"PL", 28),
    (b"AD", 24),
    (b"DK", 18),
    (b"SE", 24),
    (b"FI", 18),
    (b"GR", 27),
    (b"RO", 24),
    (b"MA", 28),
    (b"TN", 24),
];

/// Where a NUMEN that begins at `at` ends.
pub(super) fn numen_at(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    // Two digits come first, which tells nearly all others apart.
    bytes.get(at + 1).filter(|byte| byte.is_ascii_digit() || is_between(**byte))?;
    let (numen, end) = collect(text, at, 13)?;
    is_numen(&numen[..13]).then_some(end)
}

/// Where a number of social security that begins at `at` ends.
pub(super) fn social_security_at(text: &str, at: usize) -> Option<usize> {
    if !matches!(text.as_bytes()[at], b'1'..=b'4' | b'7' | b'8') {
        return None;
    }
    let (number, end) = collect(text, at, 15)?;
    // "36.0123456789 012": groups begin with one digit, or thirteen, or are one.
    let first =
        text.as_bytes()[at..].iter().take(16).take_while(|it| it.is_ascii_alphanumeric()).count();
    if !matches!(first, 1 | 13 | 15) {
        return None;
    }
    let corsica = match number[6].to_ascii_uppercase() {
        b'A' => Some(1_000_000),
        b'B' => Some(2_000_000),
        _ => None,
    };
    let digit = |(place, byte): (usize, &u8)| match corsica {
        Some(_) if place == 6 => Some(0),
        _ => byte.is_ascii_digit().then(|| u64::from(byte - b'0')),
    };
    let value = |range: std::ops::Range<usize>| {
        let digits = number.iter().enumerate().take(range.end).skip(range.start);
        digits.map(digit).try_fold(0, |sum, digit| Some(sum * 10 + digit?))
    };
    let month = value(3..5)?;
    let is_month = matches!(month, 1..=12 | 20..=42 | 50..=99);
    let whole = value(0..13)?.checked_sub(corsica.unwrap_or(0))?;
    (is_month && 97 - whole % 97 == value(13..15)?).then_some(end)
}

/// Where an account of a bank begins and ends whose first digit stands at `at`.
pub(super) fn account_around(text: &str, at: usize) -> Option<std::ops::Range<usize>> {
    let start = at.checked_sub(2)?;
    let country = text.as_bytes().get(start..at)?;
    let (_, length) = ACCOUNTS.iter().find(|(code, _)| country.eq_ignore_ascii_case(&code[..]))?;
    let is_edge = !text[..start].ends_with(|it: char| it.is_alphanumeric());
    let (account, end) = collect(text, start, *length).filter(|_| is_edge)?;
    let order = account[4..*length].iter().chain(&account[..4]);
    let remainder = order.fold(0_u32, |sum, byte| {
        let value = char::from(*byte).to_digit(36).unwrap_or(0);
        (sum * if value > 9 { 100 } else { 10 } + value) % 97
    });
    (remainder == 1).then_some(start..end)
}

/// So many letters and digits, with at most three signs between any of them, and where they end.
fn collect(text: &str, at: usize, length: usize) -> Option<([u8; MOST], usize)> {
    let bytes = text.as_bytes();
    let mut found = [0; MOST];
    let mut end = at;
    for slot in &mut found[..length] {
        let between = bytes[end..].iter().take(3).take_while(|byte| is_between(**byte)).count();
        let between = if end == at { 0 } else { between };
        *slot = *bytes.get(end + between).filter(|byte| byte.is_ascii_alphanumeric())?;
        end += between + 1;
    }
    let goes_on = text[end..].starts_with(char::is_alphanumeric);
    (!goes_on).then_some((found, end))
}

/// What stands between groups.
fn is_between(byte: u8) -> bool {
    b" .-_/\n".contains(&byte)
}
