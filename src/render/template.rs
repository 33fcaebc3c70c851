//! Templates: squeezed for rendering, kept as written for messages.
//!
//! In: the templates of a theme. Out: a compiled [`Templates`]; a template that cannot be loaded or
//! rendered is reported with its place in the file as it was written, although what runs is the
//! squeezed one.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use tera::{Context, Error, ErrorKind, Tera};

use super::minify::squeeze_template;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::{FileId, Span};

/// The compiled templates of a theme.
#[derive(Debug)]
pub struct Templates {
    squeezed: Tera,
    written: BTreeMap<String, Written>,
    /// Compiled as written, the first time that a template fails.
    as_written: OnceLock<Tera>,
}

/// A template as it was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// Its file.
    pub file: FileId,
    /// Its text.
    pub text: String,
}

/// Compiles templates by name, with variables that all of them see.
pub fn load_templates(
    written: BTreeMap<String, Written>,
    globals: &Context,
) -> Result<Templates, Diagnostic> {
    let squeeze = |(name, it): (&String, &Written)| (name.clone(), squeeze_template(&it.text));
    match compile(written.iter().map(squeeze), globals) {
        Ok(squeezed) => Ok(Templates { squeezed, written, as_written: OnceLock::new() }),
        Err(error) => {
            let as_written = compile(texts(&written), globals);
            Err(diagnose(&as_written.err().unwrap_or(error), &written))
        }
    }
}

impl Templates {
    /// Renders the template `name` into `page`.
    pub fn render(
        &self,
        name: &str,
        context: &Context,
        page: &mut Vec<u8>,
    ) -> Result<(), Diagnostic> {
        self.squeezed.render_to(name, context, page).map_err(|error| {
            let globals = || self.squeezed.clone();
            let as_written = self.as_written.get_or_init(|| {
                let mut tera = globals();
                // What was compiled squeezed compiles as written.
                _ = tera.add_raw_templates(texts(&self.written));
                tera
            });
            let again = as_written.render_to(name, context, std::io::sink()).err();
            diagnose(&again.unwrap_or(error), &self.written)
        })
    }
}

fn texts(written: &BTreeMap<String, Written>) -> impl Iterator<Item = (String, String)> + '_ {
    written.iter().map(|(name, it)| (name.clone(), it.text.clone()))
}

fn compile(
    templates: impl Iterator<Item = (String, String)>,
    globals: &Context,
) -> Result<Tera, Error> {
    let mut tera = Tera::new();
    tera.global_context().extend(globals.clone());
    tera.add_raw_templates(templates)?;
    Ok(tera)
}

fn diagnose(error: &Error, written: &BTreeMap<String, Written>) -> Diagnostic {
    let report = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => report,
        other => {
            let message = format!("Les gabarits du thème ne peuvent pas servir : {other}.");
            return Diagnostic::placeless(Code::Template, message);
        }
    };
    let name = report.filename();
    let reason = report.message().trim_end_matches('.');
    let message = format!("Le gabarit « {name} » ne peut pas servir : {reason}.");
    let help = "Comparez-le avec celui du thème par défaut.";
    let Some(template) = written.get(name) else {
        return Diagnostic::placeless(Code::Template, message).help(help);
    };
    let range = &report.span().range;
    let end = range.end.min(template.text.len());
    let span = Span::new(template.file, range.start.min(end), end);
    Diagnostic::error(Code::Template, span, message).help(help)
}
