//! Reads the keys of a YAML mapping, and reports every key that is missing, unknown or of the wrong
//! type.
//!
//! In: a [`Value`]. Out: what the caller asked for; problems go to the [`Reader`]. A parser asks for
//! the keys that it knows, then calls [`Fields::finish`], which reports the others.

use std::borrow::Cow;
use std::cell::RefCell;

use super::name::{did_you_mean, nearest, nfc};
use super::text_map::TextMap;
use super::typography::typeset;
use super::yaml::{Entry, Kind, Value};
use super::{Rules, Source};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::{Located, Span};

/// A file that is being read, with all that was found wrong in it so far.
#[derive(Debug)]
pub struct Reader<'s> {
    /// The file.
    pub source: Source<'s>,
    /// The site's settings.
    pub rules: Rules,
    /// What was found.
    pub diagnostics: RefCell<Vec<Diagnostic>>,
}

/// The keys of a mapping, some of them already asked for.
#[derive(Debug)]
pub struct Fields<'v, 's> {
    /// Where the mapping stands.
    pub span: Span,
    entries: &'v [Entry<'s>],
    asked: Vec<&'static str>,
    /// The keys that must be there and are not, with the place that stands for the mapping.
    missing: Vec<(&'static str, Span)>,
    what: &'static str,
}

/// A text with the map back to its file.
#[derive(Clone, Debug)]
pub struct Text<'v> {
    /// The text as it was read.
    pub text: &'v str,
    /// Where it was written.
    pub map: TextMap,
}

impl<'s> Reader<'s> {
    /// Begins to read `source`.
    #[must_use]
    pub fn new(source: Source<'s>, rules: Rules) -> Self {
        Self { source, rules, diagnostics: RefCell::default() }
    }

    /// Ends reading.
    #[must_use]
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics.into_inner()
    }

    /// Reports a problem.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// The bytes `range` of the file as a YAML document.
    pub fn yaml(&self, range: std::ops::Range<usize>) -> Option<Value<'s>> {
        super::yaml::parse_yaml(&self.source, range, &mut self.diagnostics.borrow_mut())
    }

    /// The keys of `value`, which should be a mapping; `what` says of what, for messages.
    pub fn fields<'v>(&self, value: &'v Value<'s>, what: &'static str) -> Option<Fields<'v, 's>> {
        if let Kind::Map(entries) = &value.kind {
            return Some(Fields {
                span: value.span,
                entries,
                asked: Vec::new(),
                missing: Vec::new(),
                what,
            });
        }
        let expected = format!("{what} : il faut ici des clés et des valeurs");
        let help = "Écrivez une ligne « clé: valeur » pour chaque clé, avec le même retrait.";
        self.report(mistyped(value, &expected).help(help));
        None
    }

    /// A text, number or boolean as it was written.
    pub fn scalar<'v>(&self, value: &'v Value<'s>) -> Option<&'v Cow<'s, str>> {
        match &value.kind {
            Kind::Scalar(scalar) => Some(&scalar.text),
            _ => self.refuse(
                value,
                "Il faut ici un texte",
                "Écrivez-le après les deux-points, sur la même ligne, sans tiret ni crochets.",
            ),
        }
    }

    /// A text that is not blank.
    pub fn text<'v>(&self, value: &'v Value<'s>) -> Option<Text<'v>> {
        let text = self.scalar(value)?;
        if text.trim().is_empty() {
            let empty = Diagnostic::error(Code::BadValue, value.span, "Ce texte est vide.");
            self.report(empty.help("Écrivez un texte entre les guillemets."));
            return None;
        }
        Some(Text { text, map: TextMap::of_scalar(&self.source, value.span, text) })
    }

    /// A text for readers, on one line, with the typography of the language.
    pub fn label(&self, value: &Value<'s>) -> Option<Box<str>> {
        let text = self.text(value)?.text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(typeset(&text, self.rules.language).into())
    }

    /// A text that no typography may touch: an address, a domain, an example.
    pub fn literal(&self, value: &Value<'s>) -> Option<Box<str>> {
        self.text(value).map(|text| nfc(text.text.trim()).into())
    }

    /// The values of a list.
    pub fn list<'v>(&self, value: &'v Value<'s>) -> &'v [Value<'s>] {
        match &value.kind {
            Kind::List(values) => values,
            _ => self
                .refuse(
                    value,
                    "Il faut ici une liste",
                    "Écrivez [un, deux], ou une ligne « - … » par élément.",
                )
                .unwrap_or_default(),
        }
    }

    /// An id usable in an address.
    pub fn id(&self, value: &Value<'s>) -> Option<Located<Box<str>>> {
        let text = self.text(value)?;
        if super::name::is_slug(text.text) {
            return Some(Located::new(text.text.into(), value.span));
        }
        let message = format!("« {} » ne peut pas servir d’identifiant.", text.text.trim());
        let help = format!(
            "Des minuscules sans accent, des chiffres et des traits d’union, par exemple « {} ».",
            super::name::slug(text.text)
        );
        self.report(Diagnostic::error(Code::BadName, value.span, message).help(help));
        None
    }

    /// Reports a name that is none of those known here.
    pub fn report_unknown(
        &self,
        value: &Value<'s>,
        name: &str,
        known: impl IntoIterator<Item = &'static str> + Clone,
    ) {
        let message = format!("« {name} » n’existe pas ici.");
        let diagnostic = Diagnostic::error(Code::BadValue, value.span, message);
        self.report(diagnostic.help(did_you_mean(&name.to_lowercase(), known).unwrap_or_default()));
    }

    /// Reports that `value` is of the wrong type, and how to write the right one.
    pub fn refuse<T>(&self, value: &Value<'s>, expected: &str, help: &str) -> Option<T> {
        self.report(mistyped(value, expected).help(help));
        None
    }

    /// Reports that `value` is none of the words that are expected.
    pub fn wrong_type<T>(&self, value: &Value<'s>, expected: &str) -> Option<T> {
        self.refuse(
            value,
            expected,
            "Écrivez l’une de ces valeurs telle quelle, ou retirez la clé.",
        )
    }
}

/// That `value` is of another type than `expected`.
fn mistyped(value: &Value<'_>, expected: &str) -> Diagnostic {
    let found = match &value.kind {
        Kind::Null => "il n’y a rien".to_owned(),
        Kind::Scalar(scalar) => {
            let text = scalar.text.trim();
            let start: String = text.chars().take(40).collect();
            format!("il y a « {} »", start.trim_end())
        }
        Kind::List(_) => "il y a une liste".to_owned(),
        Kind::Map(_) => "il y a des clés et des valeurs".to_owned(),
    };
    let message = format!("{expected} ; {found}.");
    Diagnostic::error(Code::WrongType, value.span, message)
}

impl<'v, 's> Fields<'v, 's> {
    /// The value of `key`, unless it is missing or empty.
    pub fn get(&mut self, key: &'static str) -> Option<&'v Value<'s>> {
        self.asked.push(key);
        let entry = self.entries.iter().find(|entry| entry.key.value == key)?;
        (!matches!(entry.value.kind, Kind::Null)).then_some(&entry.value)
    }

    /// The value of `key`, which must be there.
    pub fn need(&mut self, reader: &Reader<'s>, key: &'static str) -> Option<&'v Value<'s>> {
        let value = self.get(key);
        if value.is_none() {
            match self.entries.iter().find(|entry| entry.key.value == key) {
                Some(empty) => {
                    let message = format!("{} : « {key} » est vide.", self.what);
                    let help = format!("Écrivez quelque chose après « {key}: ».");
                    let span = empty.key.span;
                    reader.report(Diagnostic::error(Code::MissingKey, span, message).help(help));
                }
                None => self.missing.push((key, self.head())),
            }
        }
        value
    }

    /// Whether `key` was written, whatever its value.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key.value == key)
    }

    /// Says in messages that this is a mapping of another kind.
    #[must_use]
    pub fn called(self, what: &'static str) -> Self {
        Self { what, ..self }
    }

    /// Reports keys without a value, where an empty rule would pass for no rule.
    pub fn refuse_empty(&self, reader: &Reader<'s>) {
        for entry in self.entries.iter().filter(|entry| matches!(entry.value.kind, Kind::Null)) {
            let key = &*entry.key.value;
            if self.missing.iter().any(|(missing, _)| *missing == key) {
                continue;
            }
            let message = format!("{} : « {key} » est vide.", self.what);
            let diagnostic = Diagnostic::error(Code::BadValue, entry.key.span, message);
            reader.report(diagnostic.help(
                "Donnez-lui une valeur, ou retirez-la. Un dièse (#) commence un commentaire : \
                 mettez la valeur entre guillemets.",
            ));
        }
    }

    /// All entries, for a mapping whose keys are names of the author's choosing.
    #[must_use]
    pub fn entries(&self) -> &'v [Entry<'s>] {
        self.entries
    }

    /// The first key, which stands for the mapping in messages.
    #[must_use]
    pub fn head(&self) -> Span {
        self.entries.first().map_or(self.span, |entry| entry.key.span)
    }

    /// Reports the keys that nobody asked for, then those that are missing: a misspelt key is
    /// reported once, as such.
    pub fn finish(mut self, reader: &Reader<'s>) {
        for entry in self.entries.iter().filter(|entry| !self.asked.contains(&&*entry.key.value)) {
            let key = &*entry.key.value;
            let message = format!("{} : la clé « {key} » n’existe pas.", self.what);
            let meant = in_english(key).or_else(|| nearest(key, self.asked.iter().copied()));
            let meant = meant.filter(|meant| self.asked.contains(meant));
            let longer = || self.missing.iter().find(|(missing, _)| key.starts_with(missing));
            let meant = meant.or_else(|| longer().map(|(missing, _)| *missing));
            self.missing.retain(|(missing, _)| Some(*missing) != meant);
            let help = match meant {
                Some(meant) => Some(format!("Vouliez-vous dire « {meant} » ?")),
                None => did_you_mean(key, self.asked.iter().copied()),
            };
            let diagnostic = Diagnostic::error(Code::UnknownKey, entry.key.span, message);
            reader.report(diagnostic.help(help.unwrap_or_default()));
        }
        self.finish_open(reader);
    }

    /// Reports the keys that are missing, where other keys are of the author's choosing.
    pub fn finish_open(self, reader: &Reader<'s>) {
        for (key, span) in self.missing {
            let message = format!("{} : il manque « {key} ».", self.what);
            let help = format!("Ajoutez une ligne « {key}: … ».");
            reader.report(Diagnostic::error(Code::MissingKey, span, message).help(help));
        }
    }
}

/// The key that somebody meant who wrote it in French.
fn in_english(key: &str) -> Option<&'static str> {
    const KEYS: [(&str, &str); 23] = [
        ("nom", "name"),
        ("titre", "title"),
        ("resume", "summary"),
        ("public", "audience"),
        ("objectifs", "objectives"),
        ("prerequis", "prerequisites"),
        ("duree", "duration"),
        ("verifie", "verified"),
        ("besoin", "need"),
        ("ordre", "order"),
        ("brouillon", "draft"),
        ("etapes", "steps"),
        ("texte", "text"),
        ("choix", "choice"),
        ("libelle", "label"),
        ("quand", "when"),
        ("resultat", "result"),
        ("probleme", "trouble"),
        ("capture", "screenshot"),
        ("couleur", "color"),
        ("telephone", "phone"),
        ("courriel", "email"),
        ("horaires", "hours"),
    ];
    let key = super::name::slug(key);
    KEYS.iter().find(|(french, _)| *french == key).map(|(_, english)| *english)
}
