//! The part of a line that is shown around a place.
//!
//! In: a line, maybe of two megabytes, a place in it, and the cells that there are. Out: a [`Cut`]
//! of at most that many cells, with an ellipsis where something is missing. Only as much of the
//! line is looked at as is shown.

use std::ops::Range;

const ELLIPSIS: &str = "…";

/// The shown part of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// The bytes of the line that are shown.
    pub(super) range: Range<usize>,
    /// Put before it.
    pub(super) before: &'static str,
    /// Put behind it.
    pub(super) after: &'static str,
}

/// Chooses what to show of `line` around the byte `at`, given how wide each character is.
pub(super) fn cut(line: &str, at: usize, cells: usize, width: impl Fn(char) -> usize) -> Cut {
    // One cell for each ellipsis.
    let cells = cells.saturating_sub(2).max(1);
    let (_, ahead) = fitting(line[at..].chars(), cells, &width);
    let (behind, _) = fitting(line[..at].chars().rev(), (cells - ahead).max(cells / 3), &width);
    let start = at - behind;
    let (shown, _) = fitting(line[start..].chars(), cells, &width);
    let end = start + shown;
    Cut {
        range: start..end,
        before: if start > 0 { ELLIPSIS } else { "" },
        after: if end < line.len() { ELLIPSIS } else { "" },
    }
}

/// The bytes and the cells of the leading characters that fit into `cells`.
fn fitting(
    chars: impl Iterator<Item = char>,
    cells: usize,
    width: impl Fn(char) -> usize,
) -> (usize, usize) {
    let mut taken = (0, 0);
    for char in chars {
        let next = taken.1 + width(char);
        if next > cells {
            break;
        }
        taken = (taken.0 + char.len_utf8(), next);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, at: usize, expected: &str) {
        let Cut { range, before, after } = cut(line, at, 12, |_| 1);
        assert_eq!(format!("{before}{}{after}", &line[range]), expected);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        check("short", 2, "short");
        check("abcdefghijklmnopqrstuvwxyz", 0, "abcdefghij…");
        check("abcdefghijklmnopqrstuvwxyz", 13, "…klmnopqrst…");
        check("abcdefghijklmnopqrstuvwxyz", 26, "…qrstuvwxyz");
        check("éééééééééééééééééééé", 20, "…éééééééééé…");
    }
}
