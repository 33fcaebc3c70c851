//! A screenshot: the image, its description, its review, its marks.
//!
//! In: the mapping under `screenshot:`. Out: a [`Screenshot`]. Whether the image exists, and whether
//! marks lie inside it, is the business of `resolve`.

use super::fields::{Fields, Reader};
use super::yaml::{Kind, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::phrase::SourcePhrase;
use crate::model::screenshot::{
    Area, Coordinates, Mark, Point, Redaction, Review, Screenshot, Shape,
};
use crate::span::{Located, Span};

/// More than anybody reads on one picture; finding room for them would take long.
const MOST_MARKS: usize = 50;

impl<'s> Reader<'s> {
    /// Reads the mapping under `screenshot:`.
    pub fn screenshot(&self, value: &Value<'s>) -> Option<Screenshot> {
        let mut fields = self.fields(value, "Capture d’écran")?;
        let image = fields.need(self, "image").and_then(|value| self.image_path(value));
        let alt = fields.need(self, "alt");
        if let Some(value) = alt {
            self.doubt_alt(value, image.as_ref());
        }
        let alt = alt.and_then(|value| self.phrase(value));
        let review = match fields.get("personal_data") {
            Some(value) => self.review(value),
            None => self.not_reviewed(fields.head()),
        };
        let redact = fields.get("redact").map_or(&[][..], |value| self.list(value));
        let redactions: Vec<_> = redact.iter().filter_map(|value| self.redaction(value)).collect();
        let crop = fields.get("crop");
        let crop = crop.and_then(|value| Some(Located::new(self.area(value)?, value.span)));
        let size = fields.get("size").and_then(|value| self.size(value));
        let frame = self.frame(&mut fields);
        let marks = fields.get("marks").map_or_else(Vec::new, |value| self.marks(value));
        self.doubt_marks(&marks);
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
        add_coordinates(value, false, &mut coordinates);
        Some(Screenshot {
            image: image?,
            alt: alt?,
            review: review?,
            redactions,
            crop,
            marks,
            frame,
            size,
            coordinates,
        })
    }

    fn marks(&self, value: &Value<'s>) -> Vec<Mark> {
        let values = self.list(value);
        if let Some(more) = values.get(MOST_MARKS) {
            let message =
                format!("Cette capture a {} repères ; au plus {MOST_MARKS}.", values.len());
            let help = "Partagez-les entre plusieurs étapes, chacune avec sa capture.";
            self.report(Diagnostic::error(Code::BadValue, more.span, message).help(help));
        }
        values.iter().take(MOST_MARKS).filter_map(|value| self.mark(value)).collect()
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
            fields.get("key").map(|value| self.keys(value, &mut fields)),
        ];
        let shapes: Vec<_> = shapes.into_iter().flatten().collect();
        if shapes.len() != 1 {
            let message = "Un repère a exactement une forme : « box », « arrow », « circle », \
                           « point », « spotlight » ou « key ».";
            self.report(Diagnostic::error(Code::BadValue, fields.head(), message).help(
                "Gardez une seule forme par repère, ou ajoutez-en une : « box: [x, y, largeur, \
                 hauteur] ».",
            ));
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
            let help = "Les quatre nombres sont : x, y, largeur, hauteur.";
            return self.empty(value, message, help);
        }
        Some(Area { x, y, width, height })
    }

    /// Reports something that nobody would see.
    fn empty<T>(&self, value: &Value<'s>, message: &str, help: &str) -> Option<T> {
        self.report(Diagnostic::error(Code::BadValue, value.span, message).help(help));
        None
    }

    fn size(&self, value: &Value<'s>) -> Option<Located<[Located<u32>; 2]>> {
        let [_, _] = self.numbers(value, "[largeur, hauteur]")?;
        let numbers = placed_numbers(value).try_into().ok()?;
        Some(Located::new(numbers, value.span))
    }

    /// The address of a frame: `frame: browser` and `address` belong together.
    fn frame(&self, fields: &mut Fields<'_, 's>) -> Option<SourcePhrase> {
        let kind = fields.get("frame");
        let address = fields.get("address");
        let drawn = kind.and_then(|value| match self.scalar(value).map(|text| &**text) {
            Some("browser") => Some(()),
            _ => self.wrong_type(value, "Il faut ici « browser », le seul cadre qui existe"),
        });
        let (value, missing, mend) = match (kind, address) {
            (Some(_), Some(address)) => return drawn.and(self.phrase(address)),
            (None, None) => return None,
            (Some(kind), None) => (
                kind,
                "Un cadre de navigateur montre une adresse, et « address » manque.",
                "Ajoutez l’adresse, par exemple « address: \"{{ services.portal.url }}\" ».",
            ),
            (None, Some(address)) => (
                address,
                "« address » ne se voit que dans un cadre, et « frame » manque.",
                "Ajoutez « frame: browser », ou retirez « address ».",
            ),
        };
        self.report(Diagnostic::error(Code::BadValue, value.span, missing).help(mend));
        None
    }

    /// Keys to press together, as people write them: `Ctrl+F`, `Entrée`, `Ctrl + +`.
    fn keys(&self, value: &Value<'s>, fields: &mut Fields<'_, 's>) -> Option<Shape> {
        let at = fields.need(self, "at").and_then(|value| self.point(value));
        let written = self.label(value)?;
        let Some(names) = key_names(&written) else {
            let message = format!("« {written} » n’est pas une touche, ni des touches ensemble.");
            let help = format!(
                "Écrivez ce qui est sur les touches, séparé par « + » : Entrée, Ctrl+F ; \
                 {MOST_KEYS} touches de {LONGEST_KEY} caractères au plus."
            );
            self.report(Diagnostic::error(Code::BadValue, value.span, message).help(help));
            return None;
        };
        Some(Shape::Keys { names, at: at? })
    }

    fn arrow(&self, value: &Value<'s>) -> Option<Shape> {
        let Kind::List(points) = &value.kind else { return self.no_arrow(value) };
        let [from, to] = &points[..] else { return self.no_arrow(value) };
        let (from, to) = (self.point(from)?, self.point(to)?);
        if from == to {
            let message = "Cette flèche est vide : elle commence et finit au même point.";
            let help = "Le premier point est son départ, le second ce qu’elle montre.";
            return self.empty(value, message, help);
        }
        Some(Shape::Arrow { from, to })
    }

    fn no_arrow<T>(&self, value: &Value<'s>) -> Option<T> {
        self.refuse(
            value,
            "Une flèche va d’un point à un autre : [[x, y], [x, y]]",
            "Par exemple « arrow: [[300, 500], [520, 340]] », avec tous les crochets.",
        )
    }

    fn circle(&self, value: &Value<'s>) -> Option<Shape> {
        let [x, y, radius] = self.numbers(value, "[x, y, rayon]")?;
        if radius == 0 {
            let message = "Ce cercle est vide : son rayon vaut au moins 1.";
            return self.empty(value, message, "Les trois nombres sont : x, y, rayon.");
        }
        Some(Shape::Circle { center: Point { x, y }, radius })
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
                let help =
                    "Séparez-les par des virgules et gardez les crochets ; des nombres entiers.";
                return self.refuse(value, &expected, help);
            }
        };
        let numbers: Option<Vec<_>> = values.iter().map(|value| self.count(value)).collect();
        numbers?.try_into().ok()
    }
}

/// The keys whose lists hold coordinates, somewhere below a screenshot.
const COORDINATES: [&str; 7] = ["crop", "box", "arrow", "circle", "point", "spotlight", "at"];
/// The most keys that are pressed together.
const MOST_KEYS: usize = 4;
/// The most characters that stand on a key.
const LONGEST_KEY: usize = 12;

/// The names of keys that are pressed together; the last may be the plus key itself.
fn key_names(written: &str) -> Option<Vec<Box<str>>> {
    let (others, plus) = match written.strip_suffix('+') {
        Some("") => ("", true),
        Some(before) => (before.trim_end().strip_suffix('+')?, true),
        None => (written, false),
    };
    let others = others.split('+').filter(|_| !others.is_empty()).map(str::trim);
    let names: Vec<Box<str>> = others.chain(plus.then_some("+")).map(Into::into).collect();
    let fine = |name: &str| (1..=LONGEST_KEY).contains(&name.chars().count());
    (names.len() <= MOST_KEYS && names.iter().all(|name| fine(name))).then_some(names)
}

/// Adds the numbers of every list of coordinates below `value`.
fn add_coordinates(value: &Value<'_>, hides: bool, coordinates: &mut Vec<Coordinates>) {
    match &value.kind {
        Kind::Map(entries) => {
            for entry in entries {
                let key = &*entry.key.value;
                if COORDINATES.contains(&key) {
                    add_lists(&entry.value, hides, coordinates);
                } else {
                    add_coordinates(&entry.value, hides || key == "redact", coordinates);
                }
            }
        }
        Kind::List(values) => {
            for value in values {
                add_coordinates(value, hides, coordinates);
            }
        }
        _ => {}
    }
}

/// Adds a list of numbers, or each of the lists in a list.
fn add_lists(value: &Value<'_>, hides: bool, lists: &mut Vec<Coordinates>) {
    let numbers = placed_numbers(value);
    if numbers.is_empty()
        && let Kind::List(values) = &value.kind
    {
        for value in values {
            add_lists(value, hides, lists);
        }
    } else {
        lists.push(Coordinates { numbers, hides });
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

#[cfg(test)]
mod tests {
    use super::key_names;

    #[test]
    fn keys_are_read_as_people_write_them() {
        let check = |written, names: Option<&[&str]>| {
            let found = key_names(written);
            let found: Option<Vec<&str>> =
                found.as_ref().map(|names| names.iter().map(|it| &**it).collect());
            assert_eq!(found.as_deref(), names, "{written}");
        };
        check("Entrée", Some(&["Entrée"]));
        check("Ctrl+Maj + Suppr", Some(&["Ctrl", "Maj", "Suppr"]));
        check("+", Some(&["+"]));
        check("Ctrl + +", Some(&["Ctrl", "+"]));
        check("Ctrl++", Some(&["Ctrl", "+"]));
        check("Ctrl+", None);
        check("+F", None);
        check("Ctrl++F", None);
        check("A+B+C+D+E", None);
        check("la touche Entrée", None);
    }
}
