//! Names: what may stand in an address, and what somebody may have meant.
//!
//! In: names as people write them. Out: ids of lower-case ASCII letters, digits and hyphens; the
//! nearest of the known names; the one form of names that look the same; why no file can have a name.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The longest name of a file, in bytes, on the systems that people use.
pub const LONGEST_NAME: usize = 255;

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

/// The one form of texts that look the same (NFC): macOS writes `é` in names as `e` with an accent of its own.
#[must_use]
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

/// The same for names that one system or another takes for the same.
#[must_use]
pub fn folded(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    let lower: String = nfc(name).chars().flat_map(char::to_lowercase).collect();
    nfc(&lower).into_owned()
}

/// Why a file of this name cannot be on every disk and every server, in half a sentence; none if it can.
#[must_use]
pub fn unfit(name: &str) -> Option<String> {
    if name.len() > LONGEST_NAME {
        return Some(format!("il est trop long ({} octets, {LONGEST_NAME} au plus)", name.len()));
    }
    if is_reserved(name) {
        return Some("Windows le réserve à autre chose".to_owned());
    }
    if name.ends_with(['.', ' ']) {
        return Some("il se termine par un point ou une espace".to_owned());
    }
    let refused = |char: char| char.is_control() || "<>:\"/\\|?*".contains(char);
    let refused = name.chars().find(|char| refused(*char))?;
    Some(if refused.is_control() {
        "il contient un caractère invisible".to_owned()
    } else {
        format!("il contient « {refused} »")
    })
}

/// Whether Windows takes it for a device, whatever follows a dot.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    matches!(&*stem, "con" | "prn" | "aux" | "nul" | "conin$" | "conout$")
        || port.is_some_and(|number| {
            let mut chars = number.chars();
            matches!((chars.next(), chars.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
        })
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
    fn names_that_some_system_refuses_are_told_with_the_reason() {
        for name in ["con", "NUL.md", "aux", "com1", "lpt9.tar.gz", "COM¹", "Con .txt", "conin$"] {
            assert_eq!(unfit(name).as_deref(), Some("Windows le réserve à autre chose"), "{name}");
        }
        for name in ["a.", "a ", "a:b", "a<b", "a|b", "a?", "a\"", "a\\b", "a\tb", &"é".repeat(128)]
        {
            assert!(unfit(name).is_some(), "{name}");
        }
        for name in [
            "contact",
            "com",
            "com10",
            "console.css",
            "été.png",
            ".htaccess",
            "a b",
            &"a".repeat(255),
        ] {
            assert_eq!(unfit(name), None, "{name}");
        }
    }

    #[test]
    fn names_that_look_the_same_are_the_same() {
        assert_eq!(nfc("e\u{301}te\u{301}"), "été");
        assert!(matches!(nfc("été"), Cow::Borrowed(_)));
        assert_eq!(folded("E\u{301}CRAN.PNG"), folded("écran.png"));
        assert_ne!(folded("ecran.png"), folded("écran.png"));
    }

    #[test]
    fn a_typing_error_finds_what_was_meant() {
        let known = ["connexion", "connexion-directe", "mot-de-passe"];
        assert_eq!(nearest("conexion", known), Some("connexion"));
        assert_eq!(nearest("telephone", known), None);
    }
}
