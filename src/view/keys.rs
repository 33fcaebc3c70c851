//! Keys to press, side by side.
//!
//! In: what stands on each. Out: how wide they are together, and where each begins, in em of their text.
//! The number of the mark stands before the first key.

use super::labels::DISC;
use super::text_width::text_width;

/// The height of a key.
pub const KEY_HEIGHT: f64 = 1.9;
/// Around the name of a key.
const PADDING: f64 = 0.55;
/// Between two keys, where a plus stands, and between the number and the first.
const GAP: f64 = 1.0;
/// After the number.
const AFTER_NUMBER: f64 = 0.4;

/// A key, from the middle of them all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Key {
    /// Its left edge.
    pub x: f64,
    /// Its width.
    pub width: f64,
}

/// The width of the number and all keys together, and each key.
#[must_use]
pub fn lay_out_keys(names: &[Box<str>]) -> (f64, Vec<Key>) {
    let mut right = 2.0 * DISC + AFTER_NUMBER;
    let mut keys = Vec::with_capacity(names.len());
    for name in names {
        if !keys.is_empty() {
            right += GAP;
        }
        let width = (text_width(name) + 2.0 * PADDING).max(KEY_HEIGHT);
        keys.push(Key { x: right, width });
        right += width;
    }
    for key in &mut keys {
        key.x -= right / 2.0;
    }
    (right, keys)
}

#[cfg(test)]
mod tests {
    use super::{KEY_HEIGHT, lay_out_keys};

    #[test]
    fn keys_stand_side_by_side_around_the_middle() {
        let (width, keys) = lay_out_keys(&["Ctrl".into(), "F".into()]);
        let last = keys[1];
        assert!((last.x + last.width - width / 2.0).abs() < 1e-9, "they end where the group ends");
        assert!(keys[0].x + keys[0].width < last.x, "and do not touch");
        assert!((last.width - KEY_HEIGHT).abs() < f64::EPSILON, "a narrow one is square");
    }
}
