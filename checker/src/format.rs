//! The format of an identifier: its shape, and what a shape cannot tell.

use serde::{Deserialize, Serialize};

use crate::calendar::day_number;
use crate::personal::{days_in, decimal};
use crate::shape::{Literal, Shape, State, Walk};
use crate::typed::Typed;

/// The format of an identifier; `S` holds its texts and `B` its bytes, owned in the build and borrowed
/// in the page.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Format<S, B> {
    /// Its shape.
    pub shape: Shape<B>,
    /// What else must hold.
    pub check: Check<S, B>,
}

/// What must hold of an identifier of the right shape.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Check<S, B> {
    /// Nothing.
    #[default]
    Nothing,
    /// A NUMEN: its first two digits are an academy's code. An unknown one is worth a warning.
    Numen,
    /// A school's code: the letter follows from the digits.
    Uai,
    /// A date: the day exists.
    Date,
    /// The passcode of a key: a PIN of four to eight digits, then six.
    Otp,
    /// The address of a course.
    Course {
        /// What the academy's own addresses begin with, as the shape has it.
        own: S,
        /// The academies of the site: [`Course`] after [`Course`].
        known: B,
    },
    /// The name under which somebody logs in.
    Login,
    /// A mail address.
    Mail,
}

/// An academy, as addresses of courses tell it: what they begin with, its slug, its name.
pub type Course<'a> = (&'a str, &'a str, &'a str);

/// What can be said of an identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict<'f> {
    /// Whether it is right.
    pub outcome: Outcome,
    /// What else is worth saying.
    pub note: Option<Note<'f>>,
}

/// Whether an identifier is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was typed.
    Empty,
    /// It is.
    Valid,
    /// So far.
    Unfinished {
        /// How many characters there are.
        before: u32,
        /// What may come next.
        expected: Expected,
    },
    /// A character is wrong.
    Wrong {
        /// How many characters come before it.
        before: u32,
        /// What was expected there.
        expected: Expected,
    },
}

/// What was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// What the shape admits in this state.
    State(State),
    /// This letter.
    Letter(Literal),
    /// Another day: the month has so many.
    Day(u32),
}

/// What is worth saying of an identifier beside whether it is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note<'f> {
    /// No academy has this code.
    UnknownAcademy,
    /// The PIN is shorter or longer than usual.
    UnusualPin,
    /// The day is yet to come: nobody was born on it.
    Future,
    /// The day is so long ago that nobody who lives was born on it.
    LongAgo,
    /// It is a personal link, which nobody else may have.
    Secret,
    /// The course is this academy's.
    Course {
        /// Its folder in the site.
        slug: &'f str,
        /// Its name.
        name: &'f str,
    },
}

/// The codes of the 30 academies, and those of Caen and Rouen before they became Normandie.
const ACADEMIES: [u8; 32] = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 27,
    28, 31, 32, 33, 43, 70,
];

/// The letter that follows the number of a school: its remainder by 23, without I, O and Q.
const CONTROL: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";
/// How many digits come before it.
const UAI_DIGITS: u32 = 7;
/// What comes before a token in an address.
const TOKEN: &str = "token=";

/// The digits of a key, after the PIN.
const KEY_DIGITS: usize = 6;

/// Nobody lives longer, in years.
const LONGEST_LIFE: u32 = 120;

/// Checks an identifier; `today` as [`day_number`] writes it, or 0 where nobody knows.
#[inline(never)]
pub fn check_identifier<'f, S: AsRef<str>, B: AsRef<[u8]>>(
    format: &'f Format<S, B>,
    typed: &Typed<'_>,
    today: u32,
) -> Verdict<'f> {
    let bare = |outcome| Verdict { outcome, note: None };
    let length = typed.clone().count() as u32;
    if length == 0 {
        return bare(Outcome::Empty);
    }
    let course = match &format.check {
        Check::Course { own, known } => begun_course(own.as_ref(), known.as_ref(), typed),
        _ => None,
    };
    // The address of another academy's course has the rest of its shape in common.
    let start = course.as_ref().and_then(|begun| format.shape.after(begun.own));
    let rest = course.as_ref().filter(|_| start.is_some()).map_or(typed, |begun| &begun.rest);
    let skipped = length - rest.clone().count() as u32;
    match format.shape.walk(start.unwrap_or_default(), rest.clone()) {
        Walk::Complete => checked(&format.check, typed, course.map(|begun| begun.course), today),
        Walk::Unfinished(state) => {
            bare(Outcome::Unfinished { before: length, expected: Expected::State(state) })
        }
        Walk::Wrong { before, state } => {
            let letter =
                matches!(format.check, Check::Uai).then(|| control_letter(typed)).flatten();
            let expected = match letter {
                Some(letter) if before == UAI_DIGITS => Expected::Letter(Literal::of(letter)),
                _ => Expected::State(state),
            };
            let secret = matches!(format.check, Check::Course { .. }) && holds_token(typed);
            let note = secret.then_some(Note::Secret);
            Verdict { outcome: Outcome::Wrong { before: before + skipped, expected }, note }
        }
    }
}

/// The address of a course as far as it names an academy.
struct BegunCourse<'f, 't> {
    /// The academy.
    course: Course<'f>,
    /// What the addresses of the checker's own academy begin with.
    own: &'f str,
    /// What comes after it.
    rest: Typed<'t>,
}

fn begun_course<'f, 't>(
    own: &'f str,
    known: &'f [u8],
    typed: &Typed<'t>,
) -> Option<BegunCourse<'f, 't>> {
    let mut file = known;
    let mut best: Option<BegunCourse<'f, 't>> = None;
    while let Ok((course, after)) = postcard::take_from_bytes::<Course<'f>>(file) {
        file = after;
        let mut rest = typed.clone();
        let begins = course.0.chars().all(|char| rest.next() == Some(char));
        let longest = best.as_ref().is_none_or(|best| best.course.0.len() < course.0.len());
        if begins && longest && !course.0.is_empty() {
            best = Some(BegunCourse { course, own, rest });
        }
    }
    best
}

/// What the shape could not tell of an identifier that has it.
fn checked<'f, S, B>(
    check: &Check<S, B>,
    typed: &Typed<'_>,
    course: Option<Course<'f>>,
    today: u32,
) -> Verdict<'f> {
    let mut outcome = Outcome::Valid;
    let mut note = None;
    match check {
        Check::Nothing | Check::Login | Check::Mail => {}
        Check::Numen => {
            let code = number(typed, 0, 2);
            let known = code.is_some_and(|code| ACADEMIES.iter().any(|it| u32::from(*it) == code));
            note = (!known).then_some(Note::UnknownAcademy);
        }
        Check::Uai => {
            if let Some(letter) = control_letter(typed)
                && typed.clone().last() != Some(char::from(letter))
            {
                let expected = Expected::Letter(Literal::of(letter));
                outcome = Outcome::Wrong { before: UAI_DIGITS, expected };
            }
        }
        Check::Date => {
            if let Some(days) = missing_day(typed) {
                outcome = Outcome::Wrong { before: 0, expected: Expected::Day(days) };
            } else {
                note = unlikely_birth(typed, today);
            }
        }
        Check::Otp => {
            let pin = typed.clone().count().saturating_sub(KEY_DIGITS);
            note = (!(4..=8).contains(&pin)).then_some(Note::UnusualPin);
        }
        Check::Course { .. } => {
            note = course.map(|(_, slug, name)| Note::Course { slug, name });
        }
    }
    Verdict { outcome, note }
}

/// What is odd about a day as somebody's day of birth.
fn unlikely_birth<'f>(typed: &Typed<'_>, today: u32) -> Option<Note<'f>> {
    let day = day_number(number(typed, 0, 2)?, number(typed, 3, 2)?, number(typed, 6, 4)?);
    match today {
        0 => None,
        _ if day > today => Some(Note::Future),
        _ if day + day_number(0, 0, LONGEST_LIFE) < today => Some(Note::LongAgo),
        _ => None,
    }
}

/// Whether an address has a token in it, as the links have by which Moodle lets a password be set.
fn holds_token(typed: &Typed<'_>) -> bool {
    let mut rest = typed.clone();
    loop {
        let mut here = rest.clone();
        if TOKEN.chars().all(|char| here.next() == Some(char)) {
            return true;
        }
        if rest.next().is_none() {
            return false;
        }
    }
}

/// The letter that follows the digits of a school's code.
pub(crate) fn control_letter(typed: &Typed<'_>) -> Option<u8> {
    let digits = number(typed, 0, UAI_DIGITS as usize)?;
    CONTROL.get(digits as usize % CONTROL.len()).copied()
}

/// How many days the month of a date has, when the day is not one of them.
pub(crate) fn missing_day(typed: &Typed<'_>) -> Option<u32> {
    let day = number(typed, 0, 2)?;
    let days = days_in(number(typed, 3, 2)?, number(typed, 6, 4)?);
    (day == 0 || day > days).then_some(days)
}

/// The number that `width` characters write, after `before` others.
fn number(typed: &Typed<'_>, before: usize, width: usize) -> Option<u32> {
    let mut digits = [0; 8];
    for (slot, char) in digits.iter_mut().zip(typed.clone().skip(before).take(width)) {
        *slot = u8::try_from(char).ok()?;
    }
    decimal(digits.get(..width)?)
}
