//! Screenshots as they are published.
//!
//! In: the bytes of an image, and the derivative to make of it. Out: a new file. Redacted pixels are
//! overwritten before anything else: before the part that is shown is cut out, scaled and encoded. What
//! comes out is encoded anew from pixels, so that no metadata, no hidden chunk and no byte of the
//! original is copied.

mod encode;

use std::io::Cursor;

use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, GenericImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgba};

use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::model::color::Color;
use crate::resolve::derivatives::{Derivative, LARGE};
use crate::resolve::images::Picture;
use crate::span::{FileId, Span};

/// The largest image that is decoded, in pixels: a screen of 4K has 8.3 million.
const MOST_PIXELS: u64 = 10_000_000;
/// The largest file: a screenshot of 4K takes one or two million bytes.
const MOST_BYTES: usize = 20_000_000;
/// The most memory for its pixels, in bytes: ten million of them with 8 bits a channel, or five with 16.
const MOST_MEMORY: u64 = 48 * 1024 * 1024;
/// One drawn pixel of a logo in so many must be visible on white.
const LEAST_VISIBLE: usize = 50;
/// Up to this contrast against white, a pixel is paper.
const PAPER: f64 = 1.05;
/// What stands over a redacted area: a grey that is no colour of a portal.
const REDACTED: Rgba<u8> = Rgba([0x55, 0x55, 0x55, 0xFF]);

/// Width and height of an image as it is shown, from its header alone; or why it is none that we take.
pub fn measure(bytes: &[u8]) -> Result<(u32, u32), String> {
    if bytes.len() > MOST_BYTES {
        return Err("le fichier pèse plus de 20 Mo, ce qu’aucune capture d’écran n’atteint".into());
    }
    let mut decoder = reader(bytes)?.into_decoder().map_err(|_| unreadable())?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(format!(
            "elle est trop grande ({width} × {height} pixels), réduisez-la à dix millions de pixels \
             au plus"
        ));
    }
    if decoder.total_bytes() > MOST_MEMORY {
        return Err(format!(
            "elle a 16 bits par couleur, ce qui est trop pour {width} × {height} pixels : \
             enregistrez-la avec 8"
        ));
    }
    let lies = matches!(
        decoder.orientation(),
        Ok(Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH)
    );
    Ok(if lies { (height, width) } else { (width, height) })
}

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
    let shown = match visible(picture, bytes) {
        Ok(shown) => shown,
        Err(reason) => {
            let message =
                format!("L’image « {} » ne peut pas être lue : {reason}.", picture.source);
            let diagnostic = Diagnostic::error(Code::BadImage, span, message)
                .help("Enregistrez-la de nouveau en PNG, JPEG ou WebP.");
            return Warned::new(None, vec![diagnostic]);
        }
    };
    if picture.on_white && !stands_out(&shown) {
        let message = "Ce logo est trop pâle : il est posé sur un fond blanc.";
        let diagnostic = Diagnostic::error(Code::LowContrast, span, message)
            .help("Prenez la version du logo qui est faite pour un fond clair.");
        return Warned::new(None, vec![diagnostic]);
    }
    let scaled = derivative.width < shown.width();
    let shown = if scaled { scale(&shown, derivative) } else { shown };
    if let Some(file) = encode::encode(shown, derivative.encoding, picture.photo, scaled) {
        return Warned::clean(Some(file));
    }
    let message = format!("L’image « {} » ne peut pas être enregistrée.", picture.source);
    let diagnostic = Diagnostic::error(Code::BadImage, span, message)
        .help("Réduisez-la, ou enregistrez-la de nouveau en PNG.");
    Warned::new(None, vec![diagnostic])
}

fn scale(shown: &DynamicImage, derivative: &Derivative) -> DynamicImage {
    let (width, height) = (derivative.width, derivative.height());
    // Finer ways need 16 bytes a pixel.
    if u64::from(shown.width()) * u64::from(shown.height()) >= LARGE {
        return shown.thumbnail_exact(width, height);
    }
    shown.resize_exact(width, height, FilterType::Lanczos3)
}

/// Whether enough of what is drawn is visible on white: a hairline around a pale drawing is not, and
/// the clear or white space around a logo does not count.
fn stands_out(image: &DynamicImage) -> bool {
    let pixels = image.to_rgba8();
    let contrasts = pixels.pixels().map(|pixel| on_white(*pixel).contrast(Color::WHITE));
    let drawn: Vec<f64> = contrasts.filter(|contrast| *contrast > PAPER).collect();
    let visible = drawn.iter().filter(|contrast| **contrast >= Color::VISIBLE).count();
    visible > 0 && visible * LEAST_VISIBLE >= drawn.len()
}

/// What is seen of a pixel that may be half transparent.
fn on_white(Rgba([red, green, blue, alpha]): Rgba<u8>) -> Color {
    let seen = |channel: u8| {
        let sum = u32::from(channel) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
        (sum / 255) as u8
    };
    Color { channels: [red, green, blue].map(seen) }
}

/// The part that is shown, redacted.
fn visible(picture: &Picture, bytes: &[u8]) -> Result<DynamicImage, String> {
    let mut reader = reader(bytes)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(2 * MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| unreadable())?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = eight_bits(DynamicImage::from_decoder(decoder).map_err(|_| unreadable())?);
    image.apply_orientation(orientation);
    for &(x, y, width, height) in &picture.redactions {
        redact(&mut image, x, y, width, height);
    }
    let (x, y, width, height) = picture.part;
    Ok(if (x, y, width, height) == (0, 0, image.width(), image.height()) {
        image
    } else {
        image.crop_imm(x, y, width, height)
    })
}

/// Screens have 8 bits a channel; more would take twice the memory until the end.
fn eight_bits(image: DynamicImage) -> DynamicImage {
    if image.color().has_alpha() { image.into_rgba8().into() } else { image.into_rgb8().into() }
}

fn redact(image: &mut DynamicImage, x: u32, y: u32, width: u32, height: u32) {
    for row in y..y + height {
        for column in x..x + width {
            image.put_pixel(column, row, REDACTED);
        }
    }
}

fn reader(bytes: &[u8]) -> Result<ImageReader<Cursor<&[u8]>>, String> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let reader = reader.map_err(|_| unreadable())?;
    match reader.format() {
        Some(ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP | ImageFormat::Gif) => {
            Ok(reader)
        }
        Some(other) => {
            let name =
                other.extensions_str().first().map_or_else(String::new, |it| it.to_uppercase());
            Err(format!("c’est un fichier {name}, que pasapas ne lit pas"))
        }
        None => Err("ce n’est ni un PNG, ni un JPEG, ni un WebP".into()),
    }
}

fn unreadable() -> String {
    "le fichier est abîmé ou incomplet".into()
}

#[cfg(test)]
mod tests;
