//! Procedures with what they inherit put in.
//!
//! In: procedure files. Out: [`Flat`] procedures, whose steps are complete. A shared procedure is
//! made once for all académies; an academy's own may extend a shared one, never another's.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::Unread;
use super::needs::{Need, procedure_needs};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::model::phrase::SourcePhrase;
use crate::model::procedure::{Insertion, Item, Placed, Procedure};
use crate::parse::name::{did_you_mean, nearest};
use crate::parse::procedure::walk_ids;
use crate::span::{Located, Span};

/// A procedure with all its steps.
#[derive(Clone, Debug)]
pub struct Flat {
    /// Its id.
    pub id: Box<str>,
    /// What it is for.
    pub title: Option<SourcePhrase>,
    /// Its steps and choices.
    pub items: Vec<Item>,
    /// What an academy must have to offer it.
    pub needs: Vec<Located<Need>>,
}

/// How many procedures may inherit one from the other.
const DEPTH: usize = 64;

/// Procedures by id.
pub type Flats = HashMap<Box<str>, Arc<Flat>>;

/// Puts in what shared procedures inherit from each other.
#[must_use]
pub fn flatten_shared(
    procedures: &BTreeMap<Box<str>, Arc<Procedure>>,
    unread: &Unread,
) -> Warned<Flats> {
    let mut state = Shared {
        procedures,
        unread,
        done: Flats::new(),
        path: Vec::new(),
        diagnostics: Vec::new(),
    };
    for id in procedures.keys() {
        state.flatten(id);
    }
    Warned::new(state.done, state.diagnostics)
}

/// Puts in what an academy's own procedures inherit from shared ones. Those that it does not have
/// itself are the shared ones.
#[must_use]
pub fn flatten_own(
    own: &BTreeMap<Box<str>, Arc<Procedure>>,
    shared: &Flats,
    unread: &Unread,
) -> Warned<Flats> {
    let mut diagnostics = Vec::new();
    let mut flats = shared.clone();
    for (id, procedure) in own {
        let parent = procedure.extends.as_ref().and_then(|extends| {
            let parent = shared.get(&extends.value);
            if parent.is_none() && !unread.procedures.contains(&extends.value) {
                diagnostics.push(unknown_parent(extends, shared.keys()));
            }
            parent
        });
        let flat = flatten(procedure, parent.map(|parent| &**parent), &mut diagnostics);
        flats.insert(id.clone(), Arc::new(flat));
    }
    Warned::new(flats, diagnostics)
}

struct Shared<'a> {
    procedures: &'a BTreeMap<Box<str>, Arc<Procedure>>,
    unread: &'a Unread,
    done: Flats,
    /// The procedures being flattened, each extending the next.
    path: Vec<&'a str>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Shared<'a> {
    fn flatten(&mut self, id: &'a str) -> Option<Arc<Flat>> {
        if let Some(flat) = self.done.get(id) {
            return Some(Arc::clone(flat));
        }
        let procedure = self.procedures.get(id)?;
        self.path.push(id);
        let parent = procedure.extends.as_ref().and_then(|extends| self.parent(extends));
        self.path.pop();
        let flat = Arc::new(flatten(procedure, parent.as_deref(), &mut self.diagnostics));
        self.done.insert(id.into(), Arc::clone(&flat));
        Some(flat)
    }

    fn parent(&mut self, extends: &'a Located<Box<str>>) -> Option<Arc<Flat>> {
        if self.path.len() > DEPTH {
            let message = format!("Plus de {DEPTH} procédures héritent l’une de l’autre.");
            self.diagnostics.push(
                Diagnostic::error(Code::CyclicExtends, extends.span, message)
                    .help("Faites-les hériter toutes de la même."),
            );
            return None;
        }
        if let Some(start) = self.path.iter().position(|id| **id == *extends.value) {
            let circle = self.path[start..].join(" → ");
            let message =
                format!("Ces procédures héritent en rond : {circle} → {}.", extends.value);
            self.diagnostics.push(
                Diagnostic::error(Code::CyclicExtends, extends.span, message)
                    .help("Retirez un « extends » pour rompre le cercle."),
            );
            return None;
        }
        let parent = self.flatten(&extends.value);
        if parent.is_none() && !self.unread.procedures.contains(&extends.value) {
            self.diagnostics.push(unknown_parent(extends, self.procedures.keys()));
        }
        parent
    }
}

fn flatten(
    procedure: &Procedure,
    parent: Option<&Flat>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Flat {
    let items = match parent {
        Some(parent) => apply(procedure, parent.items.clone(), diagnostics),
        None => procedure.own_items(),
    };
    let title = procedure.title.clone().or_else(|| parent.and_then(|parent| parent.title.clone()));
    let needs = procedure_needs(title.as_ref(), &items);
    Flat { id: procedure.id.clone(), title, items, needs }
}

/// Changes inherited items as the procedure says: first removes, then replaces, inserts, appends.
fn apply(
    procedure: &Procedure,
    mut items: Vec<Item>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Item> {
    let inherited = all_ids(&items);
    let unknown = |id: &Located<Box<str>>| {
        let message = format!("La procédure dont on hérite n’a pas d’étape « {} ».", id.value);
        if inherited.contains(&id.value) {
            let help = "C’est une option : nommez le choix entier, ou une étape de l’option.";
            return Diagnostic::error(Code::UnknownStep, id.span, message).help(help);
        }
        let help = did_you_mean(&id.value, inherited.iter().map(|id| &**id)).unwrap_or_default();
        let add = "Pour ajouter une étape, dites où, par « before: » ou « after: ».";
        Diagnostic::error(Code::UnknownStep, id.span, message).help(format!("{help} {add}"))
    };
    for id in &procedure.remove {
        if !edit(&mut items, &id.value, &mut |items, at| drop(items.remove(at)))
            && !remove_option(&mut items, &id.value)
        {
            diagnostics.push(unknown(id));
        }
    }
    let mut last_after = HashMap::new();
    for placed in &procedure.items {
        let id = placed.item.id();
        let misspelt = placed.insertion.is_none()
            && !inherited.contains(&id.value)
            && nearest(&id.value, inherited.iter().map(|id| &**id)).is_some();
        if misspelt {
            diagnostics.push(unknown(id));
        } else if let Some(target) = place(placed, &mut items, &mut last_after) {
            diagnostics.push(unknown(target));
        }
    }
    report_clashes(procedure, &items, diagnostics);
    items
}

/// Puts an item where it belongs; returns the id that it refers to when there is no such step.
/// Several items after one step keep their order: `last_after` knows the last of each.
fn place<'p>(
    placed: &'p Placed,
    items: &mut Vec<Item>,
    last_after: &mut HashMap<&'p str, &'p str>,
) -> Option<&'p Located<Box<str>>> {
    let (target, beside, offset) = match &placed.insertion {
        Some(Insertion::Before(target)) => (target, &*target.value, 0),
        Some(Insertion::After(target)) => {
            let own = &*placed.item.id().value;
            (target, last_after.insert(&target.value, own).unwrap_or(&target.value), 1)
        }
        None => {
            let id = &placed.item.id().value;
            if !edit(items, id, &mut |items, at| items[at] = placed.item.clone()) {
                items.push(placed.item.clone());
            }
            return None;
        }
    };
    let inserted = edit(items, beside, &mut |items, at| {
        items.insert(at + offset, placed.item.clone());
    });
    (!inserted).then_some(target)
}

/// Finds the item with this id, in choices too, and changes the list that holds it.
fn edit(items: &mut Vec<Item>, id: &str, change: &mut dyn FnMut(&mut Vec<Item>, usize)) -> bool {
    if let Some(at) = items.iter().position(|item| *item.id().value == *id) {
        change(items, at);
        return true;
    }
    items.iter_mut().any(|item| match item {
        Item::Step(_) => false,
        Item::Choice(choice) => {
            choice.options.iter_mut().any(|option| edit(&mut option.items, id, change))
        }
    })
}

fn remove_option(items: &mut [Item], id: &str) -> bool {
    items.iter_mut().any(|item| match item {
        Item::Step(_) => false,
        Item::Choice(choice) => {
            let before = choice.options.len();
            choice.options.retain(|option| *option.id.value != *id);
            choice.options.len() < before
                || choice.options.iter_mut().any(|option| remove_option(&mut option.items, id))
        }
    })
}

/// An inserted item may have an id that an inherited one has as well.
fn report_clashes(procedure: &Procedure, items: &[Item], diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = HashSet::new();
    let twice: HashSet<_> =
        all_ids(items).into_iter().filter(|id| !seen.insert(id.clone())).collect();
    let mut report = |id: &Located<Box<str>>| {
        if twice.contains(&*id.value) {
            let message = format!("L’identifiant « {} » sert deux fois.", id.value);
            diagnostics.push(Diagnostic::error(Code::DuplicateId, id.span, message).help(
                "Une étape dont on hérite le porte déjà : donnez un autre « id », ou, pour la remplacer, \
                 retirez « before » et « after ».",
            ));
        }
    };
    procedure.items.iter().for_each(|placed| walk_ids(&placed.item, &mut report));
}

/// The ids of all steps, choices and options.
fn all_ids(items: &[Item]) -> Vec<Box<str>> {
    let mut ids = Vec::new();
    visit_ids(items, &mut |id| ids.push(id.into()));
    ids
}

/// Visits the ids of all steps, choices and options, in reading order.
pub fn visit_ids(items: &[Item], visit: &mut dyn FnMut(&str)) {
    for item in items {
        visit(&item.id().value);
        if let Item::Choice(choice) = item {
            for option in &choice.options {
                visit(&option.id.value);
                visit_ids(&option.items, visit);
            }
        }
    }
}

fn unknown_parent<'k>(
    extends: &Located<Box<str>>,
    known: impl Iterator<Item = &'k Box<str>> + Clone,
) -> Diagnostic {
    let span: Span = extends.span;
    let message = format!("La procédure partagée « {} » n’existe pas.", extends.value);
    let help = did_you_mean(&extends.value, known.map(|id| &**id))
        .unwrap_or_else(|| "Les procédures partagées sont dans content/procedures/.".into());
    Diagnostic::error(Code::UnknownProcedure, span, message).help(help)
}
