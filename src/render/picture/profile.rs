//! The colours of an image become those of every screen.
//!
//! In: what a file says of its colours (an ICC profile, or what a PNG has besides), and its pixels. Out: the
//! same pixels in sRGB, which is what a file means that says nothing. What says sRGB in other words stays as it
//! is, pixel for pixel. A profile that cannot be read changes nothing: the webmaster is told.

use image::{DynamicImage, ImageDecoder, RgbImage};
use moxcms::{
    Chromaticity, CicpColorPrimaries, CicpProfile, ColorPrimaries, ColorProfile, DataColorSpace,
    Layout, MatrixCoefficients, ToneReprCurve, TransferCharacteristics, TransformExecutor,
    TransformOptions, XyY,
};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::parse::metadata::png_chunks;

/// So many levels of 255 nobody sees: profiles of sRGB differ by what their writers rounded.
const UNSEEN: u8 = 2;
/// The exponent with which sRGB is written, in hundred thousandths, as PNG says it.
const SRGB_GAMMA: u32 = 45_455;
/// What may be written for it.
const NEAR_GAMMA: u32 = 1_500;
/// Exponents that a screen can have.
const GAMMAS: std::ops::RangeInclusive<u32> = 25_000..=100_000;
/// The white, red, green and blue of sRGB, x and y each, in hundred thousandths.
const SRGB_PRIMARIES: [u32; 8] = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000];
/// What may be written for them.
const NEAR_PRIMARIES: u32 = 300;

/// That what a file says of its colours cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unusable;

/// The colours of a file; none when it has those of every screen, or says nothing.
pub(super) fn profile_of(
    bytes: &[u8],
    decoder: &mut dyn ImageDecoder,
) -> Result<Option<ColorProfile>, Unusable> {
    let stated = || png_chunks(bytes).take_while(|(kind, _)| *kind != b"IDAT");
    let chunk = |kind: &[u8; 4]| stated().find(|it| it.0 == kind).map(|it| it.1);
    if let Some(content) = chunk(b"cICP") {
        return by_numbers(content);
    }
    let icc = decoder.icc_profile().map_err(|_| Unusable)?;
    match icc {
        Some(icc) => ColorProfile::new_from_slice(&icc).map(Some).map_err(|_| Unusable),
        None if chunk(b"iCCP").is_some() => Err(Unusable),
        None if chunk(b"sRGB").is_some() => Ok(None),
        None => Ok(by_primaries(chunk(b"gAMA"), chunk(b"cHRM"))),
    }
}

/// Whether the colours of an image of this kind can be made those of every screen.
pub(super) fn is_usable(profile: &ColorProfile, is_ink: bool) -> bool {
    match profile.color_space {
        DataColorSpace::Cmyk => is_ink && to_srgb(profile, Layout::Rgba).is_some(),
        DataColorSpace::Gray => !is_ink && to_srgb(profile, Layout::Gray).is_some(),
        DataColorSpace::Rgb => !is_ink && to_srgb(profile, Layout::Rgb).is_some(),
        _ => false,
    }
}

/// Colours by the numbers of ITU-T H.273. Those of films shine brighter than a page can.
fn by_numbers(content: &[u8]) -> Result<Option<ColorProfile>, Unusable> {
    let &[primaries, transfer, 0, _] = content else { return Err(Unusable) };
    let primaries = CicpColorPrimaries::try_from(primaries).map_err(|_| Unusable)?;
    let transfer = TransferCharacteristics::try_from(transfer).map_err(|_| Unusable)?;
    if matches!(transfer, TransferCharacteristics::Smpte2084 | TransferCharacteristics::Hlg) {
        return Err(Unusable);
    }
    let profile = ColorProfile::new_from_cicp(CicpProfile {
        color_primaries: primaries,
        transfer_characteristics: transfer,
        matrix_coefficients: MatrixCoefficients::Identity,
        full_range: true,
    });
    if profile.red_trc.is_some() { Ok(Some(profile)) } else { Err(Unusable) }
}

/// Colours by the exponent and the primaries of a PNG; none when they are those of sRGB, or make no sense.
fn by_primaries(gamma: Option<&[u8]>, primaries: Option<&[u8]>) -> Option<ColorProfile> {
    let numbers = |content: &[u8]| -> Vec<u32> {
        content.as_chunks::<4>().0.iter().map(|it| u32::from_be_bytes(*it)).collect()
    };
    let gamma = numbers(gamma?).first().copied().filter(|it| GAMMAS.contains(it))?;
    let primaries = primaries.map(numbers).filter(|it| it.len() == 8 && it[1] > 0);
    let primaries = primaries.unwrap_or_else(|| SRGB_PRIMARIES.to_vec());
    let mut pairs = primaries.iter().zip(SRGB_PRIMARIES);
    let usual = pairs.all(|(a, b)| a.abs_diff(b) <= NEAR_PRIMARIES);
    if usual && gamma.abs_diff(SRGB_GAMMA) <= NEAR_GAMMA {
        return None;
    }
    let share = |number: u32| f64::from(number) / 100_000.0;
    let point = |at: usize| Chromaticity {
        x: share(primaries[at]) as f32,
        y: share(primaries[at + 1]) as f32,
    };
    let white = XyY { x: share(primaries[0]), y: share(primaries[1]), yb: 1.0 };
    let mut profile = ColorProfile::new_srgb();
    profile.cicp = None;
    if !usual {
        let colors = ColorPrimaries { red: point(2), green: point(4), blue: point(6) };
        profile.update_rgb_colorimetry(white, colors);
    }
    let curve = ToneReprCurve::Parametric(vec![(1.0 / share(gamma)) as f32]);
    profile.red_trc = Some(curve.clone());
    profile.green_trc = Some(curve.clone());
    profile.blue_trc = Some(curve);
    Some(profile)
}

type Transform<T> = std::sync::Arc<dyn TransformExecutor<T> + Send + Sync>;

/// What makes three or four channels of these colours those of sRGB.
fn to_srgb(profile: &ColorProfile, layout: Layout) -> Option<Transform<u8>> {
    let to = if layout == Layout::Rgba && profile.color_space != DataColorSpace::Cmyk {
        Layout::Rgba
    } else {
        Layout::Rgb
    };
    let srgb = ColorProfile::new_srgb();
    profile.create_transform_8bit(layout, &srgb, to, TransformOptions::default()).ok()
}

/// An image of eight bits a channel in the colours of every screen; as it was where the profile does not fit.
pub(super) fn in_srgb(image: DynamicImage, profile: Option<&ColorProfile>) -> DynamicImage {
    let Some(profile) = profile else { return eight_bits(image) };
    match profile.color_space {
        DataColorSpace::Gray => from_grey(eight_bits(image), profile),
        DataColorSpace::Rgb => from_colors(image, profile),
        _ => eight_bits(image),
    }
}

/// Screens have 8 bits a channel; more would take twice the memory until the end.
fn eight_bits(image: DynamicImage) -> DynamicImage {
    if image.color().has_alpha() { image.into_rgba8().into() } else { image.into_rgb8().into() }
}

fn from_grey(mut image: DynamicImage, profile: &ColorProfile) -> DynamicImage {
    let levels: Vec<u8> = (0..=255).collect();
    let mut table = vec![0; 3 * levels.len()];
    let Some(transform) = to_srgb(profile, Layout::Gray) else { return image };
    if transform.transform(&levels, &mut table).is_err() || differs_little(&table) {
        return image;
    }
    let channels = usize::from(image.color().channel_count());
    for pixel in samples(&mut image).chunks_exact_mut(channels) {
        let level = usize::from(pixel[0]);
        pixel[..3].copy_from_slice(&table[3 * level..3 * level + 3]);
    }
    image
}

/// Whether a table of greys changes hardly any.
fn differs_little(table: &[u8]) -> bool {
    let mut levels = table.as_chunks::<3>().0.iter().zip(0..=255_u8);
    levels.all(|(colors, level)| colors.iter().all(|it| it.abs_diff(level) <= UNSEEN))
}

fn from_colors(image: DynamicImage, profile: &ColorProfile) -> DynamicImage {
    let Some(small) = to_srgb(profile, Layout::Rgb).filter(|it| !is_unseen(&**it)) else {
        return eight_bits(image);
    };
    let clear = image.color().has_alpha();
    let layout = if clear { Layout::Rgba } else { Layout::Rgb };
    if image.color().bytes_per_pixel() > image.color().channel_count() {
        return from_deep_colors(image, profile, layout);
    }
    let mut image = eight_bits(image);
    let transform = if clear { to_srgb(profile, layout) } else { Some(small) };
    let row = image.width() as usize * image.color().channel_count() as usize;
    if let Some(transform) = transform {
        convert_rows(samples(&mut image), row, &*transform);
    }
    image
}

/// Before they become eight bits, so that dark colours keep their shades.
fn from_deep_colors(image: DynamicImage, profile: &ColorProfile, layout: Layout) -> DynamicImage {
    let srgb = ColorProfile::new_srgb();
    let transform =
        profile.create_transform_16bit(layout, &srgb, layout, TransformOptions::default());
    let Ok(transform) = transform else { return eight_bits(image) };
    let width = image.width() as usize;
    eight_bits(if layout == Layout::Rgba {
        let mut image = image.into_rgba16();
        convert_rows(&mut image, 4 * width, &*transform);
        image.into()
    } else {
        let mut image = image.into_rgb16();
        convert_rows(&mut image, 3 * width, &*transform);
        image.into()
    })
}

/// Row by row: a second image would take as much memory as the first.
fn convert_rows<T: Copy + Default>(
    samples: &mut [T],
    row: usize,
    transform: &dyn TransformExecutor<T>,
) {
    let mut before = Vec::with_capacity(row);
    for row in samples.chunks_exact_mut(row) {
        before.clear();
        before.extend_from_slice(row);
        // Rows of one width either all fit or none.
        _ = transform.transform(&before, row);
    }
}

/// Whether a transform changes no colour so that anybody sees it.
fn is_unseen(transform: &dyn TransformExecutor<u8>) -> bool {
    const LEVELS: [u8; 7] = [0, 20, 51, 102, 153, 204, 255];
    let pairs = || LEVELS.iter().flat_map(|red| LEVELS.iter().map(move |green| [*red, *green]));
    let colors = pairs().flat_map(|[red, green]| LEVELS.map(|blue| [red, green, blue])).flatten();
    let before: Vec<u8> = colors.collect();
    let mut after = vec![0; before.len()];
    transform.transform(&before, &mut after).is_ok()
        && before.iter().zip(&after).all(|(a, b)| a.abs_diff(*b) <= UNSEEN)
}

/// The samples of an image of eight bits in three or four channels.
fn samples(image: &mut DynamicImage) -> &mut [u8] {
    match image {
        DynamicImage::ImageRgb8(image) => image,
        DynamicImage::ImageRgba8(image) => image,
        _ => &mut [],
    }
}

/// A JPEG for printers, whose four inks a profile describes; none when it is no such one.
pub(super) fn from_inks(bytes: &[u8], profile: &ColorProfile) -> Option<RgbImage> {
    if profile.color_space != DataColorSpace::Cmyk {
        return None;
    }
    let inks = inks_of(bytes)?;
    let options = DecoderOptions::default().set_strict_mode(false).jpeg_set_out_colorspace(inks);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let mut samples = decoder.decode().ok()?;
    let (width, height) = decoder.dimensions()?;
    for pixel in samples.as_chunks_mut::<4>().0 {
        *pixel = if inks == ColorSpace::YCCK { from_luminance(*pixel) } else { *pixel };
        // Adobe writes how much of the paper is left.
        *pixel = pixel.map(|ink| 255 - ink);
    }
    let transform = to_srgb(profile, Layout::Rgba)?;
    let mut pixels = vec![0; 3 * width * height];
    let rows = samples.chunks_exact(4 * width).zip(pixels.chunks_exact_mut(3 * width));
    for (from, to) in rows {
        transform.transform(from, to).ok()?;
    }
    RgbImage::from_raw(width as u32, height as u32, pixels)
}

/// How the four inks of a JPEG are written; none when it has other colours.
pub(super) fn inks_of(bytes: &[u8]) -> Option<ColorSpace> {
    if !bytes.starts_with(b"\xFF\xD8") {
        return None;
    }
    let options = DecoderOptions::default().set_strict_mode(false);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    let inks = decoder.input_colorspace()?;
    matches!(inks, ColorSpace::CMYK | ColorSpace::YCCK).then_some(inks)
}

/// Three inks that are written as luminance and two differences (JFIF); the fourth stays.
#[expect(clippy::cast_sign_loss, reason = "no clamped colour is negative")]
fn from_luminance([luminance, blue, red, black]: [u8; 4]) -> [u8; 4] {
    let [luminance, blue, red] =
        [f32::from(luminance), f32::from(blue) - 128.0, f32::from(red) - 128.0];
    let colors = [
        luminance + 1.402 * red,
        luminance - 0.344_136 * blue - 0.714_136 * red,
        luminance + 1.772 * blue,
    ];
    let [cyan, magenta, yellow] = colors.map(|color| 255 - color.round().clamp(0.0, 255.0) as u8);
    [cyan, magenta, yellow, black]
}

#[cfg(test)]
mod tests;
