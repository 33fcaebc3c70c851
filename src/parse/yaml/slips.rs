//! The slips that people make most when they write YAML.
//!
//! In: a text that cannot be read, and where reading stopped. Out: the line that is probably wrong,
//! which is often the one before, and what is wrong with it. A guess is made only where the line has
//! exactly the look of the slip.

use std::ops::Range;

/// A slip: its bytes in the text, what it is, how to mend it.
pub(super) type Slip = (Range<usize>, &'static str, &'static str);

/// Looks for a slip in the line where reading stopped, then in the one before.
pub(super) fn find_slip(text: &str, stopped: usize) -> Option<Slip> {
    let start = text[..stopped].rfind('\n').map_or(0, |end| end + 1);
    let end = text[stopped..].find('\n').map_or(text.len(), |end| stopped + end);
    slip_in(text, start..end).or_else(|| {
        let before = text[..start].trim_end().len();
        let start = text[..before].rfind('\n').map_or(0, |end| end + 1);
        slip_in(text, start..before)
    })
}

fn slip_in(text: &str, line: Range<usize>) -> Option<Slip> {
    let written = &text[line.clone()];
    let content = written.trim_start();
    let at = line.start + written.len() - content.len();
    if let Some(rest) = content.strip_prefix('-')
        && rest.starts_with(|first: char| first.is_alphabetic())
    {
        let message = "Il manque une espace après le tiret.";
        return Some((at..at + 1, message, "Écrivez « - » puis une espace, comme « - id: … »."));
    }
    if let Some(slash) = stray_backslash(content) {
        let message =
            "Entre guillemets droits, une barre oblique inverse annonce un caractère spécial.";
        let help = "Mettez le texte entre apostrophes : '…'. Elle y reste comme elle est.";
        return Some((at + slash..at + slash + 2, message, help));
    }
    let key = content.trim_start_matches("- ");
    let at = at + content.len() - key.len();
    let name = key.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(key.len());
    let after = &key[name..];
    if name == 0 || !after.starts_with(':') {
        return None;
    }
    let value = &after[1..];
    if !value.is_empty() && !value.starts_with([' ', '\t', '/']) {
        let message = "Il manque une espace après les deux-points.";
        return Some((at..at + name + 1, message, "Écrivez « clé: valeur »."));
    }
    let value_at = at + name + 1 + value.len() - value.trim_start().len();
    let value = value.trim();
    let inner = value.strip_prefix('\'')?;
    let apostrophe = inner.find('\'').filter(|end| end + 1 < inner.len())?;
    let message = "Une apostrophe ferme ce texte avant sa fin.";
    let help = "Mettez le texte entre guillemets droits : \"…\", ou sans rien autour.";
    Some((value_at..value_at + apostrophe + 2, message, help))
}

/// Where a backslash stands between straight quotes before a sign that it cannot change, as patterns have.
fn stray_backslash(content: &str) -> Option<usize> {
    let mut quoted = false;
    let mut chars = content.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => quoted = !quoted,
            '\\' if quoted => {
                let (_, next) = chars.next()?;
                let known = "0abtnvfre \"/\\N_LPxuU\t".contains(next);
                if !known && next.is_ascii() {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let found = find_slip(text, text.len()).map(|(range, ..)| text[range].to_owned());
        assert_eq!(found.as_deref(), expected, "{text:?}");
    }

    #[test]
    fn a_slip_is_found_in_its_line_or_the_one_before() {
        check("steps:\n  - id:menu\n    action: A", Some("id:"));
        check("steps:\n  -id: menu\n    action: A", Some("-"));
        check("a: 1\ntitle: 'L'inscription'", Some("'L'"));
        check("a: { pattern: \"[A-F]{2}\\.[0-9]\" }", Some("\\."));
        check("pattern: \"\\d{2}\"", Some("\\d"));
        check("a: \"\\\"b\\n\"", None);
        check("a: 1\nb: 2", None);
        check("url: https://a.fr\nb: 2", None);
    }
}
