//! What the page's script calls. It lays out the memory from `__heap_base` on: the rules, the
//! dictionary, what was typed, and room for the answer; nothing here allocates or keeps anything.
#![expect(unsafe_code, reason = "the memory that the script laid out comes in as addresses")]

use core::slice::{from_raw_parts, from_raw_parts_mut};

use crate::answer::{Question, answer};
use crate::dictionary::{Dictionary, LINES, line_ends};

/// Writes where the lines of the dictionary end: 676 numbers of four bytes.
///
/// # Safety
///
/// `words` has `length` bytes, and `ends` has room for the numbers at an address that four divides.
#[unsafe(no_mangle)]
unsafe extern "C" fn prepare(words: *const u8, length: usize, ends: *mut [u32; LINES]) {
    // SAFETY: as above.
    unsafe { line_ends(from_raw_parts(words, length), &mut *ends) };
}

/// Checks what was typed; how many bytes the answer has. The texts are checked to be UTF-8.
///
/// # Safety
///
/// Each address has as many bytes as its length says, `ends` what [`prepare`] wrote; `out` overlaps
/// nothing else, and the script writes to none of it until the call is over.
#[unsafe(no_mangle)]
#[expect(clippy::too_many_arguments, reason = "addresses come one by one")]
unsafe extern "C" fn check(
    rules: *const u8,
    rules_length: usize,
    record: u32,
    today: u32,
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
    // SAFETY: as above.
    let (rules, text, identifier, words, ends, out) = unsafe {
        (
            from_raw_parts(rules, rules_length),
            from_raw_parts(text, text_length),
            from_raw_parts(identifier, identifier_length),
            from_raw_parts(words, words_length),
            from_raw_parts(ends, LINES),
            from_raw_parts_mut(out, room),
        )
    };
    let text = str::from_utf8(text).unwrap_or_default();
    let identifier = str::from_utf8(identifier).unwrap_or_default();
    let dictionary = (!words.is_empty()).then(|| Dictionary::new(words, ends));
    answer(&Question { rules, record, text, identifier, today, dictionary }, out)
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
