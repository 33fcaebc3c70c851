//! Views as HTML, by the templates of the theme.
//!
//! In: a [`View`]. Out: the page. A template that fails is reported with its file and line.

mod markup;

use tera::Context;

use super::minify::minify_page;
use super::theme::Theme;
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::model::site::Minify;
use crate::view::View;

/// A typical page fits without growing the buffer.
const TYPICAL: usize = 24 * 1024;

/// Renders a page.
#[must_use]
pub fn render_view(view: &View<'_>, theme: &Theme) -> Warned<Option<Vec<u8>>> {
    let mut page = Vec::with_capacity(TYPICAL);
    let rendered = Context::from_serialize(view)
        .and_then(|context| theme.tera.render_to(view.template(), &context, &mut page));
    match rendered {
        Ok(()) if theme.minify == Minify::Full => Warned::clean(Some(minify_page(&page))),
        Ok(()) => {
            page.shrink_to_fit();
            Warned::clean(Some(page))
        }
        Err(error) => {
            let message = format!("Le gabarit « {} » a échoué : {error}", view.template());
            Warned::new(None, vec![Diagnostic::placeless(Code::Template, message)])
        }
    }
}
