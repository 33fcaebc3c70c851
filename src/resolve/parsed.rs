//! What parsers made of a site's files, folder by folder.
//!
//! In: nothing; these are plain data. Out: [`Parsed`]. A part of a folder in which nothing changed is the
//! same value as in the compile before, so that what is made of it need not be made again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::images::Images;
use super::rescale::Edit;
use crate::model::glossary::Term;
use crate::model::procedure::Step;
use crate::model::{Academy, Guide, Procedure, SiteConfig};
use crate::parse::personal::Found;

/// Guides by id.
pub type Guides = BTreeMap<Box<str>, Arc<Guide>>;
/// Procedures by id.
pub type Procedures = BTreeMap<Box<str>, Arc<Procedure>>;

/// Everything that was parsed.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The settings.
    pub config: Arc<SiteConfig>,
    /// The glossary.
    pub glossary: Arc<Vec<Term>>,
    /// What all académies share.
    pub shared: Arc<Folder>,
    /// The académies whose facts could be read, by slug.
    pub academies: Vec<ParsedAcademy>,
    /// All folders, also those of no academy.
    pub folders: Vec<Arc<Folder>>,
    /// What could not be read.
    pub unread: Unread,
    /// The ids of guides that are left out as drafts.
    pub drafts: BTreeSet<Box<str>>,
}

/// An academy: its facts, and its folder.
#[derive(Clone, Debug)]
pub struct ParsedAcademy {
    /// Its facts.
    pub facts: Arc<Academy>,
    /// Its files.
    pub folder: Arc<Folder>,
}

/// The files of `content/`, of an academy, or of neither.
#[derive(Debug, Default)]
pub struct Folder {
    /// Its guides.
    pub guides: Arc<Guides>,
    /// Its procedures.
    pub procedures: Arc<Procedures>,
    /// Its images.
    pub images: Arc<Images>,
    /// The paths of images that lie where nothing reads them.
    pub astray: Vec<Box<str>>,
    /// The ids of guides that are left out as drafts.
    pub drafts: BTreeSet<Box<str>>,
    /// What could not be read.
    pub unread: Unread,
    /// What its files use.
    pub uses: Uses,
    /// What looks like somebody's data.
    pub found: Found,
    /// The steps with screenshots.
    pub shots: Vec<Arc<Step>>,
    /// What makes coordinates right again that were taken on an image of another size.
    pub edits: Vec<Edit>,
}

/// Names of files that could not be read, which was reported. They are not unknown names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    /// The slugs of académies.
    pub academies: BTreeSet<Box<str>>,
    /// The ids of guides.
    pub guides: BTreeSet<Box<str>>,
    /// The ids of procedures.
    pub procedures: BTreeSet<Box<str>>,
}

/// What the files of a folder use.
#[derive(Debug, Default)]
pub struct Uses {
    /// The ids of procedures that guides show.
    pub shown: BTreeSet<Box<str>>,
    /// The ids of procedures that drafts show.
    pub shown_by_drafts: BTreeSet<Box<str>>,
    /// The ids of procedures that others extend.
    pub extended: BTreeSet<Box<str>>,
    /// The paths of images.
    pub images: BTreeSet<Box<str>>,
}
