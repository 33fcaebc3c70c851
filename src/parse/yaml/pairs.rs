//! Keys and their values, as the lines of a mapping give them.
//!
//! In: the values between the ends of a mapping. Out: its entries; and what webmasters forget there: the dash
//! of the next item, which makes one mapping of two, and the brackets around numbers.

use std::collections::HashMap;
use std::ops::Range;

use super::numbers;
use super::signs::{is_gap, trim};
use super::slips::is_known;
use super::tree::Tree;
use super::{Entry, Kind, Scalar, Value, quotes};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::{Located, Span};

/// The keys with which items of lists begin.
const STARTERS: [&str; 13] = [
    "id",
    "label",
    "term",
    "choice",
    "before",
    "after",
    "box",
    "arrow",
    "circle",
    "point",
    "spotlight",
    "key",
    "name",
];

impl<'s> Tree<'_, 's> {
    /// The mapping at `span`; more than one value where the dashes of a list's next items are missing, and a
    /// list where all of its dashes are.
    pub(super) fn map(
        &mut self,
        values: Vec<Value<'s>>,
        span: Span,
        in_list: bool,
    ) -> Vec<Value<'s>> {
        let flow = self.written(span).starts_with('{');
        let mut entries = self.pairs(values);
        if flow {
            numbers::gather_keys(self, &mut entries);
            self.gather_words(&mut entries);
        }
        for entry in &mut entries {
            numbers::mend(self, entry);
            if let Kind::Scalar(scalar) = &entry.value.kind
                && scalar.plain
                && scalar.text.starts_with('«')
            {
                self.check_french(&entry.key.value, &scalar.text, entry.value.span);
            }
        }
        let mut maps = Vec::new();
        while let Some(at) = repetition(&entries).filter(|_| !flow) {
            let listed = in_list || !maps.is_empty() || entries[0].key.value != "name";
            let Some(at) =
                next_item(&entries, at).filter(|_| listed && span.start as usize > self.offset)
            else {
                break;
            };
            let rest = entries.split_off(at);
            self.tell_missing_dash(&entries[0], &rest[0], in_list);
            maps.push(entries);
            entries = rest;
        }
        let entries = self.unique(entries);
        if maps.is_empty() {
            return vec![Value { kind: Kind::Map(entries), span }];
        }
        maps.push(entries);
        let place = |entries: &[Entry<'s>]| {
            let last = entries.last().map_or(span.end, |entry| entry.value.span.end);
            Span {
                start: entries.first().map_or(span.start, |entry| entry.key.span.start),
                end: last,
                ..span
            }
        };
        let items: Vec<Value<'s>> = maps
            .into_iter()
            .map(|entries| Value { span: place(&entries), kind: Kind::Map(entries) })
            .collect();
        if in_list { items } else { vec![Value { kind: Kind::List(items), span }] }
    }

    /// Pairs keys with values; a key that is no text is reported.
    fn pairs(&mut self, values: Vec<Value<'s>>) -> Vec<Entry<'s>> {
        let mut entries: Vec<Entry<'s>> = Vec::with_capacity(values.len() / 2);
        let mut values = values.into_iter();
        while let (Some(key), Some(value)) = (values.next(), values.next()) {
            let Kind::Scalar(Scalar { mut text, .. }) = key.kind else {
                self.tell_bad_key(key.span);
                continue;
            };
            let mut span = key.span;
            if text.contains(|char: char| !char.is_ascii() && is_gap(char)) {
                text = text
                    .chars()
                    .filter(|char| !super::signs::is_unseen(*char))
                    .collect::<String>()
                    .into();
                text = trim(&text).to_owned().into();
            }
            if let Some(inner) = quotes::inside_french(&text) {
                let message = "Une clé s’écrit sans guillemets.";
                let help = format!("Écrivez « {}: … ».", trim(inner));
                self.diagnostics
                    .push(Diagnostic::error(Code::YamlSyntax, span, message).help(help));
                text = trim(inner).to_owned().into();
            }
            span.end = span.end.max(span.start);
            entries.push(Entry { key: Located::new(text, span), value });
        }
        entries
    }

    /// Puts together a text that a comma between braces took apart.
    fn gather_words(&mut self, entries: &mut Vec<Entry<'s>>) {
        let mut at = 1;
        while at < entries.len() {
            let (first, rest) = entries.split_at_mut(at);
            let before = &mut first[at - 1];
            let key = &rest[0].key;
            let plain = matches!(&before.value.kind, Kind::Scalar(scalar) if scalar.plain);
            let words = key.value.contains(' ')
                || matches!(rest[0].value.kind, Kind::Null) && !is_known(&key.value);
            if !plain || !words || key.value.parse::<f64>().is_ok() {
                at += 1;
                continue;
            }
            let message = "Entre accolades, cette virgule coupe le texte en deux.";
            let help = format!(
                "Mettez tout le texte, après « {}: », entre guillemets droits.",
                before.key.value
            );
            let comma = Span { start: before.value.span.end, end: key.span.start, ..key.span };
            let whole = Span { start: before.value.span.start, end: key.span.end, ..key.span };
            let comma = if comma.start < comma.end { comma } else { key.span };
            self.diagnostics.push(Diagnostic::error(Code::YamlSyntax, comma, message).help(help));
            let text = self.written(whole).to_owned().into();
            before.value = Value { kind: Kind::Scalar(Scalar { text, plain: true }), span: whole };
            entries.remove(at);
        }
    }

    fn tell_bad_key(&mut self, span: Span) {
        let value = self.source.text[..span.start as usize].ends_with('{');
        let message = if value {
            "Un texte qui commence par « {{ » doit être entre guillemets droits."
        } else {
            "Une clé doit être un simple mot."
        };
        let help = if value {
            "Écrivez par exemple « title: \"{{ name }} en ligne\" »."
        } else {
            "Écrivez « clé: valeur », et mettez entre guillemets droits un texte qui commence par « [ », « { » \
             ou « ? »."
        };
        self.diagnostics.push(Diagnostic::error(Code::WrongType, span, message).help(help));
    }

    fn tell_missing_dash(&mut self, first: &Entry<'s>, next: &Entry<'s>, in_list: bool) {
        let key = &next.key.value;
        let message = format!(
            "Il manque un tiret « - » devant « {key} » : un nouvel élément de la liste commence ici."
        );
        let help = if in_list {
            format!(
                "Écrivez « - {key}: … », avec le tiret sous celui de l’élément d’avant. Si ce n’est pas un nouvel \
                 élément, retirez la ligne en trop."
            )
        } else {
            format!(
                "Écrivez « - {key}: … » ici et au début de chaque élément, tous les tirets l’un sous l’autre."
            )
        };
        self.diagnostics.push(
            Diagnostic::error(Code::DuplicateKey, next.key.span, message)
                .note(first.key.span, "l’élément d’avant commence ici")
                .help(help),
        );
    }

    /// The entries, each key once; a key that occurs again is reported.
    fn unique(&mut self, entries: Vec<Entry<'s>>) -> Vec<Entry<'s>> {
        let mut seen: HashMap<_, Span> = HashMap::with_capacity(entries.len());
        let mut kept = Vec::with_capacity(entries.len());
        for entry in entries {
            let span = entry.key.span;
            let first = *seen.entry(entry.key.value.clone()).or_insert(span);
            if first == span {
                kept.push(entry);
                continue;
            }
            let message = format!("La clé « {} » est écrite deux fois.", entry.key.value);
            let help = match entry.value.kind {
                Kind::List(_) | Kind::Map(_) => {
                    "Mettez sous la première tout ce qui est sous la seconde, puis retirez la seconde."
                }
                Kind::Scalar(_) | Kind::Null => {
                    "Gardez la bonne des deux lignes. Si chacune dit autre chose, l’une a besoin d’une autre clé."
                }
            };
            self.diagnostics.push(
                Diagnostic::error(Code::DuplicateKey, span, message)
                    .note(first, "la première fois ici")
                    .help(help),
            );
        }
        kept
    }
}

/// The first key that occurs again, and where.
fn repetition(entries: &[Entry<'_>]) -> Option<Range<usize>> {
    let mut seen = HashMap::with_capacity(entries.len());
    entries.iter().enumerate().find_map(|(at, entry)| {
        let first = *seen.entry(&*entry.key.value).or_insert(at);
        (first != at).then_some(first..at)
    })
}

/// Where the item begins whose dash was forgotten, if that is why a key occurs again.
fn next_item(entries: &[Entry<'_>], again: Range<usize>) -> Option<usize> {
    let starts = |at: usize| STARTERS.contains(&&*entries[at].key.value);
    let at = again.len();
    (starts(0) && at > again.start && starts(at)).then_some(at)
}
