//! What was typed into a field that asks for something else: a mail address for an identifier, a NUMEN for
//! the code of a school.

use crate::format::{Check, Outcome, control_letter, missing_day};
use crate::personal::{NUMEN, fits};
use crate::plain::plainly;
use crate::typed::Typed;

/// What a text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// A mail address.
    Mail,
    /// The address of a page.
    Link,
    /// A NUMEN.
    Numen,
    /// A school's code.
    Uai,
    /// A date.
    Date,
    /// The name under which somebody logs in.
    Login,
}

/// As much of a text is looked at.
const ROOM: usize = 96;
/// So many letters are a name.
const NAME: usize = 4;

/// What was typed into the wrong field, if anything is to be said of it. In a field for mail addresses each
/// of them begins like a login: whoever shows that waits until the typing pauses.
pub fn looks_like<S, B>(
    check: &Check<S, B>,
    typed: &Typed<'_>,
    outcome: &Outcome,
) -> Option<Likeness> {
    let is_mail = matches!(check, Check::Mail);
    let before = match outcome {
        Outcome::Wrong { before, .. } => *before as usize,
        Outcome::Unfinished { .. } if is_mail => usize::MAX,
        _ => return None,
    };
    let mut line = [0; ROOM];
    let mut count = 0;
    for char in typed.clone() {
        let plain = plainly(char, true)[0].to_ascii_lowercase();
        if let Some(slot) = line.get_mut(count) {
            *slot = u8::try_from(plain).unwrap_or_default();
        }
        count += 1;
    }
    let line = line.get(..count).unwrap_or(&line);
    // Where the format has an at sign itself, it went wrong after it or long before.
    let at = line.iter().position(|byte| *byte == b'@').unwrap_or(0);
    let found = if at > 0 && at + 1 < count && before <= at {
        Likeness::Mail
    } else if line.windows(3).any(|part| part == b"://") {
        Likeness::Link
    } else {
        short(line)?
    };
    let expected = matches!(
        (check, found),
        (Check::Mail, Likeness::Mail)
            | (Check::Course { .. }, Likeness::Link)
            | (Check::Numen, Likeness::Numen)
            | (Check::Uai, Likeness::Uai)
            | (Check::Date, Likeness::Date)
            | (Check::Login | Check::Nothing, Likeness::Login)
    );
    (!expected).then_some(found)
}

/// What these few characters in small letters are.
fn short(line: &[u8]) -> Option<Likeness> {
    let typed = Typed::new(str::from_utf8(line).ok()?);
    if fits(line, NUMEN) {
        return Some(Likeness::Numen);
    }
    if fits(line, b"0000000A") {
        let last = line.last().map(u8::to_ascii_uppercase);
        return (last == control_letter(&typed)).then_some(Likeness::Uai);
    }
    if fits(line, b"00/00/0000") {
        return missing_day(&typed).is_none().then_some(Likeness::Date);
    }
    let letters = line.iter().take_while(|byte| byte.is_ascii_lowercase() || **byte == b'-');
    let letters = letters.count();
    let rest = line.get(letters..)?;
    let name = letters >= NAME && rest.len() <= 2 && rest.iter().all(u8::is_ascii_digit);
    name.then_some(Likeness::Login)
}
