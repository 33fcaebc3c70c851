//! All files, parsed: folder by folder, in parallel, or taken from the last compile.
//!
//! In: the files of a site. Out: [`Parsed`]. A folder is the same as in the last compile when the hashes
//! of its files are; in another one only the files are parsed whose hashes changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::folder::{ReadFolder, no_site, put_together};
use super::read::{File, Reading, SITE, read};
use crate::diagnostic::{Diagnostic, Warned};
use crate::inputs::{InputFile, Inputs};
use crate::model::SiteConfig;
use crate::model::site::Language;
use crate::parse::Rules;
use crate::resolve::parsed::{Parsed, ParsedAcademy, Unread};

/// The files of a site, by path.
type Files = BTreeMap<Box<str>, InputFile>;

/// The folders of a site, parsed, for the next compile to take.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// By path, ending in `/`; what stands in no folder under the empty path.
    folders: BTreeMap<Box<str>, Arc<ReadFolder>>,
}

/// The folder of what all académies share.
const SHARED: &str = "content/";
/// The folder of the académies' folders.
const ACADEMIES: &str = "academies/";
/// The folder of themes, which are loaded as a whole.
const THEMES: &str = "themes/";

/// Parses everything. Nothing comes out when `site.yaml` cannot be read; what is known stays known.
pub(super) fn gather(inputs: &mut Inputs, last: &mut Gathered) -> Warned<Option<Parsed>> {
    let (drafts, keep_contents) = (inputs.drafts, inputs.keep_contents);
    // Nothing in `site.yaml` depends on its own settings.
    let rules = Rules { language: Language::French, allow_html: false };
    let reading = Reading { rules, drafts, keep_contents };
    let root = read_folder(&mut inputs.files, "", reading, last);
    let Some(config) = root.config.clone() else { return Warned::new(None, no_config(&root)) };
    let rules = Rules { language: config.language, allow_html: config.allow_html };
    let reading = Reading { rules, ..reading };
    let unchanged = unchanged(&inputs.files, reading, last);
    let mut folders = BTreeMap::from([(Box::default(), root)]);
    for path in folder_paths(&inputs.files) {
        let folder = match unchanged.get(&*path) {
            Some(folder) => Arc::clone(folder),
            None => read_folder(&mut inputs.files, &path, reading, last),
        };
        folders.insert(path, folder);
    }
    last.folders = folders;
    last.parsed(config).map(Some)
}

/// What is wrong with `site.yaml`.
fn no_config(root: &ReadFolder) -> Vec<Diagnostic> {
    match root.file(SITE) {
        Some(site) => site.diagnostics.to_vec(),
        None => vec![no_site()],
    }
}

/// The folders that are as they were, by path.
fn unchanged(
    files: &Files,
    reading: Reading,
    last: &Gathered,
) -> HashMap<Box<str>, Arc<ReadFolder>> {
    let folders: Vec<_> = last.folders.iter().filter(|(path, _)| !path.is_empty()).collect();
    let same = folders.into_par_iter().filter(|(path, folder)| {
        folder.reading == reading && folder.key == key_of(inside(files, path))
    });
    same.map(|(path, folder)| (path.clone(), Arc::clone(folder))).collect()
}

/// Parses the files of a folder that changed.
fn read_folder(
    files: &mut Files,
    path: &str,
    reading: Reading,
    last: &Gathered,
) -> Arc<ReadFolder> {
    let last = last.folders.get(path).filter(|last| last.reading == reading);
    let key = if path.is_empty() { key_of(loose(files)) } else { key_of(inside(files, path)) };
    if let Some(last) = last.filter(|last| last.key == key) {
        return Arc::clone(last);
    }
    let found: Vec<(&str, &mut InputFile)> = if path.is_empty() {
        let loose = files.iter_mut().filter(|(path, _)| folder_of(path).is_none());
        loose.map(|(path, file)| (&**path, file)).collect()
    } else {
        let from = files.range_mut::<str, _>((Bound::Included(path), Bound::Unbounded));
        let inside = from.take_while(|(inner, _)| inner.starts_with(path));
        inside.map(|(path, file)| (&**path, file)).collect()
    };
    let files: Vec<Arc<File>> = found
        .into_par_iter()
        .map(|(path, file)| {
            let known = last.and_then(|last| last.file(path));
            match known.filter(|known| known.hash == file.hash) {
                Some(known) => Arc::clone(known),
                None => Arc::new(read(path, file, reading)),
            }
        })
        .collect();
    Arc::new(put_together(path, key, reading, files, last.map(|last| &**last)))
}

/// The hash of files and their paths.
fn key_of<'f>(files: impl Iterator<Item = (&'f str, &'f InputFile)>) -> u128 {
    let mut key = Xxh3::new();
    for (path, file) in files {
        key.update(&path.len().to_le_bytes());
        key.update(path.as_bytes());
        key.update(&file.hash.to_le_bytes());
    }
    key.digest128()
}

/// The files whose paths begin with `folder`.
fn inside<'f>(files: &'f Files, folder: &'f str) -> impl Iterator<Item = (&'f str, &'f InputFile)> {
    let from = files.range::<str, _>((Bound::Included(folder), Bound::Unbounded));
    let inside = from.take_while(move |(path, _)| path.starts_with(folder));
    inside.map(|(path, file)| (&**path, file))
}

/// The files that stand in no folder.
fn loose(files: &Files) -> impl Iterator<Item = (&str, &InputFile)> {
    stops(files).filter(|(path, _)| folder_of(path).is_none())
}

/// The paths of the folders; that of what is shared also when it is empty.
fn folder_paths(files: &Files) -> Vec<Box<str>> {
    let found = stops(files).filter_map(|(path, _)| folder_of(path));
    let found = found.filter(|folder| !matches!(*folder, SHARED | THEMES));
    found.chain([SHARED]).map(Into::into).collect()
}

/// The first file of each folder, and the files that stand in none.
fn stops(files: &Files) -> impl Iterator<Item = (&str, &InputFile)> {
    let next = |(path, _): &(&str, &InputFile)| {
        let after = match folder_of(path) {
            // The character after the slash.
            Some(folder) => Bound::Included(format!("{}0", folder.trim_end_matches('/'))),
            None => Bound::Excluded((*path).to_owned()),
        };
        let after = (after.as_ref().map(String::as_str), Bound::Unbounded);
        files.range::<str, _>(after).next().map(|(path, file)| (&**path, file))
    };
    let first = files.first_key_value().map(|(path, file)| (&**path, file));
    std::iter::successors(first, next)
}

/// The folder to which a file belongs, if it belongs to one.
fn folder_of(path: &str) -> Option<&str> {
    let whole = [SHARED, THEMES].into_iter().find(|folder| path.starts_with(folder));
    whole.or_else(|| {
        let slug = path.strip_prefix(ACADEMIES)?.find('/')?;
        Some(&path[..=ACADEMIES.len() + slug])
    })
}

impl Gathered {
    /// All folders together.
    fn parsed(&self, config: Arc<SiteConfig>) -> Warned<Parsed> {
        let shared = self.folders.get(SHARED);
        let mut parsed = Parsed {
            config,
            glossary: shared.and_then(|shared| shared.glossary.clone()).unwrap_or_default(),
            shared: shared.map(|shared| Arc::clone(&shared.folder)).unwrap_or_default(),
            academies: Vec::new(),
            folders: self.folders.values().map(|read| Arc::clone(&read.folder)).collect(),
            unread: Unread::default(),
            drafts: BTreeSet::new(),
        };
        for (path, read) in &self.folders {
            let folder = &read.folder;
            parsed.drafts.extend(folder.drafts.iter().cloned());
            parsed.unread.guides.extend(folder.unread.guides.iter().cloned());
            parsed.unread.procedures.extend(folder.unread.procedures.iter().cloned());
            let Some(slug) = path.strip_prefix(ACADEMIES).filter(|_| read.is_academy) else {
                continue;
            };
            match &read.facts {
                Some(facts) => parsed
                    .academies
                    .push(ParsedAcademy { facts: Arc::clone(facts), folder: Arc::clone(folder) }),
                None => _ = parsed.unread.academies.insert(slug.trim_end_matches('/').into()),
            }
        }
        // "a-b/" goes before "a/", and "a" before "a-b".
        parsed.academies.sort_by(|a, b| a.facts.slug.cmp(&b.facts.slug));
        let all = self.folders.values().flat_map(|read| &read.diagnostics);
        Warned::new(parsed, all.cloned().collect())
    }
}
