//! A screenshot with its marks, ready to be drawn.
//!
//! In: shapes in pixels of the original image. Out: paths for SVG in the same pixels, and a spot for
//! each number that lies inside the visible part: where a theme's drawing of the number should touch
//! the shape (the middle of a box's left edge, the upper left of a circle), or stand (an arrow's tail,
//! a point).

use serde::Serialize;

use super::Prose;
use super::chrome::Context;
use crate::model::screenshot::{Area, Point, Shape};
use crate::resolve::derivatives::{choices, fallback};
use crate::resolve::images::Picture;
use crate::resolve::pages::FilledScreenshot;

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
    /// From 1, in the screenshot.
    pub number: u32,
    /// What it says.
    pub text: Prose<'a>,
    /// What is drawn.
    #[serde(flatten)]
    pub drawing: DrawingView,
}

/// The drawing of a mark, ready for SVG, in pixels of the original image.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct DrawingView {
    /// `box`, `arrow`, `circle`, `point` or `spotlight`.
    pub shape: &'static str,
    /// The path of the outline or of the arrow's shaft; none for a point.
    pub path: Option<String>,
    /// The path of the arrow's head, to be filled.
    pub head: Option<String>,
    /// Where the number belongs, in percent of the visible width: an arrow's tail, a point, the middle
    /// of a box's left edge, the upper left of a circle. The theme moves it beside the shape.
    pub left: String,
    /// The same, in percent of the visible height.
    pub top: String,
}

/// Makes the view of a screenshot in the step whose id in the page is `step`.
#[must_use]
pub fn screenshot_view<'a>(
    cx: &Context<'a>,
    shot: &'a FilledScreenshot,
    step: &str,
    first: bool,
) -> ScreenshotView<'a> {
    let (x, y, width, height) = shot.image.part;
    let part = Area { x, y, width, height };
    // The size of a disc where the image is shown at full size.
    let disc = (width / 48).clamp(8, 40);
    let marks = shot.marks.iter().zip(1..).map(|((shape, text), number)| MarkView {
        id: format!("{step}_{number}"),
        number,
        text: Prose::whole(text, cx.root, cx.texts),
        drawing: draw(*shape, part, disc),
    });
    ScreenshotView {
        id: format!("{step}_capture"),
        src: cx.href(&fallback(&shot.image).path()),
        webp: srcset(cx, &shot.image),
        widths: choices(&shot.image).len() > 1,
        alt: &shot.alt,
        width,
        height,
        x,
        y,
        first,
        dim: dim(shot, part),
        marks: marks.collect(),
    }
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
fn srcset(cx: &Context<'_>, picture: &Picture) -> String {
    let choices = choices(picture);
    if let [only] = &choices[..] {
        return cx.href(&only.path());
    }
    let all: Vec<String> =
        choices.iter().map(|it| format!("{} {}w", cx.href(&it.path()), it.width)).collect();
    all.join(", ")
}

fn draw(shape: Shape, part: Area, disc: u32) -> DrawingView {
    let (name, path, head, label) = match shape {
        Shape::Box(area) => ("box", Some(rectangle(area)), None, left_of(area)),
        Shape::Spotlight(area) => ("spotlight", Some(rectangle(area)), None, left_of(area)),
        Shape::Arrow { from, to } => {
            let (shaft, head) = arrow(from, to, disc);
            ("arrow", Some(shaft), Some(head), from)
        }
        Shape::Circle { center, radius } => {
            // The cosine of 45 degrees, in thousandths.
            let aside = radius * 707 / 1000;
            let label =
                Point { x: center.x.saturating_sub(aside), y: center.y.saturating_sub(aside) };
            ("circle", Some(circle(center, radius)), None, label)
        }
        Shape::Point(at) => ("point", None, None, at),
    };
    let left = percent(label.x, part.x, part.width, disc);
    let top = percent(label.y, part.y, part.height, disc);
    DrawingView { shape: name, path, head, left, top }
}

/// The middle of the left edge.
fn left_of(area: Area) -> Point {
    Point { x: area.x, y: area.y + area.height / 2 }
}

/// Where a number stands, in percent: so far inside the visible part that a disc around it is too.
fn percent(at: u32, start: u32, length: u32, disc: u32) -> String {
    let (low, high) = (start + disc, (start + length).saturating_sub(disc));
    let at = if low > high { start + length / 2 } else { at.clamp(low, high) };
    format!("{:.1}", f64::from(at - start) * 100.0 / f64::from(length))
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

/// The shaft, and a head as long as a number's disc is wide.
fn arrow(from: Point, to: Point, disc: u32) -> (String, String) {
    let (dx, dy) = (f64::from(to.x) - f64::from(from.x), f64::from(to.y) - f64::from(from.y));
    let length = dx.hypot(dy).max(1.0);
    let (ux, uy) = (dx / length, dy / length);
    let long = f64::from(disc) * 1.4;
    let wide = f64::from(disc) * 0.7;
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
    fn numbers_stay_inside_what_is_shown() {
        let corner = draw(Shape::Point(Point { x: 100, y: 400 }), PART, 20);
        assert_eq!((&*corner.left, &*corner.top), ("5.0", "93.3"));
    }

    #[test]
    fn an_arrow_ends_where_it_points() {
        let shape = Shape::Arrow { from: Point { x: 200, y: 200 }, to: Point { x: 300, y: 200 } };
        let drawing = draw(shape, PART, 20);
        assert_eq!(drawing.path.as_deref(), Some("M200 200L272 200"));
        assert_eq!(drawing.head.as_deref(), Some("M300 200L272 214L272 186z"));
    }
}
