//! The settings of a theme: `theme.yaml`.
//!
//! In: the file. Out: the grounds on which the colour of an academy stands; white and black for a
//! theme that names none.

use super::fields::{Fields, Reader};
use super::yaml::Value;
use super::{Rules, Source};
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::model::color::{Color, Grounds};
use crate::span::Located;

/// How a colour is written.
const COLOR_HELP: &str = "Écrivez-la entre guillemets, avec un dièse et six chiffres : \"#7a1f5c\". \
                          Sans guillemets, le dièse commence un commentaire.";

/// Reads the settings of a theme.
#[must_use]
pub fn parse_theme(source: Source<'_>, rules: Rules) -> Warned<Grounds> {
    let reader = Reader::new(source, rules);
    let grounds = read_theme(&reader).unwrap_or_default();
    Warned::new(grounds, reader.into_diagnostics())
}

fn read_theme(reader: &Reader<'_>) -> Option<Grounds> {
    let value = reader.yaml(0..reader.source.text.len())?;
    let mut fields = reader.fields(&value, "Thème")?;
    fields.get("name");
    let grounds = fields.get("grounds").and_then(|value| read_grounds(reader, value));
    fields.finish(reader);
    grounds
}

fn read_grounds(reader: &Reader<'_>, value: &Value<'_>) -> Option<Grounds> {
    let mut fields = reader.fields(value, "Fonds")?;
    let mut colors = |key, text| -> Vec<Color> {
        let Some(value) = fields.need(reader, key) else { return Vec::new() };
        let list = reader.list(value);
        if list.is_empty() {
            let empty = Diagnostic::error(Code::BadValue, value.span, "Cette liste est vide.");
            reader.report(empty.help("Donnez au moins un fond : [\"#ffffff\"]."));
        }
        list.iter().filter_map(|value| reader.ground(value, text)).collect()
    };
    let grounds =
        Grounds { light: colors("light", Color::BLACK), dark: colors("dark", Color::WHITE) };
    fields.finish(reader);
    Some(grounds)
}

impl<'s> Reader<'s> {
    /// A colour, `#rrggbb` or `#rgb`.
    pub fn color(&self, value: &Value<'s>) -> Option<Color> {
        let text = self.scalar(value)?.trim();
        let color = Color::parse(text);
        if color.is_none() {
            let message = format!("« {text} » n’est pas une couleur.");
            self.report(Diagnostic::error(Code::BadValue, value.span, message).help(COLOR_HELP));
        }
        color
    }

    /// A ground on which some shade on the way to `text` is readable.
    fn ground(&self, value: &Value<'s>, text: Color) -> Option<Color> {
        let ground = self.color(value)?;
        if ground.contrast(text) >= Color::READABLE {
            return Some(ground);
        }
        let (word, help) = if text == Color::BLACK {
            ("noir", "Mettez sous « light » une couleur plus claire.")
        } else {
            ("blanc", "Mettez sous « dark » une couleur plus sombre.")
        };
        let message = format!("Sur ce fond, même le {word} ne se lirait pas.");
        self.report(Diagnostic::error(Code::LowContrast, value.span, message).help(help));
        None
    }

    /// The colour under `key`. Without quotes, YAML sees a comment there, and nothing else.
    pub fn color_at(
        &self,
        fields: &mut Fields<'_, 's>,
        key: &'static str,
    ) -> Option<Located<Color>> {
        if let Some(value) = fields.get(key) {
            return Some(Located::new(self.color(value)?, value.span));
        }
        let empty = fields.entries().iter().find(|entry| entry.key.value == key)?;
        let message = format!("« {key} » est vide.");
        self.report(Diagnostic::error(Code::BadValue, empty.key.span, message).help(COLOR_HELP));
        None
    }
}
