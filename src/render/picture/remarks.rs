//! What an author sees of an image and readers will not.
//!
//! In: an image file. Out: warnings.

use super::decode::has_bad_profile;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::frames::moves;
use crate::span::{FileId, Span};

/// What readers will not see of an image as its author does.
#[must_use]
pub fn remarks(path: &str, bytes: &[u8]) -> Vec<Diagnostic> {
    let span = Span::start_of(FileId::of(path));
    let mut remarks = Vec::new();
    if moves(bytes) {
        let message =
            format!("L’image « {path} » est animée : seule sa première vue sera montrée.");
        let remark = Diagnostic::warning(Code::Animation, span, message);
        remarks.push(remark.help("Si une autre vue compte, faites-en une capture à part."));
    }
    if has_bad_profile(bytes) {
        let message = format!(
            "Le profil de couleurs de l’image « {path} » ne peut pas servir : ses couleurs peuvent changer."
        );
        let remark = Diagnostic::warning(Code::ColorProfile, span, message);
        remarks.push(
            remark.help("Enregistrez-la de nouveau, avec le profil « sRGB » ou sans profil."),
        );
    }
    remarks
}
