//! Which addresses may stand in a page.
//!
//! In: an address as written. Out: whether a reader may be sent there, and why not. Only `https`,
//! `http`, `mailto` and `tel` pass, so that no page runs a script from a link.

use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

const COMPLETE: &str = "Écrivez l’adresse entière, à partir de « https:// ».";

/// What speaks against `address`: nothing, a warning (`http`), or an error.
#[must_use]
pub fn check_address(address: &str, span: Span) -> Option<Diagnostic> {
    let error = |message: String| Diagnostic::error(Code::BadLink, span, message);
    if address.is_empty() {
        return Some(error("Cette adresse est vide.".into()).help(COMPLETE));
    }
    if address.contains(char::is_whitespace) {
        let message = format!("L’adresse « {address} » contient une espace.");
        return Some(error(message).help("Retirez l’espace, ou écrivez « %20 » à sa place."));
    }
    let Some((scheme, rest)) = address.split_once(':') else {
        let message = format!("« {address} » n’est pas une adresse complète.");
        return Some(error(message).help(COMPLETE));
    };
    if rest.trim_start_matches('/').is_empty() {
        let message = format!("« {address} » n’est pas une adresse complète.");
        return Some(error(message).help(COMPLETE));
    }
    match scheme.to_ascii_lowercase().as_str() {
        "https" | "http" if !rest.starts_with("//") => {
            let message = format!("« {address} » n’est pas une adresse complète.");
            Some(error(message).help(COMPLETE))
        }
        "https" | "mailto" | "tel" => None,
        "http" => {
            let message = "Cette adresse n’est pas chiffrée (http).".to_owned();
            Some(
                Diagnostic::warning(Code::InsecureLink, span, message)
                    .help("Écrivez « https:// » après avoir vérifié que l’adresse répond."),
            )
        }
        other => Some(
            error(format!("Les adresses en « {other}: » ne sont pas admises."))
                .help("Admis : https, http, mailto et tel."),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::FileId;

    fn check(address: &str, expected: Option<Code>) {
        let span = Span::start_of(FileId::of("a"));
        assert_eq!(check_address(address, span).map(|d| d.code), expected, "{address}");
    }

    #[test]
    fn only_harmless_schemes_pass() {
        check("https://ac-lille.fr/", None);
        check("mailto:aide@ac-lille.fr", None);
        check("tel:+33320000000", None);
        check("http://ac-lille.fr/", Some(Code::InsecureLink));
        for bad in [
            "javascript:alert(1)",
            "JavaScript:x",
            "data:text/html,x",
            "eduline.ac-lille.fr",
            "https://",
            "https:x",
            "guide.md",
            "file:///etc/passwd",
        ] {
            check(bad, Some(Code::BadLink));
        }
    }
}
