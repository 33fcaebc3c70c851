//! The file of rules that an academy's pages load: one record after the other.
//!
//! A page names a record by its number. Each is a byte string in the format of `postcard`, and inside
//! it a [`Record`], so that those before it are passed over without being read.

use serde::{Deserialize, Serialize};

use crate::format::Format;
use crate::policy::Policy;

/// The rules of one checker.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Record<S, B> {
    /// Of a password.
    Password(Policy<S>),
    /// Of an identifier.
    Identifier(Format<S, B>),
}

/// The record with this number, if there is one and it can be read.
#[must_use]
pub fn record(file: &[u8], number: u32) -> Option<Record<&str, &[u8]>> {
    let mut rest = file;
    for _ in 0..number {
        rest = postcard::take_from_bytes::<&[u8]>(rest).ok()?.1;
    }
    let (bytes, _) = postcard::take_from_bytes::<&[u8]>(rest).ok()?;
    postcard::from_bytes(bytes).ok()
}

/// Writes the file that holds `records`.
///
/// # Panics
///
/// Never: what a record holds can be written.
#[cfg(feature = "host")]
#[must_use]
pub fn write<S: Serialize, B: Serialize>(records: &[Record<S, B>]) -> alloc::vec::Vec<u8> {
    let bytes = |value: &dyn Fn() -> postcard::Result<alloc::vec::Vec<u8>>| {
        value().expect("records hold numbers, texts and bytes, which can all be written")
    };
    let mut file = alloc::vec::Vec::new();
    for record in records {
        let inner = bytes(&|| postcard::to_allocvec(record));
        file.extend(bytes(&|| postcard::to_allocvec(&*inner)));
    }
    file
}

/// Writes what [`Check::Course`](crate::Check::Course) knows of the academies.
///
/// # Panics
///
/// Never: texts can be written.
#[cfg(feature = "host")]
#[must_use]
pub fn write_courses<'a>(
    courses: impl IntoIterator<Item = crate::format::Course<'a>>,
) -> alloc::vec::Vec<u8> {
    let write = |course| postcard::to_allocvec(&course).expect("texts can be written");
    courses.into_iter().flat_map(write).collect()
}
