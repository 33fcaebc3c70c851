//! Images: which there are, how large they are, and whether marks lie inside them.
//!
//! In: the facts of each image file, read from its header. Out: errors for screenshots whose image
//! cannot be read or is too small; no pixel is decoded here.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::needs::visit_steps;
use super::outside;
use super::parsed::Procedures;
use super::rescale::{Edit, Rescaling, rescalings};
use crate::diagnostic::{Code, Diagnostic};
use crate::inputs::InputFile;
use crate::model::procedure::Step;
use crate::model::screenshot::Screenshot;
use crate::span::{FileId, Located, Span};

/// The image files of a folder, by path below the site's root.
pub type Images = BTreeMap<Box<str>, Image>;

/// An image file.
#[derive(Clone, Debug)]
pub struct Image {
    /// What is known of it.
    pub facts: ImageFacts,
    /// The file, from which its content can be had.
    pub file: InputFile,
}

/// The images that the pages of an academy may show.
#[derive(Clone, Copy, Debug)]
pub struct Pictures<'a> {
    /// Its own.
    pub own: &'a Images,
    /// Those that all académies share.
    pub shared: &'a Images,
}

/// What is known of an image without decoding it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageFacts {
    /// The hash of the file.
    pub hash: u128,
    /// Width and height in pixels as it is shown, or why the file is no image that we take.
    pub size: Result<(u32, u32), Refused>,
    /// Whether it is a photograph: a JPEG.
    pub photo: bool,
}

/// Why an image is not taken, and what can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Half a sentence, which goes on after a colon.
    pub reason: Box<str>,
    /// How to mend it.
    pub help: &'static str,
}

impl Refused {
    /// An image is not taken for this reason.
    #[must_use]
    pub fn new(reason: impl Into<Box<str>>, help: &'static str) -> Self {
        Self { reason: reason.into(), help }
    }
}

/// An image to make from a source: what is destroyed and what is cut out of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Picture {
    /// The source's path below the site's root.
    pub source: Box<str>,
    /// The hash of the source.
    pub hash: u128,
    /// Width and height of the source.
    pub size: (u32, u32),
    /// Areas that are destroyed, in pixels of the source.
    pub redactions: Vec<(u32, u32, u32, u32)>,
    /// The part that is shown, in pixels of the source: x, y, width, height.
    pub part: (u32, u32, u32, u32),
    /// Whether it stands on white, and so must stand out against it.
    pub on_white: bool,
    /// Whether it is a photograph, for which lossless encodings are too large.
    pub photo: bool,
}

impl<'a> Pictures<'a> {
    /// What is known of the image at `path`.
    #[must_use]
    pub fn get(self, path: &str) -> Option<&'a ImageFacts> {
        self.own.get(path).or_else(|| self.shared.get(path)).map(|image| &image.facts)
    }
}

/// The steps of a folder's procedures that have screenshots.
#[must_use]
pub fn steps_with_screenshots(procedures: &Procedures) -> Vec<Arc<Step>> {
    let mut steps = Vec::new();
    for procedure in procedures.values() {
        visit_steps(&procedure.own_items(), &mut |step| {
            if step.screenshot.is_some() {
                steps.push(Arc::clone(step));
            }
        });
    }
    steps
}

/// That an image is no longer what it was when the build began.
pub(super) fn changed(path: &str) -> Diagnostic {
    let message = format!("L’image « {path} » a changé ou disparu pendant la construction.");
    let span = Span::start_of(FileId::of(path));
    Diagnostic::error(Code::Unreadable, span, message).help("Recommencez.")
}

/// Checks the screenshots of a folder's steps: they show images of the same folder. Gives what makes
/// coordinates right again that were taken on an image of another size.
pub fn check(steps: &[Arc<Step>], images: &Images, diagnostics: &mut Vec<Diagnostic>) -> Vec<Edit> {
    let shots: Vec<Screenshot> = steps.iter().filter_map(|step| step.screenshot.clone()).collect();
    let sizes: Vec<_> = shots.iter().map(|shot| find(&shot.image, images, diagnostics)).collect();
    let rescalings = rescalings(&shots, &sizes);
    let mut edits = Vec::new();
    for ((shot, size), rescaling) in shots.iter().zip(sizes).zip(rescalings) {
        let Some(size) = size else { continue };
        match shot.taken_on().filter(|_| rescaling != Rescaling::Right) {
            Some(taken) => {
                diagnostics.push(stale(shot, &taken, size, rescaling));
                edits.extend(rescaling.edits(shot));
            }
            None => outside::report(shot, size, diagnostics),
        }
    }
    edits
}

/// Width and height of an image; what is wrong with it is reported, unless it is not there.
pub fn find(
    image: &Located<Box<str>>,
    images: &Images,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(u32, u32)> {
    let path = &*image.value;
    // That it is missing is told by who knows where it lies instead.
    let facts = &images.get(path)?.facts;
    if let Err(Refused { reason, help }) = &facts.size {
        let message = format!("L’image « {path} » ne peut pas être lue : {reason}.");
        diagnostics.push(Diagnostic::error(Code::BadImage, image.span, message).help(*help));
    }
    facts.size.as_ref().ok().copied()
}

/// That the coordinates were taken on an image of another size.
fn stale(
    shot: &Screenshot,
    taken: &Located<(u32, u32)>,
    (width, height): (u32, u32),
    rescaling: Rescaling,
) -> Diagnostic {
    let (old_width, old_height) = taken.value;
    let what = match (shot.redactions.is_empty(), shot.marks.is_empty()) {
        (true, _) => "Les repères ont été posés",
        (false, true) => "Les caviardages ont été posés",
        (false, false) => "Les caviardages et les repères ont été posés",
    };
    let message = format!(
        "{what} sur une image de {old_width} × {old_height} pixels ; celle-ci en fait {width} × {height}."
    );
    let help = match rescaling {
        Rescaling::By(scale) => format!(
            "Même image, autre taille : `pasapas fix` multiplie par {} les coordonnées de cette \
             capture, et écrit « size: [{width}, {height}] ».",
            scale.factor()
        ),
        Rescaling::Shared => "Des nombres de cette capture servent aussi ailleurs, par un renvoi \
             (« * »), où ils ne changeraient pas de même : écrivez-les à chaque endroit, puis lancez \
             `pasapas fix`."
            .to_owned(),
        Rescaling::OtherShape | Rescaling::Right if shot.redactions.is_empty() => format!(
            "Reposez les repères sur la nouvelle image, puis écrivez « size: [{width}, {height}] »."
        ),
        Rescaling::OtherShape | Rescaling::Right => format!(
            "Ce qu’il faut cacher est ailleurs : reposez d’abord chaque caviardage sur la nouvelle image, \
             puis les repères, et regardez le résultat ; alors seulement, écrivez « size: [{width}, \
             {height}] »."
        ),
    };
    Diagnostic::error(Code::StaleMarks, taken.span, message).help(help)
}
