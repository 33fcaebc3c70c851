//! A screenshot, what is drawn over it and what is destroyed in it.
//!
//! All coordinates are pixels of the original image, from its top left corner.

use super::markup::SourceMarkup;
use super::phrase::SourcePhrase;
use crate::span::{Located, Span};

/// An image of a screen with its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screenshot {
    /// The image's path below the site's root.
    pub image: Located<Box<str>>,
    /// What the picture shows, for who cannot see it.
    pub alt: SourcePhrase,
    /// What the review for personal data found.
    pub review: Review,
    /// Areas to destroy.
    pub redactions: Vec<Redaction>,
    /// The only part to show.
    pub crop: Option<Located<Area>>,
    /// What is drawn over it, in reading order.
    pub marks: Vec<Mark>,
    /// The address that a browser's frame around it shows; none without a frame.
    pub frame: Option<SourcePhrase>,
    /// Width and height of the image on which all these coordinates were taken.
    pub size: Option<Located<[Located<u32>; 2]>>,
    /// Each list of coordinates, so that it can be rescaled.
    pub coordinates: Vec<Coordinates>,
}

/// The numbers of a list of coordinates, with their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coordinates {
    /// The numbers.
    pub numbers: Vec<Located<u32>>,
    /// Whether they enclose what is destroyed.
    pub hides: bool,
}

/// What somebody found who looked at the image for personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Review {
    /// There is none.
    None,
    /// What there was is redacted.
    Redacted,
}

/// A rectangle, never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Area {
    /// From the left edge.
    pub x: u32,
    /// From the top edge.
    pub y: u32,
    /// Width, at least 1.
    pub width: u32,
    /// Height, at least 1.
    pub height: u32,
}

/// A point of the image: from the left edge, from the top edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Point {
    /// From the left edge.
    pub x: u32,
    /// From the top edge.
    pub y: u32,
}

/// An area that is destroyed in the pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redaction {
    /// The area.
    pub area: Area,
    /// What stood there.
    pub why: Box<str>,
    /// Where it was written.
    pub span: Span,
}

/// Something drawn over the image that says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What is drawn.
    pub shape: Shape,
    /// What it says.
    pub text: SourceMarkup,
    /// Where it was written.
    pub span: Span,
}

/// The drawing of a mark.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A rectangle around something.
    Box(Area),
    /// An arrow that points at something.
    Arrow {
        /// Its tail.
        from: Point,
        /// Its head.
        to: Point,
    },
    /// A circle around something.
    Circle {
        /// Its centre.
        center: Point,
        /// Its radius, at least 1.
        radius: u32,
    },
    /// A number on a spot.
    Point(Point),
    /// A rectangle outside of which all is dimmed.
    Spotlight(Area),
    /// Keys to press together.
    Keys {
        /// What stands on each: "Ctrl", "F".
        names: Vec<Box<str>>,
        /// Where they are drawn.
        at: Point,
    },
}

impl Screenshot {
    /// Width and height of the image on which its coordinates were taken, with their place.
    #[must_use]
    pub fn taken_on(&self) -> Option<Located<(u32, u32)>> {
        let size = self.size.as_ref()?;
        let [width, height] = &size.value;
        Some(Located::new((width.value, height.value), size.span))
    }
}

impl Area {
    /// Whether it lies wholly in an image of this size. Coordinates are at most 100,000, so sums
    /// fit.
    #[must_use]
    pub fn fits(&self, width: u32, height: u32) -> bool {
        self.right() <= width && self.bottom() <= height
    }

    /// The first column right of it.
    #[must_use]
    pub fn right(&self) -> u32 {
        self.x + self.width
    }

    /// The first row below it.
    #[must_use]
    pub fn bottom(&self) -> u32 {
        self.y + self.height
    }

    /// What both have in common, if anything.
    #[must_use]
    pub fn overlap(self, other: Self) -> Option<Self> {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        let width = self.right().min(other.right()).checked_sub(x)?;
        let height = self.bottom().min(other.bottom()).checked_sub(y)?;
        (width > 0 && height > 0).then_some(Self { x, y, width, height })
    }

    /// Whether all of the other lies in it.
    #[must_use]
    pub fn encloses(&self, other: Self) -> bool {
        self.overlap(other) == Some(other)
    }

    /// Whether the point lies in it or on its edge.
    #[must_use]
    pub fn holds(&self, point: Point) -> bool {
        (self.x..=self.right()).contains(&point.x) && (self.y..=self.bottom()).contains(&point.y)
    }
}

impl Shape {
    /// Whether all of it lies in an image of this size.
    #[must_use]
    pub fn fits(&self, width: u32, height: u32) -> bool {
        self.shows_in(Area { x: 0, y: 0, width, height })
    }

    /// Whether all of it lies in this part of the image.
    #[must_use]
    pub fn shows_in(&self, part: Area) -> bool {
        match self {
            Self::Box(area) | Self::Spotlight(area) => {
                part.holds(Point { x: area.x, y: area.y })
                    && part.holds(Point { x: area.right(), y: area.bottom() })
            }
            Self::Arrow { from, to } => part.holds(*from) && part.holds(*to),
            &Self::Circle { center, radius } => {
                let low =
                    Point { x: center.x.wrapping_sub(radius), y: center.y.wrapping_sub(radius) };
                let high = Point { x: center.x + radius, y: center.y + radius };
                center.x >= radius && center.y >= radius && part.holds(low) && part.holds(high)
            }
            Self::Point(at) | Self::Keys { at, .. } => part.holds(*at),
        }
    }
}
