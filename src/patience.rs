//! How long one handout may take.
//!
//! In: work that may never end, such as a template whose loops multiply. Out: whether it was done in time. Typesetting
//! cannot be stopped: a thread that takes too long is left to itself, and ends with the process.

#![expect(clippy::disallowed_methods, reason = "the edge: measures time, reads the environment")]

use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use crate::render::Work;

/// Far more than any handout takes, on any machine.
const LIMIT: Duration = Duration::from_mins(1);
/// Overrides it, in seconds.
const VARIABLE: &str = "PASAPAS_HANDOUT_SECONDS";
/// Text that stands deep inside other text takes much of it.
const STACK: usize = 16 * 1024 * 1024;

/// Does the work on a thread of its own. False if it took too long or broke off.
#[must_use]
pub fn in_time(work: Work) -> bool {
    let (done, wait) = sync_channel(1);
    let on_thread = move || {
        // A common pool may wait for what waits for this. Without its own the thread uses the common one.
        let _pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
        work();
        // Nobody listens once it took too long.
        _ = done.send(());
    };
    // Without the thread there is no more to be done: `done` is gone with its work.
    _ = thread::Builder::new().stack_size(STACK).spawn(on_thread);
    wait.recv_timeout(limit()).is_ok()
}

fn limit() -> Duration {
    let seconds = std::env::var(VARIABLE).ok().and_then(|text| text.trim().parse().ok());
    seconds.filter(|seconds| *seconds > 0).map_or(LIMIT, Duration::from_secs)
}
