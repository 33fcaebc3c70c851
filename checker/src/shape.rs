//! The shape of an identifier: an automaton over bytes, made on the host and walked in the page.
//!
//! A pattern is compiled by the generator, so the page has no regex compiler and no pattern can make it
//! slow: each byte of the input is one step. States stand one after the other; a state is named by the
//! offset at which it begins, the first by 0:
//!
//! ```text
//! 1 byte     how many ranges it has; the high bit says that an identifier may end here
//! 4 bytes    each range: its first and last byte, the state to which it leads (little endian)
//! ```
//!
//! A byte in no range is wrong. Whatever other bytes a file holds, reading ends at the end of it.

use serde::{Deserialize, Serialize};

/// An automaton; `B` holds its bytes, owned in the build and borrowed in the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Shape<B> {
    states: B,
}

/// The state of an automaton: where it begins.
pub type State = u16;

/// The bit that says that an identifier may end in a state.
pub const END: u8 = 0x80;

/// Bytes from `first` to `last` lead to `next`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first byte.
    pub first: u8,
    /// The last byte.
    pub last: u8,
    /// The next state.
    pub next: State,
}

/// Where a walk ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// The identifier may end here.
    Complete,
    /// Right so far.
    Unfinished(State),
    /// A character was wrong.
    Wrong {
        /// How many characters come before it.
        before: u32,
        /// The state before it.
        state: State,
    },
}

/// Something that may come next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A digit.
    Digit,
    /// A letter in upper case.
    Upper,
    /// A letter in lower case.
    Lower,
    /// A letter in any case.
    Letter,
    /// One of these characters.
    Between(u8, u8),
    /// This text.
    Text(Literal),
    /// A character beyond ASCII.
    Other,
    /// Nothing: the identifier may end here.
    End,
}

/// A short text that must come as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    bytes: [u8; ROOM],
    length: usize,
}

/// The longest text that is told: an address as far as the number of a course.
const ROOM: usize = 96;

/// So many letters of the alphabet stand for a letter: a check letter is never I, O or Q.
const ALPHABET: usize = 20;

/// Which characters of ASCII there are.
type Set = [bool; 128];

impl<B: AsRef<[u8]>> Shape<B> {
    /// An automaton whose states are these bytes.
    pub fn new(states: B) -> Self {
        Self { states }
    }

    /// The bytes of its states.
    #[must_use]
    pub fn states(&self) -> &[u8] {
        self.states.as_ref()
    }

    /// Whether an identifier may end in `state`.
    #[must_use]
    pub fn ends(&self, state: State) -> bool {
        self.head(state) & END != 0
    }

    fn head(&self, state: State) -> u8 {
        self.states().get(usize::from(state)).copied().unwrap_or_default()
    }

    /// The ranges of a state.
    pub fn ranges(&self, state: State) -> impl Iterator<Item = Range> {
        let count = usize::from(self.head(state) & !END);
        let rest = self.states().get(usize::from(state) + 1..).unwrap_or_default();
        let ranges = rest.as_chunks::<4>().0.iter().take(count);
        ranges.map(|[first, last, low, high]| Range {
            first: *first,
            last: *last,
            next: u16::from_le_bytes([*low, *high]),
        })
    }

    fn step(&self, state: State, byte: u8) -> Option<State> {
        let mut ranges = self.ranges(state);
        ranges.find(|range| range.first <= byte && byte <= range.last).map(|range| range.next)
    }

    /// The state after a character, if it may come.
    #[inline(never)]
    #[must_use]
    pub fn step_char(&self, state: State, char: char) -> Option<State> {
        let mut buffer = [0; 4];
        let mut bytes = char.encode_utf8(&mut buffer).bytes();
        bytes.try_fold(state, |state, byte| self.step(state, byte))
    }

    /// Walks over `chars` from `state`.
    pub fn walk(&self, mut state: State, chars: impl Iterator<Item = char>) -> Walk {
        for (char, before) in chars.zip(0..) {
            let Some(next) = self.step_char(state, char) else {
                return Walk::Wrong { before, state };
            };
            state = next;
        }
        if self.ends(state) { Walk::Complete } else { Walk::Unfinished(state) }
    }

    /// The state after `text`, if all of it is right.
    #[must_use]
    pub fn after(&self, text: &str) -> Option<State> {
        text.bytes().try_fold(0, |state, byte| self.step(state, byte))
    }

    /// Tells what may come in `state`, the most general first.
    pub fn expected(&self, state: State, tell: &mut dyn FnMut(Piece)) {
        let mut ascii: Set = [false; 128];
        for Range { first, last, .. } in self.ranges(state) {
            let range = usize::from(first)..=usize::from(last.min(127));
            ascii.get_mut(range).unwrap_or_default().fill(true);
        }
        tell_classes(&mut ascii, tell);
        self.tell_singles(state, &ascii, tell);
        let mut beyond = self.ranges(state).filter(|range| !range.last.is_ascii());
        if let Some(first) = beyond.next() {
            let only = beyond.next().is_none();
            let letter = self.only_letter(first).filter(|_| only);
            tell(letter.map_or(Piece::Other, Piece::Text));
        }
        if self.ends(state) {
            tell(Piece::End);
        }
    }

    /// Tells characters by themselves, with what must follow them, or, three and more in a row, as a
    /// range.
    fn tell_singles(&self, state: State, set: &Set, tell: &mut dyn FnMut(Piece)) {
        let only = set.iter().filter(|has| **has).count() == 1;
        let mut byte = 0;
        while let Some(rest) = set.get(usize::from(byte)..).filter(|rest| !rest.is_empty()) {
            let run = rest.iter().take_while(|has| **has).count() as u8;
            match run {
                0 => {}
                1 | 2 => {
                    let texts = (byte..byte + run).map(|byte| self.text(state, byte, only));
                    texts.for_each(|text| tell(Piece::Text(text)));
                }
                _ => tell(Piece::Between(byte, byte + run - 1)),
            }
            byte += run.max(1);
        }
    }

    /// What must follow once `first` was typed, as far as there is only one way. Beside other ways a
    /// single sign after it says nothing.
    fn text(&self, state: State, first: u8, only: bool) -> Literal {
        let mut literal = Literal { bytes: [0; ROOM], length: 0 };
        let mut next = Some((first, self.step(state, first)));
        while let Some((byte, after)) = next {
            if !literal.push(byte) {
                break;
            }
            next = after.and_then(|state| self.only_way(state));
        }
        if literal.length == 2 && !only {
            literal.length = 1;
        }
        literal
    }

    /// The one letter beyond ASCII that begins with this range, if there is only one.
    fn only_letter(&self, range: Range) -> Option<Literal> {
        let mut literal = Literal { bytes: [0; ROOM], length: 0 };
        let mut next = range;
        while next.first == next.last && literal.push(next.first) {
            if str::from_utf8(literal.bytes.get(..literal.length)?).is_ok() {
                return Some(literal);
            }
            let mut ranges = self.ranges(next.next);
            next = ranges.next().filter(|_| literal.length < 4)?;
            if ranges.next().is_some() {
                return None;
            }
        }
        None
    }

    fn only_way(&self, state: State) -> Option<(u8, Option<State>)> {
        let mut ranges = self.ranges(state);
        let Range { first, last, next } = ranges.next()?;
        let only = first == last && first.is_ascii_graphic() && ranges.next().is_none();
        (only && !self.ends(state)).then_some((first, Some(next)))
    }
}

/// Tells the classes that the set holds, and leaves the rest in it.
fn tell_classes(set: &mut Set, tell: &mut dyn FnMut(Piece)) {
    let mut takes = |first: u8, last: u8, least: usize| {
        let class = set.get_mut(usize::from(first)..=usize::from(last)).unwrap_or_default();
        let most = class.iter().filter(|has| **has).count() >= least;
        if most {
            class.fill(false);
        }
        most
    };
    match (takes(b'A', b'Z', ALPHABET), takes(b'a', b'z', ALPHABET)) {
        (true, true) => tell(Piece::Letter),
        (true, false) => tell(Piece::Upper),
        (false, true) => tell(Piece::Lower),
        (false, false) => {}
    }
    if takes(b'0', b'9', 10) {
        tell(Piece::Digit);
    }
}

impl Literal {
    /// This one character.
    #[must_use]
    pub fn of(byte: u8) -> Self {
        let mut literal = Self { bytes: [0; ROOM], length: 0 };
        literal.push(byte);
        literal
    }

    /// Whether there was room.
    fn push(&mut self, byte: u8) -> bool {
        let slot = self.bytes.get_mut(self.length);
        let room = slot.is_some();
        if let Some(slot) = slot {
            *slot = byte;
            self.length += 1;
        }
        room
    }

    /// The characters.
    pub fn chars(&self) -> impl Iterator<Item = char> {
        let bytes = self.bytes.get(..self.length).unwrap_or_default();
        str::from_utf8(bytes).unwrap_or_default().chars()
    }
}
