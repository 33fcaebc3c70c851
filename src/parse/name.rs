//! Names: what may stand in an address, and what somebody may have meant.
//!
//! In: names as people write them. Out: ids of lower-case ASCII letters, digits and hyphens; the
//! nearest of the known names.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether `name` may stand in an address: lower-case letters, digits and single hyphens.
#[must_use]
pub fn is_slug(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.contains("--")
}

/// The nearest id to a text: accents dropped, everything else but letters and digits a hyphen.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    // Letters with accents may be written as one character or as two.
    let chars =
        text.chars().flat_map(char::to_lowercase).nfd().filter(|it| !is_combining_mark(*it));
    for char in chars {
        let plain = plain_letters(char);
        if plain.is_empty() {
            if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        } else {
            slug.push_str(plain);
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The name among `known` that was probably meant by `name`.
#[must_use]
pub fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    known
        .into_iter()
        .map(|candidate| (strsim::normalized_damerau_levenshtein(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// "Vouliez-vous dire … ?", or else all that is known, if that is short.
#[must_use]
pub fn did_you_mean<'k>(
    name: &str,
    known: impl IntoIterator<Item = &'k str> + Clone,
) -> Option<String> {
    if let Some(nearest) = nearest(name, known.clone()) {
        return Some(format!("Vouliez-vous dire « {nearest} » ?"));
    }
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    known.dedup();
    match known.len() {
        0 => None,
        1..=12 => Some(format!("Possibles : {}.", known.join(", "))),
        more => Some(format!("Possibles : {}, et {} autres.", known[..8].join(", "), more - 8)),
    }
}

/// The ASCII letters or digit that stand for a lower-case character, or nothing.
fn plain_letters(char: char) -> &'static str {
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    if let Some(at) = PLAIN.find(char) {
        return &PLAIN[at..=at];
    }
    match char {
        'œ' => "oe",
        'æ' => "ae",
        'ß' => "ss",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_what_a_french_reader_expects() {
        assert_eq!(slug("Où est l’œuvre d’été ?"), "ou-est-l-oeuvre-d-ete");
        assert_eq!(slug("  M@gistère — accès "), "m-gistere-acces");
        assert_eq!(slug("1re étape"), "1re-etape");
        assert_eq!(slug("e\u{301}te\u{301}, c\u{327}a, s\u{30C}"), slug("été, ça, š"));
        assert_eq!(slug("été, ça, š"), "ete-ca-s");
        assert!(is_slug("se-connecter") && !is_slug("Se connecter") && !is_slug("a--b"));
    }

    #[test]
    fn a_typing_error_finds_what_was_meant() {
        let known = ["connexion", "connexion-directe", "mot-de-passe"];
        assert_eq!(nearest("conexion", known), Some("connexion"));
        assert_eq!(nearest("telephone", known), None);
    }
}
