//! What somebody probably meant whose identifier is wrong: another case, letters without accents, the sign
//! that one looks like, a digit for a letter, a complete address, a date with slashes.

use crate::calendar::date_in;
use crate::fold::is_mark;
use crate::format::{Check, Format, Outcome, check_identifier};
use crate::plain::{Few, one, plainly, unaccented};
use crate::shape::{Shape, State};
use crate::typed::{Typed, is_pasted};

/// The longest correction, in bytes; nobody reads a longer one.
pub const ROOM: usize = 1024;

/// Room for a correction.
pub type Room = [u8; ROOM];

/// A right identifier, or else one that is right so far, in place of a wrong one; `today` tells the century of
/// a year of two digits.
#[inline(never)]
pub fn correct<'r, S: AsRef<str>, B: AsRef<[u8]>>(
    format: &Format<S, B>,
    text: &str,
    today: u32,
    room: &'r mut Room,
) -> Option<&'r str> {
    let length = (0..4).find_map(|way| {
        let length = candidate(format, text, today, way % 2 == 1, room)?;
        let text = str::from_utf8(room.get(..length)?).ok()?;
        let fits = match check_identifier(format, &Typed::new(text), 0).outcome {
            Outcome::Valid => true,
            Outcome::Unfinished { .. } => way >= 2,
            _ => false,
        };
        fits.then_some(length)
    })?;
    str::from_utf8(room.get(..length)?).ok()
}

/// Writes what may have been meant, and as an address or a date, if `whole` says so; how long it is.
fn candidate<S: AsRef<str>, B: AsRef<[u8]>>(
    format: &Format<S, B>,
    text: &str,
    today: u32,
    whole: bool,
    room: &mut Room,
) -> Option<usize> {
    let is_course = matches!(format.check, Check::Course { .. });
    let (before, text) = match format.check {
        _ if !whole => ("", text),
        Check::Course { .. } => ("https://", without_scheme(text)),
        Check::Date => {
            let date = date_in(text, today)?;
            *room.first_chunk_mut()? = date;
            return Some(date.len());
        }
        _ => return None,
    };
    let shape = Shape::new(format.shape.states());
    let mut meant = Meant { shape, state: Some(0), letters: !is_course, room, length: 0 };
    before.chars().chain(text.chars()).try_for_each(|char| meant.add(char))?;
    Some(meant.length)
}

/// A text in which each character that a shape does not admit is changed to the nearest one that it does.
/// From the first for which there is none, all stays as it was typed.
struct Meant<'a> {
    shape: Shape<&'a [u8]>,
    /// Where the shape is; none once something was wrong.
    state: Option<State>,
    /// Whether letters and digits may be taken for others. Not in an address: a server whose name looks like
    /// another is a trap, and not a slip.
    letters: bool,
    room: &'a mut Room,
    length: usize,
}

impl Meant<'_> {
    /// Nothing once there is no room.
    fn add(&mut self, char: char) -> Option<()> {
        if is_pasted(char) {
            return Some(());
        }
        let few = match self.change(char) {
            None if self.state.is_some() && is_mark(char) => return Some(()),
            None => {
                self.state = None;
                one(char)
            }
            Some(few) => few,
        };
        for char in few.into_iter().filter(|char| *char != '\0') {
            let end = self.length + char.len_utf8();
            char.encode_utf8(self.room.get_mut(self.length..end)?);
            self.length = end;
        }
        Some(())
    }

    fn change(&mut self, char: char) -> Option<Few> {
        let plain = plainly(char, self.letters);
        // Not letters as far from French as a dotless i, either, in an address.
        let takes = self.letters || plain[0] < '\u{100}';
        let bare = unaccented(plain[0]);
        let bare = if takes && bare[0] != plain[0] { bare } else { plain };
        let other = if self.letters { confused(bare[0]) } else { '\0' };
        let small = bare.map(|char| char.to_ascii_lowercase());
        let capital = bare.map(|char| char.to_ascii_uppercase());
        let ways = [one(char), plain, bare, small, capital, one(other)];
        let state = self.state?;
        let (few, next) = ways.iter().find_map(|few| Some((*few, self.after(state, few)?)))?;
        self.state = Some(next);
        Some(few)
    }

    fn after(&self, mut state: State, few: &Few) -> Option<State> {
        for (at, char) in few.iter().enumerate() {
            if *char != '\0' {
                state = self.shape.step_char(state, *char)?;
            } else if at == 0 {
                return None;
            }
        }
        Some(state)
    }
}

/// The digit that is taken for this letter, or the letter for this digit.
fn confused(char: char) -> char {
    match char {
        'O' | 'o' => '0',
        '0' => 'O',
        'I' | 'i' | 'L' | 'l' | '|' => '1',
        '1' => 'I',
        _ => '\0',
    }
}

/// What follows `http://` in an address; all of it where there is no such beginning.
fn without_scheme(text: &str) -> &str {
    let mut rest = text.chars();
    let mut wanted = "http://".chars().peekable();
    while let Some(next) = wanted.peek() {
        match rest.next() {
            Some(char) if is_pasted(char) => {}
            Some(char) if plainly(char, false)[0].eq_ignore_ascii_case(next) => {
                wanted.next();
            }
            _ => return text,
        }
    }
    rest.as_str()
}
