//! Quotation marks of typography in place of straight ones.
//!
//! In: a text without straight quotation marks around it. Out: the text that was meant, and what is wrong with
//! the marks. `« … »` around a sentence is right French, and stays.

use std::borrow::Cow;

use super::signs::{is_curly, trim};
use super::tree::Tree;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

/// The text without curly marks around it, which are reported.
pub(super) fn straighten<'s>(
    tree: &mut Tree<'_, 's>,
    text: Cow<'s, str>,
    span: Span,
) -> Cow<'s, str> {
    if text.as_bytes().first().is_none_or(u8::is_ascii) && !text.starts_with('`') {
        return text;
    }
    if let Some(inner) = inside_curly(&text) {
        let quoted = Quoted { inner, text: &text };
        let inner = inner.to_owned();
        tree.tell_quotes(span, &quoted);
        return Cow::Owned(inner);
    }
    let cut = text.starts_with(['“', '„', '‘', '«', '‹']) && tree.goes_on_after_comma(span);
    if cut && !text.contains(['”', '’', '»', '›']) {
        let message =
            "Une virgule coupe ce texte : ses guillemets ne sont pas des guillemets droits.";
        tree.diagnostics.push(
            Diagnostic::error(Code::YamlSyntax, span, message)
                .help("Entre crochets, mettez chaque texte entre guillemets droits : [\"un, deux\", \"trois\"]."),
        );
    }
    text
}

/// A text with its marks.
struct Quoted<'t> {
    inner: &'t str,
    text: &'t str,
}

/// What stands between two curly marks that hold the whole of `text`.
pub(super) fn inside_curly(text: &str) -> Option<&str> {
    let mut chars = text.chars();
    let (first, last) = (chars.next()?, chars.next_back()?);
    let closes = |char: char| is_curly(char) || matches!(char, '"' | '\'');
    let inner = trim(chars.as_str());
    let single = matches!(first, '‘' | '’' | '‚' | '‛' | '′' | '‵' | '´' | '＇');
    let again = |char: char| {
        if single { char == first && char != '’' } else { is_curly(char) && !is_apostrophe(char) }
    };
    (is_curly(first) && closes(last) && !inner.is_empty() && !inner.contains(again))
        .then_some(inner)
}

/// What stands between French marks that hold the whole of `text`.
pub(super) fn inside_french(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('«')?.strip_suffix('»')?;
    (!inner.contains(['«', '»']) && !trim(inner).is_empty()).then_some(inner)
}

fn is_apostrophe(char: char) -> bool {
    matches!(char, '’' | '‘' | '′' | '´')
}

impl Tree<'_, '_> {
    fn tell_quotes(&mut self, span: Span, quoted: &Quoted<'_>) {
        let mut chars = quoted.text.chars();
        let (first, last) = (chars.next().unwrap_or('“'), chars.next_back().unwrap_or('”'));
        let message = format!(
            "Ces guillemets « {first} {last} » sont ceux d’un traitement de texte : YAML les prend pour du texte."
        );
        let short = quoted.inner.chars().count() <= 60 && !quoted.inner.contains(['"', '\\']);
        let shown = if short { quoted.inner } else { "…" };
        let help = format!(
            "Tapez des guillemets droits : \"{shown}\". Si le lecteur doit voir des guillemets : \"« {shown} »\"."
        );
        self.diagnostics.push(Diagnostic::error(Code::YamlSyntax, span, message).help(help));
    }

    /// Whether a comma ended the text at `span`, which happens between brackets only.
    fn goes_on_after_comma(&self, span: Span) -> bool {
        self.source.text[span.end as usize..].trim_start().starts_with(',')
    }

    /// Warns where French marks hold the whole of a text that is a name rather than a sentence.
    pub(super) fn check_french(&mut self, key: &str, text: &str, span: Span) {
        const NAMES: [&str; 9] = [
            "title",
            "name",
            "summary",
            "description",
            "audience",
            "duration",
            "need",
            "region",
            "alt",
        ];
        let Some(inner) = inside_french(text) else { return };
        let tight = inner == trim(inner);
        if !tight && !NAMES.contains(&key) || key.ends_with("url") || key == "id" {
            return;
        }
        let message = "Ces guillemets « » seront montrés aux lecteurs.";
        let inner = trim(inner);
        let shown =
            if inner.chars().count() <= 60 && !inner.contains(['"', '\\']) { inner } else { "…" };
        let help = format!(
            "S’ils ne servent qu’à entourer le texte, retirez-les ; s’il faut les voir, ajoutez des guillemets \
             droits autour : \"« {shown} »\"."
        );
        self.diagnostics.push(Diagnostic::warning(Code::YamlSyntax, span, message).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_around_the_whole_are_found() {
        let check = |text, inner: Option<&str>| assert_eq!(inside_curly(text), inner, "{text}");
        check("“Connexion”", Some("Connexion"));
        check("”Connexion”", Some("Connexion"));
        check("“ Connexion ”", Some("Connexion"));
        check("‘L’accueil’", Some("L’accueil"));
        check("’accueil’", Some("accueil"));
        check("„Connexion“", Some("Connexion"));
        check("“Connexion\"", Some("Connexion"));
        check("″Connexion″", Some("Connexion"));
        check("“L’accueil”", Some("L’accueil"));
        check("“Suivant” puis “Valider”", None);
        check("L’accueil", None);
        check("Cliquez sur “Suivant”", None);
        check("“”", None);
    }
}
