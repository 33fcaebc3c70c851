//! Guides on paper as PDF, by the Typst templates of the theme.
//!
//! In: a view made for paper, the theme's [`Press`], and the pictures that the view names. Out: a tagged
//! PDF/UA-1 (ISO 14289-1), the same bytes for the same view, or what is wrong with the template. A template
//! sees its view, the texts of the interface and the pictures; no file, no clock, no network.

mod diagnose;
mod job;
pub mod press;
mod qr;

use std::collections::BTreeMap;

use serde::Serialize;
use typst::foundations::{Bytes, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use xxhash_rust::xxh3::xxh3_128;

use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::span::Span;
use crate::view::PaperView;
use diagnose::diagnose;
use job::{Job, picture_name};
use press::{Press, Ready};
use qr::{Qr, qr};

/// Changes when the same view would give other bytes. The tests say when it must.
const TYPESETTER: u32 = 1;
/// How many handouts later what was made for one is forgotten: the next ones often have the same pictures.
const REMEMBERED: usize = 8;

/// A view with all that the bytes of its PDF depend on.
#[derive(Debug)]
pub struct Prepared<'v> {
    view: &'v PaperView<'v>,
    /// The view as its template reads it.
    json: String,
    key: u128,
}

/// What a template reads as `given.json`, besides the view.
#[derive(Serialize)]
struct Given<'g> {
    /// What tells two versions of the same guide apart.
    version: String,
    /// The address of the page.
    qr: Qr,
    /// The families of the theme's fonts.
    fonts: &'g [String],
    /// The names of the pictures by their addresses.
    pictures: BTreeMap<&'g str, String>,
}

/// Gets a view ready: what its key tells is all that makes the bytes.
#[must_use]
pub fn prepare<'v>(view: &'v PaperView<'v>, press: &Press) -> Prepared<'v> {
    let json = json_of(view);
    let key = format!("{TYPESETTER} {} {:032x} {json}", view.template(), press.key);
    Prepared { view, key: xxh3_128(key.as_bytes()), json }
}

impl Prepared<'_> {
    /// The hash of everything that makes the bytes. The pictures are in it: their addresses hold theirs.
    #[must_use]
    pub fn key(&self) -> u128 {
        self.key
    }

    /// Makes the PDF. `about` is the source file to which problems belong that have no place in a template;
    /// `picture` gives the bytes of the picture at an address of the view.
    #[must_use]
    pub fn print(
        &self,
        press: &Press,
        about: Span,
        picture: &dyn Fn(&str) -> Warned<Option<Vec<u8>>>,
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
        let press = press.ready();
        let (json, lost) = press.printable(&self.json);
        diagnostics.extend(lost_characters(&lost, about));
        let names = addresses.iter().zip(0..).map(|(address, at)| (*address, picture_name(at)));
        let given = self.given(&json, press, names.collect());
        let job = Job { press, about, template: self.view.template(), given, pictures };
        let pdf = typeset(&job, format!("{:032x}", self.key), &mut diagnostics);
        comemo::evict(REMEMBERED);
        Warned::new(pdf, diagnostics)
    }

    fn given(&self, json: &str, press: &Ready, pictures: BTreeMap<&str, String>) -> Bytes {
        let given = Given {
            version: format!("{:06x}", self.key >> 104),
            qr: qr(self.view.address()),
            fonts: &press.families,
            pictures,
        };
        let given = json_of(&given);
        let all = format!("{{\"view\":{json},{}", &given[1..]);
        Bytes::from_string(all)
    }
}

fn json_of(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("what is given has only text keys and finite numbers")
}

fn typeset(job: &Job<'_>, ident: String, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<u8>> {
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

fn lost_characters(lost: &[char], about: Span) -> Option<Diagnostic> {
    let quoted: Vec<String> = lost.iter().map(|char| format!("« {char} »")).collect();
    let message = format!(
        "Sur papier manquent les caractères {} : aucune police du thème ne les a.",
        quoted.join(", ")
    );
    let help = "Remplacez-les par des mots, ou ajoutez une police à « themes/…/handout/ ».";
    (!lost.is_empty()).then(|| Diagnostic::warning(Code::LostCharacter, about, message).help(help))
}
