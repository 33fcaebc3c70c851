//! What a build did to its output.
//!
//! In: the counts of its shares. Out: their sum.

use crate::diagnostic::Diagnostic;

/// What a build did to its output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or changed.
    pub written: usize,
    /// Files that were right already and were not touched.
    pub unchanged: usize,
    /// Files that the site no longer has.
    pub removed: usize,
    /// Files that could not be made: handouts.
    pub missing: usize,
    /// Files that should have been written and were not, although others were.
    pub left: usize,
    /// The size of the files that were written.
    pub bytes: u64,
    /// What rendering warned about.
    pub diagnostics: Vec<Diagnostic>,
}

impl Written {
    /// What two shares did together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.written += other.written;
        self.unchanged += other.unchanged;
        self.removed += other.removed;
        self.missing += other.missing;
        self.left += other.left;
        self.bytes += other.bytes;
        self.diagnostics.extend(other.diagnostics);
        self
    }
}
