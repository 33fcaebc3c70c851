//! Puts a site into its output folder, all of it or nothing.
//!
//! In: something that can [`Render`] paths. Out: files in the output folder, and [`Written`]. Each
//! file is staged as soon as it is rendered, so memory does not grow with the site. Only when all
//! went well are the changed files renamed into place, in the order of the plan; then what is stale
//! is removed, if our own manifest lists it; then the manifest is replaced. A build that is killed
//! before the renames has changed nothing, and one killed during them is finished by the next.
//! A file that is not ours is never removed, and no link is ever followed inside the output.

#![expect(clippy::disallowed_methods, reason = "the edge: writes the output folder")]

mod lock;
mod manifest;
mod staging;
mod target;
mod threads;
mod tries;
mod written;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::compile::print::{Image, is_printed};
use crate::compile::{Part, Plan};
use crate::diagnostic::{Code, Diagnostic, Warned, has_errors, without_repetitions};
use crate::patience::in_time;
use lock::Lock;
use manifest::{Entry, MadeOf};
use staging::{Layout, Staging};
use target::{State, Target};
use threads::on_own_threads;

pub use written::Written;

/// What the writer must know of a plan.
pub trait Render: Sync {
    /// Output paths in the order in which they are put in place: what pages refer to, then pages.
    fn paths(&self) -> impl Iterator<Item = &str>;

    /// The content of the file at `path`; none only together with an error.
    fn render(&self, path: &str) -> Warned<Option<Vec<u8>>>;

    /// The hash of everything that makes the image at `path`, which has a name of its own for each: as
    /// long as the path is the same, so are the bytes. None for other files.
    fn image_key(&self, _path: &str) -> Option<u128> {
        None
    }

    /// The hash of everything that makes the PDF at `path`. None for other files.
    fn print_key(&self, _path: &str) -> Option<u128> {
        None
    }

    /// What is said of the PDF at `path` whenever it is made, without making it.
    fn print_warnings(&self, _path: &str) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Makes the PDF at `path` with images from `image`.
    fn print(&self, path: &str, _image: &Image<'_>) -> Warned<Option<Vec<u8>>> {
        self.render(path)
    }

    /// Whether the site has no guide, as if its folders had been misnamed.
    fn is_hollow(&self) -> bool {
        false
    }

    /// Whether making the file at `path` needs so much memory that no other such one should be made
    /// meanwhile.
    fn is_alone(&self, _path: &str) -> bool {
        false
    }
}

/// What is written at once.
#[derive(Clone, Copy, Debug)]
pub struct Share<'s> {
    /// How much of the site.
    pub part: &'s Part,
    /// What of it.
    pub stage: Stage,
}

/// What of a site is written at once. Pages do not wait for handouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The pages and what they refer to: all of it or nothing.
    Pages,
    /// What is printed: a handout that cannot be made is left out, for it would say what the page no longer
    /// says.
    Prints,
}

impl Share<'_> {
    /// Whether the output at `path` belongs to it.
    #[must_use]
    pub fn owns(&self, path: &str) -> bool {
        self.part.owns(path) && is_printed(path) == (self.stage == Stage::Prints)
    }
}

impl Render for Plan {
    fn paths(&self) -> impl Iterator<Item = &str> {
        Plan::paths(self)
    }

    fn render(&self, path: &str) -> Warned<Option<Vec<u8>>> {
        Plan::render(self, path)
    }

    fn image_key(&self, path: &str) -> Option<u128> {
        Plan::image_key(self, path)
    }

    fn print_key(&self, path: &str) -> Option<u128> {
        Plan::print_key(self, path)
    }

    fn print_warnings(&self, path: &str) -> Vec<Diagnostic> {
        Plan::print_warnings(self, path)
    }

    fn print(&self, path: &str, image: &Image<'_>) -> Warned<Option<Vec<u8>>> {
        Plan::print(self, path, image, &in_time)
    }

    fn is_hollow(&self) -> bool {
        Plan::is_hollow(self)
    }

    fn is_alone(&self, path: &str) -> bool {
        Plan::is_alone(self, path)
    }
}

/// What became of one path.
#[derive(Default)]
struct Outcome {
    /// The file, unless it could not be rendered or written.
    entry: Option<Entry>,
    /// Whether it was staged, because the output does not have it yet.
    staged: bool,
    diagnostics: Vec<Diagnostic>,
}

impl Outcome {
    fn of_problems(
        mut diagnostics: Vec<Diagnostic>,
        problems: impl IntoIterator<Item = Diagnostic>,
    ) -> Self {
        diagnostics.extend(problems);
        Self { diagnostics, ..Self::default() }
    }
}

/// A path and its place in the plan, under which it is staged.
type Numbered<'p> = (usize, &'p str);

/// The paths of one build with the place of each in staging.
struct Build<'b, R> {
    plan: &'b R,
    target: &'b Target,
    state: &'b State,
    staging: &'b Staging,
    /// Set by the first file that cannot be written: the others would fail as well.
    stop: AtomicBool,
}

/// Renders the paths of `share` and puts them into `output`. The site's own folder, `root`, is only
/// looked at to keep the output out of it. `progress` is called once a path.
///
/// On errors, all of which are returned, the output is left as it was; but those of handouts are among what
/// was found.
pub fn write_site<R: Render>(
    output: &Path,
    root: &Path,
    plan: &R,
    share: Share<'_>,
    progress: &(dyn Fn() + Sync),
) -> Result<Written, Vec<Diagnostic>> {
    let target = Target::parse(output, root).map_err(one)?;
    let lock = Lock::take(&target).map_err(one)?;
    let staging = Staging::beside(&target);
    staging.recover(&target)?;
    let state = target.state().map_err(one)?;
    if plan.is_hollow() && *share.part == Part::Whole && state.manifest().has_guides() {
        return Err(one(hollow(output)));
    }
    let paths: Vec<&str> = plan.paths().filter(|path| share.owns(path)).collect();
    target.check_way(&paths)?;
    let build = Build {
        plan,
        target: &target,
        state: &state,
        staging: &staging,
        stop: AtomicBool::default(),
    };
    let outcomes = match share.stage {
        Stage::Pages => build.render_all(&paths, progress),
        Stage::Prints => build.print_all(&paths, progress),
    };
    let written = build.put_in_place(&paths, share, outcomes).inspect_err(|_| staging.discard());
    drop(lock);
    written
}

impl<R: Render> Build<'_, R> {
    /// Renders what needs much memory one after the other, and meanwhile all else.
    fn render_all(&self, paths: &[&str], progress: &(dyn Fn() + Sync)) -> Vec<Outcome> {
        let (alone, together) = self.parted(paths);
        let (alone, mut outcomes): (Vec<_>, Vec<_>) = rayon::join(
            || alone.iter().map(|it| self.rendered(*it, progress)).collect(),
            || together.par_iter().map(|it| self.rendered(*it, progress)).collect(),
        );
        outcomes.extend(alone);
        in_order(outcomes)
    }

    /// Handouts each on one thread; then the booklets, which have much in hand, one after the other.
    fn print_all(&self, paths: &[&str], progress: &(dyn Fn() + Sync)) -> Vec<Outcome> {
        let (alone, together) = self.parted(paths);
        let mut outcomes = on_own_threads(&together, |it| self.rendered(*it, progress));
        outcomes.extend(alone.iter().map(|it| self.rendered(*it, progress)));
        in_order(outcomes)
    }

    /// The paths with their numbers: those that need much memory, and the others.
    fn parted<'p>(&self, paths: &[&'p str]) -> (Vec<Numbered<'p>>, Vec<Numbered<'p>>) {
        paths.iter().copied().enumerate().partition(|(_, path)| self.plan.is_alone(path))
    }

    fn rendered(
        &self,
        (index, path): Numbered<'_>,
        progress: &(dyn Fn() + Sync),
    ) -> (usize, Outcome) {
        let outcome = self.render(index, path);
        progress();
        (index, outcome)
    }

    fn render(&self, index: usize, path: &str) -> Outcome {
        if self.stop.load(Ordering::Relaxed) {
            return Outcome::default();
        }
        let key = self.plan.print_key(path);
        if let Some(entry) = self.settled(path, key) {
            let warned = entry.made_of.is_some_and(|it| it.warned);
            let diagnostics = if warned { self.plan.print_warnings(path) } else { Vec::new() };
            return Outcome { entry: Some(entry), staged: false, diagnostics };
        }
        let Warned { value, diagnostics } = self.plan.render(path);
        let Some(bytes) = value.filter(|bytes| !is_blank_page(path, bytes)) else {
            let silent = !has_errors(&diagnostics);
            return Outcome::of_problems(diagnostics, silent.then(|| nothing_made(path)));
        };
        let made_of = key.and_then(|key| self.made_of(path, key, &diagnostics));
        let entry = Entry { made_of, ..Entry::of(&bytes) };
        let known = self.state.manifest().get(path).is_some_and(|old| old.hash == entry.hash);
        let there = match self.target.file(self.state, path) {
            Ok(length) => length,
            Err(problem) => return Outcome::of_problems(diagnostics, [problem]),
        };
        if known && there == Some(entry.length) {
            return Outcome { entry: Some(entry), staged: false, diagnostics };
        }
        match self.staging.put(self.layout(), index, path, &bytes) {
            Ok(()) => Outcome { entry: Some(entry), staged: true, diagnostics },
            Err(problem) => self.stopped(diagnostics, problem),
        }
    }

    /// The entry of an image or PDF that the output has already: it need not be made to know that.
    fn settled(&self, path: &str, key: Option<u128>) -> Option<Entry> {
        let entry = self.state.manifest().get(path)?;
        let is_same = if key.is_some() {
            key == entry.made_of.map(|it| it.key)
        } else {
            self.plan.image_key(path).is_some()
        };
        if !is_same {
            return None;
        }
        let length = self.target.file(self.state, path).ok()?;
        (length == Some(entry.length)).then_some(entry)
    }

    /// What a PDF was made of; none where it has to be made again so that its warnings are said again.
    fn made_of(&self, path: &str, key: u128, found: &[Diagnostic]) -> Option<MadeOf> {
        let warned = !found.is_empty();
        let can_be_said = !warned || self.plan.print_warnings(path) == found;
        can_be_said.then_some(MadeOf { key, warned })
    }

    /// Reports only the first file that cannot be written.
    fn stopped(&self, diagnostics: Vec<Diagnostic>, problem: Diagnostic) -> Outcome {
        let first = !self.stop.swap(true, Ordering::Relaxed);
        Outcome::of_problems(diagnostics, first.then_some(problem))
    }

    /// A new output is staged as it will be, and renamed as a whole.
    fn layout(&self) -> Layout {
        if matches!(self.state, State::Missing) { Layout::Tree } else { Layout::Numbered }
    }

    fn put_in_place(
        &self,
        paths: &[&str],
        share: Share<'_>,
        mut outcomes: Vec<Outcome>,
    ) -> Result<Written, Vec<Diagnostic>> {
        let found = outcomes.iter_mut().flat_map(|outcome| outcome.diagnostics.drain(..));
        let diagnostics = without_repetitions(found.collect());
        let mut written = Written { diagnostics, ..Written::default() };
        let may_lack = share.stage == Stage::Prints && !self.stop.load(Ordering::Relaxed);
        if has_errors(&written.diagnostics) && !may_lack {
            return Err(written.diagnostics);
        }
        let old = self.state.manifest();
        let mut manifest = old.without(share);
        let mut changed = Vec::new();
        for (index, (path, outcome)) in paths.iter().zip(&outcomes).enumerate() {
            let Some(entry) = outcome.entry else {
                written.missing += 1;
                continue;
            };
            manifest.insert(path, entry);
            if outcome.staged {
                changed.push((index, *path));
                written.bytes += entry.length;
            } else {
                written.unchanged += 1;
            }
        }
        written.written = changed.len();
        if self.layout() == Layout::Tree {
            self.staging.become_output(self.target, &manifest).map_err(one)?;
        } else if changed.is_empty() && *old == manifest && self.target.has_manifest() {
            self.staging.remove().map_err(one)?;
        } else {
            self.staging.commit(self.target, &changed, old, &manifest).map_err(one)?;
            let done = self.staging.finish(self.target, &changed, old, &manifest);
            written.written -= done.left.min(changed.len());
            (written.removed, written.left) = (done.removed, done.left);
            written.diagnostics.extend(done.problems);
        }
        Ok(written)
    }
}

fn in_order(mut outcomes: Vec<(usize, Outcome)>) -> Vec<Outcome> {
    outcomes.sort_unstable_by_key(|(index, _)| *index);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

fn one(problem: Diagnostic) -> Vec<Diagnostic> {
    vec![problem]
}

/// Whether a page has nothing in it.
#[expect(clippy::case_sensitive_file_extension_comparisons, reason = "the program made the path")]
fn is_blank_page(path: &str, bytes: &[u8]) -> bool {
    path.ends_with(".html") && bytes.trim_ascii().is_empty()
}

/// That nothing came out where a file should be, and nobody said why.
fn nothing_made(path: &str) -> Diagnostic {
    let message = format!("« {path} » serait vide : rien n’est sorti de son gabarit.");
    Diagnostic::placeless(Code::Template, message).help(
        "Si le site a un thème à lui, regardez son gabarit pour cette page ; sinon, c’est un défaut de pasapas.",
    )
}

/// That a site without guides would replace one that has some.
fn hollow(output: &Path) -> Diagnostic {
    let output = output.display();
    let message = format!(
        "Le site n’a plus aucun guide à publier, alors que « {output} » en contient : il n’est pas vidé."
    );
    Diagnostic::placeless(Code::MissingFile, message).help(
        "Vérifiez les noms des dossiers « content » et « academies ». Si vous voulez vraiment publier un site sans \
         guide, supprimez d’abord le dossier de sortie.",
    )
}

/// That `path` cannot be written, and why.
fn unwritable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let reason = crate::reason::reason(error);
    let message = format!("« {} » ne peut pas être écrit : {reason}.", path.display());
    Diagnostic::placeless(Code::Unwritable, message)
        .help("Faites de la place ou vérifiez vos droits, puis recommencez, ou choisissez un autre dossier avec « --output ».")
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
