//! A text with some of its bytes replaced, and the way back to where they stood.
//!
//! In: a text and what to replace in it. Out: the [`Mended`] text, which can say for each of its offsets where
//! it was written. Nothing here decides what to replace.

use std::borrow::Cow;
use std::ops::Range;

/// Bytes to replace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// Which.
    pub(super) range: Range<usize>,
    /// With what.
    pub(super) with: Cow<'static, str>,
}

/// A text after its edits.
#[derive(Debug)]
pub(super) struct Mended<'t> {
    original: &'t str,
    /// The text.
    pub(super) text: String,
    /// Where each edit begins and ends, in this text and in the original.
    turns: Vec<(usize, usize)>,
}

impl Edit {
    /// Replaces `range`.
    pub(super) fn new(range: Range<usize>, with: impl Into<Cow<'static, str>>) -> Self {
        Self { range, with: with.into() }
    }

    /// Puts `with` before the byte `at`.
    pub(super) fn insert(at: usize, with: impl Into<Cow<'static, str>>) -> Self {
        Self::new(at..at, with)
    }
}

impl<'t> Mended<'t> {
    /// `text` after `edits`, in any order; of two that overlap, the later one is left out.
    pub(super) fn new(text: &'t str, edits: &[Edit]) -> Self {
        let mut edits: Vec<&Edit> = edits.iter().collect();
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut mended = String::with_capacity(text.len() + 16);
        let mut turns = Vec::with_capacity(2 * edits.len());
        let mut read = 0;
        for edit in edits {
            if edit.range.start < read {
                continue;
            }
            mended.push_str(&text[read..edit.range.start]);
            turns.push((mended.len(), edit.range.start));
            mended.push_str(&edit.with);
            turns.push((mended.len(), edit.range.end));
            read = edit.range.end;
        }
        mended.push_str(&text[read..]);
        Self { original: text, text: mended, turns }
    }

    /// Where in the original the byte `at` of this text stood; what was put in stands where it was put. Never within
    /// a character, also where fewer bytes were put in than were taken out.
    pub(super) fn back(&self, at: usize) -> usize {
        let after = self.turns.partition_point(|(new, _)| *new <= at);
        let Some((new, old)) = after.checked_sub(1).map(|turn| self.turns[turn]) else { return at };
        let there = old + (at - new);
        let there = self.turns.get(after).map_or(there, |(_, next)| there.min(*next));
        self.original.floor_char_boundary(there)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_where_they_were() {
        let edits = [Edit::insert(5, "\""), Edit::new(1..3, " "), Edit::insert(7, "\"")];
        let mended = Mended::new("a\u{A0}bcdef", &edits);
        assert_eq!(mended.text, "a bc\"de\"f");
        let back: Vec<usize> = (0..=mended.text.len()).map(|at| mended.back(at)).collect();
        assert_eq!(back, [0, 1, 3, 4, 5, 5, 6, 7, 7, 8]);
    }

    #[test]
    fn what_overlaps_is_left_out() {
        let edits = [Edit::new(0..2, "x"), Edit::new(1..3, "y")];
        assert_eq!(Mended::new("abcd", &edits).text, "xcd");
    }
}
