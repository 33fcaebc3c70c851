//! Colours of other screens and of printers, on every screen.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Rgb};

use super::*;
use crate::render::picture::decode::{decode, has_bad_profile};
use crate::render::picture::tests::with_chunks;

/// A PNG of one colour with these chunks.
fn png(color: [u8; 3], chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    RgbImage::from_pixel(4, 2, Rgb(color)).write_to(&mut file, ImageFormat::Png).unwrap();
    with_chunks(&file.into_inner(), chunks)
}

/// A profile as PNG packs it.
fn packed(icc: &[u8]) -> Vec<u8> {
    let mut packed = b"P\0\0".to_vec();
    let mut encoder = flate2::read::ZlibEncoder::new(icc, flate2::Compression::fast());
    std::io::Read::read_to_end(&mut encoder, &mut packed).unwrap();
    packed
}

fn with_profile(color: [u8; 3], profile: &ColorProfile) -> Vec<u8> {
    png(color, &[(b"iCCP", &packed(&profile.encode().unwrap()))])
}

fn shown(bytes: &[u8]) -> [u8; 3] {
    assert!(!has_bad_profile(bytes));
    decode(bytes).unwrap().0.get_pixel(1, 1).0
}

fn near(shown: [u8; 3], expected: [u8; 3]) {
    let differ = shown.iter().zip(expected).map(|(a, b)| a.abs_diff(b)).max();
    assert!(differ <= Some(3), "{shown:?} is not {expected:?}");
}

#[test]
fn what_says_srgb_in_other_words_stays_as_it_is() {
    let color = [200, 60, 17];
    let mut without_numbers = ColorProfile::new_srgb();
    without_numbers.cicp = None;
    assert_eq!(shown(&with_profile(color, &ColorProfile::new_srgb())), color);
    assert_eq!(shown(&with_profile(color, &without_numbers)), color);
    let gamma = 45_455_u32.to_be_bytes();
    let primaries: Vec<u8> = SRGB_PRIMARIES.iter().flat_map(|it| it.to_be_bytes()).collect();
    for chunks in [
        &[][..],
        &[(b"sRGB", &[0][..])],
        &[(b"gAMA", &gamma)],
        &[(b"gAMA", &gamma), (b"cHRM", &primaries)],
        &[(b"cICP", &[1, 13, 0, 1])],
        &[(b"sRGB", &[0]), (b"gAMA", &[0, 0, 0xC3, 0x50])],
    ] {
        assert_eq!(shown(&png(color, chunks)), color, "{chunks:?}");
    }
}

#[test]
fn colours_of_other_screens_are_converted() {
    let color = [200, 60, 17];
    // By Display P3's and Adobe RGB's own definitions.
    near(shown(&with_profile(color, &ColorProfile::new_display_p3())), [217, 42, 0]);
    near(shown(&png(color, &[(b"cICP", &[12, 13, 0, 1])])), [217, 42, 0]);
    let adobe = shown(&with_profile(color, &ColorProfile::new_adobe_rgb()));
    assert!(adobe[0] > 215, "{adobe:?}");
    // Light that is written as it is.
    near(shown(&png([55, 55, 55], &[(b"gAMA", &100_000_u32.to_be_bytes())])), [128; 3]);
    // A profile goes before an exponent.
    let p3 = packed(&ColorProfile::new_display_p3().encode().unwrap());
    let both = [(b"gAMA", &100_000_u32.to_be_bytes()[..]), (b"iCCP", &p3)];
    near(shown(&png(color, &both)), [217, 42, 0]);
}

#[test]
fn greys_and_deep_colours_are_converted() {
    let profile = ColorProfile::new_gray_with_gamma(1.0).encode().unwrap();
    for image in [
        DynamicImage::from(image::GrayImage::from_pixel(4, 2, image::Luma([55]))),
        DynamicImage::from(image::GrayImage::from_pixel(4, 2, image::Luma([55])))
            .to_luma16()
            .into(),
        DynamicImage::from(image::GrayImage::from_pixel(4, 2, image::Luma([55])))
            .to_luma_alpha8()
            .into(),
    ] {
        let mut file = Cursor::new(Vec::new());
        image.write_to(&mut file, ImageFormat::Png).unwrap();
        let file = with_chunks(&file.into_inner(), &[(b"iCCP", &packed(&profile))]);
        near(shown(&file), [128; 3]);
    }
    let mut file = Cursor::new(Vec::new());
    let deep = image::ImageBuffer::from_pixel(4, 2, Rgb([51_400_u16, 15_420, 4_369]));
    DynamicImage::ImageRgb16(deep).write_to(&mut file, ImageFormat::Png).unwrap();
    let p3 = packed(&ColorProfile::new_display_p3().encode().unwrap());
    near(shown(&with_chunks(&file.into_inner(), &[(b"iCCP", &p3)])), [217, 42, 0]);
}

/// A profile of a printer whose inks are pale: full cyan is a middling blue, black a dark grey.
fn printer() -> Vec<u8> {
    let mut table = b"mft1\0\0\0\0\x04\x03\x02\0".to_vec();
    let one = 65_536_u32.to_be_bytes();
    for at in 0..9 {
        table.extend_from_slice(if at % 4 == 0 { &one } else { &[0; 4] });
    }
    let straight = || 0..=255_u8;
    (0..4).for_each(|_| table.extend(straight()));
    for inks in 0..16_u8 {
        // Of the four corners of each pair: paper, then black; yellow; magenta; cyan goes first.
        table.extend_from_slice(&match inks {
            0 => [255, 128, 128],
            0b1000 => [140, 91, 78],
            0b0001 => [40, 128, 128],
            _ => [60, 128, 128],
        });
    }
    (0..3).for_each(|_| table.extend(straight()));
    let mut header = [0; 128];
    let size = (128 + 4 + 12 + table.len()) as u32;
    header[..4].copy_from_slice(&size.to_be_bytes());
    header[8..12].copy_from_slice(&[2, 0x40, 0, 0]);
    header[12..24].copy_from_slice(b"prtrCMYKLab ");
    header[36..40].copy_from_slice(b"acsp");
    header[68..80].copy_from_slice(&[0, 0, 0xF6, 0xD6, 0, 1, 0, 0, 0, 0, 0xD3, 0x2D]);
    let tag = [
        &1_u32.to_be_bytes()[..],
        b"A2B0",
        &144_u32.to_be_bytes(),
        &(table.len() as u32).to_be_bytes(),
    ];
    [&header[..], &tag.concat(), &table].concat()
}

/// A JPEG of one mix of inks, as Adobe writes it, with a profile.
fn printed(inks: [u8; 4], kind: jpeg_encoder::ColorType, icc: &[u8]) -> Vec<u8> {
    let pixels = inks.repeat(16 * 16);
    let mut file = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut file, 95);
    encoder.add_icc_profile(icc).unwrap();
    encoder.encode(&pixels, 16, 16, kind).unwrap();
    file
}

#[test]
fn inks_are_mixed_as_their_profile_says() {
    use jpeg_encoder::ColorType::{Cmyk, CmykAsYcck};
    for kind in [Cmyk, CmykAsYcck] {
        let mixed = |inks| shown(&printed(inks, kind, &printer()));
        near(mixed([0, 0, 0, 0]), [255; 3]);
        let cyan = mixed([255, 0, 0, 0]);
        assert!(
            cyan[0] < 60 && (100..180).contains(&cyan[1]) && cyan[2] > 180,
            "{kind:?}: {cyan:?}"
        );
        let black = mixed([0, 0, 0, 255]);
        assert!(black.iter().all(|it| (25..60).contains(it)), "{kind:?}: {black:?}");
    }
}

#[test]
fn profiles_that_cannot_be_used_change_nothing_and_are_told() {
    let color = [200, 60, 17];
    let whole = ColorProfile::new_display_p3().encode().unwrap();
    let printer = printer();
    for chunk in [
        (b"iCCP", &packed(b"no profile")[..]),
        (b"iCCP", &packed(&whole[..whole.len() / 3])),
        (b"iCCP", b"P\0\0no zlib"),
        (b"iCCP", &packed(&printer)),
        (b"cICP", &[9, 16, 0, 1]),
        (b"cICP", &[12]),
    ] {
        let file = png(color, &[chunk]);
        assert!(has_bad_profile(&file), "{chunk:?}");
        assert_eq!(decode(&file).unwrap().0.get_pixel(1, 1).0, color);
    }
    let jpeg = printed([255, 0, 0, 0], jpeg_encoder::ColorType::Cmyk, &whole);
    assert!(has_bad_profile(&jpeg));
    assert!(ImageReader::new(Cursor::new(&jpeg)).with_guessed_format().unwrap().decode().is_ok());
    assert!(!has_bad_profile(b"") && !has_bad_profile(b"\x89PNG\r\n\x1a\n"));
}
