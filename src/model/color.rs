//! Colours, and how well one stands out against another.
//!
//! In: `#rrggbb`. Out: contrasts as WCAG 2.2 counts them, and the nearest shade that is readable.

use std::fmt;

/// A colour of the web, in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red, green and blue.
    pub channels: [u8; 3],
}

/// What an academy's colour stands on in a theme, by the reader's mode.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Grounds {
    /// The grounds of the light mode.
    pub light: Vec<Color>,
    /// The grounds of the dark mode.
    pub dark: Vec<Color>,
}

impl Color {
    /// Black.
    pub const BLACK: Self = Self { channels: [0; 3] };
    /// White.
    pub const WHITE: Self = Self { channels: [255; 3] };
    /// The least contrast of text (WCAG 2.2, criterion 1.4.3; RGAA 3.2).
    pub const READABLE: f64 = 4.5;
    /// A contrast for comfort (WCAG 2.2, criterion 1.4.6).
    pub const COMFORTABLE: f64 = 7.0;
    /// The least contrast of what is drawn (WCAG 2.2, criterion 1.4.11; RGAA 3.3).
    pub const VISIBLE: f64 = 3.0;

    /// The colour written as `#rgb` or `#rrggbb`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let (length, factor) = match digits.len() {
            3 => (1, 17),
            6 => (2, 1),
            _ => return None,
        };
        let channel = |at: usize| {
            let part = &digits[at * length..(at + 1) * length];
            u8::from_str_radix(part, 16).ok().map(|value| value * factor)
        };
        Some(Self { channels: [channel(0)?, channel(1)?, channel(2)?] })
    }

    /// From 1 (the same) to 21 (black on white), as WCAG 2.2 defines it.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The least contrast against any of `grounds`.
    #[must_use]
    pub fn least_contrast(self, grounds: &[Self]) -> f64 {
        grounds.iter().map(|ground| self.contrast(*ground)).fold(f64::INFINITY, f64::min)
    }

    /// The shade nearest to this colour, on its way to `end`, that has this contrast against all
    /// `grounds`; none when not even `end` has.
    #[must_use]
    pub fn towards(self, end: Self, contrast: f64, grounds: &[Self]) -> Option<Self> {
        (0..=100)
            .map(|percent| self.mixed(end, percent))
            .find(|shade| shade.least_contrast(grounds) >= contrast)
    }

    fn mixed(self, end: Self, percent: u16) -> Self {
        let mut channels = self.channels;
        for (channel, end) in channels.iter_mut().zip(end.channels) {
            let sum = u16::from(*channel) * (100 - percent) + u16::from(end) * percent;
            *channel = u8::try_from(sum / 100).unwrap_or(u8::MAX);
        }
        Self { channels }
    }

    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.channels.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.channels;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Default for Grounds {
    fn default() -> Self {
        Self { light: vec![Color::WHITE], dark: vec![Color::BLACK] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn color(text: &str) -> Color {
        Color::parse(text).unwrap()
    }

    #[test]
    fn contrasts_are_those_of_wcag() {
        let cases = [("#000", "#fff", 21.0), ("#767676", "#fff", 4.54), ("#777", "#FFFFFF", 4.48)];
        for (one, two, expected) in cases {
            let contrast = color(one).contrast(color(two));
            assert!((contrast - expected).abs() < 0.005, "{one} on {two}: {contrast}");
        }
    }

    #[test]
    fn what_is_no_colour_is_refused() {
        for text in ["", "red", "7a1f5c", "#7a1f5", "#7a1f5g", "#é12", "#7a1f5c00"] {
            assert_eq!(Color::parse(text), None, "{text}");
        }
        assert_eq!(color("#A1c").to_string(), "#aa11cc");
    }

    #[test]
    fn the_nearest_readable_shade_keeps_a_readable_colour() {
        let white = [Color::WHITE];
        let darker = |text: &str| color(text).towards(Color::BLACK, Color::READABLE, &white);
        assert_eq!(darker("#7a1f5c"), Some(color("#7a1f5c")));
        let shade = darker("#ff8800").unwrap();
        assert!((4.5..4.8).contains(&shade.contrast(Color::WHITE)), "{shade}");
        assert_eq!(Color::WHITE.towards(Color::WHITE, Color::READABLE, &white), None);
    }
}
