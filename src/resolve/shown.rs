//! The procedures that the pages of an academy show.
//!
//! In: flat procedures, and those of the last compile. Out: [`Procedures`] whose markup is filled, and the
//! files that are made of their pictures. A procedure of which nothing changed is the same value.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::changes::{ChangesFor, Names, in_order, names};
use super::derivatives::{Derivative, choices, fallback};
use super::fill::Scope;
use super::images::Picture;
use super::inherit::Flat;
use super::needs::visit_markup;
use super::steps::{FilledItem, FilledProcedure, Filler};
use crate::diagnostic::Diagnostic;

/// The procedures that the pages of an academy show.
#[derive(Debug, Default)]
pub struct Procedures {
    by_id: BTreeMap<Box<str>, Arc<Shown>>,
    /// The files that are made of their pictures, by path, once somebody asks.
    files: OnceLock<BTreeMap<Box<str>, Derivative>>,
}

/// A procedure as an academy shows it.
#[derive(Debug)]
struct Shown {
    procedure: FilledProcedure,
    /// What was found wrong with it.
    diagnostics: Box<[Diagnostic]>,
    /// What its links name.
    names: Names,
    /// What it was made of.
    flat: Arc<Flat>,
}

impl Procedures {
    /// Fills these procedures. `last` holds those of the last compile, unless values or images changed.
    #[must_use]
    pub fn fill<'f>(
        flats: impl Iterator<Item = &'f Arc<Flat>>,
        filler: &Filler<'_>,
        last: Option<(&Arc<Self>, ChangesFor<'_>)>,
    ) -> Arc<Self> {
        let mut by_id: BTreeMap<Box<str>, Arc<Shown>> = BTreeMap::new();
        for flat in flats {
            if by_id.contains_key(&flat.id) {
                continue;
            }
            let known = last.and_then(|(last, changes)| {
                let known = last.by_id.get(&flat.id)?;
                let same = Arc::ptr_eq(&known.flat, flat) && !known.is_concerned_by(changes);
                same.then(|| Arc::clone(known))
            });
            let shown = known.unwrap_or_else(|| Arc::new(Shown::new(flat, filler)));
            by_id.insert(flat.id.clone(), shown);
        }
        let same = |(last, _): &(&Arc<Self>, _)| {
            last.by_id.len() == by_id.len()
                && last.by_id.values().zip(by_id.values()).all(|(a, b)| Arc::ptr_eq(a, b))
        };
        match last.filter(same) {
            Some((last, _)) => Arc::clone(last),
            None => Arc::new(Self { by_id, files: OnceLock::new() }),
        }
    }

    /// The procedure with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&FilledProcedure> {
        self.by_id.get(id).map(|shown| &shown.procedure)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &FilledProcedure> {
        self.by_id.values().map(|shown| &shown.procedure)
    }

    /// What was found wrong with them.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.by_id.values().flat_map(|shown| &shown.diagnostics)
    }

    /// Whether the links of any may have other answers.
    #[must_use]
    pub fn are_concerned_by(&self, changes: ChangesFor<'_>) -> bool {
        self.by_id.values().any(|shown| shown.is_concerned_by(changes))
    }

    /// The files that are made of their pictures, by path.
    pub fn files(&self) -> &BTreeMap<Box<str>, Derivative> {
        self.files.get_or_init(|| {
            let mut files = BTreeMap::new();
            for procedure in self.iter() {
                visit_pictures(&procedure.items, &mut |picture| files.extend(files_of(picture)));
            }
            files
        })
    }
}

impl Shown {
    fn new(flat: &Arc<Flat>, filler: &Filler<'_>) -> Self {
        let mut diagnostics = Vec::new();
        let scope = Scope { procedure: Some(flat), ..filler.scope };
        let procedure = Filler { scope, ..*filler }.procedure(flat, &mut diagnostics);
        let mut all = Vec::new();
        visit_markup(&flat.items, &mut |text| all.extend(names([text].into_iter(), None)));
        let (diagnostics, names) = (diagnostics.into(), in_order(all).into());
        Self { procedure, diagnostics, names, flat: Arc::clone(flat) }
    }

    fn is_concerned_by(&self, changes: ChangesFor<'_>) -> bool {
        changes.concern(&self.names, !self.diagnostics.is_empty())
    }
}

/// The files that are made of a picture, with their paths.
pub fn files_of(picture: &Picture) -> impl Iterator<Item = (Box<str>, Derivative)> {
    let files = choices(picture).into_iter().chain([fallback(picture)]);
    files.map(|file| (file.path().into(), file))
}

fn visit_pictures(items: &[FilledItem], visit: &mut dyn FnMut(&Picture)) {
    for item in items {
        match item {
            FilledItem::Step(step) => step.screenshot.iter().for_each(|shot| visit(&shot.image)),
            FilledItem::Choice(choice) => {
                choice.options.iter().for_each(|option| visit_pictures(&option.items, visit));
            }
        }
    }
}
