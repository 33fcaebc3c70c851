//! What was made before need not be made again.
//!
//! In: what a compile made. Out: the same for the next, which takes from it every part whose inputs are
//! the same. A memo changes how long a compile takes and never what comes out. It holds what the last
//! compile made and nothing older.

use std::sync::{Arc, Mutex, PoisonError};

use super::gather::Gathered;
use crate::render::minified::Minified;
use crate::render::theme::LoadedTheme;
use crate::resolve::Resolved;

/// The memo of a process: empty for a build, kept between compiles by a server.
#[derive(Debug, Default)]
pub struct Memo {
    last: Mutex<Last>,
    /// Minified pages; plans share it, for they render when they are asked.
    minified: Arc<Minified>,
}

/// What the last compile made.
#[derive(Debug, Default)]
pub(super) struct Last {
    pub(super) gathered: Gathered,
    pub(super) theme: Option<LoadedTheme>,
    pub(super) resolved: Option<Resolved>,
}

impl Memo {
    /// The minified pages, for one more plan.
    pub(super) fn minified(&self) -> Arc<Minified> {
        self.minified.age();
        Arc::clone(&self.minified)
    }

    /// What the last compile made. Until something is put back, the memo is empty.
    pub(super) fn take(&self) -> Last {
        std::mem::take(&mut *self.last.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts back what the next compile may take.
    pub(super) fn put(&self, last: Last) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = last;
    }
}
