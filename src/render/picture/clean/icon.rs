//! Icons (ICO): several sizes of a picture in one file.
//!
//! In: a file. Out: the same sizes. Those that are PNGs are encoded anew. Of the others, which are bare pixels
//! behind a header of 40 bytes, exactly these are kept: nothing between them or behind, and no colour that nobody
//! sees.

use super::unreadable;
use crate::resolve::images::Refused;

/// How long the header of a file is, of one size in it, and of bare pixels.
const HEADER: usize = 6;
const ENTRY: usize = 16;
const BITMAP: usize = 40;
/// The most sizes that an icon has.
const MOST_SIZES: usize = 32;

/// The same icon, with nothing but its pixels.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Refused> {
    let count =
        bytes.get(4..HEADER).map_or(0, |it| usize::from(u16::from_le_bytes([it[0], it[1]])));
    if count == 0 || count > MOST_SIZES {
        return Err(unreadable());
    }
    let mut entries = bytes[..HEADER].to_vec();
    let mut pictures = Vec::new();
    for at in 0..count {
        let entry = HEADER + at * ENTRY;
        let entry = bytes.get(entry..entry + ENTRY).ok_or_else(unreadable)?;
        let (start, length) = (number(entry, 12), number(entry, 8));
        let picture = bytes.get(start..start.saturating_add(length)).ok_or_else(unreadable)?;
        let picture = if picture.starts_with(b"\x89PNG") {
            super::clean(picture).ok_or_else(unreadable)??
        } else {
            bitmap(picture).ok_or_else(unreadable)?
        };
        let start = HEADER + count * ENTRY + pictures.len();
        // Sides, colours and depth.
        entries.extend_from_slice(&entry[..8]);
        entries.extend_from_slice(&(picture.len() as u32).to_le_bytes());
        entries.extend_from_slice(&(start as u32).to_le_bytes());
        pictures.extend(picture);
    }
    Ok([entries, pictures].concat())
}

/// A number of four bytes, the lowest first.
fn number(bytes: &[u8], at: usize) -> usize {
    bytes[at..].first_chunk().map_or(0, |it| u32::from_le_bytes(*it) as usize)
}

/// Header, colours, pixels and a mask, each row of the last two filled up to four bytes.
fn bitmap(bytes: &[u8]) -> Option<Vec<u8>> {
    let header = bytes.get(..BITMAP).filter(|it| number(it, 0) == BITMAP && number(it, 16) == 0)?;
    let (width, height) = (number(header, 4), number(header, 8) / 2);
    if width > 256 || height > 256 {
        return None;
    }
    let depth = usize::from(header[14]);
    let colors = match (depth, number(header, 32)) {
        (1 | 4 | 8, 0) => 1 << depth,
        (1 | 4 | 8, used @ 1..=256) => used,
        (24 | 32, 0) => 0,
        _ => return None,
    };
    let row = |bits: usize| (width * bits).div_ceil(32) * 4;
    let start = BITMAP + 4 * colors;
    let mask = start + height * row(depth);
    let mut kept = bytes.get(..mask + height * row(1))?.to_vec();
    // How large a pixel is in metres, and how many colours matter.
    kept[20..32].fill(0);
    kept[36..40].fill(0);
    if depth == 32 {
        for pixel in kept[start..mask].chunks_exact_mut(4).filter(|it| it[3] == 0) {
            pixel.fill(0);
        }
    }
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_bare_pixels_nothing_else_is_kept() {
        let mut bitmap = vec![0; BITMAP];
        (bitmap[0], bitmap[4], bitmap[8], bitmap[12], bitmap[14]) = (40, 1, 4, 1, 32);
        bitmap.extend_from_slice(b"abc\0abc\xFF\0\0\0\0\0\0\0\0Camille");
        bitmap[24..31].copy_from_slice(b"Camille");
        let entry =
            [&[1, 2, 0, 0, 1, 0, 32, 0][..], &(bitmap.len() as u32).to_le_bytes(), &[22, 0, 0, 0]];
        let file = [b"\0\0\x01\0\x01\0", &entry.concat()[..], &bitmap].concat();
        let clean = clean(&file).unwrap();
        assert!(!clean.windows(7).any(|it| it == b"Camille"));
        assert_eq!(clean[22 + BITMAP..], *b"\0\0\0\0abc\xFF\0\0\0\0\0\0\0\0");
        assert!(super::clean(&file[..40]).is_err() && super::clean(b"\0\0\x01\0\0\0").is_err());
    }
}
