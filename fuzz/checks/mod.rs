//! What holds for every input, whoever makes it: the fuzzer, or the stored corpus that `tests/corpus.rs`
//! replays.
//!
//! In: bytes. Out: nothing, or a panic that says which law is broken. Each target has one function,
//! `check(data)`; what it reads as what, its module says.
#![allow(dead_code, reason = "a target uses its own module and what that needs")]
#![allow(clippy::pedantic, reason = "checks are short, and run by the fuzzer too")]

pub(crate) mod checker;
pub(crate) mod html;
pub(crate) mod image;
pub(crate) mod markdown;
pub(crate) mod site;
pub(crate) mod yaml;
