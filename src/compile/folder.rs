//! The files of one folder, put together.
//!
//! In: the parsed files of `content/`, of an academy, or of neither. Out: a [`ReadFolder`]. Where a part
//! of it is what it was in the last compile, it is the same value.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::read::{File, Piece, Reading, SITE, is_almost_academy, is_picture};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Academy, Guide, SiteConfig, Term};
use crate::parse::personal::Found;
use crate::resolve::images::{Images, check, steps_with_screenshots};
use crate::resolve::needs::visit_steps;
use crate::resolve::parsed::{Folder, Guides, Procedures, Unread, Uses};
use crate::view::home::GENERAL;

/// A folder with what was found in it.
#[derive(Debug)]
pub(super) struct ReadFolder {
    /// How its files were read.
    pub(super) reading: Reading,
    /// The hash of its files and their paths.
    pub(super) key: u128,
    /// Its files, by path.
    files: Vec<Arc<File>>,
    pub(super) folder: Arc<Folder>,
    /// The facts of its academy.
    pub(super) facts: Option<Arc<Academy>>,
    /// Whether it is the folder of an academy, with facts or without.
    pub(super) is_academy: bool,
    pub(super) config: Option<Arc<SiteConfig>>,
    pub(super) glossary: Option<Arc<Vec<Term>>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What is put together so far.
#[derive(Default)]
struct Parts {
    guides: Guides,
    procedures: Procedures,
    images: Images,
    astray: Vec<Box<str>>,
    drafts: BTreeSet<Box<str>>,
    unread: Unread,
    uses: Uses,
    facts: Option<Arc<Academy>>,
    has_facts: bool,
    is_academy: bool,
    config: Option<Arc<SiteConfig>>,
    glossary: Option<Arc<Vec<Term>>>,
    diagnostics: Vec<Diagnostic>,
}

/// Puts the files of the folder at `path` together.
pub(super) fn put_together(
    path: &str,
    key: u128,
    reading: Reading,
    files: Vec<Arc<File>>,
    last: Option<&ReadFolder>,
) -> ReadFolder {
    let mut parts = Parts::default();
    let mut found = Found::default();
    for file in &files {
        // What is wrong with a draft is told to who asks for drafts.
        if let Piece::Guide(guide) = &file.piece
            && guide.draft
            && !reading.drafts
        {
            parts.leave_out(guide);
            continue;
        }
        parts.diagnostics.extend(file.diagnostics.iter().cloned());
        found.suspects.extend(file.found.suspects.iter().cloned());
        found.composites.extend(file.found.composites.iter().cloned());
        parts.add(file);
    }
    if let Some(slug) = path.strip_prefix("academies/") {
        parts.check_academy(slug.trim_end_matches('/'));
    }
    parts.find_uses();
    let shots = steps_with_screenshots(&parts.procedures);
    let edits = check(&shots, &parts.images, &mut parts.diagnostics);
    let Parts { guides, procedures, images, astray, drafts, unread, uses, .. } = parts;
    let last = last.map(|last| &last.folder);
    let folder = Folder {
        guides: kept(guides, last.map(|last| &last.guides), Arc::ptr_eq),
        procedures: kept(procedures, last.map(|last| &last.procedures), Arc::ptr_eq),
        images: kept(images, last.map(|last| &last.images), |a, b| a.facts == b.facts),
        astray,
        drafts,
        unread,
        uses,
        found,
        shots,
        edits,
    };
    ReadFolder {
        reading,
        key,
        files,
        folder: Arc::new(folder),
        facts: parts.facts,
        is_academy: parts.is_academy,
        config: parts.config,
        glossary: parts.glossary,
        diagnostics: parts.diagnostics,
    }
}

impl ReadFolder {
    /// The file at this path.
    pub(super) fn file(&self, path: &str) -> Option<&Arc<File>> {
        let at = self.files.binary_search_by(|file| (*file.path).cmp(path)).ok()?;
        Some(&self.files[at])
    }
}

/// The last map if the new one has the same in it.
fn kept<T>(
    new: BTreeMap<Box<str>, T>,
    last: Option<&Arc<BTreeMap<Box<str>, T>>>,
    same: impl Fn(&T, &T) -> bool,
) -> Arc<BTreeMap<Box<str>, T>> {
    let is_last = |last: &&Arc<BTreeMap<Box<str>, T>>| {
        last.len() == new.len() && last.iter().zip(&new).all(|(a, b)| a.0 == b.0 && same(a.1, b.1))
    };
    last.filter(is_last).map_or_else(|| Arc::new(new), Arc::clone)
}

impl Parts {
    fn leave_out(&mut self, draft: &Guide) {
        self.is_academy = true;
        self.drafts.insert(draft.id.clone());
        self.uses.shown_by_drafts.extend(draft.procedures().map(Into::into));
    }

    fn add(&mut self, file: &File) {
        self.is_academy |= matches!(
            file.piece,
            Piece::Academy(_)
                | Piece::Guide(_)
                | Piece::Procedure(_)
                | Piece::UnreadGuide(_)
                | Piece::UnreadProcedure(_)
        );
        match &file.piece {
            Piece::Site(config) => self.config.clone_from(config),
            Piece::Glossary(terms) => self.glossary = Some(Arc::clone(terms)),
            Piece::Academy(facts) => {
                self.facts.clone_from(facts);
                self.has_facts = true;
            }
            Piece::Guide(guide) => self.add_guide(guide, &file.path),
            Piece::Procedure(procedure) => {
                self.procedures.insert(procedure.id.clone(), Arc::clone(procedure));
            }
            Piece::Image(image) => _ = self.images.insert(file.path.clone(), image.clone()),
            Piece::UnreadGuide(id) => _ = self.unread.guides.insert(id.clone()),
            Piece::UnreadProcedure(id) => _ = self.unread.procedures.insert(id.clone()),
            Piece::Other => {
                self.is_academy |= is_almost_academy(&file.path);
                if is_picture(&file.path) {
                    self.astray.push(file.path.clone());
                }
            }
        }
    }

    fn add_guide(&mut self, guide: &Arc<Guide>, path: &str) {
        if let Some(first) = self.guides.get(&guide.id) {
            let message = format!("Deux guides auraient la même adresse : « {} ».", guide.id);
            self.diagnostics.push(
                Diagnostic::error(Code::DuplicateAddress, guide.title.span, message)
                    .note(first.title.span, "l’autre guide")
                    .help(format!("Renommez « {path} » : le nom du fichier fait l’adresse.")),
            );
            return;
        }
        self.guides.insert(guide.id.clone(), Arc::clone(guide));
    }

    /// Reports an academy without facts, and one whose name is taken.
    fn check_academy(&mut self, slug: &str) {
        if self.is_academy && !self.has_facts {
            self.diagnostics.push(no_facts(slug));
        }
        let Some(facts) = self.facts.as_ref().filter(|_| is_reserved(slug)) else { return };
        let message = format!("Le nom « {slug} » sert déjà à une autre page du site.");
        self.diagnostics.push(
            Diagnostic::error(Code::DuplicateAddress, facts.span, message)
                .help("Renommez le dossier de l’académie."),
        );
    }

    fn find_uses(&mut self) {
        let uses = &mut self.uses;
        let guides = self.guides.values();
        uses.shown = guides.flat_map(|guide| guide.procedures()).map(Into::into).collect();
        let logo = self.facts.iter().filter_map(|facts| facts.logo.as_ref());
        uses.images = logo.map(|logo| logo.image.value.clone()).collect();
        for procedure in self.procedures.values() {
            uses.extended.extend(procedure.extends.iter().map(|extends| extends.value.clone()));
            visit_steps(&procedure.own_items(), &mut |step| {
                uses.images.extend(step.screenshot.iter().map(|shot| shot.image.value.clone()));
            });
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

/// That there is no `site.yaml`.
pub(super) fn no_site() -> Diagnostic {
    let message = format!("Il manque « {SITE} », les réglages du site.");
    Diagnostic::placeless(Code::MissingFile, message).help("`pasapas init` en fait un.")
}
