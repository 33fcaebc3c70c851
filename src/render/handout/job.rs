//! What Typst may ask for while it makes one PDF.
//!
//! In: the press, a view and its pictures. Out: a `World` in which nothing else exists. File ids are never
//! freed, so every job names its files in the same way.

use std::path::PathBuf;
use std::sync::Arc;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use super::press::Ready;
use crate::span;

/// The view, for templates.
const GIVEN: &str = "given.json";
/// The sheet, for templates.
const SHEET: &str = "sheet.json";
/// The texts of the interface, for templates.
const TEXTS: &str = "texts.json";
/// What the names of pictures begin with.
const PICTURE: &str = "picture-";

/// One PDF to make.
pub(super) struct Job {
    pub(super) press: Arc<Ready>,
    /// Where problems belong that have no place in a template.
    pub(super) about: span::Span,
    /// The name of the template.
    pub(super) template: &'static str,
    /// What it reads as `given.json`.
    pub(super) given: Bytes,
    /// What it reads as `sheet.json`.
    pub(super) sheet: Bytes,
    /// The pictures, by number.
    pub(super) pictures: Vec<Bytes>,
}

/// The id of a file that templates name; none for a name that Typst does not know how to read.
pub(super) fn file_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(format!("/{name}")).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// The name of the picture with this number.
pub(super) fn picture_name(number: usize) -> String {
    format!("{PICTURE}{number}")
}

impl World for Job {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        file_id(self.template).expect("its name is one of ours")
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.press.sources.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.get().vpath().get_without_slash();
        match name {
            GIVEN => return Ok(self.given.clone()),
            SHEET => return Ok(self.sheet.clone()),
            TEXTS => return Ok(self.press.texts.clone()),
            _ => {}
        }
        let number = name.strip_prefix(PICTURE).and_then(|number| number.parse::<usize>().ok());
        let picture = number.and_then(|number| self.pictures.get(number)).cloned();
        picture.ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.get().vpath().get_without_slash()))
}
