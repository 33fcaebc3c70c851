//! What is published of the files of a site's own theme that are neither style sheets nor scripts.
//!
//! In: a file. Out: what is published of it. Pictures are encoded anew, as screenshots are; of drawings only
//! what is drawn is kept. What nothing looks into is told. The files of the default theme are known, and stay.

use super::drawing::{clean_drawing, clean_embedded};
use crate::diagnostic::{Code, Diagnostic};
use crate::inputs::InputFile;
use crate::render::picture::clean::clean;
use crate::render::picture::remarks::remarks;
use crate::resolve::images::Refused;
use crate::span::{FileId, Span};

/// What fonts begin with: WOFF2, WOFF, OpenType and TrueType.
const FONTS: [&[u8]; 6] = [b"wOF2", b"wOFF", b"OTTO", b"\0\x01\0\0", b"true", b"ttcf"];

/// What is published of the file of a theme at `path`.
pub(super) fn published(
    path: &str,
    file: &InputFile,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<u8> {
    let bytes = file.bytes();
    if file.is_built_in() || FONTS.iter().any(|start| bytes.starts_with(start)) {
        return bytes.to_vec();
    }
    let span = Span::start_of(FileId::of(path));
    let picture = clean(bytes);
    if matches!(picture, Some(Ok(_))) {
        diagnostics.extend(remarks(path, bytes));
    }
    let drawing = || file.text().filter(|text| is_drawing(path, text)).map(clean_drawing);
    match picture.or_else(|| drawing().map(|drawing| drawing.map(String::into_bytes))) {
        Some(Ok(clean)) => return clean,
        Some(Err(Refused { reason, help })) => {
            let message = format!("L’image « {path} » ne peut pas être publiée : {reason}.");
            diagnostics.push(Diagnostic::error(Code::BadImage, span, message).help(help));
        }
        None if file.text().is_none() => {
            let message =
                format!("« {path} » sera publié tel quel : pasapas ne sait pas regarder dedans.");
            let help =
                "Regardez-le vous-même : un document ou une vidéo peut dire qui l’a fait, et où.";
            diagnostics.push(Diagnostic::warning(Code::Unchecked, span, message).help(help));
        }
        None => {}
    }
    bytes.to_vec()
}

/// A style sheet or script without what the pictures hold that are written into it.
pub(super) fn with_clean_pictures(
    text: String,
    path: &str,
    file: &InputFile,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    if file.is_built_in() {
        return text;
    }
    match clean_embedded(&text) {
        Ok(None) => text,
        Ok(Some(clean)) => clean,
        Err(Refused { reason, help }) => {
            let message =
                format!("Une image écrite dans « {path} » ne peut pas être publiée : {reason}.");
            let span = Span::start_of(FileId::of(path));
            diagnostics.push(Diagnostic::error(Code::BadImage, span, message).help(help));
            text
        }
    }
}

fn is_drawing(path: &str, text: &str) -> bool {
    let is_named = super::ending(path).eq_ignore_ascii_case("svg");
    is_named || (text.trim_start().starts_with('<') && text.contains("<svg"))
}
