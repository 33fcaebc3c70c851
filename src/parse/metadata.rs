//! The texts that cameras and editors leave in images.
//!
//! In: the bytes of a PNG, JPEG or WebP. Out: the blocks that are no pixels, one after the other, as far
//! as they can be read. They are never published; what they tell of somebody is told to the webmaster.

/// The kinds of PNG chunks that hold pixels or how to show them.
const PNG_PIXELS: [&[u8]; 8] =
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"fdAT", b"fcTL", b"tRNS", b"iCCP"];

/// The blocks of metadata of an image, a line each; empty for what is no image.
#[must_use]
pub fn metadata_text(bytes: &[u8]) -> String {
    let blocks = if let Some(chunks) = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n") {
        png_blocks(chunks)
    } else if bytes.starts_with(b"\xFF\xD8") {
        jpeg_blocks(bytes.get(2..).unwrap_or_default())
    } else if bytes.starts_with(b"RIFF") {
        webp_blocks(bytes.get(12..).unwrap_or_default())
    } else {
        Vec::new()
    };
    let text = |block: &[u8]| String::from_utf8_lossy(block).replace('\0', " ");
    blocks.into_iter().map(text).collect::<Vec<_>>().join("\n")
}

/// Length, kind, content, checksum.
fn png_blocks(mut chunks: &[u8]) -> Vec<&[u8]> {
    let mut blocks = Vec::new();
    while let Some((length, rest)) = chunks.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        let Some((kind, rest)) = rest.split_first_chunk::<4>() else { break };
        let Some((content, rest)) = rest.split_at_checked(length) else { break };
        if !PNG_PIXELS.contains(&&kind[..]) {
            blocks.push(content);
        }
        chunks = rest.get(4..).unwrap_or_default();
    }
    blocks
}

/// Marker, length with itself, content; what follows the start of the scan is pixels.
fn jpeg_blocks(mut segments: &[u8]) -> Vec<&[u8]> {
    let mut blocks = Vec::new();
    while let Some(([0xFF, marker, high, low], rest)) = segments.split_first_chunk::<4>() {
        let length = usize::from(u16::from_be_bytes([*high, *low])).saturating_sub(2);
        let Some((content, rest)) = rest.split_at_checked(length) else { break };
        match marker {
            0xE1..=0xEF | 0xFE => blocks.push(content),
            0xDA => break,
            _ => {}
        }
        segments = rest;
    }
    blocks
}

/// Kind, length, content, padded to an even length.
fn webp_blocks(mut chunks: &[u8]) -> Vec<&[u8]> {
    let mut blocks = Vec::new();
    while let Some((kind, rest)) = chunks.split_first_chunk::<4>() {
        let Some((length, rest)) = rest.split_first_chunk::<4>() else { break };
        let length = u32::from_le_bytes(*length) as usize;
        let Some((content, rest)) = rest.split_at_checked(length) else { break };
        if matches!(kind, b"EXIF" | b"XMP ") {
            blocks.push(content);
        }
        chunks = rest.get(length % 2..).unwrap_or_default();
    }
    blocks
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
}
