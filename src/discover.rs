//! Finds and reads a site: the files that pasapas knows, the default theme, today's date.
//!
//! In: the site's folder. Out: a [`Discovery`], every file in it read exactly once. Nothing is
//! parsed here, nothing outside the site is read, and nothing is written.

#![expect(
    clippy::disallowed_methods,
    reason = "the edge: reads files, the clock and SOURCE_DATE_EPOCH"
)]

mod walk;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use include_dir::{Dir, include_dir};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::inputs::{InputFile, Inputs};
use crate::reason::reason;
use crate::span::{FileId, Span};
use walk::Found;

/// The settings of a site.
pub const SITE_FILE: &str = "site.yaml";

/// The theme that every site has unless it brings its own files.
static DEFAULT_THEME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// What the caller decides about the inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether guides marked `draft: true` are published.
    pub drafts: bool,
}

/// What was found in a site's folder.
#[derive(Clone, Debug)]
pub struct Discovery {
    /// All files that could be read; none only together with an error among the diagnostics.
    pub inputs: Option<Inputs>,
    /// The paths of the files that could not be taken, so that reports can name them.
    pub refused: Vec<Box<str>>,
}

/// Reads the site whose folder is `root`.
#[must_use]
pub fn discover(root: &Path, options: Options) -> Warned<Discovery> {
    let found = match root.canonicalize() {
        Ok(real) => walk::walk(&real),
        Err(error) => return no_folder(root, &error),
    };
    let Found { files, refused, mut diagnostics } = found;
    let mut files: BTreeMap<Box<str>, InputFile> = files.into_iter().collect();
    if !files.contains_key(SITE_FILE) && !refused.iter().any(|path| &**path == SITE_FILE) {
        diagnostics.push(no_site(root));
    }
    let today = match today(std::env::var_os("SOURCE_DATE_EPOCH")) {
        Ok(today) => Some(today),
        Err(problem) => {
            diagnostics.push(problem);
            None
        }
    };
    add_default_theme(&mut files, &DEFAULT_THEME);
    let inputs = today.filter(|_| diagnostics.is_empty()).map(|today| Inputs {
        files,
        today,
        drafts: options.drafts,
    });
    Warned::new(Discovery { inputs, refused }, diagnostics)
}

/// The text of a file that was read before, for a report about it; the default theme's where the
/// site has none.
#[must_use]
pub fn read_again(root: &Path, path: &str) -> Option<String> {
    let bytes = std::fs::read(root.join(path)).ok().or_else(|| {
        let embedded = DEFAULT_THEME.get_file(path.strip_prefix("themes/default/")?)?;
        Some(embedded.contents().to_vec())
    })?;
    InputFile::new(bytes).text().map(str::to_owned)
}

fn no_folder(root: &Path, error: &std::io::Error) -> Warned<Discovery> {
    let message =
        format!("Le dossier « {} » ne peut pas être ouvert : {}.", root.display(), reason(error));
    let problem = Diagnostic::placeless(Code::Unreadable, message);
    Warned::new(Discovery { inputs: None, refused: Vec::new() }, vec![problem])
}

fn no_site(root: &Path) -> Diagnostic {
    let message = format!(
        "Le dossier « {} » n’est pas un site pasapas : il n’y a pas de fichier « {SITE_FILE} ».",
        root.display()
    );
    Diagnostic::error(Code::MissingFile, Span::start_of(FileId::of(SITE_FILE)), message).help(
        "Placez-vous dans le dossier du site, indiquez-le avec « --root », ou créez un site avec \
         « pasapas init ».",
    )
}

/// The files of the embedded theme, where the site has none of its own.
fn add_default_theme(files: &mut BTreeMap<Box<str>, InputFile>, folder: &'static Dir<'_>) {
    for file in folder.files() {
        // The path was made on the machine that built pasapas, maybe with backslashes.
        let path = file.path().to_string_lossy().replace('\\', "/");
        files
            .entry(format!("themes/default/{path}").into())
            .or_insert_with(|| InputFile::new(file.contents()));
    }
    for folder in folder.dirs() {
        add_default_theme(files, folder);
    }
}

/// The date of the build: the clock's, unless a reproducible build asks for another.
fn today(source_date_epoch: Option<OsString>) -> Result<Date, Diagnostic> {
    let Some(seconds) = source_date_epoch else { return Ok(Zoned::now().date()) };
    date_of_epoch(&seconds).ok_or_else(|| {
        let message = format!(
            "La variable SOURCE_DATE_EPOCH vaut « {} », qui n’est pas un nombre de secondes.",
            seconds.display()
        );
        Diagnostic::placeless(Code::BadValue, message).help(
            "Donnez-lui le nombre de secondes depuis le 1er janvier 1970, ou retirez-la de \
             l’environnement.",
        )
    })
}

fn date_of_epoch(seconds: &OsStr) -> Option<Date> {
    let seconds = seconds.to_str()?.trim().parse().ok()?;
    Some(Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).date())
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
