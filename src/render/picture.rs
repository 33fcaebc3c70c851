//! Screenshots as they are published.
//!
//! In: the bytes of an image, and the derivative to make of it. Out: a new file. Only what a reader sees of the
//! image is taken. Redacted pixels are overwritten before anything else: before the part that is shown is cut
//! out, scaled and encoded. What comes out is encoded anew from pixels, so that no metadata, no hidden chunk and
//! no byte of the original is copied.

pub mod clean;
mod decode;
mod encode;
mod profile;
pub mod remarks;

use image::imageops::{self, FilterType};
use image::metadata::Orientation;
use image::{DynamicImage, GenericImageView as _, ImageFormat, Rgb, RgbImage};

pub use decode::measure;

use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::model::color::Color;
use crate::resolve::derivatives::{Derivative, LARGE};
use crate::resolve::images::Refused;
use crate::span::{FileId, Span};

/// One drawn pixel of a logo in so many must be visible on white.
const LEAST_VISIBLE: usize = 50;
/// Up to this contrast against white, a pixel is paper.
const PAPER: f64 = 1.05;
/// What stands over a redacted area: a grey that is no colour of a portal.
const REDACTED: Rgb<u8> = Rgb([0x55, 0x55, 0x55]);

/// An area: x, y, width, height.
type Area = (u32, u32, u32, u32);

/// Whether an image is a photograph: those come as JPEG.
#[must_use]
pub fn is_photo(bytes: &[u8]) -> bool {
    image::guess_format(bytes).is_ok_and(|format| format == ImageFormat::Jpeg)
}

/// Makes a published image.
#[must_use]
pub fn render_image(derivative: &Derivative, bytes: &[u8]) -> Warned<Option<Vec<u8>>> {
    let picture = &derivative.picture;
    let span = Span::start_of(FileId::of(&picture.source));
    let shown = match visible(derivative, bytes) {
        Ok(shown) => shown,
        Err(Refused { reason, help }) => {
            let message =
                format!("L’image « {} » ne peut pas être lue : {reason}.", picture.source);
            let diagnostic = Diagnostic::error(Code::BadImage, span, message).help(help);
            return Warned::new(None, vec![diagnostic]);
        }
    };
    if picture.on_white && !stands_out(&shown) {
        let message = "Ce logo est trop pâle : il est posé sur un fond blanc.";
        let diagnostic = Diagnostic::error(Code::LowContrast, span, message)
            .help("Prenez la version du logo qui est faite pour un fond clair.");
        return Warned::new(None, vec![diagnostic]);
    }
    let scaled = derivative.width < picture.part.2;
    if let Some(file) = encode::encode(shown.into(), derivative.encoding, picture.photo, scaled) {
        return Warned::clean(Some(file));
    }
    let message = format!("L’image « {} » ne peut pas être enregistrée.", picture.source);
    let diagnostic = Diagnostic::error(Code::BadImage, span, message)
        .help("Réduisez-la, ou enregistrez-la de nouveau en PNG.");
    Warned::new(None, vec![diagnostic])
}

/// Whether enough of what is drawn is visible on white: a hairline around a pale drawing is not, and
/// the clear or white space around a logo does not count.
fn stands_out(image: &RgbImage) -> bool {
    let contrasts =
        image.pixels().map(|Rgb(channels)| Color { channels: *channels }.contrast(Color::WHITE));
    let drawn: Vec<f64> = contrasts.filter(|contrast| *contrast > PAPER).collect();
    let visible = drawn.iter().filter(|contrast| **contrast >= Color::VISIBLE).count();
    visible > 0 && visible * LEAST_VISIBLE >= drawn.len()
}

/// The part that is shown, redacted and scaled, then turned: a large photograph is in memory once.
fn visible(derivative: &Derivative, bytes: &[u8]) -> Result<RgbImage, Refused> {
    let picture = &derivative.picture;
    let (mut image, orientation) = decode::decode(bytes)?;
    let size = image.dimensions();
    for redaction in &picture.redactions {
        redact(&mut image, as_held(*redaction, orientation, size));
    }
    let part = as_held(picture.part, orientation, size);
    let (width, height) = (derivative.width, derivative.height());
    let lies = decode::lies(orientation);
    let wanted = if lies { (height, width) } else { (width, height) };
    let shown = scaled_part(image, part, wanted);
    if orientation == Orientation::NoTransforms {
        return Ok(shown);
    }
    let mut shown = DynamicImage::from(shown);
    shown.apply_orientation(orientation);
    Ok(shown.into_rgb8())
}

/// A part of an image, as large as is wanted.
fn scaled_part(image: RgbImage, (x, y, width, height): Area, wanted: (u32, u32)) -> RgbImage {
    if wanted == (width, height) {
        let is_all = wanted == image.dimensions();
        return if is_all { image } else { image.view(x, y, width, height).to_image() };
    }
    let part = image.view(x, y, width, height);
    // Finer ways need 16 bytes a pixel.
    if u64::from(width) * u64::from(height) >= LARGE {
        return imageops::thumbnail(&*part, wanted.0, wanted.1);
    }
    imageops::resize(&*part, wanted.0, wanted.1, FilterType::Lanczos3)
}

/// Where an area of what is shown lies in a photograph of this size that has not been turned yet.
fn as_held(area: Area, orientation: Orientation, (all_width, all_height): (u32, u32)) -> Area {
    let (x, y, width, height) = area;
    let from_right = |x: u32, width: u32| all_width.saturating_sub(x + width);
    let from_below = |y: u32, height: u32| all_height.saturating_sub(y + height);
    match orientation {
        Orientation::NoTransforms => area,
        Orientation::FlipHorizontal => (from_right(x, width), y, width, height),
        Orientation::FlipVertical => (x, from_below(y, height), width, height),
        Orientation::Rotate180 => (from_right(x, width), from_below(y, height), width, height),
        Orientation::Rotate90 => (y, from_below(x, width), height, width),
        Orientation::Rotate270 => (from_right(y, height), x, height, width),
        Orientation::Rotate90FlipH => (y, x, height, width),
        Orientation::Rotate270FlipH => (from_right(y, height), from_below(x, width), height, width),
    }
}

fn redact(image: &mut RgbImage, (x, y, width, height): Area) {
    for row in y..y + height {
        for column in x..x + width {
            image.put_pixel(column, row, REDACTED);
        }
    }
}

#[cfg(test)]
mod tests;
