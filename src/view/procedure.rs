//! Steps and choices, numbered.
//!
//! Steps are numbered through the procedure. The steps in an option of a choice have a letter before
//! their number, "A1", "A2"; after the choice the count goes on, so that no number is skipped for
//! whoever follows one option.

use serde::Serialize;

use super::checker::checker_view;
use super::chrome::Context;
use super::screenshot::screenshot_view;
use super::{BlockView, CheckerView, Prose, ScreenshotView};
use crate::resolve::links::step_id;
use crate::resolve::steps::{FilledChoice, FilledItem, FilledOption, FilledProcedure, FilledStep};
use crate::resolve::{Filled, SiteAcademy};

/// A step or a choice; templates look at `kind`.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ItemView<'a> {
    /// A step.
    Step(Box<StepView<'a>>),
    /// A choice.
    Choice(ChoiceView<'a>),
}

/// One action of the reader.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StepView<'a> {
    /// Unique in the page.
    pub id: String,
    /// "3", or "A2" in an option of a choice.
    pub number: String,
    /// The level of its heading.
    pub level: u8,
    /// What to do.
    pub action: Prose<'a>,
    /// What helps to do it.
    pub detail: Option<Prose<'a>>,
    /// The screen.
    pub screenshot: Option<ScreenshotView<'a>>,
    /// What the reader may try before typing it into the real form.
    pub checker: Option<CheckerView<'a>>,
    /// What the reader should see afterwards.
    pub result: Option<Prose<'a>>,
    /// What to do when they do not.
    pub trouble: Option<Prose<'a>>,
}

/// A fork in a procedure.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ChoiceView<'a> {
    /// Unique in the page.
    pub id: String,
    /// The level of its heading.
    pub level: u8,
    /// The question.
    pub question: Prose<'a>,
    /// The answers.
    pub options: Vec<OptionView<'a>>,
}

/// An answer to a choice.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct OptionView<'a> {
    /// Unique in the page.
    pub id: String,
    /// Its name in addresses, unique in the page.
    pub name: String,
    /// "A", "B" … with which the numbers of its steps begin.
    pub letter: String,
    /// The level of its heading.
    pub level: u8,
    /// The answer.
    pub label: Prose<'a>,
    /// When it is the right one.
    pub when: Option<Prose<'a>>,
    /// The way to take unless there is a reason for another.
    pub recommended: bool,
    /// An older way that still works.
    pub outdated: bool,
    /// What to do.
    pub items: Vec<ItemView<'a>>,
}

/// The deepest heading that HTML has.
const DEEPEST: u8 = 6;

/// Makes the views of a page's procedures.
pub struct Steps<'c, 'a> {
    cx: &'c Context<'a>,
    /// The academy whose rules checkers show.
    academy: &'a SiteAcademy,
    /// How many screenshots the page has so far.
    screenshots: usize,
    /// How many marks the current procedure has so far: they are numbered through it.
    marks: u32,
    /// How many options its choices have so far in the current procedure: they are lettered.
    options: usize,
}

impl<'c, 'a> Steps<'c, 'a> {
    /// For a page that has no procedure yet.
    #[must_use]
    pub fn new(cx: &'c Context<'a>, academy: &'a SiteAcademy) -> Self {
        Self { cx, academy, screenshots: 0, marks: 0, options: 0 }
    }

    /// The view of a procedure below a heading of `level - 1`.
    pub fn procedure(&mut self, procedure: &'a FilledProcedure, level: u8) -> BlockView<'a> {
        (self.marks, self.options) = (0, 0);
        // Directly below the title, the procedure's own title says what the steps are for.
        let title = if level <= 2 { procedure.title.as_deref() } else { None };
        let inner = if title.is_some() { level + 1 } else { level };
        let items = self.items(procedure, &procedure.items, "", inner);
        BlockView::Procedure { id: step_id(&procedure.id, ""), title, level, items }
    }

    /// Whether the procedures so far have a screenshot.
    #[must_use]
    pub fn has_screenshots(&self) -> bool {
        self.screenshots > 0
    }

    fn items(
        &mut self,
        procedure: &'a FilledProcedure,
        items: &'a [FilledItem],
        prefix: &str,
        level: u8,
    ) -> Vec<ItemView<'a>> {
        let mut number = 0_u32;
        let mut views = Vec::with_capacity(items.len());
        for item in items {
            views.push(match item {
                FilledItem::Step(step) => {
                    number += 1;
                    let number = format!("{prefix}{number}");
                    ItemView::Step(Box::new(self.step(procedure, step, number, level)))
                }
                FilledItem::Choice(choice) => {
                    ItemView::Choice(self.choice(procedure, choice, prefix, level))
                }
            });
        }
        views
    }

    fn step(
        &mut self,
        procedure: &'a FilledProcedure,
        step: &'a FilledStep,
        number: String,
        level: u8,
    ) -> StepView<'a> {
        let id = step_id(&procedure.id, &step.id);
        let screenshot = step.screenshot.as_ref().map(|shot| {
            self.screenshots += 1;
            let first = self.marks + 1;
            self.marks += shot.marks.len() as u32;
            screenshot_view(self.cx, shot, &id, self.screenshots == 1, first)
        });
        let checker = step.checker.as_ref().and_then(|checker| {
            let below = (level + 1).min(DEEPEST);
            checker_view(self.cx, self.academy, checker, format!("_essai_{id}"), below)
        });
        StepView {
            number,
            level: level.min(DEEPEST),
            action: self.prose(&step.action),
            detail: step.detail.as_ref().map(|it| self.prose(it)),
            screenshot,
            checker,
            result: step.result.as_ref().map(|it| self.prose(it)),
            trouble: step.trouble.as_ref().map(|it| self.prose(it)),
            id,
        }
    }

    fn choice(
        &mut self,
        procedure: &'a FilledProcedure,
        choice: &'a FilledChoice,
        prefix: &str,
        level: u8,
    ) -> ChoiceView<'a> {
        let options = choice.options.iter();
        ChoiceView {
            id: step_id(&procedure.id, &choice.id),
            level: level.min(DEEPEST),
            question: self.prose(&choice.question),
            options: options.map(|it| self.option(procedure, it, prefix, level + 1)).collect(),
        }
    }

    fn option(
        &mut self,
        procedure: &'a FilledProcedure,
        option: &'a FilledOption,
        prefix: &str,
        level: u8,
    ) -> OptionView<'a> {
        let letter = format!("{prefix}{}", letters(self.options));
        self.options += 1;
        // Letters of a choice within this option begin anew: AA, AB.
        let outer = std::mem::take(&mut self.options);
        let items = self.items(procedure, &option.items, &letter, level + 1);
        self.options = outer;
        OptionView {
            id: step_id(&procedure.id, &option.id),
            name: option.id.to_string(),
            level: level.min(DEEPEST),
            label: self.prose(&option.label),
            when: option.when.as_ref().map(|it| self.prose(it)),
            recommended: option.recommended,
            outdated: option.outdated,
            items,
            letter,
        }
    }

    fn prose(&self, filled: &'a Filled) -> Prose<'a> {
        Prose::whole(filled, self.cx)
    }
}

/// A, B … Z, AA, AB …
fn letters(index: usize) -> String {
    let letter = char::from(b'A' + (index % 26) as u8);
    match index / 26 {
        0 => letter.to_string(),
        more => letters(more - 1) + &letter.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn options_beyond_z_have_two_letters() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
