//! What Typst says, as our diagnostics.
//!
//! In: an error or a warning of Typst. Out: a diagnostic at its place in the template: where the theme's own
//! code is, not where a function of Typst was called with what it gave.

use typst::WorldExt as _;
use typst::diag::{Severity, SourceDiagnostic};

use super::job::Job;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

pub(super) fn diagnose(problem: &SourceDiagnostic, job: &Job<'_>) -> Diagnostic {
    let reason = problem.message.trim_end_matches('.');
    let file = problem_file(problem);
    let template = file.as_deref().unwrap_or(job.template);
    let message = match problem.severity {
        Severity::Error => {
            format!("Le gabarit « {template} » ne peut pas servir. Typst en dit : « {reason} ».")
        }
        Severity::Warning => {
            format!("Le gabarit « {template} » sert, mais Typst en dit : « {reason} ».")
        }
    };
    let span = place(problem, job).unwrap_or(job.about);
    let diagnostic = match problem.severity {
        Severity::Error => Diagnostic::error(Code::Template, span, message),
        Severity::Warning => Diagnostic::warning(Code::Template, span, message),
    };
    let hint = problem.hints.first().map(|hint| format!(" ({})", hint.v));
    let hint = hint.unwrap_or_default();
    diagnostic.help(format!("Comparez-le avec celui du thème par défaut{hint}."))
}

/// The name of the template in which it is.
fn problem_file(problem: &SourceDiagnostic) -> Option<String> {
    Some(problem.span.id()?.get().vpath().get_without_slash().to_owned())
}

/// The first place in a template, from the problem outwards to who called.
fn place(problem: &SourceDiagnostic, job: &Job<'_>) -> Option<Span> {
    let callers = problem.trace.iter().map(|call| call.span);
    std::iter::once(problem.span).chain(callers.map(Into::into)).find_map(|span| {
        let file = *job.press.files.get(&span.id()?)?;
        let range = job.range(span)?;
        Some(Span::new(file, range.start, range.end))
    })
}
