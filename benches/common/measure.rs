//! What the benchmarks share.

#![expect(clippy::disallowed_methods, reason = "a benchmark looks at the world")]

use std::path::PathBuf;
use std::time::Duration;

/// The median of several times.
pub(crate) fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// `$BENCH_DIR`, else the memory where there is a folder for it: disks make creating files right after
/// deleting many of them slow.
pub(crate) fn scratch() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    let fallback = if memory.is_dir() { memory } else { std::env::temp_dir() };
    std::env::var_os("BENCH_DIR").map_or(fallback, PathBuf::from)
}
