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
use notify::{ErrorKind, Event, PollWatcher, RecommendedWatcher, RecursiveMode};

use crate::discover::SITE_FILE;
use crate::inputs::FOLDERS;

/// However long changes go on, they are told after this time.
const LONGEST: Duration = Duration::from_secs(1);
/// What appears in a new folder may come before the system watches it: it is looked at once more.
const SETTLED: Duration = Duration::from_millis(200);

/// How often to look where the system does not tell.
const INTERVAL: Duration = Duration::from_secs(1);

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
    /// The site's folder, as the user named it.
    given: PathBuf,
    /// Where it really is.
    root: PathBuf,
    watcher: Watcher,
    events: Receiver<notify::Result<Event>>,
    /// How long nothing must happen before changes are told.
    quiet: Duration,
    /// Folders that are new, and when to look at them again.
    settling: Option<(Instant, BTreeSet<Box<str>>)>,
    /// Whether the site's folder is not there at the moment.
    lost: bool,
    /// What links of the site lead to, outside its folders.
    linked: BTreeSet<PathBuf>,
}

/// Whoever looks.
#[derive(Debug)]
enum Watcher {
    /// The system tells.
    System(RecommendedWatcher),
    /// It does not, for this reason, if it was not asked for: times of files are looked at in intervals.
    Intervals(PollWatcher, Duration, Option<&'static str>),
}

impl Watcher {
    fn new(
        root: &Path,
        poll: Option<Duration>,
        sender: &Sender<notify::Result<Event>>,
    ) -> notify::Result<Self> {
        let why = if poll.is_some() { None } else { silent_disk(root) };
        let to = sender.clone();
        if poll.is_none() && why.is_none() {
            let system = notify::recommended_watcher(move |event| tell(&to, event));
            if let Ok(system) = system {
                return Ok(Self::System(system));
            }
        }
        let to = sender.clone();
        let every = poll.unwrap_or(INTERVAL);
        let config = notify::Config::default().with_poll_interval(every);
        let intervals = PollWatcher::new(move |event| tell(&to, event), config)?;
        let why = why.or(poll.is_none().then_some("ce système ne signale pas les changements"));
        Ok(Self::Intervals(intervals, every, why))
    }

    fn any(&mut self) -> &mut dyn notify::Watcher {
        match self {
            Self::System(watcher) => watcher,
            Self::Intervals(watcher, ..) => watcher,
        }
    }

    fn watch(&mut self, path: &Path, mode: RecursiveMode) -> notify::Result<()> {
        self.any().watch(path, mode)
    }

    fn unwatch(&mut self, path: &Path) -> notify::Result<()> {
        self.any().unwatch(path)
    }
}

/// Why nothing is told of changes on the disk of this folder, or of what is in it; none where it is.
#[cfg(target_os = "linux")]
fn silent_disk(root: &Path) -> Option<&'static str> {
    let folders = FOLDERS.map(|folder| root.join(folder));
    let all = std::iter::once(root).chain(folders.iter().map(PathBuf::as_path));
    let mut kinds = all.filter_map(|folder| rustix::fs::statfs(folder).ok());
    kinds.find_map(|disk| silent_kind(disk.f_type))
}

/// Elsewhere the system knows by itself, or cannot watch at all.
#[cfg(not(target_os = "linux"))]
fn silent_disk(_root: &Path) -> Option<&'static str> {
    None
}

/// Why disks of this kind do not tell what others change on them (statfs(2), `linux/magic.h`).
#[cfg(target_os = "linux")]
fn silent_kind(kind: i64) -> Option<&'static str> {
    // Some machines extend the sign.
    match kind & 0xFFFF_FFFF {
        0x0102_1997 => Some("ce dossier est sur un disque de Windows ou d’une machine hôte (9p)"),
        0x6969 => Some("ce dossier est sur un disque réseau (NFS)"),
        0xFF53_4D42 | 0xFE53_4D42 | 0x517B => Some("ce dossier est sur un disque réseau (SMB)"),
        0x786F_4256 => Some("ce dossier est partagé par VirtualBox"),
        0x6573_5546 => Some("ce dossier est sur un disque partagé (FUSE)"),
        0xBACB_ACBC => Some("ce dossier est partagé par VMware"),
        0x5346_414F | 0x00C3_6400 | 0x564C | 0x6B41_4653 => {
            Some("ce dossier est sur un disque réseau")
        }
        _ => None,
    }
}

/// Watches the site whose folder is `root`: every `poll`, or as the system tells. What has changed is told when nothing more has happened for
/// `quiet`.
pub fn watch(root: &Path, quiet: Duration, poll: Option<Duration>) -> notify::Result<Watch> {
    let (sender, events) = channel();
    let watcher = Watcher::new(root, poll, &sender)?;
    let mut watch = Watch {
        given: root.to_owned(),
        root: PathBuf::new(),
        watcher,
        events,
        quiet,
        settling: None,
        lost: false,
        linked: BTreeSet::new(),
    };
    watch.begin()?;
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
    /// Waits for changes; none when there can be no more. An error when the system can watch no longer.
    pub fn wait(&mut self) -> notify::Result<Option<Changes>> {
        let mut batch = Batch::default();
        loop {
            match self.next_event(&batch) {
                Ok(event) => self.add(&mut batch, &event?),
                Err(RecvTimeoutError::Timeout) if !batch.is_empty() => {
                    return self.finish(batch).map(Some);
                }
                Err(RecvTimeoutError::Timeout) if self.lost => {
                    if self.begin().is_ok() {
                        return Ok(Some(Changes::Anywhere));
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    return Ok(self.settling.take().map(|(_, folders)| Changes::At(folders)));
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
            }
        }
    }

    /// How often it looks, where the system does not tell; and why, unless that was asked for.
    #[must_use]
    pub fn looks(&self) -> Option<(Duration, Option<&'static str>)> {
        match &self.watcher {
            Watcher::System(_) => None,
            Watcher::Intervals(_, every, why) => Some((*every, *why)),
        }
    }

    /// Watches what links of the site lead to as well. True when some of it was not watched before: it may
    /// have changed since it was read, and nobody was told.
    pub fn watch_links(&mut self, targets: &[PathBuf]) -> notify::Result<bool> {
        let mut is_new = false;
        for target in targets {
            let is_watched = FOLDERS.iter().any(|own| target.starts_with(self.root.join(own)));
            if !is_watched && self.linked.insert(target.clone()) {
                self.watch_target(target)?;
                is_new = true;
            }
        }
        Ok(is_new)
    }

    /// Watches a folder with all that is in it, or a file by way of its folder. One that is not there now, or
    /// may not be read, is no reason to see nothing any more.
    fn watch_target(&mut self, target: &Path) -> notify::Result<()> {
        let (folder, mode) = way_to(target);
        // Which is watched already.
        if folder == self.root {
            return Ok(());
        }
        _ = self.watcher.unwatch(folder);
        match self.watcher.watch(folder, mode) {
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => Err(error),
            _ => Ok(()),
        }
    }

    fn next_event(&self, batch: &Batch) -> Result<notify::Result<Event>, RecvTimeoutError> {
        let wait = match (batch.began, &self.settling) {
            (Some(began), _) => self.quiet.min(LONGEST.saturating_sub(began.elapsed())),
            (None, _) if self.lost => SETTLED,
            (None, Some((when, _))) => when.saturating_duration_since(Instant::now()),
            (None, None) => return self.events.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        self.events.recv_timeout(wait)
    }

    fn add(&self, batch: &mut Batch, event: &Event) {
        if event.need_rescan() {
            batch.begin();
            batch.anywhere = true;
        }
        for path in &event.paths {
            let is_root = *path == self.root;
            if is_root && !is_about(event.kind) {
                batch.begin();
                batch.anywhere = true;
            } else if !is_root && self.linked.iter().any(|it| is_on_way(path, it)) {
                batch.begin();
                batch.linked = true;
            } else {
                batch.add_path(&self.root, path, event.kind);
            }
        }
    }

    fn finish(&mut self, batch: Batch) -> notify::Result<Changes> {
        if !batch.folders.is_empty() {
            let (_, folders) =
                self.settling.get_or_insert_with(|| (Instant::now(), BTreeSet::new()));
            folders.extend(batch.folders);
        }
        if let Some((when, _)) = &mut self.settling {
            *when = Instant::now() + SETTLED;
        }
        if batch.anywhere {
            self.lost = !self.given.is_dir();
            if !self.lost {
                self.begin()?;
            }
        } else if batch.linked {
            // They may be others of the same names.
            for target in self.linked.clone() {
                self.watch_target(&target)?;
            }
        } else {
            return Ok(Changes::At(batch.paths));
        }
        Ok(Changes::Anywhere)
    }

    /// Watches the site's folder and those in it that are there, also where they are others of the same
    /// names than before.
    fn begin(&mut self) -> notify::Result<()> {
        // What links lead to may be elsewhere now: whoever reads the site says it anew.
        for target in std::mem::take(&mut self.linked) {
            _ = self.watcher.unwatch(way_to(&target).0);
        }
        _ = self.watcher.unwatch(&self.root);
        self.root = self.given.canonicalize().map_err(notify::Error::io)?;
        self.watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
        for folder in FOLDERS {
            let path = self.root.join(folder);
            _ = self.watcher.unwatch(&path);
            if path.is_dir() {
                self.watcher.watch(&path, RecursiveMode::Recursive)?;
            }
        }
        self.lost = false;
        Ok(())
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
    /// Where a link of the site leads.
    linked: bool,
}

impl Batch {
    fn is_empty(&self) -> bool {
        self.began.is_none()
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

/// What is watched for a folder that a link leads to, or for a file.
fn way_to(target: &Path) -> (&Path, RecursiveMode) {
    if target.is_dir() {
        (target, RecursiveMode::Recursive)
    } else {
        (target.parent().unwrap_or(target), RecursiveMode::NonRecursive)
    }
}

/// Whether `path` is what a link leads to, stands in it, or is a folder above it.
fn is_on_way(path: &Path, target: &Path) -> bool {
    path.starts_with(target) || target.starts_with(path)
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
        let mut watch = watch(root, Duration::from_millis(30), None).unwrap();
        change(root);
        // The last change of each test: whatever is told after it is not looked at.
        fs::write(root.join("content/end.md"), "end").unwrap();
        let mut all = Vec::new();
        while let Some(changes) = watch.wait().unwrap() {
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
    fn a_site_that_is_replaced_is_watched_again() {
        let folder = tempfile::tempdir().unwrap();
        let (site, other) = (folder.path().join("site"), folder.path().join("other"));
        fs::create_dir_all(site.join("content")).unwrap();
        fs::create_dir_all(other.join("content")).unwrap();
        let mut watch = watch(&site, Duration::from_millis(20), None).unwrap();
        fs::rename(&site, folder.path().join("old")).unwrap();
        assert_eq!(watch.wait().unwrap(), Some(Changes::Anywhere));
        fs::rename(&other, &site).unwrap();
        assert_eq!(watch.wait().unwrap(), Some(Changes::Anywhere));
        fs::write(site.join("content/new.md"), "new").unwrap();
        let told = watch.wait().unwrap();
        let Some(Changes::At(paths)) = told else { panic!("{told:?}") };
        assert!(paths.contains("content/new.md"), "{paths:?}");
    }

    #[test]
    fn what_links_lead_to_is_watched() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("content")).unwrap();
        fs::create_dir_all(root.join("shared")).unwrap();
        fs::write(root.join("shared/a.md"), "a").unwrap();
        let mut watch = watch(root, Duration::from_millis(20), None).unwrap();
        let targets = [root.join("shared/a.md").canonicalize().unwrap()];
        assert!(watch.watch_links(&targets).unwrap(), "it has to be read again");
        assert!(!watch.watch_links(&targets).unwrap());
        fs::write(root.join("shared/a.md"), "b").unwrap();
        assert_eq!(watch.wait().unwrap(), Some(Changes::Anywhere));
    }

    #[test]
    fn changes_are_found_in_intervals_where_nobody_tells() {
        let folder = tempfile::tempdir().unwrap();
        let guide = folder.path().join("content/a.md");
        fs::create_dir_all(folder.path().join("content")).unwrap();
        fs::write(&guide, "a").unwrap();
        let every = Duration::from_millis(20);
        let mut watch = watch(folder.path(), every, Some(every)).unwrap();
        assert_eq!(watch.looks(), Some((every, None)));
        let later = std::time::SystemTime::now() + Duration::from_secs(5);
        fs::File::options().write(true).open(&guide).unwrap().set_modified(later).unwrap();
        let told = watch.wait().unwrap();
        let Some(Changes::At(paths)) = told else { panic!("{told:?}") };
        assert!(paths.contains("content/a.md"), "{paths:?}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn disks_that_do_not_tell_are_known_and_those_that_do_are_not_suspected() {
        for kind in [0x0102_1997, 0x6969, 0xFF53_4D42, -11_317_950, 0x6573_5546, 0x786F_4256] {
            assert!(silent_kind(kind).is_some(), "{kind:x}");
        }
        // ext4, btrfs, xfs, tmpfs, overlayfs.
        for kind in [0xEF53, 0x9123_683E, 0x5846_5342, 0x0102_1994, 0x794C_7630] {
            assert_eq!(silent_kind(kind), None, "{kind:x}");
        }
    }

    #[test]
    fn a_new_folder_is_looked_at_twice() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("content")).unwrap();
        let mut watch = watch(folder.path(), Duration::from_millis(20), None).unwrap();
        fs::create_dir_all(folder.path().join("content/new")).unwrap();
        for _ in 0..2 {
            let told = watch.wait().unwrap();
            let Some(Changes::At(paths)) = told else { panic!("{told:?}") };
            assert!(paths.contains("content/new"), "{paths:?}");
        }
    }
}
