//! Phone numbers, as France writes them.
//!
//! In: a text, and a place in it. Out: where a number that begins there ends: five pairs of digits from 01
//! to 09, or a prefix for France and one digit before four pairs, with the same between all pairs. Dates
//! and counts are no numbers.

/// What people write for France, from abroad.
const FRANCE: [&str; 2] = ["+33", "0033"];
/// The signs that may stand between two pairs.
const SIGNS: [char; 6] = ['.', '-', '/', '–', '‑', '·'];
const PAIRS: usize = 4;

/// Where a phone number that begins at `at` ends.
pub(super) fn phone_at(text: &str, at: usize) -> Option<usize> {
    let mut pairs = Vec::with_capacity(PAIRS + 1);
    let (mut end, first) = begin(text, at)?;
    pairs.push(first);
    let mut between = None;
    for _ in 0..PAIRS {
        let (length, sign) = separator(&text[end..]);
        if *between.get_or_insert(sign) != sign {
            return None;
        }
        let digits = text.get(end + length..end + length + 2)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        pairs.push(digits.parse().ok()?);
        end += length + 2;
    }
    let rest = &text[end..];
    // The last pair is an hour, as the first ones are a date.
    let is_time = rest.strip_prefix(':').is_some_and(|rest| rest.starts_with(is_digit));
    let is_count = pairs.windows(2).all(|two| two[1] == two[0] + 1);
    let goes_on = rest.starts_with(|next: char| next.is_ascii_alphanumeric());
    let is_date = between.flatten().is_some_and(|sign| follows_year(&text[..at], sign));
    (!is_time && !is_count && !goes_on && !is_date).then_some(end)
}

/// Where the first digits end, and what they are.
fn begin(text: &str, at: usize) -> Option<(usize, u8)> {
    let rest = &text[at..];
    let abroad = FRANCE.iter().find_map(|prefix| rest.strip_prefix(prefix)).map(|rest| {
        let rest = &rest[separator(rest).0..];
        let rest = rest.strip_prefix("(0)").or_else(|| rest.strip_prefix('0')).unwrap_or(rest);
        &rest[separator(rest).0..]
    });
    let rest = abroad.map_or_else(|| rest.strip_prefix('0'), Some)?;
    let first = rest.bytes().next().filter(|byte| matches!(byte, b'1'..=b'9'))?;
    Some((text.len() - rest.len() + 1, first - b'0'))
}

/// The length of what stands between two pairs, and its sign: a space if it has no other.
fn separator(text: &str) -> (usize, Option<char>) {
    let rest = text.trim_start();
    let blank = (rest.len() < text.len()).then_some(' ');
    match rest.chars().next().filter(|sign| SIGNS.contains(sign)) {
        Some(sign) => (text.len() - rest[sign.len_utf8()..].trim_start().len(), Some(sign)),
        None => (text.len() - rest.len(), blank),
    }
}

/// Whether this ends with a year and the sign of a date.
fn follows_year(before: &str, sign: char) -> bool {
    let Some(before) = before.strip_suffix(sign) else { return false };
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let year = &before[before.len() - digits..];
    digits == 4 && (year.starts_with("19") || year.starts_with("20"))
}

fn is_digit(next: char) -> bool {
    next.is_ascii_digit()
}
