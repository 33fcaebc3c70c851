//! Names that some disk cannot hold.
//!
//! In: the files of a site, and the finished site. Out: an error for each file whose name, or what is made of it,
//! would fail on another system: two names that differ only by case, and handouts whose names are too long.
//! Nothing is renamed here.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::inputs::Inputs;
use crate::parse::name::{LONGEST_NAME, folded};
use crate::resolve::Site;
use crate::resolve::links::{Size, booklet_name, handout_name};
use crate::span::{FileId, Span};

/// Files and folders of the site that Windows and macOS take for the same.
pub(super) fn report_twins(inputs: &Inputs, diagnostics: &mut Vec<Diagnostic>) {
    let own = || inputs.files.iter().filter(|(_, file)| !file.is_built_in());
    // Names of small letters, digits and signs have no twins among themselves.
    if own().all(|(path, _)| is_plain(path)) {
        return;
    }
    let mut seen: HashMap<String, &str> = HashMap::new();
    for (path, _) in own() {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        for part in ends.map(|end| &path[..end]) {
            let first = *seen.entry(folded(part)).or_insert(part);
            if first != part && parent(first) == parent(part) {
                diagnostics.push(twins(path, first, part));
                break;
            }
        }
    }
}

fn is_plain(path: &str) -> bool {
    path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn twins(path: &str, first: &str, second: &str) -> Diagnostic {
    let message = format!(
        "« {first} » et « {second} » ne diffèrent que par des majuscules : sous Windows et macOS, c’est le \
         même nom."
    );
    Diagnostic::error(Code::BadName, Span::start_of(FileId::of(path)), message)
        .help("Renommez l’un des deux, ou retirez-le s’il est de trop.")
}

/// Handouts whose names, made of a guide's and an academy's, are too long.
pub(super) fn report_long(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    if site.handouts.is_none() {
        return;
    }
    for academy in &site.academies {
        let slug = &academy.facts.slug;
        if booklet_name(slug, Size::Large).len() > LONGEST_NAME {
            diagnostics.push(too_long(academy.facts.span, "le dossier de l’académie", slug));
            continue;
        }
        for page in &academy.pages.list {
            let id = &page.guide.id;
            if handout_name(slug, id, Size::Large).len() > LONGEST_NAME {
                diagnostics.push(too_long(page.guide.span, "le fichier du guide", id));
            }
        }
    }
}

fn too_long(span: Span, what: &str, name: &str) -> Diagnostic {
    let message = format!(
        "« {name} » est trop long : le nom de la fiche à imprimer, qui en est fait, dépasserait \
         {LONGEST_NAME} caractères."
    );
    Diagnostic::error(Code::BadName, span, message)
        .help(format!("Renommez {what} en quelques mots."))
}
