//! An academy: its facts, services, contacts, password policies and identifier formats.

use std::collections::BTreeMap;
use std::sync::Arc;

use pasapas_checker::Check;

use super::color::Color;
use crate::span::{Located, Span};

/// One of the regional authorities, from `academies/<slug>/academy.yaml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Academy {
    /// The folder's name, usable in an address.
    pub slug: Box<str>,
    /// The beginning of its file.
    pub span: Span,
    /// "Lille".
    pub name: Box<str>,
    /// "académie de Lille".
    pub full_name: Box<str>,
    /// The region under which the home page lists it.
    pub region: Option<Box<str>>,
    /// The colour of its pages.
    pub color: Option<Located<Color>>,
    /// Its logo.
    pub logo: Option<Logo>,
    /// Whom to ask.
    pub contacts: Vec<Contact>,
    /// Password policies by id.
    pub policies: BTreeMap<Box<str>, Policy>,
    /// Identifier formats by id.
    pub identifiers: BTreeMap<Box<str>, Identifier>,
    /// The ids of policies and formats with a mistake in them, which was reported: they are not unknown.
    pub refused: Vec<Box<str>>,
    /// Whether its file has errors, so that a value may be missing for no other reason.
    pub incomplete: bool,
    /// Every text that guides may take, by dotted name.
    pub values: BTreeMap<Box<str>, Arc<str>>,
}

/// The logo of an academy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// The path of the image below the site's root.
    pub image: Located<Box<str>>,
    /// What it says to who does not see it.
    pub alt: Box<str>,
}

/// Somebody to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Contact {
    /// Who.
    pub label: Box<str>,
    /// For what.
    #[serde(rename = "for")]
    pub purpose: Option<Box<str>>,
    /// A phone number as people write it.
    pub phone: Option<Box<str>>,
    /// A mail address.
    pub email: Option<Box<str>>,
    /// A page.
    pub url: Option<Box<str>>,
    /// When they answer.
    pub hours: Option<Box<str>>,
}

/// A password policy with its name and source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Its name for readers.
    pub label: Box<str>,
    /// The text that lays it down.
    pub source: Option<Box<str>>,
    /// The rules; they do not contradict each other.
    pub rules: pasapas_checker::Policy<Box<str>>,
    /// The rules that only people can check.
    pub also: Vec<Box<str>>,
}

/// An identifier format with its name and examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// Its name for readers.
    pub label: Box<str>,
    /// Its shape in words.
    pub hint: Option<Box<str>>,
    /// What it is.
    pub kind: IdentifierKind,
    /// Its shape, compiled from the kind.
    pub shape: Shape,
    /// Whether nobody should write it on paper.
    pub confidential: bool,
    /// Examples that are accepted.
    pub valid: Vec<Box<str>>,
}

/// The shape of an identifier, as the page walks it.
pub type Shape = pasapas_checker::Shape<Box<[u8]>>;

/// The rules of an identifier, as the page reads them.
pub type Format = pasapas_checker::Format<Box<str>, Box<[u8]>>;

/// What an identifier is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentifierKind {
    /// Whatever a regular expression matches as a whole.
    Pattern(Box<str>),
    /// Two digits, a letter, seven digits, three letters.
    Numen,
    /// A school's code: seven digits and a check letter.
    Uai,
    /// First initial and surname.
    Login,
    /// A mail address at the academy's domain.
    Mail {
        /// The domain after `@`.
        domain: Box<str>,
    },
    /// A date that exists, as day, month and year.
    Date,
    /// A PIN followed by the six digits of a key.
    Otp,
    /// The address of a course.
    CourseLink {
        /// What such addresses begin with, at least one.
        prefixes: Vec<Box<str>>,
    },
}

impl IdentifierKind {
    /// Whether it gives access to somebody's account, unless the académie says otherwise.
    #[must_use]
    pub fn is_confidential(&self) -> bool {
        matches!(self, Self::Numen | Self::Otp)
    }
}

impl Identifier {
    /// The rules as the page reads them; `known` is what is known of the academies by the addresses of
    /// their courses.
    #[must_use]
    pub fn format(&self, known: &[u8]) -> Format {
        let check = match &self.kind {
            IdentifierKind::Numen => Check::Numen,
            IdentifierKind::Uai => Check::Uai,
            IdentifierKind::Date => Check::Date,
            IdentifierKind::Otp => Check::Otp,
            IdentifierKind::CourseLink { prefixes } => Check::Course {
                own: prefixes.first().cloned().unwrap_or_default(),
                known: known.into(),
            },
            IdentifierKind::Login => Check::Login,
            IdentifierKind::Mail { .. } => Check::Mail,
            IdentifierKind::Pattern(_) => Check::Nothing,
        };
        Format { shape: self.shape.clone(), check }
    }
}
