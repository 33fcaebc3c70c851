//! The files that are made of a picture: for every reader the one that fits.
//!
//! In: a [`Picture`]. Out: its [`Derivative`]s, from its size and kind alone, with their paths: nothing is
//! decoded or encoded here. Widths are never larger than the picture.
//!
//! Measured on the sample site: a screenshot as lossless WebP takes 61 % of its optimised PNG, and scaled
//! down to three quarters it takes 94 %, for its flat areas and sharp edges are gone. So a screenshot is
//! offered at its full width and, where it is much wider than any page shows it, at half of that.

use super::images::Picture;
use crate::parse::name::{slug, unfit};

/// Changes when the same picture would give other bytes: a part of every image's name. The tests of
/// `render::picture` say when it must.
const ENCODER: u32 = 5;

/// The width at which pages show a screenshot on a wide screen whose pixels are not doubled.
const NARROW: u32 = 640;
/// From this width on a picture is offered at [`NARROW`] as well.
const WIDE: u32 = 1440;
/// The width that is enough for any screen, where the picture itself is too large for lossless WebP.
const ENOUGH: u32 = 1920;
/// From so many pixels on an image is made in ways that need less memory.
pub const LARGE: u64 = 3_000_000;
/// From so many pixels on a picture is no screen, but a photograph that holds more than any page shows: it is
/// published with less than [`LARGE`].
const PHOTOGRAPH: u64 = 10_000_000;
/// The most pixels of a lossless WebP: making one takes some 30 bytes for each.
const WEBP_PIXELS: u64 = LARGE;
/// From so many pixels of its source on an image is made while no other such one is.
const ALONE: u64 = 2_500_000;
/// The longest name of a source in the output: width, hash and ending come after it.
const LONGEST_STEM: usize = 200;
/// The largest side of a WebP.
const WEBP_SIDE: u32 = 16_383;

/// A file made of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Derivative {
    /// What it is made of.
    pub picture: Picture,
    /// Its width in pixels.
    pub width: u32,
    /// How it is encoded.
    pub encoding: Encoding,
}

/// How a derivative is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// For all browsers: lossless.
    Png,
    /// For all browsers, of a photograph.
    Jpeg,
    /// Half as large; lossless unless the picture is a photograph or was scaled.
    Webp,
}

impl Encoding {
    fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
        }
    }
}

/// What every browser shows, at full width; of a photograph from a phone, at a width that is enough.
#[must_use]
pub fn fallback(picture: &Picture) -> Derivative {
    let encoding = if picture.photo { Encoding::Jpeg } else { Encoding::Png };
    Derivative { picture: picture.clone(), width: full_width(picture), encoding }
}

/// The width of the largest file that is made of a picture.
fn full_width(picture: &Picture) -> u32 {
    let (_, _, width, height) = picture.part;
    let pixels = u64::from(width) * u64::from(height);
    if pixels <= PHOTOGRAPH {
        return width;
    }
    // Both sides shrink by the root of what is too much.
    let width = u64::from(width) * LARGE.isqrt() / (pixels.isqrt() + 1);
    (width as u32).max(1)
}

/// What newer browsers choose from, the narrowest first; nothing for a logo, which is small.
#[must_use]
pub fn choices(picture: &Picture) -> Vec<Derivative> {
    let (full, (.., height)) = (full_width(picture), picture.part);
    if picture.on_white || full.max(height) > WEBP_SIDE {
        return Vec::new();
    }
    let narrow = (full >= WIDE).then_some(NARROW);
    let choice = |width| Derivative { picture: picture.clone(), width, encoding: Encoding::Webp };
    let fits = |it: &Derivative| u64::from(it.width) * u64::from(it.height()) <= WEBP_PIXELS;
    let widest = Some(choice(full)).filter(fits);
    // Only in its place: beside it, all files together would take twice the PNG.
    let widest = widest.or_else(|| Some(choice(full.min(ENOUGH))).filter(fits));
    narrow.map(choice).into_iter().chain(widest).collect()
}

impl Derivative {
    /// Its height in pixels, at least 1.
    #[must_use]
    pub fn height(&self) -> u32 {
        let (_, _, width, height) = self.picture.part;
        let scaled = u64::from(height) * u64::from(self.width) + u64::from(width / 2);
        ((scaled / u64::from(width.max(1))) as u32).max(1)
    }

    /// Whether making it needs so much memory that only one such image should be made at a time.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        let (width, height) = self.picture.size;
        u64::from(width) * u64::from(height) >= ALONE
    }

    /// The hash of everything that makes its bytes.
    #[must_use]
    pub fn key(&self) -> u128 {
        let key = (picture_hash(&self.picture), self.width, self.encoding);
        xxhash_rust::xxh3::xxh3_128(format!("{key:?}").as_bytes())
    }

    /// Its path below the root: beside its academy's pages, named after its source and what is made of
    /// it. All files of a picture have the same hash, which a page then names for little.
    #[must_use]
    pub fn path(&self) -> String {
        let source = &self.picture.source;
        let (folder, file) = source.split_once("/screenshots/").unwrap_or(("", source));
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let mut name = name_of(stem);
        if self.width != self.picture.part.2 {
            name = format!("{name}-{}", self.width);
        }
        let hash = picture_hash(&self.picture) as u64;
        let ending = self.encoding.ending();
        match folder.strip_prefix("academies/") {
            Some(academy) => format!("{academy}/images/{name}.{hash:016x}.{ending}"),
            None => format!("images/{name}.{hash:016x}.{ending}"),
        }
    }
}

/// The name of a source in the output, where every system can hold it.
fn name_of(stem: &str) -> String {
    let mut name = slug(stem);
    name.truncate(LONGEST_STEM);
    name.truncate(name.trim_end_matches('-').len());
    match &*name {
        "" => "image".to_owned(),
        name if unfit(name).is_some() => format!("image-{name}"),
        _ => name,
    }
}

/// The hash of everything that makes the pixels of a picture.
fn picture_hash(picture: &Picture) -> u128 {
    let Picture { hash, redactions, part, on_white, photo, .. } = picture;
    let key = (hash, redactions, part, on_white, photo, ENCODER);
    xxhash_rust::xxh3::xxh3_128(format!("{key:?}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(width: u32, photo: bool) -> Vec<(u32, u32)> {
        let picture = Picture {
            source: "academies/lille/screenshots/Écran 1.png".into(),
            hash: 7,
            size: (width, 301),
            redactions: Vec::new(),
            part: (0, 0, width, 301),
            on_white: false,
            photo,
        };
        choices(&picture).iter().map(|it| (it.width, it.height())).collect()
    }

    #[test]
    fn every_system_can_hold_the_name_of_an_image() {
        assert_eq!(name_of("Écran 1"), "ecran-1");
        assert_eq!(name_of("con"), "image-con");
        assert_eq!(name_of("صورة"), "image");
        assert_eq!(name_of(&"é-".repeat(120)).len(), 199);
    }

    #[test]
    fn no_width_is_larger_than_the_picture() {
        assert_eq!(widths(20, false), [(20, 301)]);
        assert_eq!(widths(1439, false), [(1439, 301)]);
        assert_eq!(widths(1440, true), [(640, 134), (1440, 301)]);
        assert_eq!(widths(9900, false), [(640, 19), (9900, 301)]);
        assert_eq!(widths(9970, false), [(640, 19), (1920, 58)]);
        assert_eq!(widths(16_000, false), [(640, 12), (1920, 36)]);
        assert_eq!(widths(20_000, false), []);
    }
}
