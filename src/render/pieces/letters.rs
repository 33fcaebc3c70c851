//! How much room prose takes.
//!
//! In: pieces. Out: roughly how many letters they take, so that a template need not set what is short to
//! know that it fits on a page.

use super::Piece;

/// What the end of a line leaves empty, at most, on a wide sheet.
const LINE: usize = 60;

/// Roughly how many letters pieces take: each run of words a line more than its letters.
pub(super) fn letters(pieces: &[Piece]) -> usize {
    let mut sum = 0;
    let mut after_words = false;
    for piece in pieces {
        let inline = is_inline(piece);
        if inline && !after_words {
            sum += LINE;
        }
        after_words = inline;
        sum += own(piece);
    }
    sum
}

fn is_inline(piece: &Piece) -> bool {
    use Piece::{Break, Code, Link, Note, Styled, TaskBox, Text};
    matches!(
        piece,
        Text { .. }
            | Code { .. }
            | Styled { .. }
            | Link { .. }
            | Note { .. }
            | TaskBox { .. }
            | Break
    )
}

fn own(piece: &Piece) -> usize {
    match piece {
        Piece::Text { text } | Piece::Code { text } => text.chars().count(),
        Piece::CodeBlock { text } => {
            text.lines().map(|line| LINE + line.chars().count()).sum::<usize>() + LINE
        }
        Piece::Styled { inner, .. } => words(inner),
        // With its address, or the page where it leads.
        Piece::Link { address, bare, inner, .. } => {
            let address = address.as_ref().filter(|_| !bare);
            words(inner) + address.map_or(0, |address| address.chars().count())
        }
        Piece::Paragraph { inner } | Piece::Heading { inner, .. } => letters(inner),
        Piece::Quote { inner, title, .. } => inner.letters + title.as_ref().map_or(0, |_| LINE),
        Piece::List { items, .. } => items.iter().map(|item| letters(item)).sum(),
        // A row is as high as its longest cell, which is narrow.
        Piece::Table { head, rows, .. } => {
            let columns = head.len();
            let rows = rows.iter().map(|row| row.iter().map(|cell| cell.letters).max());
            let head = head.iter().map(|cell| letters(cell)).max();
            rows.chain([head]).flatten().sum::<usize>() * columns
        }
        Piece::Note { inner, .. } => inner.as_ref().map_or(0, |inner| letters(inner)),
        Piece::TaskBox { .. } => 2,
        Piece::Break | Piece::Rule => LINE,
    }
}

/// The letters of what stands within a line.
fn words(inner: &[Piece]) -> usize {
    inner.iter().map(own).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Piece {
        Piece::Text { text: text.to_owned() }
    }

    #[test]
    fn words_in_bold_take_no_line_of_their_own() {
        let bold = Piece::Styled { style: "strong", inner: vec![text("Valider")] };
        assert_eq!(letters(&[text("Cliquez sur "), bold]), LINE + 19);
    }

    #[test]
    fn each_item_takes_a_line() {
        let item = || vec![text("un")];
        assert_eq!(
            letters(&[Piece::List { start: None, items: vec![item(), item()] }]),
            2 * LINE + 4
        );
    }
}
