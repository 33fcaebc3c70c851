//! The texts of the interface, in the language of the site.
//!
//! In: the texts of a theme's locale by dotted key. Out: sentences with numbers and names put in.
//! A theme whose locale lacks a text that the code needs is refused when it is loaded.

use std::collections::BTreeMap;

use jiff::civil::Date;

use serde::Serialize;

use crate::resolve::checkers::Binary;

/// A date for people and machines.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct DateView {
    /// `2026-10-01`
    pub iso: String,
    /// "1er octobre 2026"
    pub text: String,
    /// The same in parts, if letters are raised beside the number of the day.
    pub raised: Option<RaisedView>,
}

/// A text in which letters are raised: 1, er, octobre 2026.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RaisedView {
    /// What stands before them.
    pub before: String,
    /// The letters.
    pub letters: String,
    /// What follows.
    pub after: String,
}

/// The texts by dotted key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    all: BTreeMap<String, String>,
    checker: Binary,
}

/// What the keys of the script's texts begin with.
const CHECKER: &str = "check.";

/// The texts that the code itself needs; templates name others.
pub const REQUIRED: &[&str] = &[
    "breadcrumb.home",
    "title.glossary",
    "title.site_map",
    "title.legal",
    "title.accessibility",
    "title.not_found",
    "other",
    "region_other",
    "guide.meta_title",
    "academy.description",
    "date.day_month_year",
    "date.first",
    "month.1",
    "month.2",
    "month.3",
    "month.4",
    "month.5",
    "month.6",
    "month.7",
    "month.8",
    "month.9",
    "month.10",
    "month.11",
    "month.12",
    "markup.alert.note",
    "markup.alert.tip",
    "markup.alert.important",
    "markup.alert.warning",
    "markup.alert.caution",
    "markup.table",
    "markup.code",
    "markup.footnotes",
    "markup.footnote",
    "markup.back",
    "rule.min_length.one",
    "rule.min_length.other",
    "rule.max_length.one",
    "rule.max_length.other",
    "rule.max_bytes.one",
    "rule.max_bytes.other",
    "rule.uppercase.one",
    "rule.uppercase.other",
    "rule.lowercase.one",
    "rule.lowercase.other",
    "rule.digit.one",
    "rule.digit.other",
    "rule.symbol.one",
    "rule.symbol.other",
    "rule.max_consecutive_identical.one",
    "rule.max_consecutive_identical.other",
    "rule.allowed_symbols",
    "rule.space",
    "rule.forbid.identifier",
    "rule.forbid.dictionary",
    "rule.forbid.numen",
    "rule.forbid.birth_date",
    "format.numen",
    "format.uai",
    "format.login",
    "format.mail",
    "format.date",
    "format.otp",
    "format.course_link",
    "format.pattern",
    "check.show",
    "check.hide",
    "check.kept",
    "check.broken",
    "check.doubtful",
    "check.unknown",
    "check.all",
    "check.barely",
    "check.left",
    "check.unsure",
    "check.word",
    "check.hidden",
    "check.strength",
    "check.strength0",
    "check.strength1",
    "check.strength2",
    "check.valid",
    "check.unfinished",
    "check.wrong",
    "check.extra",
    "check.day",
    "check.digit",
    "check.upper",
    "check.lower",
    "check.letter",
    "check.between",
    "check.quoted",
    "check.other",
    "check.end",
    "check.hyphen",
    "check.underscore",
    "check.dot",
    "check.slash",
    "check.at",
    "check.use",
    "check.stripped",
    "check.academy",
    "check.pin",
    "check.secret",
    "check.link",
    "check.course",
    "check.guides",
    "check.rest",
    "check.begins",
    "check.ends",
    "check.future",
    "check.long_ago",
    "check.alike",
    "check.looks",
    "check.looks_m",
    "check.looks_w",
    "check.looks_n",
    "check.looks_u",
    "check.looks_d",
    "check.looks_l",
];

impl Texts {
    /// The texts of a locale, and the keys that are missing in it.
    #[must_use]
    pub fn new(texts: BTreeMap<String, String>) -> (Self, Vec<&'static str>) {
        let missing = REQUIRED.iter().filter(|key| !texts.contains_key(**key)).copied().collect();
        let script =
            texts.iter().filter_map(|(key, text)| Some((key.strip_prefix(CHECKER)?, text)));
        let json = serde_json::to_vec(&script.collect::<BTreeMap<_, _>>()).unwrap_or_default();
        let checker = Binary::new("assets/checker/texts", "json", json.into());
        (Self { all: texts, checker }, missing)
    }

    /// The text of `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> &str {
        self.all.get(key).map_or("", String::as_str)
    }

    /// The text of `key` with `{x}` replaced.
    #[must_use]
    pub fn with(&self, key: &str, x: &str) -> String {
        self.get(key).replace("{x}", x)
    }

    /// The text of `key` for this many, with `{n}` replaced. In French, zero is singular.
    #[must_use]
    pub fn count(&self, key: &str, n: u32) -> String {
        let form = if n < 2 { "one" } else { "other" };
        self.get(&format!("{key}.{form}")).replace("{n}", &n.to_string())
    }

    /// A date for people and machines.
    #[must_use]
    pub fn date(&self, date: Date) -> DateView {
        let day = match date.day() {
            1 => self.get("date.first").to_owned(),
            day => day.to_string(),
        };
        let text = self
            .get("date.day_month_year")
            .replace("{day}", &day)
            .replace("{month}", self.get(&format!("month.{}", date.month())))
            .replace("{year}", &date.year().to_string());
        let raised = raised(&text, &day);
        DateView { iso: date.to_string(), text, raised }
    }

    /// The texts that the script of the checkers needs, as a file of JSON by the rest of their keys.
    #[must_use]
    pub fn checker(&self) -> &Binary {
        &self.checker
    }

    /// All texts by dotted key, for templates.
    #[must_use]
    pub fn all(&self) -> &BTreeMap<String, String> {
        &self.all
    }
}

/// The parts of `text`, if letters follow the number in `day`.
fn raised(text: &str, day: &str) -> Option<RaisedView> {
    let letters = day.trim_start_matches(|char: char| char.is_ascii_digit());
    let (before, after) = text.split_once(day).filter(|_| !letters.is_empty())?;
    let number = day.strip_suffix(letters)?;
    Some(RaisedView {
        before: format!("{before}{number}"),
        letters: letters.to_owned(),
        after: after.to_owned(),
    })
}
