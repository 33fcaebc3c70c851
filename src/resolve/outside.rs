//! Which of the numbers leads out of an image.
//!
//! In: a screenshot, and the part of the image that is seen. Out: an error for each area and mark that is not
//! wholly inside, at the number that is wrong, with the sum that shows it.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::screenshot::{Area, Point, Screenshot, Shape};
use crate::span::Span;

/// A number that leads outside.
struct Fault {
    /// Which of the numbers, as they are written.
    index: usize,
    /// The sum, in words.
    words: String,
    /// What it may be.
    help: String,
}

/// One direction: where what is seen begins and ends.
struct Side {
    /// What the number along it is called, and the length.
    names: [&'static str; 2],
    low: u32,
    high: u32,
    /// What ends there.
    end: &'static str,
}

/// Reports what lies outside an image of this size, or outside of what is shown of it.
pub(super) fn report(shot: &Screenshot, (width, height): (u32, u32), found: &mut Vec<Diagnostic>) {
    let image = Area { x: 0, y: 0, width, height };
    let size = format!("de l’image, qui fait {width} × {height} pixels");
    let mut tell = |what: &str, of: &str, faults: &[Fault], span: Span| {
        let Some(first) = faults.first() else { return };
        let words: Vec<&str> = faults.iter().map(|fault| &*fault.words).collect();
        let message = format!("{what} sort {of} : {}.", words.join(" ; "));
        let place = number_at(shot, span, first.index).unwrap_or(span);
        found.push(Diagnostic::error(Code::OutsideImage, place, message).help(&*first.help));
    };
    for redaction in &shot.redactions {
        let faults = area_faults(redaction.area, image, false);
        tell("Ce caviardage", &size, &faults, redaction.span);
    }
    for mark in &shot.marks {
        tell("Ce repère", &size, &faults(&mark.shape, image, false), mark.span);
    }
    let Some(crop) = &shot.crop else { return };
    let outside = area_faults(crop.value, image, false);
    tell("Ce cadrage", &size, &outside, crop.span);
    if !outside.is_empty() {
        return;
    }
    for mark in shot.marks.iter().filter(|mark| mark.shape.fits(width, height)) {
        let faults = faults(&mark.shape, crop.value, true);
        tell("Ce repère", "de la partie montrée par « crop »", &faults, mark.span);
    }
}

/// The place of a number of the coordinates in `span`; none where they stand elsewhere, by an alias.
fn number_at(shot: &Screenshot, span: Span, index: usize) -> Option<Span> {
    let inside = |number: Span| span.start <= number.start && number.end <= span.end;
    let lists = shot.coordinates.iter().flat_map(|list| &list.numbers);
    lists.map(|number| number.span).filter(|number| inside(*number)).nth(index)
}

fn faults(shape: &Shape, part: Area, cropped: bool) -> Vec<Fault> {
    let [across, down] = sides(part, cropped, ["", ""]);
    match shape {
        Shape::Box(area) | Shape::Spotlight(area) => area_faults(*area, part, cropped),
        Shape::Arrow { from, to } => {
            let of = |point, first, word| point_faults(point, first, part, cropped, word);
            let mut faults = of(*from, 0, " du départ");
            faults.extend(of(*to, 2, " de l’arrivée"));
            faults
        }
        &Shape::Circle { center, radius } => {
            [across.around(center.x, radius, 0), down.around(center.y, radius, 1)]
                .into_iter()
                .flatten()
                .collect()
        }
        Shape::Point(at) | Shape::Keys { at, .. } => point_faults(*at, 0, part, cropped, ""),
    }
}

fn area_faults(area: Area, part: Area, cropped: bool) -> Vec<Fault> {
    let [across, down] = sides(part, cropped, ["largeur", "hauteur"]);
    let mut faults: Vec<Fault> =
        [across.along(area.x, area.width, 0), down.along(area.y, area.height, 1)]
            .into_iter()
            .flatten()
            .collect();
    let are_corners = area.width > area.x
        && area.height > area.y
        && area.width <= part.right()
        && area.height <= part.bottom();
    if let Some(first) = faults.first_mut().filter(|_| are_corners) {
        let (x, y) = (area.x, area.y);
        let (width, height) = (area.width - x, area.height - y);
        first.help = format!(
            "{} Si ces nombres sont ceux de deux coins opposés, écrivez « [{x}, {y}, {width}, \
             {height}] ».",
            first.help
        );
    }
    faults
}

fn point_faults(at: Point, first: usize, part: Area, cropped: bool, of: &str) -> Vec<Fault> {
    let sides = sides(part, cropped, ["", ""]);
    let numbers = [at.x, at.y].into_iter().zip(sides).zip(first..);
    numbers.filter_map(|((number, side), index)| side.at(number, index, of)).collect()
}

fn sides(part: Area, cropped: bool, lengths: [&'static str; 2]) -> [Side; 2] {
    let end = if cropped { "« crop »" } else { "l’image" };
    [
        Side { names: ["x", lengths[0]], low: part.x, high: part.right(), end },
        Side { names: ["y", lengths[1]], low: part.y, high: part.bottom(), end },
    ]
}

impl Side {
    /// A point.
    fn at(&self, number: u32, index: usize, of: &str) -> Option<Fault> {
        let (name, low, high, end) = (self.names[0], self.low, self.high, self.end);
        let words = if number < low {
            format!("{name}{of} = {number}, mais {end} commence à {low}")
        } else if number > high {
            format!("{name}{of} = {number}, mais {end} s’arrête à {high}")
        } else {
            return None;
        };
        Some(Fault { index, words, help: self.range() })
    }

    /// From `start`, of this length.
    fn along(&self, start: u32, length: u32, index: usize) -> Option<Fault> {
        let ([name, long], high, end) = (self.names, self.high, self.end);
        if start < self.low || start >= high {
            return self.at(start, index, "").or_else(|| {
                let words = format!("{name} = {start}, mais {end} s’arrête là");
                Some(Fault { index, words, help: self.range() })
            });
        }
        if start + length <= high {
            return None;
        }
        let sum = start + length;
        let words =
            format!("{name} + {long} = {start} + {length} = {sum}, mais {end} s’arrête à {high}");
        let help = format!("Ici, la {long} vaut au plus {}.", high - start);
        Some(Fault { index: index + 2, words, help })
    }

    /// From `center` as far in both directions.
    fn around(&self, center: u32, radius: u32, index: usize) -> Option<Fault> {
        let (name, low, high, end) = (self.names[0], self.low, self.high, self.end);
        let outside = self.at(center, index, "");
        if outside.is_some() {
            return outside;
        }
        let words = if center < low + radius {
            let difference = i64::from(center) - i64::from(radius);
            format!(
                "{name} - rayon = {center} - {radius} = {difference}, mais {end} commence à {low}"
            )
        } else if center + radius > high {
            let sum = center + radius;
            format!("{name} + rayon = {center} + {radius} = {sum}, mais {end} s’arrête à {high}")
        } else {
            return None;
        };
        let most = (center - low).min(high - center);
        Some(Fault { index: 2, words, help: format!("Ici, le rayon vaut au plus {most}.") })
    }

    fn range(&self) -> String {
        let (name, low, high) = (self.names[0], self.low, self.high);
        format!(
            "Ici, {name} va de {low} à {high} ; les coordonnées se comptent depuis le coin supérieur \
             gauche de l’image."
        )
    }
}
