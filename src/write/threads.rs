//! Work on threads that do not share it.
//!
//! In: items, and what is done with each. Out: what was done, in no order.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Does the same with all items, on as many threads as there are cores, each of them a pool of its own: in a
/// common one a thread that waits for a part of its item would begin another meanwhile, on top of the one that
/// it has in hand, and parts are too small to be handed to other threads.
pub(super) fn on_own_threads<I: Sync, O: Send>(
    items: &[I],
    act: impl Fn(&I) -> O + Sync,
) -> Vec<O> {
    let next = AtomicUsize::new(0);
    let work = || {
        // Without a pool of its own the thread uses the common one.
        let _pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
        let items = std::iter::from_fn(|| items.get(next.fetch_add(1, Ordering::Relaxed)));
        items.map(&act).collect::<Vec<O>>()
    };
    std::thread::scope(|scope| {
        let threads = rayon::current_num_threads().min(items.len());
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(joined).collect()
    })
}

/// What a thread has done; its panic is ours.
fn joined<T>(thread: std::thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
