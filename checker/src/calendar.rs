//! Dates as people write them: `10/1/64`, `1964-01-10`, "10 janvier 1964".

use crate::fold::fold_char;
use crate::personal::days_in;
use crate::plain::plainly;

/// The beginnings of the names of months, from January on; those of English that differ stand last.
const MONTHS: &[u8; 48] = b"janfevmaravrmaijunjulaousepoctnovdecfebaprmayaug";
const ENGLISH: [u32; 4] = [2, 4, 5, 8];

/// A number and how many digits write it.
type Number = (u32, usize);

/// Days are numbers, so that they can be compared: `20261001`.
#[must_use]
pub fn day_number(day: u32, month: u32, year: u32) -> u32 {
    year * 10_000 + month * 100 + day
}

/// The date that a text writes in some other way than `10/01/1964`, in that way. A year of two digits is the
/// last one that is not after `today`: these are days of birth.
#[inline(never)]
#[must_use]
pub fn date_in(text: &str, today: u32) -> Option<[u8; 10]> {
    let mut seen = Seen::default();
    for char in text.chars() {
        seen.add(fold_char(plainly(char, true)[0]).0)?;
    }
    let [day, month, (year, digits)] = seen.day_month_year()?;
    let (day, month) = (day.0, month.0);
    let year = if digits == 4 { year } else { full_year(day, month, year, today) };
    if day == 0 || day > days_in(month, year) {
        return None;
    }
    let mut rest = (day * 100 + month) * 10_000 + year % 10_000;
    let mut date = *b"00/00/0000";
    for slot in date.iter_mut().rev().filter(|slot| **slot == b'0') {
        *slot += (rest % 10) as u8;
        rest /= 10;
    }
    Some(date)
}

/// What a text holds of a date.
#[derive(Default)]
struct Seen {
    numbers: [Number; 3],
    count: usize,
    in_number: bool,
    /// The beginning of a word, and how long it is.
    word: [u8; 4],
    length: usize,
    /// The last name of a month: "mardi" begins like one.
    month: u32,
}

impl Seen {
    /// Nothing once there are more numbers than a date has.
    fn add(&mut self, char: char) -> Option<()> {
        if let Some(digit) = char.to_digit(10) {
            self.count += usize::from(!self.in_number);
            let (number, width) = self.numbers.get_mut(self.count - 1)?;
            *number = number.checked_mul(10)?.checked_add(digit)?;
            *width += 1;
            (self.in_number, self.length) = (true, 0);
            return Some(());
        }
        self.in_number = false;
        self.length = if char.is_ascii_lowercase() { self.length + 1 } else { 0 };
        if let Some(slot) = self.word.get_mut(self.length.wrapping_sub(1)) {
            *slot = char as u8;
            self.month = month(self.word, self.length).unwrap_or(self.month);
        }
        Some(())
    }

    /// Three numbers, two and a month, or eight or six digits.
    fn day_month_year(&self) -> Option<[Number; 3]> {
        let [first, second, third] = self.numbers;
        let [a, month, b] = match self.count {
            3 => [first, second, third],
            2 => [first, (self.month, 2), second],
            1 => split(first),
            _ => return None,
        };
        let [day, year] = if a.1 == 4 { [b, a] } else { [a, b] };
        let well = day.1 <= 2 && month.1 <= 2 && matches!(year.1, 2 | 4);
        well.then_some([day, month, year])
    }
}

/// Eight digits in a row, the year last or first, or six; nothing that is a date of any other number of them.
fn split((number, digits): Number) -> [Number; 3] {
    let two = |unit: u32| (number / unit % 100, 2);
    match digits {
        6 => [two(10_000), two(100), two(1)],
        8 if number % 10_000 / 100 > 12 => [two(1_000_000), two(10_000), (number % 10_000, 4)],
        8 => [(number / 10_000, 4), two(100), two(1)],
        _ => [(0, 0); 3],
    }
}

/// The month that a word so far names: its first three letters tell, of June and July the fourth.
fn month([first, second, third, last]: [u8; 4], length: usize) -> Option<u32> {
    let name = match (length, third) {
        (3, _) => [first, second, third],
        (4, b'i') if [first, second] == *b"ju" => [first, second, last],
        _ => return None,
    };
    let at = MONTHS.as_chunks::<3>().0.iter().position(|month| *month == name)?;
    at.checked_sub(12).map_or(Some(at as u32 + 1), |at| ENGLISH.get(at).copied())
}

/// The last year with these two digits in which the day is not after `today`.
fn full_year(day: u32, month: u32, year: u32, today: u32) -> u32 {
    let century = (today / 1_000_000).min(99);
    let this = day_number(day, month, century * 100 + year);
    if this <= today { century * 100 + year } else { (century * 100 + year).saturating_sub(100) }
}
