//! The words of a label on lines.
//!
//! In: words. Out: the ways to write them on one line or more, as narrow and as even as can be. A word is
//! never broken.

use crate::view::text_width::text_width;

/// The widest line, in em.
const WIDEST: f64 = 15.0;
/// The most lines.
const LINES: u32 = 3;

/// The words on one line, two and three, each as narrow as it can be; what is too wide is left out.
pub(super) fn breaks(words: &str) -> Vec<Vec<String>> {
    if text_width(words) > WIDEST * f64::from(LINES) {
        return Vec::new();
    }
    let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
    let ways = (1..=(LINES as usize).min(words.len())).map(|count| balanced(&words, count));
    ways.filter(|lines| lines.iter().all(|line| text_width(line) <= WIDEST)).collect()
}

/// `words` on exactly `count` lines whose widest is as narrow as it can be.
fn balanced(words: &[&str], count: usize) -> Vec<String> {
    if count == 1 {
        return vec![words.join(" ")];
    }
    let ways = (1..=words.len() - (count - 1)).map(|first| {
        let mut lines = vec![words[..first].join(" ")];
        lines.extend(balanced(&words[first..], count - 1));
        lines
    });
    // As narrow as can be, then as even as can be.
    let cost = |lines: &[String]| {
        lines
            .iter()
            .map(|line| text_width(line))
            .fold((0.0, 0.0), |(widest, sum), width| (f64::max(widest, width), sum + width * width))
    };
    let mut best: Option<((f64, f64), Vec<String>)> = None;
    for lines in ways {
        let cost = cost(&lines);
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, lines));
        }
    }
    best.map(|(_, lines)| lines).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::breaks;

    #[test]
    fn lines_are_even() {
        let found = breaks("Vérifiez l’adresse\u{A0}: elle commence par https://exemple.fr");
        assert_eq!(
            found.last().expect("it fits")[..],
            ["Vérifiez l’adresse\u{A0}:", "elle commence par", "https://exemple.fr"]
        );
    }
}
