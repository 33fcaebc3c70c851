//! pasapas: per-academy steps and guides become accessible how-to pages.
//!
//! One source, many académies. A build is one function, [`compile::compile`], between two edges:
//!
//! ```text
//! discover ──► Inputs ──► compile ──► Plan ──► write
//!                           │           │
//!               parse, resolve       view, render
//! ```
//!
//! The modules stand in layers, and each uses only those above it in this list.
//!
//! **Values** depend on nothing:
//! * [`span`], [`diagnostic`]: where something stands, and what is wrong with it;
//! * [`model`]: what parsers make: guides, procedures, académies, screenshots;
//! * [`inputs`]: the files of a site, as bytes.
//!
//! **Pure** code reads no file, no clock and no environment, and prints nothing:
//! * [`parse`]: the text of one file becomes values, with all that is wrong in it;
//! * [`resolve`]: académies over shared content: inheritance, values, links, navigation;
//! * [`view`]: one finished view per page, all that a template may see; the same, made for paper;
//! * [`render`]: views become HTML, or PDF for paper; pictures become PNG and WebP;
//! * [`compile`]: the only composition; [`compile::memo`]: what was made before need not be made again.
//!
//! **Edge** code is the only input and output:
//! * [`discover`]: a folder becomes [`inputs::Inputs`], and what changes in it is read again;
//! * [`write`]: a plan becomes files, all of them or none, then its handouts, each for itself; [`cache`]: images
//!   and handouts that were made before;
//! * [`patience`]: how long one handout may take;
//! * [`watch`]: which files have changed; [`serve`]: pages from memory, brought up to date as they change;
//! * [`report`]: draws diagnostics; [`reason`]: why the system refused, in words;
//! * [`cli`], [`run`]: what was asked for, and doing it.
//!
//! What holds always, each kept by a test or a lint:
//! 1. Arrows point one way: edge, pure, values (`tests/architecture.rs`).
//! 2. The pure part is pure: `clippy.toml` refuses files, clocks and printing there. An image that was let go
//!    of is read again as the edge says ([`inputs::InputFile::content`]): it is what it was, or an error.
//! 3. One build path: `compile` with a warm memo gives what it gives with an empty one
//!    (`tests/laws.rs`), and the preview's pages are the build's (`tests/serve.rs`). It is fast because a
//!    value whose inputs did not change is the same [`Arc`] as in the compile before, and whoever is
//!    made of it sees that by comparing pointers.
//! 4. A template sees a finished view and no function that reads the site.
//! 5. Every error has a place: file and bytes. All of them are reported, not the first.
//! 6. The output is never half there (`write`).
//! 7. Nothing personal leaves: redactions are destroyed in the pixels (`render::picture`).
//! 8. Parallel in three places, parse, render and print, with ordered collection.
//! 9. Parts: the union of disjoint parts is the whole site (`compile::part`).
//!
//! [`Arc`]: std::sync::Arc

pub mod diagnostic;
pub mod inputs;
pub mod model;
pub mod span;

pub mod compile;
pub mod parse;
pub mod render;
pub mod resolve;
pub mod view;

pub mod cache;
pub mod cli;
pub mod discover;
pub mod patience;
pub mod reason;
pub mod report;
pub mod run;
pub mod serve;
pub mod watch;
pub mod write;
