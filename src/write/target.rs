//! The output folder: whether it may be written to, and what it holds.
//!
//! In: the path that the user gave. Out: a [`Target`] whose path has no links in it and lies apart
//! from the site's sources. Nothing is changed here.

use std::collections::HashMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::manifest::{self, Manifest};
use super::staging::INSIDE;
use super::unwritable;
use crate::diagnostic::{Code, Diagnostic};
use crate::inputs::FOLDERS;
use crate::parse::name::unfit;

/// The longest path below the output, so that a folder is left to put it in: macOS takes 1,024 bytes in all.
const LONGEST_PATH: usize = 800;
/// Folders of version control.
const KEPT: [&str; 6] = [".git", ".hg", ".svn", ".jj", ".bzr", ".fossil"];

/// A folder that may be written to.
#[derive(Debug)]
pub(super) struct Target {
    /// Where it really is, or will be.
    folder: PathBuf,
    /// The path that the user gave, for messages.
    shown: PathBuf,
}

/// What stands there now.
#[derive(Debug)]
pub(super) enum State {
    /// Nothing.
    Missing,
    /// A folder with the files of this manifest, or an empty one.
    Folder(Manifest),
}

/// What stands where a folder of the output should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Folder,
    Nothing,
    Blocked,
}

/// A memory of what was found on the way to files.
pub(super) struct Ways<'t> {
    folder: &'t Path,
    known: HashMap<Box<str>, Way>,
}

impl Target {
    pub(super) fn parse(output: &Path, root: &Path) -> Result<Self, Diagnostic> {
        let folder = real_path(output).map_err(|error| unwritable(output, &error))?;
        let target = Self { folder, shown: output.to_owned() };
        if fs::symlink_metadata(&target.folder).is_ok_and(|about| !about.is_dir()) {
            return Err(target.foreign("n’est pas un dossier"));
        }
        let root = real_path(root).map_err(|error| unwritable(root, &error))?;
        if root.starts_with(&target.folder) {
            return Err(target.foreign("contient les sources du site"));
        }
        if let Some(name) = kept_by_programs(&target.folder) {
            return Err(target.foreign(&format!(
                "se trouve dans « {name} », où des programmes rangent les leurs"
            )));
        }
        for name in FOLDERS {
            let source = real_path(&root.join(name)).unwrap_or_else(|_| root.join(name));
            if target.folder.starts_with(&source) || source.starts_with(&target.folder) {
                return Err(target.foreign(&format!("se mêle au dossier « {name} » du site")));
            }
        }
        Ok(target)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn shown(&self) -> std::path::Display<'_> {
        self.shown.display()
    }

    /// A path beside the output, whose name is the output's with an extension.
    pub(super) fn sibling(&self, extension: &str) -> PathBuf {
        let mut name = self.folder.file_name().unwrap_or_default().to_owned();
        name.push(".");
        name.push(extension);
        self.folder.with_file_name(name)
    }

    /// What stands there now; refuses what is not ours.
    pub(super) fn state(&self) -> Result<State, Diagnostic> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(State::Missing),
            Err(error) => return Err(unwritable(&self.shown, &error)),
        };
        let mut names = entries.flatten().map(|entry| entry.file_name());
        if names.all(|name| name == INSIDE) {
            return Ok(State::Folder(Manifest::default()));
        }
        match self.manifest() {
            Some(manifest) => Ok(State::Folder(manifest)),
            None => Err(self.foreign("n’est pas vide, et pasapas ne l’a pas rempli")),
        }
    }

    /// The manifest in it, if there is one that can be read.
    pub(super) fn manifest(&self) -> Option<Manifest> {
        Manifest::parse(&fs::read_to_string(self.manifest_path()).ok()?)
    }

    pub(super) fn manifest_path(&self) -> PathBuf {
        self.folder.join(manifest::NAME)
    }

    pub(super) fn has_manifest(&self) -> bool {
        self.manifest_path().exists()
    }

    /// The length of the file at `path`, if it is one; refuses a folder in its place.
    pub(super) fn file(&self, state: &State, path: &str) -> Result<Option<u64>, Diagnostic> {
        if matches!(state, State::Missing) {
            return Ok(None);
        }
        match fs::symlink_metadata(self.folder.join(path)) {
            Ok(about) if about.is_dir() => Err(self.in_the_way(path)),
            Ok(about) if about.is_file() => Ok(Some(about.len())),
            _ => Ok(None),
        }
    }

    pub(super) fn ways(&self) -> Ways<'_> {
        Ways { folder: &self.folder, known: HashMap::new() }
    }

    /// Refuses names that no file can have, and links and files where the folders of `paths` should be.
    pub(super) fn check_way(&self, paths: &[&str]) -> Result<(), Vec<Diagnostic>> {
        let unfit: Vec<Diagnostic> = paths.iter().filter_map(|path| unfit_path(path)).collect();
        if !unfit.is_empty() {
            return Err(unfit);
        }
        let mut ways = self.ways();
        for path in paths {
            debug_assert!(manifest::stays_inside(path), "the plan leaves the output: {path}");
            ways.is_real(path);
        }
        let blocked = ways.known.iter().filter(|(_, way)| **way == Way::Blocked);
        let mut blocked: Vec<&str> = blocked.map(|(path, _)| &**path).collect();
        blocked.sort_unstable();
        let problems: Vec<_> = blocked.into_iter().map(|path| self.in_the_way(path)).collect();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    fn in_the_way(&self, path: &str) -> Diagnostic {
        let path = self.shown.join(path);
        let message = format!("« {} » occupe une place dont le site a besoin.", path.display());
        Diagnostic::placeless(Code::ForeignOutput, message)
            .help("C’est un lien, ou un dossier à la place d’un fichier : retirez-le.")
    }

    fn foreign(&self, why: &str) -> Diagnostic {
        let message = format!("Le dossier de sortie « {} » {why}.", self.shown());
        Diagnostic::placeless(Code::ForeignOutput, message)
            .help("Choisissez avec « --output » un dossier vide ou qui n’existe pas encore.")
    }
}

impl State {
    pub(super) fn manifest(&self) -> &Manifest {
        static NONE: std::sync::LazyLock<Manifest> = std::sync::LazyLock::new(Manifest::default);
        match self {
            Self::Missing => &NONE,
            Self::Folder(manifest) => manifest,
        }
    }
}

impl Ways<'_> {
    /// Whether the folder of `path` is really a folder, and no link on the way to it.
    pub(super) fn is_real(&mut self, path: &str) -> bool {
        path.rsplit_once('/').is_none_or(|(parent, _)| self.to(parent) == Way::Folder)
    }

    /// Whether something else stands where a folder on the way to `path` should be.
    pub(super) fn is_blocked(&mut self, path: &str) -> bool {
        path.match_indices('/').any(|(at, _)| self.to(&path[..at]) == Way::Blocked)
    }

    /// What stands at the folder `path`, looked at from the top so that no link is followed.
    fn to(&mut self, path: &str) -> Way {
        if let Some(known) = self.known.get(path) {
            return *known;
        }
        let above = path.rsplit_once('/').map_or(Way::Folder, |(above, _)| self.to(above));
        // Below what blocks the way, nothing is looked at.
        let way = if above == Way::Folder { self.look_at(path) } else { Way::Nothing };
        self.known.insert(path.into(), way);
        way
    }

    fn look_at(&self, path: &str) -> Way {
        match fs::symlink_metadata(self.folder.join(path)) {
            Ok(about) if about.is_dir() => Way::Folder,
            Err(error) if error.kind() == ErrorKind::NotFound => Way::Nothing,
            _ => Way::Blocked,
        }
    }
}

/// That no disk can hold a file at `path`.
fn unfit_path(path: &str) -> Option<Diagnostic> {
    let why = path.split('/').find_map(unfit).or_else(|| {
        (path.len() > LONGEST_PATH).then(|| format!("il a plus de {LONGEST_PATH} caractères"))
    })?;
    let message = format!("Le fichier « {path} » ne peut pas être publié sous ce nom : {why}.");
    let help = "Renommez le fichier dont il est fait, ou le dossier où ce fichier se trouve.";
    Some(Diagnostic::placeless(Code::BadName, message).help(help))
}

/// The folder on the way in which a program keeps what is its own.
fn kept_by_programs(folder: &Path) -> Option<String> {
    let names = folder.components().map(|part| part.as_os_str().to_string_lossy());
    let ends = |name: &str| {
        let name = name.to_ascii_lowercase();
        KEPT.contains(&&*name) || name.starts_with(".pasapas") || name.ends_with(".pasapas-staging")
    };
    names.map(std::borrow::Cow::into_owned).find(|name| ends(name))
}

/// The path without links, although its end may not exist yet.
fn real_path(path: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    for ancestor in absolute.ancestors() {
        match ancestor.canonicalize() {
            Ok(real) => {
                let rest = absolute.strip_prefix(ancestor).expect("an ancestor is a prefix");
                return join_plain(real, rest);
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::NotFound.into())
}

/// Adds what does not exist yet; `..` has no meaning there.
fn join_plain(mut real: PathBuf, rest: &Path) -> io::Result<PathBuf> {
    for part in rest.components() {
        match part {
            Component::Normal(name) => real.push(name),
            _ => return Err(ErrorKind::NotFound.into()),
        }
    }
    Ok(real)
}
