//! Files of a theme that nothing reads.
//!
//! In: the files of a theme. Out: a warning for each file of the site that has no use where it is, or by the name
//! that it has: most often it was meant to replace one of the default theme. What came with the program is never
//! warned about.

use std::collections::BTreeMap;

use super::{SETTINGS, ThemeFile, ending};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::name::nearest;
use crate::span::{FileId, Span};
use crate::view::{PAGE_TEMPLATES, PAPER_TEMPLATES};

/// What a WOFF2 file begins with (WOFF 2.0, 4.1).
const WOFF2: &[u8] = b"wOF2";
/// What makes a template known to all others, whatever the name of its file.
const COMPONENT: [&str; 2] = ["{% component", "{%- component"];
/// The texts of the interface, by language.
const LOCALES: [&str; 2] = ["fr.yaml", "en.yaml"];

const WHERE: &str = "Dans un thème, les gabarits vont dans templates/, feuilles de style et images dans \
    assets/, les textes dans locales/, ce qui sert aux fiches à imprimer dans handout/.";

type Files<'f, 'i> = &'f BTreeMap<&'f str, ThemeFile<'i>>;

/// The warnings, by path.
pub(super) fn strays(files: Files<'_, '_>) -> Vec<Diagnostic> {
    let own = files.iter().filter(|(_, (_, file))| !file.is_built_in());
    own.filter_map(|(inner, _)| stray(inner, files)).collect()
}

fn stray(inner: &str, files: Files<'_, '_>) -> Option<Diagnostic> {
    let (path, file) = files[inner];
    let Some((folder, name)) = inner.split_once('/') else {
        return (inner != SETTINGS).then(|| unread(path, help(inner, [SETTINGS], WHERE)));
    };
    let kind = ending(name).to_ascii_lowercase();
    let is_font = file.bytes().starts_with(WOFF2);
    match (folder, &*kind) {
        ("assets", "woff2") => (!is_font).then(|| no_font(path)),
        ("handout", "ttf" | "otf" | "woff" | "woff2") => misnamed_font(path, name, is_font),
        ("assets", _) | ("handout" | "templates", "txt" | "md") => None,
        ("locales", _) if LOCALES.contains(&name) => None,
        ("locales", _) => Some(unread(
            path,
            help(name, LOCALES, "Les textes sont ceux de « fr.yaml » et « en.yaml »."),
        )),
        ("templates", _)
            if file.text().is_some_and(|text| COMPONENT.iter().any(|it| text.contains(it))) =>
        {
            None
        }
        ("templates", _) => unnamed(folder, name, &PAGE_TEMPLATES, files),
        ("handout", "typ") if name.contains('\\') => Some(unread(
            path,
            "Renommez-le sans « \\ » : aucun gabarit ne peut nommer ce fichier.".to_owned(),
        )),
        ("handout", "typ") => unnamed(folder, name, &PAPER_TEMPLATES, files),
        ("handout", _) => Some(unread(
            path,
            "Dans handout/ vont des gabarits (.typ) et des polices (.woff2).".to_owned(),
        )),
        _ => Some(unread(path, WHERE.to_owned())),
    }
}

/// A warning unless a template has one of the names that are asked for, or another one of its folder names it.
fn unnamed(
    folder: &str,
    name: &str,
    asked_for: &[&str],
    files: Files<'_, '_>,
) -> Option<Diagnostic> {
    let inside = files
        .iter()
        .filter_map(|(inner, it)| Some((inner.strip_prefix(folder)?.strip_prefix('/')?, it)));
    let inside: Vec<_> = inside.collect();
    let last = name.rsplit('/').next().unwrap_or(name);
    let names_it = |text: &str| {
        text.match_indices(last).any(|(at, _)| {
            text[..at].ends_with(['"', '\'', '/'])
                && text[at + last.len()..].starts_with(['"', '\''])
        })
    };
    let mut texts = inside.iter().filter_map(|(_, (_, file))| file.text());
    if asked_for.contains(&name) || texts.any(names_it) {
        return None;
    }
    let (path, _) = files[&*format!("{folder}/{name}")];
    let built_in = inside.iter().filter(|(_, (_, file))| file.is_built_in()).map(|(name, _)| *name);
    let names: Vec<&str> = built_in.filter(|name| ending(name) == ending(asked_for[0])).collect();
    let otherwise = format!("Les gabarits que vous pouvez remplacer : {}.", names.join(", "));
    Some(unread(path, help(name, names, &otherwise)))
}

/// The name among `known` that a file may be meant to have.
fn help<'k>(name: &str, known: impl IntoIterator<Item = &'k str>, otherwise: &str) -> String {
    match nearest(&name.to_lowercase(), known) {
        Some(nearest) => format!("Pour remplacer « {nearest} », donnez-lui ce nom."),
        None => otherwise.to_owned(),
    }
}

fn unread(path: &str, help: String) -> Diagnostic {
    let message = format!("Rien ne lit le fichier « {path} ».");
    Diagnostic::warning(Code::StrayFile, Span::start_of(FileId::of(path)), message).help(help)
}

fn no_font(path: &str) -> Diagnostic {
    let message = format!("« {path} » n’est pas une police au format WOFF2.");
    Diagnostic::warning(Code::StrayFile, Span::start_of(FileId::of(path)), message)
        .help("Convertissez la police en WOFF2 : jusque-là, rien ne s’en sert.")
}

/// A font beside the handouts whose name hides what it is.
fn misnamed_font(path: &str, name: &str, is_font: bool) -> Option<Diagnostic> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match (is_font, ending(name)) {
        (true, "woff2") => None,
        (true, _) => Some(unread(path, format!("Renommez la police en « {stem}.woff2 »."))),
        (false, _) => Some(no_font(path)),
    }
}
