//! The site as it is now.
//!
//! In: the site's folder, and where something may have changed in it. Out: the bytes of each output, what is
//! wrong with the site, and where the parts of a page were written. What cannot be made anew stays as it
//! was: a page whose own sources have an error is shown as it was last good. Nothing is written here.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use super::kept::{KeptPage, Made, Pages};
use crate::cache::{Cache, Kind};
use crate::compile::memo::Memo;
use crate::compile::{Plan, compile};
use crate::diagnostic::{Diagnostic, Warned};
use crate::discover;
use crate::patience::in_time;
use crate::report::{SourceFile, Style, report};
use crate::span::{FileId, Span};
use crate::view::places::Place;
use crate::watch::Changes;

/// The site, compiled after each change.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) root: PathBuf,
    /// The files as they were read last.
    folder: discover::State,
    /// What tells one state of the files from another.
    fingerprint: Option<u128>,
    memo: Memo,
    /// The newest plan that has pages.
    plan: Arc<Plan>,
    /// The newest plan without errors, and its edition.
    good: Option<(u64, Arc<Plan>)>,
    /// Newest first.
    problems: Vec<Problem>,
    /// Counts the times that the site was compiled.
    pub(super) number: u64,
    /// How long that took last.
    pub(super) took: Duration,
    /// The files with errors.
    broken: HashSet<FileId>,
    /// Whether there is an error that may be behind anything: in no file, or so bad that there is no plan.
    all_broken: bool,
    /// Whether the plan is that of an earlier edition.
    plan_is_old: bool,
    /// Why the preview may not be what the files say, for a reason that is not in them.
    trouble: Option<String>,
    pages: Mutex<Pages>,
    images: Arc<Made>,
    handouts: Arc<Made>,
}

/// Something that is wrong, and since when.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub(super) diagnostic: Diagnostic,
    /// The number of the edition in which it was first seen.
    pub(super) since: u64,
}

/// A page as it is shown.
pub(super) struct Shown {
    pub(super) page: KeptPage,
    pub(super) age: Age,
    /// What rendering found wrong.
    pub(super) problems: Vec<Diagnostic>,
}

/// A handout to print.
pub(super) struct Printer {
    plan: Arc<Plan>,
    images: Arc<Made>,
    handouts: Arc<Made>,
    path: Box<str>,
    key: u128,
}

/// How a page stands to its sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Age {
    /// It is what they say.
    Fresh,
    /// They have an error; it is what they said before.
    Before,
    /// They have an error, and nothing better is known than what could be made of them.
    Partial,
}

impl Live {
    /// Reads and compiles the site for the first time.
    pub(super) fn open(root: PathBuf, drafts: bool) -> Self {
        let start = Instant::now();
        let options = discover::Options { drafts, keep_contents: true, handouts: true };
        let folder = discover::State::read(&root, options);
        let mut live = Self {
            fingerprint: None,
            folder,
            images: Arc::new(Made::new(Cache::of_site(&root, Kind::Images))),
            handouts: Arc::new(Made::new(Cache::of_site(&root, Kind::Handouts))),
            root,
            memo: Memo::default(),
            plan: Arc::default(),
            good: None,
            problems: Vec::new(),
            number: 0,
            took: Duration::ZERO,
            broken: HashSet::new(),
            all_broken: false,
            plan_is_old: false,
            trouble: None,
            pages: Mutex::default(),
        };
        live.compile(fingerprint(&live.folder));
        live.took = start.elapsed();
        live
    }

    /// Reads what may have changed, and compiles the site anew if it has. Whether it has.
    pub(super) fn update(&mut self, changes: &Changes) -> bool {
        let start = Instant::now();
        match changes {
            Changes::At(paths) => self.folder.refresh(paths.iter().map(|path| &**path)),
            Changes::Anywhere => self.folder.reread(),
        }
        let fingerprint = fingerprint(&self.folder);
        if self.fingerprint == Some(fingerprint) {
            return false;
        }
        self.compile(fingerprint);
        self.trouble = None;
        self.took = start.elapsed();
        true
    }

    /// Tells pages why they may not be what the files say.
    pub(super) fn fail(&mut self, why: String) {
        self.number += 1;
        self.trouble = Some(why);
    }

    /// Compiles the files with this fingerprint.
    fn compile(&mut self, fingerprint: u128) {
        let mut diagnostics = self.folder.diagnostics();
        // What fails half-way is tried again, even with the same files.
        self.fingerprint = None;
        let inputs = self.folder.inputs();
        let plan = inputs.map(|inputs| compile(inputs, &self.memo).take(&mut diagnostics));
        self.fingerprint = Some(fingerprint);
        self.number += 1;
        self.broken = diagnostics
            .iter()
            .filter(|it| it.is_error())
            .filter_map(|it| Some(it.span?.file))
            .collect();
        let placeless = diagnostics.iter().any(|it| it.is_error() && it.span.is_none());
        // Without settings or a theme there is no page: what was there before is better than nothing.
        let plan = plan.filter(|plan| !plan.is_empty());
        self.plan_is_old = plan.is_none();
        self.all_broken = placeless || self.plan_is_old;
        if let Some(plan) = plan {
            self.take(Arc::new(plan));
        }
        self.problems = with_ages(diagnostics, &self.problems, self.number);
    }

    fn take(&mut self, plan: Arc<Plan>) {
        let before = std::mem::replace(&mut self.plan, plan);
        let good = (!self.has_errors()).then(|| (self.number, Arc::clone(&self.plan)));
        let before = if good.is_some() {
            let plan = &self.plan;
            self.pages
                .get_mut()
                .unwrap_or_else(PoisonError::into_inner)
                .retain(|path| plan.has(path));
            (before, std::mem::replace(&mut self.good, good))
        } else {
            (before, None)
        };
        // A large plan takes a while to be let go of.
        rayon::spawn(move || drop(before));
    }

    /// Whether the site has an output at this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.plan.has(path)
    }

    /// The path of the site's root in addresses: `/`, or a folder in which it will be published.
    pub(super) fn base(&self) -> &str {
        self.plan.root().unwrap_or("/")
    }

    /// The page at `path`; none if there is none and never was.
    pub(super) fn page(&self, path: &str) -> Option<Shown> {
        let places = self.plan.places(path);
        let mut problems = Vec::new();
        if !self.is_broken(&places) {
            if let Some(page) = render(&self.plan, self.number, path).take(&mut problems) {
                self.pages().keep(path, &page);
                return Some(Shown { page, age: Age::Fresh, problems });
            }
            if problems.is_empty() && !self.has_errors() {
                return None;
            }
        }
        // A page that is gone was taken away, unless an error in its own sources hides it.
        let may_be_shown = |page: &KeptPage| self.has(path) || self.is_broken(&page.places);
        if let Some(page) = self.before(path).filter(may_be_shown) {
            return Some(Shown { page, age: Age::Before, problems });
        }
        let page = render(&self.plan, self.number, path).take(&mut Vec::new());
        let age = if self.plan_is_old { Age::Before } else { Age::Partial };
        match page {
            Some(page) => Some(Shown { page, age, problems }),
            None if problems.is_empty() => None,
            None => Some(Shown { page: KeptPage::default(), age, problems }),
        }
    }

    /// The page at `path` as it was last good, if it ever was.
    fn before(&self, path: &str) -> Option<KeptPage> {
        let kept = self.pages().get(path);
        let good = self.good.as_ref().filter(|(number, plan)| {
            plan.has(path) && kept.as_ref().is_none_or(|page| page.edition < *number)
        });
        let made = good.and_then(|(number, plan)| render(plan, *number, path).value);
        made.or(kept)
    }

    /// The bytes of another output.
    pub(super) fn file(&self, path: &str) -> Option<Bytes> {
        if let Some(key) = self.plan.image_key(path) {
            return self.images.get(path, key, || self.plan.render(path).value);
        }
        if self.has(path) {
            return self.plan.render(path).value.map(Bytes::from);
        }
        // A page that is shown as it was has its pictures as they were.
        if let Some(bytes) = self.images.at(path) {
            return Some(bytes);
        }
        if let Some((_, good)) = self.good.as_ref().filter(|(_, plan)| plan.has(path)) {
            return good.render(path).value.map(Bytes::from);
        }
        self.plan.render(self.plan.asset_like(path)?).value.map(Bytes::from)
    }

    /// What prints the handout at `path`, if there is one. It holds the site as it is now, so that nobody
    /// who reads or changes the site waits for it.
    pub(super) fn printer(&self, path: &str) -> Option<Printer> {
        let key = self.plan.print_key(path)?;
        let (images, handouts) = (Arc::clone(&self.images), Arc::clone(&self.handouts));
        Some(Printer { plan: Arc::clone(&self.plan), images, handouts, path: path.into(), key })
    }

    /// Whether the page with these places shows something whose source has an error.
    pub(super) fn is_broken(&self, places: &[Place]) -> bool {
        self.all_broken || places.iter().any(|place| self.broken.contains(&place.span.file))
    }

    /// Whether an error may be behind anything.
    pub(super) fn is_all_broken(&self) -> bool {
        self.all_broken
    }

    /// Why the preview may not be what the files say, for a reason that is not in them.
    pub(super) fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// Where symbolic links of the site lead.
    pub(super) fn links(&self) -> &[PathBuf] {
        self.folder.links()
    }

    /// Newest first.
    pub(super) fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// How many errors and warnings there are.
    pub(super) fn counts(&self) -> (usize, usize) {
        let errors = self.problems.iter().filter(|it| it.diagnostic.is_error()).count();
        (errors, self.problems.len() - errors)
    }

    fn has_errors(&self) -> bool {
        self.all_broken || !self.broken.is_empty()
    }

    /// The files with these ids.
    pub(super) fn sources(&self, ids: &HashSet<FileId>) -> HashMap<FileId, SourceFile<'_>> {
        let read = self.folder.files().iter().map(|(path, file)| (&**path, file.text()));
        let refused = self.folder.refused().map(|path| (path, None));
        let files = read.chain(refused).filter_map(|(path, text)| {
            let id = FileId::of(path);
            ids.contains(&id).then_some((id, SourceFile { path, text }))
        });
        files.collect()
    }

    /// Whether the site has this file.
    pub(super) fn has_file(&self, path: &str) -> bool {
        self.folder.files().contains_key(path) || self.folder.refused().any(|it| it == path)
    }

    /// What is wrong since this edition, drawn.
    pub(super) fn report_new(&self, style: Style) -> String {
        let new = self.problems.iter().filter(|problem| problem.since == self.number);
        let diagnostics: Vec<Diagnostic> = new.map(|problem| problem.diagnostic.clone()).collect();
        self.report(&diagnostics, style)
    }

    pub(super) fn report(&self, diagnostics: &[Diagnostic], style: Style) -> String {
        let ids = diagnostics.iter().flat_map(Diagnostic::spans).map(|span| span.file).collect();
        let sources = self.sources(&ids);
        report(diagnostics, &|id| sources.get(&id).copied(), style)
    }

    fn pages(&self) -> std::sync::MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Printer {
    /// The PDF, or why there is none.
    pub(super) fn print(&self) -> Warned<Option<Bytes>> {
        let image = |path: &str| {
            let key = self.plan.image_key(path);
            let make = || self.plan.render(path).value;
            Warned::clean(key.and_then(|key| self.images.get(path, key, make)).map(Vec::from))
        };
        let mut problems = Vec::new();
        let make = || self.plan.print(&self.path, &image, &in_time).take(&mut problems);
        let pdf = self.handouts.get(&self.path, self.key, make);
        Warned::new(pdf, problems)
    }
}

/// The page at `path` of a plan.
fn render(plan: &Plan, edition: u64, path: &str) -> Warned<Option<KeptPage>> {
    let page =
        |bytes: Vec<u8>| KeptPage { bytes: bytes.into(), places: plan.places(path), edition };
    plan.render(path).map(|bytes| bytes.map(page))
}

/// The problems of this edition: those that are new first. One that only moved in its file is not new.
fn with_ages(diagnostics: Vec<Diagnostic>, before: &[Problem], number: u64) -> Vec<Problem> {
    let name = |it: &Diagnostic| (it.code, it.span.map(|span| span.file), it.message.clone());
    let mut ages: HashMap<_, Vec<(Option<Span>, u64)>> = HashMap::new();
    for problem in before {
        let known = ages.entry(name(&problem.diagnostic)).or_default();
        known.push((problem.diagnostic.span, problem.since));
    }
    let mut age = |it: &Diagnostic| {
        let known = ages.get_mut(&name(it)).filter(|known| !known.is_empty())?;
        let same = known.iter().position(|(span, _)| *span == it.span);
        Some(known.remove(same.unwrap_or(0)).1)
    };
    let problem = |diagnostic: Diagnostic| {
        let since = age(&diagnostic).unwrap_or(number);
        Problem { diagnostic, since }
    };
    let mut problems: Vec<Problem> = diagnostics.into_iter().map(problem).collect();
    problems.sort_by_key(|problem| std::cmp::Reverse(problem.since));
    problems
}

/// The same for the same files.
fn fingerprint(folder: &discover::State) -> u128 {
    let mut hasher = Xxh3::new();
    for (path, file) in folder.files() {
        hasher.update(path.as_bytes());
        hasher.update(&file.hash.to_le_bytes());
    }
    for problem in folder.diagnostics() {
        hasher.update(problem.message.as_bytes());
    }
    hasher.digest128()
}
