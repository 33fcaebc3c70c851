//! Coordinates for an image that came back in another size.
//!
//! In: a screenshot with the size on which its coordinates were taken, and the size of its image now. Out:
//! the [`Edit`]s of its file that make them right again, if both sizes have the same proportions. Only
//! numbers change: every comment, space and line of the file stays.

use crate::model::screenshot::Screenshot;
use crate::span::{Located, Span};

/// A number to write in the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Where the number stands.
    pub span: Span,
    /// What stands there.
    pub old: u32,
    /// What should.
    pub new: u32,
}

/// A scale: from one size to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    from: (u32, u32),
    to: (u32, u32),
}

impl Scale {
    /// From one size to another of the same proportions, give or take a pixel; none for other sizes.
    #[must_use]
    pub fn between(from: (u32, u32), to: (u32, u32)) -> Option<Self> {
        let product = |a: u32, b: u32| i64::from(a) * i64::from(b);
        let off = (product(to.0, from.1) - product(to.1, from.0)).abs();
        let alike = off <= i64::from(from.0.max(from.1)) && from.0 > 0 && from.1 > 0;
        alike.then_some(Self { from, to })
    }

    /// The edits that make a screenshot's numbers right.
    #[must_use]
    pub fn edits(self, shot: &Screenshot) -> Vec<Edit> {
        let edit = |(number, new): (&Located<u32>, u32)| Edit {
            span: number.span,
            old: number.value,
            new,
        };
        let rescaled = shot.coordinates.iter().flat_map(|group| {
            let numbers: Vec<u32> = group.iter().map(|number| number.value).collect();
            group.iter().zip(self.group(&numbers)).map(edit).collect::<Vec<_>>()
        });
        let size = shot.size.iter().flat_map(|size| &size.value);
        let sizes = size.zip([self.to.0, self.to.1]).map(edit);
        rescaled.chain(sizes).filter(|edit| edit.old != edit.new).collect()
    }

    /// By how much, as people write it in French.
    #[must_use]
    pub fn factor(self) -> String {
        let factor = format!("{:.4}", f64::from(self.to.0) / f64::from(self.from.0));
        factor.trim_end_matches('0').trim_end_matches('.').replace('.', ",")
    }

    /// The number of pixels that `pixels` become.
    fn apply(self, pixels: u32) -> u32 {
        let scaled = u64::from(pixels) * u64::from(self.to.0) + u64::from(self.from.0 / 2);
        (scaled / u64::from(self.from.0)) as u32
    }

    /// The numbers of one list: the far edges of an area stay in the image, and nothing becomes empty.
    fn group(self, numbers: &[u32]) -> Vec<u32> {
        let (width, height) = self.to;
        match *numbers {
            [x, y, w, h] => {
                let edge = |start: u32, length: u32, limit: u32| {
                    let low = self.apply(start).min(limit.saturating_sub(1));
                    (low, self.apply(start + length).clamp(low + 1, limit.max(low + 1)) - low)
                };
                let ((x, w), (y, h)) = (edge(x, w, width), edge(y, h, height));
                vec![x, y, w, h]
            }
            [x, y] => vec![self.apply(x).min(width), self.apply(y).min(height)],
            _ => numbers.iter().map(|number| self.apply(*number).max(1)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_the_same_proportions_may_be_a_pixel_off() {
        assert!(Scale::between((1280, 800), (640, 400)).is_some());
        assert!(Scale::between((1280, 801), (640, 400)).is_some());
        assert!(Scale::between((1280, 800), (640, 420)).is_none());
        assert!(Scale::between((0, 0), (640, 420)).is_none());
        assert_eq!(
            Scale::between((1280, 800), (1920, 1200)).map(Scale::factor).as_deref(),
            Some("1,5")
        );
    }

    #[test]
    fn areas_stay_inside_and_never_become_empty() {
        let scale = Scale::between((1280, 800), (427, 267)).expect("they are alike");
        assert_eq!(scale.group(&[0, 0, 1280, 800]), [0, 0, 427, 267]);
        assert_eq!(scale.group(&[1279, 799, 1, 1]), [426, 266, 1, 1]);
        assert_eq!(scale.group(&[1280, 800]), [427, 267]);
        assert_eq!(scale.group(&[640, 400, 1]), [214, 133, 1]);
    }
}
