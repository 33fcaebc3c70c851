//! What was made before need not be made again.
//!
//! In: the hash of everything that a value depends on. Out: the value, made now or remembered. A
//! memo changes how long a build takes and never what comes out. Values that two builds in a row did
//! not ask for are dropped.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostic::Warned;
use crate::model::{Academy, Guide, Procedure};
use crate::parse::personal::Suspect;
use crate::resolve::images::ImageFacts;

/// The memo of a process: empty for a build, kept between builds by a server.
#[derive(Debug, Default)]
pub struct Memo {
    /// Guides by path, content and rules.
    pub guides: Table<Warned<Option<Arc<Guide>>>>,
    /// Procedures by path, content and rules.
    pub procedures: Table<Warned<Option<Arc<Procedure>>>>,
    /// Académies by path, content and rules.
    pub academies: Table<Warned<Option<Arc<Academy>>>>,
    /// What looks like somebody's data, by path and content.
    pub suspects: Table<Arc<[Suspect]>>,
    /// Facts of images by content.
    pub images: Table<ImageFacts>,
    /// Minified pages by what they were before; plans share it, for they render when they are asked.
    pub minified: Arc<Table<Arc<[u8]>>>,
}

/// Values of one kind by the hash of what they were made from.
#[derive(Debug)]
pub struct Table<T> {
    entries: Mutex<HashMap<u128, Entry<T>>>,
}

#[derive(Debug)]
struct Entry<T> {
    value: T,
    /// How many builds ago it was last asked for.
    age: u8,
}

impl Memo {
    /// Ends a build: what this one and the one before did not ask for is dropped.
    pub fn end_build(&self) {
        self.guides.age();
        self.procedures.age();
        self.academies.age();
        self.suspects.age();
        self.images.age();
        self.minified.age();
    }
}

impl<T: Clone> Table<T> {
    /// The value for `key`, made by `make` unless it is known. Two threads may make it at once;
    /// they make the same.
    pub fn get(&self, key: u128, make: impl FnOnce() -> T) -> T {
        if let Some(entry) = self.lock().get_mut(&key) {
            entry.age = 0;
            return entry.value.clone();
        }
        let value = make();
        self.lock().insert(key, Entry { value: value.clone(), age: 0 });
        value
    }

    fn age(&self) {
        self.lock().retain(|_, entry| {
            entry.age += 1;
            entry.age <= 2
        });
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<u128, Entry<T>>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { entries: Mutex::default() }
    }
}
