//! Signs, letters and digits that look like ones of ASCII, or stand for them.
//!
//! A word processor puts dashes and curly apostrophes in, a mobile keyboard signs in full width, and other
//! scripts have letters that nobody can tell from Latin ones. In: a character. Out: what it is taken for, in
//! the same case; nothing where there is no such thing.

use crate::class::{Class, class_of, digit_of};
use crate::fold::fold_char;

/// Each sign of ASCII, and after it all that looks like it.
const LOOK_ALIKES: &str = "\
-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{2043}\u{2D7}\u{58A}\u{5BE}\u{1806}\u{2500}\u{2796}\u{30FC}\u{FE58}\u{FE63}\
'\u{2018}\u{2019}\u{201A}\u{201B}\u{2B9}\u{2BB}\u{2BC}\u{2BD}\u{2C8}\u{2032}\u{2035}\u{A78C}\u{55A}\u{5F3}\u{B4}\
\"\u{201C}\u{201D}\u{201E}\u{201F}\u{2033}\u{AB}\u{BB}\
.\u{B7}\u{2022}\u{2024}\u{2027}\u{2219}\u{22C5}\u{3002}\u{FF61}\u{30FB}\u{FF65}\u{387}\u{6D4}\u{FE52}\
,\u{60C}\u{3001}\u{FE50}\
/\u{2044}\u{2215}\u{2571}\u{27CB}\u{29F8}\
:\u{2236}\u{A789}\u{2D0}\u{2F8}\u{5C3}\u{589}\u{FE55}\
;\u{37E}\u{FE54}@\u{FE6B}_\u{2CD}\u{FE4D}\u{FE4E}\u{FE4F}#\u{FE5F}&\u{FE60}*\u{2217}\u{FE61}+\u{FE62}=\u{A78A}\u{FE66}?\u{FE56}!\u{FE57}%\u{FE6A}\
AАΑᎪᗅꓮⲀBВΒᏴꓐⲂCСϹᏟⅭꓚⲤDᎠⅮꓓEЕΕᎬꓰⲈFϜꓝGԌᏀꓖHНΗᎻꓧⲎIІΙӀⅠꓲⲒJЈᎫꓙͿKКΚᏦꓗⲔ\u{212A}LᏞⅬꓡMМΜᎷⅯꓟⲘNΝꓠⲚOОΟՕꓳⲞPРΡᏢꓑⲢQԚRᎡꓣ\
SЅՏᏚꓢTТΤᎢꓔⲦUՍꓴVѴᏙⅤꓦWԜᎳꓪXХΧⅩꓫⲬYҮΥУꓬⲨZΖᏃꓜⲌ\
aаαɑªbЬcсϲⅽⲥdԁⅾeеgɡցhһհiіιıⅰjјϳյkкκlӏⅼℓוmмⅿnпηոoоοօסºⲟpрρⲣqԛզrгsѕꜱtтτuυսvνѵⅴwԝωxхχⅹyуγүz\
0〇⁰₀1¹₁①2²₂②3ЗӠзʒ³₃③4⁴₄④5⁵₅⑤6б⁶₆⑥7⁷₇⑦8⁸₈⑧9⁹₉⑨";

/// What the ligatures from U+FB00 on are made of, three bytes each.
const LIGATURES: &[u8; 21] = b"ff\0fi\0fl\0ffifflst\0st\0";

/// Up to three characters; what is left is NUL.
pub type Few = [char; 3];

/// This one alone.
#[must_use]
pub const fn one(char: char) -> Few {
    [char, '\0', '\0']
}

/// What a character is another form of: in full width, bold or in a circle, a digit of another script, a
/// ligature. Whoever reads addresses reads it as that.
#[inline(never)]
#[must_use]
pub fn same(char: char) -> Option<Few> {
    let code = u32::from(char);
    let letter = |at: u32| {
        let first = if at < 26 { b'A' } else { b'a' };
        char::from(first + (at % 26) as u8)
    };
    Some(match code {
        ..0x80 => return None,
        0xFF01..=0xFF5E => one(char::from((code - 0xFEE0) as u8)),
        0x1D400..=0x1D6A3 => one(letter((code - 0x1D400) % 52)),
        0x24B6..=0x24E9 => one(letter(code - 0x24B6)),
        0xFB00..=0xFB06 => LIGATURES.as_chunks().0.get((code - 0xFB00) as usize)?.map(char::from),
        _ => one(char::from(b'0' + digit_of(char)? as u8)),
    })
}

/// What a character looks like.
#[inline(never)]
#[must_use]
pub fn look_alike(char: char) -> Option<char> {
    match char {
        '`' => return Some('\''),
        '\\' => return Some('/'),
        _ if char.is_ascii() => return None,
        _ => {}
    }
    let mut plain = None;
    for other in LOOK_ALIKES.chars() {
        if other == char {
            return plain;
        }
        if other.is_ascii() {
            plain = Some(other);
        }
    }
    None
}

/// A letter without its accents, in its own case.
#[inline(never)]
#[must_use]
pub fn unaccented(char: char) -> Few {
    let (first, second) = fold_char(char);
    let case = |letter: char| match class_of(char) {
        Class::Upper => letter.to_ascii_uppercase(),
        _ => letter,
    };
    [case(first), case(second.unwrap_or('\0')), '\0']
}

/// The character of ASCII that this one stands for or looks like, or else itself; a letter or a digit that
/// only looks like it, if `letters` says so.
#[inline(never)]
#[must_use]
pub fn plainly(char: char, letters: bool) -> Few {
    let alike = || look_alike(char).filter(|plain| letters || !plain.is_ascii_alphanumeric());
    same(char).unwrap_or_else(|| one(alike().unwrap_or(char)))
}
