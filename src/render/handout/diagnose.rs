//! What Typst says, as our diagnostics.
//!
//! In: an error or a warning of Typst. Out: a diagnostic at its place in the template: where the theme's own
//! code is, not where a function of Typst was called with what it gave. What fails in templates that came with the
//! program is said of the guide.

use typst::WorldExt as _;
use typst::diag::{Severity, SourceDiagnostic};

use super::job::Job;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

pub(super) fn diagnose(problem: &SourceDiagnostic, job: &Job) -> Diagnostic {
    let reason = problem.message.trim_end_matches('.');
    let is_error = problem.severity == Severity::Error;
    let diagnostic = if is_error { Diagnostic::error } else { Diagnostic::warning };
    let Some((file, span)) = place(problem, job) else {
        let message = if is_error {
            format!("La fiche à imprimer n’a pas été faite. Typst en dit : « {reason} ».")
        } else {
            format!("La fiche à imprimer est faite, mais Typst en dit : « {reason} ».")
        };
        return diagnostic(Code::Template, job.about, message)
            .help("Cherchez ici ce qui sort de l’ordinaire : un mot très long, un tableau immense, un caractère étrange.");
    };
    let message = if is_error {
        format!("Le gabarit « {file} » ne peut pas servir. Typst en dit : « {reason} ».")
    } else {
        format!("Le gabarit « {file} » sert, mais Typst en dit : « {reason} ».")
    };
    let hint = problem.hints.first().map(|hint| format!(" ({})", hint.v));
    let hint = hint.unwrap_or_default();
    let help = format!("Comparez-le avec celui du thème par défaut{hint}.");
    diagnostic(Code::Template, span, message).help(help)
}

/// The first place in a template of the site's own theme, from the problem outwards to who called. What came with the
/// program prints all guides: when it fails, what it was given is at fault.
fn place(problem: &SourceDiagnostic, job: &Job) -> Option<(String, Span)> {
    let callers = problem.trace.iter().map(|call| call.span);
    std::iter::once(problem.span).chain(callers.map(Into::into)).find_map(|span| {
        let id = span.id()?;
        let (file, is_own) = *job.press.files.get(&id)?;
        let range = job.range(span).filter(|_| is_own)?;
        let name = id.get().vpath().get_without_slash().to_owned();
        Some((name, Span::new(file, range.start, range.end)))
    })
}
