//! `pasapas fix`: mends what can be mended without asking.
//!
//! In: a site. Out: files in which the coordinates of screenshots fit the size of their image again. Only
//! numbers are replaced, each where it stood, and a file is replaced as a whole or not at all. A file that
//! changed since it was read is left as it is.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;

use super::End;
use super::build::no_folder;
use super::console::Console;
use super::load::{Loaded, load};
use super::number::count;
use crate::cli::{Fix, Format};
use crate::reason::reason;
use crate::report::{prose::french, to_json};
use crate::resolve::rescale::Edit;

/// What became of a file; what `--format json` prints of it.
#[derive(Serialize)]
struct Outcome<'p> {
    file: &'p str,
    /// How many numbers were replaced.
    numbers: usize,
    /// Why none were.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

pub(super) fn fix(fix: &Fix, console: &Console) -> io::Result<End> {
    let root = &fix.site.root;
    if !root.is_dir() {
        return Ok(no_folder(root, *console));
    }
    let loaded = load(&fix.site);
    let files = by_file(&loaded).into_iter();
    let outcomes: Vec<Outcome<'_>> = files
        .map(|(file, edits)| match mend(&root.join(file), &edits) {
            Ok(()) => Outcome { file, numbers: edits.len(), problem: None },
            Err(problem) => Outcome { file, numbers: 0, problem: Some(problem) },
        })
        .collect();
    match fix.site.format {
        Format::Json => console.out(&to_json(&outcomes))?,
        Format::Text => console.out(&french(&told(&outcomes)))?,
    }
    let failed = outcomes.iter().any(|outcome| outcome.problem.is_some());
    Ok(if failed { End::Errors } else { End::Fine })
}

fn told(outcomes: &[Outcome<'_>]) -> String {
    if outcomes.is_empty() {
        return "Rien à corriger : les repères vont avec leurs images.".to_owned();
    }
    let line = |Outcome { file, numbers, problem }: &Outcome<'_>| match problem {
        Some(problem) => format!("{file} n’a pas été corrigé : {problem}."),
        None => format!("{file} : {}", count(*numbers, "nombre corrigé")),
    };
    outcomes.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The edits of each file, by its path.
fn by_file(loaded: &Loaded) -> BTreeMap<&str, Vec<&Edit>> {
    let mut files: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    for edit in loaded.plan.edits() {
        if let Some(path) = loaded.path(edit.span.file) {
            files.entry(path).or_default().push(edit);
        }
    }
    files
}

/// Replaces the file, or says why it stays as it is.
fn mend(path: &Path, edits: &[&Edit]) -> Result<(), String> {
    let text = fs::read_to_string(path).map_err(|error| reason(&error))?;
    let mended = replace(&text, edits)
        .ok_or_else(|| "il vient de changer, relancez la commande".to_owned())?;
    let half = path.with_extension("yaml.pasapas-tmp");
    fs::write(&half, mended)
        .and_then(|()| fs::rename(&half, path))
        .inspect_err(|_| _ = fs::remove_file(&half))
        .map_err(|error| reason(&error))
}

/// The text with every number replaced; none if one of them does not stand where it was read.
fn replace(text: &str, edits: &[&Edit]) -> Option<String> {
    // Places are counted from behind a byte order mark.
    let mark = text.len() - text.trim_start_matches('\u{FEFF}').len();
    let mut mended = String::with_capacity(text.len());
    let mut from = 0;
    for edit in edits {
        let place = edit.span.start as usize + mark..edit.span.end as usize + mark;
        if text.get(place.clone())?.parse() != Ok(edit.old) {
            return None;
        }
        mended.push_str(text.get(from..place.start)?);
        mended.push_str(&edit.new.to_string());
        from = place.end;
    }
    mended.push_str(text.get(from..)?);
    Some(mended)
}
