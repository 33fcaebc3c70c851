//! What a guide or a procedure needs of an academy.
//!
//! In: parsed guides and procedures. Out: the names that occur in them, with their places.

use std::fmt;
use std::sync::Arc;

use crate::model::checker::Checker;
use crate::model::guide::{Block, Guide};
use crate::model::markup::{Link, SourceMarkup};
use crate::model::phrase::SourcePhrase;
use crate::model::procedure::{Item, Step};
use crate::span::{Located, Span};

/// Something that an academy must have.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Need {
    /// A value, by dotted name.
    Value(Box<str>),
    /// A procedure.
    Procedure(Box<str>),
    /// A password policy.
    Policy(Box<str>),
    /// An identifier format.
    Identifier(Box<str>),
    /// At least one contact.
    Contacts,
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(name) => write!(f, "la valeur « {name} »"),
            Self::Procedure(id) => write!(f, "la procédure « {id} »"),
            Self::Policy(id) => write!(f, "la politique de mot de passe « {id} »"),
            Self::Identifier(id) => write!(f, "le format d’identifiant « {id} »"),
            Self::Contacts => write!(f, "au moins un contact"),
        }
    }
}

/// What the guide itself names, without what its procedures need.
#[must_use]
pub fn guide_needs(guide: &Guide) -> Vec<Located<Need>> {
    let mut needs = Vec::new();
    for phrase in [Some(&guide.title), guide.summary.as_ref(), guide.audience.as_ref()] {
        add_phrase(phrase, &mut needs);
    }
    for markup in guide.objectives.iter().chain(&guide.prerequisites).chain([&guide.body]) {
        add_markup(markup, &mut needs);
    }
    for block in &guide.blocks {
        let need = match &block.value {
            Block::Prose(_) => continue,
            Block::Procedure(id) => Need::Procedure(id.clone()),
            Block::Checker(checker) => checker_need(checker),
            Block::Contacts => Need::Contacts,
        };
        needs.push(Located::new(need, block.span));
    }
    needs
}

fn checker_need(checker: &Checker) -> Need {
    match checker {
        Checker::Password(id) => Need::Policy(id.clone()),
        Checker::Identifier(id) => Need::Identifier(id.clone()),
    }
}

/// What the steps of a procedure name.
#[must_use]
pub fn procedure_needs(title: Option<&SourcePhrase>, items: &[Item]) -> Vec<Located<Need>> {
    let mut needs = Vec::new();
    add_phrase(title, &mut needs);
    visit_markup(items, &mut |markup| add_markup(markup, &mut needs));
    visit_steps(items, &mut |step| {
        let shot = step.screenshot.as_ref();
        add_phrase(shot.map(|shot| &shot.alt), &mut needs);
        add_phrase(shot.and_then(|shot| shot.frame.as_ref()), &mut needs);
        let checker = step.checker.as_ref();
        needs.extend(checker.map(|it| Located::new(checker_need(&it.value), it.span)));
    });
    needs
}

/// Visits every markup of the items, in reading order.
pub fn visit_markup(items: &[Item], visit: &mut dyn FnMut(&SourceMarkup)) {
    for item in items {
        match item {
            Item::Step(step) => step_markup(step).for_each(&mut *visit),
            Item::Choice(choice) => {
                visit(&choice.question);
                for option in &choice.options {
                    visit(&option.label);
                    option.when.iter().for_each(&mut *visit);
                    visit_markup(&option.items, visit);
                }
            }
        }
    }
}

/// Visits every step, in choices too, in reading order.
pub fn visit_steps(items: &[Item], visit: &mut dyn FnMut(&Arc<Step>)) {
    for item in items {
        match item {
            Item::Step(step) => visit(step),
            Item::Choice(choice) => {
                choice.options.iter().for_each(|option| visit_steps(&option.items, visit));
            }
        }
    }
}

fn step_markup(step: &Step) -> impl Iterator<Item = &SourceMarkup> {
    let marks = step.screenshot.iter().flat_map(|shot| shot.marks.iter().map(|mark| &mark.text));
    [Some(&step.action), step.detail.as_ref(), step.result.as_ref(), step.trouble.as_ref()]
        .into_iter()
        .flatten()
        .chain(marks)
}

fn add_phrase(phrase: Option<&SourcePhrase>, needs: &mut Vec<Located<Need>>) {
    let Some(phrase) = phrase else { return };
    for (name, span) in phrase.phrase.values().zip(&phrase.values) {
        add_value(name, *span, needs);
    }
}

fn add_markup(markup: &SourceMarkup, needs: &mut Vec<Located<Need>>) {
    for (name, span) in markup.values() {
        add_value(name, span, needs);
    }
    for (link, span) in markup.links() {
        if let Link::Address(address) = link {
            address.values().for_each(|name| add_value(name, span, needs));
        }
    }
}

fn add_value(name: &str, span: Span, needs: &mut Vec<Located<Need>>) {
    needs.push(Located::new(Need::Value(name.into()), span));
}
