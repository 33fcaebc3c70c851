//! `pasapas fix`: mends what can be mended without asking.
//!
//! In: a site. Out: files in which the coordinates of screenshots fit the size of their image again, and
//! what is still wrong with the site. Only numbers are replaced, each where it stood, and a file is
//! replaced as a whole or not at all. A file that changed since it was read is left as it is.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use serde::Serialize;

use super::End;
use super::build::{no_folder, problems};
use super::console::Console;
use super::load::{Loaded, load};
use super::number::count;
use crate::cli::{Fix, Format};
use crate::diagnostic::{Code, Diagnostic};
use crate::reason::reason;
use crate::report::{Record, prose::french, records, report, to_json};
use crate::resolve::rescale::Edit;
use crate::span::FileId;

/// Errors with which a screenshot is known nevertheless. With any other, one may have been passed over
/// whose numbers are the same ones as those of another.
const HARMLESS: [Code; 5] =
    [Code::StaleMarks, Code::OutsideImage, Code::MissingImage, Code::BadImage, Code::PersonalData];

/// What became of a file.
#[derive(Serialize)]
struct Outcome {
    file: Box<str>,
    /// How many numbers were replaced.
    numbers: usize,
    /// Why none were.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

/// What `--format json` prints.
#[derive(Serialize)]
struct Answer<'a> {
    ok: bool,
    files: &'a [Outcome],
    /// The errors that are left.
    diagnostics: Vec<Record<'a>>,
}

pub(super) fn fix(fix: &Fix, console: &Console) -> io::Result<End> {
    let root = &fix.site.root;
    if !root.is_dir() {
        return Ok(no_folder(root, *console));
    }
    let mut loaded = load(&fix.site, false);
    let outcomes = mend_all(&loaded, root);
    if outcomes.iter().any(|outcome| outcome.problem.is_none()) {
        loaded = load(&fix.site, false);
    }
    let errors: Vec<Diagnostic> =
        loaded.diagnostics.iter().filter(|it| it.is_error()).cloned().collect();
    let sources = loaded.sources(&errors);
    let ok = errors.is_empty() && outcomes.iter().all(|outcome| outcome.problem.is_none());
    match fix.site.format {
        Format::Json => {
            let diagnostics = records(&errors, &|id| sources.get(id));
            console.out(&to_json(&Answer { ok, files: &outcomes, diagnostics }))?;
        }
        Format::Text => {
            if !errors.is_empty() {
                console.err(&report(&errors, &|id| sources.get(id), console.style()));
                console.err("");
            }
            console.out(&french(&told(&outcomes, &errors)))?;
        }
    }
    Ok(if ok { End::Fine } else { End::Errors })
}

fn mend_all(loaded: &Loaded, root: &Path) -> Vec<Outcome> {
    let errors = loaded.diagnostics.iter().filter(|it| it.is_error());
    let doubtful: HashSet<FileId> = errors
        .filter(|it| !HARMLESS.contains(&it.code))
        .filter_map(|it| Some(it.span?.file))
        .collect();
    let one = |(file, edits): (&str, Vec<&Edit>)| {
        let done = if doubtful.contains(&FileId::of(file)) {
            Err("il a d’autres erreurs, à corriger d’abord".to_owned())
        } else {
            mend(&root.join(file), &edits)
        };
        let numbers = if done.is_ok() { edits.len() } else { 0 };
        Outcome { file: file.into(), numbers, problem: done.err() }
    };
    by_file(loaded).into_iter().map(one).collect()
}

fn told(outcomes: &[Outcome], errors: &[Diagnostic]) -> String {
    let line = |Outcome { file, numbers, problem }: &Outcome| match problem {
        Some(problem) => format!("{file} n’a pas été corrigé : {problem}."),
        None => format!("{file} : {}", count(*numbers, "nombre corrigé")),
    };
    let mut lines: Vec<String> = outcomes.iter().map(line).collect();
    if !errors.is_empty() {
        lines.push(format!("Reste à corriger : {}.", problems(errors)));
    } else if lines.is_empty() {
        lines.push("Rien à corriger : les repères vont avec leurs images.".to_owned());
    }
    lines.join("\n")
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
    // The file itself, where the name is a link to it.
    let path = fs::canonicalize(path).map_err(|error| reason(&error))?;
    let half = path.with_extension(format!("yaml.{}.pasapas-tmp", std::process::id()));
    write_new(&half, &mended)
        .and_then(|()| {
            fs::metadata(&path)
                .and_then(|facts| fs::set_permissions(&half, facts.permissions()))
                .and_then(|()| fs::rename(&half, &path))
                .inspect_err(|_| _ = fs::remove_file(&half))
        })
        .map_err(|error| reason(&error))
}

/// Writes a file that was not there: what somebody else has put in its place, a link above all, is left alone.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::File::create_new(path)?;
    file.write_all(text.as_bytes()).inspect_err(|_| _ = fs::remove_file(path))
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
