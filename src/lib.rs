//! pasapas
pub mod diagnostic;
pub mod model;
pub mod parse;
pub mod span;
