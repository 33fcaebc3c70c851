//! Files become pixels.
//!
//! In: the bytes of an image. Out: what a reader sees of it: opaque pixels in the colours of every screen, of
//! the first picture where there are several. What nobody sees is gone: colours beneath clear pixels, and what
//! was erased until only a trace is left. Nothing is turned yet: a photograph says how it is held.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};

use super::profile::{from_inks, in_srgb, inks_of, is_usable, profile_of};
use crate::resolve::images::Refused;

/// The largest image that is decoded, in pixels: photographs of phones have 12 million, some 24. From 48 on
/// the decoding of a file of two million bytes would take longer than anybody waits.
const MOST_PIXELS: u64 = 25_000_000;
/// The largest file: a photograph of 24 million pixels takes ten million bytes.
const MOST_BYTES: usize = 20_000_000;
/// The most memory for pixels, in bytes: 25 million of them without transparency.
const MOST_MEMORY: u64 = 75_000_000;
/// The same where it is needed twice: 16 bits a channel become 8.
const MOST_DEEP: u64 = 48 * 1024 * 1024;
/// The most memory for pixels and what a JPEG holds besides that is drawn in several passes.
const MOST_WITH_PASSES: u64 = 105_000_000;
/// A pixel with so little in it is paper: erasers leave traces that a program makes visible again.
const TRACE: u8 = 8;

const RESIZE: &str = "Réduisez-la à 2 000 pixels de large : dans Photos (Windows), par « Redimensionner l’image » ; \
    dans Aperçu (Mac), par « Outils », « Ajuster la taille ». Pour une page, cela suffit.";
const AGAIN: &str = "Enregistrez-la de nouveau en PNG, JPEG ou WebP.";

/// Width and height of an image as it is shown, from its header alone; or why it is none that we take.
pub fn measure(bytes: &[u8]) -> Result<(u32, u32), Refused> {
    if bytes.len() > MOST_BYTES {
        return Err(Refused::new("le fichier pèse plus de 20 Mo", RESIZE));
    }
    let mut decoder = reader(bytes)?.into_decoder().map_err(|_| unreadable())?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let size = format!("{width} × {height} pixels");
    if pixels > MOST_PIXELS {
        let reason = format!("elle est trop grande ({size} ; 25 millions au plus)");
        return Err(Refused::new(reason, RESIZE));
    }
    let kind = decoder.color_type();
    let is_deep = kind.bytes_per_pixel() > kind.channel_count();
    if is_deep && decoder.total_bytes() > MOST_DEEP {
        let reason = format!("elle a 16 bits par couleur, ce qui est trop pour {size}");
        return Err(Refused::new(
            reason,
            "Enregistrez-la avec 8 bits par couleur, ou réduisez-la.",
        ));
    }
    if decoder.total_bytes() > MOST_MEMORY {
        let reason = format!("elle est trop grande pour une image transparente ({size})");
        return Err(Refused::new(reason, RESIZE));
    }
    if decoder.total_bytes() + passes(bytes) > MOST_WITH_PASSES {
        let reason = format!("elle est trop grande pour un JPEG progressif ({size})");
        return Err(Refused::new(reason, RESIZE));
    }
    let lies = decoder.orientation().is_ok_and(lies);
    Ok(if lies { (height, width) } else { (width, height) })
}

/// Whether an image shows other colours than it means: what it says of them cannot be used.
#[must_use]
pub(super) fn has_bad_profile(bytes: &[u8]) -> bool {
    let Ok(mut decoder) = reader(bytes).and_then(|it| it.into_decoder().map_err(|_| unreadable()))
    else {
        return false;
    };
    match profile_of(bytes, &mut decoder) {
        Err(_) => true,
        Ok(None) => false,
        Ok(Some(profile)) => !is_usable(&profile, inks_of(bytes).is_some()),
    }
}

/// Whether an image is turned by a quarter before it is shown.
pub(super) fn lies(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

/// What is seen of an image, and how it is to be turned.
pub(super) fn decode(bytes: &[u8]) -> Result<(RgbImage, Orientation), Refused> {
    let (image, orientation) = decode_clear(bytes)?;
    Ok((on_white(image), orientation))
}

/// The same with its transparency, and with what is under it.
pub(super) fn decode_clear(bytes: &[u8]) -> Result<(DynamicImage, Orientation), Refused> {
    let mut reader = reader(bytes)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(2 * MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| unreadable())?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = profile_of(bytes, &mut decoder).unwrap_or_default();
    if let Some(image) = profile.as_ref().and_then(|profile| from_inks(bytes, profile)) {
        return Ok((image.into(), orientation));
    }
    let image = DynamicImage::from_decoder(decoder).map_err(|_| unreadable())?;
    Ok((in_srgb(image, profile.as_ref()), orientation))
}

/// An image as it looks on paper, where a trace of a pixel is none. In the memory that it has.
fn on_white(image: DynamicImage) -> RgbImage {
    let DynamicImage::ImageRgba8(image) = image else { return image.into_rgb8() };
    let (width, height) = image.dimensions();
    let mut samples = image.into_raw();
    let pixels = samples.len() / 4;
    for at in 0..pixels {
        let alpha = samples[4 * at + 3];
        for channel in 0..3 {
            samples[3 * at + channel] = seen(samples[4 * at + channel], alpha);
        }
    }
    samples.truncate(3 * pixels);
    RgbImage::from_raw(width, height, samples).expect("there are three samples for each pixel")
}

/// What is seen on white of a channel.
fn seen(channel: u8, alpha: u8) -> u8 {
    if alpha <= TRACE {
        return 255;
    }
    let alpha = u32::from(alpha);
    ((u32::from(channel) * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}

/// Takes from an image that keeps its transparency what nobody sees: of a colour beneath a half clear pixel
/// only so much is left as shows through.
pub(super) fn forget_the_unseen(image: &mut DynamicImage) {
    let DynamicImage::ImageRgba8(image) = image else { return };
    for image::Rgba([channels @ .., alpha]) in image.pixels_mut() {
        if *alpha <= TRACE {
            (*channels, *alpha) = ([0; 3], 0);
            continue;
        }
        let alpha = u32::from(*alpha);
        for channel in channels {
            let shown = (u32::from(*channel) * alpha + 127) / 255;
            *channel = ((shown * 255 + alpha / 2) / alpha).min(255) as u8;
        }
    }
}

/// How many bytes a JPEG needs besides its pixels when it is drawn in several passes: two for each sample.
fn passes(bytes: &[u8]) -> u64 {
    let mut rest = bytes.strip_prefix(b"\xFF\xD8").unwrap_or_default();
    while let Some(([0xFF, marker, high, low], _)) = rest.split_first_chunk::<4>() {
        let length = 2 + usize::from(u16::from_be_bytes([*high, *low]));
        let content = rest.get(4..length).unwrap_or_default();
        match (marker, content) {
            (0xC2 | 0xC6 | 0xCA, [_, y0, y1, x0, x1, _, components @ ..]) => {
                let side = |high: &u8, low: &u8| u64::from(u16::from_be_bytes([*high, *low]));
                let pixels = side(y0, y1) * side(x0, x1);
                let areas = components.as_chunks::<3>().0.iter();
                let areas: Vec<u64> =
                    areas.map(|it| u64::from(it[1] >> 4) * u64::from(it[1] & 15)).collect();
                let widest = areas.iter().copied().max().unwrap_or(1).max(1);
                return 2 * pixels * areas.iter().sum::<u64>() / widest;
            }
            (0xDA, _) => return 0,
            _ => rest = rest.get(length..).unwrap_or_default(),
        }
    }
    0
}

fn reader(bytes: &[u8]) -> Result<ImageReader<Cursor<&[u8]>>, Refused> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let reader = reader.map_err(|_| unreadable())?;
    match reader.format() {
        Some(ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP | ImageFormat::Gif) => {
            Ok(reader)
        }
        Some(other) => {
            let name =
                other.extensions_str().first().map_or_else(String::new, |it| it.to_uppercase());
            Err(Refused::new(format!("c’est un fichier {name}, que pasapas ne lit pas"), AGAIN))
        }
        None => Err(Refused::new("ce n’est ni un PNG, ni un JPEG, ni un WebP", AGAIN)),
    }
}

fn unreadable() -> Refused {
    Refused::new("le fichier est abîmé ou incomplet", AGAIN)
}
