//! The folder in which an output is made ready.
//!
//! In: rendered files, one by one. Out: an output folder in which they have their places. Until the
//! journal is there, nothing outside staging has changed and staging can be thrown away; once it is
//! there, the work can be finished by anybody, as often as need be.
//!
//! ```text
//! public.pasapas-staging/
//!   site/…      a new output, as it will be: renamed as a whole
//!   files/…     or the changed files of an old one, numbered
//!   manifest    the new manifest
//!   journal     which number goes where, in order: written last, so that it says "all is here"
//! ```

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::manifest::{self, Manifest, stays_inside};
use super::target::Target;
use super::{one, unwritable};
use crate::diagnostic::Diagnostic;

/// The name of staging inside an output that is a disk of its own.
pub(super) const INSIDE: &str = ".pasapas-staging";

/// How staged files are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// By their paths, for an output that does not exist yet.
    Tree,
    /// By their numbers, so that no folder is made only to be removed.
    Numbered,
}

/// The staging folder of an output, whether it exists or not.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
}

impl Staging {
    /// Beside the output, on the same disk: renaming works only within one.
    pub(super) fn beside(target: &Target) -> Self {
        let folder = if is_disk_of_its_own(target.folder()) {
            target.folder().join(INSIDE)
        } else {
            target.sibling("pasapas-staging")
        };
        Self { folder }
    }

    /// Finishes or undoes what a build that was killed left behind.
    pub(super) fn recover(&self, target: &Target) -> Result<(), Vec<Diagnostic>> {
        match fs::read_to_string(self.journal()) {
            Ok(journal) => {
                target.state().map_err(one)?;
                match target.manifest() {
                    Some(old) => self.resume(target, &parse_journal(&journal), &old),
                    // Somebody has removed the output since: there is nothing to finish.
                    None => self.remove().map_err(one),
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => self.remove().map_err(one),
            Err(error) => Err(one(unwritable(&self.folder, &error))),
        }
    }

    fn resume(
        &self,
        target: &Target,
        changed: &[(usize, &str)],
        old: &Manifest,
    ) -> Result<(), Vec<Diagnostic>> {
        let paths: Vec<&str> = changed.iter().map(|(_, path)| *path).collect();
        target.check_way(&paths)?;
        // Without it the old one has been replaced already, and nothing is stale any more.
        let new = fs::read_to_string(self.manifest()).ok();
        let new = new.and_then(|text| Manifest::parse(&text));
        self.finish(target, changed, old, new.as_ref().unwrap_or(old)).map(drop).map_err(one)
    }

    /// Stages one file.
    pub(super) fn put(
        &self,
        layout: Layout,
        index: usize,
        path: &str,
        bytes: &[u8],
    ) -> Result<(), Diagnostic> {
        let staged = match layout {
            Layout::Tree => self.site().join(path),
            Layout::Numbered => self.file(index),
        };
        with_folder(&staged, || fs::write(&staged, bytes))
            .map_err(|error| unwritable(&staged, &error))
    }

    /// Renames the staged tree: from one moment to the next the output is there as a whole.
    pub(super) fn become_output(
        &self,
        target: &Target,
        manifest: &Manifest,
    ) -> Result<(), Diagnostic> {
        let list = self.site().join(manifest::NAME);
        write_through(&list, &manifest.to_text()).map_err(|error| unwritable(&list, &error))?;
        fs::rename(self.site(), target.folder())
            .map_err(|error| unwritable(target.folder(), &error))?;
        self.remove()
    }

    /// Declares that everything is staged: from here on there is no way back.
    pub(super) fn commit(
        &self,
        target: &Target,
        changed: &[(usize, &str)],
        manifest: &Manifest,
    ) -> Result<(), Diagnostic> {
        let lines = changed.iter().map(|(index, path)| format!("{index} {path}\n"));
        let journal: String = lines.collect();
        let draft = self.folder.join("journal.draft");
        write_through(&self.manifest(), &manifest.to_text())
            .and_then(|()| self.claim(target))
            .and_then(|()| write_through(&draft, &journal))
            .and_then(|()| fs::rename(&draft, self.journal()))
            .map_err(|error| unwritable(&self.folder, &error))
    }

    /// Marks an empty output as ours, so that it is known again if this build is killed.
    fn claim(&self, target: &Target) -> io::Result<()> {
        if target.has_manifest() {
            return Ok(());
        }
        let draft = self.folder.join("manifest.empty");
        write_through(&draft, &Manifest::default().to_text())?;
        fs::rename(draft, target.manifest_path())
    }

    /// Puts everything in its place and returns how many stale files were removed. What an earlier
    /// attempt has done already is passed over.
    pub(super) fn finish(
        &self,
        target: &Target,
        changed: &[(usize, &str)],
        old: &Manifest,
        new: &Manifest,
    ) -> Result<usize, Diagnostic> {
        for (index, path) in changed {
            move_if_there(&self.file(*index), &target.folder().join(path))?;
        }
        let removed = remove_stale(target, old.stale(new))?;
        move_if_there(&self.manifest(), &target.manifest_path())?;
        self.remove()?;
        Ok(removed)
    }

    /// Removes staging, if it exists.
    pub(super) fn remove(&self) -> Result<(), Diagnostic> {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(unwritable(&self.folder, &error))
            }
            _ => Ok(()),
        }
    }

    /// Throws away what was staged, unless it was declared complete.
    pub(super) fn discard(&self) {
        if !self.journal().exists() {
            // The build has failed already; the next one removes what may stay behind.
            let _ = self.remove();
        }
    }

    fn site(&self) -> PathBuf {
        self.folder.join("site")
    }

    fn file(&self, index: usize) -> PathBuf {
        self.folder.join("files").join(index.to_string())
    }

    fn manifest(&self) -> PathBuf {
        self.folder.join("manifest")
    }

    fn journal(&self) -> PathBuf {
        self.folder.join("journal")
    }
}

fn parse_journal(text: &str) -> Vec<(usize, &str)> {
    let parse = |line| {
        let (index, path) = str::split_once(line, ' ')?;
        Some((index.parse().ok()?, path)).filter(|(_, path)| stays_inside(path))
    };
    text.lines().filter_map(parse).collect()
}

/// Removes files that nothing lists any more, and the folders that are empty without them.
fn remove_stale<'p>(
    target: &Target,
    stale: impl Iterator<Item = &'p str>,
) -> Result<usize, Diagnostic> {
    let mut ways = target.ways();
    let mut removed = 0;
    for path in stale {
        let file = target.folder().join(path);
        // Behind a link, or a folder in its place: no longer ours.
        if !ways.is_real(path) || fs::symlink_metadata(&file).is_ok_and(|about| about.is_dir()) {
            continue;
        }
        match fs::remove_file(&file) {
            Ok(()) => removed += 1,
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(unwritable(&file, &error)),
        }
        let folders = file.ancestors().skip(1).take_while(|folder| *folder != target.folder());
        let _ = folders.map(fs::remove_dir).take_while(Result::is_ok).count();
    }
    Ok(removed)
}

/// Renames a file over another; one that is not there has been moved before.
fn move_if_there(from: &Path, to: &Path) -> Result<(), Diagnostic> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if fs::symlink_metadata(from).is_err() {
                return Ok(());
            }
            with_folder(to, || fs::rename(from, to)).map_err(|error| unwritable(to, &error))
        }
        done => done.map_err(|error| unwritable(to, &error)),
    }
}

/// Does something that needs the folder of `path`, which is made only when it turns out missing.
fn with_folder(path: &Path, act: impl Fn() -> io::Result<()>) -> io::Result<()> {
    match (act(), path.parent()) {
        (Err(error), Some(parent)) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(parent)?;
            act()
        }
        (done, _) => done,
    }
}

/// Writes a file that others rely on, down to the disk itself.
fn write_through(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Whether the folder is a mount point: what lies beside it cannot be renamed into it.
#[cfg(unix)]
fn is_disk_of_its_own(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let disk = |path: &Path| fs::metadata(path).map(|about| about.dev()).ok();
    let parent = folder.parent().and_then(disk);
    disk(folder).is_some_and(|own| parent != Some(own))
}

/// Elsewhere outputs are plain folders.
#[cfg(not(unix))]
fn is_disk_of_its_own(_folder: &Path) -> bool {
    false
}
