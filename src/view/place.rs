//! Where the numbers of marks stand, and their keys.
//!
//! In: the shapes of a picture and the part of the image that is shown. Out: a [`Spot`] for each number: a
//! place in shares of that part, and the side of it on which the disc stands, so that on the narrowest
//! screen discs are inside the picture and do not cover each other. On a wider one they are smaller beside
//! it, and so further apart. A number for which there is no room is not drawn: the legend has it.

mod search;

use self::search::{Candidate, choose, fixed_discs, has_choice};
use super::chrome::Medium;
use super::keys::{KEY_HEIGHT, lay_out_keys};
use super::labels::DISC;
use crate::model::screenshot::{Area, Point, Shape};

/// The width of a picture in em of the drawing's text on a screen of 320 pixels.
const NARROWEST: f64 = 17.0;
/// The pixels of an em of the drawing's text.
const EM: f64 = 15.0;
/// The largest picture on a sheet of A4, beside its words, in millimetres; `parts.typ` makes it so.
const PAPER: (f64, f64) = (98.0, 64.0);
/// The millimetres of a pixel there, at most.
const DOT: f64 = 0.2;
/// The millimetres of an em of the drawing's text there: 8.5 points.
const PAPER_EM: f64 = 3.0;
/// The radius of a number's disc with its stroke, in em.
const RADIUS: f64 = DISC + 0.07;
/// How far the middle of a disc is from its place, across and down, in em.
const REACH: f64 = 0.95;
/// The same for a circle, on a slant.
const SLANT: f64 = 0.6;

/// The place of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Where it belongs, in shares of the visible width and height.
    pub at: (f64, f64),
    /// How far from there the middle of its disc is, in em.
    pub off: (f64, f64),
    /// The side on which it stands, a point of the compass, where that is not the usual one of its shape.
    pub side: &'static str,
    /// Whether its disc would cover another number, and so is not drawn.
    pub crowded: bool,
    /// Whether it is over what its shape frames.
    inside: bool,
}

/// The radius of a number's disc in pixels, where the image is shown at full size.
fn disc_pixels(part: Area) -> u32 {
    (part.width / 48).clamp(8, 40)
}

/// The length of an arrow's head in pixels.
#[must_use]
pub fn head_pixels(part: Area) -> f64 {
    f64::from(disc_pixels(part)) * 1.4
}

/// Finds a spot for each number, in reading order: the best of its shape that is inside and free.
#[must_use]
pub fn place_numbers(shapes: &[&Shape], part: Area, medium: Medium) -> Vec<Spot> {
    let picture = Narrowest::of(part, medium);
    let candidates: Vec<Vec<Candidate>> =
        (0..shapes.len()).map(|mark| picture.candidates(mark, shapes, part)).collect();
    let chosen = choose(&candidates);
    let mut drawn = fixed_discs(&candidates);
    let mut spots = Vec::with_capacity(chosen.len());
    for (choice, all) in chosen.into_iter().zip(&candidates) {
        let Candidate { spot, disc, .. } = all[choice];
        let crowded = has_choice(all) && drawn.iter().any(|other| covers(disc, *other));
        if !crowded {
            drawn.push(disc);
        }
        spots.push(Spot { crowded, ..spot });
    }
    spots
}

fn covers(one: (f64, f64), other: (f64, f64)) -> bool {
    apart(one, other) < 2.0 * RADIUS
}

/// The picture on the narrowest screen, or beside its words on paper, in em.
struct Narrowest {
    width: f64,
    height: f64,
}

impl Narrowest {
    fn of(part: Area, medium: Medium) -> Self {
        let (across, down) = (f64::from(part.width), f64::from(part.height));
        let width = match medium {
            Medium::Page => NARROWEST.min(across / EM),
            Medium::Paper => PAPER.0.min(across * DOT).min(PAPER.1 * across / down) / PAPER_EM,
        };
        Self { width, height: width * down / across }
    }

    /// The spots for the number of a mark; of keys, which are moved as a whole, one.
    fn candidates(&self, mark: usize, shapes: &[&Shape], part: Area) -> Vec<Candidate> {
        let shape = shapes[mark];
        let spots = spots(shape, part);
        if let Shape::Keys { names, .. } = shape {
            return vec![self.keys(names, spots[0])];
        }
        let candidate = |spot: Spot| {
            let disc = self.disc(&spot);
            let others = shapes.iter().enumerate().filter(|(other, _)| *other != mark);
            let crossed = others.filter(|(_, other)| self.crosses(disc, other, part)).count();
            // What is framed is why the mark is there.
            let hidden = crossed + if spot.inside { 2 } else { 0 };
            let moved = !self.holds(disc);
            let spot = self.clamp(spot);
            Candidate { spot, disc: self.disc(&spot), moved, hidden }
        };
        spots.into_iter().map(candidate).collect()
    }

    /// The middle of a disc.
    fn disc(&self, spot: &Spot) -> (f64, f64) {
        (spot.at.0 * self.width + spot.off.0, spot.at.1 * self.height + spot.off.1)
    }

    fn holds(&self, (x, y): (f64, f64)) -> bool {
        let inside = |at: f64, length: f64| at >= RADIUS && at <= length - RADIUS;
        inside(x, self.width) && inside(y, self.height)
    }

    /// Whether a disc lies on the outline of another shape.
    fn crosses(&self, (x, y): (f64, f64), shape: &Shape, part: Area) -> bool {
        let (left, top, right, bottom) = match shape {
            Shape::Box(area) | Shape::Spotlight(area) => {
                (area.x, area.y, area.right(), area.bottom())
            }
            Shape::Circle { center: Point { x, y }, radius } => {
                (x.saturating_sub(*radius), y.saturating_sub(*radius), x + radius, y + radius)
            }
            _ => return false,
        };
        let scale = self.width / f64::from(part.width);
        let across = |at: u32| (f64::from(at) - f64::from(part.x)) * scale - x;
        let down = |at: u32| (f64::from(at) - f64::from(part.y)) * scale - y;
        let sides = [-across(left), across(right), -down(top), down(bottom)];
        let meets = sides.iter().all(|side| *side > -RADIUS);
        meets && sides.iter().any(|side| *side < RADIUS)
    }

    /// The same where it is inside; else as near as can be.
    fn clamp(&self, spot: Spot) -> Spot {
        let disc = self.disc(&spot);
        if self.holds(disc) {
            return spot;
        }
        let place = |at: f64, length: f64, off: f64| share(at, length, RADIUS) - off / length;
        let at = (place(disc.0, self.width, spot.off.0), place(disc.1, self.height, spot.off.1));
        Spot { at, ..spot }
    }

    /// Keys are moved as a whole.
    fn keys(&self, names: &[Box<str>], spot: Spot) -> Candidate {
        let half = lay_out_keys(names).0 / 2.0;
        let (x, y) = self.disc(&spot);
        let at = (share(x, self.width, half), share(y, self.height, KEY_HEIGHT / 2.0));
        let disc = (at.0 * self.width - half + DISC, at.1 * self.height);
        Candidate { spot: Spot { at, ..spot }, disc, moved: false, hidden: 0 }
    }
}

/// A place as a share of a length, so far inside it.
fn share(at: f64, length: f64, margin: f64) -> f64 {
    if margin * 2.0 > length { 0.5 } else { at.clamp(margin, length - margin) / length }
}

fn apart(one: (f64, f64), other: (f64, f64)) -> f64 {
    (one.0 - other.0).hypot(one.1 - other.1)
}

/// Where the number of a shape may stand, the best first; the usual side has no name.
fn spots(shape: &Shape, part: Area) -> Vec<Spot> {
    let place = |x: f64, y: f64| {
        let (x, y) = (x - f64::from(part.x), y - f64::from(part.y));
        (x / f64::from(part.width), y / f64::from(part.height))
    };
    let at = |point: &Point| place(f64::from(point.x), f64::from(point.y));
    match shape {
        Shape::Box(area) | Shape::Spotlight(area) => {
            let (left, top) = at(&Point { x: area.x, y: area.y });
            let (right, bottom) = at(&Point { x: area.right(), y: area.bottom() });
            beside(left, top, right, bottom)
        }
        Shape::Circle { center, radius } => {
            let off = f64::from(*radius) * std::f64::consts::FRAC_1_SQRT_2;
            let (x, y) = (f64::from(center.x), f64::from(center.y));
            let usual = Spot {
                at: place(x - off, y - off),
                off: (-SLANT, -SLANT),
                side: "",
                crowded: false,
                inside: false,
            };
            vec![
                usual,
                spot(place(x + off, y - off), "ne"),
                spot(place(x - off, y + off), "sw"),
                spot(place(x + off, y + off), "se"),
            ]
        }
        Shape::Arrow { from: point, .. } | Shape::Point(point) => {
            ["", "nw", "ne", "sw", "se"].map(|side| spot(at(point), side)).to_vec()
        }
        Shape::Keys { at: point, .. } => vec![spot(at(point), "")],
    }
}

/// The spots beside a box, and at last those in its corners.
fn beside(left: f64, top: f64, right: f64, bottom: f64) -> Vec<Spot> {
    let middle = f64::midpoint(top, bottom);
    let before = |y| Spot { side: "", ..spot((left, y), "w") };
    let after = |y| spot((right, y), "e");
    vec![
        before(middle),
        after(middle),
        before(bottom),
        before(top),
        after(bottom),
        after(top),
        spot((left, top), "ne"),
        spot((left, bottom), "se"),
        spot((right, top), "nw"),
        spot((right, bottom), "sw"),
        Spot { inside: true, ..spot((left, top), "se") },
        Spot { inside: true, ..spot((right, top), "sw") },
    ]
}

fn spot(at: (f64, f64), side: &'static str) -> Spot {
    let towards = |plus, minus| {
        f64::from(i8::from(side.contains(plus)) - i8::from(side.contains::<char>(minus))) * REACH
    };
    let (across, down) = (towards('e', 'w'), towards('s', 'n'));
    Spot { at, off: (across, down), side, crowded: false, inside: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: Area = Area { x: 0, y: 0, width: 1280, height: 800 };

    fn area(x: u32, y: u32, width: u32, height: u32) -> Shape {
        Shape::Box(Area { x, y, width, height })
    }

    /// That discs are inside and apart on the narrowest screen.
    fn check(shapes: &[Shape], part: Area) -> Vec<&'static str> {
        let picture = Narrowest::of(part, Medium::Page);
        let spots = place_numbers(&shapes.iter().collect::<Vec<_>>(), part, Medium::Page);
        let discs: Vec<_> = spots.iter().map(|spot| picture.disc(spot)).collect();
        for (at, (disc, shape)) in discs.iter().zip(shapes).enumerate() {
            if !matches!(shape, Shape::Keys { .. }) {
                assert!(picture.holds(*disc), "{shape:?}: {disc:?}");
                let near = |other: &&(f64, f64)| apart(*disc, **other) < 2.0 * RADIUS - 1e-9;
                assert_eq!(discs[..at].iter().find(near), None, "{shape:?}");
            }
        }
        spots.iter().map(|spot| spot.side).collect()
    }

    #[test]
    fn a_number_stands_before_its_box_where_there_is_room() {
        assert_eq!(check(&[area(400, 200, 480, 44)], PART), [""]);
        assert_eq!(check(&[area(20, 200, 480, 44)], PART), ["e"]);
        assert_eq!(check(&[area(0, 500, 1280, 200)], PART), ["ne"]);
        assert_eq!(check(&[area(0, 0, 1280, 800)], PART), ["se"]);
        // Another box is where it would be.
        let above = [area(0, 420, 300, 44), area(0, 500, 1280, 200)];
        assert_eq!(check(&above, PART), ["e", "nw"]);
        assert_eq!(check(&[Shape::Point(Point { x: 4, y: 796 })], PART), ["ne"]);
        let circle = Shape::Circle { center: Point { x: 60, y: 300 }, radius: 60 };
        assert_eq!(check(&[circle], PART), ["ne"]);
    }

    #[test]
    fn numbers_of_fields_below_each_other_do_not_cover_each_other() {
        let fields: Vec<Shape> = (0..5).map(|at| area(400, 200 + 64 * at, 480, 44)).collect();
        assert_eq!(check(&fields[..3], PART), ["", "e", ""]);
        check(&fields[..4], PART);
        // Room that another box takes is better than what the field holds.
        let below = [&fields[..3], &[area(0, 420, 300, 44)]].concat();
        let spots = place_numbers(&below.iter().collect::<Vec<_>>(), PART, Medium::Page);
        assert!(spots.iter().all(|spot| !spot.inside), "{spots:?}");
        let point = |x| Shape::Point(Point { x, y: 400 });
        assert_eq!(check(&[point(600), point(660)], PART), ["", "ne"]);
    }

    #[test]
    fn arrows_below_each_other_at_an_edge_keep_their_numbers_apart() {
        let arrow = |y| Shape::Arrow { from: Point { x: 665, y }, to: Point { x: 591, y } };
        let part = Area { x: 0, y: 0, width: 700, height: 520 };
        let spots = |shapes: &[Shape]| {
            place_numbers(&shapes.iter().collect::<Vec<_>>(), part, Medium::Page)
        };
        assert!(spots(&[arrow(181), arrow(240), arrow(299)]).iter().all(|spot| !spot.crowded));
        check(&[arrow(181), arrow(240), arrow(299)], part);
        // Where no choice does, numbers that would cover others are not drawn.
        let close: Vec<Shape> = (0..9).map(|at| arrow(200 + 10 * at)).collect();
        let spots = spots(&close);
        let picture = Narrowest::of(part, Medium::Page);
        let drawn: Vec<_> =
            spots.iter().filter(|spot| !spot.crowded).map(|spot| picture.disc(spot)).collect();
        assert!((2..9).contains(&drawn.len()), "{spots:?}");
        for (at, disc) in drawn.iter().enumerate() {
            assert!(drawn[..at].iter().all(|other| !covers(*disc, *other)), "{spots:?}");
        }
    }

    #[test]
    fn paper_has_room_for_what_is_close_on_a_phone() {
        let arrow = |y| Shape::Arrow { from: Point { x: 665, y }, to: Point { x: 591, y } };
        let shapes = [arrow(181), arrow(240), arrow(299)];
        let part = Area { x: 0, y: 0, width: 700, height: 520 };
        let spots = place_numbers(&shapes.iter().collect::<Vec<_>>(), part, Medium::Paper);
        let picture = Narrowest::of(part, Medium::Paper);
        let discs: Vec<_> = spots.iter().map(|spot| picture.disc(spot)).collect();
        assert!(apart(discs[0], discs[1]) >= 2.0 * RADIUS, "{discs:?}");
        assert!(apart(discs[1], discs[2]) >= 2.0 * RADIUS, "{discs:?}");
    }

    #[test]
    fn where_there_is_no_room_a_number_is_in_the_middle() {
        let small = Area { x: 10, y: 10, width: 12, height: 12 };
        let spots = place_numbers(&[&area(10, 10, 12, 12)], small, Medium::Page);
        let disc = Narrowest::of(small, Medium::Page).disc(&spots[0]);
        assert!((disc.0 - 0.4).abs() < 1e-9 && (disc.1 - 0.4).abs() < 1e-9, "{disc:?}");
    }

    #[test]
    fn keys_stay_inside_what_is_shown() {
        let check = |names: &[&str], x, y, left: f64, top: f64| {
            let names = names.iter().map(|name| (*name).into()).collect();
            let at =
                place_numbers(&[&Shape::Keys { names, at: Point { x, y } }], PART, Medium::Page)[0]
                    .at;
            assert!((at.0 - left).abs() < 0.01 && (at.1 - top).abs() < 0.01, "{at:?}");
        };
        check(&["Entrée"], 640, 400, 0.5, 0.5);
        check(&["Entrée"], 1280, 400, 0.818, 0.5);
        check(&["Entrée"], 640, 800, 0.5, 0.91);
        check(&["Verr. maj.", "Verr. maj.", "Verr. maj."], 1280, 400, 0.5, 0.5);
    }
}
