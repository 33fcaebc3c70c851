//! Images of a theme, which are published under their own names and in their own formats.
//!
//! In: a file. Out: the same picture, encoded anew from its pixels as screenshots are, and with its
//! transparency, since a theme knows what it lays it on. No metadata, no hidden chunk, no colour beneath clear
//! pixels and no byte of the original is copied. Drawings (SVG) are text: [`super::super::theme`] cleans them.

mod icon;

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, ExtendedColorType, ImageFormat};

use super::{decode, encode};
use crate::resolve::derivatives::Encoding;
use crate::resolve::images::Refused;

/// What follows the size of a file of the MPEG family, and the kinds of these that hold a picture.
const MPEG: &[u8] = b"ftyp";
const MPEG_PICTURES: [&[u8]; 6] = [b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1"];
/// What a JPEG XL begins with.
const JPEG_XL: [&[u8]; 2] = [b"\xFF\x0A", b"\0\0\0\x0CJXL "];

const AGAIN: &str = "Enregistrez-la en PNG, JPEG, WebP ou SVG.";

/// The picture encoded anew; none when the file is no picture.
#[must_use]
pub fn clean(bytes: &[u8]) -> Option<Result<Vec<u8>, Refused>> {
    let is_text = std::str::from_utf8(bytes).is_ok();
    let format = image::guess_format(bytes).ok().filter(|_| !is_text);
    let encoding = match format {
        Some(ImageFormat::Png) => Encoding::Png,
        Some(ImageFormat::Jpeg) => Encoding::Jpeg,
        Some(ImageFormat::WebP) => Encoding::Webp,
        Some(ImageFormat::Gif) => return Some(pixels(bytes).and_then(gif)),
        Some(ImageFormat::Ico) => return Some(icon::clean(bytes)),
        Some(_) => return Some(Err(unknown())),
        None => return is_other_picture(bytes).then(|| Err(unknown())),
    };
    let photo = match encoding {
        Encoding::Png => false,
        Encoding::Jpeg => true,
        Encoding::Webp => bytes.windows(4).take(64).any(|it| it == b"VP8 "),
    };
    Some(pixels(bytes).and_then(|image| {
        encode::encode(image, encoding, photo, false)
            .ok_or_else(|| Refused::new("elle est trop grande", AGAIN))
    }))
}

/// Whether a file is a picture of a kind that nothing here reads.
fn is_other_picture(bytes: &[u8]) -> bool {
    let kind = bytes.get(8..12).filter(|_| bytes.get(4..8) == Some(MPEG));
    kind.is_some_and(|kind| MPEG_PICTURES.contains(&kind))
        || JPEG_XL.iter().any(|start| bytes.starts_with(start))
}

/// What is seen of an image, and how clear it is.
fn pixels(bytes: &[u8]) -> Result<DynamicImage, Refused> {
    decode::measure(bytes)?;
    let (mut image, orientation) = decode::decode_clear(bytes)?;
    image.apply_orientation(orientation);
    decode::forget_the_unseen(&mut image);
    Ok(image)
}

fn gif(image: DynamicImage) -> Result<Vec<u8>, Refused> {
    let image = image.into_rgba8();
    let mut file = Vec::new();
    let written = GifEncoder::new_with_speed(&mut file, 1).encode(
        &image,
        image.width(),
        image.height(),
        ExtendedColorType::Rgba8,
    );
    written.map(|()| file).map_err(|_| unreadable())
}

fn unreadable() -> Refused {
    Refused::new("le fichier est abîmé ou incomplet", AGAIN)
}

fn unknown() -> Refused {
    Refused::new(
        "pasapas ne lit pas ce format, et ne peut donc pas en retirer ce que l’appareil y a inscrit",
        AGAIN,
    )
}
