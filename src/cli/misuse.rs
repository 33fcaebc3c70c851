//! What clap has to say, in French.
//!
//! In: an error of clap. Out: a [`Usage`]: the help that was asked for, or what was wrong, how to
//! mend it, and where to read more.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::{Usage, help};
use crate::parse::name::did_you_mean;
use crate::report::prose::french;

/// What to show for `error`.
pub(super) fn usage(error: &Error) -> Usage {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            Usage::Asked(error.render().to_string())
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Usage::Misused(error.render().to_string())
        }
        _ => Usage::Misused(french(&misuse(error))),
    }
}

fn misuse(error: &Error) -> String {
    let problem = problem(error);
    let help = suggestion(error).map(|help| format!("aide : {help}\n")).unwrap_or_default();
    let usage = error.get(ContextKind::Usage).map(ToString::to_string).unwrap_or_default();
    let usage = usage.trim().trim_start_matches("Usage:").trim();
    let usage = if usage.is_empty() { help::USAGE } else { usage };
    let command = usage.split(' ').take_while(|word| !word.starts_with(['[', '<']));
    let command = command.collect::<Vec<_>>().join(" ");
    format!(
        "erreur : {problem}\n{help}\nUtilisation : {usage}\nPour en savoir plus : {command} --help\n"
    )
}

fn problem(error: &Error) -> String {
    let argument = said(error, ContextKind::InvalidArg);
    let value = said(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            format!("l’option « {argument} » n’existe pas.")
        }
        ErrorKind::UnknownArgument => format!("« {argument} » est de trop."),
        ErrorKind::InvalidSubcommand => {
            let command = said(error, ContextKind::InvalidSubcommand);
            format!("la commande « {command} » n’existe pas.")
        }
        ErrorKind::MissingSubcommand => "il manque une commande.".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("il manque « {argument} »."),
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("il manque une valeur après « {argument} ».")
        }
        ErrorKind::InvalidValue => format!("« {value} » ne convient pas à « {argument} »."),
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error).map(ToString::to_string);
            let reason = reason.map_or_else(|| ".".to_owned(), |reason| format!(" : {reason}."));
            format!("« {value} » ne convient pas à « {argument} »{reason}")
        }
        ErrorKind::ArgumentConflict => {
            let other = said(error, ContextKind::PriorArg);
            if argument == other {
                format!("« {argument} » est donné deux fois.")
            } else {
                format!("« {argument} » et « {other} » ne vont pas ensemble.")
            }
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("« {argument} » n’a pas le bon nombre de valeurs.")
        }
        ErrorKind::NoEquals => format!("il faut un signe « = » après « {argument} »."),
        ErrorKind::InvalidUtf8 => "un argument contient des caractères illisibles.".to_owned(),
        _ => "la commande ne peut pas être comprise.".to_owned(),
    }
}

/// What was probably meant, or what is possible.
fn suggestion(error: &Error) -> Option<String> {
    let suggested = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
        ContextKind::SuggestedCommand,
    ];
    let suggested = suggested.into_iter().flat_map(|kind| all_said(error, kind)).next();
    if let Some(suggested) = suggested {
        return Some(format!("Vouliez-vous dire « {suggested} » ?"));
    }
    let valid = [ContextKind::ValidValue, ContextKind::ValidSubcommand];
    let valid: Vec<String> = valid.into_iter().flat_map(|kind| all_said(error, kind)).collect();
    did_you_mean(&said(error, ContextKind::InvalidValue), valid.iter().map(String::as_str))
}

/// What clap knows about `kind`, as one text.
fn said(error: &Error, kind: ContextKind) -> String {
    all_said(error, kind).join(", ")
}

fn all_said(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        None | Some(ContextValue::None) => Vec::new(),
        Some(ContextValue::Strings(several)) => several.clone(),
        Some(one) => vec![one.to_string()],
    }
}
