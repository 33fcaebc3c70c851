//! Whether what one screenshot hides is hidden wherever the same image is shown.
//!
//! In: screenshots with the images that they show. Out: an error for a redaction whose image may be
//! replaced without notice, and for a screenshot that shows what another one of the same image hides. An
//! image is the same by its content, whatever its file is called.

use std::collections::HashMap;

use super::images::ImageFacts;
use super::parsed::Parsed;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::screenshot::{Area, Screenshot};

/// What another screenshot of the same image hides.
struct Hidden<'s> {
    area: Area,
    why: &'s str,
}

/// Reports what is shown in one place and hidden in another, and redactions for an image of any size.
pub fn report(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic>) {
    let mut hidden: HashMap<u128, Vec<Hidden<'_>>> = HashMap::new();
    for (shot, facts) in shots(parsed).filter(|(shot, _)| !shot.redactions.is_empty()) {
        let all = shot.redactions.iter().map(|it| Hidden { area: it.area, why: &it.why });
        hidden.entry(facts.hash).or_default().extend(all);
        if let (Ok(size), None) = (&facts.size, &shot.size) {
            diagnostics.push(no_size(shot, *size));
        }
    }
    if hidden.is_empty() {
        return;
    }
    for (shot, facts) in shots(parsed) {
        let all = hidden.get(&facts.hash).into_iter().flatten();
        if let Some(shown) = all.into_iter().find(|hidden| shows(shot, hidden.area)) {
            diagnostics.push(shown_here(shot, shown));
        }
    }
}

/// The screenshots of all folders, with the facts of their images.
fn shots(parsed: &Parsed) -> impl Iterator<Item = (&Screenshot, &ImageFacts)> {
    let steps =
        parsed.folders.iter().flat_map(|folder| folder.shots.iter().map(move |it| (folder, it)));
    steps.filter_map(|(folder, step)| {
        let shot = step.screenshot.as_ref()?;
        Some((shot, &folder.images.get(&shot.image.value)?.facts))
    })
}

/// Whether a screenshot shows something of this area.
fn shows(shot: &Screenshot, area: Area) -> bool {
    let shown = match &shot.crop {
        Some(crop) => crop.value.overlap(area),
        None => Some(area),
    };
    shown.is_some_and(|shown| !shot.redactions.iter().any(|own| own.area.encloses(shown)))
}

fn no_size(shot: &Screenshot, (width, height): (u32, u32)) -> Diagnostic {
    let message =
        "Un caviardage ne vaut que pour une image d’une taille donnée, et « size » manque.";
    let help = format!(
        "Vérifiez que le caviardage couvre ce qu’il doit cacher, puis ajoutez « size: [{width}, \
         {height}] » à cette capture : si l’image change de taille, vous en serez averti."
    );
    Diagnostic::error(Code::MissingKey, shot.image.span, message).help(help)
}

fn shown_here(shot: &Screenshot, shown: &Hidden<'_>) -> Diagnostic {
    let Area { x, y, width, height } = shown.area;
    let message = format!(
        "Cette capture montre ce qu’une autre capture de la même image caviarde : « {} ».",
        shown.why
    );
    let help = format!(
        "Caviardez-le ici aussi : « personal_data: redacted » et, sous « redact », « {{ box: [{x}, \
         {y}, {width}, {height}], why: … }} » ; ou laissez-le hors de « crop »."
    );
    Diagnostic::error(Code::NotReviewed, shot.image.span, message).help(help)
}
