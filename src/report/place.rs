//! From bytes to lines and columns.
//!
//! In: a text, and byte offsets in it. Out: line and column as editors count them, both from 1, the
//! column in characters. Offsets that lie inside a character or behind the end are moved to the
//! character before.

/// A text with the places where its lines begin.
#[derive(Clone)]
pub(super) struct Lines<'s> {
    text: &'s str,
    starts: Vec<usize>,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place<'s> {
    /// From 1.
    pub(super) number: usize,
    /// From 1, in characters.
    pub(super) column: usize,
    /// The whole line, without its end.
    pub(super) line: &'s str,
    /// The byte in the line.
    pub(super) at: usize,
}

impl<'s> Lines<'s> {
    pub(super) fn of(text: &'s str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// Where the byte `offset` of the text stands.
    pub(super) fn place(&self, offset: u32) -> Place<'s> {
        let offset = self.text.floor_char_boundary(offset as usize);
        let number = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[number - 1];
        let end = self.starts.get(number).map_or(self.text.len(), |next| next - 1);
        let line = &self.text[start..end];
        let line = line.strip_suffix('\r').unwrap_or(line);
        let at = (offset - start).min(line.len());
        Place { number, column: line[..at].chars().count() + 1, line, at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, offset: u32, expected: (usize, usize, &str)) {
        let place = Lines::of(text).place(offset);
        assert_eq!((place.number, place.column, place.line), expected, "{text:?} at {offset}");
    }

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        check("ab\ncd", 0, (1, 1, "ab"));
        check("ab\ncd", 2, (1, 3, "ab"));
        check("ab\ncd", 3, (2, 1, "cd"));
        check("été x", 6, (1, 5, "été x"));
        check("été", 1, (1, 1, "été"));
    }

    #[test]
    fn ends_of_lines_and_of_the_text_belong_to_the_line_before() {
        check("ab\r\ncd\r\n", 3, (1, 3, "ab"));
        check("ab\r\ncd\r\n", 4, (2, 1, "cd"));
        check("ab\n", 3, (2, 1, ""));
        check("ab", 99, (1, 3, "ab"));
        check("", 0, (1, 1, ""));
    }
}
