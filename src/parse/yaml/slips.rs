//! The slips that people make most when they write YAML, and what each becomes when it is mended.
//!
//! In: a text that cannot be read, and where reading stopped. Out: the slip that explains it, which often
//! stands in a line before, with the edits that mend it. A guess counts only if the text can be read further
//! once it is mended: the parser itself is the judge.

mod indent;
mod key;
mod value;

pub(in crate::parse::yaml) use key::is_known;

use super::edits::{Edit, Mended};
use super::lines::{Line, Place, lines};
use super::stops_at;
use super::surface::Found;

/// The most bytes that are read to judge guesses, so that no file can make that slow.
const MOST_BYTES: usize = 8 << 20;

/// A slip, and what mends it.
#[derive(Clone, Debug)]
pub(super) struct Slip {
    /// What is wrong.
    pub(super) found: Found,
    /// What mends it, in the same text.
    pub(super) edits: Vec<Edit>,
}

/// How much more may be tried in a file.
pub(super) struct Tries {
    left: usize,
}

/// A text that cannot be read, around the place where reading stopped.
struct Scene<'t> {
    text: &'t str,
    lines: Vec<Line>,
    /// The line where reading stopped.
    here: usize,
}

impl Tries {
    /// For a file that comes to an end.
    pub(super) fn new() -> Self {
        Self { left: MOST_BYTES }
    }

    /// Where reading stops after `edits`; past every text where it does not stop.
    fn reach(&mut self, scene: &Scene<'_>, edits: &[Edit]) -> Option<usize> {
        self.left = self.left.checked_sub(scene.text.len())?;
        let mended = Mended::new(scene.text, edits);
        Some(stops_at(&mended.text).map_or(usize::MAX, |stop| mended.back(stop)))
    }
}

impl Slip {
    fn new(found: Found, edits: Vec<Edit>) -> Self {
        Self { found, edits }
    }

    /// The same in a text from which `back` leads to this one.
    pub(super) fn moved(self, back: impl Fn(usize) -> usize) -> Self {
        let moved =
            |edit: Edit| Edit { range: back(edit.range.start)..back(edit.range.end), ..edit };
        let edits = self.edits.into_iter().map(moved).collect();
        Self { found: self.found.moved(&back), edits }
    }
}

impl Scene<'_> {
    fn line(&self) -> &Line {
        &self.lines[self.here]
    }

    /// The last line before `index` that says something.
    fn before(&self, index: usize) -> Option<usize> {
        (0..index).rev().find(|at| self.speaks(*at))
    }

    /// The first line after `index` that says something.
    fn after(&self, index: usize) -> Option<usize> {
        (index + 1..self.lines.len()).find(|at| self.speaks(*at))
    }

    fn speaks(&self, index: usize) -> bool {
        !matches!(self.lines[index].place, Place::Blank | Place::Comment)
    }

    /// What the line at `index` says.
    fn written(&self, index: usize) -> &str {
        let line = &self.lines[index];
        &self.text[line.body..line.end]
    }
}

/// The slip because of which reading `text` stopped at the byte `at`.
pub(super) fn find(text: &str, at: usize, tries: &mut Tries) -> Option<Slip> {
    let lines = lines(text);
    let here = lines.partition_point(|line| line.start <= at).saturating_sub(1);
    // At the end of the text, what is wrong stands before.
    let here =
        (0..=here).rev().find(|at| lines.get(*at).is_some_and(|line| line.body < line.end))?;
    let scene = Scene { text, lines, here };
    let near = [Some(here), scene.before(here)];
    let opened = (0..=here).rev().find(|at| scene.lines[*at].open.is_some());
    let mut guesses: Vec<Slip> = Vec::new();
    for index in near.into_iter().flatten() {
        guesses.extend(key::guesses(&scene, index));
        guesses.extend(value::guesses(&scene, index));
    }
    guesses.extend(opened.and_then(|index| value::unclosed(&scene, index)));
    let mut further = None;
    for guess in guesses {
        match tries.reach(&scene, &guess.edits) {
            Some(stop) if stop > scene.line().end => return Some(guess),
            Some(stop) if stop > at && further.is_none() => further = Some(guess),
            _ => {}
        }
    }
    // What only reaches further in the same line may be one of two slips there.
    indent::best(&scene, tries).or(further)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let found = stops_at(text).and_then(|at| find(text, at.min(text.len()), &mut Tries::new()));
        assert_eq!(found.map(|slip| &text[slip.found.range]), expected, "{text:?}");
    }

    #[test]
    fn a_slip_is_found_in_its_line_or_the_one_before() {
        check("steps:\n  - id:menu\n    action: A", Some("id:"));
        check("steps:\n  -id: menu\n    action: A", Some("-"));
        check("steps:\n  -id: menu\n   action: A", Some("-"));
        check("a: 1\ntitle: 'L'inscription'", Some("'L'"));
        check("a: \"[A-F]{2}\\.[0-9]\"", Some("\\."));
        check("pattern: \"\\d{2}\"", Some("\\d"));
        check("steps:\n  - id: a action: b", Some("action:"));
        check("a: 1\ntitle Accueil\nb: 2", Some("title"));
        check("a: \"\\\"b\\n\"", None);
        check("a: 1\nb: 2", None);
        check("url: https://a.fr\nb: 2", None);
    }

    #[test]
    fn the_line_that_is_out_of_place_is_blamed() {
        check(
            "a:\n  - id: a\n    screenshot:\n   image: x.png\n      alt: b",
            Some("image: x.png"),
        );
        check("steps:\n   - id: a\n     action: b\n  - id: b\n    action: c", Some("- id: a"));
        check("steps:\n  - id: a\n    detail: |\n    Le texte.\n    action: b", Some("Le texte."));
        check("steps:\n  - id: a\n    detail: |\n      Le texte.\n    action: b", None);
    }
}
