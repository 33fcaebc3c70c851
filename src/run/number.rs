//! Numbers as a French reader writes them.
//!
//! In: numbers. Out: text, with a comma before decimals and a narrow space between thousands.

use std::time::Duration;

/// "12 345"
pub(super) fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202F}');
        }
        text.push(digit);
    }
    text
}

/// "0 page", "1 page", "2 pages": the plural begins at two.
pub(super) fn count(many: usize, noun: &str) -> String {
    let ending = if many < 2 { "" } else { "s" };
    let noun: Vec<String> = noun.split(' ').map(|word| format!("{word}{ending}")).collect();
    format!("{} {}", number(many), noun.join(" "))
}

/// "0,31 s"
pub(super) fn seconds(duration: Duration) -> String {
    format!("{:.2}\u{A0}s", duration.as_secs_f64()).replace('.', ",")
}

/// "12,3 ms"
pub(super) fn milliseconds(duration: Duration) -> String {
    format!("{:.1}\u{A0}ms", duration.as_secs_f64() * 1000.0).replace('.', ",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_the_french_way() {
        assert_eq!(count(0, "page"), "0 page");
        assert_eq!(count(1, "fichier écrit"), "1 fichier écrit");
        assert_eq!(count(1_234_567, "fichier écrit"), "1\u{202F}234\u{202F}567 fichiers écrits");
        assert_eq!(seconds(Duration::from_millis(314)), "0,31\u{A0}s");
        assert_eq!(milliseconds(Duration::from_micros(12_340)), "12,3\u{A0}ms");
    }
}
