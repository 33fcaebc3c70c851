//! An address as a square that phones read (ISO/IEC 18004).
//!
//! In: an address. Out: the dark modules as a path of an SVG, so that it is sharp on any printer.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};
use serde::Serialize;

/// A square of modules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Qr {
    /// How many modules it is wide and high.
    size: usize,
    /// The dark ones, as a path of an SVG.
    path: String,
}

/// The square for `address`; empty for an address that no square can hold.
pub(super) fn qr(address: &str) -> Qr {
    let Ok(code) = QRBuilder::new(address).ecl(ECL::M).build() else {
        return Qr { size: 1, path: String::new() };
    };
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let dark = (column..code.size).take_while(|at| code[row][*at].value()).count();
            if dark > 0 {
                _ = write!(path, "M{column} {row}h{dark}v1h-{dark}z");
            }
            column += dark.max(1);
        }
    }
    Qr { size: code.size, path }
}
