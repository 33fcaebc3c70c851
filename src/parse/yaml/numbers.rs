//! The numbers of places in pictures, as people write them.
//!
//! In: the entry of a key such as `box`. Out: a list of whole numbers where one was meant, with what is wrong in
//! its writing: brackets forgotten, other separators, a decimal comma, a unit.

use super::tree::Tree;
use super::{Entry, Kind, Scalar, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

/// The keys of numbers, and how many each takes.
const LENGTHS: [(&str, usize); 7] = [
    ("box", 4),
    ("crop", 4),
    ("spotlight", 4),
    ("circle", 3),
    ("point", 2),
    ("at", 2),
    ("size", 2),
];

/// Puts together what braces took apart: in `{ box: 1, 2, 3, 4 }` the last three numbers are keys.
pub(super) fn gather_keys<'s>(tree: &mut Tree<'_, 's>, entries: &mut Vec<Entry<'s>>) {
    let lone =
        |entry: &Entry<'_>| matches!(entry.value.kind, Kind::Null) && is_number(&entry.key.value);
    if !entries.iter().any(lone) {
        return;
    }
    let mut at = 1;
    while at < entries.len() {
        let count = entries[at..].iter().take_while(|entry| lone(entry)).count();
        let number =
            matches!(&entries[at - 1].value.kind, Kind::Scalar(scalar) if is_number(&scalar.text));
        if count == 0 || !number {
            at += 1;
            continue;
        }
        let keys: Vec<_> = entries.drain(at..at + count).map(|entry| entry.key).collect();
        let first = entries[at - 1].value.clone();
        let span =
            Span { end: keys.last().map_or(first.span.end, |key| key.span.end), ..first.span };
        let rest = keys.into_iter().map(|key| Value {
            kind: Kind::Scalar(Scalar { text: key.value, plain: true }),
            span: key.span,
        });
        let key = entries[at - 1].key.value.clone();
        let values: Vec<_> = std::iter::once(first).chain(rest).collect();
        let written: Vec<&str> = values.iter().filter_map(text_of).collect();
        tell(
            tree,
            span,
            "Il manque des crochets autour de ces nombres.",
            &key,
            &written.join(", "),
        );
        entries[at - 1].value = Value { kind: Kind::List(values), span };
    }
}

/// Makes a list of whole numbers of what was meant as one.
pub(super) fn mend<'s>(tree: &mut Tree<'_, 's>, entry: &mut Entry<'s>) {
    let key = &*entry.key.value;
    let Some((_, length)) = LENGTHS.iter().find(|(known, _)| *known == key) else { return };
    let brackets = match &entry.value.kind {
        Kind::List(values) => {
            let right = values.len() == *length
                && values.iter().all(|it| text_of(it).is_some_and(is_whole));
            if right || !values.iter().all(|it| text_of(it).is_some()) {
                return;
            }
            true
        }
        Kind::Scalar(_) => false,
        _ => return,
    };
    let span = entry.value.span;
    let written = tree.written(span);
    let inner = written.trim_matches(['[', ']', '(', ')', '"', '\'', ' ']);
    let Some(numbers) = understood(inner, *length) else { return };
    let decimal =
        inner.bytes().filter(|byte| *byte == b',').count() >= *length || inner.contains('.');
    let message = match (brackets, decimal, inner.contains("px")) {
        (false, ..) => "Il manque des crochets autour de ces nombres.",
        (_, true, _) => {
            "Des pixels se comptent en nombres entiers, et une virgule sépare deux nombres."
        }
        (_, _, true) => "Les pixels s’écrivent sans unité.",
        _ => "Des virgules doivent séparer ces nombres.",
    };
    let texts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    tell(tree, span, message, key, &texts.join(", "));
    let value = |text: String| Value {
        kind: Kind::Scalar(Scalar { text: text.into(), plain: true }),
        span,
    };
    entry.value.kind = Kind::List(texts.into_iter().map(value).collect());
}

/// As many numbers as there should be, rounded, if `written` can be read so.
fn understood(written: &str, length: usize) -> Option<Vec<u32>> {
    let number = |text: &str| -> Option<u32> {
        let text = text.trim().trim_end_matches("px").trim_end().replace(',', ".");
        let number: f64 = text.parse().ok()?;
        #[expect(clippy::cast_sign_loss, reason = "only numbers from 0 on are kept")]
        (text.starts_with(|first: char| first.is_ascii_digit()) && number < 100_000.0)
            .then(|| number.round() as u32)
    };
    let read = |parts: Vec<&str>| {
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        if parts.len() != length {
            return None;
        }
        parts.into_iter().map(number).collect::<Option<Vec<u32>>>()
    };
    read(written.split([';', '/']).collect())
        .or_else(|| read(written.split(", ").collect()))
        .or_else(|| {
            read(written.split([';', ' ']).map(|part| part.trim_end_matches(',')).collect())
        })
        .or_else(|| read(written.split(',').collect()))
}

fn tell(tree: &mut Tree<'_, '_>, span: Span, message: &str, key: &str, numbers: &str) {
    let help = format!("Écrivez « {key}: [{numbers}] ».");
    tree.diagnostics.push(Diagnostic::error(Code::YamlSyntax, span, message).help(help));
}

fn text_of<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    match &value.kind {
        Kind::Scalar(scalar) => Some(&scalar.text),
        _ => None,
    }
}

fn is_whole(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_number(text: &str) -> bool {
    is_whole(&text.replace(['.', ','], ""))
}

#[cfg(test)]
mod tests {
    use super::understood;

    #[test]
    fn numbers_are_understood_however_they_are_parted() {
        let check = |written, length, numbers: Option<&[u32]>| {
            assert_eq!(understood(written, length).as_deref(), numbers, "{written}");
        };
        check("10, 20, 242, 30", 4, Some(&[10, 20, 242, 30]));
        check("10 20 242 30", 4, Some(&[10, 20, 242, 30]));
        check("10;20;242;30", 4, Some(&[10, 20, 242, 30]));
        check("12,5, 30", 2, Some(&[13, 30]));
        check("12,4 ; 30,5", 2, Some(&[12, 31]));
        check("12.4, 30", 2, Some(&[12, 30]));
        check("12px, 30px", 2, Some(&[12, 30]));
        check("12, 30, 40", 2, None);
        check("douze, 30", 2, None);
        check("-12, 30", 2, None);
    }
}
