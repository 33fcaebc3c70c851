//! Procedures and images that nothing uses.
//!
//! In: everything that was parsed. Out: a warning for each file that no page could ever show; a
//! misspelt name often looks like that. Nothing is said where some file could not be read, since it
//! may be the one that uses them.

use super::parsed::{Folder, Parsed, Unread};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Procedure;
use crate::span::{FileId, Span};

/// Reports them.
pub fn report(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic>) {
    if parsed.unread != Unread::default() {
        return;
    }
    let own = || parsed.academies.iter().map(|academy| &*academy.folder);
    let shows = |folder: &Folder, id: &str| folder.uses.shown.contains(id);
    let shared = |id: &str| {
        let by_drafts = |folder: &Folder| folder.uses.shown_by_drafts.contains(id);
        shows(&parsed.shared, id) || parsed.folders.iter().any(|folder| by_drafts(folder))
    };
    for folder in own() {
        let ids = folder.procedures.iter();
        let unused = ids.filter(|(id, _)| !shows(folder, id) && !shared(id));
        diagnostics.extend(unused.map(|(_, procedure)| unused_procedure(procedure)));
    }
    let extended = |folder: &Folder, id: &str| folder.uses.extended.contains(id);
    let unused = parsed.shared.procedures.iter().filter(|(id, _)| {
        !shared(id)
            && !extended(&parsed.shared, id)
            && !own().any(|own| extended(own, id) || shows(own, id))
    });
    diagnostics.extend(unused.map(|(_, procedure)| unused_procedure(procedure)));
    parsed.folders.iter().for_each(|folder| report_images(folder, diagnostics));
}

fn unused_procedure(procedure: &Procedure) -> Diagnostic {
    let id = &procedure.id;
    let message = format!("Aucun guide ne montre la procédure « {id} ».");
    Diagnostic::warning(Code::Unused, procedure.span, message)
        .help(format!("Ajoutez « ::procedure[{id}] » à un guide, ou corrigez le nom du fichier."))
}

/// An image is used only in its own folder.
fn report_images(folder: &Folder, diagnostics: &mut Vec<Diagnostic>) {
    for path in folder.images.keys().filter(|path| !folder.uses.images.contains(*path)) {
        let message = format!("Aucune étape ne montre l’image « {path} ».");
        diagnostics.push(
            Diagnostic::warning(Code::Unused, Span::start_of(FileId::of(path)), message)
                .help("Nommez-la sous « screenshot » dans une étape, ou retirez le fichier."),
        );
    }
}
