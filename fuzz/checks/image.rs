//! Any bytes as an image.
//!
//! In: bytes. What holds: no panic, and bounded texts, whether they are measured, looked through for
//! personal data, or published.

use pasapas::parse::Source;
use pasapas::parse::metadata::metadata_text;
use pasapas::parse::personal::find_suspects;
use pasapas::render::picture::measure;

/// More pixels than this take long to encode, and say nothing new.
const MOST_PIXELS: u32 = 64 * 64;
/// More text than any metadata that is read.
const MOST_TEXT: usize = 16 << 20;

/// Reads the bytes in each way in which a build does.
pub(crate) fn check(data: &[u8]) {
    let text = metadata_text(data);
    assert!(text.len() <= MOST_TEXT, "{} bytes of text", text.len());
    _ = find_suspects(Source::new("a.png", &text));
    if measure(data).is_ok_and(|(width, height)| width * height <= MOST_PIXELS) {
        super::site::check_picture(data);
    }
}
