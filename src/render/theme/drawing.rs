//! Drawings (SVG), and the pictures that are written into texts.
//!
//! In: a text. Out: the same drawing. Comments, metadata, what editors note for themselves (where a file was
//! saved, who exported it) and instructions for other programs are gone; what is drawn stays, with its titles
//! and descriptions, which are read aloud. Pictures in `data:` addresses are encoded anew.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};

use crate::parse::embedded::embedded_pictures;
use crate::render::picture::clean::clean;
use crate::resolve::images::Refused;

/// The prefixes of names that belong to what is drawn.
const DRAWN: [&str; 4] = ["svg", "xlink", "xml", "xmlns"];
/// The namespaces of these, as prefixes are declared.
const DECLARED: [&str; 2] = ["xmlns:svg", "xmlns:xlink"];

const AGAIN: &str = "Enregistrez-le de nouveau en « SVG simple ».";

const APART: &str = "Mettez l’image dans un fichier à part, et écrivez ici son nom.";

/// A drawing without what is not drawn.
pub(super) fn clean_drawing(text: &str) -> Result<String, Refused> {
    let broken = || Refused::new("le dessin est abîmé ou incomplet", AGAIN);
    let mut reader = Reader::from_str(text);
    let mut writer = Writer::new(Vec::new());
    loop {
        let event = reader.read_event().map_err(|_| broken())?;
        let event = match event {
            Event::Eof => break,
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => continue,
            // Names of texts that stand in it may be used.
            Event::DocType(kind) if !kind.contains("<!ENTITY") => continue,
            Event::Start(start) if !is_drawn(start.name().as_ref()) => {
                reader.read_to_end(start.name()).map_err(|_| broken())?;
                continue;
            }
            Event::Empty(start) if !is_drawn(start.name().as_ref()) => continue,
            Event::Start(start) => Event::Start(drawn(&start).ok_or_else(broken)?),
            Event::Empty(start) => Event::Empty(drawn(&start).ok_or_else(broken)?),
            other => other,
        };
        writer.write_event(event).map_err(|_| broken())?;
    }
    let drawing = String::from_utf8(writer.into_inner()).map_err(|_| broken())?;
    Ok(clean_embedded(&drawing)?.unwrap_or(drawing))
}

/// Whether an element is a part of what is drawn.
fn is_drawn(name: &str) -> bool {
    match name.split_once(':') {
        Some((prefix, local)) => prefix == "svg" && local != "metadata",
        None => name != "metadata",
    }
}

/// An element without what editors note in it; none when its attributes are broken.
fn drawn(start: &BytesStart<'_>) -> Option<BytesStart<'static>> {
    let mut kept = BytesStart::new(start.name().as_ref().to_owned());
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let name = attribute.key.as_ref();
        let is_kept = match name.split_once(':') {
            Some(("xmlns", _)) => DECLARED.contains(&name),
            Some((prefix, _)) => DRAWN.contains(&prefix),
            None => true,
        };
        if is_kept {
            kept.push_attribute(attribute);
        }
    }
    Some(kept)
}

/// A text in which the pictures in `data:` addresses are encoded anew; none when there are none.
pub(super) fn clean_embedded(text: &str) -> Result<Option<String>, Refused> {
    let pictures = embedded_pictures(text);
    if pictures.is_empty() {
        return Ok(None);
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut written = 0;
    for (place, bytes) in pictures {
        let Some(bytes) = bytes else {
            return Err(Refused::new("ses lettres sont abîmées", APART));
        };
        let bytes = match clean(&bytes) {
            Some(clean) => clean?,
            None => match std::str::from_utf8(&bytes) {
                Ok(text) if text.contains("<svg") => clean_drawing(text)?.into_bytes(),
                _ => bytes,
            },
        };
        cleaned.push_str(&text[written..place.start]);
        STANDARD.encode_string(&bytes, &mut cleaned);
        written = place.end;
    }
    cleaned.push_str(&text[written..]);
    Ok(Some(cleaned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_drawing_what_is_drawn_stays() {
        let text = r##"<?xml version="1.0"?><!-- Camille --><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:inkscape="http://x" inkscape:export-filename="/home/camille/a.png" width="4">
<title>Un carré</title><metadata><rdf:RDF><dc:creator>Camille</dc:creator></rdf:RDF></metadata><sodipodi:namedview a="Camille"/>
<?xpacket Camille?><svg:rect xlink:href="#a" inkscape:label="Camille" style="fill:#f00"/><text>a &amp; b<!--Camille--></text></svg>"##;
        let clean = clean_drawing(text).unwrap();
        assert!(!clean.to_lowercase().contains("camille"), "{clean}");
        for kept in [
            "<title>Un carré</title>",
            "<svg:rect xlink:href=\"#a\" style=\"fill:#f00\"/>",
            "a &amp; b",
            "width=\"4\"",
        ] {
            assert!(clean.contains(kept), "{kept}: {clean}");
        }
        assert_eq!(clean_drawing(&clean).unwrap(), clean);
        assert!(clean_drawing("<svg><g></svg>").is_err());
    }

    #[test]
    fn pictures_in_a_text_are_encoded_anew() {
        let image = image::DynamicImage::new_rgb8(3, 2);
        let mut file = std::io::Cursor::new(Vec::new());
        image.write_to(&mut file, image::ImageFormat::Png).unwrap();
        let mut file = file.into_inner();
        file.extend_from_slice(b"Camille");
        let coded = STANDARD.encode(&file);
        let (a, b) = coded.split_at(20);
        let text = format!("a{{background:url(data:image/png;base64,{a}&#10;\n {b})}}b{{}}");
        let clean = clean_embedded(&text).unwrap().unwrap();
        assert!(clean.ends_with(")}b{}"), "{clean}");
        let (_, inside) = embedded_pictures(&clean).pop().unwrap();
        let inside = inside.unwrap();
        assert!(!inside.windows(7).any(|it| it == b"Camille"));
        assert_eq!(image::load_from_memory(&inside).unwrap().into_rgb8().dimensions(), (3, 2));
        assert!(clean_embedded("url(data:image/png;base64,AAAAA)").is_err());
        assert_eq!(clean_embedded("url(data:font/woff2;base64,AAAA)"), Ok(None));
    }
}
