//! A screenshot: the image, its description, its review, its marks.
//!
//! In: the mapping under `screenshot:`. Out: a [`Screenshot`]. Whether the image exists, and whether
//! marks lie inside it, is the business of `resolve`.

use super::fields::Reader;
use super::yaml::{Kind, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::screenshot::{Area, Mark, Point, Redaction, Review, Screenshot, Shape};
use crate::span::{Located, Span};

impl<'s> Reader<'s> {
    /// Reads the mapping under `screenshot:`.
    pub fn screenshot(&self, value: &Value<'s>) -> Option<Screenshot> {
        let mut fields = self.fields(value, "Capture d’écran")?;
        let image = fields.need(self, "image").and_then(|value| self.image_path(value));
        let alt = fields.need(self, "alt").and_then(|value| self.phrase(value));
        let review = match fields.get("personal_data") {
            Some(value) => self.review(value),
            None => self.not_reviewed(fields.head()),
        };
        let redact = fields.get("redact").map_or(&[][..], |value| self.list(value));
        let redactions: Vec<_> = redact.iter().filter_map(|value| self.redaction(value)).collect();
        let crop = fields.get("crop");
        let crop = crop.and_then(|value| Some(Located::new(self.area(value)?, value.span)));
        let size = fields.get("size");
        let size_numbers = size.map_or_else(Vec::new, placed_numbers);
        let size = size.and_then(|value| self.size(value));
        let marks = fields.get("marks").map_or(&[][..], |value| self.list(value));
        let marks = marks.iter().filter_map(|value| self.mark(value)).collect();
        if review == Some(Review::Redacted) && redact.is_empty() {
            let message =
                "« personal_data: redacted » annonce un caviardage, mais « redact » est vide.";
            self.report(Diagnostic::error(Code::NotReviewed, fields.head(), message).help(
                "Ajoutez sous « redact » les zones à détruire, ou écrivez « personal_data: none ».",
            ));
        }
        if review == Some(Review::None) && !redactions.is_empty() {
            let message =
                "« personal_data: none » dit qu’il n’y a rien à cacher, mais « redact » cache.";
            self.report(
                Diagnostic::error(Code::NotReviewed, fields.head(), message)
                    .help("Écrivez « personal_data: redacted »."),
            );
        }
        fields.finish(self);
        let mut coordinates = Vec::new();
        add_coordinates(value, &mut coordinates);
        Some(Screenshot {
            image: image?,
            alt: alt?,
            review: review?,
            redactions,
            crop,
            marks,
            size,
            size_numbers,
            coordinates,
        })
    }

    /// The path of an image below the site, from its name in the `screenshots` folder beside.
    pub fn image_path(&self, value: &Value<'s>) -> Option<Located<Box<str>>> {
        let name = self.literal(value)?;
        let leaves = name.starts_with('/')
            || name.contains(['\\', ':', '\0'])
            || name.split('/').any(|part| matches!(part, "" | "." | ".."));
        if leaves {
            let message = format!("« {name} » ne reste pas dans le dossier « screenshots ».");
            self.report(
                Diagnostic::error(Code::PathOutside, value.span, message)
                    .help("Donnez seulement le nom du fichier, comme « eduline-accueil.png »."),
            );
            return None;
        }
        let path = self.source.path;
        let (folder, _) = path.rsplit_once("/procedures/").or_else(|| path.rsplit_once('/'))?;
        Some(Located::new(format!("{folder}/screenshots/{name}").into(), value.span))
    }

    fn review(&self, value: &Value<'s>) -> Option<Review> {
        match self.scalar(value).map(|text| &**text) {
            Some("none") => Some(Review::None),
            Some("redacted") => Some(Review::Redacted),
            _ => self.wrong_type(
                value,
                "Il faut ici « none » (rien à cacher) ou « redacted » (caviardé)",
            ),
        }
    }

    fn not_reviewed(&self, span: Span) -> Option<Review> {
        let message = "Cette capture n’a pas été relue pour les données personnelles.";
        self.report(Diagnostic::error(Code::NotReviewed, span, message).help(
            "Cherchez noms, identifiants, adresses ; puis écrivez « personal_data: none », ou \
             « personal_data: redacted » avec les zones sous « redact ».",
        ));
        None
    }

    fn redaction(&self, value: &Value<'s>) -> Option<Redaction> {
        let mut fields = self.fields(value, "Caviardage")?;
        let area = fields.need(self, "box").and_then(|value| self.area(value));
        let why = fields.need(self, "why").and_then(|value| self.label(value));
        fields.finish(self);
        Some(Redaction { area: area?, why: why?, span: value.span })
    }

    fn mark(&self, value: &Value<'s>) -> Option<Mark> {
        let mut fields = self.fields(value, "Repère")?;
        let shapes = [
            fields.get("box").map(|value| self.area(value).map(Shape::Box)),
            fields.get("arrow").map(|value| self.arrow(value)),
            fields.get("circle").map(|value| self.circle(value)),
            fields.get("point").map(|value| self.point(value).map(Shape::Point)),
            fields.get("spotlight").map(|value| self.area(value).map(Shape::Spotlight)),
        ];
        let shapes: Vec<_> = shapes.into_iter().flatten().collect();
        if shapes.len() != 1 {
            let message = "Un repère a exactement une forme : « box », « arrow », « circle », \
                           « point » ou « spotlight ».";
            self.report(Diagnostic::error(Code::BadValue, fields.head(), message));
        }
        let text = fields.need(self, "text").and_then(|value| self.line(value));
        fields.finish(self);
        let shape = shapes.into_iter().next().flatten()?;
        Some(Mark { shape, text: text?, span: value.span })
    }

    fn area(&self, value: &Value<'s>) -> Option<Area> {
        let [x, y, width, height] = self.numbers(value, "[x, y, largeur, hauteur]")?;
        if width == 0 || height == 0 {
            let message = "Cette zone est vide : largeur et hauteur valent au moins 1.";
            self.report(Diagnostic::error(Code::BadValue, value.span, message));
            return None;
        }
        Some(Area { x, y, width, height })
    }

    fn size(&self, value: &Value<'s>) -> Option<Located<(u32, u32)>> {
        let [width, height] = self.numbers(value, "[largeur, hauteur]")?;
        Some(Located::new((width, height), value.span))
    }

    fn arrow(&self, value: &Value<'s>) -> Option<Shape> {
        match &value.kind {
            Kind::List(points) if points.len() == 2 => {
                Some(Shape::Arrow { from: self.point(&points[0])?, to: self.point(&points[1])? })
            }
            _ => self.wrong_type(value, "Une flèche va d’un point à un autre : [[x, y], [x, y]]"),
        }
    }

    fn circle(&self, value: &Value<'s>) -> Option<Shape> {
        let [x, y, radius] = self.numbers(value, "[x, y, rayon]")?;
        Some(Shape::Circle { center: Point { x, y }, radius: radius.max(1) })
    }

    fn point(&self, value: &Value<'s>) -> Option<Point> {
        let [x, y] = self.numbers(value, "[x, y]")?;
        Some(Point { x, y })
    }

    fn numbers<const N: usize>(&self, value: &Value<'s>, shape: &str) -> Option<[u32; N]> {
        let values = match &value.kind {
            Kind::List(values) if values.len() == N => values,
            _ => {
                let expected = format!("Il faut ici {N} nombres de pixels, {shape}");
                return self.wrong_type(value, &expected);
            }
        };
        let numbers: Option<Vec<_>> = values.iter().map(|value| self.count(value)).collect();
        numbers?.try_into().ok()
    }
}

/// The keys whose lists hold coordinates, somewhere below a screenshot.
const COORDINATES: [&str; 6] = ["crop", "box", "arrow", "circle", "point", "spotlight"];

/// Adds the numbers of every list of coordinates below `value`.
fn add_coordinates(value: &Value<'_>, coordinates: &mut Vec<Vec<Located<u32>>>) {
    match &value.kind {
        Kind::Map(entries) => {
            for entry in entries {
                if COORDINATES.contains(&&*entry.key.value) {
                    add_lists(&entry.value, coordinates);
                } else {
                    add_coordinates(&entry.value, coordinates);
                }
            }
        }
        Kind::List(values) => values.iter().for_each(|value| add_coordinates(value, coordinates)),
        _ => {}
    }
}

/// Adds a list of numbers, or each of the lists in a list.
fn add_lists(value: &Value<'_>, lists: &mut Vec<Vec<Located<u32>>>) {
    let numbers = placed_numbers(value);
    if numbers.is_empty()
        && let Kind::List(values) = &value.kind
    {
        for value in values {
            add_lists(value, lists);
        }
    } else {
        lists.push(numbers);
    }
}

/// The numbers of a list, with their places.
fn placed_numbers(value: &Value<'_>) -> Vec<Located<u32>> {
    let Kind::List(values) = &value.kind else { return Vec::new() };
    let number = |value: &Value<'_>| match &value.kind {
        Kind::Scalar(scalar) => Some(Located::new(scalar.text.parse().ok()?, value.span)),
        _ => None,
    };
    values.iter().filter_map(number).collect()
}
