//! Phone numbers, of France, of its territories overseas and of other countries.
//!
//! In: a text, and a place in it. Out: where a number that begins there ends: ten digits from 01 to 09 in
//! the groups in which people write them, or the code of a country and a number there. Dates and counts are
//! no numbers.

use super::country::Country;

/// The signs that may stand between two groups.
const SIGNS: [char; 5] = ['.', '-', '/', '_', '·'];
/// The most digits of a number.
const MOST: usize = 16;
/// The most blanks between two groups: a line may end there, and the next one be indented.
const MOST_BLANKS: usize = 64;
/// How ten digits are parted.
const PARTED: [&[usize]; 18] = [
    &[10],
    &[2, 2, 2, 2, 2],
    &[4, 2, 2, 2],
    &[4, 3, 3],
    &[4, 6],
    &[4, 2, 4],
    &[4, 4, 2],
    &[3, 3, 4],
    &[3, 3, 2, 2],
    &[3, 7],
    &[2, 8],
    &[2, 4, 4],
    &[2, 4, 2, 2],
    &[2, 3, 3, 2],
    &[2, 2, 2, 4],
    &[5, 5],
    &[1, 3, 2, 2, 2],
    &[1, 3, 3, 3],
];

/// Groups of digits, one after the other.
struct Groups<'t> {
    text: &'t str,
    /// Where the last group ends.
    end: usize,
    digits: Vec<u8>,
    lengths: Vec<usize>,
}

/// Where a phone number that begins at `at` ends.
pub(super) fn phone_at(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    match (bytes[at], bytes.get(at + 1)?) {
        (b'+', _) => abroad(text, at + 1, false),
        (b'0', b'0') => abroad(text, at + 2, true),
        (b'0', _) => at_home(text, at),
        _ => None,
    }
}

/// Ten digits.
fn at_home(text: &str, at: usize) -> Option<usize> {
    let mut groups = Groups { text, end: at, digits: Vec::new(), lengths: Vec::new() };
    let mut between = None;
    while groups.digits.len() < 10 {
        let (length, sign) = separator(&text[groups.end..]);
        let is_first = groups.lengths.is_empty();
        if !is_first && (length == 0 || *between.get_or_insert(sign) != sign) {
            return None;
        }
        groups.take(length)?;
    }
    let Groups { end, digits, lengths, .. } = groups;
    let well = digits.len() == 10
        && digits[1] != b'0'
        && PARTED.contains(&&*lengths)
        && !is_count(&digits)
        && !is_years(&digits, &lengths)
        && !is_drawing(&digits, &lengths);
    let rest = &text[end..];
    // The last pair is an hour, as the first ones are a date.
    let is_time = rest.strip_prefix(':').is_some_and(|rest| rest.starts_with(is_digit));
    let is_date = between.flatten().is_some_and(|sign| follows_year(&text[..at], sign));
    let is_decimal = lengths.len() == 1 && follows_point(&text.as_bytes()[..at]);
    (well && !is_time && !is_date && !is_decimal && !goes_on(rest)).then_some(end)
}

/// The code of a country, and a number there.
fn abroad(text: &str, at: usize, zeros: bool) -> Option<usize> {
    let start = at + usize::from(!zeros && text[at..].starts_with(' '));
    let start = start + usize::from(text[start..].starts_with('('));
    let mut groups = Groups { text, end: start, digits: Vec::new(), lengths: Vec::new() };
    groups.take(0)?;
    let country = Country::of(&groups.digits)?;
    let mut end = None;
    loop {
        let is_whole = groups.lengths.len() == 1;
        if country.is_number(&groups.digits)
            && !goes_on(&text[groups.end..])
            && !(zeros && is_whole && !country.is_near())
        {
            end = Some(groups.end);
        }
        let rest = &text[groups.end..];
        let (mut length, _) = separator(rest);
        if let Some(inner) =
            rest[length..].strip_prefix("0)").filter(|_| rest[..length].ends_with('('))
        {
            length = rest.len() - inner.len();
            length += separator(inner).0;
        }
        if (length == 0) || groups.digits.len() > MOST || groups.take(length).is_none() {
            return end;
        }
    }
}

impl Groups<'_> {
    /// Takes a group of digits behind what has this length.
    fn take(&mut self, behind: usize) -> Option<()> {
        let from = self.end + behind;
        let digits = self.text.as_bytes()[from..].iter().take(MOST + 1);
        let length = digits.take_while(|digit| digit.is_ascii_digit()).count();
        let digits = &self.text.as_bytes()[from..from + length];
        self.digits.extend(digits);
        self.lengths.push(length);
        self.end = from + length;
        (length > 0 && self.digits.len() <= MOST).then_some(())
    }
}

/// The length of what stands between two groups, and its sign: a space if it has no other. Brackets may
/// stand there too.
fn separator(text: &str) -> (usize, Option<char>) {
    let mut length = 0;
    let mut sign = None;
    let (mut has_line, mut has_blank) = (false, false);
    for (count, next) in text.chars().enumerate() {
        match next {
            _ if count > MOST_BLANKS => return (0, None),
            '\n' => has_line = true,
            // A quotation goes on.
            '>' if has_line => {}
            '(' | ')' => {}
            _ if next.is_whitespace() => {}
            // What begins a line is the mark of a list.
            _ if SIGNS.contains(&next) && sign.is_none() && !has_line => sign = Some(next),
            _ => break,
        }
        has_blank |= next.is_whitespace() || matches!(next, '(' | ')');
        length += next.len_utf8();
    }
    (length, sign.or(has_blank.then_some(' ')))
}

/// Whether it counts: pairs of which each is one more, or all digits in their order.
fn is_count(digits: &[u8]) -> bool {
    let pair = |pair: &[u8]| (pair[0] - b'0') * 10 + pair[1] - b'0';
    let pairs: Vec<u8> = digits.chunks_exact(2).map(pair).collect();
    digits == b"0123456789" || pairs.windows(2).all(|two| two[1] == two[0] + 1)
}

/// Whether these are a month and two years.
fn is_years(digits: &[u8], lengths: &[usize]) -> bool {
    let is_century = |at: usize| matches!(&digits[at..at + 2], b"19" | b"20");
    lengths == [2, 4, 4] && is_century(2) && is_century(6)
}

/// Whether these may be coordinates: a nought of its own is written before numbers of services and mobiles.
fn is_drawing(digits: &[u8], lengths: &[usize]) -> bool {
    lengths[0] == 1 && (!matches!(digits[1], b'6'..=b'8') || digits.ends_with(b"00"))
}

fn goes_on(rest: &str) -> bool {
    rest.starts_with(|next: char| next.is_ascii_alphanumeric())
}

/// Whether this ends with a year and the sign of a date.
fn follows_year(before: &str, sign: char) -> bool {
    let Some(before) = before.strip_suffix(sign) else { return false };
    let digits = before.bytes().rev().take(5).take_while(u8::is_ascii_digit).count();
    let year = &before[before.len() - digits..];
    digits == 4 && (year.starts_with("19") || year.starts_with("20"))
}

/// Whether this ends with a number and a point: what follows are its decimals.
fn follows_point(before: &[u8]) -> bool {
    matches!(before, [.., digit, b'.' | b','] if digit.is_ascii_digit())
}

fn is_digit(next: char) -> bool {
    next.is_ascii_digit()
}
