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
use super::tries::Made;
use super::{one, unwritable};
use crate::diagnostic::{Code, Diagnostic};
use crate::reason::reason;

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

/// What became of files that were to be put in their places.
#[derive(Debug, Default)]
pub(super) struct Finished {
    /// How many stale files were removed.
    pub(super) removed: usize,
    /// How many files are not where they belong.
    pub(super) left: usize,
    /// Why.
    pub(super) problems: Vec<Diagnostic>,
}

/// From so many files on, one order to the disk is faster than one for each.
#[cfg(target_os = "linux")]
const MANY: usize = 32;

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
        // No build of ours has put a link there.
        if fs::symlink_metadata(&self.folder).is_ok_and(|about| !about.is_dir()) {
            return fs::remove_file(&self.folder)
                .map_err(|error| one(unwritable(&self.folder, &error)));
        }
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

    /// What cannot be finished is given up, and the list of files says so: the build that comes makes again
    /// what it still needs of it, or tells why it cannot.
    fn resume(
        &self,
        target: &Target,
        changed: &[(usize, &str)],
        old: &Manifest,
    ) -> Result<(), Vec<Diagnostic>> {
        // Without it the old one has been replaced already, and nothing is stale any more.
        let new = fs::read_to_string(self.manifest()).ok();
        let new = new.and_then(|text| Manifest::parse(&text));
        let done = self.finish(target, changed, old, new.as_ref().unwrap_or(old));
        // Only a list that says what is there can be built upon.
        if self.journal().exists() { Err(done.problems) } else { Ok(()) }
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

    /// Declares that everything is staged: from here on there is no way back. So whatever may fail later is
    /// tried first.
    pub(super) fn commit(
        &self,
        target: &Target,
        changed: &[(usize, &str)],
        old: &Manifest,
        manifest: &Manifest,
    ) -> Result<(), Diagnostic> {
        let lines = changed.iter().map(|(index, path)| format!("{index} {path}\n"));
        let journal: String = lines.collect();
        let draft = self.folder.join("journal.draft");
        let unwritable = |error| unwritable(&self.folder, &error);
        write_through(&self.manifest(), &manifest.to_text())
            .and_then(|()| self.sync(changed))
            .and_then(|()| self.claim(target))
            .map_err(unwritable)?;
        let come = changed.iter().map(|(_, path)| *path).chain([manifest::NAME]);
        let made = Made::ready(target, come, old.stale(manifest))?;
        write_through(&draft, &journal)
            .and_then(|()| fs::rename(&draft, self.journal()))
            .inspect_err(|_| made.undo())
            .map_err(unwritable)
    }

    /// Waits until the staged files are on the disk itself: the journal says that they are.
    fn sync(&self, changed: &[(usize, &str)]) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        if changed.len() > MANY {
            return Ok(rustix::fs::syncfs(File::open(&self.folder)?)?);
        }
        // Some systems want the right to write for that.
        let sync = |index| File::options().append(true).open(self.file(index))?.sync_all();
        changed.iter().try_for_each(|(index, _)| sync(*index))
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

    /// Puts everything in its place and removes what is stale. What an earlier attempt has done already is
    /// passed over. The first file that cannot be put in its place is the last that is tried, since pages come
    /// after what they refer to; then nothing is removed either, and the manifest lists what is there.
    pub(super) fn finish(
        &self,
        target: &Target,
        changed: &[(usize, &str)],
        old: &Manifest,
        new: &Manifest,
    ) -> Finished {
        let mut done = Finished::default();
        let mut list = new.clone();
        let placed = self.place(target, changed, &mut done);
        done.left = changed.len() - placed;
        changed[placed..].iter().for_each(|(_, path)| list.set_back(path, old));
        let stays: Vec<&str> = if done.left == 0 {
            remove_stale(target, old.stale(new), &mut done)
        } else {
            old.stale(new).collect()
        };
        for path in stays {
            list.set_back(path, old);
        }
        if let Err(error) = self.put_list(target, new, &list) {
            done.left += 1;
            done.problems.push(unwritable(&target.manifest_path(), &error));
        } else if let Err(problem) = self.remove() {
            done.problems.push(problem);
        }
        done
    }

    /// Puts files in their places up to the first that cannot be, and tells how many are there.
    fn place(&self, target: &Target, changed: &[(usize, &str)], done: &mut Finished) -> usize {
        let mut ways = target.ways();
        for (placed, (index, path)) in changed.iter().enumerate() {
            let place = target.folder().join(path);
            let moved = if ways.is_blocked(path) {
                Err(io::Error::other("un lien ou un fichier occupe la place d’un dossier"))
            } else {
                move_if_there(&self.file(*index), &place)
            };
            if let Err(error) = moved {
                done.problems.push(half(&place, &error, placed, changed.len()));
                return placed;
            }
        }
        changed.len()
    }

    /// Replaces the manifest of the output.
    fn put_list(&self, target: &Target, new: &Manifest, list: &Manifest) -> io::Result<()> {
        if list != new {
            write_through(&self.manifest(), &list.to_text())?;
        }
        move_if_there(&self.manifest(), &target.manifest_path())
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

/// That a file could not be put in its place, when others were already.
fn half(place: &Path, error: &io::Error, placed: usize, all: usize) -> Diagnostic {
    let message = format!(
        "« {} » ne peut pas être mis en place : {}. Sur {all} fichiers à remplacer, {placed} l’ont été avant lui ; \
         les autres sont encore ceux d’avant.",
        place.display(),
        reason(error)
    );
    Diagnostic::placeless(Code::Unwritable, message)
        .help("Levez cet obstacle, puis relancez la construction : elle fera ce qui manque.")
}

/// Removes files that nothing lists any more, and the folders that are empty without them. Gives those that
/// could not be removed.
fn remove_stale<'p>(
    target: &Target,
    stale: impl Iterator<Item = &'p str>,
    done: &mut Finished,
) -> Vec<&'p str> {
    let mut ways = target.ways();
    let mut stays = Vec::new();
    for path in stale {
        let file = target.folder().join(path);
        // Behind a link, or a folder in its place: no longer ours.
        if !ways.is_real(path) || fs::symlink_metadata(&file).is_ok_and(|about| about.is_dir()) {
            continue;
        }
        match fs::remove_file(&file) {
            Ok(()) => done.removed += 1,
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => {
                done.problems.push(undeletable(&file, &error));
                stays.push(path);
                continue;
            }
        }
        let folders = file.ancestors().skip(1).take_while(|folder| *folder != target.folder());
        let _ = folders.map(fs::remove_dir).take_while(Result::is_ok).count();
    }
    stays
}

fn undeletable(file: &Path, error: &io::Error) -> Diagnostic {
    let message = format!(
        "« {} », que le site n’a plus, ne peut pas être supprimé : {}.",
        file.display(),
        reason(error)
    );
    Diagnostic::placeless(Code::Unwritable, message)
        .help("Tout le reste est en place. Vérifiez vos droits, puis relancez la construction.")
}

/// Renames a file over another; one that is not there has been moved before.
fn move_if_there(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if fs::symlink_metadata(from).is_err() {
                return Ok(());
            }
            with_folder(to, || fs::rename(from, to))
        }
        done => done,
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
