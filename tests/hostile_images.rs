//! Images that are broken, odd or made to hurt: each gives a picture or a plain error, in less than
//! 200 MB, whatever the file says of itself; and a handout in less than 300 MB.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "a test looks at the world")]

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageFormat, RgbImage, RgbaImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use serde_json::Value;
use tempfile::TempDir;

/// The most memory that a build may take, in MiB.
const MOST: u64 = 190;
/// The same when it prints handouts.
const MOST_WITH_HANDOUTS: u64 = 286;

/// What a build said of the image, and how many images it made; both cannot be.
fn build(name: &str, bytes: &[u8]) -> Result<u64, String> {
    let folder = TempDir::new().unwrap();
    let site = folder.path();
    write_site(site, name);
    fs::write(site.join("content/screenshots").join(name), bytes).unwrap();
    let run = |option: &[&str], most: u64| -> Value {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pasapas"));
        command.args(["build", "--format", "json", "--timings", "--root"]).arg(site).args(option);
        let answer: Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
        let memory = answer["timings"]["peak_memory"].as_u64().unwrap();
        assert!(memory < most, "{name} of {} bytes takes {memory} MiB {option:?}", bytes.len());
        answer
    };
    let answer = run(&["--no-handouts"], MOST);
    if answer["ok"] == true {
        assert_eq!(run(&[], MOST_WITH_HANDOUTS)["ok"], true, "{name} on paper");
    }
    let errors = answer["diagnostics"].as_array().unwrap();
    match errors.iter().find(|it| it["severity"] == "error") {
        None => Ok(answer["images"].as_u64().unwrap()),
        Some(error) => {
            assert_eq!(error["code"], "bad-image", "{error}");
            assert!(!site.join("public").exists(), "nothing is written");
            Err(error["message"].as_str().unwrap().to_owned())
        }
    }
}

fn write_site(site: &Path, image: &str) {
    for part in ["academies/lille", "content/procedures", "content/screenshots"] {
        fs::create_dir_all(site.join(part)).unwrap();
    }
    let starter = Path::new(env!("CARGO_MANIFEST_DIR")).join("starter/site.yaml");
    fs::copy(starter, site.join("site.yaml")).unwrap();
    let facts = "name: Lille\nmail_domain: ac-lille.fr\n";
    fs::write(site.join("academies/lille/academy.yaml"), facts).unwrap();
    fs::write(site.join("content/a.md"), "---\ntitle: A\n---\n::procedure[a]\n").unwrap();
    let step = format!(
        "title: A\nsteps:\n  - id: a\n    action: Regardez.\n    screenshot: \
         {{ image: {image}, alt: Un écran, personal_data: none }}\n"
    );
    fs::write(site.join("content/procedures/a.yaml"), step).unwrap();
}

fn file(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A screen with flat areas and some noise, as large as is asked for.
fn screen(width: u32, height: u32) -> DynamicImage {
    let pixel = |x: u32, y: u32| {
        let noise = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).to_le_bytes()[2];
        image::Rgb(if (y / 90).is_multiple_of(4) {
            [noise, noise / 2, 200]
        } else {
            [240, 244, (x / 200) as u8]
        })
    };
    RgbImage::from_fn(width, height, pixel).into()
}

/// A PNG chunk with its checksum.
fn chunk(name: [u8; 4], content: &[u8]) -> Vec<u8> {
    let named = [&name, content].concat();
    let sum = !named.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 }
        })
    });
    [&(content.len() as u32).to_be_bytes()[..], &named, &sum.to_be_bytes()].concat()
}

/// A PNG whose header claims this size, with the compressed content of a small one.
fn liar(width: u32, height: u32) -> Vec<u8> {
    let mut png = file(&screen(40, 30), ImageFormat::Png);
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    png.splice(8..33, chunk(*b"IHDR", &header));
    png
}

fn check_pictures(cases: &[(&str, Vec<u8>)]) {
    for (name, bytes) in cases {
        assert_eq!(build(name, bytes), Ok(1), "{name}");
    }
}

fn check_errors(cases: &[(&str, Vec<u8>, &str)]) {
    for (name, bytes, reason) in cases {
        let said = build(name, bytes).unwrap_err();
        assert!(said.contains(reason), "{name}: {said}");
    }
}

#[test]
fn broken_files_are_named_with_the_reason() {
    let png = file(&screen(400, 300), ImageFormat::Png);
    let jpeg = file(&screen(400, 300), ImageFormat::Jpeg);
    let mut flipped = png.clone();
    flipped[png.len() / 2] ^= 0xFF;
    check_errors(&[
        ("coupee.png", png[..png.len() / 2].to_vec(), "abîmé ou incomplet"),
        ("tete.png", png[..20].to_vec(), "abîmé ou incomplet"),
        ("changee.png", flipped, "abîmé ou incomplet"),
        ("tete.jpg", jpeg[..30].to_vec(), "abîmé ou incomplet"),
        ("vide.png", Vec::new(), "ni un PNG"),
        ("texte.png", b"Bonjour".to_vec(), "ni un PNG"),
        ("dessin.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(), "ni un PNG"),
        ("page.jpg", b"<!doctype html><title>Connexion</title>".to_vec(), "ni un PNG"),
        ("document.png", b"%PDF-1.7\n".to_vec(), "ni un PNG"),
        ("image.bmp", [b"BM".as_slice(), &[0; 60]].concat(), "fichier BMP"),
        ("image.avif", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf".to_vec(), "fichier AVIF"),
    ]);
}

#[test]
fn an_image_is_what_it_holds_whatever_its_name_says() {
    check_pictures(&[
        ("capture.jpg", file(&screen(400, 300), ImageFormat::Png)),
        ("capture.png", file(&screen(400, 300), ImageFormat::Jpeg)),
    ]);
}

#[test]
fn bombs_do_not_go_off() {
    let flat = DynamicImage::ImageRgb8(RgbImage::new(20_000, 6_000));
    let clear = DynamicImage::ImageRgba8(RgbaImage::new(5_000, 4_000));
    let mut padded = file(&screen(40, 30), ImageFormat::Png);
    padded.extend(vec![0; 21_000_000]);
    check_errors(&[
        (
            "profonde.png",
            file(&screen(3200, 2000).to_rgba16().into(), ImageFormat::Png),
            "16\u{A0}bits",
        ),
        ("geante.png", liar(100_000, 100_000), "trop grande"),
        ("longue.png", liar(1, 2_000_000_000), "trop grande"),
        ("plate.png", file(&flat, ImageFormat::Png), "trop grande"),
        ("claire.png", file(&clear, ImageFormat::Png), "transparente"),
        ("toutes-couleurs.jpg", in_passes(4032, 3024, SamplingFactor::F_1_1), "progressif"),
        ("lente.jpg", in_passes(5_600, 4_200, SamplingFactor::F_1_1), "progressif"),
        ("menteuse.png", liar(3000, 3000), "abîmé ou incomplet"),
        ("lourde.png", padded, "20 Mo"),
    ]);
    // A text that unpacks to a hundred million bytes: it is not a picture's business.
    let text = chunk(*b"zTXt", &[&b"Comment\0\0"[..], &deflated_zeros(100_000_000)].concat());
    let mut png = file(&screen(40, 30), ImageFormat::Png);
    png.splice(33..33, text);
    check_pictures(&[("bavarde.png", png)]);
}

/// Zeros as zlib packs them: what PNG does for pixels, taken from a PNG.
fn deflated_zeros(count: u32) -> Vec<u8> {
    let flat = DynamicImage::ImageLuma8(image::GrayImage::new(10_000, count / 10_000));
    let png = file(&flat, ImageFormat::Png);
    let start = png.windows(4).position(|it| it == b"IDAT").unwrap();
    let length = u32::from_be_bytes(png[start - 4..start].try_into().unwrap()) as usize;
    png[start + 4..start + 4 + length].to_vec()
}

/// A JPEG that is drawn in several passes, with all its colours.
fn in_passes(width: u16, height: u16, colors: SamplingFactor) -> Vec<u8> {
    let pixels = vec![120; usize::from(width) * usize::from(height) * 3];
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 80);
    encoder.set_progressive(true);
    encoder.set_sampling_factor(colors);
    encoder.encode(&pixels, width, height, ColorType::Rgb).unwrap();
    bytes
}

#[test]
fn photographs_of_phones_are_taken() {
    check_pictures(&[
        ("douze.jpg", file(&screen(4032, 3024), ImageFormat::Jpeg)),
        ("debout.jpg", file(&screen(3024, 4032), ImageFormat::Jpeg)),
        ("douze-en-passes.jpg", in_passes(4032, 3024, SamplingFactor::F_2_2)),
        ("vingt-quatre.jpg", file(&screen(5712, 4284), ImageFormat::Jpeg)),
        ("douze.png", file(&screen(4032, 3024), ImageFormat::Png)),
    ]);
}

#[test]
fn the_largest_screens_are_taken() {
    check_pictures(&[
        ("quatre-k.png", file(&screen(3840, 2160), ImageFormat::Png)),
        ("quatre-k.jpg", file(&screen(3840, 2160), ImageFormat::Jpeg)),
        (
            "quatre-k-transparente.png",
            file(&screen(3840, 2160).to_rgba8().into(), ImageFormat::Png),
        ),
        ("profonde.png", file(&screen(2400, 1500).to_rgba16().into(), ImageFormat::Png)),
        ("haute.png", file(&screen(400, 20_000), ImageFormat::Png)),
        ("point.png", file(&screen(1, 1), ImageFormat::Png)),
    ]);
}

#[test]
fn unusual_pixels_become_usual_ones() {
    let (width, height) = (300, 200);
    let pixels: Vec<u8> =
        (0..width as usize * height as usize * 4).map(|at| (at % 251) as u8).collect();
    let printed = |kind| {
        let mut bytes = Vec::new();
        Encoder::new(&mut bytes, 80).encode(&pixels, width, height, kind).unwrap();
        bytes
    };
    check_pictures(&[
        ("cmyk.jpg", printed(ColorType::Cmyk)),
        ("ycck.jpg", printed(ColorType::CmykAsYcck)),
        ("grise.png", file(&screen(300, 200).to_luma8().into(), ImageFormat::Png)),
        ("grise-16.png", file(&screen(300, 200).to_luma16().into(), ImageFormat::Png)),
        ("palette.png", palette()),
    ]);
}

/// Four colours, one of them clear, at two bits a pixel.
fn palette() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 200, 100);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Two);
    encoder.set_palette(vec![0, 0, 0, 255, 255, 255, 200, 0, 40, 0, 90, 160]);
    encoder.set_trns(vec![0, 255, 255, 255]);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[0b0001_1011; 50 * 100]).unwrap();
    writer.finish().unwrap();
    bytes
}

#[test]
fn of_what_moves_the_first_picture_is_shown() {
    let mut gif = Vec::new();
    let mut encoder = GifEncoder::new(&mut gif);
    for shade in 0..20 {
        let frame = RgbaImage::from_pixel(1000, 700, image::Rgba([shade * 10, 40, 90, 255]));
        encoder.encode_frame(Frame::new(frame)).unwrap();
    }
    drop(encoder);
    let mut apng = Vec::new();
    let mut encoder = png::Encoder::new(&mut apng, 1000, 700);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_animated(20, 0).unwrap();
    let mut writer = encoder.write_header().unwrap();
    for shade in 0..20 {
        writer.write_image_data(&vec![shade * 10; 1000 * 700 * 3]).unwrap();
    }
    writer.finish().unwrap();
    check_pictures(&[("mobile.gif", gif), ("mobile.png", apng)]);
}
