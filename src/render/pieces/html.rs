//! The words of raw HTML.
//!
//! In: HTML as an author wrote it, maybe a part of an element. Out: what it says in words, on one line. Pictures,
//! videos and scripts say nothing.

/// Elements within a line: their words belong to those around them.
const WITHIN_A_LINE: [&str; 24] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "u",
];
/// Elements whose content is not words.
const WITHOUT_WORDS: [&str; 4] = ["script", "style", "svg", "template"];

/// The words of `html`, one space between two.
pub(super) fn html_words(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some((text, tag)) = next_tag(&mut rest) {
        words.push_str(text);
        let name = name(tag);
        if !WITHIN_A_LINE.contains(&&*name) {
            words.push(' ');
        }
        if WITHOUT_WORDS.contains(&&*name) && !tag.starts_with('/') {
            let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
            rest = &rest[end..];
        }
    }
    words.push_str(rest);
    let words = html_escape::decode_html_entities(&words);
    words.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text before the next tag, and what is in the tag; `rest` is what follows.
fn next_tag<'h>(rest: &mut &'h str) -> Option<(&'h str, &'h str)> {
    let (text, from) = rest.split_once('<')?;
    let (tag, after) = match from.strip_prefix("!--") {
        Some(comment) => ("!", comment.split_once("-->").map_or("", |(_, after)| after)),
        None => from.split_at(end_of_tag(from)),
    };
    *rest = after.strip_prefix('>').unwrap_or(after);
    Some((text, tag))
}

/// Where a tag ends: at the first `>` that is not in a value.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (at, char) in tag.char_indices() {
        match (quote, char) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(char),
            (Some(open), _) if open == char => quote = None,
            _ => {}
        }
    }
    tag.len()
}

fn name(tag: &str) -> String {
    let mut names = tag.trim_start_matches('/').split(|char: char| !char.is_ascii_alphanumeric());
    names.next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(html_words(html), expected);
    }

    #[test]
    fn tags_are_left_out_and_entities_are_characters() {
        check("<details>\n<summary>Plus &amp; mieux</summary>", "Plus & mieux");
        check(
            "<p>Appuyez sur <kbd>Ctrl</kbd>.</p><p>Puis <B>V</B>alidez",
            "Appuyez sur Ctrl. Puis Validez",
        );
    }

    #[test]
    fn values_scripts_and_comments_are_no_words() {
        check("<p title='a > b'>Oui</p><!-- non > --><script>if (a < b) {}</script>Non", "Oui Non");
        check("<img src=a.png\n  alt=\"\">", "");
        check("<style>p { color: red", "");
    }
}
