//! The texts that cameras and editors leave in images.
//!
//! In: the bytes of a PNG, JPEG, WebP, GIF or icon, or a text with such images in it. Out: the blocks that are
//! no pixels, one after the other, as far as they can be read: unpacked where they are packed, up to a limit.
//! They are never published; what they tell of somebody is told to the webmaster.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::ZlibDecoder;

use super::embedded::embedded_pictures;

/// What a PNG begins with.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The kinds of PNG chunks that hold pixels or how to show them.
const PNG_PIXELS: [&[u8]; 8] =
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"fdAT", b"fcTL", b"tRNS", b"iCCP"];
/// The most bytes that the packed texts of an image become: who hides a name does not write a book.
const MOST_UNPACKED: u64 = 1 << 20;
/// The fewest characters of 16 bits in a row that are a text.
const SHORTEST_WIDE: usize = 4;

/// A block of metadata.
type Block<'b> = Cow<'b, [u8]>;

/// The blocks of metadata of an image, a line each; empty for what is no image.
#[must_use]
pub fn metadata_text(bytes: &[u8]) -> String {
    let blocks = if bytes.starts_with(PNG) {
        png_blocks(bytes)
    } else if bytes.starts_with(b"\xFF\xD8") {
        jpeg_blocks(bytes.get(2..).unwrap_or_default())
    } else if bytes.starts_with(b"RIFF") {
        webp_blocks(bytes)
    } else if bytes.starts_with(b"GIF8") {
        gif_blocks(bytes)
    } else if bytes.starts_with(b"\0\0\x01\0") {
        icon_blocks(bytes)
    } else {
        let inside = embedded_pictures(std::str::from_utf8(bytes).unwrap_or_default());
        let inside = inside.into_iter().filter_map(|(_, picture)| picture);
        return inside.map(|it| metadata_text(&it)).collect::<Vec<_>>().join("\n");
    };
    let narrow = |block: &Block<'_>| String::from_utf8_lossy(block).replace('\0', " ");
    let texts = blocks.iter().flat_map(|block| [vec![narrow(block)], wide_texts(block)].concat());
    texts.collect::<Vec<_>>().join("\n")
}

/// The texts of 16 bits a character, as Windows writes names into photographs.
fn wide_texts(block: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    let mut at = 0;
    while at < block.len() {
        let pairs = block[at..].chunks_exact(2);
        let letters = pairs.map_while(|pair| (pair[0] >= b' ' && pair[1] == 0).then_some(pair[0]));
        let mut text: String = letters.map(char::from).collect();
        let length = text.chars().count();
        if length < SHORTEST_WIDE {
            at += 1;
            continue;
        }
        let end = at + 2 * length;
        // With the zero first, the last letter has none behind it.
        if at > 0 && block[at - 1] == 0 {
            text.extend(block.get(end).filter(|byte| **byte >= b' ').map(|byte| char::from(*byte)));
        }
        texts.push(text);
        at = end;
    }
    texts
}

/// The chunks of a PNG: length, kind, content, checksum.
pub fn png_chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut chunks = bytes.strip_prefix(PNG).unwrap_or_default();
    std::iter::from_fn(move || {
        let (length, rest) = chunks.split_first_chunk::<4>()?;
        let (kind, rest) = rest.split_at_checked(4)?;
        let (content, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        chunks = rest.get(4..).unwrap_or_default();
        Some((kind, content))
    })
}

fn png_blocks(bytes: &[u8]) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut left = MOST_UNPACKED;
    for (kind, content) in png_chunks(bytes).filter(|(kind, _)| !PNG_PIXELS.contains(kind)) {
        blocks.push(Cow::Borrowed(content));
        if let Some(packed) = packed_text(kind, content) {
            let text = unpacked(packed, left);
            left = left.saturating_sub(text.len() as u64);
            blocks.push(Cow::Owned(text));
        }
    }
    blocks
}

/// The packed part of a PNG's text: behind its keyword, and for `iTXt` behind its languages.
fn packed_text<'b>(kind: &[u8], content: &'b [u8]) -> Option<&'b [u8]> {
    let behind_zero = |text: &'_ [u8]| Some(text.iter().position(|byte| *byte == 0)? + 1);
    let rest = &content[behind_zero(content)?..];
    match (kind, rest) {
        (b"zTXt", [0, packed @ ..]) => Some(packed),
        (b"iTXt", [1, 0, rest @ ..]) => {
            let rest = &rest[behind_zero(rest)?..];
            Some(&rest[behind_zero(rest)?..])
        }
        _ => None,
    }
}

/// At most `most` bytes of what was packed; of what is broken, the beginning.
fn unpacked(packed: &[u8], most: u64) -> Vec<u8> {
    let mut text = Vec::new();
    // What was read before an error is in `text`.
    let _ = ZlibDecoder::new(packed).take(most).read_to_end(&mut text);
    text
}

/// Marker, length with itself, content; what follows the start of the scan is pixels.
fn jpeg_blocks(mut segments: &[u8]) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    while let Some(([0xFF, marker, high, low], rest)) = segments.split_first_chunk::<4>() {
        let length = usize::from(u16::from_be_bytes([*high, *low])).saturating_sub(2);
        let Some((content, rest)) = rest.split_at_checked(length) else { break };
        match marker {
            0xE1..=0xEF | 0xFE => blocks.push(Cow::Borrowed(content)),
            0xDA => break,
            _ => {}
        }
        segments = rest;
    }
    blocks
}

/// The chunks of a WebP: kind, length, content, padded to an even length.
pub(super) fn webp_chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut chunks = bytes.get(12..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (kind, rest) = chunks.split_at_checked(4)?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        let (content, rest) = rest.split_at_checked(length)?;
        chunks = rest.get(length % 2..).unwrap_or_default();
        Some((kind, content))
    })
}

fn webp_blocks(bytes: &[u8]) -> Vec<Block<'_>> {
    let texts = webp_chunks(bytes).filter(|(kind, _)| matches!(*kind, b"EXIF" | b"XMP "));
    texts.map(|(_, content)| Cow::Borrowed(content)).collect()
}

/// A part of a GIF.
pub(super) struct GifPart<'b> {
    /// Of an extension; a picture has none.
    pub(super) kind: Option<u8>,
    /// Its blocks, each behind its length.
    blocks: &'b [u8],
}

/// The parts of a GIF: behind a header and colours, pictures and extensions.
pub(super) fn gif_parts(bytes: &[u8]) -> impl Iterator<Item = GifPart<'_>> {
    let colors = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let flags = bytes.get(10).copied().unwrap_or_default();
    let mut rest = bytes.get(13 + colors(flags)..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (kind, start) = match rest {
            [0x21, kind, ..] => (Some(*kind), 2),
            // A picture: its place and size, its colours, and how its pixels are packed.
            [0x2C, _, _, _, _, _, _, _, _, flags, ..] => (None, 11 + colors(*flags)),
            _ => return None,
        };
        let blocks = rest.get(start..).unwrap_or_default();
        let (blocks, behind) = blocks.split_at(gif_length(blocks));
        rest = behind;
        Some(GifPart { kind, blocks })
    })
}

/// Comments, and what applications wrote.
fn gif_blocks(bytes: &[u8]) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    for part in gif_parts(bytes) {
        match part.kind {
            Some(0xFE) => blocks.push(Cow::Owned(gif_content(part.blocks))),
            // An application's text may be written as if its parts had no lengths.
            Some(0xFF) => blocks.push(Cow::Borrowed(part.blocks)),
            _ => {}
        }
    }
    blocks
}

/// What is in the PNGs of an icon.
fn icon_blocks(bytes: &[u8]) -> Vec<Block<'_>> {
    let starts = bytes.windows(PNG.len()).enumerate().filter(|(_, it)| *it == PNG);
    starts.flat_map(|(at, _)| png_blocks(&bytes[at..])).collect()
}

/// How long the blocks are that begin here, up to the empty one that ends them.
fn gif_length(blocks: &[u8]) -> usize {
    let mut at = 0;
    while let Some(length) = blocks.get(at).map(|length| usize::from(*length)) {
        at += 1 + length;
        if length == 0 {
            break;
        }
    }
    at.min(blocks.len())
}

/// What is in these blocks, without their lengths.
fn gif_content(mut blocks: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    while let Some((length, rest)) = blocks.split_first() {
        let (block, rest) = rest.split_at(rest.len().min(usize::from(*length)));
        content.extend_from_slice(block);
        blocks = rest;
    }
    content
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_in_each_kind_of_image_and_pixels_are_not() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\x03IDATa@b....\0\0\0\x08tEXtBy\0Camil....";
        assert_eq!(metadata_text(png), "By Camil");
        let jpeg = b"\xFF\xD8\xFF\xE0\0\x04JF\xFF\xE1\0\x07Camil\xFF\xDA\0\x02\xFF\xE1\0\x03x";
        assert_eq!(metadata_text(jpeg), "Camil");
        let webp = b"RIFF\0\0\0\0WEBPVP8L\x03\0\0\0abc\0EXIF\x05\0\0\0Camil\0XMP \x01\0\0\0x";
        assert_eq!(metadata_text(webp), "Camil\nx");
        assert_eq!(metadata_text(b"Camil"), "");
        assert_eq!(metadata_text(&png[..36]), "");
    }

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut file = Vec::new();
        flate2::read::ZlibEncoder::new(text, flate2::Compression::best())
            .read_to_end(&mut file)
            .expect("memory does not fail");
        file
    }

    fn png(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
        let chunk = |(kind, content): &(&[u8; 4], Vec<u8>)| {
            [&(content.len() as u32).to_be_bytes()[..], &kind[..], content, b"...."].concat()
        };
        let chunks = chunks.iter().flat_map(chunk);
        b"\x89PNG\r\n\x1a\n".iter().copied().chain(chunks).collect()
    }

    #[test]
    fn packed_texts_are_unpacked_up_to_a_limit() {
        let short = [b"Author\0\0".as_slice(), &packed(b"Camille Modele")].concat();
        let long = [b"XML\0\x01\0fr\0\0".as_slice(), &packed(b"c.d@e.fr")].concat();
        let text = metadata_text(&png(&[(b"zTXt", short), (b"iTXt", long)]));
        assert!(text.contains("Camille Modele") && text.contains("c.d@e.fr"), "{text}");
        let bomb = [b"Comment\0\0".as_slice(), &packed(&vec![b'a'; 50_000_000])].concat();
        let text = metadata_text(&png(&[(b"zTXt", bomb.clone()), (b"zTXt", bomb)]));
        assert!(text.len() < 2_000_000, "{}", text.len());
        assert_eq!(metadata_text(&png(&[(b"zTXt", b"A\0\0xyz".to_vec())])).trim(), "A  xyz");
    }

    #[test]
    fn texts_of_sixteen_bits_are_read_from_both_ends() {
        let wide = |text: &str, turn: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().flat_map(turn).collect()
        };
        for turn in [u16::to_le_bytes, u16::to_be_bytes] {
            let content =
                [b"\0\x01XP\0\0".as_slice(), &wide("c.d@e.fr", turn), b"\0\0\x01"].concat();
            let text = metadata_text(&png(&[(b"eXIf", content)]));
            assert!(text.contains("c.d@e.fr"), "{text}");
        }
    }

    #[test]
    fn comments_of_gifs_are_read() {
        let header = b"GIF89a\x01\0\x01\0\x80\0\0......";
        let picture = b"\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02abc";
        let picture = &picture[..14];
        let comment = b"\x21\xFE\x05c.d@e\x03.fr\0";
        // Behind such a text, whatever byte was taken for a length leads to the last zero.
        let trailer: Vec<u8> = [1].into_iter().chain((0..=255).rev()).chain([0]).collect();
        let application = [b"\x21\xFF\x0bXMP DataXMP<a>Camille</a>", &trailer[..]].concat();
        let gif = [&header[..], picture, b"\0", comment, &application, b";"].concat();
        let text = metadata_text(&gif);
        assert!(text.contains("c.d@e.fr") && text.contains("Camille"), "{text}");
        assert_eq!(metadata_text(&gif[..20]), "");
    }
}
