//! Whether files can be put where they belong, found out before anything is changed.
//!
//! In: the output, and the paths that will be written or removed. Out: the folders that were made, or the first
//! that cannot be written. What was only tried leaves no trace.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::target::Target;
use super::unwritable;
use crate::diagnostic::Diagnostic;

/// A file that is made and removed again.
const TRIAL: &str = ".pasapas-trial";

/// Folders that were made for files to come.
#[derive(Debug, Default)]
pub(super) struct Made(Vec<PathBuf>);

impl Made {
    /// Makes the folders of the new files at `come`, and tries all others of `come` and `go`.
    pub(super) fn ready<'p>(
        target: &Target,
        come: impl Iterator<Item = &'p str>,
        go: impl Iterator<Item = &'p str>,
    ) -> Result<Self, Diagnostic> {
        let mut made = Self::default();
        made.try_all(target, &folders(come), &folders(go)).inspect_err(|_| made.undo())?;
        Ok(made)
    }

    fn try_all(
        &mut self,
        target: &Target,
        come: &BTreeSet<&str>,
        go: &BTreeSet<&str>,
    ) -> Result<(), Diagnostic> {
        let mut old = BTreeSet::new();
        for folder in come {
            let path = target.folder().join(folder);
            if !self.make(&path).map_err(|error| unwritable(&path, &error))? {
                old.insert(*folder);
            }
        }
        let mut ways = target.ways();
        // What stands behind a link is not ours, and nothing is removed there.
        old.extend(go.iter().filter(|folder| ways.is_real(&format!("{folder}/"))));
        for folder in old {
            let path = target.folder().join(folder);
            try_folder(&path).map_err(|error| unwritable(&path, &error))?;
        }
        Ok(())
    }

    /// Makes a folder and those above it, as far as they are missing. Whether it was.
    fn make(&mut self, folder: &Path) -> io::Result<bool> {
        if folder.is_dir() {
            return Ok(false);
        }
        if let Some(parent) = folder.parent() {
            self.make(parent)?;
        }
        fs::create_dir(folder)?;
        self.0.push(folder.to_owned());
        Ok(true)
    }

    /// Removes what was made, as long as nothing is in it.
    pub(super) fn undo(&self) {
        for folder in self.0.iter().rev() {
            // An empty folder that stays hurts nobody.
            _ = fs::remove_dir(folder);
        }
    }
}

/// The folders of files, each once; those above come first.
fn folders<'p>(paths: impl Iterator<Item = &'p str>) -> BTreeSet<&'p str> {
    paths.map(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder)).collect()
}

/// Writes something to a folder and removes it.
fn try_folder(folder: &Path) -> io::Result<()> {
    let trial = folder.join(TRIAL);
    match File::create_new(&trial) {
        Ok(_) => {}
        // A build was killed just here.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        // A folder that is gone has nothing to be removed from it.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    }
    fs::remove_file(trial)
}
