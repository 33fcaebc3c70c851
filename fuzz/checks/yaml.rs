//! Any text as each kind of YAML file.
//!
//! In: a text. What holds: no panic, and every place lies in the text, between characters.

use pasapas::diagnostic::Diagnostic;
use pasapas::model::site::Language;
use pasapas::parse::academy::parse_academy;
use pasapas::parse::glossary::parse_glossary;
use pasapas::parse::locale::parse_locale;
use pasapas::parse::procedure::parse_procedure;
use pasapas::parse::site::parse_site;
use pasapas::parse::theme::parse_theme;
use pasapas::parse::{Rules, Source};

/// Parses the text as everything that it may be.
pub(crate) fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let rules = Rules { language: Language::French, allow_html: false };
    let source = |path| Source::new(path, text);
    check_places(text, &parse_site(source("site.yaml")).diagnostics);
    check_places(text, &parse_academy(source("a/academy.yaml"), rules, "a").diagnostics);
    check_places(text, &parse_procedure(source("p.yaml"), rules, "p").diagnostics);
    check_places(text, &parse_glossary(source("glossary.yaml"), rules).diagnostics);
    check_places(text, &parse_locale(source("fr.yaml"), rules).diagnostics);
    check_places(text, &parse_theme(source("theme.yaml"), rules).diagnostics);
}

/// Every place lies in the text, and every diagnostic says something.
pub(crate) fn check_places(text: &str, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        assert!(!diagnostic.message.is_empty(), "{diagnostic:?}");
        for span in diagnostic.spans() {
            let inside = text.get(span.start as usize..span.end as usize).is_some();
            assert!(inside, "no place in its file: {diagnostic:?}");
        }
    }
}
