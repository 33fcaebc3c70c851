//! The site as it is now.
//!
//! In: the site's folder, and where something may have changed in it. Out: the bytes of each output, what is
//! wrong with the site, and where the parts of a page were written. What cannot be made anew stays as it
//! was: a page whose own sources have an error is shown as it was last good. Nothing is written here.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use xxhash_rust::xxh3::Xxh3;

use super::kept::{Images, KeptPage, Pages};
use crate::cache::Cache;
use crate::compile::{Plan, compile};
use crate::diagnostic::{Diagnostic, has_errors};
use crate::discover;
use crate::memo::Memo;
use crate::report::{SourceFile, Style, report};
use crate::span::FileId;
use crate::view::places::Place;
use crate::watch::Changes;

/// The site, compiled after each change.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) root: PathBuf,
    /// The files as they were read last.
    folder: discover::State,
    /// What tells one state of the files from another.
    fingerprint: u128,
    memo: Memo,
    /// The newest plan that has pages.
    plan: Plan,
    /// Newest first.
    problems: Vec<Problem>,
    /// Counts the times that the site was compiled.
    pub(super) number: u64,
    /// How long that took last.
    pub(super) took: Duration,
    /// The files with errors, and whether one is in no file.
    broken: (HashSet<FileId>, bool),
    pages: Mutex<Pages>,
    images: Images,
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
    /// Whether it is what the sources say now.
    pub(super) is_fresh: bool,
    /// What rendering found wrong.
    pub(super) problems: Vec<Diagnostic>,
}

impl Live {
    /// Reads and compiles the site for the first time.
    pub(super) fn open(root: PathBuf, drafts: bool) -> Self {
        let start = Instant::now();
        let options = discover::Options { drafts, keep_texts: true };
        let folder = discover::State::read(&root, options);
        let mut live = Self {
            fingerprint: fingerprint(&folder),
            folder,
            images: Images::new(Cache::of_site(&root)),
            root,
            memo: Memo::default(),
            plan: Plan::default(),
            problems: Vec::new(),
            number: 0,
            took: Duration::ZERO,
            broken: Default::default(),
            pages: Mutex::default(),
        };
        live.compile();
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
        if fingerprint == self.fingerprint {
            return false;
        }
        self.fingerprint = fingerprint;
        self.compile();
        self.took = start.elapsed();
        true
    }

    fn compile(&mut self) {
        let mut diagnostics = self.folder.diagnostics();
        if let Some(inputs) = self.folder.inputs() {
            let plan = compile(inputs, &self.memo).take(&mut diagnostics);
            // Without settings or a theme there is no page: what was there before is better than nothing.
            if !plan.is_empty() {
                let before = std::mem::replace(&mut self.plan, plan);
                // A large plan takes a while to be let go of.
                rayon::spawn(move || drop(before));
            }
        }
        self.number += 1;
        self.broken = broken(&diagnostics);
        self.problems = with_ages(diagnostics, &self.problems, self.number);
    }

    /// Whether the site has an output at this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.plan.has(path)
    }

    /// The path of the site's root in addresses: `/`, or a folder in which it will be published.
    pub(super) fn base(&self) -> &str {
        let url = self.plan.base_url().unwrap_or_default();
        let host = url.find("://").map_or(0, |at| at + 3);
        url[host..].find('/').map_or("/", |at| &url[host + at..])
    }

    /// The page at `path`; none if there is none and never was.
    pub(super) fn page(&self, path: &str) -> Option<Shown> {
        let places = self.plan.places(path);
        let is_broken = self.is_broken(&places);
        if !is_broken || self.kept(path).is_none() {
            let rendered = self.plan.render(path);
            if let Some(bytes) = rendered.value {
                let page = KeptPage { bytes: bytes.into(), places };
                if !is_broken {
                    self.pages().keep(path, &page);
                }
                return Some(Shown { page, is_fresh: !is_broken, problems: rendered.diagnostics });
            }
            if has_errors(&rendered.diagnostics) {
                let page = self.kept(path).unwrap_or_default();
                return Some(Shown { page, is_fresh: false, problems: rendered.diagnostics });
            }
        }
        // Without an error, a page that is not there was removed.
        let page = self.kept(path).filter(|_| self.has_errors())?;
        Some(Shown { page, is_fresh: false, problems: Vec::new() })
    }

    /// The bytes of another output.
    pub(super) fn file(&self, path: &str) -> Option<Bytes> {
        if let Some(key) = self.plan.image_key(path) {
            return self.images.get(key, || self.plan.render(path).value);
        }
        let known = if self.has(path) { Some(path) } else { self.plan.asset_like(path) };
        self.plan.render(known?).value.map(Bytes::from)
    }

    /// Whether the page with these places shows something whose source has an error.
    pub(super) fn is_broken(&self, places: &[Place]) -> bool {
        let (files, nowhere) = &self.broken;
        *nowhere || places.iter().any(|place| files.contains(&place.span.file))
    }

    /// Newest first.
    pub(super) fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Whether the site has an error.
    pub(super) fn has_errors(&self) -> bool {
        self.broken.1 || !self.broken.0.is_empty()
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
        let ids = diagnostics.iter().filter_map(|it| Some(it.span?.file)).collect();
        let sources = self.sources(&ids);
        report(&diagnostics, &|id| sources.get(&id).copied(), style)
    }

    fn kept(&self, path: &str) -> Option<KeptPage> {
        self.pages().get(path)
    }

    fn pages(&self) -> std::sync::MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
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

/// The files with errors, and whether one is in no file.
fn broken(diagnostics: &[Diagnostic]) -> (HashSet<FileId>, bool) {
    let errors = || diagnostics.iter().filter(|it| it.is_error());
    let files = errors().filter_map(|it| Some(it.span?.file)).collect();
    (files, errors().any(|it| it.span.is_none()))
}

/// The problems of this edition: those that are new first. One that only moved in its file is not new.
fn with_ages(diagnostics: Vec<Diagnostic>, before: &[Problem], number: u64) -> Vec<Problem> {
    let name = |it: &Diagnostic| (it.code, it.span.map(|span| span.file), it.message.clone());
    let ages: HashMap<_, u64> =
        before.iter().map(|problem| (name(&problem.diagnostic), problem.since)).collect();
    let problem = |diagnostic: Diagnostic| {
        let since = ages.get(&name(&diagnostic)).copied().unwrap_or(number);
        Problem { diagnostic, since }
    };
    let mut problems: Vec<Problem> = diagnostics.into_iter().map(problem).collect();
    problems.sort_by_key(|problem| std::cmp::Reverse(problem.since));
    problems
}
