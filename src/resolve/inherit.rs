//! Procedures with what they inherit put in.
//!
//! In: procedure files. Out: [`Flat`] procedures, whose steps are complete. A shared procedure is
//! made once for all académies; an academy's own may extend a shared one, never another's. What is made
//! of the same files as in the last compile is the same value.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::needs::{Need, procedure_needs};
use super::parsed::{Procedures, Unread};
use crate::diagnostic::{Code, Diagnostic};
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
    /// What others see of it.
    pub face: Arc<Face>,
    /// What was found wrong when it was made.
    diagnostics: Vec<Diagnostic>,
    /// What it was made of.
    procedure: Arc<Procedure>,
    parent: Option<Arc<Flat>>,
}

/// What guides and links see of a procedure. It is the same value as long as it is equal, whatever else
/// in the procedure changes.
#[derive(Debug, PartialEq, Eq)]
pub struct Face {
    /// The ids of all steps, choices and options, in reading order.
    pub ids: Vec<Box<str>>,
    /// What an academy must have to offer it, each once.
    pub needs: Vec<Need>,
    /// Whether there are errors in what it was made of, so that a step may be missing for no other reason.
    pub incomplete: bool,
}

/// The procedures of a folder, by id.
#[derive(Debug, Default)]
pub struct FlatMap {
    by_id: BTreeMap<Box<str>, Arc<Flat>>,
    /// What is wrong with what they extend.
    diagnostics: Vec<Diagnostic>,
}

/// The procedures of an academy: its own before the shared ones.
#[derive(Clone, Debug, Default)]
pub struct Flats {
    /// Its own.
    pub own: Arc<FlatMap>,
    /// Those of all académies.
    pub shared: Arc<FlatMap>,
}

/// How many procedures may inherit one from the other.
const DEPTH: usize = 64;

/// Puts in what shared procedures inherit from each other.
#[must_use]
pub fn flatten_shared(
    procedures: &Procedures,
    unread: &Unread,
    last: Option<&Arc<FlatMap>>,
) -> Arc<FlatMap> {
    let done = FlatMap::default();
    let mut state = Shared { procedures, unread, last, done, path: Vec::new() };
    for id in procedures.keys() {
        state.flatten(id);
    }
    kept(state.done, last)
}

/// Puts in what an academy's own procedures inherit from shared ones.
#[must_use]
pub fn flatten_own(
    own: &Procedures,
    shared: &Arc<FlatMap>,
    unread: &Unread,
    last: Option<&Flats>,
) -> Flats {
    let last = last.map(|last| &last.own);
    let mut flats = FlatMap::default();
    for (id, procedure) in own {
        let parent = procedure.extends.as_ref().and_then(|extends| {
            let parent = shared.by_id.get(&extends.value);
            if parent.is_none() && !unread.procedures.contains(&extends.value) {
                flats.diagnostics.push(unknown_parent(extends, shared.by_id.keys()));
            }
            parent
        });
        let last = last.and_then(|last| last.by_id.get(id));
        flats.by_id.insert(id.clone(), flatten(procedure, parent, last));
    }
    Flats { own: kept(flats, last), shared: Arc::clone(shared) }
}

/// The last map if the new one has the same in it.
fn kept(new: FlatMap, last: Option<&Arc<FlatMap>>) -> Arc<FlatMap> {
    let same = |last: &&Arc<FlatMap>| {
        last.by_id.len() == new.by_id.len()
            && last.by_id.values().zip(new.by_id.values()).all(|(a, b)| Arc::ptr_eq(a, b))
            && last.diagnostics == new.diagnostics
    };
    last.filter(same).map_or_else(|| Arc::new(new), Arc::clone)
}

impl FlatMap {
    /// What was found wrong with its procedures.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().chain(self.by_id.values().flat_map(|flat| &flat.diagnostics))
    }

    /// The ids of the procedures whose faces are not those that they had in `last`.
    fn changed_faces<'a>(&'a self, last: &'a Self) -> impl Iterator<Item = &'a str> {
        let same = |flat: &Flat| {
            let last = last.by_id.get(&flat.id);
            last.is_some_and(|last| Arc::ptr_eq(&last.face, &flat.face))
        };
        let changed = self.by_id.values().filter(move |flat| !same(flat)).map(|flat| &*flat.id);
        let gone = last.by_id.keys().filter(|id| !self.by_id.contains_key(*id));
        changed.chain(gone.map(|id| &**id))
    }
}

impl Flats {
    /// The procedure with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Arc<Flat>> {
        self.own.by_id.get(id).or_else(|| self.shared.by_id.get(id))
    }

    /// Whether they are the same values as in the last compile.
    #[must_use]
    pub fn is(&self, last: &Self) -> bool {
        Arc::ptr_eq(&self.own, &last.own) && Arc::ptr_eq(&self.shared, &last.shared)
    }

    /// The ids of the procedures of which guides and links see something else than in `last`.
    #[must_use]
    pub fn changed_faces<'a>(&'a self, last: &'a Self) -> BTreeSet<&'a str> {
        let own = self.own.changed_faces(&last.own);
        let shared = self.shared.changed_faces(&last.shared);
        if self.is(last) { BTreeSet::new() } else { own.chain(shared).collect() }
    }
}

struct Shared<'a> {
    procedures: &'a Procedures,
    unread: &'a Unread,
    last: Option<&'a Arc<FlatMap>>,
    done: FlatMap,
    /// The procedures being flattened, each extending the next.
    path: Vec<&'a str>,
}

impl<'a> Shared<'a> {
    fn flatten(&mut self, id: &'a str) -> Option<Arc<Flat>> {
        if let Some(flat) = self.done.by_id.get(id) {
            return Some(Arc::clone(flat));
        }
        let procedure = self.procedures.get(id)?;
        self.path.push(id);
        let parent = procedure.extends.as_ref().and_then(|extends| self.parent(extends));
        self.path.pop();
        let last = self.last.and_then(|last| last.by_id.get(id));
        let flat = flatten(procedure, parent.as_ref(), last);
        self.done.by_id.insert(id.into(), Arc::clone(&flat));
        Some(flat)
    }

    fn parent(&mut self, extends: &'a Located<Box<str>>) -> Option<Arc<Flat>> {
        if self.path.len() > DEPTH {
            let message = format!("Plus de {DEPTH} procédures héritent l’une de l’autre.");
            self.done.diagnostics.push(
                Diagnostic::error(Code::CyclicExtends, extends.span, message)
                    .help("Faites-les hériter toutes de la même."),
            );
            return None;
        }
        if let Some(start) = self.path.iter().position(|id| **id == *extends.value) {
            let circle = self.path[start..].join(" → ");
            let message =
                format!("Ces procédures héritent en rond : {circle} → {}.", extends.value);
            self.done.diagnostics.push(
                Diagnostic::error(Code::CyclicExtends, extends.span, message)
                    .help("Retirez un « extends » pour rompre le cercle."),
            );
            return None;
        }
        let parent = self.flatten(&extends.value);
        if parent.is_none() && !self.unread.procedures.contains(&extends.value) {
            self.done.diagnostics.push(unknown_parent(extends, self.procedures.keys()));
        }
        parent
    }
}

fn flatten(
    procedure: &Arc<Procedure>,
    parent: Option<&Arc<Flat>>,
    last: Option<&Arc<Flat>>,
) -> Arc<Flat> {
    if let Some(last) = last.filter(|last| last.is_of(procedure, parent)) {
        return Arc::clone(last);
    }
    let mut diagnostics = Vec::new();
    let items = match parent {
        Some(parent) => apply(procedure, parent.items.clone(), &mut diagnostics),
        None => procedure.own_items(),
    };
    let title = procedure.title.clone().or_else(|| parent.and_then(|parent| parent.title.clone()));
    let parent_incomplete =
        parent.map_or(procedure.extends.is_some(), |parent| parent.face.incomplete);
    if parent_incomplete {
        diagnostics.retain(|it: &Diagnostic| it.code != Code::UnknownStep);
    }
    let incomplete = procedure.incomplete || parent_incomplete;
    let face = Face { incomplete, ..Face::of(title.as_ref(), &items) };
    let face = match last.map(|last| &last.face).filter(|last| ***last == face) {
        Some(last) => Arc::clone(last),
        None => Arc::new(face),
    };
    let (procedure, parent) = (Arc::clone(procedure), parent.map(Arc::clone));
    Arc::new(Flat { id: procedure.id.clone(), title, items, face, diagnostics, procedure, parent })
}

impl Flat {
    /// Whether it was made of these.
    fn is_of(&self, procedure: &Arc<Procedure>, parent: Option<&Arc<Self>>) -> bool {
        let same_parent = match (&self.parent, parent) {
            (Some(known), Some(parent)) => Arc::ptr_eq(known, parent),
            (known, parent) => known.is_none() && parent.is_none(),
        };
        same_parent && Arc::ptr_eq(&self.procedure, procedure)
    }
}

impl Face {
    fn of(title: Option<&SourcePhrase>, items: &[Item]) -> Self {
        let mut seen = HashSet::new();
        let needs = procedure_needs(title, items).into_iter().map(|need| need.value);
        let needs = needs.filter(|need| seen.insert(need.clone())).collect();
        Self { ids: all_ids(items), needs, incomplete: false }
    }
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
    let mut places: HashMap<&str, Vec<Span>> = HashMap::new();
    for item in items {
        walk_ids(item, &mut |id| places.entry(&id.value).or_default().push(id.span));
    }
    let mut report = |id: &Located<Box<str>>| {
        let others = places.get(&*id.value).into_iter().flatten();
        // Two in the same file were told when it was read.
        if let Some(other) = { others }.find(|other| other.file != id.span.file) {
            let message = format!("L’identifiant « {} » sert deux fois.", id.value);
            let diagnostic = Diagnostic::error(Code::DuplicateId, id.span, message);
            diagnostics.push(diagnostic.note(*other, "l’étape dont on hérite le porte déjà").help(
                "Donnez un autre « id », ou, pour la remplacer, retirez « before » et « after ».",
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
fn visit_ids(items: &[Item], visit: &mut dyn FnMut(&str)) {
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
