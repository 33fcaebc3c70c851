//! Finds and reads a site: the files that pasapas knows, the default theme, today's date.
//!
//! In: the site's folder, and later what changed in it. Out: a [`Discovery`], every file read exactly
//! once, or a [`State`] that stays true as files change. Nothing is parsed here, nothing outside the
//! site is read, and nothing is written.

#![expect(
    clippy::disallowed_methods,
    reason = "the edge: reads files, the clock and SOURCE_DATE_EPOCH"
)]

mod beside;
mod refresh;
mod walk;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::diagnostic::{Code, Diagnostic, Warned, has_errors};
use crate::inputs::{DEFAULT_THEME, InputFile, Inputs};
use crate::reason::reason;
use crate::span::{FileId, Span};
use walk::Found;

/// The settings of a site.
pub const SITE_FILE: &str = "site.yaml";

/// The theme that every site has unless it brings its own files.
static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// What the caller decides about the inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether guides marked `draft: true` are published.
    pub drafts: bool,
    /// Whether the contents of files stay once they are parsed, for who compiles again.
    pub keep_contents: bool,
    /// Whether guides are made for paper as well.
    pub handouts: bool,
}

/// What was found in a site's folder.
#[derive(Clone, Debug)]
pub struct Discovery {
    /// All files that could be read; none only together with an error among the diagnostics.
    pub inputs: Option<Inputs>,
    /// The paths of the files that could not be taken, so that reports can name them.
    pub refused: Vec<Box<str>>,
}

/// A site's folder as it was when it was last looked at.
#[derive(Debug)]
pub struct State {
    root: PathBuf,
    options: Options,
    inputs: Inputs,
    /// What is wrong with each file that could not be taken.
    refused: BTreeMap<Box<str>, Vec<Diagnostic>>,
    /// What stands beside the site's folders and was meant to be one of them.
    beside: Vec<Diagnostic>,
    /// What is wrong with the folder as a whole.
    general: Vec<Diagnostic>,
    /// Whether a name on the disk has another form than in the site.
    odd_names: bool,
    /// Where symbolic links in it lead: one file may have several paths.
    links: Vec<PathBuf>,
}

/// Reads the site whose folder is `root`.
#[must_use]
pub fn discover(root: &Path, options: Options) -> Warned<Discovery> {
    let state = State::read(root, options);
    let diagnostics = state.diagnostics();
    let is_sound = state.is_sound();
    let refused = state.refused.into_keys().collect();
    let inputs = is_sound.then_some(state.inputs);
    Warned::new(Discovery { inputs, refused }, diagnostics)
}

impl State {
    /// Reads the site whose folder is `root`.
    #[must_use]
    pub fn read(root: &Path, options: Options) -> Self {
        let Options { drafts, keep_contents, handouts } = options;
        let files = BTreeMap::new();
        let inputs = Inputs { files, today: Date::ZERO, drafts, keep_contents, handouts };
        let mut state = Self {
            root: root.to_owned(),
            options,
            inputs,
            refused: BTreeMap::new(),
            beside: Vec::new(),
            general: Vec::new(),
            odd_names: false,
            links: Vec::new(),
        };
        match root.canonicalize() {
            Ok(real) => {
                state.add(walk::walk(&real));
                state.look_around();
            }
            Err(error) => state.general.push(no_folder(root, &error)),
        }
        state
    }

    /// All files, when there is nothing wrong with any.
    pub fn inputs(&mut self) -> Option<&mut Inputs> {
        self.is_sound().then_some(&mut self.inputs)
    }

    fn is_sound(&self) -> bool {
        self.general.is_empty() && self.refused.is_empty() && !has_errors(&self.beside)
    }

    /// The files that could be read, by path below the site's root.
    #[must_use]
    pub fn files(&self) -> &BTreeMap<Box<str>, InputFile> {
        &self.inputs.files
    }

    /// The paths of the files that could not be taken, so that reports can name them.
    pub fn refused(&self) -> impl Iterator<Item = &str> {
        self.refused.keys().map(|path| &**path)
    }

    /// Where symbolic links in it lead: what changes there changes the site.
    #[must_use]
    pub fn links(&self) -> &[PathBuf] {
        &self.links
    }

    /// What is wrong with the folder and its files.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let general = self.beside.iter().chain(&self.general);
        self.refused.values().flatten().chain(general).cloned().collect()
    }

    /// Adds what a walk brought home.
    fn add(&mut self, found: Found) {
        self.inputs.files.extend(found.files);
        for (path, problem) in found.refused {
            self.refused.entry(path).or_default().push(problem);
        }
        self.links.extend(found.links);
        self.odd_names |= found.odd_names;
    }

    /// What does not come from a walk: the theme that is always there, the date, whether this is a
    /// site at all.
    fn look_around(&mut self) {
        add_default_theme(&mut self.inputs.files, &EMBEDDED);
        self.general.clear();
        self.beside = beside::beside(&self.root);
        if !self.inputs.files.contains_key(SITE_FILE) && !self.refused.contains_key(SITE_FILE) {
            self.general.push(no_site(&self.root));
        }
        match today(std::env::var_os("SOURCE_DATE_EPOCH")) {
            Ok(today) => self.inputs.today = today,
            Err(problem) => self.general.push(problem),
        }
    }
}

/// The text of a file that was read before, for a report about it; the default theme's where the
/// site has none.
#[must_use]
pub fn read_again(root: &Path, path: &str) -> Option<String> {
    let bytes = std::fs::read(root.join(path)).ok();
    let bytes = bytes.or_else(|| std::fs::read(walk::on_disk(root, path)?).ok()).or_else(|| {
        let embedded = EMBEDDED.get_file(path.strip_prefix(DEFAULT_THEME)?)?;
        Some(embedded.contents().to_vec())
    })?;
    InputFile::new(bytes).text().map(str::to_owned)
}

fn no_folder(root: &Path, error: &std::io::Error) -> Diagnostic {
    let message =
        format!("Le dossier « {} » ne peut pas être ouvert : {}.", root.display(), reason(error));
    Diagnostic::placeless(Code::Unreadable, message)
}

fn no_site(root: &Path) -> Diagnostic {
    let message = format!(
        "Le dossier « {} » n’est pas un site pasapas : il n’y a pas de fichier « {SITE_FILE} ».",
        root.display()
    );
    let error =
        Diagnostic::error(Code::MissingFile, Span::start_of(FileId::of(SITE_FILE)), message);
    if let Some(name) = beside::settings_like(root) {
        return error.help(format!("Renommez « {name} » en « {SITE_FILE} »."));
    }
    error.help(
        "Placez-vous dans le dossier du site, indiquez-le avec « --root », ou créez un site avec \
         « pasapas init ».",
    )
}

/// The files of the embedded theme, by their names below it.
#[must_use]
pub fn default_theme() -> BTreeMap<String, InputFile> {
    let mut files = BTreeMap::new();
    add_default_theme(&mut files, &EMBEDDED);
    let named = |(path, file): (Box<str>, InputFile)| {
        Some((path.strip_prefix(DEFAULT_THEME)?.to_owned(), file))
    };
    files.into_iter().filter_map(named).collect()
}

/// The files of the embedded theme, where the site has none of its own.
fn add_default_theme(files: &mut BTreeMap<Box<str>, InputFile>, folder: &'static Dir<'_>) {
    for file in folder.files() {
        // The path was made on the machine that built pasapas, maybe with backslashes.
        let path = file.path().to_string_lossy().replace('\\', "/");
        files
            .entry(format!("{DEFAULT_THEME}{path}").into())
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
