//! From an offset in a text to the place in the file where it was written.
//!
//! In: a YAML scalar as it was read, and its source. Out: a [`TextMap`]. A scalar on one line maps
//! byte by byte, a block or folded one line by line; where escapes make that impossible, every
//! offset maps to the whole scalar.

use std::ops::Range;

use super::Source;
use crate::span::Span;

/// Where the bytes of a text were written.
#[derive(Clone, Debug)]
pub enum TextMap {
    /// The text stands in the file as it is, from this span's start on.
    Same(Span),
    /// Pairs of an offset in the text and the offset in the file, a pair a line; and the whole.
    Lines(Vec<(u32, u32)>, Span),
    /// Only the whole is known.
    Whole(Span),
}

impl TextMap {
    /// Maps `text`, read from the scalar that stands at `span`.
    #[must_use]
    pub fn of_scalar(source: &Source<'_>, span: Span, text: &str) -> Self {
        let written = &source.text[span.start as usize..span.end as usize];
        for quote in 0..=1 {
            if written.get(quote..quote + text.len()) == Some(text) {
                let start = span.start as usize + quote;
                return Self::Same(Span::new(span.file, start, start + text.len()));
            }
        }
        map_lines(written, text, span).unwrap_or(Self::Whole(span))
    }

    /// The whole of the text.
    #[must_use]
    pub fn whole(&self) -> Span {
        match self {
            Self::Same(span) | Self::Lines(_, span) | Self::Whole(span) => *span,
        }
    }

    /// The map of a text in which some runs were made longer or shorter: after each of `changes`, a pair of
    /// an offset in the changed text and the offset in this one, both go on alike.
    #[must_use]
    pub fn changed(&self, changes: &[(u32, u32)]) -> Self {
        let whole = self.whole();
        let moved =
            |(new, old): &(u32, u32)| (*new, self.place(*old as usize..*old as usize).start);
        let mut lines: Vec<(u32, u32)> = changes.iter().map(moved).collect();
        match self {
            Self::Whole(_) => return self.clone(),
            Self::Same(_) => {}
            Self::Lines(old, _) => {
                for (text, file) in old {
                    let after = changes.partition_point(|(_, old)| old <= text);
                    let Some((new, old)) = after.checked_sub(1).map(|at| changes[at]) else {
                        continue;
                    };
                    lines.push((new + text - old, *file));
                }
                lines.sort_unstable();
            }
        }
        Self::Lines(lines, whole)
    }

    /// The place of the bytes `range` of the text.
    #[must_use]
    pub fn place(&self, range: Range<usize>) -> Span {
        match self {
            Self::Same(span) => {
                let start = span.start as usize;
                Span::new(span.file, start + range.start, start + range.end)
            }
            Self::Lines(lines, whole) => {
                let after = lines.partition_point(|(text, _)| *text as usize <= range.start);
                let Some((text, file)) = after.checked_sub(1).map(|line| lines[line]) else {
                    return *whole;
                };
                let start = file as usize + range.start - text as usize;
                let last = lines.partition_point(|(text, _)| *text as usize <= range.end);
                let (text, file) = lines[last - 1];
                let end = (file as usize + range.end - text as usize).min(whole.end as usize);
                Span::new(whole.file, start.min(end), end)
            }
            Self::Whole(span) => *span,
        }
    }
}

/// Finds each line of the source, without its indentation, in the text that was read.
fn map_lines(written: &str, text: &str, span: Span) -> Option<TextMap> {
    let mut lines = Vec::new();
    let mut in_file = 0;
    let mut in_text = 0;
    for line in written.split_inclusive('\n') {
        let content = line.trim();
        let header = in_file == 0 && content.starts_with(['|', '>']);
        if !content.is_empty() && !header {
            let content = content.trim_matches(['"', '\'']);
            let found = in_text + text[in_text..].find(content)?;
            let at = line.find(content)?;
            lines.push((found as u32, span.start + (in_file + at) as u32));
            in_text = found + content.len();
        }
        in_file += line.len();
    }
    (!lines.is_empty()).then_some(TextMap::Lines(lines, span))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place_of(file: &str, needle: &str) -> String {
        let source = Source::new("a.yaml", file);
        let mut diagnostics = Vec::new();
        let root = super::super::yaml::parse_yaml(&source, 0..file.len(), &mut diagnostics);
        let Some(super::super::yaml::Kind::Map(entries)) = root.map(|root| root.kind) else {
            panic!("{file} is no map: {diagnostics:?}");
        };
        let value = &entries[0].value;
        let super::super::yaml::Kind::Scalar(scalar) = &value.kind else {
            panic!("no scalar");
        };
        let map = TextMap::of_scalar(&source, value.span, &scalar.text);
        let at = scalar.text.find(needle).expect("the needle is in the text");
        let span = map.place(at..at + needle.len());
        file[span.start as usize..span.end as usize].to_owned()
    }

    #[test]
    fn a_place_in_a_scalar_is_the_place_in_the_file() {
        for file in [
            "a: un [[lien]] ici\n",
            "a: \"un [[lien]] ici\"\n",
            "a: 'un [[lien]] ici'\n",
            "a: |\n  une ligne\n  un [[lien]] ici\nb: 1\n",
            "a: >\n  une ligne\n  un [[lien]] ici\nb: 1\n",
            "a: une ligne\n  un [[lien]] ici\n",
            "a: \"une ligne\n  un [[lien]] ici\"\n",
        ] {
            assert_eq!(place_of(file, "[[lien]]"), "[[lien]]", "in {file:?}");
        }
    }

    #[test]
    fn escapes_fall_back_to_the_whole_scalar() {
        assert_eq!(place_of("a: \"é\\u00e9 x\"\n", "x"), "\"é\\u00e9 x\"");
    }
}
