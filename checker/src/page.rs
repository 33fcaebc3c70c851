//! What the page's script calls. It lays out the memory from `__heap_base` on: the rules, the
//! dictionary, what was typed, and room for the answer; nothing here allocates or keeps anything.
#![expect(unsafe_code, reason = "the memory that the script laid out comes in as addresses")]

use core::slice::{from_raw_parts, from_raw_parts_mut};

use crate::answer::{Question, answer};
use crate::dictionary::{Dictionary, LINES, line_ends};

/// Bytes that the script wrote.
///
/// # Safety
///
/// The script never passes more than the memory that it laid out, and writes to it only between calls.
unsafe fn bytes<'a>(at: *const u8, length: usize) -> &'a [u8] {
    // SAFETY: as above.
    unsafe { from_raw_parts(at, length) }
}

/// Writes where the lines of the dictionary end: 676 numbers of four bytes.
#[unsafe(no_mangle)]
extern "C" fn prepare(words: *const u8, length: usize, ends: *mut [u32; LINES]) {
    // SAFETY: the script leaves this much room at an address that four divides.
    unsafe { line_ends(bytes(words, length), &mut *ends) };
}

/// Checks what was typed; how many bytes the answer has.
#[unsafe(no_mangle)]
#[expect(clippy::too_many_arguments, reason = "addresses come one by one")]
extern "C" fn check(
    rules: *const u8,
    rules_length: usize,
    record: u32,
    text: *const u8,
    text_length: usize,
    identifier: *const u8,
    identifier_length: usize,
    words: *const u8,
    words_length: usize,
    ends: *const u32,
    out: *mut u8,
    room: usize,
) -> usize {
    // SAFETY: the script's layout; its texts come from a `TextEncoder`, and are checked all the same.
    let (rules, text, identifier, words, ends, out) = unsafe {
        (
            bytes(rules, rules_length),
            bytes(text, text_length),
            bytes(identifier, identifier_length),
            bytes(words, words_length),
            from_raw_parts(ends, LINES),
            from_raw_parts_mut(out, room),
        )
    };
    let text = str::from_utf8(text).unwrap_or_default();
    let identifier = str::from_utf8(identifier).unwrap_or_default();
    let dictionary = (!words.is_empty()).then(|| Dictionary::new(words, ends));
    answer(&Question { rules, record, text, identifier, dictionary }, out)
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
