//! Which files of a site have changed.
//!
//! In: what the system tells about the site's folders. Out: [`Changes`], once nothing more has happened for
//! a moment: an editor saves in several steps. It says where to look and not what happened, so that
//! renames, half-written files and lost messages need no care of their own: whoever hears of a path
//! looks at what is there now. Nothing is read here but the folders that are watched.

#![expect(clippy::disallowed_methods, reason = "the edge: asks the system and the clock")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RenameMode};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::discover::SITE_FILE;
use crate::inputs::FOLDERS;

/// However long changes go on, they are told after this time.
const LONGEST: Duration = Duration::from_secs(1);
/// What appears in a new folder may come before the system watches it: it is looked at once more.
const SETTLED: Duration = Duration::from_millis(200);

/// Where something may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// At these paths below the site's root, with `/` between folders: files, or folders with all that is
    /// in them.
    At(BTreeSet<Box<str>>),
    /// Anywhere: the system lost count, or one of the site's folders came or went.
    Anywhere,
}

/// A watch over a site's folders.
#[derive(Debug)]
pub struct Watch {
    root: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// How long nothing must happen before changes are told.
    quiet: Duration,
    /// Folders that are new, and when to look at them again.
    settling: Option<(Instant, BTreeSet<Box<str>>)>,
}

/// Watches the site whose folder is `root`. What has changed is told when nothing more has happened for
/// `quiet`.
pub fn watch(root: &Path, quiet: Duration) -> notify::Result<Watch> {
    let root = root.canonicalize().map_err(notify::Error::io)?;
    let (sender, events) = channel();
    let mut watcher = notify::recommended_watcher(move |event| tell(&sender, event))?;
    watcher.watch(&root, RecursiveMode::NonRecursive)?;
    let mut watch = Watch { root, watcher, events, quiet, settling: None };
    watch.watch_folders();
    Ok(watch)
}

/// Readers, us among them, open and close files all the time.
fn tell(sender: &Sender<notify::Result<Event>>, event: notify::Result<Event>) {
    let is_reading = event.as_ref().is_ok_and(|event| {
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        event.kind.is_access() && event.kind != closed
    });
    if !is_reading {
        // Nobody listens any more when the program ends.
        _ = sender.send(event);
    }
}

impl Watch {
    /// Waits for changes; none when there can be no more.
    pub fn wait(&mut self) -> Option<Changes> {
        let mut batch = Batch::default();
        loop {
            match self.next_event(&batch) {
                Ok(event) => batch.add(&self.root, event),
                Err(RecvTimeoutError::Timeout) if batch.is_empty() => {
                    return self.settling.take().map(|(_, folders)| Changes::At(folders));
                }
                Err(RecvTimeoutError::Timeout) => return Some(self.finish(batch)),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    fn next_event(&self, batch: &Batch) -> Result<notify::Result<Event>, RecvTimeoutError> {
        let wait = match (batch.began, &self.settling) {
            (Some(began), _) => self.quiet.min(LONGEST.saturating_sub(began.elapsed())),
            (None, Some((when, _))) => when.saturating_duration_since(Instant::now()),
            (None, None) => return self.events.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        self.events.recv_timeout(wait)
    }

    fn finish(&mut self, batch: Batch) -> Changes {
        if !batch.folders.is_empty() {
            let (_, folders) =
                self.settling.get_or_insert_with(|| (Instant::now(), BTreeSet::new()));
            folders.extend(batch.folders);
        }
        if let Some((when, _)) = &mut self.settling {
            *when = Instant::now() + SETTLED;
        }
        if batch.anywhere {
            self.watch_folders();
            return Changes::Anywhere;
        }
        Changes::At(batch.paths)
    }

    /// Watches the site's folders, those among them that are there.
    fn watch_folders(&mut self) {
        for folder in FOLDERS {
            let path = self.root.join(folder);
            // It may be another folder of the same name.
            _ = self.watcher.unwatch(&path);
            if path.is_dir() {
                _ = self.watcher.watch(&path, RecursiveMode::Recursive);
            }
        }
    }
}

/// What happened since it was told last.
#[derive(Debug, Default)]
struct Batch {
    began: Option<Instant>,
    paths: BTreeSet<Box<str>>,
    /// Those among them that are new folders.
    folders: BTreeSet<Box<str>>,
    anywhere: bool,
}

impl Batch {
    fn is_empty(&self) -> bool {
        self.began.is_none()
    }

    fn add(&mut self, root: &Path, event: notify::Result<Event>) {
        let Ok(event) = event else {
            self.begin();
            self.anywhere = true;
            return;
        };
        if event.need_rescan() {
            self.begin();
            self.anywhere = true;
        }
        for path in &event.paths {
            self.add_path(root, path, event.kind);
        }
    }

    fn add_path(&mut self, root: &Path, path: &Path, kind: EventKind) {
        let Some(inner) = inner_path(root, path) else { return };
        let first = inner.split('/').next().unwrap_or_default();
        if first != SITE_FILE && !FOLDERS.contains(&first) {
            return;
        }
        self.begin();
        self.anywhere |= FOLDERS.contains(&&*inner) && !is_about(kind);
        let moved = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        if kind == EventKind::Create(CreateKind::Folder) || (kind == moved && path.is_dir()) {
            self.folders.insert(inner.as_str().into());
        }
        self.paths.insert(inner.into());
    }

    fn begin(&mut self) {
        self.began.get_or_insert_with(Instant::now);
    }
}

/// Whether only rights or times have changed.
fn is_about(kind: EventKind) -> bool {
    matches!(kind, EventKind::Modify(ModifyKind::Metadata(_)))
}

/// The path below the root, if it is there and can be the path of an input.
fn inner_path(root: &Path, path: &Path) -> Option<String> {
    let inner = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = inner.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/")).filter(|path| !path.is_empty())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Watches a site with a guide while `change` happens, and gives all that is told.
    fn told(change: impl FnOnce(&Path)) -> Vec<Changes> {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("site.yaml"), "title: A").unwrap();
        fs::create_dir_all(root.join("content")).unwrap();
        fs::write(root.join("content/a.md"), "a").unwrap();
        let mut watch = watch(root, Duration::from_millis(30)).unwrap();
        change(root);
        // The last change of each test: whatever is told after it is not looked at.
        fs::write(root.join("content/end.md"), "end").unwrap();
        let mut all = Vec::new();
        while let Some(changes) = watch.wait() {
            let is_end = match &changes {
                Changes::At(paths) => paths.contains("content/end.md"),
                Changes::Anywhere => true,
            };
            all.push(changes);
            if is_end {
                break;
            }
        }
        all
    }

    fn paths(all: &[Changes]) -> Vec<&str> {
        let paths = all.iter().filter_map(|changes| match changes {
            Changes::At(paths) => Some(paths.iter().map(|path| &**path)),
            Changes::Anywhere => None,
        });
        paths.flatten().collect()
    }

    #[test]
    fn a_save_in_several_steps_is_told_once() {
        let all = told(|root| {
            fs::write(root.join("content/.a.md.new"), "new").unwrap();
            fs::rename(root.join("content/.a.md.new"), root.join("content/a.md")).unwrap();
        });
        assert_eq!(all.len(), 1);
        assert!(paths(&all).contains(&"content/a.md"), "{all:?}");
    }

    #[test]
    fn reading_is_no_change_and_neither_is_what_lies_beside_the_site() {
        let all = told(|root| {
            fs::read(root.join("content/a.md")).unwrap();
            fs::create_dir_all(root.join("public")).unwrap();
            fs::write(root.join("public/index.html"), "x").unwrap();
            fs::write(root.join("notes.txt"), "x").unwrap();
        });
        assert_eq!(paths(&all), ["content/end.md"]);
    }

    #[test]
    fn a_folder_that_comes_and_goes_is_told() {
        let all = told(|root| {
            fs::create_dir_all(root.join("academies/lille")).unwrap();
        });
        assert!(all.contains(&Changes::Anywhere), "{all:?}");
    }

    #[test]
    fn a_new_folder_is_looked_at_twice() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("content")).unwrap();
        let mut watch = watch(folder.path(), Duration::from_millis(20)).unwrap();
        fs::create_dir_all(folder.path().join("content/new")).unwrap();
        for _ in 0..2 {
            let told = watch.wait();
            let Some(Changes::At(paths)) = told else { panic!("{told:?}") };
            assert!(paths.contains("content/new"), "{paths:?}");
        }
    }
}
