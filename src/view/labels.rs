//! Where the words of marks stand in the drawing.
//!
//! In: shapes in pixels of the original, their words, and the part of the image that is shown. Out: for
//! each mark a [`Label`], or none where there is no room: its number and the legend say it then. Labels
//! never cover each other, what a mark shows, a number or the edge of the picture.
//!
//! Text keeps its size while the picture scales, so all is measured in em, on a picture that is
//! [`WIDTH`] wide. A label hangs on one of its corners or edges, whose place is in percent: on a wider
//! picture it takes a smaller share of the same place, so what is free at this width is free at every
//! larger one. A theme shows labels from this width on.

mod lines;
mod rect;

use self::lines::breaks;
use self::rect::Rect;
use super::keys::{KEY_HEIGHT, lay_out_keys};
use super::place::{Spot, head_pixels};
use super::text_width::text_width;
use crate::model::screenshot::{Area, Point, Shape};

/// The width of a picture from which on labels are shown, in em of their text: 32 rem at 0.9375 rem.
pub const WIDTH: f64 = 32.0 / 0.9375;
/// The radius of a number's disc.
pub const DISC: f64 = 0.85;
/// The height of a line of text.
pub const LINE: f64 = 1.25;
/// Around the text of a label.
pub const PADDING: f64 = 0.5;
/// What the number takes before the words.
pub const NUMBER: f64 = 1.6;
/// Between a shape, whose stroke has a width, and its label.
const GAP: f64 = 0.3;

/// The steps after which the best choice of places so far is taken.
const MOST_STEPS: usize = 2_000;
/// Half of what a point or an arrow shows, across and down: how large it is nobody says, but most are buttons,
/// fields, links and lines of text.
const TARGET: (f64, f64) = (9.0, 1.2);
/// The slope up to which an arrow lies.
const LYING: f64 = 0.25;
/// How many sides one more line is worse.
const LINE_COST: usize = 2;
/// What a mark without a label costs: more than any place for it.
const NO_LABEL: usize = 1_000;

/// The words of a mark in the drawing. Lengths are in em of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The place on which it hangs, in percent of the picture's width.
    pub left: f64,
    /// The same, in percent of its height.
    pub top: f64,
    /// Its left edge, from that place.
    pub x: f64,
    /// Its top edge.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// The lines of its text.
    pub lines: Vec<String>,
}

/// What labels must not cover.
struct Obstacles {
    whole: Rect,
    taken: Vec<Rect>,
    /// The shafts of arrows.
    shafts: Vec<[(f64, f64); 2]>,
}

/// A mark on the picture.
struct Measured<'s> {
    shape: &'s Shape,
    /// What a label stands beside.
    frame: Rect,
    /// Where its number is drawn when its words are not; none where that is the frame.
    disc: Option<Rect>,
    /// How the words may be broken, from one line on.
    breaks: Vec<Vec<String>>,
}

/// A label in a place that may be free.
struct Candidate<'b> {
    hook: (f64, f64),
    rect: Rect,
    lines: &'b [String],
}

/// A search for the best choice of places that do not meet: as many labels as possible, each in as good
/// a place as possible.
struct Search<'c, 'b> {
    /// For each mark its free places, the best first.
    choices: &'c [(usize, Vec<&'c Candidate<'b>>)],
    steps: usize,
    best: Vec<Option<usize>>,
    cost: usize,
}

/// A side of a frame, and the share of the label's width and height that lies left of and above the place
/// on which it hangs.
#[derive(Clone, Copy)]
struct Side {
    /// Where on the frame: 0 its left or top edge, 1 its right or bottom edge.
    on_frame: (f64, f64),
    on_label: (f64, f64),
    /// Away from the frame.
    away: (f64, f64),
}

/// Finds a place for the words of each mark, whose numbers have these spots.
#[must_use]
pub fn place_labels(
    shapes: &[&Shape],
    spots: &[Spot],
    words: &[String],
    part: Area,
) -> Vec<Option<Label>> {
    let picture = Picture { part, scale: WIDTH / f64::from(part.width) };
    let all = shapes.iter().zip(spots).zip(words);
    let marks: Vec<Measured<'_>> = all
        .map(|((shape, spot), words)| Measured {
            shape,
            frame: picture.frame(shape, *spot),
            disc: (!keeps_number(shape)).then(|| picture.around(*spot, DISC, DISC)),
            breaks: breaks(words),
        })
        .collect();
    let candidates: Vec<Vec<Candidate<'_>>> = marks.iter().map(candidates).collect();
    let mut obstacles = picture.obstacles(&marks);
    let mut numbered = vec![false; marks.len()];
    // A mark that finds no room shows its number, which must not be covered either.
    loop {
        let labels = place_all(&candidates, &numbered, &obstacles);
        let mut more = false;
        for (at, mark) in marks.iter().enumerate() {
            if labels[at].is_none() && !numbered[at] {
                numbered[at] = true;
                more = true;
                obstacles.taken.extend(mark.disc);
            }
        }
        if !more {
            return labels;
        }
    }
}

/// A label for each mark that is not `numbered`, as far as there is room.
fn place_all(
    candidates: &[Vec<Candidate<'_>>],
    numbered: &[bool],
    obstacles: &Obstacles,
) -> Vec<Option<Label>> {
    let free = |at: usize| candidates[at].iter().filter(|it| obstacles.free(it)).collect();
    let open = (0..candidates.len()).filter(|at| !numbered[*at]);
    let mut choices: Vec<(usize, Vec<&Candidate<'_>>)> = open.map(|at| (at, free(at))).collect();
    // Who has least choice goes first.
    choices.sort_by_key(|(at, free)| (free.len(), *at));
    let mut search = Search { choices: &choices, steps: 0, best: Vec::new(), cost: usize::MAX };
    search.go(&mut Vec::new(), 0);
    let mut labels = vec![None; candidates.len()];
    for ((at, free), choice) in choices.iter().zip(&search.best) {
        labels[*at] = choice.map(|choice| free[choice].label(&obstacles.whole));
    }
    labels
}

/// Whether the number stays where the shape is when its words are shown: where it is the shape.
#[must_use]
pub fn keeps_number(shape: &Shape) -> bool {
    matches!(shape, Shape::Point(_) | Shape::Keys { .. })
}

/// The part of an image that is shown, and how many em a pixel takes.
struct Picture {
    part: Area,
    scale: f64,
}

impl Picture {
    fn at(&self, point: Point) -> (f64, f64) {
        let from = |at: u32, start: u32| (f64::from(at) - f64::from(start)) * self.scale;
        (from(point.x, self.part.x), from(point.y, self.part.y))
    }

    fn rect(&self, area: Area) -> Rect {
        let (left, top) = self.at(Point { x: area.x, y: area.y });
        let (right, bottom) = self.at(Point { x: area.right(), y: area.bottom() });
        Rect { left, top, right, bottom }
    }

    /// What is drawn where the number stands.
    fn around(&self, spot: Spot, width: f64, height: f64) -> Rect {
        let whole = self.rect(self.part);
        let x = spot.at.0 * whole.right + spot.off.0;
        let y = spot.at.1 * whole.bottom + spot.off.1;
        Rect { left: x - width, top: y - height, right: x + width, bottom: y + height }
    }

    /// What the label of a shape stands beside.
    fn frame(&self, shape: &Shape, spot: Spot) -> Rect {
        match shape {
            Shape::Box(area) | Shape::Spotlight(area) => self.rect(*area),
            Shape::Circle { center, radius } => {
                Rect::around(self.at(*center), f64::from(*radius) * self.scale)
            }
            Shape::Arrow { from, .. } => Rect::around(self.at(*from), 0.0),
            Shape::Point(point) => target(self.at(*point)).and(self.around(spot, DISC, DISC)),
            Shape::Keys { names, .. } => {
                self.around(spot, lay_out_keys(names).0 / 2.0, KEY_HEIGHT / 2.0)
            }
        }
    }

    /// What marks show, and their numbers.
    fn obstacles(&self, marks: &[Measured<'_>]) -> Obstacles {
        let whole = self.rect(self.part);
        let (mut taken, mut shafts) = (Vec::new(), Vec::new());
        for mark in marks {
            match mark.shape {
                Shape::Arrow { from, to } => {
                    let shaft = [self.at(*from), self.at(*to)];
                    let head = head_pixels(self.part) * self.scale;
                    taken.extend([Rect::around(shaft[1], head), pointed_at(shaft)]);
                    shafts.push(shaft);
                }
                _ => taken.push(mark.frame),
            }
        }
        Obstacles { whole, taken, shafts }
    }
}

impl Obstacles {
    fn free(&self, candidate: &Candidate<'_>) -> bool {
        let rect = candidate.rect;
        let inside = rect.left >= self.whole.left
            && rect.top >= self.whole.top
            && rect.right <= self.whole.right
            && rect.bottom <= self.whole.bottom;
        inside
            && !self.taken.iter().any(|taken| taken.meets(&rect))
            && !self.shafts.iter().any(|shaft| rect.is_crossed(*shaft))
    }
}

impl Candidate<'_> {
    fn label(&self, whole: &Rect) -> Label {
        let (x, y) = self.hook;
        Label {
            left: x * 100.0 / whole.right,
            top: y * 100.0 / whole.bottom,
            x: self.rect.left - x,
            y: self.rect.top - y,
            width: self.rect.right - self.rect.left,
            height: self.rect.bottom - self.rect.top,
            lines: self.lines.to_vec(),
        }
    }
}

impl Search<'_, '_> {
    /// Goes on after `chosen`, which costs `cost`.
    fn go(&mut self, chosen: &mut Vec<Option<usize>>, cost: usize) {
        self.steps += 1;
        if cost >= self.cost || self.steps > MOST_STEPS {
            return;
        }
        let Some((_, free)) = self.choices.get(chosen.len()) else {
            self.best.clone_from(chosen);
            self.cost = cost;
            return;
        };
        for (choice, candidate) in free.iter().enumerate() {
            let mut others = self.choices.iter().zip(&*chosen);
            let meets = others.any(|((_, free), choice)| {
                choice.is_some_and(|choice| free[choice].rect.meets(&candidate.rect))
            });
            if !meets {
                chosen.push(Some(choice));
                self.go(chosen, cost + choice);
                chosen.pop();
            }
        }
        chosen.push(None);
        self.go(chosen, cost + NO_LABEL);
        chosen.pop();
    }
}

/// What an arrow points at begins at its head and goes on: before it where the arrow lies, else on both sides.
fn pointed_at([from, to]: [(f64, f64); 2]) -> Rect {
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    let length = x.hypot(y).max(f64::EPSILON);
    let ahead = if (y / length).abs() < LYING { TARGET.0.copysign(x) } else { 0.0 };
    target((to.0 + ahead, to.1 + y / length * TARGET.1))
}

fn target((x, y): (f64, f64)) -> Rect {
    Rect { left: x - TARGET.0, top: y - TARGET.1, right: x + TARGET.0, bottom: y + TARGET.1 }
}

/// The places for the label of a mark, the best first: a better side, or fewer lines.
fn candidates<'m>(mark: &'m Measured<'_>) -> Vec<Candidate<'m>> {
    let number = if keeps_number(mark.shape) { 0.0 } else { NUMBER };
    let sides = sides(mark.shape);
    let mut ranked = Vec::with_capacity(sides.len() * mark.breaks.len());
    for (rank, side) in sides.into_iter().enumerate() {
        for lines in &mark.breaks {
            let text = lines.iter().map(|line| text_width(line)).fold(0.0, f64::max);
            let width = text + number + 2.0 * PADDING;
            let height = f64::from(lines.len() as u32) * LINE + PADDING;
            let place = side.candidate(mark.frame, width, height, lines);
            ranked.push((rank + LINE_COST * lines.len(), place));
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, candidate)| candidate).collect()
}

impl Side {
    fn candidate(self, frame: Rect, width: f64, height: f64, lines: &[String]) -> Candidate<'_> {
        let x = frame.left + (frame.right - frame.left) * self.on_frame.0 + GAP * self.away.0;
        let y = frame.top + (frame.bottom - frame.top) * self.on_frame.1 + GAP * self.away.1;
        let (left, top) = (x - width * self.on_label.0, y - height * self.on_label.1);
        let rect = Rect { left, top, right: left + width, bottom: top + height };
        Candidate { hook: (x, y), rect, lines }
    }
}

/// The sides of a frame on which a label may hang, the best first. The label of an arrow continues it.
fn sides(shape: &Shape) -> Vec<Side> {
    let above = |at: f64| Side { on_frame: (at, 0.0), on_label: (at, 1.0), away: (0.0, -1.0) };
    let below = |at: f64| Side { on_frame: (at, 1.0), on_label: (at, 0.0), away: (0.0, 1.0) };
    let before = |at: f64| Side { on_frame: (0.0, at), on_label: (1.0, at), away: (-1.0, 0.0) };
    let after = |at: f64| Side { on_frame: (1.0, at), on_label: (0.0, at), away: (1.0, 0.0) };
    let (first, then) = match shape {
        Shape::Arrow { from, to } => {
            let (down, right) = (to.y > from.y, to.x > from.x);
            let beside = if right { before(0.5) } else { after(0.5) };
            let over = if down { above } else { below };
            let steep = to.y.abs_diff(from.y) > to.x.abs_diff(from.x);
            let continued = if steep { [over(0.5), beside] } else { [beside, over(0.5)] };
            (continued.to_vec(), vec![over(0.0), over(1.0)])
        }
        // Further away nobody would see what it belongs to.
        Shape::Point(_) => return [above(0.5), below(0.5)].into(),
        Shape::Keys { .. } => (vec![after(0.5), below(0.0)], vec![above(0.0), before(0.5)]),
        // What a form calls a field stands above it, or before it.
        _ => {
            return [after(0.5), below(0.0), after(0.0), after(1.0), below(0.5), below(1.0)].into();
        }
    };
    let rest =
        [0.0, 0.5, 1.0].into_iter().flat_map(|at| [above(at), below(at), after(at), before(at)]);
    first.into_iter().chain(then).chain(rest).collect()
}

#[cfg(test)]
mod tests;
