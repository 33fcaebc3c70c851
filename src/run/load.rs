//! Reads and compiles a site, and knows the files behind its diagnostics.
//!
//! In: the options of a command. Out: a [`Loaded`] site. Nothing is written or printed here.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use crate::cli;
use crate::compile::{Plan, compile};
use crate::diagnostic::Diagnostic;
use crate::discover::{Discovery, Options, discover};
use crate::memo::Memo;
use crate::report::SourceFile;
use crate::span::FileId;

/// A site as far as it could be made.
pub(super) struct Loaded {
    pub(super) found: Discovery,
    pub(super) plan: Plan,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) reading: Duration,
    pub(super) compiling: Duration,
}

pub(super) fn load(site: &cli::Site) -> Loaded {
    let mut diagnostics = Vec::new();
    let start = Instant::now();
    let found = discover(&site.root, Options { drafts: site.drafts }).take(&mut diagnostics);
    let reading = start.elapsed();
    let plan = found.inputs.as_ref().map(|inputs| compile(inputs, &Memo::default()));
    let plan = plan.map(|plan| plan.take(&mut diagnostics)).unwrap_or_default();
    Loaded { found, plan, diagnostics, reading, compiling: start.elapsed().saturating_sub(reading) }
}

impl Loaded {
    /// The académies of the site, by folder.
    pub(super) fn academies(&self) -> Vec<&str> {
        let paths = self.found.inputs.iter().flat_map(|inputs| inputs.files.keys());
        let facts = paths.filter_map(|path| {
            let folder = path.strip_prefix("academies/")?.strip_suffix("/academy.yaml")?;
            (!folder.contains('/')).then_some(folder)
        });
        facts.collect()
    }

    /// The files that diagnostics may speak of, by id.
    pub(super) fn sources(&self) -> HashMap<FileId, SourceFile<'_>> {
        let files = self.found.inputs.iter().flat_map(|inputs| &inputs.files);
        let read = files.map(|(path, file)| SourceFile { path, text: file.text() });
        let refused = self.found.refused.iter().map(|path| SourceFile { path, text: None });
        read.chain(refused).map(|file| (FileId::of(file.path), file)).collect()
    }
}
