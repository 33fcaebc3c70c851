//! From views to bytes.
//!
//! In: a finished view, or a picture to make, and the theme. Out: `Warned` bytes. A renderer never
//! reads a file, never sees the site, and gives the same bytes for the same view.

pub mod feeds;
#[cfg(feature = "handouts")]
pub mod handout;
pub mod html;
pub mod minified;
pub mod minify;
pub mod picture;
pub mod pieces;
mod prose;
pub mod template;
pub mod theme;

pub use theme::Theme;

/// Typesetting that is to be done: it has all that it needs, so it may be done on any thread.
pub type Work = Box<dyn FnOnce() + Send>;

/// What does it; false if it was given up.
pub type Run<'r> = dyn Fn(Work) -> bool + 'r;
