//! Where the number of a mark stands, and its keys.
//!
//! In: a shape and the part of the image that is shown. Out: a place in shares of that part, so far inside
//! it that what is drawn around it is too, on any screen.

use super::keys::lay_out_keys;
use crate::model::screenshot::{Area, Point, Shape};

/// The width of the narrowest picture in em of the drawing's text: on a screen of 320 pixels.
const NARROWEST: f64 = 17.0;

/// The radius of a number's disc in pixels, where the image is shown at full size.
#[must_use]
pub fn disc_pixels(part: Area) -> u32 {
    (part.width / 48).clamp(8, 40)
}

/// The length of an arrow's head in pixels.
#[must_use]
pub fn head_pixels(part: Area) -> f64 {
    f64::from(disc_pixels(part)) * 1.4
}

/// Where the number belongs, in shares of the width and of the height: an arrow's tail, a point, the
/// middle of a box's left edge, the upper left of a circle, the middle of keys.
#[must_use]
pub fn place(shape: &Shape, part: Area) -> (f64, f64) {
    let disc = f64::from(disc_pixels(part));
    let (at, aside) = match shape {
        Shape::Box(area) | Shape::Spotlight(area) => {
            (Point { x: area.x, y: area.y + area.height / 2 }, disc)
        }
        Shape::Arrow { from, .. } => (*from, disc),
        Shape::Circle { center, radius } => {
            // The cosine of 45 degrees, in thousandths.
            let off = radius * 707 / 1000;
            (Point { x: center.x.saturating_sub(off), y: center.y.saturating_sub(off) }, disc)
        }
        Shape::Point(at) => (*at, disc),
        Shape::Keys { names, at } => {
            (*at, lay_out_keys(names).0 / 2.0 / NARROWEST * f64::from(part.width))
        }
    };
    (inside(at.x, part.x, part.width, aside), inside(at.y, part.y, part.height, disc))
}

fn inside(at: u32, start: u32, length: u32, aside: f64) -> f64 {
    let (at, length) = (f64::from(at) - f64::from(start), f64::from(length));
    let at = if aside * 2.0 > length { length / 2.0 } else { at.clamp(aside, length - aside) };
    at / length
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: Area = Area { x: 100, y: 100, width: 400, height: 300 };

    #[test]
    fn numbers_and_keys_stay_inside_what_is_shown() {
        let check = |shape, x: f64, y: f64| {
            let (left, top) = place(&shape, PART);
            assert!((left - x).abs() < 0.01 && (top - y).abs() < 0.01, "{shape:?}: {left} {top}");
        };
        check(Shape::Point(Point { x: 100, y: 400 }), 0.02, 0.97);
        check(Shape::Point(Point { x: 300, y: 250 }), 0.5, 0.5);
        let names = vec!["Entrée".into()];
        check(Shape::Keys { names, at: Point { x: 500, y: 250 } }, 0.818, 0.5);
        let names = vec!["Verr. maj.".into(), "Verr. maj.".into(), "Verr. maj.".into()];
        check(Shape::Keys { names, at: Point { x: 500, y: 250 } }, 0.5, 0.5);
    }
}
