//! Views as HTML, by the templates of the theme.
//!
//! In: a [`View`]. Out: the page. A template that fails is reported with its file and line.

pub mod markup;

use tera::Context;

use super::minified::Minified;
use super::theme::Theme;
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::model::site::Minify;
use crate::view::View;

/// A typical page fits without growing the buffer.
const TYPICAL: usize = 24 * 1024;

/// Renders a page.
#[must_use]
pub fn render_view(view: &View<'_>, theme: &Theme, minified: &Minified) -> Warned<Option<Vec<u8>>> {
    let mut page = Vec::with_capacity(TYPICAL);
    let rendered = match Context::from_serialize(view) {
        Ok(context) => theme.templates.render(view.template(), &context, &mut page),
        Err(error) => {
            let message = format!("Cette page ne peut pas être préparée : {error}.");
            Err(Diagnostic::placeless(Code::Template, message))
        }
    };
    match rendered {
        Ok(()) if theme.minify == Minify::Full => Warned::clean(Some(minified.get(&page).to_vec())),
        Ok(()) => {
            page.shrink_to_fit();
            Warned::clean(Some(page))
        }
        Err(problem) => Warned::new(None, vec![problem]),
    }
}
