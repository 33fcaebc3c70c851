//! Characters that look like those of YAML and are none.
//!
//! In: a character. Out: whether it passes for a space, for nothing, for a dash or for a quotation mark, and
//! what webmasters call it.

/// Whether it shows as a space, whatever YAML takes it for.
pub(super) fn is_space(char: char) -> bool {
    matches!(char, ' ' | '\t') || is_odd_space(char)
}

/// Whether it shows as a space and is none to YAML.
pub(super) fn is_odd_space(char: char) -> bool {
    matches!(
        char,
        '\u{A0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200A}'
                | '\u{202F}'
                | '\u{205F}'
                | '\u{2800}'
                | '\u{3000}'
                | '\u{B}'
                | '\u{C}'
                | '\u{85}'
                | '\u{2028}'
                | '\u{2029}'
    )
}

/// Whether nobody can see it: zero-width, or a mark of direction.
pub(super) fn is_unseen(char: char) -> bool {
    matches!(
        char,
        '\u{AD}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}'
    )
}

/// Whether it shows as a space or not at all.
pub(super) fn is_gap(char: char) -> bool {
    is_space(char) || is_unseen(char)
}

/// Whether it stands in front of the items of a list in other programs, as a dash or as a bullet.
pub(super) fn is_bullet(char: char) -> bool {
    is_long_dash(char)
        || matches!(
            char,
            '•' | '◦'
                | '▪'
                | '▫'
                | '●'
                | '○'
                | '■'
                | '□'
                | '‣'
                | '⁃'
                | '·'
                | '∙'
                | '◆'
                | '◇'
                | '►'
                | '➢'
                | '➤'
                | '→'
                | '✓'
                | '✔'
                | '\u{F0B7}'
                | '\u{F0A7}'
                | '\u{F0D8}'
                | '*'
                | '+'
        )
}

/// Whether it is a dash, but not the hyphen of the keyboard.
pub(super) fn is_long_dash(char: char) -> bool {
    matches!(char, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}')
}

/// Whether it is a quotation mark of typography that some use in place of straight ones.
pub(super) fn is_curly(char: char) -> bool {
    matches!(
        char,
        '“' | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '‹'
            | '›'
            | '″'
            | '‶'
            | '′'
            | '‵'
            | '´'
            | '＂'
            | '＇'
    )
}

/// What webmasters call it, with its number, which those find who look for it.
pub(super) fn name_of(char: char) -> String {
    let words = match char {
        '\t' => "une tabulation",
        '\u{A0}' | '\u{202F}' => "une espace insécable",
        '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{B}' | '\u{C}' => {
            "un saut de ligne qui n’en est pas un ici"
        }
        '\0' => "un caractère nul",
        _ if is_odd_space(char) => "une espace d’un autre genre",
        _ => "un caractère invisible",
    };
    format!("{words} (U+{:04X})", char as u32)
}

/// Keeps `text` without what shows as nothing around it.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_gap)
}
