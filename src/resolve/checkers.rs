//! What the checkers of pages load: the module and the dictionary that travel in the program, and the
//! rules of each academy in one file.
//!
//! In: académies whose pages may have checkers. Out: files by path. Each has a twin, a script that
//! carries the same bytes, for places where a page may not fetch: a folder on a disk, or a server that
//! does not know the type.

use std::borrow::Cow;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use pasapas_checker::{Record, rules};

use super::pages::Pages;
use super::steps::FilledItem;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::academy::IdentifierKind;
use crate::model::checker::Checker;
use crate::model::guide::Block;
use crate::model::{Academy, Guide};

/// The checker as WebAssembly; `tools/module.sh` builds it.
static MODULE: &[u8] = include_bytes!("../../checker/module/checker.wasm");
/// The words of the dictionary; `tools/dictionary` makes them.
static WORDS: &[u8] = include_bytes!("../../checker/dictionary/fr.txt");

/// The most bytes that the rules of an academy may take: a reader on a phone waits for them.
const LARGEST: usize = 8000;

/// The checker, which all pages with checkers load.
pub static CHECKER: LazyLock<Binary> =
    LazyLock::new(|| Binary::new("assets/checker/module", "wasm", MODULE.into()));
/// The dictionary, which pages with a policy that refuses its words load as well.
pub static DICTIONARY: LazyLock<Binary> =
    LazyLock::new(|| Binary::new("assets/checker/dictionary", "txt", WORDS.into()));

/// A file that pages load.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Binary {
    /// Its path below the site's root, named after its content.
    pub path: Box<str>,
    /// The path of its twin: the same with the ending `js`.
    pub twin_path: Box<str>,
    /// Its content.
    pub bytes: Cow<'static, [u8]>,
}

impl Binary {
    /// A file whose path begins with `stem`.
    #[must_use]
    pub fn new(stem: &str, ending: &str, bytes: Cow<'static, [u8]>) -> Self {
        let hash = xxhash_rust::xxh3::xxh3_64(&bytes);
        let path = |ending| format!("{stem}.{hash:016x}.{ending}").into();
        Self { path: path(ending), twin_path: path("js"), bytes }
    }

    /// A script that leaves the content, in base 64, on its own element.
    #[must_use]
    pub fn twin(&self) -> String {
        format!("document.currentScript.bytes=\"{}\"", STANDARD.encode(&self.bytes))
    }
}

/// The file of an academy's rules, if its pages have checkers; `known` is what the addresses of all
/// courses begin with.
pub fn rules(pages: &Pages, known: &[u8], diagnostics: &mut Vec<Diagnostic>) -> Option<Binary> {
    if !pages.has_checkers() {
        return None;
    }
    let facts = pages.facts();
    // Its own come first: they win where another academy has the same addresses.
    let rules = rules_of(facts, &[&courses_of(facts), known].concat());
    if rules.bytes.len() > LARGEST {
        diagnostics.push(too_large(facts, rules.bytes.len()));
    }
    Some(rules)
}

fn too_large(facts: &Academy, size: usize) -> Diagnostic {
    let message = format!(
        "Les règles des vérificateurs de l’{} pèsent {size} octets : le maximum est {LARGEST}.",
        facts.full_name
    );
    Diagnostic::error(Code::BadPattern, facts.span, message)
        .help("Simplifiez ou retirez les plus longs « pattern ».")
}

/// What the addresses of an academy's courses begin with.
#[must_use]
pub fn courses_of(facts: &Academy) -> Vec<u8> {
    let prefixes = facts.identifiers.values().filter_map(|identifier| match &identifier.kind {
        IdentifierKind::CourseLink { prefixes } => Some(prefixes),
        _ => None,
    });
    let courses = prefixes.flatten().map(|prefix| (&**prefix, &*facts.slug, &*facts.full_name));
    rules::write_courses(courses)
}

/// The policies in the order of their ids, then the formats.
fn rules_of(facts: &Academy, known: &[u8]) -> Binary {
    let policies = facts.policies.values().map(|it| Record::Password(it.rules.clone()));
    let formats = facts.identifiers.values().map(|it| Record::Identifier(it.format(known)));
    let records: Vec<_> = policies.chain(formats).collect();
    Binary::new(&format!("{}/rules", facts.slug), "bin", rules::write(&records).into())
}

/// The number of the record with the rules of a checker, in the file of its academy.
#[must_use]
pub fn record_number(facts: &Academy, checker: &Checker) -> Option<usize> {
    match checker {
        Checker::Password(id) => facts.policies.keys().position(|key| key == id),
        Checker::Identifier(id) => {
            let at = facts.identifiers.keys().position(|key| key == id)?;
            Some(facts.policies.len() + at)
        }
    }
}

/// The checkers that the page of a guide shows.
#[must_use]
pub fn checkers_of<'p>(pages: &'p Pages, guide: &'p Guide) -> Vec<&'p Checker> {
    let mut checkers = Vec::new();
    for block in &guide.blocks {
        if let Block::Checker(checker) = &block.value {
            checkers.push(checker);
        }
    }
    pages.procedures(guide).for_each(|procedure| add_checkers(&procedure.items, &mut checkers));
    checkers
}

fn add_checkers<'p>(items: &'p [FilledItem], checkers: &mut Vec<&'p Checker>) {
    for item in items {
        match item {
            FilledItem::Step(step) => checkers.extend(&step.checker),
            FilledItem::Choice(choice) => {
                choice.options.iter().for_each(|option| add_checkers(&option.items, checkers));
            }
        }
    }
}
