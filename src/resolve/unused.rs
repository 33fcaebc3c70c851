//! Procedures and images that nothing uses.
//!
//! In: everything that was parsed. Out: a warning for each file that no page could ever show; a
//! misspelt name often looks like that. Nothing is said where some file could not be read, since it
//! may be the one that uses them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Parsed, Unread};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Block, Guide, Procedure};
use crate::span::{FileId, Span};

/// Reports them.
pub fn report(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic>) {
    if parsed.unread != Unread::default() {
        return;
    }
    let shared = shown(parsed.guides.values().chain(&parsed.drafts));
    let own = parsed.academies.iter().map(|academy| shown(academy.guides.values()));
    let own: Vec<BTreeSet<&str>> = own.collect();
    for (academy, own) in parsed.academies.iter().zip(&own) {
        for procedure in academy.procedures.values() {
            if !shared.contains(&*procedure.id) && !own.contains(&*procedure.id) {
                diagnostics.push(unused_procedure(procedure));
            }
        }
    }
    let extended: BTreeSet<&str> = procedures(parsed)
        .filter_map(|procedure| procedure.extends.as_ref().map(|extends| &*extends.value))
        .collect();
    for procedure in parsed.procedures.values() {
        let id = &*procedure.id;
        let used =
            shared.contains(id) || extended.contains(id) || own.iter().any(|own| own.contains(id));
        if !used {
            diagnostics.push(unused_procedure(procedure));
        }
    }
    report_images(parsed, diagnostics);
}

/// The ids of the procedures that these guides show.
fn shown<'g>(guides: impl Iterator<Item = &'g Arc<Guide>>) -> BTreeSet<&'g str> {
    let blocks = guides.flat_map(|guide| &guide.blocks);
    let ids = blocks.filter_map(|block| match &block.value {
        Block::Procedure(id) => Some(&**id),
        _ => None,
    });
    ids.collect()
}

fn procedures(parsed: &Parsed) -> impl Iterator<Item = &Arc<Procedure>> {
    let own = parsed.academies.iter().flat_map(|academy| academy.procedures.values());
    parsed.procedures.values().chain(own)
}

fn unused_procedure(procedure: &Procedure) -> Diagnostic {
    let id = &procedure.id;
    let message = format!("Aucun guide ne montre la procédure « {id} ».");
    Diagnostic::warning(Code::Unused, procedure.span, message)
        .help(format!("Ajoutez « ::procedure[{id}] » à un guide, ou corrigez le nom du fichier."))
}

fn report_images(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic>) {
    let logos = parsed.academies.iter().filter_map(|academy| academy.facts.logo.as_ref());
    let mut used: BTreeSet<Box<str>> = logos.map(|logo| logo.image.value.clone()).collect();
    for procedure in procedures(parsed) {
        super::needs::visit_steps(&procedure.own_items(), &mut |step| {
            used.extend(step.screenshot.as_ref().map(|shot| shot.image.value.clone()));
        });
    }
    for path in parsed.images.keys().filter(|path| !used.contains(*path)) {
        let message = format!("Aucune étape ne montre l’image « {path} ».");
        diagnostics.push(
            Diagnostic::warning(Code::Unused, Span::start_of(FileId::of(path)), message)
                .help("Nommez-la sous « screenshot » dans une étape, ou retirez le fichier."),
        );
    }
}
