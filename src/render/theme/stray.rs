//! Files of a theme that nothing reads.
//!
//! In: the files of a theme. Out: a warning for each that has no use where it is, or by the name that it has:
//! most often it was meant to replace one of the default theme.

use std::collections::BTreeMap;

use super::{SETTINGS, ThemeFile, ending};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::name::nearest;
use crate::span::{FileId, Span};
use crate::view::{PAGE_TEMPLATES, PAPER_TEMPLATES};

/// What a WOFF2 file begins with (WOFF 2.0, 4.1).
const WOFF2: &[u8] = b"wOF2";

/// The warnings, by path.
pub(super) fn strays(files: &BTreeMap<&str, ThemeFile<'_>>) -> Vec<Diagnostic> {
    files.keys().filter_map(|inner| stray(inner, files)).collect()
}

fn stray(inner: &str, files: &BTreeMap<&str, ThemeFile<'_>>) -> Option<Diagnostic> {
    let (path, file) = files[inner];
    let Some((folder, name)) = inner.split_once('/') else {
        return (inner != SETTINGS).then(|| unread(path).help(WHERE));
    };
    match (folder, ending(name)) {
        ("assets" | "handout", "woff2") => {
            (!file.bytes().starts_with(WOFF2)).then(|| no_font(path))
        }
        ("handout", "ttf" | "otf" | "woff") => Some(no_font(path)),
        ("assets", _) | ("locales", "yaml") | ("handout", "txt" | "md") => None,
        ("templates", _) if file.text().is_some_and(|text| text.contains(COMPONENT)) => None,
        ("templates", _) => unnamed(folder, name, &PAGE_TEMPLATES, files),
        ("handout", _) => unnamed(folder, name, &PAPER_TEMPLATES, files),
        _ => Some(unread(path).help(WHERE)),
    }
}

/// What makes a template known to all others, whatever the name of its file.
const COMPONENT: &str = "{% component";
const WHERE: &str = "Dans un thème, les gabarits vont dans templates/, feuilles de style et images dans \
    assets/, les textes dans locales/, ce qui sert aux fiches à imprimer dans handout/.";

/// A warning unless a template has one of the names that are asked for, or another one of its folder names it.
fn unnamed(
    folder: &str,
    name: &str,
    asked_for: &[&str],
    files: &BTreeMap<&str, ThemeFile<'_>>,
) -> Option<Diagnostic> {
    let inside =
        |inner: &&str| inner.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    let others: Vec<&str> = files.keys().copied().filter(inside).collect();
    let quoted = [format!("\"{name}\""), format!("'{name}'")];
    let names_it = |text: &str| quoted.iter().any(|quoted| text.contains(quoted));
    let mut texts = others.iter().filter_map(|other| files[other].1.text());
    if asked_for.contains(&name) || texts.any(names_it) {
        return None;
    }
    let (path, _) = files[&*format!("{folder}/{name}")];
    let known = others.iter().filter_map(|other| other.strip_prefix(&format!("{folder}/")));
    let help = match nearest(name, known.filter(|other| *other != name)) {
        Some(nearest) => format!("Pour remplacer « {nearest} », donnez-lui ce nom."),
        None => {
            "Donnez-lui le nom du gabarit qu’il remplace, ou nommez-le dans un autre.".to_owned()
        }
    };
    Some(unread(path).help(help))
}

fn unread(path: &str) -> Diagnostic {
    let message = format!("Rien ne lit le fichier « {path} ».");
    Diagnostic::warning(Code::StrayFile, Span::start_of(FileId::of(path)), message)
}

fn no_font(path: &str) -> Diagnostic {
    let message = format!("« {path} » n’est pas une police au format WOFF2.");
    Diagnostic::warning(Code::StrayFile, Span::start_of(FileId::of(path)), message)
        .help("Convertissez la police en WOFF2 ; jusque-là, les fiches à imprimer s’en passent.")
}
