//! The part of a line that is shown around a place.
//!
//! In: a line, maybe of two megabytes, a place in it, and the cells that there are. Out: a [`Cut`]
//! of at most that many cells, with an ellipsis where something is missing. Only as much of the
//! line is looked at as is shown.

use std::ops::Range;

use super::place::Place;

const ELLIPSIS: &str = "…";

/// The shown part of a line.
#[derive(Debug, PartialEq, Eq)]
struct Cut {
    /// The bytes of the line that are shown.
    range: Range<usize>,
    /// Put before it.
    before: &'static str,
    /// Put behind it.
    after: &'static str,
}

/// Chooses what to show of `line` around the byte `at`, given how wide each character is.
fn cut(line: &str, at: usize, cells: usize, width: impl Fn(char) -> usize) -> Cut {
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

/// What is shown of a line, in pieces that follow each other.
pub(super) struct Pieces<'s> {
    /// The line up to the place, after an ellipsis where something is missing.
    pub(super) before: [&'s str; 2],
    /// What it is about.
    pub(super) marked: &'s str,
    /// The rest, before an ellipsis where something is missing.
    pub(super) after: [&'s str; 2],
}

/// Cuts the line of `start` around what is marked in it, up to `end` or the end of the line.
pub(super) fn pieces<'s>(
    start: Place<'s>,
    end: Place<'_>,
    cells: usize,
    width: impl Fn(char) -> usize,
) -> Pieces<'s> {
    let line = start.line;
    let cut = cut(line, start.at, cells, width);
    let until = if end.number == start.number { end.at } else { line.len() };
    let until = until.clamp(start.at, cut.range.end);
    Pieces {
        before: [cut.before, &line[cut.range.start..start.at]],
        marked: &line[start.at..until],
        after: [&line[until..cut.range.end], cut.after],
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
