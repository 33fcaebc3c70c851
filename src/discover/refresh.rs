//! A site's folder after something changed in it.
//!
//! In: the paths of files and folders that may have changed. Out: the same [`State`] as if everything
//! had been read again; only what stands at these paths is. Where links lead is not guessed: a site that
//! has any is read again as a whole.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path};

use rayon::prelude::*;

use super::walk::{Found, is_clutter, readable, walk_at};
use super::{SITE_FILE, State};
use crate::inputs::FOLDERS;
use crate::parse::name::nfc;

/// What a path that may have changed means for the site.
enum Place {
    /// Nothing: no part of the site.
    Nowhere,
    /// What stands at this path below the root has to be read again.
    At(String),
    /// Only a walk over everything can tell.
    Unclear,
}

impl State {
    /// Reads again what stands at these paths, relative to the site's folder.
    pub fn refresh<P: AsRef<Path>>(&mut self, changed: impl IntoIterator<Item = P>) {
        if !self.refresh_at(changed.into_iter()) {
            self.reread();
        }
    }

    /// Reads everything again.
    pub fn reread(&mut self) {
        *self = Self::read(&self.root, self.options);
    }

    /// Reads again what stands at these paths; false, and nothing is done, where that is not enough.
    fn refresh_at<P: AsRef<Path>>(&mut self, changed: impl Iterator<Item = P>) -> bool {
        let Ok(root) = self.root.canonicalize() else { return false };
        let mut places = Vec::new();
        for path in changed {
            match self.place(&root, path.as_ref()) {
                Place::Nowhere => {}
                Place::At(place) => places.push(place),
                Place::Unclear => return false,
            }
        }
        places.sort_unstable_by(|a, b| a.split('/').cmp(b.split('/')));
        // What stands in a folder is read with it.
        places.dedup_by(|inner, outer| is_at(inner, outer));
        let found: Vec<Found> = places.par_iter().map(|place| walk_at(&root, place)).collect();
        let odd_names = self.odd_names || found.iter().any(|found| found.odd_names);
        if odd_names || !self.links.is_empty() || found.iter().any(|found| !found.links.is_empty())
        {
            return false;
        }
        for (place, found) in places.iter().zip(found) {
            remove_at(&mut self.inputs.files, place);
            remove_at(&mut self.refused, place);
            self.add(found);
        }
        self.look_around();
        true
    }

    /// What has to be read again when `path` may have changed: the path itself, or the first folder
    /// above it that is none, or none any more, or that could not be read.
    fn place(&self, root: &Path, path: &Path) -> Place {
        let mut place = String::new();
        for (depth, component) in path.components().enumerate() {
            let Component::Normal(name) = component else { return Place::Unclear };
            let shown = name.to_string_lossy();
            let known = shown == SITE_FILE || FOLDERS.contains(&&*shown);
            if depth == 0 && !known || depth > 0 && is_clutter(&shown) {
                return Place::Nowhere;
            }
            // Several files may be shown under such a name.
            let Some(name) = readable(name) else { return Place::At(place) };
            if nfc(name) != name {
                return Place::Unclear;
            }
            if depth > 0 {
                place.push('/');
            }
            place.push_str(name);
            if self.refused.contains_key(&*place) {
                return Place::At(place);
            }
            match fs::symlink_metadata(root.join(&place)).map(|about| about.file_type()) {
                Ok(kind) if kind.is_dir() => {}
                Ok(kind) if kind.is_symlink() => return Place::Unclear,
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Place::Unclear,
                _ => return Place::At(place),
            }
        }
        if place.is_empty() { Place::Unclear } else { Place::At(place) }
    }
}

/// Whether `path` is `place` or stands in it.
fn is_at(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Forgets what is known of `place` and of what stands in it.
fn remove_at<T>(known: &mut BTreeMap<Box<str>, T>, place: &str) {
    known.remove(place);
    let inside = format!("{place}/");
    let paths = known.range(Box::from(&*inside)..).map(|(path, _)| path.clone());
    let paths: Vec<Box<str>> = paths.take_while(|path| path.starts_with(&*inside)).collect();
    for path in paths {
        known.remove(&path);
    }
}
