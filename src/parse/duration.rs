//! How long a guide takes, as people write it.
//!
//! In: "10 min", "1 h 30", "une matinée". Out: the minutes, where they are said in figures, or what is wrong.
//! Words are left as they are: readers understand them.

/// The longest that anybody follows a guide, in minutes.
const LONGEST: f64 = 6000.0;
/// What is no abbreviation of minutes, though it is meant so.
const ALMOST_MINUTES: [&str; 8] = ["mn", "mns", "mins", "m", "minuts", "'", "’", "′"];

/// What a duration says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// So many minutes.
    Minutes(u32),
    /// So many minutes, written as nobody should.
    Almost(u32),
    /// In words.
    Words,
    /// A number without a unit.
    NoUnit,
    /// Nothing, or less.
    Nothing,
    /// Longer than anybody has time.
    TooLong,
}

/// Reads a duration.
pub(super) fn read(text: &str) -> Found {
    let text = text.trim().to_lowercase();
    if !text.contains(|char: char| char.is_ascii_digit()) {
        return Found::Words;
    }
    if !text
        .contains(|char: char| char.is_alphabetic() || ALMOST_MINUTES.contains(&&*char.to_string()))
    {
        return if text.starts_with(['-', '−', '–']) { Found::Nothing } else { Found::NoUnit };
    }
    let (sign, rest) = match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (-1.0, rest),
        None => (1.0, &*text),
    };
    let rest = rest.trim_start();
    let Some((number, rest)) = leading_number(rest) else { return Found::Words };
    let (unit, rest) = leading_word(rest.trim_start());
    let (first, hours, almost) = match unit {
        "min" | "minute" | "minutes" => (number, false, false),
        "h" | "heure" | "heures" | "hour" | "hours" => (number * 60.0, true, false),
        unit if ALMOST_MINUTES.contains(&unit) => (number, false, true),
        _ => return Found::Words,
    };
    let more = match rest.trim() {
        "" => Some((0.0, false)),
        rest if hours => minutes_after_hours(rest),
        _ => None,
    };
    let Some((more, also)) = more else { return Found::Words };
    judged(sign * (first + more), almost || also)
}

/// "30", "30 min".
fn minutes_after_hours(text: &str) -> Option<(f64, bool)> {
    let (number, rest) = leading_number(text)?;
    match rest.trim() {
        "" | "min" | "minute" | "minutes" => Some((number, false)),
        unit if ALMOST_MINUTES.contains(&unit) => Some((number, true)),
        _ => None,
    }
}

#[expect(clippy::cast_sign_loss, reason = "what is cast is more than nothing")]
fn judged(minutes: f64, almost: bool) -> Found {
    let whole = minutes.round();
    if minutes <= 0.0 {
        Found::Nothing
    } else if minutes > LONGEST {
        Found::TooLong
    } else if almost {
        Found::Almost(whole as u32)
    } else {
        Found::Minutes(whole as u32)
    }
}

/// Digits, with a comma or a point among them.
fn leading_number(text: &str) -> Option<(f64, &str)> {
    let end = text.find(|char: char| !char.is_ascii_digit() && char != ',' && char != '.');
    let (number, rest) = text.split_at(end.unwrap_or(text.len()));
    Some((number.replace(',', ".").parse().ok()?, rest))
}

fn leading_word(text: &str) -> (&str, &str) {
    let is_sign = |char: char| ALMOST_MINUTES.contains(&&*char.to_string());
    let end = text.find(|char: char| !char.is_alphabetic() && !is_sign(char));
    text.split_at(end.unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::{Found, read};

    #[test]
    fn durations_are_read_as_people_write_them() {
        let check = |text: &str, expected| assert_eq!(read(text), expected, "{text}");
        check("10 min", Found::Minutes(10));
        check("10 minutes", Found::Minutes(10));
        check("10\u{A0}min", Found::Minutes(10));
        check("1 h", Found::Minutes(60));
        check("1 h 30", Found::Minutes(90));
        check("1h30", Found::Minutes(90));
        check("1 H 30 min", Found::Minutes(90));
        check("1,5 h", Found::Minutes(90));
        check("2 heures", Found::Minutes(120));
        check("10 mn", Found::Almost(10));
        check("10'", Found::Almost(10));
        check("1h05mn", Found::Almost(65));
        for words in
            ["une matinée", "une heure", "10 à 15 min", "environ 10 min", "3 séances", "2 × 1 h"]
        {
            check(words, Found::Words);
        }
        check("10", Found::NoUnit);
        check("00:10", Found::NoUnit);
        check("0 min", Found::Nothing);
        check("-5 min", Found::Nothing);
        check("−5", Found::Nothing);
        check("99999999999 h", Found::TooLong);
        check("99999999999999999999999999999999999999999999 min", Found::TooLong);
        check("1 h 99999999999", Found::TooLong);
    }
}
