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

/// With a text as image editors write it, and more behind the end.
fn with_metadata(image: &DynamicImage) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, image.width(), image.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.add_text_chunk("Author".into(), "Camille Exemple".into()).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(image.as_bytes()).unwrap();
    writer.finish().unwrap();
    [&file, &b"Camille Exemple"[..]].concat()
}

#[test]
fn nothing_but_pixels_is_taken_from_the_source() {
    let source = with_metadata(&screen(1500, 60, HIDDEN, 0));
    let holds = |bytes: &[u8]| bytes.windows(7).any(|window| window == b"Camille");
    assert!(holds(&source[..source.len() - 20]));
    for (derivative, file) in files(&picture(Vec::new(), (0, 0, 1500, 60)), &source) {
        assert!(!holds(&file), "{derivative:?}");
    }
}

/// Names of files are made before the files are, from [`ENCODER`](crate::resolve::derivatives) and what
/// they are made of: readers would keep the old file under the same name.
#[test]
fn the_same_picture_gives_the_same_bytes_or_another_name() {
    let made = |picture: &Picture, width, height| {
        let bytes = file(&screen(width, height, HIDDEN, 9), ImageFormat::Png);
        let files = files(picture, &bytes);
        let all: Vec<u8> = files.into_iter().flat_map(|(_, file)| file).collect();
        format!("{:016x}", xxhash_rust::xxh3::xxh3_64(&all))
    };
    let plain = picture(Vec::new(), (0, 0, 1500, 200));
    let photo = Picture { photo: true, ..plain.clone() };
    let logo = Picture { on_white: true, ..plain.clone() };
    let redacted = picture(vec![HIDDEN], (290, 35, 300, 120));
    let large = picture(vec![HIDDEN], (0, 0, 2400, 1300));
    let hashes = [
        ("lossless", made(&plain, 1500, 200)),
        ("lossy", made(&photo, 1500, 200)),
        ("a logo", made(&logo, 1500, 200)),
        ("redacted and cut", made(&redacted, 1500, 200)),
        ("large", made(&large, 2400, 1300)),
    ];
    for ((name, hash), expected) in hashes.iter().zip(BYTES) {
        assert_eq!(
            hash, expected,
            "{name}: bump ENCODER in resolve/derivatives.rs, then pin {hashes:?}"
        );
    }
}

const BYTES: [&str; 5] = [
    "02f49ef67260a3ee",
    "4d8a5c698b98330b",
    "8077c8707facb0ae",
    "ffac823c8c243db6",
    "c0a8d3c9332d1641",
];

/// A page as portals have them: a banner with a gradient, panels, words in several colours, whose letters
/// have soft edges and begin between two pixels.
fn page(width: u32, height: u32) -> DynamicImage {
    let mut image = RgbImage::from_fn(width, height, |x, y| {
        image::Rgb(match (x, y) {
            (_, ..120) => [20 + (x * 90 / width) as u8, 60 + (y / 3) as u8, 140],
            (..260, _) => [238, 241, 246],
            _ => [255, 255, 255],
        })
    });
    let mut state = 7_u32;
    let mut next = |most: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % most
    };
    let letters: Vec<[u32; 70]> = (0..40)
        .map(|_| std::array::from_fn(|_| if next(2) == 0 { 0 } else { next(256) }))
        .collect();
    for line in (130..height - 20).step_by(24) {
        let color = [[23, 33, 31], [0, 92, 160], [90, 96, 104]][next(3) as usize];
        let mut x = if line % 96 == 90 { 300 } else { 24 };
        while x < width - 120 {
            for _ in 0..2 + next(9) {
                draw(&mut image, &letters[next(40) as usize], (x, line), next(4), color);
                x += 8;
            }
            x += 7 + next(8) * next(12);
        }
    }
    image.into()
}

/// Draws a letter that begins `quarter` quarters of a pixel behind a place.
fn draw(image: &mut RgbImage, letter: &[u32; 70], at: (u32, u32), quarter: u32, color: [u32; 3]) {
    for row in 0..10 {
        let ink = |column: u32| if column < 7 { letter[(row * 7 + column) as usize] } else { 0 };
        for column in 0..8 {
            let before = if column > 0 { ink(column - 1) } else { 0 };
            let ink = (ink(column) * (4 - quarter) + before * quarter) / 4;
            let pixel = image.get_pixel_mut(at.0 + column, at.1 + row);
            for (channel, color) in pixel.0.iter_mut().zip(color) {
                *channel = ((u32::from(*channel) * (255 - ink) + color * ink) / 255) as u8;
            }
        }
    }
}

#[test]
fn all_files_together_take_at_most_twice_the_png() {
    for (width, height) in [(1440, 900), (1920, 1080), (2000, 1200), (2160, 1350)] {
        let bytes = file(&page(width, height), ImageFormat::Png);
        let made = files(&picture(Vec::new(), (0, 0, width, height)), &bytes);
        let sizes: Vec<usize> = made.iter().map(|(_, file)| file.len()).collect();
        let (all, png) = (sizes.iter().sum::<usize>(), sizes[sizes.len() - 1]);
        assert!(all <= 2 * png, "{width} × {height}: {sizes:?}");
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
