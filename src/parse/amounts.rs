//! Booleans, whole numbers and dates.
//!
//! In: a value of YAML, with or without quotes. Out: what it stands for, or how to write it. Dates are ISO 8601;
//! a date in the order of French, or with another sign between its numbers, is told how it is written here.

use jiff::civil::Date;

use super::fields::Reader;
use super::yaml::{Kind, Value};

impl<'s> Reader<'s> {
    /// `true` or `false`.
    pub fn boolean(&self, value: &Value<'s>) -> Option<bool> {
        match amount(value) {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => self.refuse(
                value,
                "Il faut ici « true » ou « false »",
                "Écrivez « true » pour oui, « false » pour non.",
            ),
        }
    }

    /// A whole number in `range`.
    pub fn integer(&self, value: &Value<'s>, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let number = amount(value).and_then(|text| text.parse::<i64>().ok());
        match number.filter(|number| range.contains(number)) {
            Some(number) => Some(number),
            None => self.refuse(
                value,
                &format!("Il faut ici un nombre entier de {} à {}", range.start(), range.end()),
                "Écrivez-le en chiffres, seul : sans unité, sans virgule et sans espace.",
            ),
        }
    }

    /// A whole number that is not negative.
    pub fn count(&self, value: &Value<'s>) -> Option<u32> {
        u32::try_from(self.integer(value, 0..=100_000)?).ok()
    }

    /// A date as year, month and day.
    pub fn date(&self, value: &Value<'s>) -> Option<Date> {
        let text = amount(value).unwrap_or_default();
        if let Ok(date) = text.parse() {
            return Some(date);
        }
        let help = match meant(text) {
            Some(date) => format!("Écrivez année-mois-jour : « {date} »."),
            None => "Écrivez année-mois-jour, par exemple 2026-10-01.".to_owned(),
        };
        self.refuse(value, "Il faut ici une date qui existe", &help)
    }
}

/// The text of a scalar: quotes around a number do not change what it says.
fn amount<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    match &value.kind {
        Kind::Scalar(scalar) => Some(scalar.text.trim()),
        _ => None,
    }
}

/// The date that three numbers stand for, from the day to the year or from the year to the day.
fn meant(text: &str) -> Option<Date> {
    let parts = text.split(|char: char| !char.is_ascii_digit());
    let numbers: Vec<i16> = parts.map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [first, month, last] = numbers[..] else { return None };
    let (year, day) = if first > 31 { (first, last) } else { (last, first) };
    let year = if (0..100).contains(&year) { 2000 + year } else { year };
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn dates_in_another_order_are_understood() {
        for (text, date) in [
            ("1/10/2026", "2026-10-01"),
            ("01-10-26", "2026-10-01"),
            ("01.10.2026", "2026-10-01"),
            ("2026/10/1", "2026-10-01"),
            ("2026-10-1", "2026-10-01"),
        ] {
            assert_eq!(meant(text).unwrap().to_string(), date, "{text}");
        }
        for text in ["31/02/2026", "10/2026", "1er octobre 2026", "2026", "1/2/3/4", ""] {
            assert_eq!(meant(text), None, "{text}");
        }
    }
}
