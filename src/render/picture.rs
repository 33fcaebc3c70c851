//! Screenshots as they are published.
//!
//! In: the bytes of an image and what to destroy in it. Out: a new PNG of the visible part. Redacted
//! pixels are overwritten before anything else, and the image is encoded anew, so that no metadata,
//! no hidden chunk and no byte of the original is copied.

use std::io::Cursor;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, GenericImage, ImageReader, Limits, Rgba};

use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::model::color::Color;
use crate::resolve::images::Picture;
use crate::span::{FileId, Span};

/// The largest image that is decoded, in pixels: a screen of 8K has 33 million.
const MOST_PIXELS: u64 = 40_000_000;
/// The most memory for decoding, in bytes.
const MOST_MEMORY: u64 = 512 * 1024 * 1024;
/// One drawn pixel of a logo in so many must be visible on white.
const LEAST_VISIBLE: usize = 50;
/// Up to this contrast against white, a pixel is paper.
const PAPER: f64 = 1.05;
/// What stands over a redacted area: a grey that is no colour of a portal.
const REDACTED: Rgba<u8> = Rgba([0x55, 0x55, 0x55, 0xFF]);

/// Width and height of an image, from its header alone; or why it is none that we take.
pub fn measure(bytes: &[u8]) -> Result<(u32, u32), String> {
    let (width, height) = reader(bytes)?.into_dimensions().map_err(|_| unreadable())?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(format!("elle est trop grande ({width} × {height} pixels)"));
    }
    Ok((width, height))
}

/// Makes the published image.
#[must_use]
pub fn render_picture(picture: &Picture, bytes: &[u8]) -> Warned<Option<Vec<u8>>> {
    let span = Span::start_of(FileId::of(&picture.source));
    let image = match visible(picture, bytes) {
        Ok(image) => image,
        Err(reason) => {
            let message =
                format!("L’image « {} » ne peut pas être lue : {reason}.", picture.source);
            let diagnostic = Diagnostic::error(Code::BadImage, span, message)
                .help("Enregistrez-la de nouveau en PNG, JPEG ou WebP.");
            return Warned::new(None, vec![diagnostic]);
        }
    };
    if picture.on_white && !stands_out(&image) {
        let message = "Ce logo est trop pâle : il est posé sur un fond blanc.";
        let diagnostic = Diagnostic::error(Code::LowContrast, span, message)
            .help("Prenez la version du logo qui est faite pour un fond clair.");
        return Warned::new(None, vec![diagnostic]);
    }
    Warned::clean(encode(&image))
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
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut image = reader.decode().map_err(|_| unreadable())?;
    for &(x, y, width, height) in &picture.redactions {
        redact(&mut image, x, y, width, height);
    }
    let (x, y, width, height) = picture.part;
    Ok(image.crop_imm(x, y, width, height))
}

fn redact(image: &mut DynamicImage, x: u32, y: u32, width: u32, height: u32) {
    for row in y..y + height {
        for column in x..x + width {
            image.put_pixel(column, row, REDACTED);
        }
    }
}

fn encode(image: &DynamicImage) -> Option<Vec<u8>> {
    let mut png = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::Adaptive);
    let image = if image.color().has_alpha() {
        DynamicImage::ImageRgba8(image.to_rgba8())
    } else {
        DynamicImage::ImageRgb8(image.to_rgb8())
    };
    image.write_with_encoder(encoder).ok()?;
    Some(png)
}

fn reader(bytes: &[u8]) -> Result<ImageReader<Cursor<&[u8]>>, String> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let reader = reader.map_err(|_| unreadable())?;
    match reader.format() {
        Some(_) => Ok(reader),
        None => Err("ce n’est ni un PNG, ni un JPEG, ni un WebP".into()),
    }
}

fn unreadable() -> String {
    "le fichier est abîmé ou incomplet".into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let image =
            image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8 * 5, y as u8 * 7, 200]));
        encode(&DynamicImage::ImageRgb8(image)).unwrap()
    }

    fn picture(redactions: Vec<(u32, u32, u32, u32)>, part: (u32, u32, u32, u32)) -> Picture {
        let source = "content/screenshots/a.png".into();
        Picture { source, hash: 0, redactions, part, on_white: false }
    }

    fn make(picture: &Picture, bytes: &[u8]) -> Result<Vec<u8>, String> {
        encode(&visible(picture, bytes)?).ok_or_else(unreadable)
    }

    #[test]
    fn redacted_pixels_are_gone_and_the_others_stay() {
        let source = sample();
        let png = make(&picture(vec![(10, 5, 8, 6)], (0, 0, 40, 30)), &source).unwrap();
        let before = image::load_from_memory(&source).unwrap().to_rgb8();
        let after = image::load_from_memory(&png).unwrap().to_rgb8();
        for (x, y, pixel) in after.enumerate_pixels() {
            let redacted = (10..18).contains(&x) && (5..11).contains(&y);
            let expected = if redacted { image::Rgb([0x55; 3]) } else { *before.get_pixel(x, y) };
            assert_eq!(*pixel, expected, "at {x}, {y}");
        }
    }

    #[test]
    fn crop_shows_its_part_with_redactions_destroyed() {
        let source = sample();
        let png = make(&picture(vec![(12, 12, 2, 2)], (10, 10, 20, 15)), &source).unwrap();
        let before = image::load_from_memory(&source).unwrap().to_rgb8();
        let after = image::load_from_memory(&png).unwrap().to_rgb8();
        assert_eq!(after.dimensions(), (20, 15));
        assert_eq!(after.get_pixel(0, 0), before.get_pixel(10, 10));
        assert_eq!(after.get_pixel(2, 2), &image::Rgb([0x55; 3]));
    }

    /// A chunk of text as image editors write it, after the header.
    fn with_metadata(png: &[u8]) -> Vec<u8> {
        let mut chunk = b"tEXtAuthor\0Camille Exemple".to_vec();
        let crc = crc32(&chunk).to_be_bytes();
        chunk.splice(0..0, (chunk.len() as u32 - 4).to_be_bytes());
        chunk.extend(crc);
        [&png[..33], &chunk, &png[33..], b"Camille Exemple"].concat()
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0_u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
            })
        })
    }

    #[test]
    fn nothing_but_pixels_is_taken_from_the_source() {
        let source = with_metadata(&sample());
        let holds = |bytes: &[u8]| bytes.windows(7).any(|window| window == b"Camille");
        assert!(holds(&source));
        let png = make(&picture(Vec::new(), (0, 0, 40, 30)), &source).unwrap();
        assert!(!holds(&png));
    }

    #[test]
    fn a_logo_for_dark_grounds_is_refused() {
        let said = |drawn: u32, color: [u8; 4]| {
            let image = image::RgbaImage::from_fn(100, 100, |x, y| {
                Rgba(if x < drawn && y < drawn { color } else { [0, 0, 0, 0] })
            });
            let bytes = encode(&DynamicImage::ImageRgba8(image)).unwrap();
            let picture = Picture { on_white: true, ..picture(Vec::new(), (0, 0, 100, 100)) };
            render_picture(&picture, &bytes).diagnostics.len()
        };
        assert_eq!(said(100, [0xFF, 0xFF, 0xF0, 0xFF]), 1, "pale");
        assert_eq!(said(100, [0x7A, 0x1F, 0x5C, 0xFF]), 0, "dark");
        assert_eq!(said(5, [0x7A, 0x1F, 0x5C, 0xFF]), 0, "dark in the middle of nothing");
        assert_eq!(said(100, [0x00, 0x00, 0x00, 0x30]), 1, "a shadow");
        assert_eq!(said(0, [0x00, 0x00, 0x00, 0xFF]), 1, "nothing");
    }

    #[test]
    fn what_is_no_image_is_refused() {
        assert!(measure(b"hello").is_err());
        let whole = sample();
        let cut = make(&picture(Vec::new(), (0, 0, 40, 30)), &whole[..whole.len() / 2]);
        assert!(cut.is_err());
    }
}
