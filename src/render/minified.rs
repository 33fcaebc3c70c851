//! Minified pages that need not be minified again.
//!
//! In: a page. Out: the same, smaller, made now or remembered. Pages that nobody asked for during two
//! compiles in a row are forgotten.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use xxhash_rust::xxh3::xxh3_128;

use super::minify::minify_page;

/// Minified pages by the hash of what they were before.
#[derive(Debug, Default)]
pub struct Minified {
    pages: Mutex<HashMap<u128, Page>>,
}

#[derive(Debug)]
struct Page {
    bytes: Arc<[u8]>,
    /// How many compiles ago it was last asked for.
    age: u8,
}

impl Minified {
    /// The page, smaller. Two threads may make the same one at once; they make the same.
    pub fn get(&self, page: &[u8]) -> Arc<[u8]> {
        let key = xxh3_128(page);
        if let Some(known) = self.lock().get_mut(&key) {
            known.age = 0;
            return Arc::clone(&known.bytes);
        }
        let bytes: Arc<[u8]> = minify_page(page).into();
        self.lock().insert(key, Page { bytes: Arc::clone(&bytes), age: 0 });
        bytes
    }

    /// Begins a compile: what nobody asked for since the last but one is forgotten.
    pub fn age(&self) {
        self.lock().retain(|_, page| {
            page.age += 1;
            page.age <= 2
        });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u128, Page>> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
