//! Colours for blocks of code, as class names.
//!
//! In: a language and code. Out: HTML. The syntax definitions are loaded the first time that a block
//! names a language; a block without one, or with an unknown one, is only escaped.

use std::sync::LazyLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);
const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// `code` as the content of a `<code>` element.
#[must_use]
pub fn highlight(language: &str, code: &str) -> String {
    if language.is_empty() {
        return escape(code);
    }
    let Some(syntax) = SYNTAXES.find_syntax_by_token(language) else { return escape(code) };
    let mut html = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, STYLE);
    for line in LinesWithEndings::from(code) {
        if html.parse_html_for_line_which_includes_newline(line).is_err() {
            return escape(code);
        }
    }
    html.finalize()
}

fn escape(code: &str) -> String {
    code.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
