//! Folding, against another way to do it.

use pasapas_checker::fold::fold;
use unicode_normalization::UnicodeNormalization;

/// What no decomposition says.
const OTHERS: [(char, &str); 25] = [
    ('Æ', "ae"),
    ('æ', "ae"),
    ('Œ', "oe"),
    ('œ', "oe"),
    ('ß', "ss"),
    ('Þ', "th"),
    ('þ', "th"),
    ('Ð', "d"),
    ('ð', "d"),
    ('Ø', "o"),
    ('ø', "o"),
    ('Đ', "d"),
    ('đ', "d"),
    ('Ħ', "h"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ĸ', "k"),
    ('Ł', "l"),
    ('ł', "l"),
    ('Ŋ', "n"),
    ('ŋ', "n"),
    ('Ŧ', "t"),
    ('ŧ', "t"),
    ('×', "×"),
    ('÷', "÷"),
];

fn expected(char: char) -> String {
    if let Some((_, folded)) = OTHERS.iter().find(|(other, _)| *other == char) {
        return (*folded).to_owned();
    }
    let letters = char.nfkd().filter(char::is_ascii_alphabetic);
    letters.map(|char| char.to_ascii_lowercase()).collect()
}

#[test]
fn latin_letters_lose_case_and_accents() {
    for char in '\u{C0}'..='\u{17F}' {
        let composed = char.to_string();
        let decomposed: String = composed.nfd().collect();
        assert_eq!(fold(&composed).collect::<String>(), expected(char), "{char}");
        assert_eq!(fold(&decomposed).collect::<String>(), expected(char), "{char} decomposed");
    }
}

#[test]
fn everything_else_stays() {
    assert_eq!(fold("aZ 1*Ωж日😀").collect::<String>(), "az 1*Ωж日😀");
}
