//! A procedure: steps and choices, as one file has them.

use std::sync::Arc;

use super::checker::Checker;
use super::markup::SourceMarkup;
use super::phrase::SourcePhrase;
use super::screenshot::Screenshot;
use crate::span::{Located, Span};

/// A procedure file. What it inherits is put in by `resolve`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    /// The file's stem.
    pub id: Box<str>,
    /// The beginning of its file.
    pub span: Span,
    /// What the procedure is for.
    pub title: Option<SourcePhrase>,
    /// The shared procedure from which it inherits.
    pub extends: Option<Located<Box<str>>>,
    /// Its own items; with `extends`, the changes to what is inherited.
    pub items: Vec<Placed>,
    /// Inherited steps that are left out.
    pub remove: Vec<Located<Box<str>>>,
    /// Whether its file has errors, so that a step may be missing for no other reason.
    pub incomplete: bool,
}

/// An item, and where to put it among the inherited ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The item.
    pub item: Item,
    /// Beside which inherited step; without, it replaces the step of its id or comes last.
    pub insertion: Option<Insertion>,
}

/// Beside which inherited step an item is put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Insertion {
    /// Before the step with this id.
    Before(Located<Box<str>>),
    /// After the step with this id.
    After(Located<Box<str>>),
}

/// A step or a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// One action of the reader.
    Step(Arc<Step>),
    /// A fork.
    Choice(Choice),
}

/// One action of the reader, with what they should see after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Unique in the procedure.
    pub id: Located<Box<str>>,
    /// One imperative sentence.
    pub action: SourceMarkup,
    /// What helps to do it.
    pub detail: Option<SourceMarkup>,
    /// The screen, marked up.
    pub screenshot: Option<Screenshot>,
    /// What the reader may try before typing it into the real form.
    pub checker: Option<Located<Checker>>,
    /// What the reader should see afterwards.
    pub result: Option<SourceMarkup>,
    /// What to do when they do not.
    pub trouble: Option<SourceMarkup>,
}

/// A fork: several ways, one of them recommended, or several situations of the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Unique in the procedure.
    pub id: Located<Box<str>>,
    /// The question that the reader answers.
    pub question: SourceMarkup,
    /// The answers, at least two.
    pub options: Vec<ChoiceOption>,
}

/// An answer to a choice, with the steps to follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceOption {
    /// Unique in the procedure; used in addresses.
    pub id: Located<Box<str>>,
    /// The answer.
    pub label: SourceMarkup,
    /// When it is the right one.
    pub when: Option<SourceMarkup>,
    /// The way to take unless there is a reason for another.
    pub recommended: bool,
    /// An older way that still works.
    pub outdated: bool,
    /// What to do.
    pub items: Vec<Item>,
}

impl Procedure {
    /// Its own items, without what it inherits.
    #[must_use]
    pub fn own_items(&self) -> Vec<Item> {
        self.items.iter().map(|placed| placed.item.clone()).collect()
    }
}

impl Item {
    /// The id of the step or choice.
    #[must_use]
    pub fn id(&self) -> &Located<Box<str>> {
        match self {
            Self::Step(step) => &step.id,
            Self::Choice(choice) => &choice.id,
        }
    }
}
