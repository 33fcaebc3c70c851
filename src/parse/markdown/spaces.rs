//! Spaces that look like the one of the keyboard, where Markdown wants that one.
//!
//! In: a text. Out: the same with no-break, narrow and other spaces of Unicode made plain, and zero-width
//! characters left out, where they stand between a sign of Markdown and its text, in an indentation, or at
//! the end of a line; with the places where the two differ in length. What stands between words is kept.

/// A text with plain spaces.
pub(super) struct Cooked {
    /// The text.
    pub(super) text: String,
    /// Pairs of an offset in it and the offset in the original where the same goes on.
    pub(super) places: Vec<(u32, u32)>,
}

/// What lines above decide.
#[derive(Default)]
struct State {
    /// The fence of the block of code that is open: its sign, and how often.
    fence: Option<(char, usize)>,
    /// Where the text of the last item of a list begins; 0 outside of lists.
    item: usize,
}

/// So many plain spaces instead of the bytes between two offsets of a line.
type Edit = (usize, usize, usize);

/// Makes spaces plain; none where there is nothing to do.
pub(super) fn cook(text: &str) -> Option<Cooked> {
    if !text.contains(is_odd) {
        return None;
    }
    let mut cooked = Cooked { text: String::with_capacity(text.len()), places: vec![(0, 0)] };
    let mut state = State::default();
    let (mut start, mut copied) = (0, 0);
    for whole in text.split_inclusive('\n') {
        let mut edits = edits(whole.trim_end_matches(['\n', '\r']), &mut state);
        edits.sort_unstable();
        for (from, to, spaces) in edits.into_iter().map(|it| (start + it.0, start + it.1, it.2)) {
            if from >= copied && text[from..to].contains(is_odd) {
                cooked.text.push_str(&text[copied..from]);
                cooked.put(spaces, to);
                copied = to;
            }
        }
        start += whole.len();
    }
    cooked.text.push_str(&text[copied..]);
    (copied > 0).then_some(cooked)
}

impl Cooked {
    /// Adds plain spaces, after which the original goes on at `to`.
    fn put(&mut self, spaces: usize, to: usize) {
        for _ in 0..spaces {
            self.text.push(' ');
            self.places.push((self.text.len() as u32, to as u32));
        }
        if spaces == 0 {
            self.places.push((self.text.len() as u32, to as u32));
        }
    }
}

fn edits(line: &str, state: &mut State) -> Vec<Edit> {
    let indent = blank_run(line, 0);
    let content = &line[indent..];
    let columns = width(&line[..indent]);
    let mut edits = Vec::new();
    if let Some((sign, length)) = state.fence {
        edits.push((0, indent, columns));
        let fence = content.chars().take_while(|char| *char == sign).count();
        let after = indent + fence;
        if fence >= length && blank_run(line, after) == line.len() {
            edits.push((after, line.len(), 0));
            state.fence = None;
        }
        return edits;
    }
    if content.is_empty() {
        return vec![(0, indent, 0)];
    }
    let is_code = columns >= 4 && state.item == 0 && !line[..indent].contains(is_odd);
    if is_code {
        return edits;
    }
    let is_marked = mark(line, indent, columns, state, &mut edits);
    edits.push((0, indent, if is_marked { columns } else { columns.min(state.item) }));
    if !is_marked && columns == 0 {
        state.item = 0;
    }
    targets(line, indent, &mut edits);
    let end = line.trim_end_matches(is_blank).len();
    let breaks = line[end..].ends_with("  ");
    edits.push((end, line.len(), if breaks { 2 } else { 0 }));
    edits
}

/// The edits after the signs with which a line begins, and whether there is any.
fn mark(
    line: &str,
    mut at: usize,
    columns: usize,
    state: &mut State,
    edits: &mut Vec<Edit>,
) -> bool {
    let first = at;
    let mut in_item = false;
    while let Some(length) = container(&line[at..]) {
        let end = blank_run(line, at + length);
        let is_quote = line[at..].starts_with('>');
        if end == line.len() || (end == at + length && !is_quote) {
            break;
        }
        edits.push((at + length, end, 1));
        in_item = !is_quote;
        if in_item && at == first {
            state.item = columns + length + 1;
        }
        at = end;
    }
    block(line, at, in_item, state, edits) || at != first
}

/// How long the sign of a list or quotation is with which `rest` begins.
fn container(rest: &str) -> Option<usize> {
    let digits = rest.bytes().take(10).take_while(u8::is_ascii_digit).count();
    match rest.as_bytes().get(digits)? {
        b'>' | b'-' | b'*' | b'+' if digits == 0 => Some(1),
        b'.' | b')' if (1..=9).contains(&digits) => Some(digits + 1),
        _ => None,
    }
}

/// The edits within a line that begins a heading, a block of code, a table, a task, a note or a directive.
fn block(line: &str, at: usize, in_item: bool, state: &mut State, edits: &mut Vec<Edit>) -> bool {
    let rest = &line[at..];
    let run = |sign: char| rest.chars().take_while(|char| *char == sign).count();
    let mut after = |length: usize| {
        let end = blank_run(line, at + length);
        edits.push((at + length, end, 1));
        end > at + length
    };
    match rest.chars().next() {
        Some('#') if run('#') <= 6 => after(run('#')),
        Some(sign @ ('`' | '~')) if run(sign) >= 3 => {
            let length = run(sign);
            if sign == '~' || !rest[length..].contains('`') {
                after(length);
                state.fence = Some((sign, length));
            }
            true
        }
        Some('[') if in_item && is_task(rest) => {
            let close = rest.find(']').unwrap_or_default();
            after(close + 1);
            if rest[1..close].contains(is_odd) {
                edits.push((at + 1, at + close, 1));
            }
            true
        }
        Some('[') => rest.find("]:").is_some_and(|close| after(close + 2)),
        Some(':') if rest.starts_with("::") => {
            plain_runs(line, at, |_, _| true, edits);
            true
        }
        Some('|' | '-' | '=' | ':' | '_' | '*') if rest.chars().all(is_rule) => {
            plain_runs(line, at, |_, _| true, edits);
            true
        }
        Some('|') => {
            let bar =
                |from: usize, to: usize| line[..from].ends_with('|') || line[to..].starts_with('|');
            plain_runs(line, at, bar, edits);
            true
        }
        _ => false,
    }
}

/// Makes each run of blanks plain that `chosen` chooses.
fn plain_runs(
    line: &str,
    mut at: usize,
    chosen: impl Fn(usize, usize) -> bool,
    edits: &mut Vec<Edit>,
) {
    while let Some(found) = line[at..].find(is_odd) {
        let from = line[..at + found].trim_end_matches(is_blank).len().max(at);
        let to = blank_run(line, from);
        if chosen(from, to) {
            edits.push((from, to, width(&line[from..to])));
        }
        at = to;
    }
}

/// The edits at both ends of where a link leads, and before its title.
fn targets(line: &str, mut at: usize, edits: &mut Vec<Edit>) {
    while let Some(found) = line[at..].find("](") {
        let from = at + found + 2;
        let to = blank_run(line, from);
        edits.push((from, to, 0));
        let end = line[to..].find(')').map_or(line.len(), |end| to + end);
        let inner = line[to..end].trim_end_matches(is_blank).len();
        edits.push((to + inner, end, 0));
        plain_runs(line, to, |from, to| from < end && line[to..].starts_with(['"', '\'']), edits);
        at = end;
    }
}

/// Whether a text begins with the box of a task.
fn is_task(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    chars.next().is_some_and(|it| is_blank(it) || matches!(it, 'x' | 'X'))
        && chars.next() == Some(']')
}

fn is_rule(char: char) -> bool {
    is_blank(char) || matches!(char, '|' | '-' | '=' | ':' | '_' | '*')
}

/// Where the run of blanks that begins at `from` ends.
fn blank_run(line: &str, from: usize) -> usize {
    line.len() - line[from..].trim_start_matches(is_blank).len()
}

/// How many columns a run of blanks takes.
fn width(blanks: &str) -> usize {
    blanks.chars().fold(0, |columns, char| match char {
        '\t' => columns / 4 * 4 + 4,
        char if is_zero_width(char) => columns,
        _ => columns + 1,
    })
}

fn is_blank(char: char) -> bool {
    matches!(char, ' ' | '\t') || is_odd(char)
}

/// Whether it looks like a space, or like nothing, and is not the space of the keyboard.
fn is_odd(char: char) -> bool {
    matches!(
        char,
        '\u{B}' | '\u{C}' | '\u{85}' | '\u{A0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200A}' | '\u{2028}' | '\u{2029}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    ) || is_zero_width(char)
}

fn is_zero_width(char: char) -> bool {
    matches!(char, '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No-break spaces are written `~`, zero-width ones `^`.
    #[track_caller]
    fn check(typed: &str, expected: &str) {
        let typed = typed.replace('~', "\u{A0}").replace('^', "\u{200B}");
        let cooked = cook(&typed);
        let text = cooked.as_ref().map_or(&*typed, |it| &*it.text);
        let shown = text.replace('\u{A0}', "~").replace('\u{200B}', "^");
        assert_eq!(shown, expected);
        for (at, place) in cooked.into_iter().flat_map(|it| it.places) {
            assert!(typed.is_char_boundary(place as usize), "{at} is within a character");
        }
    }

    #[test]
    fn spaces_after_signs_are_plain() {
        check("##~Les étapes\n-~premier\n1.~Ouvrez", "## Les étapes\n- premier\n1. Ouvrez");
        check(">~[!WARNING]~\n>~Ne~fermez pas", "> [!WARNING]\n> Ne~fermez pas");
        check("::procedure~[x]~", "::procedure [x]");
        check("-~[~] faire\n- [x]~fait", "- [ ] faire\n- [x] fait");
        check("a\n~\nb\n^\nc", "a\n\nb\n\nc");
        check("a~|~b\n~---~|~---", "a~|~b\n --- | ---");
        check("|~a~|~b c~|", "| a | b c |");
        check("```~bash\n~~cd~x\n```~\n-~a", "``` bash\n  cd~x\n```\n- a");
        check("-~a\n~~-~b\n\n~~suite", "- a\n  - b\n\n  suite");
        check("[^1]:~Note", "[^1]: Note");
        check("[a](~https://a.fr~)", "[a](https://a.fr)");
        check("***~\n^##^ a", "***\n## a");
    }

    #[test]
    fn spaces_between_words_stay() {
        check("10~min, «~a~»\n-5~°C", "10~min, «~a~»\n-5~°C");
        check("~~~~Un alinéa", "Un alinéa");
        check("    -~du code", "    -~du code");
        check("fin~  \nsuite", "fin  \nsuite");
    }
}
