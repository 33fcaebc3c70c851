//! Which file is what, and all of them parsed.
//!
//! In: the files of a site. Out: [`Parsed`]: every file read by its parser, in parallel, or
//! remembered. A file that nothing reads is reported, never passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::inputs::{InputFile, Inputs};
use crate::memo::Memo;
use crate::model::{Academy, Guide, Procedure, SiteConfig};
use crate::parse::name::{is_slug, slug};
use crate::parse::{Rules, Source};
use crate::render::picture::measure;
use crate::resolve::images::ImageFacts;
use crate::resolve::{Parsed, ParsedAcademy};
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
    Guide(Option<&'p str>, Option<Arc<Guide>>, &'p str),
    Procedure(Option<&'p str>, &'p str, Option<Arc<Procedure>>),
    Image(&'p str, ImageFacts),
    Other,
}

/// Parses everything. Nothing comes out when `site.yaml` cannot be read.
#[must_use]
pub fn gather(inputs: &Inputs, memo: &Memo) -> Warned<Option<Parsed>> {
    let mut diagnostics = Vec::new();
    let Some(config) = read_config(inputs, &mut diagnostics) else {
        return Warned::new(None, diagnostics);
    };
    let rules = Rules { language: config.language, allow_html: config.allow_html };
    let files: Vec<(&str, &InputFile)> =
        inputs.files.iter().map(|(path, file)| (&**path, file)).collect();
    let pieces: Vec<Warned<Piece<'_>>> =
        files.par_iter().map(|(path, file)| parse_file(path, file, rules, memo)).collect();
    let mut gathered = Gathered::new(config, inputs.drafts);
    for piece in pieces {
        let piece = piece.take(&mut diagnostics);
        gathered.add(piece, &mut diagnostics);
    }
    let mut parsed = gathered.finish(&mut diagnostics);
    if let Some(file) = inputs.files.get("content/glossary.yaml") {
        let source = Source::new("content/glossary.yaml", file.text().unwrap_or_default());
        let glossary = crate::parse::glossary::parse_glossary(source, rules);
        parsed.glossary = Arc::new(glossary.take(&mut diagnostics));
    }
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
        diagnostics.push(not_utf8(path, file));
        return None;
    };
    crate::parse::site::parse_site(Source::new(path, text)).take(diagnostics)
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

fn parse_file<'p>(path: &'p str, file: &InputFile, rules: Rules, memo: &Memo) -> Warned<Piece<'p>> {
    let role = role(path);
    match role {
        Role::Site | Role::Glossary | Role::Theme => return Warned::clean(Piece::Other),
        Role::Stray => return Warned::new(Piece::Other, vec![stray(path)]),
        Role::Image => return Warned::clean(Piece::Image(path, image_facts(file, memo))),
        _ => {}
    }
    let Some(text) = file.text() else {
        return Warned::new(Piece::Other, vec![not_utf8(path, file)]);
    };
    let source = Source::new(path, text);
    let key = xxh3_128(format!("{:x} {rules:?} {path}", file.hash).as_bytes());
    match role {
        Role::Guide { academy, id } => memo
            .guides
            .get(key, || named(path, id, crate::parse::guide::parse_guide(source, rules, id)))
            .map(|guide| Piece::Guide(academy, guide, path)),
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

/// Reports a name that no address can hold; the value is kept, so that links to it are no errors.
fn named<T>(path: &str, name: &str, parsed: Warned<Option<T>>) -> Warned<Option<Arc<T>>> {
    let mut parsed = parsed.map(|value| value.map(Arc::new));
    if !is_slug(name) {
        let message = format!("« {name} » ne peut pas servir dans une adresse.");
        let help = format!("Renommez-le, par exemple en « {} ».", slug(name));
        let span = Span::start_of(FileId::of(path));
        parsed.diagnostics.push(Diagnostic::error(Code::BadName, span, message).help(help));
    }
    parsed
}

fn image_facts(file: &InputFile, memo: &Memo) -> ImageFacts {
    memo.images.get(file.hash, || ImageFacts { hash: file.hash, size: measure(&file.bytes) })
}

fn not_utf8(path: &str, file: &InputFile) -> Diagnostic {
    let valid = std::str::from_utf8(&file.bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let line = file.bytes[..valid].split(|byte| *byte == b'\n').count();
    let span = Span::new(FileId::of(path), valid, valid);
    let message = format!("« {path} » n’est pas enregistré en UTF-8 (ligne {line}).");
    Diagnostic::error(Code::NotUtf8, span, message)
        .help("Enregistrez-le de nouveau en UTF-8 : menu « Enregistrer sous », codage « UTF-8 ».")
}

fn stray(path: &str) -> Diagnostic {
    let span = Span::start_of(FileId::of(path));
    let help = if path.rsplit_once('.').is_some_and(|(_, ending)| ending == "yml") {
        "Renommez-le en « .yaml »."
    } else {
        "Les guides (.md) vont dans content/ ou academies/…/guides/, les procédures (.yaml) dans \
         procedures/, les images dans screenshots/."
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
    left_out: BTreeSet<Box<str>>,
    shared: Folder,
    academies: BTreeMap<&'p str, Folder>,
    images: BTreeMap<Box<str>, ImageFacts>,
}

impl<'p> Gathered<'p> {
    fn new(config: SiteConfig, drafts: bool) -> Self {
        Self {
            config,
            drafts,
            left_out: BTreeSet::new(),
            shared: Folder::default(),
            academies: BTreeMap::new(),
            images: BTreeMap::new(),
        }
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
            Piece::Guide(academy, Some(guide), path) => {
                self.add_guide(academy, guide, path, diagnostics);
            }
            Piece::Procedure(academy, id, Some(procedure)) => {
                self.folder(academy).procedures.insert(id.into(), procedure);
            }
            Piece::Image(path, facts) => _ = self.images.insert(path.into(), facts),
            Piece::Guide(academy, None, _) | Piece::Procedure(academy, _, None) => {
                self.folder(academy);
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
        if guide.draft && !self.drafts {
            self.left_out.insert(guide.id.clone());
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

    fn finish(self, diagnostics: &mut Vec<Diagnostic>) -> Parsed {
        let mut academies = Vec::with_capacity(self.academies.len());
        for (slug, folder) in self.academies {
            if !folder.has_facts {
                diagnostics.push(no_facts(slug));
            }
            let Some(facts) = folder.facts else { continue };
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
            drafts: self.left_out.into_iter().collect(),
            glossary: Arc::default(),
            images: self.images,
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
