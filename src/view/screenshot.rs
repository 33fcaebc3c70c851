//! A screenshot with its marks, ready to be drawn.
//!
//! In: shapes in pixels of the original image. Out: paths for SVG in the same pixels, and a spot for
//! each number that lies inside the visible part: where a theme's drawing of the number should touch
//! the shape (an edge or a corner of a box, the upper left of a circle), or stand (an arrow's tail, a
//! point).

use serde::Serialize;

use super::Prose;
use super::chrome::{Context, Medium};
use super::keys::lay_out_keys;
use super::labels::{DISC, LINE, Label, NUMBER, PADDING, keeps_number, place_labels};
use super::place::{Spot, head_pixels, place_numbers};
use crate::model::screenshot::{Area, Point, Shape};
use crate::resolve::derivatives::{Derivative, choices, fallback};
use crate::resolve::steps::FilledScreenshot;

/// Where letters stand in a line, as a share of its height.
const BASELINE: f64 = 0.76;
/// Half of a digit's height, in em.
const HALF_DIGIT: f64 = 0.36;

/// A screenshot with its marks.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ScreenshotView<'a> {
    /// An id, unique in the page.
    pub id: String,
    /// The address of the image, for all browsers.
    pub src: String,
    /// The addresses of the same as WebP, as `srcset` takes them; empty where there is none.
    pub webp: String,
    /// Whether they have different widths, so that `sizes` must be told.
    pub widths: bool,
    /// What the picture shows.
    pub alt: &'a str,
    /// The address that a browser's frame around it shows; none without a frame.
    pub frame: Option<&'a str>,
    /// The width of what is shown, in pixels of the original.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// The left edge of what is shown, in pixels of the original.
    pub x: u32,
    /// Its top edge.
    pub y: u32,
    /// Whether it is the first of the page, and so is loaded at once.
    pub first: bool,
    /// The path of what is dimmed, to be filled by the even-odd rule: all but the spotlights.
    pub dim: Option<String>,
    /// The marks, numbered in reading order.
    pub marks: Vec<MarkView<'a>>,
}

/// A mark.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MarkView<'a> {
    /// An id, unique in the page.
    pub id: String,
    /// From 1, through the procedure.
    pub number: u32,
    /// What it says.
    pub text: Prose<'a>,
    /// The keys to press, if it shows any.
    pub keys: Option<KeysView<'a>>,
    /// Its words in the drawing, where there is room for them.
    pub label: Option<LabelView>,
    /// What is drawn.
    #[serde(flatten)]
    pub drawing: DrawingView,
}

/// The drawing of a mark, ready for SVG, in pixels of the original image.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct DrawingView {
    /// `box`, `arrow`, `circle`, `point`, `spotlight` or `key`.
    pub shape: &'static str,
    /// The path of the outline or of the arrow's shaft; none for a point and for keys.
    pub path: Option<String>,
    /// The path of the arrow's head, to be filled.
    pub head: Option<String>,
    /// Where the number belongs, in percent of the visible width: an arrow's tail, a point, an edge or a
    /// corner of a box or a circle, the middle of the keys. The theme moves it beside the shape.
    pub left: String,
    /// The same, in percent of the visible height.
    pub top: String,
    /// The side of that place on which the number stands, a point of the compass, unless it is the usual
    /// one of the shape.
    pub side: &'static str,
    /// Whether the number stays where it is when the words are shown, and is not a part of them.
    pub keeps: bool,
    /// Whether the number is not drawn, since it would cover another: the legend has it.
    pub crowded: bool,
}

/// Keys to press, in em of the drawing's text from the middle of them all.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct KeysView<'a> {
    /// The middle of the mark's number, before them.
    pub number_x: String,
    /// The keys.
    pub all: Vec<KeyView<'a>>,
}

/// A key.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct KeyView<'a> {
    /// What stands on it.
    pub name: &'a str,
    /// Its left edge.
    pub x: String,
    /// Its width.
    pub width: String,
    /// The middle of its name.
    pub middle: String,
    /// The middle of the plus before it; none for the first.
    pub plus: Option<String>,
}

/// The words of a mark in the drawing, for pictures that are at least 32 rem wide. Lengths are in em of
/// the drawing's text.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LabelView {
    /// The place on which it hangs, in percent of the visible width.
    pub left: String,
    /// The same, in percent of the visible height.
    pub top: String,
    /// Its left edge, from that place.
    pub x: String,
    /// Its top edge.
    pub y: String,
    /// Its width.
    pub width: String,
    /// Its height.
    pub height: String,
    /// The middle of its height.
    pub middle: String,
    /// The line on which its number stands.
    pub number: String,
    /// The left edge of its text, from its own.
    pub text: String,
    /// The lines of its text.
    pub lines: Vec<LineView>,
}

/// A line of a label's text.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LineView {
    /// The line on which its letters stand, from the label's top edge.
    pub y: String,
    /// The words.
    pub text: String,
}

/// Makes the view of a screenshot in the step whose id in the page is `step`; its marks are counted from
/// `number` on.
#[must_use]
pub fn screenshot_view<'a>(
    cx: &Context<'a>,
    shot: &'a FilledScreenshot,
    step: &str,
    first: bool,
    number: u32,
) -> ScreenshotView<'a> {
    let (x, y, width, height) = shot.image.part;
    let part = Area { x, y, width, height };
    let choices = choices(&shot.image);
    ScreenshotView {
        id: format!("{step}_capture"),
        src: cx.href(&fallback(&shot.image).path()),
        webp: srcset(cx, &choices),
        widths: choices.len() > 1,
        alt: &shot.alt,
        frame: shot.frame.as_deref(),
        width,
        height,
        x,
        y,
        first,
        dim: dim(shot, part),
        marks: marks(cx, shot, part, step, number),
    }
}

fn marks<'a>(
    cx: &Context<'a>,
    shot: &'a FilledScreenshot,
    part: Area,
    step: &str,
    number: u32,
) -> Vec<MarkView<'a>> {
    let texts = shot.marks.iter().map(|(_, text)| Prose::whole(text, cx));
    let texts: Vec<Prose<'a>> = texts.collect();
    let words: Vec<String> = texts.iter().map(Prose::plain).collect();
    let shapes: Vec<&'a Shape> = shot.marks.iter().map(|(shape, _)| shape).collect();
    let spots = place_numbers(&shapes, part, cx.medium);
    let labels = match cx.medium {
        Medium::Page => place_labels(&shapes, &spots, &words, part),
        // There the words are in the legend only.
        Medium::Paper => vec![None; shapes.len()],
    };
    let all = shapes.into_iter().zip(spots).zip(texts).zip(labels).enumerate();
    all.map(|(at, (((shape, spot), text), label))| MarkView {
        id: format!("{step}_{}", at + 1),
        number: number + at as u32,
        text,
        keys: keys(shape),
        label: label.map(|label| label_view(label, keeps_number(shape))),
        drawing: draw(shape, spot, part),
    })
    .collect()
}

fn label_view(label: Label, keeps: bool) -> LabelView {
    let Label { left, top, x, y, width, height, lines } = label;
    let line = |at: u32| em(PADDING / 2.0 + LINE * (BASELINE + f64::from(at)));
    LabelView {
        left: tenths(left),
        top: tenths(top),
        x: tenths(x),
        y: tenths(y),
        width: tenths(width),
        height: em(height),
        middle: em(height / 2.0),
        number: em(height / 2.0 + HALF_DIGIT),
        text: em(PADDING + if keeps { 0.0 } else { NUMBER }),
        lines: lines
            .into_iter()
            .zip(0..)
            .map(|(text, at)| LineView { y: line(at), text })
            .collect(),
    }
}

fn keys(shape: &Shape) -> Option<KeysView<'_>> {
    let Shape::Keys { names, .. } = shape else { return None };
    let (width, keys) = lay_out_keys(names);
    let ends = [None].into_iter().chain(keys.iter().map(|key| Some(key.x + key.width)));
    let all = names.iter().zip(&keys).zip(ends).map(|((name, key), before)| KeyView {
        name,
        x: em(key.x),
        width: em(key.width),
        middle: em(key.x + key.width / 2.0),
        plus: before.map(|before| em(f64::midpoint(before, key.x))),
    });
    Some(KeysView { number_x: em(DISC - width / 2.0), all: all.collect() })
}

/// All that is shown but the spotlights; none without any.
fn dim(shot: &FilledScreenshot, part: Area) -> Option<String> {
    let lit = shot.marks.iter().filter_map(|(shape, _)| match shape {
        Shape::Spotlight(area) => Some(rectangle(*area)),
        _ => None,
    });
    let lit: String = lit.collect();
    (!lit.is_empty()).then(|| rectangle(part) + &lit)
}

/// The WebP files of a picture as `srcset` takes them, with their widths where there are several.
fn srcset(cx: &Context<'_>, choices: &[Derivative]) -> String {
    if let [only] = choices {
        return cx.href(&only.path());
    }
    let all: Vec<String> =
        choices.iter().map(|it| format!("{} {}w", cx.href(&it.path()), it.width)).collect();
    all.join(", ")
}

fn draw(shape: &Shape, spot: Spot, part: Area) -> DrawingView {
    let (name, path, head) = match *shape {
        Shape::Box(area) => ("box", Some(rectangle(area)), None),
        Shape::Spotlight(area) => ("spotlight", Some(rectangle(area)), None),
        Shape::Arrow { from, to } => {
            let (shaft, head) = arrow(from, to, head_pixels(part));
            ("arrow", Some(shaft), Some(head))
        }
        Shape::Circle { center, radius } => ("circle", Some(circle(center, radius)), None),
        Shape::Point(_) => ("point", None, None),
        Shape::Keys { .. } => ("key", None, None),
    };
    let (left, top) = spot.at;
    DrawingView {
        shape: name,
        path,
        head,
        left: tenths(left * 100.0),
        top: tenths(top * 100.0),
        side: spot.side,
        keeps: keeps_number(shape),
        crowded: spot.crowded,
    }
}

/// Nobody sees less, and all labels of a page are sent.
fn tenths(length: f64) -> String {
    em((length * 10.0).round() / 10.0)
}

fn em(length: f64) -> String {
    let hundredths = format!("{length:.2}");
    let short = hundredths.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

fn rectangle(area: Area) -> String {
    let Area { x, y, width, height } = area;
    format!("M{x} {y}h{width}v{height}h-{width}z")
}

fn circle(Point { x, y }: Point, radius: u32) -> String {
    let left = i64::from(x) - i64::from(radius);
    let across = radius * 2;
    format!("M{left} {y}a{radius} {radius} 0 1 0 {across} 0a{radius} {radius} 0 1 0 -{across} 0z")
}

/// The shaft, and a head that is `long` and as wide.
fn arrow(from: Point, to: Point, long: f64) -> (String, String) {
    let (dx, dy) = (f64::from(to.x) - f64::from(from.x), f64::from(to.y) - f64::from(from.y));
    let length = dx.hypot(dy).max(1.0);
    let (ux, uy) = (dx / length, dy / length);
    let wide = long / 2.0;
    let (bx, by) = (f64::from(to.x) - ux * long, f64::from(to.y) - uy * long);
    let (left_x, left_y) = (bx - uy * wide, by + ux * wide);
    let (right_x, right_y) = (bx + uy * wide, by - ux * wide);
    let shaft = format!("M{} {}L{bx:.0} {by:.0}", from.x, from.y);
    let head = format!("M{} {}L{left_x:.0} {left_y:.0}L{right_x:.0} {right_y:.0}z", to.x, to.y);
    (shaft, head)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: Area = Area { x: 100, y: 100, width: 400, height: 300 };

    #[test]
    fn an_arrow_ends_where_it_points() {
        let shape = Shape::Arrow { from: Point { x: 200, y: 200 }, to: Point { x: 300, y: 200 } };
        let drawing = draw(&shape, place_numbers(&[&shape], PART, Medium::Page)[0], PART);
        assert_eq!(drawing.path.as_deref(), Some("M200 200L289 200"));
        assert_eq!(drawing.head.as_deref(), Some("M300 200L289 206L289 194z"));
    }
}
