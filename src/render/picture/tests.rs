//! What is published of an image: only the pixels that may be seen.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat, RgbImage, Rgba, RgbaImage};

use super::*;
use crate::resolve::derivatives::{Encoding, choices, fallback};
use crate::resolve::images::Picture;

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

/// A PNG with these chunks behind its header. Nobody looks at their checksums.
pub(super) fn with_chunks(png: &[u8], chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut file = png[..33].to_vec();
    for (kind, content) in chunks {
        let named = [&kind[..], content].concat();
        let sum = !named.iter().fold(!0_u32, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
                if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 }
            })
        });
        let length = (content.len() as u32).to_be_bytes();
        file.extend([&length[..], &named, &sum.to_be_bytes()].concat());
    }
    [&file, &png[33..]].concat()
}

/// Two images that differ only where nobody sees it, as they can be written.
fn erased(kind: &str, secret: u8) -> Vec<u8> {
    let clear = |x: u32, y: u32| (10..30).contains(&x) && (5..20).contains(&y);
    let image = RgbaImage::from_fn(1500, 40, |x, y| match (clear(x, y), kind) {
        (true, "traces") => Rgba([secret, x as u8 ^ secret, 0, (x % 9) as u8]),
        (true, _) => Rgba([secret, x as u8 ^ secret, 0, 0]),
        _ if x > 1000 => Rgba([0x10, 0x20, 0x80, 0x80]),
        _ => Rgba([0x10, 0x20, 0x80, 0xFF]),
    });
    let image = DynamicImage::from(image);
    match kind {
        "grey" => file(&image.to_luma_alpha8().into(), ImageFormat::Png),
        "deep" => file(&image.to_rgba16().into(), ImageFormat::Png),
        "deep grey" => file(&image.to_luma_alpha16().into(), ImageFormat::Png),
        "webp" => {
            let mut config = webp::WebPConfig::new().unwrap();
            (config.lossless, config.exact) = (1, 1);
            let encoder = webp::Encoder::from_rgba(image.as_bytes(), 1500, 40);
            encoder.encode_advanced(&config).unwrap().to_vec()
        }
        "palette" | "gif" => {
            // One clear colour, which may be any.
            let colors = [secret, secret ^ 0x55, 0, 0x10, 0x20, 0x80];
            let pixel = |at: u32| u8::from(!clear(at % 1500, at / 1500));
            let pixels: Vec<u8> = (0..1500 * 40).map(pixel).collect();
            if kind == "gif" { gif(&colors, &pixels) } else { indexed(&colors, &pixels) }
        }
        _ => file(&image, ImageFormat::Png),
    }
}

/// A palette PNG whose first colour is clear.
fn indexed(colors: &[u8], pixels: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1500, 40);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(colors.to_vec());
    encoder.set_trns(vec![0, 255]);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(pixels).unwrap();
    writer.finish().unwrap();
    bytes
}

/// A GIF whose first colour is clear, packed so that no code is ever longer than three bits.
fn gif(colors: &[u8], pixels: &[u8]) -> Vec<u8> {
    let mut codes = Vec::new();
    for pair in pixels.chunks(2) {
        codes.push(4);
        codes.extend_from_slice(pair);
    }
    codes.push(5);
    let mut packed = vec![0; codes.len() * 3 / 8 + 1];
    for (at, code) in codes.iter().enumerate() {
        let bits = u16::from(*code) << (3 * at % 8);
        packed[3 * at / 8] |= bits as u8;
        if bits > 255 {
            packed[3 * at / 8 + 1] |= (bits >> 8) as u8;
        }
    }
    let mut file = b"GIF89a\xDC\x05\x28\0\x80\0\0".to_vec();
    file.extend_from_slice(colors);
    file.extend_from_slice(b"\x21\xF9\x04\x01\0\0\0\0\x2C\0\0\0\0\xDC\x05\x28\0\0\x02");
    for block in packed.chunks(255) {
        file.push(block.len() as u8);
        file.extend_from_slice(block);
    }
    file.extend_from_slice(b"\0;");
    file
}

#[test]
fn what_nobody_sees_is_in_no_file() {
    let picture = picture(Vec::new(), (0, 0, 1500, 40));
    for kind in ["plain", "traces", "grey", "deep", "deep grey", "webp", "palette", "gif"] {
        let (one, other) = (erased(kind, 0), erased(kind, 200));
        assert!(one != other, "{kind}");
        let made = files(&picture, &one);
        assert_eq!(made.len(), 3);
        assert!(made == files(&picture, &other), "{kind}");
        let shown = image::load_from_memory(&made[2].1).unwrap();
        assert!(!shown.color().has_alpha(), "{kind}");
        let shown = shown.into_rgb8();
        assert_eq!(shown.get_pixel(15, 10).0, [255; 3], "{kind}: paper");
        assert!(shown.get_pixel(5, 5).0.iter().all(|it| *it < 0x90), "{kind}: the drawing");
    }
}

/// What is half clear looks on paper as it does on a page, and a redaction covers it.
#[test]
fn half_clear_pixels_are_laid_on_white_before_they_are_redacted() {
    let whole = (0, 0, 1500, 40);
    let (_, png) =
        files(&picture(vec![(1100, 0, 20, 20)], whole), &erased("plain", 9)).pop().unwrap();
    let shown = image::load_from_memory(&png).unwrap().into_rgb8();
    assert_eq!(shown.get_pixel(1200, 30).0, [0x87, 0x8F, 0xBF]);
    assert_eq!(shown.get_pixel(1110, 10).0, [0x55; 3]);
}

/// Photographs are redacted, cut and scaled before they are turned.
#[test]
fn areas_are_found_in_photographs_however_they_were_held() {
    let size = (7, 4);
    for exif in 1..=8 {
        let orientation = Orientation::from_exif(exif).unwrap();
        let image = RgbImage::from_fn(size.0, size.1, |x, y| image::Rgb([x as u8, y as u8, 0]));
        let mut turned = DynamicImage::from(image.clone());
        turned.apply_orientation(orientation);
        let area = (1, 2, 3, 1);
        let expected = turned.crop_imm(area.0, area.1, area.2, area.3).into_rgb8();
        let (x, y, width, height) = as_held(area, orientation, size);
        let mut part = DynamicImage::from(image).crop_imm(x, y, width, height);
        part.apply_orientation(orientation);
        assert_eq!(part.into_rgb8(), expected, "{exif}");
    }
}

#[test]
fn photographs_of_phones_are_published_smaller() {
    let upright =
        Picture { photo: true, size: (3024, 4032), ..picture(Vec::new(), (0, 0, 3024, 4032)) };
    let made: Vec<_> = choices(&upright).iter().map(|it| (it.width, it.height())).collect();
    assert_eq!(made, [(640, 853), (1499, 1999)]);
    assert_eq!(fallback(&upright).width, 1499);
    let screen = picture(Vec::new(), (0, 0, 3840, 2160));
    assert_eq!(fallback(&screen).width, 3840);
}

#[test]
fn images_of_a_theme_keep_their_transparency_and_nothing_unseen() {
    for kind in ["plain", "traces", "grey", "deep", "webp", "palette", "gif"] {
        let made = |secret| clean::clean(&erased(kind, secret)).unwrap().unwrap();
        let one = made(0);
        assert!(one == made(200), "{kind}");
        assert_eq!(
            image::guess_format(&one).unwrap(),
            image::guess_format(&erased(kind, 0)).unwrap()
        );
        let shown = image::load_from_memory(&one).unwrap().into_rgba8();
        assert_eq!((shown.get_pixel(15, 10)[3], shown.get_pixel(5, 5)[3]), (0, 255), "{kind}");
    }
}

#[test]
fn images_of_a_theme_forget_who_made_them() {
    let holds = |bytes: &[u8]| bytes.windows(7).any(|window| window == b"Camille");
    let plain = screen(64, 64, HIDDEN, 0);
    let png = with_metadata(&plain);
    let icon = |png: &[u8]| {
        let entry = [
            &[64, 64, 0, 0, 1, 0, 32, 0][..],
            &(png.len() as u32).to_le_bytes(),
            &22_u32.to_le_bytes(),
        ];
        [b"\0\0\x01\0\x01\0", &entry.concat()[..], png].concat()
    };
    for file in [held(&plain, 1), icon(&with_metadata(&plain.to_rgba8().into())), png] {
        assert!(holds(&file));
        let clean = clean::clean(&file).unwrap().unwrap();
        assert!(!holds(&clean));
        assert_eq!(image::guess_format(&clean).unwrap(), image::guess_format(&file).unwrap());
    }
    for other in
        [&b"\0\0\0\x1cftypheic"[..], b"\0\0\0\x1cftypavif", b"BM\xFF\xFE\0\0", b"II*\0\xFF\xFE"]
    {
        assert!(clean::clean(other).unwrap().is_err());
    }
    for none in [&b"%PDF-1.7 \xFF"[..], b"wOF2\xFF", b"P1 is a text", b"", b"<svg/>"] {
        assert!(clean::clean(none).is_none());
    }
}

/// With a text as image editors write it, and more behind the end.
fn with_metadata(image: &DynamicImage) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, image.width(), image.height());
    let clear = image.color().has_alpha();
    encoder.set_color(if clear { png::ColorType::Rgba } else { png::ColorType::Rgb });
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
