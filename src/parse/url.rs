//! Which addresses may stand in a page.
//!
//! In: an address as written. Out: whether a reader may be sent there, and why not. Only `https`,
//! `http`, `mailto` and `tel` pass, so that no page runs a script from a link.

use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

/// What speaks against `address`: nothing, a warning (`http`), or an error.
#[must_use]
pub fn check_address(address: &str, span: Span) -> Option<Diagnostic> {
    let error = |message: String| Diagnostic::error(Code::BadLink, span, message);
    let Some((scheme, rest)) = address.split_once(':') else {
        return Some(error(format!("« {address} » n’est pas une adresse complète.")).help(
            "Écrivez l’adresse avec « https:// », ou [[nom-du-guide]] pour un guide du site.",
        ));
    };
    if rest.trim_start_matches('/').is_empty() || address.contains(char::is_whitespace) {
        return Some(error(format!("« {address} » n’est pas une adresse complète.")));
    }
    match scheme.to_ascii_lowercase().as_str() {
        "https" | "http" if !rest.starts_with("//") => {
            Some(error(format!("« {address} » n’est pas une adresse complète.")))
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
