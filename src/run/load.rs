//! Reads and compiles a site, and knows the files behind its diagnostics.
//!
//! In: the options of a command. Out: a [`Loaded`] site. Nothing is written or printed here.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::cli;
use crate::compile::{Memo, Plan, compile};
use crate::diagnostic::Diagnostic;
use crate::discover::{Options, discover, read_again};
use crate::report::SourceFile;
use crate::span::FileId;

/// A site as far as it could be made.
pub(super) struct Loaded {
    root: PathBuf,
    /// The paths of the site's files, below its folder; none when there is no site.
    pub(super) paths: Option<Vec<Box<str>>>,
    refused: Vec<Box<str>>,
    pub(super) plan: Plan,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) reading: Duration,
    pub(super) compiling: Duration,
}

/// Files with their paths and texts.
pub(super) struct Sources<'l>(HashMap<FileId, (&'l str, Option<String>)>);

/// Reads and compiles a site, with what it prints or without.
pub(super) fn load(site: &cli::Site, handouts: bool) -> Loaded {
    let mut diagnostics = Vec::new();
    let start = Instant::now();
    let options = Options { drafts: site.drafts, keep_contents: false, handouts };
    let found = discover(&site.root, options).take(&mut diagnostics);
    let reading = start.elapsed();
    let paths = found.inputs.as_ref().map(|inputs| inputs.files.keys().cloned().collect());
    let plan = found.inputs.map(|mut inputs| compile(&mut inputs, &Memo::default()));
    let plan = plan.map(|plan| plan.take(&mut diagnostics)).unwrap_or_default();
    Loaded {
        root: site.root.clone(),
        paths,
        refused: found.refused,
        plan,
        diagnostics,
        reading,
        compiling: start.elapsed().saturating_sub(reading),
    }
}

impl Loaded {
    /// The académies of the site, by folder.
    pub(super) fn academies(&self) -> Vec<&str> {
        let facts = self.paths.iter().flatten().filter_map(|path| {
            let folder = path.strip_prefix("academies/")?.strip_suffix("/academy.yaml")?;
            (!folder.contains('/')).then_some(folder)
        });
        facts.collect()
    }

    /// The path of the file with this id.
    pub(super) fn path(&self, id: FileId) -> Option<&str> {
        self.paths.iter().flatten().map(|path| &**path).find(|path| FileId::of(path) == id)
    }

    /// The files that these diagnostics speak of, by id. Their texts are read again: the build does
    /// not keep them.
    pub(super) fn sources(&self, diagnostics: &[Diagnostic]) -> Sources<'_> {
        let ids: HashSet<FileId> =
            diagnostics.iter().flat_map(Diagnostic::spans).map(|span| span.file).collect();
        let text = |path: &str| read_again(&self.root, path);
        let read = self.paths.iter().flatten().map(|path| (path, true));
        let refused = self.refused.iter().map(|path| (path, false));
        let files = read.chain(refused).filter_map(|(path, read)| {
            let id = FileId::of(path);
            let found = ids.contains(&id);
            found.then(|| (id, (&**path, if read { text(path) } else { None })))
        });
        Sources(files.collect())
    }
}

impl Sources<'_> {
    /// The file with this id.
    pub(super) fn get(&self, id: FileId) -> Option<SourceFile<'_>> {
        self.0.get(&id).map(|(path, text)| SourceFile { path, text: text.as_deref() })
    }
}
