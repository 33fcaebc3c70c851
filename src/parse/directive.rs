//! Directives: a line that begins with `::` and puts something of the academy into a guide.
//!
//! In: the line. Out: a [`Block`], or what is wrong with it.

use super::name::{did_you_mean, is_slug};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::checker::Checker;
use crate::model::guide::Block;
use crate::span::Span;

/// Every directive, with what stands between its brackets.
const DIRECTIVES: [(&str, Option<&str>); 4] = [
    ("procedure", Some("connexion")),
    ("contacts", None),
    ("password-checker", Some("messagerie")),
    ("identifier-checker", Some("numen")),
];

/// Whether a directive has this name.
#[must_use]
pub fn is_directive(name: &str) -> bool {
    DIRECTIVES.iter().any(|(known, _)| *known == name)
}

/// Reads one line that should be a directive.
pub fn parse_directive(line: &str, span: Span) -> Result<Block, Diagnostic> {
    let error = |message: String| Diagnostic::error(Code::BadDirective, span, message);
    let Some(text) = line.strip_prefix("::") else {
        return Err(error("Cette ligne touche une directive « :: ».".into())
            .help("Laissez une ligne vide avant et après chaque directive."));
    };
    let (name, argument) = match text.split_once('[') {
        Some((name, rest)) => (name, Some(rest)),
        None => (text, None),
    };
    let name = name.trim();
    let Some((_, example)) = DIRECTIVES.iter().find(|(known, _)| *known == name) else {
        let message = format!("La directive « ::{name} » n’existe pas.");
        let known = DIRECTIVES.iter().map(|(known, _)| *known);
        return Err(error(message).help(did_you_mean(name, known).unwrap_or_default()));
    };
    let argument = match (argument, example) {
        (Some(rest), Some(example)) => rest
            .strip_suffix(']')
            .map(|id| id.trim_matches(is_quote))
            .filter(|id| is_id(id))
            .ok_or_else(|| bad_argument(error, name, example))?,
        (None, None) => "",
        (None, Some(example)) => return Err(bad_argument(error, name, example)),
        (Some(_), None) => {
            return Err(error(format!("« ::{name} » ne prend rien entre crochets."))
                .help(format!("Écrivez « ::{name} ».")));
        }
    };
    Ok(match name {
        "procedure" => Block::Procedure(argument.into()),
        "password-checker" => Block::Checker(Checker::Password(argument.into())),
        "identifier-checker" => Block::Checker(Checker::Identifier(argument.into())),
        _ => Block::Contacts,
    })
}

/// Whether it is a space or quotation mark, which around the name of something is not a part of it.
#[must_use]
pub fn is_quote(char: char) -> bool {
    char.is_whitespace() || matches!(char, '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’')
}

/// Procedures are files, with ids usable in addresses; policies and formats are keys.
fn is_id(id: &str) -> bool {
    is_slug(&id.replace('_', "-"))
}

fn bad_argument(error: impl Fn(String) -> Diagnostic, name: &str, example: &str) -> Diagnostic {
    error(format!("« ::{name} » doit nommer quelque chose entre crochets."))
        .help(format!("Écrivez par exemple « ::{name}[{example}] »."))
}
