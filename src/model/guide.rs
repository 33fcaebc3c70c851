//! A guide: front matter and a body of prose and directives.

use std::ops::Range;

use jiff::civil::Date;

use super::checker::Checker;
use super::markup::SourceMarkup;
use super::phrase::SourcePhrase;
use crate::span::{Located, Span};

/// A Markdown file, shared by all académies or one academy's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guide {
    /// The file's stem, usable in an address.
    pub id: Box<str>,
    /// The beginning of its file.
    pub span: Span,
    /// What the reader wants to do.
    pub title: SourcePhrase,
    /// One or two sentences for lists and search engines.
    pub summary: Option<SourcePhrase>,
    /// For whom it is.
    pub audience: Option<SourcePhrase>,
    /// What the reader will be able to do.
    pub objectives: Vec<SourceMarkup>,
    /// What the reader must have or know before.
    pub prerequisites: Vec<SourceMarkup>,
    /// How long it takes.
    pub duration: Option<Duration>,
    /// When it was last checked against the real service.
    pub verified: Option<Located<Date>>,
    /// The need, in the reader's words, under which the academy's page lists it.
    pub need: Option<Box<str>>,
    /// Its rank in the academy's list: small first.
    pub order: i64,
    /// Left out unless drafts are wanted.
    pub draft: bool,
    /// The only académies that may offer it.
    pub academies: Option<Vec<Located<Box<str>>>>,
    /// The text.
    pub body: SourceMarkup,
    /// The body as prose and directives, in reading order.
    pub blocks: Vec<Located<Block>>,
}

/// How long something takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duration {
    /// As it was written: "10 min", "une matinée".
    pub words: Box<str>,
    /// In minutes, where it says so.
    pub minutes: Option<u32>,
}

/// A part of a guide's body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Block {
    /// These nodes of the body.
    Prose(Range<u32>),
    /// `::procedure[id]`
    Procedure(Box<str>),
    /// `::contacts`
    Contacts,
    /// `::password-checker[policy]` or `::identifier-checker[format]`
    Checker(Checker),
}

impl Guide {
    /// The ids of the procedures that it shows, in reading order.
    pub fn procedures(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().filter_map(|block| match &block.value {
            Block::Procedure(id) => Some(&**id),
            _ => None,
        })
    }
}
