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
