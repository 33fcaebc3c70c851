//! The values that parsers make and everything else reads.
//!
//! In: nothing; these are plain data. Out: types that hold only what is right: an id is usable in
//! an address, an area is not empty, an address has an allowed scheme. They depend on no other
//! layer.

pub mod academy;
pub mod checker;
pub mod color;
pub mod glossary;
pub mod guide;
pub mod markup;
pub mod phrase;
pub mod procedure;
pub mod screenshot;
pub mod site;

pub use academy::{Academy, Contact, Identifier, Policy};
pub use glossary::Term;
pub use guide::{Block, Guide};
pub use markup::{Link, Markup, Node, Slice, SourceMarkup, Tag};
pub use phrase::{Part, Phrase};
pub use procedure::{Choice, ChoiceOption, Insertion, Item, Placed, Procedure, Step};
pub use screenshot::{Area, Mark, Redaction, Review, Screenshot, Shape};
pub use site::SiteConfig;
