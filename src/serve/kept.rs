//! What a preview keeps in memory: pages as they were last good, images and handouts that were made.
//!
//! In: bytes. Out: the same bytes later, as long as there is room. Nothing is written; images that a build
//! has made are read from its cache.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::body::Bytes;

use crate::cache::Cache;
use crate::view::places::Place;

/// More pages than anybody looks at between two errors.
const MOST_PAGES: usize = 500;
/// The images of some hundred screenshots.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// A page, and where its parts were written.
#[derive(Clone, Debug, Default)]
pub(super) struct KeptPage {
    pub(super) bytes: Bytes,
    pub(super) places: Vec<Place>,
    /// The edition of which it is.
    pub(super) edition: u64,
}

/// Pages as they were last good, by path.
#[derive(Debug, Default)]
pub(super) struct Pages(HashMap<Box<str>, KeptPage>);

/// Images or handouts by their path, with their key.
#[derive(Debug)]
pub(super) struct Made {
    cache: Cache,
    made: Mutex<HashMap<Box<str>, (u128, Bytes)>>,
}

impl Pages {
    pub(super) fn get(&self, path: &str) -> Option<KeptPage> {
        self.0.get(path).cloned()
    }

    pub(super) fn keep(&mut self, path: &str, page: &KeptPage) {
        if self.0.len() >= MOST_PAGES && !self.0.contains_key(path) {
            let oldest = self.0.iter().min_by_key(|(_, page)| page.edition);
            if let Some(oldest) = oldest.map(|(path, _)| path.clone()) {
                self.0.remove(&oldest);
            }
        }
        self.0.insert(path.into(), page.clone());
    }

    /// Lets go of what is no page any more.
    pub(super) fn retain(&mut self, is_page: impl Fn(&str) -> bool) {
        self.0.retain(|path, _| is_page(path));
    }
}

impl Made {
    pub(super) fn new(cache: Cache) -> Self {
        Self { cache, made: Mutex::default() }
    }

    /// The file at `path` with this key, made by `make` unless it is known.
    pub(super) fn get(
        &self,
        path: &str,
        key: u128,
        make: impl FnOnce() -> Option<Vec<u8>>,
    ) -> Option<Bytes> {
        if let Some((known, bytes)) = self.made().get(path)
            && *known == key
        {
            return Some(bytes.clone());
        }
        let bytes: Bytes = self.cache.peek(key).or_else(make)?.into();
        let mut known = self.made();
        let size: usize = known.values().map(|(_, bytes)| bytes.len()).sum();
        if size + bytes.len() > MOST_BYTES {
            known.clear();
        }
        known.insert(path.into(), (key, bytes.clone()));
        Some(bytes)
    }

    /// The file that was given for `path` last.
    pub(super) fn at(&self, path: &str) -> Option<Bytes> {
        self.made().get(path).map(|(_, bytes)| bytes.clone())
    }

    fn made(&self) -> std::sync::MutexGuard<'_, HashMap<Box<str>, (u128, Bytes)>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
