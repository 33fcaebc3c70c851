//! The lock that keeps two builds from writing to one output.
//!
//! In: the output. Out: a [`Lock`], which ends with its owner, however that ends. The lock's file
//! says nothing; only the system's lock on it does.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::target::Target;
use super::unwritable;
use crate::diagnostic::{Code, Diagnostic};

/// How often to begin again when the lock's file vanishes under our hands.
const ATTEMPTS: usize = 100;

/// The right to write to an output.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// Held for the system's lock, which ends when it is closed.
    _file: File,
}

impl Lock {
    pub(super) fn take(target: &Target) -> Result<Self, Diagnostic> {
        let path = target.sibling("pasapas-lock");
        let refused = |error| unwritable(&path, &error);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| unwritable(parent, &error))?;
        }
        for _ in 0..ATTEMPTS {
            let Some(file) = open(&path).map_err(refused)? else { continue };
            match file.try_lock() {
                Ok(()) if is_still_at(&file, &path) => return Ok(Self { path, _file: file }),
                // The build that held it has just removed it: ours is a lock on nothing.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(error)) => return Err(refused(error)),
            }
        }
        Err(busy(target))
    }
}

impl Drop for Lock {
    /// Removes the file while the lock is still held, so that nobody else can hold it.
    fn drop(&mut self) {
        if cfg!(unix) {
            // At worst an empty file stays behind, which the next build takes over.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Opens the lock's file or makes it, and follows no link that somebody has put there; none when it vanished
/// meanwhile.
fn open(path: &Path) -> io::Result<Option<File>> {
    match File::create_new(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        made => return made.map(Some),
    }
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_file() => {}
        Ok(_) => return Err(io::Error::other("ce n’est pas un fichier ordinaire : retirez-le")),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    match File::options().write(true).open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        opened => opened.map(Some),
    }
}

/// Whether the file that was locked is the one that others will find.
#[cfg(unix)]
fn is_still_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |about: fs::Metadata| (about.dev(), about.ino());
    matches!((file.metadata().map(id), fs::metadata(path).map(id)), (Ok(ours), Ok(theirs)) if ours == theirs)
}

/// Elsewhere the file is never removed.
#[cfg(not(unix))]
fn is_still_at(_file: &File, _path: &Path) -> bool {
    true
}

fn busy(target: &Target) -> Diagnostic {
    let message = format!("Une autre construction écrit déjà dans « {} ».", target.shown());
    Diagnostic::placeless(Code::OutputBusy, message)
        .help("Attendez qu’elle se termine, ou choisissez un autre dossier avec « --output ».")
}
