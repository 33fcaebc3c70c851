//! The walk over a site's folders.
//!
//! In: the real path of the site. Out: [`Found`], files and problems, in no particular order. Links
//! are followed only to places inside the site, and never in a circle.

use std::ffi::OsStr;
use std::fs::{self, DirEntry, File, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::SITE_FILE;
use crate::diagnostic::{Code, Diagnostic};
use crate::inputs::{FOLDERS, InputFile};
use crate::parse::name::nfc;
use crate::reason::reason;
use crate::span::{FileId, Span};

const MIB: u64 = 1024 * 1024;
/// No text that people write is larger.
const TEXT_LIMIT: u64 = 2 * MIB;
/// Images, and all that is not text.
const LIMIT: u64 = 50 * MIB;
/// How many linked folders may lie inside each other: each level may multiply the files.
const LINK_DEPTH: usize = 3;
/// Enough for most files, so that they are read in one piece without asking for their size.
const USUAL_SIZE: usize = 16 * 1024;

/// What a part of the walk brought home.
#[derive(Default)]
pub(super) struct Found {
    pub(super) files: Vec<(Box<str>, InputFile)>,
    /// Paths of what could not be taken, and why.
    pub(super) refused: Vec<(Box<str>, Diagnostic)>,
    /// Whether a name on the disk has another form than in the site.
    pub(super) odd_names: bool,
    /// Where symbolic links lead.
    pub(super) links: Vec<PathBuf>,
}

/// A folder on the way down.
struct Folder<'w> {
    /// Where it really is, all links resolved.
    real: PathBuf,
    /// Its path in the site, ending in `/` unless it is the site itself.
    path: String,
    /// How many linked folders it lies in.
    links: usize,
    /// The folder above it in the site.
    above: Option<&'w Folder<'w>>,
}

/// Reads all that belongs to the site at `root`, whose links are resolved.
pub(super) fn walk(root: &Path) -> Found {
    let site = Folder { real: root.to_owned(), path: String::new(), links: 0, above: None };
    let names = [SITE_FILE].into_iter().chain(FOLDERS);
    names.fold(Found::default(), |found, name| found.and(site.take_if_there(root, name)))
}

/// Reads what stands at `path` below `root`, in folders that are no links. What comes of a link is
/// right only in a walk over everything, which knows through which others it leads.
pub(super) fn walk_at(root: &Path, path: &str) -> Found {
    let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
    let site = Folder { real: root.to_owned(), path: String::new(), links: 0, above: None };
    if above.is_empty() {
        return site.take_if_there(root, name);
    }
    site.below(root.join(above), above.to_owned(), 0).take_if_there(root, name)
}

impl Folder<'_> {
    fn read(&self, root: &Path) -> Found {
        let entries = match fs::read_dir(&self.real).and_then(Iterator::collect) {
            Ok(entries) => entries,
            Err(error) => return Found::unreadable(self.path.trim_end_matches('/'), &error),
        };
        let entries: Vec<DirEntry> = entries;
        let twins = self.twins(&entries);
        let found = entries
            .into_par_iter()
            .fold(Found::default, |found, entry| found.and(self.visit(root, &entry)))
            .reduce(Found::default, Found::and);
        found.and(twins)
    }

    /// Names that look the same and are written in two forms: in the site they would be one.
    fn twins(&self, entries: &[DirEntry]) -> Found {
        let names: Vec<_> = entries.iter().map(DirEntry::file_name).collect();
        let names = || names.iter().filter_map(|name| name.to_str());
        let odd = names().filter(|name| nfc(name) != **name);
        let twin = |odd: &&str| names().any(|name| name != *odd && nfc(name) == nfc(odd));
        let twins = odd.filter(twin).map(|odd| twins(&format!("{}{}", self.path, nfc(odd))));
        twins.fold(Found::default(), Found::and)
    }

    fn visit(&self, root: &Path, entry: &DirEntry) -> Found {
        let name = entry.file_name();
        let shown = name.to_string_lossy();
        if is_clutter(&shown) {
            return Found::default();
        }
        let Some(name) = readable(&name) else {
            return bad_name(&format!("{}{shown}", self.path));
        };
        match entry.file_type() {
            Ok(kind) => self.take(root, name, kind),
            Err(error) => Found::unreadable(&format!("{}{name}", self.path), &error),
        }
    }

    fn take_if_there(&self, root: &Path, name: &str) -> Found {
        match fs::symlink_metadata(self.real.join(name)).map(|about| about.file_type()) {
            Ok(kind) => self.take(root, name, kind),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Found::default(),
            Err(error) => Found::unreadable(&format!("{}{name}", self.path), &error),
        }
    }

    /// Takes what stands under `name` in this folder and is of this kind.
    fn take(&self, root: &Path, name: &str, kind: FileType) -> Found {
        let path = format!("{}{}", self.path, nfc(name));
        let real = self.real.join(name);
        let found = self.take_at(root, path, real, kind);
        if nfc(name) == name { found } else { Found { odd_names: true, ..found } }
    }

    fn take_at(&self, root: &Path, path: String, real: PathBuf, kind: FileType) -> Found {
        if kind.is_symlink() {
            let mut found = self.follow(root, path, &real);
            // Where it leads out of the site, only the link itself is ours.
            let target = real.canonicalize().ok().filter(|target| target.starts_with(root));
            found.links.push(target.unwrap_or(real));
            found
        } else if kind.is_dir() {
            self.below(real, path, self.links).read(root)
        } else if kind.is_file() {
            read_file(path, &real)
        } else {
            neither_file_nor_folder(&path)
        }
    }

    fn follow(&self, root: &Path, path: String, link: &Path) -> Found {
        let target = match link.canonicalize() {
            Ok(target) => target,
            Err(error) => return dead_link(&path, &error),
        };
        if !target.starts_with(root) {
            return link_outside(&path, &target);
        }
        match fs::metadata(&target) {
            Ok(about) if about.is_dir() => {
                let folder = self.below(target, path, self.links + 1);
                if folder.is_circular() { circular_link(&folder.path) } else { folder.read(root) }
            }
            Ok(about) if about.is_file() => read_file(path, &target),
            Ok(_) => neither_file_nor_folder(&path),
            Err(error) => Found::unreadable(&path, &error),
        }
    }

    fn below(&self, real: PathBuf, mut path: String, links: usize) -> Folder<'_> {
        path.push('/');
        Folder { real, path, links, above: Some(self) }
    }

    /// Whether a folder on the way to this one lies inside it.
    fn is_circular(&self) -> bool {
        let mut above = std::iter::successors(self.above, |folder| folder.above);
        self.links > LINK_DEPTH || above.any(|folder| folder.real.starts_with(&self.real))
    }
}

impl Found {
    fn and(mut self, mut other: Self) -> Self {
        self.files.append(&mut other.files);
        self.refused.append(&mut other.refused);
        self.links.append(&mut other.links);
        self.odd_names |= other.odd_names;
        self
    }

    fn refused(path: &str, code: Code, message: String, help: &str) -> Self {
        let problem = Diagnostic::error(code, Span::start_of(FileId::of(path)), message).help(help);
        Self { refused: vec![(path.into(), problem)], ..Self::default() }
    }

    fn unreadable(path: &str, error: &io::Error) -> Self {
        let message = format!("« {path} » ne peut pas être lu : {}.", reason(error));
        Self::refused(
            path,
            Code::Unreadable,
            message,
            "Vérifiez que vous avez le droit de le lire et qu’il est bien sur cet ordinateur.",
        )
    }
}

/// Reads a file once, without asking first how large it is.
fn read_file(path: String, place: &Path) -> Found {
    let limit = if is_text(&path) { TEXT_LIMIT } else { LIMIT };
    let mut bytes = Vec::with_capacity(USUAL_SIZE);
    let size = File::open(place).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes));
    match size {
        Err(error) => Found::unreadable(&path, &error),
        Ok(size) if size as u64 > limit => too_large(&path, limit),
        Ok(_) => {
            bytes.shrink_to_fit();
            let mut file = InputFile::new(bytes);
            // A build lets go of images until it makes them.
            if !is_text(&path) {
                let place = place.to_owned();
                file = file.or_again(move || fs::read(&place).ok());
            }
            Found { files: vec![(path.into(), file)], ..Found::default() }
        }
    }
}

fn is_text(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let extension = extension.to_ascii_lowercase();
    matches!(extension.as_str(), "yaml" | "yml" | "md" | "html" | "css" | "js")
}

/// Where the file at `path` of the site is, if its name has another form there.
pub(super) fn on_disk(root: &Path, path: &str) -> Option<PathBuf> {
    let mut place = root.to_owned();
    for name in path.split('/') {
        let entries = fs::read_dir(&place).ok()?.flatten().map(|entry| entry.file_name());
        let mut same = entries.filter(|entry| entry.to_str().is_some_and(|it| nfc(it) == name));
        place.push(same.next()?);
    }
    Some(place)
}

/// A name that every report can show.
pub(super) fn readable(name: &OsStr) -> Option<&str> {
    name.to_str().filter(|name| !name.contains(char::is_control))
}

/// What editors and systems leave behind, and what is hidden.
pub(super) fn is_clutter(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    name.starts_with('.')
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(lower.as_str(), "thumbs.db" | "desktop.ini")
        || Path::new(&lower).extension().is_some_and(|extension| extension == "swp")
}

fn too_large(path: &str, limit: u64) -> Found {
    let message = format!("« {path} » dépasse {} Mio.", limit / MIB);
    Found::refused(path, Code::TooLarge, message, smaller(path))
}

/// How a file of this kind becomes smaller.
fn smaller(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match &*ending {
        "md" => "Partagez ce guide en plusieurs, liés entre eux.",
        "yaml" | "yml" => {
            "Partagez ce fichier en plusieurs, ou retirez-en ce qui n’est pas du texte."
        }
        "png" | "jpg" | "jpeg" | "webp" | "gif" | "avif" | "bmp" | "tif" | "tiff" | "heic" => {
            "Réduisez cette image : une capture d’écran pèse d’ordinaire moins de 1 Mio."
        }
        "svg" => "Simplifiez ce dessin, ou enregistrez-le en PNG.",
        "html" | "css" | "js" | "mjs" | "typ" => {
            "Ce fichier d’un thème est bien trop long : retirez-en les données et les images qui y \
             sont écrites, ou partagez-le en plusieurs."
        }
        "ttf" | "otf" | "ttc" | "woff" | "woff2" => {
            "Réduisez cette police aux caractères dont le site a besoin, ou prenez-en une autre."
        }
        "mp4" | "webm" | "mov" | "avi" | "mkv" | "mp3" | "wav" | "ogg" => {
            "Déposez ce média sur une plateforme de l’académie, et mettez-en le lien dans le guide."
        }
        _ => "Allégez ce fichier, ou retirez-le du site et mettez-en le lien dans le guide.",
    }
}

fn bad_name(path: &str) -> Found {
    let shown: String = path.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
    let message = format!("Le nom de « {shown} » contient des caractères illisibles.");
    let help = "Renommez-le avec des lettres sans accent, des chiffres et des traits d’union.";
    Found::refused(&shown, Code::BadName, message, help)
}

fn twins(path: &str) -> Found {
    let message = format!(
        "Deux fichiers ou dossiers s’appellent « {path} » : leurs accents sont écrits de deux façons."
    );
    Found::refused(
        path,
        Code::BadName,
        message,
        "Renommez l’un des deux, ou retirez-le s’il est de trop.",
    )
}

fn dead_link(path: &str, error: &io::Error) -> Found {
    let message = format!("Le lien « {path} » ne mène nulle part : {}.", reason(error));
    let help = "Remplacez ce lien par le fichier lui-même.";
    Found::refused(path, Code::Unreadable, message, help)
}

fn link_outside(path: &str, target: &Path) -> Found {
    let message = format!("Le lien « {path} » sort du site : il mène à « {} ».", target.display());
    let help = "Copiez dans le site ce vers quoi il mène.";
    Found::refused(path, Code::LinkOutside, message, help)
}

fn circular_link(path: &str) -> Found {
    let path = path.trim_end_matches('/');
    let message = format!("Le lien « {path} » tourne en rond, ou passe par trop d’autres liens.");
    let help = "Remplacez ce lien par une copie du dossier.";
    Found::refused(path, Code::Unreadable, message, help)
}

fn neither_file_nor_folder(path: &str) -> Found {
    let message = format!("« {path} » n’est ni un fichier ni un dossier.");
    Found::refused(path, Code::Unreadable, message, "Retirez-le du site.")
}
