//! The lines of a YAML text, as somebody reads them who does not count brackets.
//!
//! In: a text, which may be wrong anywhere. Out: a [`Line`] each, with its key, its value and what it belongs
//! to. What shows as a space counts as one here. A quotation mark or bracket that is never closed ends where
//! the next key begins.

use std::ops::Range;

use super::signs::{is_gap, is_space};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing.
    Blank,
    /// A comment that stands alone.
    Comment,
    /// `---` or `...`.
    Marker,
    /// A key, or an item of a list.
    Entry,
    /// More of a text without quotes.
    More,
    /// Inside a text under `|` or `>`.
    Block,
    /// Inside quotation marks, or inside brackets.
    Inside,
    /// None of these: text where a key should stand.
    Stray,
}

/// A line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its first byte.
    pub(super) start: usize,
    /// The byte after its last, without the line end.
    pub(super) end: usize,
    /// Its first byte that is not space.
    pub(super) body: usize,
    /// What it is.
    pub(super) place: Place,
    /// How many dashes begin items in it.
    pub(super) dashes: usize,
    /// What follows the dashes.
    pub(super) content: usize,
    /// The key, without what is around it.
    pub(super) key: Option<Range<usize>>,
    /// What follows key or dashes, without a comment.
    pub(super) value: Range<usize>,
    /// The `#` of a comment behind something.
    pub(super) comment: Option<usize>,
    /// Where a quotation mark or bracket that this line opens stays open at its end.
    pub(super) open: Option<usize>,
}

/// What is still open at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Nothing,
    Block,
    Plain,
    Quote(char),
    Flow(usize, Option<char>),
}

/// What can be said of a part of a line.
struct Part {
    open: Open,
    end: usize,
    comment: Option<usize>,
}

/// Reads all lines.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut open = Open::Nothing;
    // The column that what is open must exceed.
    let mut parent = None;
    let mut start = 0;
    let mut lines = Vec::new();
    for written in text.split_inclusive('\n') {
        let mut line = bare_line(text, start, start + written.trim_end_matches(['\n', '\r']).len());
        start += written.len();
        if line.body == line.end {
            lines.push(line);
            continue;
        }
        if let Some(still) = continued(text, &mut line, open, parent) {
            open = still;
        } else {
            (open, parent) = entry(text, &mut line);
        }
        lines.push(line);
    }
    lines
}

impl Line {
    /// How many characters stand before its content, dashes and all.
    pub(super) fn column(&self, text: &str) -> usize {
        text[self.start..self.content].chars().count()
    }

    /// How many characters stand before its first sign.
    pub(super) fn indent(&self, text: &str) -> usize {
        text[self.start..self.body].chars().count()
    }
}

fn bare_line(text: &str, start: usize, end: usize) -> Line {
    let written = &text[start..end];
    let body = start + written.len() - written.trim_start_matches(is_gap).len();
    let (place, value, content) = (Place::Blank, body..body, body);
    Line {
        start,
        end,
        body,
        place,
        dashes: 0,
        content,
        key: None,
        value,
        comment: None,
        open: None,
    }
}

/// What is open after a line that goes on with what was open before; none if it does not.
fn continued(text: &str, line: &mut Line, open: Open, parent: Option<usize>) -> Option<Open> {
    let written = &text[line.body..line.end];
    let deeper = parent.is_none_or(|parent| line.indent(text) > parent);
    let begins =
        || key_end(written).is_some() || written.starts_with("- ") || is_marker(text, line);
    let (place, still) = match open {
        Open::Block if deeper => (Place::Block, open),
        Open::Plain if deeper && !written.starts_with('#') => {
            if key_end(written).is_some() {
                return None;
            }
            let part = plain(text, line.body..line.end, false);
            line.comment = part.comment;
            line.value = line.body..part.end;
            (Place::More, if part.comment.is_some() { Open::Nothing } else { Open::Plain })
        }
        Open::Quote(quote) if deeper || !begins() => {
            (Place::Inside, rest_of_quote(text, line, line.body, quote))
        }
        Open::Flow(depth, quote) if deeper || !begins() => {
            (Place::Inside, walk(text, line, line.body, depth, quote))
        }
        _ => return None,
    };
    line.place = place;
    Some(still)
}

/// Reads a line that begins something; what is open after it, and the column that this must exceed.
fn entry(text: &str, line: &mut Line) -> (Open, Option<usize>) {
    let written = &text[line.body..line.end];
    if written.starts_with('#') {
        line.place = Place::Comment;
        return (Open::Nothing, None);
    }
    if is_marker(text, line) {
        line.place = Place::Marker;
        return (Open::Nothing, None);
    }
    let mut parent = None;
    while let Some(rest) = text[line.content..line.end].strip_prefix('-')
        && (rest.is_empty() || rest.starts_with(is_space))
    {
        line.dashes += 1;
        parent = Some(line.column(text));
        line.content = line.end - rest.trim_start_matches(is_gap).len();
    }
    let content = &text[line.content..line.end];
    let mut value = line.content;
    if let Some((key, after)) = key_end(content) {
        line.key = Some(line.content + key.start..line.content + key.end);
        parent = Some(line.column(text));
        value = line.content + after;
        value +=
            text[value..line.end].len() - text[value..line.end].trim_start_matches(is_gap).len();
    }
    line.place = if line.key.is_some() || line.dashes > 0 { Place::Entry } else { Place::Stray };
    let open = read_value(text, line, value);
    (open, parent)
}

fn is_marker(text: &str, line: &Line) -> bool {
    let written = &text[line.start..line.end];
    ["---", "..."].iter().any(|marker| {
        written.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// Reads the value that begins at `at`.
fn read_value(text: &str, line: &mut Line, mut at: usize) -> Open {
    // An anchor or a tag stands before the value.
    while text[at..line.end].starts_with(['&', '!'])
        && let Some(space) = text[at..line.end].find(is_space).filter(|space| *space > 1)
    {
        at += space;
        at += text[at..line.end].len() - text[at..line.end].trim_start_matches(is_gap).len();
    }
    line.value = at..line.end;
    match text[at..line.end].chars().next() {
        None => Open::Nothing,
        Some(quote @ ('"' | '\'')) => rest_of_quote(text, line, at + 1, quote),
        Some('[' | '{') => walk(text, line, at, 0, None),
        Some(first) => {
            let part = plain(text, at..line.end, true);
            line.value.end = part.end;
            line.comment = part.comment;
            match first {
                '|' | '>' => Open::Block,
                _ => part.open,
            }
        }
    }
}

/// A text without quotes, up to a comment.
fn plain(text: &str, range: Range<usize>, whole: bool) -> Part {
    let written = &text[range.clone()];
    let mut before = whole;
    let comment = written.char_indices().find_map(|(at, char)| {
        let starts = before && char == '#';
        before = is_space(char);
        starts.then_some(range.start + at)
    });
    let end = comment.unwrap_or(range.end);
    let end = range.start + text[range.start..end].trim_end_matches(is_gap).len();
    let open = if comment.is_some() || end == range.start { Open::Nothing } else { Open::Plain };
    Part { open, end, comment }
}

/// The end of what a quotation mark opened, and a comment behind it.
fn rest_of_quote(text: &str, line: &mut Line, from: usize, quote: char) -> Open {
    let mut chars = text[from..line.end].char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' if quote == '"' => drop(chars.next()),
            _ if char != quote => {}
            '\'' if chars.peek().is_some_and(|(_, next)| *next == '\'') => drop(chars.next()),
            _ => {
                let end = from + at + 1;
                let part = plain(text, end..line.end, false);
                line.comment = part.comment;
                line.value.end = if part.end > end { part.end } else { end };
                return Open::Nothing;
            }
        }
    }
    if line.place == Place::Entry || line.place == Place::Stray {
        line.open = Some(line.value.start);
    }
    Open::Quote(quote)
}

/// Goes through brackets and braces up to the end of the line.
fn walk(text: &str, line: &mut Line, from: usize, mut depth: usize, quote: Option<char>) -> Open {
    let mut quote = quote;
    let mut before = ' ';
    let mut chars = text[from..line.end].char_indices();
    while let Some((at, char)) = chars.next() {
        match (quote, char) {
            (Some('"'), '\\') => drop(chars.next()),
            (Some(open), _) if open == char => quote = None,
            (None, '"' | '\'') if is_space(before) || "[{,:".contains(before) => quote = Some(char),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, '#') if is_space(before) => {
                line.comment = Some(from + at);
                break;
            }
            _ => {}
        }
        before = char;
    }
    let end = line.comment.unwrap_or(line.end);
    line.value.end = line.value.start.max(end);
    if depth == 0 && quote.is_none() {
        return Open::Nothing;
    }
    if line.place == Place::Entry || line.place == Place::Stray {
        line.open = Some(line.value.start);
    }
    Open::Flow(depth, quote)
}

/// The key at the beginning of `content`, and where its colon ends.
pub(super) fn key_end(content: &str) -> Option<(Range<usize>, usize)> {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(is_space);
    let first = content.chars().next()?;
    if let '"' | '\'' = first {
        let close = content[1..].find(first)? + 1;
        let rest = &content[close + 1..];
        let colon = content.len() - rest.trim_start_matches(is_gap).len();
        return (content[colon..].starts_with(':') && ends(&content[colon + 1..]))
            .then_some((1..close, colon + 1));
    }
    if "[{#&*!|>%@`".contains(first) {
        return None;
    }
    let content = content.split(" #").next().unwrap_or_default();
    let mut from = 0;
    while let Some(colon) = content[from..].find(':').map(|at| from + at) {
        if ends(&content[colon + 1..]) {
            let key = content[..colon].trim_end_matches(is_gap);
            return Some((0..key.len(), colon + 1));
        }
        from = colon + 1;
    }
    None
}
