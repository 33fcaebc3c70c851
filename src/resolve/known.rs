//! The names that académies have, and what is wrong with names that none has.
//!
//! In: the facts and procedures of all académies. Out: [`Known`]. A name that no academy has is always an
//! error; one that only some have is none here.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::needs::{Need, procedure_needs};
use super::parsed::{Parsed, Procedures, Unread};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::name::{did_you_mean, nearest};
use crate::span::Located;

/// A set of names.
type Names = BTreeSet<Box<str>>;

/// Every name that some academy has.
#[derive(Debug, PartialEq, Eq)]
pub struct Known {
    values: Names,
    procedures: Names,
    policies: Names,
    identifiers: Names,
    /// Policies and formats with a mistake in them.
    refused: Names,
    /// Whether an academy has more names than could be read.
    incomplete: bool,
    /// Whether there is an academy at all.
    has_academies: bool,
    /// What could not be read.
    pub unread: Unread,
}

/// What is wrong with the names in the procedures of a folder.
#[derive(Debug)]
pub struct Told {
    /// The problems.
    pub diagnostics: Vec<Diagnostic>,
    /// What they were found in.
    procedures: Arc<Procedures>,
    known: Arc<Known>,
}

impl Told {
    /// Looks at the procedures of a folder, unless that was done in the last compile.
    #[must_use]
    pub fn of(
        procedures: &Arc<Procedures>,
        known: &Arc<Known>,
        last: Option<&Arc<Self>>,
    ) -> Arc<Self> {
        let same = |last: &&Arc<Self>| {
            Arc::ptr_eq(&last.procedures, procedures) && Arc::ptr_eq(&last.known, known)
        };
        if let Some(last) = last.filter(same) {
            return Arc::clone(last);
        }
        let mut diagnostics = Vec::new();
        for procedure in procedures.values() {
            let needs = procedure_needs(procedure.title.as_ref(), &procedure.own_items());
            diagnostics.extend(needs.iter().filter_map(|need| known.unknown(need)));
        }
        let (procedures, known) = (Arc::clone(procedures), Arc::clone(known));
        Arc::new(Self { diagnostics, procedures, known })
    }
}

impl Known {
    /// The names that some academy has.
    #[must_use]
    pub fn of(parsed: &Parsed) -> Self {
        let facts = || parsed.academies.iter().map(|academy| &academy.facts);
        let own = parsed.academies.iter().flat_map(|academy| academy.folder.procedures.keys());
        Self {
            values: names(facts().flat_map(|facts| facts.values.keys())),
            procedures: names(parsed.shared.procedures.keys().chain(own)),
            policies: names(facts().flat_map(|facts| facts.policies.keys())),
            identifiers: names(facts().flat_map(|facts| facts.identifiers.keys())),
            refused: names(facts().flat_map(|facts| &facts.refused)),
            incomplete: facts().any(|facts| facts.incomplete),
            has_academies: !parsed.academies.is_empty(),
            unread: parsed.unread.clone(),
        }
    }

    /// Whether it is a procedure whose file could not be read.
    #[must_use]
    pub fn is_unread(&self, need: &Need) -> bool {
        matches!(need, Need::Procedure(id) if self.unread.procedures.contains(id))
    }

    /// That nobody has it.
    #[must_use]
    pub fn unknown(&self, need: &Located<Need>) -> Option<Diagnostic> {
        let (names, name, code) = match &need.value {
            Need::Value(name) => (&self.values, name, Code::UnknownValue),
            Need::Procedure(id) => (&self.procedures, id, Code::UnknownProcedure),
            Need::Policy(id) => (&self.policies, id, Code::UnknownPolicy),
            Need::Identifier(id) => (&self.identifiers, id, Code::UnknownIdentifier),
            Need::Contacts => return None,
        };
        let maybe_unread = !self.unread.academies.is_empty() || self.is_unread(&need.value);
        // Where there is no academy, that is what is told.
        let nobody = match &need.value {
            _ if !self.has_academies => !matches!(need.value, Need::Procedure(_)),
            Need::Value(_) => self.incomplete,
            // One that is misspelt is not one that could not be read.
            Need::Policy(_) | Need::Identifier(_) => {
                let all = names.iter().chain(&self.refused).map(|name| &**name);
                self.incomplete && nearest(name, all).is_none()
            }
            Need::Procedure(_) | Need::Contacts => false,
        };
        if names.contains(name) || maybe_unread || nobody || self.refused.contains(name) {
            return None;
        }
        let message = format!("Aucune académie n’a {}.", need.value);
        let help = did_you_mean(name, names.iter().map(|name| &**name)).unwrap_or_else(|| {
            match &need.value {
                Need::Procedure(id) => format!("Créez-la : « content/procedures/{id}.yaml »."),
                _ => "Cela s’écrit dans « academies/…/academy.yaml ».".to_owned(),
            }
        });
        Some(Diagnostic::error(code, need.span, message).help(help))
    }
}

fn names<'a>(names: impl Iterator<Item = &'a Box<str>>) -> Names {
    let names: BTreeSet<&str> = names.map(|name| &**name).collect();
    names.into_iter().map(Into::into).collect()
}
