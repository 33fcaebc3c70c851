//! Coordinates for an image that came back in another size.
//!
//! In: screenshots with the size on which their coordinates were taken, and the size of their images now.
//! Out: the [`Edit`]s of their files that make them right again, if both sizes have the same proportions.
//! Only numbers change: every comment, space and line of the file stays. What is redacted may only grow,
//! and a number that another screenshot means otherwise is never touched.

use std::collections::HashMap;

use crate::model::screenshot::{Coordinates, Screenshot};
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

/// What can be done for a screenshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rescaling {
    /// Nothing has to be.
    Right,
    /// Its numbers can be rescaled.
    By(Scale),
    /// Its image has other proportions.
    OtherShape,
    /// A number of it, by an alias, also stands for one that would become another.
    Shared,
}

/// A scale: from one size to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    across: Axis,
    down: Axis,
}

/// From one length to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Axis {
    from: u32,
    to: u32,
}

/// What can be done for each of the screenshots, whose images have these sizes now.
#[must_use]
pub fn rescalings(shots: &[Screenshot], sizes: &[Option<(u32, u32)>]) -> Vec<Rescaling> {
    let one = |(shot, size): (&Screenshot, &Option<(u32, u32)>)| match (shot.taken_on(), size) {
        (Some(taken), Some(size)) if taken.value != *size => {
            Scale::between(taken.value, *size).map_or(Rescaling::OtherShape, Rescaling::By)
        }
        _ => Rescaling::Right,
    };
    let mut all: Vec<Rescaling> = shots.iter().zip(sizes).map(one).collect();
    while refuse_shared(shots, &mut all) {}
    all
}

/// Refuses what would change numbers that another screenshot means otherwise, and says whether there were
/// any: what is refused may be what others agreed with.
fn refuse_shared(shots: &[Screenshot], rescalings: &mut [Rescaling]) -> bool {
    if !rescalings.iter().any(|it| matches!(it, Rescaling::By(_))) {
        return false;
    }
    let mut wanted: HashMap<Span, Option<u32>> = HashMap::new();
    for (shot, rescaling) in shots.iter().zip(&*rescalings) {
        for Edit { span, new, .. } in rescaling.outcome(shot) {
            let agreed = wanted.entry(span).or_insert(Some(new));
            *agreed = agreed.filter(|agreed| *agreed == new);
        }
    }
    let mut refused = false;
    for (shot, rescaling) in shots.iter().zip(rescalings) {
        let disputed = |edit: &Edit| wanted.get(&edit.span) == Some(&None);
        if matches!(rescaling, Rescaling::By(_)) && rescaling.outcome(shot).iter().any(disputed) {
            *rescaling = Rescaling::Shared;
            refused = true;
        }
    }
    refused
}

impl Rescaling {
    /// The edits that make a screenshot's numbers right.
    #[must_use]
    pub fn edits(self, shot: &Screenshot) -> Vec<Edit> {
        self.outcome(shot).into_iter().filter(|edit| edit.old != edit.new).collect()
    }

    /// All numbers of a screenshot, with what becomes of them.
    fn outcome(self, shot: &Screenshot) -> Vec<Edit> {
        let edit = |(number, new): (&Located<u32>, u32)| Edit {
            span: number.span,
            old: number.value,
            new,
        };
        let sizes = shot.size.iter().flat_map(|size| &size.value);
        let Self::By(scale) = self else {
            let all = shot.coordinates.iter().flat_map(|group| &group.numbers).chain(sizes);
            return all.map(|number| edit((number, number.value))).collect();
        };
        let part = scale.part(shot);
        let rescaled = shot.coordinates.iter().flat_map(|group| {
            group.numbers.iter().zip(scale.group(group, part)).map(edit).collect::<Vec<_>>()
        });
        rescaled.chain(sizes.zip([scale.across.to, scale.down.to]).map(edit)).collect()
    }
}

impl Scale {
    /// From one size to another of the same proportions, give or take a pixel; none for other sizes.
    #[must_use]
    pub fn between(from: (u32, u32), to: (u32, u32)) -> Option<Self> {
        let product = |a: u32, b: u32| i64::from(a) * i64::from(b);
        let off = (product(to.0, from.1) - product(to.1, from.0)).abs();
        let alike = off <= i64::from(from.0.max(from.1)) && from.0 > 0 && from.1 > 0;
        let across = Axis { from: from.0, to: to.0 };
        let down = Axis { from: from.1, to: to.1 };
        alike.then_some(Self { across, down })
    }

    /// By how much, as people write it in French.
    #[must_use]
    pub fn factor(self) -> String {
        let factor = format!("{:.4}", f64::from(self.across.to) / f64::from(self.across.from));
        factor.trim_end_matches('0').trim_end_matches('.').replace('.', ",")
    }

    /// The part that is shown afterwards: where it begins and ends, across and down.
    fn part(self, shot: &Screenshot) -> [(u32, u32); 2] {
        let Some(crop) = shot.crop.as_ref().map(|crop| crop.value) else {
            return [(0, self.across.to), (0, self.down.to)];
        };
        let edges = |(start, length)| (start, start + length);
        [
            edges(self.across.stretch(crop.x, crop.width, false)),
            edges(self.down.stretch(crop.y, crop.height, false)),
        ]
    }

    /// The numbers of one list: the far edges of an area stay in the image, and nothing becomes empty.
    fn group(self, group: &Coordinates, part: [(u32, u32); 2]) -> Vec<u32> {
        let numbers: Vec<u32> = group.numbers.iter().map(|number| number.value).collect();
        match *numbers {
            [x, y, w, h] => {
                let (x, w) = self.across.stretch(x, w, group.hides);
                let (y, h) = self.down.stretch(y, h, group.hides);
                vec![x, y, w, h]
            }
            [x, y] => vec![self.across.near(x), self.down.near(y)],
            [x, y, radius] => self.circle(x, y, radius, part),
            _ => numbers,
        }
    }

    /// Rounded by itself, a radius may reach over the edge that it only touched.
    fn circle(self, x: u32, y: u32, radius: u32, part: [(u32, u32); 2]) -> Vec<u32> {
        let [across, down] = part;
        let half = (across.1 - across.0).min(down.1 - down.0) / 2;
        let radius = self.across.near(radius).clamp(1, half.max(1));
        let inside = |at: u32, (start, end): (u32, u32)| {
            let first = start + radius;
            at.clamp(first, end.saturating_sub(radius).max(first))
        };
        vec![inside(self.across.near(x), across), inside(self.down.near(y), down), radius]
    }
}

impl Axis {
    /// What a place becomes.
    fn near(self, at: u32) -> u32 {
        self.scaled(at, u64::from(self.from / 2)).min(self.to)
    }

    /// What a start and a length become. What is hidden never shows at an edge.
    fn stretch(self, start: u32, length: u32, hides: bool) -> (u32, u32) {
        let end = start.saturating_add(length);
        let half = u64::from(self.from / 2);
        let (before, after) = if hides { (0, u64::from(self.from) - 1) } else { (half, half) };
        let low = self.scaled(start, before).min(self.to.saturating_sub(1));
        let high = self.scaled(end, after).clamp(low + 1, self.to.max(low + 1));
        (low, high - low)
    }

    fn scaled(self, at: u32, more: u64) -> u32 {
        ((u64::from(at) * u64::from(self.to) + more) / u64::from(self.from)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::FileId;

    fn group(scale: Scale, numbers: &[u32], hides: bool) -> Vec<u32> {
        let span = Span::start_of(FileId::of("a.yaml"));
        let numbers = numbers.iter().map(|number| Located::new(*number, span)).collect();
        scale.group(&Coordinates { numbers, hides }, [(0, scale.across.to), (0, scale.down.to)])
    }

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
        let check = |numbers: &[u32], expected: &[u32]| {
            assert_eq!(group(scale, numbers, false), expected);
        };
        check(&[0, 0, 1280, 800], &[0, 0, 427, 267]);
        check(&[1279, 799, 1, 1], &[426, 266, 1, 1]);
        check(&[1280, 800], &[427, 267]);
        check(&[640, 400, 1], &[214, 134, 1]);
    }

    #[test]
    fn what_is_hidden_is_rounded_outwards() {
        let scale = Scale::between((1280, 800), (640, 400)).expect("they are alike");
        assert_eq!(group(scale, &[101, 101, 101, 102], true), [50, 50, 51, 52]);
        assert_eq!(group(scale, &[1279, 799, 1, 1], true), [639, 399, 1, 1]);
    }

    #[test]
    fn circles_stay_inside() {
        let scale = Scale::between((1280, 800), (640, 400)).expect("they are alike");
        assert_eq!(group(scale, &[1275, 401, 5], false), [637, 201, 3]);
        assert_eq!(group(scale, &[5, 795, 5], false), [3, 397, 3]);
    }
}
