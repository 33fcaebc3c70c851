//! A procedure: steps and choices in YAML.
//!
//! In: the file. Out: a [`Procedure`], every id in it unique. What it inherits is put in by
//! `resolve`.

use std::collections::HashMap;
use std::sync::Arc;

use super::fields::{Fields, Reader};
use super::name::slug;
use super::yaml::{Kind, Value};
use super::{Rules, Source};
use crate::diagnostic::{Code, Diagnostic, Warned, has_errors};
use crate::model::checker::Checker;
use crate::model::procedure::{Choice, ChoiceOption, Insertion, Item, Placed, Procedure, Step};
use crate::span::{Located, Span};

/// How deep choices may nest.
const DEPTH: usize = 4;

/// Reads a procedure whose id is `id`.
#[must_use]
pub fn parse_procedure(source: Source<'_>, rules: Rules, id: &str) -> Warned<Option<Procedure>> {
    let reader = Reader::new(source, rules);
    let mut procedure = read_procedure(&reader, id);
    if let Some(procedure) = &mut procedure {
        report_duplicate_ids(&reader, &procedure.items);
        procedure.incomplete = has_errors(&reader.diagnostics.borrow());
    }
    Warned::new(procedure, reader.into_diagnostics())
}

fn read_procedure(reader: &Reader<'_>, id: &str) -> Option<Procedure> {
    let value = reader.yaml(0..reader.source.text.len())?;
    let mut fields = reader.fields(&value, "Procédure")?;
    let extends = fields.get("extends").and_then(|value| reader.id(value));
    let steps = if extends.is_some() { fields.get("steps") } else { fields.need(reader, "steps") };
    let remove = fields.get("remove").map_or(&[][..], |value| reader.list(value));
    if let Some(value) = steps.filter(|_| extends.is_none()) {
        reader.doubt_empty(value, "Cette procédure n’a aucune étape.", "Ajoutez-en au moins une.");
    }
    let steps = steps.map_or(&[][..], |value| reader.list(value));
    let procedure = Procedure {
        id: id.into(),
        span: Span::start_of(reader.source.id),
        title: fields.get("title").and_then(|value| reader.phrase(value)),
        items: steps.iter().filter_map(|value| read_placed(reader, value)).collect(),
        remove: remove.iter().filter_map(|value| reader.id(value)).collect(),
        incomplete: false,
        extends,
    };
    if procedure.extends.is_none() {
        report_needs_extends(reader, &procedure);
    }
    reader.doubt_placeholders();
    fields.finish(reader);
    Some(procedure)
}

fn read_placed(reader: &Reader<'_>, value: &Value<'_>) -> Option<Placed> {
    let mut fields = reader.fields(value, "Étape")?;
    let before = fields.get("before").and_then(|value| reader.id(value)).map(Insertion::Before);
    let after = fields.get("after").and_then(|value| reader.id(value)).map(Insertion::After);
    if before.is_some() && after.is_some() {
        let message = "Une étape se met avant ou après une autre, pas les deux.";
        reader.report(
            Diagnostic::error(Code::BadValue, fields.head(), message)
                .help("Gardez « before » ou « after »."),
        );
    }
    let item = read_item(reader, fields, 0)?;
    Some(Placed { item, insertion: before.or(after) })
}

fn read_items(reader: &Reader<'_>, value: &Value<'_>, depth: usize) -> Vec<Item> {
    let read = |value| {
        let fields = reader.fields(value, "Étape")?;
        read_item(reader, fields, depth)
    };
    reader.list(value).iter().filter_map(read).collect()
}

fn read_item<'s>(reader: &Reader<'s>, fields: Fields<'_, 's>, depth: usize) -> Option<Item> {
    if fields.has("choice") || fields.has("options") {
        return read_choice(reader, fields.called("Choix"), depth).map(Item::Choice);
    }
    read_step(reader, fields).map(|step| Item::Step(Arc::new(step)))
}

fn read_step<'s>(reader: &Reader<'s>, mut fields: Fields<'_, 's>) -> Option<Step> {
    let id = fields.need(reader, "id").and_then(|value| reader.id(value));
    let action = fields.need(reader, "action").and_then(|value| reader.line(value));
    let detail = fields.get("detail").and_then(|value| reader.prose(value));
    let screenshot = fields.get("screenshot").and_then(|value| reader.screenshot(value));
    let checker = fields.get("checker").and_then(|value| read_checker(reader, value));
    let result = fields.get("result").and_then(|value| reader.prose(value));
    let trouble = fields.get("trouble").and_then(|value| reader.prose(value));
    fields.finish(reader);
    Some(Step { id: id?, action: action?, detail, screenshot, checker, result, trouble })
}

fn read_checker(reader: &Reader<'_>, value: &Value<'_>) -> Option<Located<Checker>> {
    let mut fields = reader.fields(value, "Vérificateur")?;
    let named = |checker: fn(Box<str>) -> Checker, value| {
        Some(Located::new(checker(reader.literal(value)?), value.span))
    };
    let password = fields.get("password").and_then(|value| named(Checker::Password, value));
    let identifier = fields.get("identifier").and_then(|value| named(Checker::Identifier, value));
    let both = fields.has("password") && fields.has("identifier");
    let unclear = both || fields.entries().is_empty();
    let head = fields.head();
    fields.finish(reader);
    if unclear {
        let message = "Un vérificateur essaie un mot de passe ou un identifiant, l’un ou l’autre.";
        reader.report(
            Diagnostic::error(Code::BadValue, head, message)
                .help("Écrivez « checker: { password: … } » ou « checker: { identifier: … } »."),
        );
        return None;
    }
    password.or(identifier)
}

fn read_choice<'s>(
    reader: &Reader<'s>,
    mut fields: Fields<'_, 's>,
    depth: usize,
) -> Option<Choice> {
    let span = fields.head();
    if depth == DEPTH {
        let message = format!("Les choix sont imbriqués sur plus de {DEPTH} niveaux.");
        reader.report(
            Diagnostic::error(Code::YamlTooComplex, span, message)
                .help("Faites-en plusieurs procédures, ou plusieurs guides liés entre eux."),
        );
        return None;
    }
    let written = fields.get("id").and_then(|value| reader.id(value));
    let question = fields.need(reader, "choice");
    let written_options = fields.need(reader, "options").and_then(|value| match &value.kind {
        Kind::List(options) => Some(&options[..]),
        _ => {
            reader.wrong_type(value, "Il faut ici une liste : un tiret « - » devant chaque option")
        }
    });
    let options: Vec<_> = written_options
        .unwrap_or_default()
        .iter()
        .filter_map(|value| read_option(reader, value, depth))
        .collect();
    fields.finish(reader);
    let recommended = options.iter().filter(|option| option.recommended).nth(1);
    if let Some(option) = recommended {
        let message = "Un choix ne recommande qu’une seule option.";
        reader.report(
            Diagnostic::error(Code::BadValue, option.id.span, message)
                .help("Gardez « recommended: true » sur une seule."),
        );
    }
    if written_options.is_some_and(|options| options.len() < 2) {
        let message = "Un choix doit offrir au moins deux options.";
        reader.report(
            Diagnostic::error(Code::BadValue, span, message)
                .help("Ajoutez une option, ou écrivez ses étapes sans « choice »."),
        );
    }
    let question_text = question.and_then(|value| reader.text(value))?.text;
    let id = written.unwrap_or_else(|| Located::new(slug(question_text).into(), span));
    Some(Choice { id, question: question.and_then(|value| reader.line(value))?, options })
}

fn read_option(reader: &Reader<'_>, value: &Value<'_>, depth: usize) -> Option<ChoiceOption> {
    let mut fields = reader.fields(value, "Option")?;
    let id = fields.need(reader, "id").and_then(|value| reader.id(value));
    let label = fields.need(reader, "label").and_then(|value| reader.line(value));
    let when = fields.get("when");
    if let Some(value) = when {
        reader.doubt_when(value);
    }
    let when = when.and_then(|value| reader.line(value));
    let recommended = fields.get("recommended").and_then(|value| reader.boolean(value));
    let outdated = fields.get("outdated").and_then(|value| reader.boolean(value));
    let steps = fields.need(reader, "steps");
    if let Some(value) = steps {
        let message = "Cette option n’a aucune étape : qui la choisit ne lit rien de plus.";
        reader.doubt_empty(value, message, "Écrivez ce que le lecteur fait alors.");
    }
    let items = steps.map_or_else(Vec::new, |value| read_items(reader, value, depth + 1));
    fields.finish(reader);
    Some(ChoiceOption {
        id: id?,
        label: label?,
        when,
        recommended: recommended.unwrap_or(false),
        outdated: outdated.unwrap_or(false),
        items,
    })
}

/// `before`, `after` and `remove` make sense only beside inherited steps.
fn report_needs_extends(reader: &Reader<'_>, procedure: &Procedure) {
    let placed = procedure.items.iter().filter(|placed| placed.insertion.is_some());
    let spans = placed.map(|placed| placed.item.id().span);
    for span in spans.chain(procedure.remove.iter().map(|id| id.span)) {
        let message = "« before », « after » et « remove » changent une procédure dont on hérite.";
        reader.report(
            Diagnostic::error(Code::BadValue, span, message)
                .help("Ajoutez « extends: … » avec le nom de la procédure partagée."),
        );
    }
}

fn report_duplicate_ids(reader: &Reader<'_>, items: &[Placed]) {
    let mut seen = HashMap::new();
    for placed in items {
        walk_ids(&placed.item, &mut |id| {
            let first = *seen.entry(id.value.clone()).or_insert(id.span);
            if first != id.span {
                let message = format!("L’identifiant « {} » sert deux fois.", id.value);
                reader.report(
                    Diagnostic::error(Code::DuplicateId, id.span, message)
                        .note(first, "la première fois ici")
                        .help("Donnez à chaque étape, choix et option son propre « id »."),
                );
            }
        });
    }
}

/// Visits the ids of an item and of all that it holds, in reading order.
pub fn walk_ids<'i>(item: &'i Item, visit: &mut impl FnMut(&'i Located<Box<str>>)) {
    visit(item.id());
    if let Item::Choice(choice) = item {
        for option in &choice.options {
            visit(&option.id);
            for item in &option.items {
                walk_ids(item, visit);
            }
        }
    }
}
