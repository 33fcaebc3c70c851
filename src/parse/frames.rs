//! Whether an image moves.
//!
//! In: the bytes of a GIF, PNG or WebP. Out: whether it has more than one picture, from the lengths of its
//! parts: no pixel is looked at. A page shows one.

use super::metadata::{gif_parts, png_chunks, webp_chunks};

/// Whether there is more than one picture in an image.
#[must_use]
pub fn moves(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"GIF8") {
        return gif_parts(bytes).filter(|part| part.kind.is_none()).nth(1).is_some();
    }
    if bytes.starts_with(b"RIFF") {
        return webp_chunks(bytes).filter(|(kind, _)| *kind == b"ANMF").nth(1).is_some();
    }
    // The number of pictures that are shown one after the other.
    let number = |content: &[u8]| content.first_chunk().map(|number| u32::from_be_bytes(*number));
    let mut chunks = png_chunks(bytes).take_while(|(kind, _)| *kind != b"IDAT");
    chunks.any(|(kind, content)| kind == b"acTL" && number(content).is_some_and(|it| it > 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gif(pictures: usize) -> Vec<u8> {
        let picture = b"\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02ab\0";
        let extension = b"\x21\xF9\x04\0\0\0\0\0";
        [
            b"GIF89a\x01\0\x01\0\x80\0\0......".as_slice(),
            &[&extension[..], picture].concat().repeat(pictures),
            b";",
        ]
        .concat()
    }

    fn webp(pictures: usize) -> Vec<u8> {
        [b"RIFF\0\0\0\0WEBPANIM\x01\0\0\0x\0".as_slice(), &b"ANMF\x03\0\0\0abc\0".repeat(pictures)]
            .concat()
    }

    fn png(pictures: u8) -> Vec<u8> {
        let control = [b"\0\0\0\x08acTL\0\0\0".as_slice(), &[pictures], b"\0\0\0\0....."].concat();
        [b"\x89PNG\r\n\x1a\n".as_slice(), &control[..control.len() - 1], b"\0\0\0\0IDAT...."]
            .concat()
    }

    #[test]
    fn more_than_one_picture_moves() {
        for (one, two) in [(gif(1), gif(2)), (webp(1), webp(3)), (png(1), png(2))] {
            assert!(!moves(&one));
            assert!(moves(&two), "{:?}", String::from_utf8_lossy(&two));
        }
        assert!(!moves(b"\xFF\xD8\xFF") && !moves(b"") && !moves(&gif(2)[..20]));
    }
}
