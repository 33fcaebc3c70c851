//! Rules of passwords and identifiers: what the generator compiles and the page applies.
//!
//! The same code runs natively in the build and as WebAssembly in the page. In: rules as a few bytes,
//! and what somebody typed. Out: what holds, what does not, and what was expected where. Nothing here
//! reads a file, stores or sends anything, allocates, or needs the standard library; no bytes make it
//! trap or hang, and the time it takes is linear in what was typed.
//!
//! * [`class`], [`fold`], [`plain`], [`typed`]: characters: their class as Moodle counts it, letters without
//!   case and accents, what looks like what, identifiers without pasted spaces;
//! * [`policy`], [`dictionary`], [`personal`], [`strength`]: passwords;
//! * [`shape`], [`format`](mod@format), [`correction`], [`calendar`], [`elsewhere`]: identifiers;
//! * [`rules`]: the file of rules; [`answer`]: the outcome as text, which the page's script reads.
#![no_std]

#[cfg(feature = "host")]
extern crate alloc;

pub mod class;
pub mod fold;
pub mod plain;
pub mod typed;

pub mod dictionary;
pub mod personal;
pub mod policy;
pub mod strength;

pub mod calendar;
pub mod correction;
pub mod elsewhere;
pub mod format;
pub mod shape;

pub mod answer;
pub mod rules;

#[cfg(target_arch = "wasm32")]
mod page;

pub use dictionary::Dictionary;
pub use format::{Check, Format, Note, Verdict, check_identifier};
pub use policy::{Forbidden, ForbiddenSet, Minimums, Outcome, Policy, Rule};
pub use rules::Record;
pub use shape::Shape;
pub use typed::Typed;
