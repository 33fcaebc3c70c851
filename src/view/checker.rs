//! Checkers: rules as sentences, with a field to try them.

use pasapas_checker::{Forbidden, Rule};
use serde::Serialize;

use super::Texts;
use super::chrome::Context;
use crate::model::academy::{Identifier, IdentifierKind, Policy};
use crate::model::checker::Checker;
use crate::resolve::SiteAcademy;
use crate::resolve::checkers::{CHECKER, DICTIONARY, checkers_of, record_number};
use crate::resolve::pages::GuidePage;

/// The rules of a password or an identifier, with a field to try them; templates look at `kind`.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct CheckerView<'a> {
    /// `password` or `identifier`.
    pub kind: &'static str,
    /// An id, unique in the page.
    pub id: String,
    /// The level of its heading.
    pub level: u8,
    /// The number of its rules in the academy's file.
    pub record: usize,
    /// The name of the policy or identifier.
    pub label: &'a str,
    /// The text that lays the policy down.
    pub source: Option<&'a str>,
    /// The identifier's shape in words.
    pub hint: Option<&'a str>,
    /// The rules, a sentence each; of a password in the order in which the checker tells of them.
    pub rules: Vec<String>,
    /// The rules of a password that no checker can tell of.
    pub also: Vec<&'a str>,
    /// Examples of the identifier.
    pub examples: Vec<&'a str>,
    /// How many characters there are to write of the identifier, in groups; empty where that depends.
    pub cells: &'static [u8],
    /// Whether the identifier must not be written on paper.
    pub confidential: bool,
    /// Whether a password must not hold the reader's identifier, so that it is asked for as well.
    pub identifier: bool,
    /// Whether a password must not hold a word of the dictionary.
    pub dictionary: bool,
}

/// What the checkers of a page load, when the reader comes to one of them.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CheckersView {
    /// The address of the module.
    pub module: String,
    /// The address of the academy's rules.
    pub rules: String,
    /// The address of the dictionary, when a policy of the page asks for it.
    pub dictionary: Option<String>,
    /// The address of the texts of the interface that the script needs.
    pub texts: String,
}

/// Makes the view of a checker with this id, unless the academy lacks its rules, which was reported.
#[must_use]
pub fn checker_view<'a>(
    cx: &Context<'a>,
    academy: &'a SiteAcademy,
    checker: &Checker,
    id: String,
    level: u8,
) -> Option<CheckerView<'a>> {
    let record = record_number(&academy.facts, checker)?;
    let common = CheckerView { id, level, record, ..CheckerView::default() };
    match checker {
        Checker::Password(name) => {
            let policy = academy.facts.policies.get(name)?;
            Some(password_view(cx, policy, common))
        }
        Checker::Identifier(name) => {
            let identifier = academy.facts.identifiers.get(name)?;
            Some(identifier_view(cx, identifier, common))
        }
    }
}

fn password_view<'a>(
    cx: &Context<'a>,
    policy: &'a Policy,
    common: CheckerView<'a>,
) -> CheckerView<'a> {
    CheckerView {
        kind: "password",
        label: &policy.label,
        source: policy.source.as_deref(),
        rules: policy.rules.rules().map(|rule| rule_text(rule, policy, cx.texts)).collect(),
        also: policy.also.iter().map(|rule| &**rule).collect(),
        identifier: policy.rules.forbid.contains(Forbidden::Identifier),
        dictionary: policy.rules.forbid.contains(Forbidden::Dictionary),
        ..common
    }
}

fn identifier_view<'a>(
    cx: &Context<'a>,
    identifier: &'a Identifier,
    common: CheckerView<'a>,
) -> CheckerView<'a> {
    // A hint says it already.
    let rules = match &identifier.hint {
        Some(_) => Vec::new(),
        None => vec![shape_text(&identifier.kind, cx.texts)],
    };
    CheckerView {
        kind: "identifier",
        label: &identifier.label,
        hint: identifier.hint.as_deref(),
        rules,
        cells: if identifier.confidential { &[] } else { cells(&identifier.kind) },
        confidential: identifier.confidential,
        examples: identifier.valid.iter().map(|example| &**example).collect(),
        ..common
    }
}

/// The groups in which an identifier of this kind is written.
fn cells(kind: &IdentifierKind) -> &'static [u8] {
    match kind {
        IdentifierKind::Numen => &[2, 1, 7, 3],
        IdentifierKind::Uai => &[7, 1],
        IdentifierKind::Date => &[2, 2, 4],
        _ => &[],
    }
}

fn rule_text(rule: Rule, policy: &Policy, texts: &Texts) -> String {
    match rule {
        Rule::MinLength(n) => texts.count("rule.min_length", n),
        Rule::Uppercase(n) => texts.count("rule.uppercase", n),
        Rule::Lowercase(n) => texts.count("rule.lowercase", n),
        Rule::Digit(n) => texts.count("rule.digit", n),
        Rule::Symbol(n) => texts.count("rule.symbol", n),
        Rule::MaxLength(n) => texts.count("rule.max_length", n),
        Rule::MaxBytes(n) => texts.count("rule.max_bytes", n),
        Rule::MaxConsecutiveIdentical(n) => texts.count("rule.max_consecutive_identical", n),
        Rule::AllowedSymbols => {
            let symbols = policy.rules.allowed_symbols.as_deref().unwrap_or_default();
            let words: Vec<String> = symbols.chars().map(|char| symbol_text(char, texts)).collect();
            texts.with("rule.allowed_symbols", &words.join(" "))
        }
        Rule::Forbidden(Forbidden::Identifier) => texts.get("rule.forbid.identifier").to_owned(),
        Rule::Forbidden(Forbidden::Dictionary) => texts.get("rule.forbid.dictionary").to_owned(),
        Rule::Forbidden(Forbidden::Numen) => texts.get("rule.forbid.numen").to_owned(),
        Rule::Forbidden(Forbidden::BirthDate) => texts.get("rule.forbid.birth_date").to_owned(),
    }
}

/// A symbol; a space in words, for nobody would see it.
fn symbol_text(symbol: char, texts: &Texts) -> String {
    if symbol == ' ' { texts.get("rule.space").to_owned() } else { symbol.to_string() }
}

fn shape_text(kind: &IdentifierKind, texts: &Texts) -> String {
    match kind {
        IdentifierKind::Numen => texts.get("format.numen").to_owned(),
        IdentifierKind::Uai => texts.get("format.uai").to_owned(),
        IdentifierKind::Login => texts.get("format.login").to_owned(),
        IdentifierKind::Date => texts.get("format.date").to_owned(),
        IdentifierKind::Otp => texts.get("format.otp").to_owned(),
        IdentifierKind::Mail { domain } => texts.with("format.mail", domain),
        IdentifierKind::CourseLink { prefixes } => {
            texts.with("format.course_link", prefixes.first().map_or("", |prefix| &**prefix))
        }
        IdentifierKind::Pattern(pattern) => texts.with("format.pattern", pattern),
    }
}

/// What a page with checkers loads; none for a page without.
#[must_use]
pub fn checkers_view(
    cx: &Context<'_>,
    academy: &SiteAcademy,
    page: &GuidePage,
) -> Option<CheckersView> {
    let rules = academy.rules.as_ref()?;
    let checkers = checkers_of(&academy.pages, &page.guide);
    let refuses_words = |checker: &&Checker| match checker {
        Checker::Password(id) => academy
            .facts
            .policies
            .get(id)
            .is_some_and(|policy| policy.rules.forbid.contains(Forbidden::Dictionary)),
        Checker::Identifier(_) => false,
    };
    let words = checkers.iter().copied().any(|checker| refuses_words(&checker));
    (!checkers.is_empty()).then(|| CheckersView {
        module: cx.href(&CHECKER.path),
        rules: cx.href(&rules.path),
        dictionary: words.then(|| cx.href(&DICTIONARY.path)),
        texts: cx.href(&cx.texts.checker().path),
    })
}
