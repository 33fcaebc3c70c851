//! How wide a text is.
//!
//! In: a text. Out: its width in em, in the theme's font; a little more than that, so that another font
//! of the reader's fits as well. Nothing is drawn here.

/// The advance of each printable character of ASCII, from the space on, in thousandths of an em: of
/// Atkinson Hyperlegible Next, regular.
const ADVANCES: [u16; 95] = [
    280, 286, 301, 651, 592, 919, 731, 160, 299, 299, 485, 606, 210, 362, 210, 387, 648, 407, 548,
    576, 614, 588, 598, 510, 615, 595, 210, 210, 553, 628, 553, 480, 778, 626, 613, 645, 669, 569,
    552, 694, 694, 392, 512, 631, 541, 824, 693, 714, 592, 724, 614, 592, 558, 690, 593, 856, 623,
    575, 607, 317, 387, 344, 552, 372, 243, 525, 566, 485, 564, 538, 314, 558, 550, 252, 245, 492,
    262, 845, 550, 548, 566, 574, 349, 471, 326, 540, 461, 684, 481, 449, 460, 344, 237, 344, 555,
];
/// Of a character that is not in the table: as wide as a capital.
const OTHER: u16 = 700;
/// What another font may need more, in percent.
const SPARE: f64 = 1.04;

/// The width of a text in em.
#[must_use]
pub fn text_width(text: &str) -> f64 {
    let thousandths: u32 = text.chars().map(|it| u32::from(advance(it))).sum();
    f64::from(thousandths) * SPARE / 1000.0
}

fn advance(character: char) -> u16 {
    let base = base_letter(character);
    let index = (base as usize).checked_sub(usize::from(b' '));
    index.and_then(|index| ADVANCES.get(index)).copied().unwrap_or(OTHER)
}

/// The character of ASCII that is as wide.
fn base_letter(character: char) -> char {
    match character {
        'à' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' | '«' | '»' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'À' | 'Â' => 'A',
        'Ç' => 'C',
        'É' | 'È' | 'Ê' => 'E',
        'Î' | 'Ï' => 'I',
        'Ô' => 'O',
        'Ù' | 'Û' => 'U',
        '’' | '‘' | '\u{A0}' => ' ',
        '\u{202F}' => '\'',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::text_width;

    #[test]
    fn wider_texts_are_wider() {
        assert!(text_width("iii") < text_width("mmm"));
        assert!((text_width("été") - text_width("ete")).abs() < f64::EPSILON);
        assert!(text_width("") < f64::EPSILON);
        assert!(text_width("漢字") > 1.4);
    }
}
