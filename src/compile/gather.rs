//! Which file is what, and all of them parsed.
//!
//! In: the files of a site. Out: [`Parsed`]: every file read by its parser, in parallel, or
//! remembered. A file that nothing reads is reported, never passed over.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::inputs::{InputFile, Inputs};
use crate::memo::Memo;
use crate::model::{Academy, Guide, Procedure, SiteConfig, Term};
use crate::parse::metadata::metadata_text;
use crate::parse::name::{is_slug, slug};
use crate::parse::personal::{Suspect, find_suspects};
use crate::parse::{Rules, Source, not_utf8};
use crate::render::picture::{is_photo, measure};
use crate::resolve::images::ImageFacts;
use crate::resolve::{Parsed, ParsedAcademy, Unread};
use crate::span::{FileId, Span};
use crate::view::home::GENERAL;

/// What a file is, by its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role<'p> {
    Site,
    Glossary,
    Theme,
    Academy { slug: &'p str },
    Guide { academy: Option<&'p str>, id: &'p str },
    Procedure { academy: Option<&'p str>, id: &'p str },
    Image,
    Stray,
}

/// A parsed file.
enum Piece<'p> {
    Academy(&'p str, Option<Arc<Academy>>),
    Guide(Option<&'p str>, &'p str, Option<Arc<Guide>>, &'p str),
    Procedure(Option<&'p str>, &'p str, Option<Arc<Procedure>>),
    Image(&'p str, ImageFacts),
    Other,
}

/// A parsed file, and what looks like somebody's data in it.
type Read<'p> = (Warned<Piece<'p>>, Arc<[Suspect]>);

/// Parses everything, and lets go of each text as soon as it is parsed. Nothing comes out when
/// `site.yaml` cannot be read.
#[must_use]
pub fn gather(inputs: &mut Inputs, memo: &Memo) -> Warned<Option<Parsed>> {
    let mut diagnostics = Vec::new();
    let Some(config) = read_config(inputs, &mut diagnostics) else {
        return Warned::new(None, diagnostics);
    };
    let rules = Rules { language: config.language, allow_html: config.allow_html };
    let glossary = read_glossary(inputs, rules, &mut diagnostics);
    let keep = inputs.keep_texts;
    let mut files: Vec<(&str, &mut InputFile)> =
        inputs.files.iter_mut().map(|(path, file)| (&**path, file)).collect();
    let pieces: Vec<Read<'_>> =
        files.par_iter_mut().map(|(path, file)| read(path, file, rules, memo, keep)).collect();
    let mut gathered = Gathered::new(config, inputs.drafts);
    for (Warned { value: piece, diagnostics: found }, suspects) in pieces {
        // What is wrong with a draft is told to who asks for drafts.
        let left_out =
            matches!(&piece, Piece::Guide(_, _, Some(guide), _) if gathered.is_left_out(guide));
        if !left_out {
            diagnostics.extend(found);
            gathered.suspects.extend(suspects.iter().cloned());
        }
        gathered.add(piece, &mut diagnostics);
    }
    let parsed = gathered.finish(glossary, &mut diagnostics);
    Warned::new(Some(parsed), diagnostics)
}

fn read_config(inputs: &Inputs, diagnostics: &mut Vec<Diagnostic>) -> Option<SiteConfig> {
    let path = "site.yaml";
    let Some(file) = inputs.files.get(path) else {
        diagnostics.push(
            Diagnostic::placeless(
                Code::MissingFile,
                "Il manque « site.yaml », les réglages du site.",
            )
            .help("`pasapas init` en fait un."),
        );
        return None;
    };
    let Some(text) = file.text() else {
        diagnostics.push(not_utf8(path, &file.bytes));
        return None;
    };
    crate::parse::site::parse_site(Source::new(path, text)).take(diagnostics)
}

fn read_glossary(inputs: &Inputs, rules: Rules, diagnostics: &mut Vec<Diagnostic>) -> Vec<Term> {
    let path = "content/glossary.yaml";
    let Some(file) = inputs.files.get(path) else { return Vec::new() };
    let Some(text) = file.text() else {
        diagnostics.push(not_utf8(path, &file.bytes));
        return Vec::new();
    };
    crate::parse::glossary::parse_glossary(Source::new(path, text), rules).take(diagnostics)
}

fn role(path: &str) -> Role<'_> {
    let parts: Vec<&str> = path.split('/').collect();
    let stem = |ending: &str| parts.last().and_then(|file| file.strip_suffix(ending));
    match parts[..] {
        ["site.yaml"] => Role::Site,
        ["content", "glossary.yaml"] => Role::Glossary,
        ["themes", _, ..] => Role::Theme,
        ["content", "screenshots", ..] | ["academies", _, "screenshots", ..] => Role::Image,
        ["content", "procedures", _] => {
            stem(".yaml").map_or(Role::Stray, |id| Role::Procedure { academy: None, id })
        }
        ["academies", slug, "academy.yaml"] => Role::Academy { slug },
        ["academies", slug, "procedures", _] => {
            stem(".yaml").map_or(Role::Stray, |id| Role::Procedure { academy: Some(slug), id })
        }
        ["academies", slug, "guides", ..] => {
            stem(".md").map_or(Role::Stray, |id| Role::Guide { academy: Some(slug), id })
        }
        ["content", ..] => stem(".md").map_or(Role::Stray, |id| Role::Guide { academy: None, id }),
        _ => Role::Stray,
    }
}

/// Parses a file and lets go of its text, unless it is to be kept.
fn read<'p>(
    path: &'p str,
    file: &mut InputFile,
    rules: Rules,
    memo: &Memo,
    keep: bool,
) -> Read<'p> {
    let suspects = suspects_of(path, file, memo);
    let piece = parse_file(path, file, rules, memo);
    // Plans take images and themes as they are; the theme's name is looked for in `site.yaml`.
    if !keep && !matches!(role(path), Role::Image | Role::Theme | Role::Site) {
        file.forget();
    }
    (piece, suspects)
}

fn parse_file<'p>(path: &'p str, file: &InputFile, rules: Rules, memo: &Memo) -> Warned<Piece<'p>> {
    let role = role(path);
    match role {
        Role::Site | Role::Glossary | Role::Theme => return Warned::clean(Piece::Other),
        Role::Stray => return Warned::new(Piece::Other, vec![stray(path)]),
        Role::Image => return Warned::clean(Piece::Image(path, image_facts(file, memo))),
        _ => {}
    }
    let Some(text) = file.text() else {
        return Warned::new(unread(role, path), vec![not_utf8(path, &file.bytes)]);
    };
    let source = Source::new(path, text);
    let key = xxh3_128(format!("{:x} {rules:?} {path}", file.hash).as_bytes());
    match role {
        Role::Guide { academy, id } => memo
            .guides
            .get(key, || named(path, id, crate::parse::guide::parse_guide(source, rules, id)))
            .map(|guide| Piece::Guide(academy, id, guide, path)),
        Role::Procedure { academy, id } => memo
            .procedures
            .get(key, || {
                named(path, id, crate::parse::procedure::parse_procedure(source, rules, id))
            })
            .map(|procedure| Piece::Procedure(academy, id, procedure)),
        Role::Academy { slug } => memo
            .academies
            .get(key, || {
                named(path, slug, crate::parse::academy::parse_academy(source, rules, slug))
            })
            .map(|academy| Piece::Academy(slug, academy)),
        _ => Warned::clean(Piece::Other),
    }
}

/// What looks like somebody's data in a file that is published, or in its name.
fn suspects_of(path: &str, file: &InputFile, memo: &Memo) -> Arc<[Suspect]> {
    let role = role(path);
    if matches!(role, Role::Theme | Role::Stray) {
        return Arc::default();
    }
    let key = xxh3_128(format!("{:x} {path}", file.hash).as_bytes());
    memo.suspects.get(key, || match role {
        Role::Image => {
            let text = format!("{path}\n{}", metadata_text(&file.bytes));
            let span = Span::start_of(FileId::of(path));
            let found = find_suspects(Source::new(path, &text)).into_iter();
            found.map(|suspect| Suspect { span, ..suspect }).collect()
        }
        _ => find_suspects(Source::new(path, file.text().unwrap_or_default())).into(),
    })
}

/// The piece of a file that cannot be read at all.
fn unread<'p>(role: Role<'p>, path: &'p str) -> Piece<'p> {
    match role {
        Role::Academy { slug } => Piece::Academy(slug, None),
        Role::Guide { academy, id } => Piece::Guide(academy, id, None, path),
        Role::Procedure { academy, id } => Piece::Procedure(academy, id, None),
        _ => Piece::Other,
    }
}

/// Reports a name that no address can hold; the value is kept, so that links to it are no errors.
fn named<T>(path: &str, name: &str, parsed: Warned<Option<T>>) -> Warned<Option<Arc<T>>> {
    let mut parsed = parsed.map(|value| value.map(Arc::new));
    if !is_slug(name) {
        let message = format!("« {name} » ne peut pas servir dans une adresse.");
        let what = if path.ends_with("/academy.yaml") { "dossier" } else { "fichier" };
        let help = format!("Renommez le {what}, par exemple en « {} ».", slug(name));
        let span = Span::start_of(FileId::of(path));
        parsed.diagnostics.push(Diagnostic::error(Code::BadName, span, message).help(help));
    }
    parsed
}

fn image_facts(file: &InputFile, memo: &Memo) -> ImageFacts {
    memo.images.get(file.hash, || ImageFacts {
        hash: file.hash,
        size: measure(&file.bytes),
        photo: is_photo(&file.bytes),
    })
}

fn stray(path: &str) -> Diagnostic {
    let span = Span::start_of(FileId::of(path));
    let help = if path.rsplit_once('.').is_some_and(|(_, ending)| ending == "yml") {
        "Renommez-le en « .yaml »."
    } else {
        "Les guides (.md) vont dans content/ ou academies/…/guides/, les procédures (.yaml) dans \
         procedures/, les images dans screenshots/ ; une académie se décrit dans academy.yaml."
    };
    Diagnostic::warning(Code::StrayFile, span, format!("Rien ne lit le fichier « {path} »."))
        .help(help)
}

/// The files of an academy so far.
#[derive(Default)]
struct Folder {
    facts: Option<Arc<Academy>>,
    has_facts: bool,
    guides: BTreeMap<Box<str>, Arc<Guide>>,
    procedures: BTreeMap<Box<str>, Arc<Procedure>>,
}

/// All files so far.
struct Gathered<'p> {
    config: SiteConfig,
    drafts: bool,
    left_out: Vec<Arc<Guide>>,
    unread: Unread,
    shared: Folder,
    academies: BTreeMap<&'p str, Folder>,
    images: BTreeMap<Box<str>, ImageFacts>,
    suspects: Vec<Suspect>,
}

impl<'p> Gathered<'p> {
    fn new(config: SiteConfig, drafts: bool) -> Self {
        Self {
            config,
            drafts,
            left_out: Vec::new(),
            unread: Unread::default(),
            shared: Folder::default(),
            academies: BTreeMap::new(),
            images: BTreeMap::new(),
            suspects: Vec::new(),
        }
    }

    /// Whether this is a draft, which nobody asked for.
    fn is_left_out(&self, guide: &Guide) -> bool {
        guide.draft && !self.drafts
    }

    fn folder(&mut self, academy: Option<&'p str>) -> &mut Folder {
        match academy {
            Some(slug) => self.academies.entry(slug).or_default(),
            None => &mut self.shared,
        }
    }

    fn add(&mut self, piece: Piece<'p>, diagnostics: &mut Vec<Diagnostic>) {
        match piece {
            Piece::Academy(slug, facts) => {
                let folder = self.folder(Some(slug));
                folder.facts = facts;
                folder.has_facts = true;
            }
            Piece::Guide(academy, _, Some(guide), path) => {
                self.add_guide(academy, guide, path, diagnostics);
            }
            Piece::Procedure(academy, id, Some(procedure)) => {
                self.folder(academy).procedures.insert(id.into(), procedure);
            }
            Piece::Image(path, facts) => _ = self.images.insert(path.into(), facts),
            Piece::Guide(academy, id, None, _) => {
                self.folder(academy);
                self.unread.guides.insert(id.into());
            }
            Piece::Procedure(academy, id, None) => {
                self.folder(academy);
                self.unread.procedures.insert(id.into());
            }
            Piece::Other => {}
        }
    }

    fn add_guide(
        &mut self,
        academy: Option<&'p str>,
        guide: Arc<Guide>,
        path: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        if self.is_left_out(&guide) {
            self.left_out.push(guide);
            self.folder(academy);
            return;
        }
        let folder = self.folder(academy);
        if folder.guides.contains_key(&guide.id) {
            let message = format!("Deux guides auraient la même adresse : « {} ».", guide.id);
            diagnostics.push(
                Diagnostic::error(Code::DuplicateAddress, guide.title.span, message)
                    .help(format!("Renommez « {path} » : le nom du fichier fait l’adresse.")),
            );
            return;
        }
        folder.guides.insert(guide.id.clone(), guide);
    }

    fn finish(mut self, glossary: Vec<Term>, diagnostics: &mut Vec<Diagnostic>) -> Parsed {
        let mut academies = Vec::with_capacity(self.academies.len());
        for (slug, folder) in self.academies {
            if !folder.has_facts {
                diagnostics.push(no_facts(slug));
            }
            let Some(facts) = folder.facts else {
                self.unread.academies.insert(slug.into());
                continue;
            };
            if is_reserved(slug) {
                let message = format!("Le nom « {slug} » sert déjà à une autre page du site.");
                diagnostics.push(
                    Diagnostic::error(Code::DuplicateAddress, facts.span, message)
                        .help("Renommez le dossier de l’académie."),
                );
            }
            let Folder { guides, procedures, .. } = folder;
            academies.push(ParsedAcademy { facts, guides, procedures });
        }
        Parsed {
            config: Arc::new(self.config),
            academies,
            guides: self.shared.guides,
            procedures: self.shared.procedures,
            drafts: self.left_out,
            unread: self.unread,
            glossary: Arc::new(glossary),
            images: self.images,
            suspects: self.suspects,
        }
    }
}

fn no_facts(slug: &str) -> Diagnostic {
    let path = format!("academies/{slug}/academy.yaml");
    let message = format!("L’académie « {slug} » n’a pas de fichier « {path} ».");
    Diagnostic::placeless(Code::MissingFile, message)
        .help("Créez-le avec au moins « name » et « mail_domain ».")
}

/// Whether another page of the site begins with this folder.
fn is_reserved(slug: &str) -> bool {
    matches!(slug, "assets" | "images" | "guides")
        || GENERAL.iter().any(|(path, _)| path.strip_suffix('/') == Some(slug))
}
