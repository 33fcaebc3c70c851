//! What is published of an image: only the pixels that may be seen.

use image::{RgbImage, Rgba, RgbaImage};

use super::*;
use crate::resolve::derivatives::{Encoding, choices, fallback};

/// A screenshot-like image: flat areas with a few sharp things, `inside` wherever it is hidden.
fn screen(width: u32, height: u32, hidden: (u32, u32, u32, u32), inside: u8) -> DynamicImage {
    let (x0, y0, w, h) = hidden;
    let image = RgbImage::from_fn(width, height, |x, y| {
        if (x0..x0 + w).contains(&x) && (y0..y0 + h).contains(&y) {
            return image::Rgb([inside, x as u8 ^ inside, y as u8]);
        }
        image::Rgb(if x % 40 < 3 || y % 25 == 0 { [20, 60, x as u8] } else { [240, 244, 250] })
    });
    DynamicImage::ImageRgb8(image)
}

fn file(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    image.write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn picture(redactions: Vec<(u32, u32, u32, u32)>, part: (u32, u32, u32, u32)) -> Picture {
    let source = "content/screenshots/a.png".into();
    Picture {
        source,
        hash: 0,
        size: (part.2, part.3),
        redactions,
        part,
        on_white: false,
        photo: false,
    }
}

/// Every file that is made of a picture.
fn files(picture: &Picture, bytes: &[u8]) -> Vec<(Derivative, Vec<u8>)> {
    let all = choices(picture).into_iter().chain([fallback(picture)]);
    all.map(|it| {
        let file = render_image(&it, bytes).value.expect("the image can be made");
        (it, file)
    })
    .collect()
}

const HIDDEN: (u32, u32, u32, u32) = (300, 40, 130, 30);

/// Two images that differ only where they are redacted give the same files, so nothing of what was
/// there can be in them.
#[test]
fn what_was_redacted_is_in_no_file() {
    for photo in [false, true] {
        for part in [(0, 0, 1500, 200), (310, 30, 600, 100), (0, 0, 310, 60)] {
            let picture = Picture { photo, ..picture(vec![HIDDEN], part) };
            let made = |inside| {
                files(&picture, &file(&screen(1500, 200, HIDDEN, inside), ImageFormat::Png))
            };
            let (one, other) = (made(1), made(200));
            assert_eq!(one.len(), if part.2 == 1500 { 3 } else { 2 });
            assert!(one == other, "{part:?}");
            let open = Picture { redactions: Vec::new(), ..picture.clone() };
            let bytes = file(&screen(1500, 200, HIDDEN, 1), ImageFormat::Png);
            assert!(files(&open, &bytes) != one, "{part:?}: without redaction they differ");
        }
    }
}

/// The same for one that is made line by line, and only for its scaled files by libwebp.
#[test]
fn what_was_redacted_is_in_no_file_of_a_large_image() {
    let picture = picture(vec![HIDDEN], (0, 0, 2400, 1300));
    let made =
        |inside| files(&picture, &file(&screen(2400, 1300, HIDDEN, inside), ImageFormat::Png));
    let (one, other) = (made(1), made(200));
    assert_eq!(one.len(), 3);
    assert!(one == other);
    let kept = image::load_from_memory(&one[2].1).unwrap().to_rgb8();
    assert_eq!(kept.dimensions(), (2400, 1300));
    assert_eq!(*kept.get_pixel(310, 50), image::Rgb([0x55; 3]));
}

#[test]
fn lossless_files_hold_the_pixels_that_may_be_seen() {
    let before = screen(1500, 200, HIDDEN, 9);
    let bytes = file(&before, ImageFormat::Png);
    let (x0, y0, width, height) = (290, 35, 300, 120);
    for (derivative, file) in files(&picture(vec![HIDDEN], (x0, y0, width, height)), &bytes) {
        let after = image::load_from_memory(&file).unwrap().to_rgb8();
        assert_eq!(after.dimensions(), (width, height), "{derivative:?}");
        for (x, y, pixel) in after.enumerate_pixels() {
            let (x, y) = (x + x0, y + y0);
            let hidden = (300..430).contains(&x) && (40..70).contains(&y);
            let expected =
                if hidden { image::Rgb([0x55; 3]) } else { *before.to_rgb8().get_pixel(x, y) };
            assert_eq!(*pixel, expected, "at {x}, {y}");
        }
    }
}

#[test]
fn narrow_files_show_the_same_smaller() {
    let bytes = file(&screen(1500, 200, HIDDEN, 9), ImageFormat::Png);
    let made = files(&picture(Vec::new(), (0, 0, 1500, 200)), &bytes);
    let (narrow, smallest) = &made[0];
    assert_eq!((narrow.width, narrow.encoding), (640, Encoding::Webp));
    let decoded = image::load_from_memory(smallest).unwrap();
    assert_eq!((decoded.width(), decoded.height()), (640, 85));
}

/// A JPEG whose EXIF says how it was held, with a name in it.
fn held(image: &DynamicImage, orientation: u8) -> Vec<u8> {
    let jpeg = file(image, ImageFormat::Jpeg);
    let tiff = [
        b"MM\0*\0\0\0\x08\0\x02".as_slice(),
        b"\x01\x12\0\x03\0\0\0\x01\0",
        &[orientation],
        b"\0\0\x01\x3b\0\x02\0\0\0\x08\0\0\0\x26\0\0\0\0Camille\0",
    ]
    .concat();
    let segment = [b"Exif\0\0".as_slice(), &tiff].concat();
    let length = (segment.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &segment, &jpeg[2..]].concat()
}

#[test]
fn photographs_stand_upright_and_forget_who_took_them() {
    let lying = DynamicImage::ImageRgb8(RgbImage::from_fn(64, 32, |x, _| {
        image::Rgb(if x < 32 { [200, 0, 0] } else { [0, 0, 200] })
    }));
    let bytes = held(&lying, 6);
    let holds = |bytes: &[u8]| bytes.windows(7).any(|window| window == b"Camille");
    assert!(holds(&bytes) && is_photo(&bytes));
    assert_eq!(measure(&bytes), Ok((32, 64)));
    let picture = Picture { photo: true, ..picture(Vec::new(), (0, 0, 32, 64)) };
    let made = files(&picture, &bytes);
    assert_eq!(
        made.iter().map(|it| it.0.encoding).collect::<Vec<_>>(),
        [Encoding::Webp, Encoding::Jpeg]
    );
    for (derivative, file) in made {
        assert!(!holds(&file), "{derivative:?}");
        let upright = image::load_from_memory(&file).unwrap().to_rgb8();
        assert_eq!(upright.dimensions(), (32, 64));
        assert!(upright.get_pixel(16, 8)[0] > 150 && upright.get_pixel(16, 56)[2] > 150);
    }
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
    let source = with_metadata(&file(&screen(1500, 60, HIDDEN, 0), ImageFormat::Png));
    let holds = |bytes: &[u8]| bytes.windows(7).any(|window| window == b"Camille");
    assert!(holds(&source));
    for (derivative, file) in files(&picture(Vec::new(), (0, 0, 1500, 60)), &source) {
        assert!(!holds(&file), "{derivative:?}");
    }
}

#[test]
fn unusual_images_are_taken() {
    let plain = screen(40, 30, HIDDEN, 0);
    let deep = DynamicImage::ImageRgba16(plain.to_rgba16());
    let grey = DynamicImage::ImageLumaA8(plain.to_luma_alpha8());
    for (name, image, format) in [
        ("16 bits a channel", &deep, ImageFormat::Png),
        ("grey and transparent", &grey, ImageFormat::Png),
        ("GIF with a palette", &plain, ImageFormat::Gif),
        ("WebP", &plain, ImageFormat::WebP),
    ] {
        let bytes = file(image, format);
        assert_eq!(measure(&bytes), Ok((40, 30)), "{name}");
        assert_eq!(files(&picture(Vec::new(), (0, 0, 40, 30)), &bytes).len(), 2, "{name}");
    }
}

#[test]
fn what_is_no_image_is_refused() {
    assert!(measure(b"hello").is_err());
    assert!(measure(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>").is_err());
    let whole = file(&screen(40, 30, HIDDEN, 0), ImageFormat::Png);
    let cut = &whole[..whole.len() / 2];
    let made = render_image(&fallback(&picture(Vec::new(), (0, 0, 40, 30))), cut);
    assert!(made.value.is_none());
    assert_eq!(made.diagnostics[0].code, Code::BadImage);
}

#[test]
fn a_logo_for_dark_grounds_is_refused() {
    let said = |drawn: u32, color: [u8; 4]| {
        let image = RgbaImage::from_fn(100, 100, |x, y| {
            Rgba(if x < drawn && y < drawn { color } else { [0, 0, 0, 0] })
        });
        let bytes = file(&DynamicImage::ImageRgba8(image), ImageFormat::Png);
        let picture = Picture { on_white: true, ..picture(Vec::new(), (0, 0, 100, 100)) };
        assert!(choices(&picture).is_empty());
        render_image(&fallback(&picture), &bytes).diagnostics.len()
    };
    assert_eq!(said(100, [0xFF, 0xFF, 0xF0, 0xFF]), 1, "pale");
    assert_eq!(said(100, [0x7A, 0x1F, 0x5C, 0xFF]), 0, "dark");
    assert_eq!(said(5, [0x7A, 0x1F, 0x5C, 0xFF]), 0, "dark in the middle of nothing");
    assert_eq!(said(100, [0x00, 0x00, 0x00, 0x30]), 1, "a shadow");
    assert_eq!(said(0, [0x00, 0x00, 0x00, 0xFF]), 1, "nothing");
}
