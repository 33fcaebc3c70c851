//! What marks the pages of an academy as its own: a logo and a colour.
//!
//! In: the facts of académies, the images, the grounds of the theme. Out: the picture of each logo,
//! the style sheet of each colour, and an error for a colour that could not be read. Sheets hold
//! custom properties only; what is done with them is the theme's business.

use super::images::{Images, Picture, find};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Academy;
use crate::model::academy::Logo;
use crate::model::color::{Color, Grounds};
use crate::span::Located;

/// The largest logo, in pixels: twice what the widest page could show.
const LARGEST_LOGO: u32 = 2000;

/// The style sheet of an academy.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Style {
    /// Its path below the site's root, named after its content.
    pub path: Box<str>,
    /// Its text: `--academy` for the light mode, `--academy-dark` for the dark one.
    pub css: Box<str>,
}

/// The picture of a logo, which is one of these images.
pub fn picture(logo: &Logo, images: &Images, diagnostics: &mut Vec<Diagnostic>) -> Option<Picture> {
    let (width, height) = find(&logo.image, images, diagnostics)?;
    if width.max(height) > LARGEST_LOGO {
        let message = format!("Ce logo est trop grand : {width} × {height} pixels.");
        let help = format!("Réduisez-le à {LARGEST_LOGO} pixels de côté au plus.");
        diagnostics.push(Diagnostic::error(Code::BadImage, logo.image.span, message).help(help));
        return None;
    }
    Some(Picture {
        source: logo.image.value.clone(),
        hash: images.get(&logo.image.value)?.facts.hash,
        size: (width, height),
        redactions: Vec::new(),
        part: (0, 0, width, height),
        on_white: true,
        photo: false,
    })
}

/// The style sheet of an academy with a colour, for a theme with these grounds.
pub fn style(
    facts: &Academy,
    grounds: &Grounds,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Style> {
    let color = facts.color.as_ref()?;
    diagnostics.extend(unreadable(color, grounds));
    let dark = color.value.towards(Color::WHITE, Color::COMFORTABLE, &grounds.dark);
    // On each ground of a theme white is readable, though maybe not with comfort.
    let dark = dark.unwrap_or(Color::WHITE);
    let css = format!(":root{{--academy:{};--academy-dark:{dark}}}", color.value);
    let hash = xxhash_rust::xxh3::xxh3_64(css.as_bytes());
    let path = format!("{}/style.{hash:016x}.css", facts.slug);
    Some(Style { path: path.into(), css: css.into() })
}

/// The colour is text on the light grounds, and white is text on it.
fn unreadable(color: &Located<Color>, grounds: &Grounds) -> Option<Diagnostic> {
    let grounds = [&grounds.light[..], &[Color::WHITE]].concat();
    let contrast = color.value.least_contrast(&grounds);
    if contrast >= Color::READABLE {
        return None;
    }
    let message = format!(
        "La couleur « {} » ne ressort pas assez sur un fond clair : {} pour 1, il faut 4,5 pour 1.",
        color.value,
        in_french(contrast)
    );
    // On each ground of a theme black is readable.
    let shade = color.value.towards(Color::BLACK, Color::READABLE, &grounds);
    let shade = shade.unwrap_or(Color::BLACK);
    Some(
        Diagnostic::error(Code::LowContrast, color.span, message)
            .help(format!("Plus foncée, elle convient : \"{shade}\".")),
    )
}

/// With one decimal, never rounded up to what would pass.
fn in_french(contrast: f64) -> String {
    format!("{:.1}", (contrast * 10.0).floor() / 10.0).replace('.', ",")
}
