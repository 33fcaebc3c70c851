//! Which file is what, and what is in it.
//!
//! In: a file and its path. Out: a [`File`], read by the parser of its kind. A file that nothing reads is
//! reported, never passed over.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::inputs::InputFile;
use crate::model::{Academy, Guide, Procedure, SiteConfig, Term};
use crate::parse::glossary::parse_glossary;
use crate::parse::guide::parse_guide;
use crate::parse::metadata::metadata_text;
use crate::parse::name::{is_slug, slug, unfit};
use crate::parse::personal::{Found, find_suspects, suspects_in};
use crate::parse::procedure::parse_procedure;
use crate::parse::{Rules, Source, not_utf8};
use crate::render::picture::remarks::remarks;
use crate::render::picture::{is_photo, measure};
use crate::resolve::images::{Image, ImageFacts};
use crate::span::{FileId, Span};

/// The settings of a site.
pub(super) const SITE: &str = "site.yaml";

/// How files are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) rules: Rules,
    /// Whether drafts are published.
    pub(super) drafts: bool,
    /// Whether contents stay once they are parsed.
    pub(super) keep_contents: bool,
}

/// A file, parsed.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) path: Box<str>,
    pub(super) hash: u128,
    pub(super) piece: Piece,
    /// What looks like somebody's data in it, or in its name.
    pub(super) found: Found,
    pub(super) diagnostics: Box<[Diagnostic]>,
}

/// What is in a file.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Site(Option<Arc<SiteConfig>>),
    Glossary(Arc<Vec<Term>>),
    Academy(Option<Arc<Academy>>),
    Guide(Arc<Guide>),
    Procedure(Arc<Procedure>),
    Image(Image),
    /// The guide with this id, which could not be read.
    UnreadGuide(Box<str>),
    /// The procedure with this id, which could not be read.
    UnreadProcedure(Box<str>),
    Other,
}

/// What a file is, by its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role<'p> {
    Site,
    Glossary,
    Academy { slug: &'p str },
    Guide { id: &'p str },
    Procedure { id: &'p str },
    Image,
    Stray,
}

/// Reads a file, and lets go of its content unless it is to be kept.
pub(super) fn read(path: &str, file: &mut InputFile, reading: Reading) -> File {
    let role = role(path);
    let found = find(role, path, file);
    let Warned { value: piece, diagnostics } = piece(role, path, file, reading);
    // The theme's name is looked for in `site.yaml`.
    if !reading.keep_contents && role != Role::Site {
        file.forget();
    }
    File { path: path.into(), hash: file.hash, piece, found, diagnostics: diagnostics.into() }
}

fn role(path: &str) -> Role<'_> {
    let parts: Vec<&str> = path.split('/').collect();
    let stem = |ending: &str| parts.last().and_then(|file| file.strip_suffix(ending));
    match parts[..] {
        [SITE] => Role::Site,
        ["content", "glossary.yaml"] => Role::Glossary,
        ["content", "screenshots", ..] | ["academies", _, "screenshots", ..] => Role::Image,
        ["content", "procedures", _] | ["academies", _, "procedures", _] => {
            stem(".yaml").map_or(Role::Stray, |id| Role::Procedure { id })
        }
        ["academies", slug, "academy.yaml"] => Role::Academy { slug },
        ["academies", _, "guides", ..] | ["content", ..] => {
            stem(".md").map_or(Role::Stray, |id| Role::Guide { id })
        }
        _ => Role::Stray,
    }
}

fn piece(role: Role<'_>, path: &str, file: &InputFile, reading: Reading) -> Warned<Piece> {
    let Reading { rules, keep_contents, .. } = reading;
    match role {
        Role::Stray => return Warned::new(Piece::Other, vec![stray(path)]),
        Role::Image => {
            let remarks = remarks(path, file.bytes());
            return Warned::new(Piece::Image(image(file, keep_contents)), remarks);
        }
        _ => {}
    }
    let Some(text) = file.text() else {
        return Warned::new(unread(role), vec![not_utf8(path, file.bytes())]);
    };
    let source = Source::new(path, text);
    match role {
        Role::Site => {
            crate::parse::site::parse_site(source).map(|config| Piece::Site(config.map(Arc::new)))
        }
        Role::Glossary => {
            parse_glossary(source, rules).map(|terms| Piece::Glossary(Arc::new(terms)))
        }
        Role::Guide { id } => named(path, id, parse_guide(source, rules, id))
            .map(|guide| guide.map_or_else(|| unread(role), Piece::Guide)),
        Role::Procedure { id } => named(path, id, parse_procedure(source, rules, id))
            .map(|procedure| procedure.map_or_else(|| unread(role), Piece::Procedure)),
        Role::Academy { slug } => {
            let parsed = crate::parse::academy::parse_academy(source, rules, slug);
            named(path, slug, parsed).map(Piece::Academy)
        }
        Role::Image | Role::Stray => Warned::clean(Piece::Other),
    }
}

/// The piece of a file that cannot be read at all.
fn unread(role: Role<'_>) -> Piece {
    match role {
        Role::Site => Piece::Site(None),
        Role::Academy { .. } => Piece::Academy(None),
        Role::Guide { id } => Piece::UnreadGuide(id.into()),
        Role::Procedure { id } => Piece::UnreadProcedure(id.into()),
        Role::Glossary | Role::Image | Role::Stray => Piece::Other,
    }
}

/// Reports a name that no address can hold; the value is kept, so that links to it are no errors.
fn named<T>(path: &str, name: &str, parsed: Warned<Option<T>>) -> Warned<Option<Arc<T>>> {
    let mut parsed = parsed.map(|value| value.map(Arc::new));
    let (message, better) = if !is_slug(name) {
        (format!("« {name} » ne peut pas servir dans une adresse."), slug(name))
    } else if let Some(why) = unfit(name) {
        let message = format!("Aucun fichier du site publié ne peut s’appeler « {name} » : {why}.");
        (message, format!("le-{name}"))
    } else {
        return parsed;
    };
    let what = if path.ends_with("/academy.yaml") { "dossier" } else { "fichier" };
    let help = format!("Renommez le {what}, par exemple en « {better} ».");
    let span = Span::start_of(FileId::of(path));
    parsed.diagnostics.push(Diagnostic::error(Code::BadName, span, message).help(help));
    parsed
}

/// An image, whose content is read again when it is made for the pages, unless it is to be kept.
fn image(file: &InputFile, keep_contents: bool) -> Image {
    let facts =
        ImageFacts { hash: file.hash, size: measure(file.bytes()), photo: is_photo(file.bytes()) };
    Image { facts, file: if keep_contents { file.clone() } else { file.light() } }
}

/// What looks like somebody's data in a file that is published, or in its name.
fn find(role: Role<'_>, path: &str, file: &InputFile) -> Found {
    let id = FileId::of(path);
    match role {
        Role::Stray => Found::default(),
        Role::Image => {
            let text = format!("{path}\n{}", metadata_text(file.bytes()));
            Found { suspects: suspects_in(&text, id), ..Found::default() }
        }
        _ => {
            let mut found = find_suspects(Source::new(path, file.text().unwrap_or_default()));
            found.suspects.extend(suspects_in(path, id));
            found
        }
    }
}

fn stray(path: &str) -> Diagnostic {
    let span = Span::start_of(FileId::of(path));
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let help = if let Some(right) = right_name(path) {
        format!("Renommez-le en « {right} ».")
    } else if let Some((wrong, right)) = right_folder(path) {
        format!("Renommez le dossier « {wrong} » en « {right} ».")
    } else if is_picture(name) {
        format!("Déplacez cette image dans « {}/screenshots ».", home_of(folder))
    } else {
        "Les guides (.md) vont dans content/ ou academies/…/guides/, les procédures (.yaml) dans \
         procedures/, les images dans screenshots/ ; une académie se décrit dans academy.yaml."
            .to_owned()
    };
    Diagnostic::warning(Code::StrayFile, span, format!("Rien ne lit le fichier « {path} »."))
        .help(help)
}

/// The name under which a file would be read where it is.
fn right_name(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/')?;
    let plain = slug(name);
    let facts = ["academy-y", "academie-y", "academies-y", "academia-y"];
    if folder.split('/').count() == 2 && facts.iter().any(|it| plain.starts_with(it)) {
        return Some("academy.yaml".to_owned()).filter(|_| folder.starts_with("academies/"));
    }
    if folder == "content" && ["glossary-y", "glossaire-y"].iter().any(|it| plain.starts_with(it)) {
        return Some("glossary.yaml".to_owned());
    }
    let lower = name.to_lowercase();
    let lower = lower.strip_suffix(".txt").unwrap_or(&lower);
    let endings = [
        (".md", ".md"),
        (".markdown", ".md"),
        (".mkd", ".md"),
        (".mdx", ".md"),
        (".yaml", ".yaml"),
        (".yml", ".yaml"),
    ];
    let (wrong, right) = endings.iter().find(|(wrong, _)| lower.ends_with(wrong))?;
    let stem = &lower[..lower.len() - wrong.len()];
    let better = format!("{}{right}", if is_slug(stem) { stem.to_owned() } else { slug(stem) });
    let is_read = !matches!(role(&format!("{folder}/{better}")), Role::Stray);
    (is_read && better != *name).then_some(better)
}

/// A folder on the way that is almost called as one that is read, and how that one is called.
fn right_folder(path: &str) -> Option<(&str, &'static str)> {
    const FOLDERS: [(&str, &str); 12] = [
        ("procedure", "procedures"),
        ("procedures", "procedures"),
        ("procedur", "procedures"),
        ("screenshot", "screenshots"),
        ("screenshots", "screenshots"),
        ("screen-shots", "screenshots"),
        ("capture", "screenshots"),
        ("captures", "screenshots"),
        ("images", "screenshots"),
        ("guide", "guides"),
        ("guides", "guides"),
        ("guids", "guides"),
    ];
    let parts: Vec<&str> = path.split('/').collect();
    let at = if parts.first() == Some(&"academies") { 2 } else { 1 };
    let name = *parts.get(at).filter(|_| at + 1 < parts.len())?;
    let plain = slug(name);
    let (_, right) = FOLDERS.iter().find(|(wrong, right)| *wrong == plain && *right != name)?;
    Some((name, right))
}

/// Whether a file has the name of an image.
pub(super) fn is_picture(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("png" | "jpg" | "jpeg" | "webp" | "gif"))
}

/// `content`, or the folder of an academy.
fn home_of(folder: &str) -> String {
    let mut parts = folder.split('/');
    match (parts.next(), parts.next()) {
        (Some("academies"), Some(slug)) => format!("academies/{slug}"),
        _ => "content".to_owned(),
    }
}

/// Whether the file at `path` was meant to describe an academy.
pub(super) fn is_almost_academy(path: &str) -> bool {
    path.starts_with("academies/") && right_name(path).as_deref() == Some("academy.yaml")
}
