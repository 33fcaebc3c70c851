//! The steps of a procedure as an academy shows them.
//!
//! In: a procedure whose inheritance is resolved. Out: a [`FilledProcedure`]: markup with its values and
//! links, pictures with what is destroyed in them and what is drawn over them.

use std::sync::Arc;

use super::Filled;
use super::fill::{Scope, fill_phrase};
use super::images::{Picture, Pictures};
use super::inherit::Flat;
use super::links::Offers;
use crate::diagnostic::Diagnostic;
use crate::model::SourceMarkup;
use crate::model::checker::Checker;
use crate::model::phrase::SourcePhrase;
use crate::model::procedure::{ChoiceOption, Item, Step};
use crate::model::screenshot::{Area, Mark, Screenshot, Shape};
use crate::span::Span;

/// A procedure in an academy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledProcedure {
    /// Its id.
    pub id: Box<str>,
    /// What it is for.
    pub title: Option<Box<str>>,
    /// Its steps and choices.
    pub items: Vec<FilledItem>,
}

/// A step or a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilledItem {
    /// A step.
    Step(Box<FilledStep>),
    /// A choice.
    Choice(FilledChoice),
}

/// A step in an academy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledStep {
    /// The step as it was written, for who looks for its places.
    pub source: Arc<Step>,
    /// Unique in the procedure.
    pub id: Box<str>,
    /// What to do.
    pub action: Filled,
    /// What helps to do it.
    pub detail: Option<Filled>,
    /// The screen.
    pub screenshot: Option<FilledScreenshot>,
    /// What the reader may try before typing it into the real form.
    pub checker: Option<Checker>,
    /// What the reader should see afterwards.
    pub result: Option<Filled>,
    /// What to do when they do not.
    pub trouble: Option<Filled>,
}

/// A choice in an academy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledChoice {
    /// Where it was written.
    pub span: Span,
    /// Unique in the procedure.
    pub id: Box<str>,
    /// The question.
    pub question: Filled,
    /// The answers.
    pub options: Vec<FilledOption>,
}

/// An answer in an academy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledOption {
    /// Where it was written.
    pub span: Span,
    /// Unique in the procedure.
    pub id: Box<str>,
    /// The answer.
    pub label: Filled,
    /// When it is the right one.
    pub when: Option<Filled>,
    /// The way to take unless there is a reason for another.
    pub recommended: bool,
    /// An older way that still works.
    pub outdated: bool,
    /// What to do.
    pub items: Vec<FilledItem>,
}

/// A screenshot in an academy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledScreenshot {
    /// The image to make.
    pub image: Picture,
    /// What the picture shows.
    pub alt: Box<str>,
    /// The address that a browser's frame around it shows; none without a frame.
    pub frame: Option<Box<str>>,
    /// What is drawn over it.
    pub marks: Vec<(Shape, Filled)>,
}

/// Fills a procedure for one academy.
pub struct Filler<'a> {
    /// What its values and links are looked up in.
    pub scope: Scope<'a>,
    /// The academy.
    pub offers: &'a Offers,
    /// The image files.
    pub pictures: Pictures<'a>,
}

impl Filler<'_> {
    /// Fills it.
    pub fn procedure(&self, flat: &Flat, diagnostics: &mut Vec<Diagnostic>) -> FilledProcedure {
        let facts = Some(&*self.offers.facts);
        FilledProcedure {
            id: flat.id.clone(),
            title: flat.title.as_ref().map(|title| fill_phrase(&title.phrase, facts).into()),
            items: self.items(&flat.items, diagnostics),
        }
    }

    fn items(&self, items: &[Item], diagnostics: &mut Vec<Diagnostic>) -> Vec<FilledItem> {
        items
            .iter()
            .map(|item| match item {
                Item::Step(step) => FilledItem::Step(Box::new(self.step(step, diagnostics))),
                Item::Choice(choice) => FilledItem::Choice(FilledChoice {
                    span: choice.question.span,
                    id: choice.id.value.clone(),
                    question: self.scope.fill(&choice.question, diagnostics),
                    options: choice
                        .options
                        .iter()
                        .map(|option| self.option(option, diagnostics))
                        .collect(),
                }),
            })
            .collect()
    }

    fn option(&self, option: &ChoiceOption, diagnostics: &mut Vec<Diagnostic>) -> FilledOption {
        FilledOption {
            span: option.label.span,
            id: option.id.value.clone(),
            label: self.scope.fill(&option.label, diagnostics),
            when: option.when.as_ref().map(|when| self.scope.fill(when, diagnostics)),
            recommended: option.recommended,
            outdated: option.outdated,
            items: self.items(&option.items, diagnostics),
        }
    }

    fn step(&self, step: &Arc<Step>, diagnostics: &mut Vec<Diagnostic>) -> FilledStep {
        let mut fill = |markup: &Option<SourceMarkup>| {
            markup.as_ref().map(|markup| self.scope.fill(markup, diagnostics))
        };
        let (detail, result, trouble) =
            (fill(&step.detail), fill(&step.result), fill(&step.trouble));
        FilledStep {
            source: Arc::clone(step),
            id: step.id.value.clone(),
            action: self.scope.fill(&step.action, diagnostics),
            detail,
            screenshot: step.screenshot.as_ref().and_then(|shot| self.shot(shot, diagnostics)),
            checker: step.checker.as_ref().map(|checker| checker.value.clone()),
            result,
            trouble,
        }
    }

    /// A screenshot whose image cannot be read, or is too small, is left out: that was reported.
    fn shot(
        &self,
        shot: &Screenshot,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<FilledScreenshot> {
        let facts = self.pictures.get(&shot.image.value)?;
        let (width, height) = *facts.size.as_ref().ok()?;
        let areas =
            shot.redactions.iter().map(|it| it.area).chain(shot.crop.as_ref().map(|it| it.value));
        if !areas.into_iter().all(|area| area.fits(width, height)) {
            return None;
        }
        let whole = Area { x: 0, y: 0, width, height };
        let part = shot.crop.as_ref().map_or(whole, |crop| crop.value);
        let image = Picture {
            source: shot.image.value.clone(),
            hash: facts.hash,
            size: (width, height),
            redactions: shot.redactions.iter().map(|it| numbers(it.area)).collect(),
            part: numbers(part),
            on_white: false,
            photo: facts.photo,
        };
        let fill = |mark: &Mark| (mark.shape.clone(), self.scope.fill(&mark.text, diagnostics));
        let marks = shot.marks.iter().map(fill).collect();
        let phrase =
            |phrase: &SourcePhrase| fill_phrase(&phrase.phrase, Some(&self.offers.facts)).into();
        let (alt, frame) = (phrase(&shot.alt), shot.frame.as_ref().map(phrase));
        Some(FilledScreenshot { image, alt, frame, marks })
    }
}

fn numbers(area: Area) -> (u32, u32, u32, u32) {
    (area.x, area.y, area.width, area.height)
}
