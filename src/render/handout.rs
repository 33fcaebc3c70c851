//! Guides on paper as PDF, by the Typst templates of the theme.
//!
//! In: a view made for paper, the theme's [`Press`], and the pictures that the view names. Out: a tagged
//! PDF/UA-1 (ISO 14289-1), the same bytes for the same view, or what is wrong with the template. A template
//! sees its view, the texts of the interface and the pictures; no file, no clock, no network.

mod diagnose;
mod job;
pub mod press;
mod qr;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use typst::foundations::{Bytes, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use xxhash_rust::xxh3::xxh3_128;

use super::Run;
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::span::Span;
use crate::view::{PaperView, Sheet};
use diagnose::diagnose;
use job::{Job, picture_name};
use press::{Press, Ready};
use qr::{Qr, qr};

/// Changes when the same view would give other bytes for a reason of ours; a version of Typst is a reason of its
/// own.
const TYPESETTER: u32 = 1;
/// After so many handouts what none of the last ones needed is forgotten: the next ones often have the same
/// pictures.
const REMEMBERED: usize = 4;
/// Counts them.
static PRINTED: AtomicUsize = AtomicUsize::new(0);

/// A view with all that the bytes of its PDF depend on.
#[derive(Debug)]
pub struct Prepared<'v> {
    view: &'v PaperView<'v>,
    /// The view as its template reads it.
    json: String,
    key: u128,
    /// The hash of what is said, whatever the sheet and the theme.
    content: u128,
}

/// What a template reads as `given.json`, besides the view.
#[derive(Serialize)]
struct Given {
    /// What tells two versions of the same guide apart.
    version: String,
    /// The address of the page.
    qr: Qr,
}

/// What a template reads as `sheet.json`: the same for many documents.
#[derive(Serialize)]
struct SheetOf<'s> {
    #[serde(flatten)]
    sheet: Sheet,
    /// Whether several guides are printed.
    booklet: bool,
    /// The language of it all.
    language: &'s str,
    /// The families of the theme's fonts.
    fonts: &'s [String],
}

/// Gets a view ready: what its key tells is all that makes the bytes.
#[must_use]
pub fn prepare<'v>(view: &'v PaperView<'v>, press: &Press) -> Prepared<'v> {
    let json = json_of(view);
    let (typst, template) = (typst::utils::version().raw(), view.template());
    let key = format!("{TYPESETTER} {typst} {template} {:032x} {json}", press.key);
    // The sheet is the last field of each view.
    let content = json.rfind(",\"sheet\":").map_or(&*json, |at| &json[..at]);
    let content = xxh3_128(content.as_bytes());
    Prepared { view, key: xxh3_128(key.as_bytes()), json, content }
}

impl Prepared<'_> {
    /// The hash of everything that makes the bytes. The pictures are in it: their addresses hold theirs.
    #[must_use]
    pub fn key(&self) -> u128 {
        self.key
    }

    /// What is said of it whenever it is made: which characters of it no font has.
    #[must_use]
    pub fn warnings(&self, press: &Press, about: Span) -> Option<Diagnostic> {
        lost_characters(&press.ready().printable(&self.json).1, about)
    }

    /// Makes the PDF. `about` is the source file to which problems belong that have no place in a template;
    /// `picture` gives the bytes of the picture at an address of the view; `run` does the typesetting.
    #[must_use]
    pub fn print(
        &self,
        press: &Press,
        about: Span,
        picture: &dyn Fn(&str) -> Warned<Option<Vec<u8>>>,
        run: &Run<'_>,
    ) -> Warned<Option<Vec<u8>>> {
        let mut diagnostics = Vec::new();
        let addresses = self.view.pictures();
        let mut pictures = Vec::with_capacity(addresses.len());
        for address in &addresses {
            let Some(bytes) = picture(address).take(&mut diagnostics) else {
                return Warned::new(None, diagnostics);
            };
            pictures.push(Bytes::new(bytes));
        }
        let ready = press.ready();
        let (json, lost) = ready.printable(&self.json);
        diagnostics.extend(lost_characters(&lost, about));
        // Templates know pictures by the names of their files.
        let named = addresses.iter().zip(0..).fold(json.into_owned(), |json, (address, at)| {
            json.replace(&json_of(address), &json_of(&picture_name(at)))
        });
        let (given, sheet, template) =
            (self.given(&named), self.sheet(ready), self.view.template());
        let job = Job { press: Arc::clone(ready), about, template, given, sheet, pictures };
        let booklet = matches!(self.view, PaperView::Booklet(_));
        let hopeless = press.is_hopeless(booklet, about.file);
        let typeset = if hopeless { None } else { self.typeset(job, run) };
        let pdf = if let Some(typeset) = typeset {
            typeset.take(&mut diagnostics)
        } else {
            press.give_up(booklet, about.file);
            diagnostics.push(endless(press, about, template));
            None
        };
        let count = PRINTED.fetch_add(1, Ordering::Relaxed);
        match self.view {
            // It has the pictures of an academy.
            PaperView::Booklet(_) => comemo::evict(0),
            PaperView::Handout(_) if count.is_multiple_of(REMEMBERED) => comemo::evict(1),
            PaperView::Handout(_) => {}
        }
        Warned::new(pdf, diagnostics)
    }

    /// The PDF; none at all if it was given up.
    fn typeset(&self, job: Job, run: &Run<'_>) -> Option<Warned<Option<Vec<u8>>>> {
        let ident = format!("{:032x}", self.key);
        let made = Arc::new(Mutex::new(None));
        let to_make = Arc::clone(&made);
        let work = Box::new(move || {
            let mut diagnostics = Vec::new();
            let pdf = typeset(&job, ident, &mut diagnostics);
            *to_make.lock().unwrap_or_else(PoisonError::into_inner) =
                Some(Warned::new(pdf, diagnostics));
        });
        let in_time = run(work);
        made.lock().unwrap_or_else(PoisonError::into_inner).take().filter(|_| in_time)
    }

    fn given(&self, json: &str) -> Bytes {
        let version = format!("{:06x}", self.content >> 104);
        let given = json_of(&Given { version, qr: qr(self.view.address()) });
        Bytes::from_string(format!("{{\"view\":{json},{}", &given[1..]))
    }

    fn sheet(&self, press: &Ready) -> Bytes {
        let booklet = matches!(self.view, PaperView::Booklet(_));
        let (language, fonts) = (self.view.language(), &*press.families);
        let sheet = SheetOf { sheet: self.view.sheet(), booklet, language, fonts };
        Bytes::from_string(json_of(&sheet))
    }
}

fn json_of(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("what is given has only text keys and finite numbers")
}

fn typeset(job: &Job, ident: String, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<u8>> {
    let compiled = typst::compile::<PagedDocument>(job);
    diagnostics.extend(compiled.warnings.iter().map(|warning| diagnose(warning, job)));
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("pasapas".to_owned())),
        standards: PdfStandards::new(&[PdfStandard::Ua_1]).expect("one standard has no rival"),
        ..PdfOptions::default()
    };
    match compiled.output.and_then(|document| typst_pdf::pdf(&document, &options)) {
        Ok(pdf) => Some(pdf),
        Err(errors) => {
            diagnostics.extend(errors.iter().map(|error| diagnose(error, job)));
            None
        }
    }
}

/// That a handout was given up.
fn endless(press: &Press, about: Span, template: &str) -> Diagnostic {
    if let Some((name, file)) = press.suspect(template) {
        let message =
            format!("Le gabarit « {name} » n’aboutit pas : la mise en page ne se termine jamais.");
        return Diagnostic::error(Code::Template, Span::start_of(file), message)
            .help("Cherchez-y une boucle trop longue, ou une fonction qui s’appelle elle-même, et comparez-le avec celui du thème par défaut.");
    }
    let message = "La fiche à imprimer n’a pas été faite : sa mise en page prend trop de temps.";
    Diagnostic::error(Code::Template, about, message)
        .help("Partagez ce guide en plusieurs. Sur une machine très lente, donnez-lui plus de secondes, par exemple PASAPAS_HANDOUT_SECONDS=300.")
}

fn lost_characters(lost: &[char], about: Span) -> Option<Diagnostic> {
    let quoted: Vec<String> = lost.iter().map(|char| format!("« {char} »")).collect();
    let message = format!(
        "Sur papier manquent les caractères {} : aucune police du thème ne les a.",
        quoted.join(", ")
    );
    let help = "Remplacez-les par des mots, ou ajoutez une police à « themes/…/handout/ ».";
    (!lost.is_empty()).then(|| Diagnostic::warning(Code::LostCharacter, about, message).help(help))
}
