//! An academy: its facts, services, contacts, password policies and identifier formats.

use std::collections::BTreeMap;
use std::sync::Arc;

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
    /// The rules.
    pub rules: pasapas_checker::Policy,
}

/// An identifier format with its name and examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// Its name for readers.
    pub label: Box<str>,
    /// Its shape in words.
    pub hint: Option<Box<str>>,
    /// The rules.
    pub format: pasapas_checker::Format,
    /// Examples that must be accepted.
    pub valid: Vec<Box<str>>,
    /// Examples that must be refused.
    pub invalid: Vec<Box<str>>,
}
