//! Lines that stand too far to the left or to the right.
//!
//! In: the lines around the place where reading stopped. Out: the one line, or the one item, that has to move so
//! that the text can be read furthest. Which keys hold others decides between moves that read equally well.

use std::ops::Range;

use super::key::is_known;
use super::{Scene, Slip, Tries};
use crate::parse::yaml::edits::{Edit, Mended};
use crate::parse::yaml::lines::{Line, Place, lines};
use crate::parse::yaml::surface::Found;

/// The keys under which others stand.
const HOLDERS: [&str; 16] = [
    "steps",
    "options",
    "marks",
    "redact",
    "screenshot",
    "contacts",
    "services",
    "values",
    "policies",
    "identifiers",
    "publisher",
    "host",
    "accessibility",
    "logo",
    "checker",
    "objectives",
];
/// As far up as lines are looked at.
const FAR: usize = 40;

/// What a move leaves unread, how many faults it leaves or makes, how large it is.
type Cost = (usize, usize, usize);

/// A move of some lines to another column.
struct Move {
    lines: Range<usize>,
    from: usize,
    to: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A key or an item that is out of line.
    Key,
    /// A text that should stand deeper than its key.
    Text,
    /// Text under `|` or `>`.
    Block,
}

/// The move after which the text reads furthest.
pub(super) fn best(scene: &Scene<'_>, tries: &mut Tries) -> Option<Slip> {
    let mut best: Option<(Cost, Move, Vec<Edit>)> = None;
    for moved in moves(scene) {
        let edits = edits(scene, &moved);
        let reach = tries.reach(scene, &edits).filter(|reach| *reach > scene.line().end);
        let Some(reach) = reach else { continue };
        let faults = faults(&Mended::new(scene.text, &edits).text);
        let size = match moved.kind {
            Kind::Key => moved.lines.len() * 4 + moved.from.abs_diff(moved.to) + moved.to % 2 * 4,
            Kind::Text | Kind::Block => 0,
        };
        let cost = (usize::MAX - reach, faults, size);
        if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
            best = Some((cost, moved, edits));
        }
    }
    let (_, moved, edits) = best?;
    Some(Slip::new(found(scene, &moved), edits))
}

/// All moves that make sense.
fn moves(scene: &Scene<'_>) -> Vec<Move> {
    let mut moves = Vec::new();
    let before = scene.before(scene.here);
    moves.extend(before.and_then(|before| text_under(scene, before)));
    let columns = columns(scene);
    let sibling = before.and_then(|before| item_before(scene, before));
    let mut indexes = vec![Some(scene.here), before, sibling];
    indexes.dedup();
    for index in indexes.into_iter().flatten() {
        let line = &scene.lines[index];
        if !matches!(line.place, Place::Entry | Place::Stray | Place::More) {
            continue;
        }
        let from = line.indent(scene.text);
        let block = block(scene, index);
        for to in columns.iter().copied().filter(|to| *to != from) {
            moves.push(Move { lines: index..index + 1, from, to, kind: Kind::Key });
            if block.len() > 1 {
                moves.push(Move { lines: block.clone(), from, to, kind: Kind::Key });
            }
        }
    }
    moves
}

/// The text that stands not deeper than its key, on the line `before` the place where reading stopped.
fn text_under(scene: &Scene<'_>, before: usize) -> Option<Move> {
    let line = &scene.lines[before];
    let here = scene.here;
    let column = line.column(scene.text);
    let text = |index: usize| {
        let line = &scene.lines[index];
        let key = line.key.as_ref().is_some_and(|key| is_known(&scene.text[key.clone()]));
        !key && line.dashes == 0 && line.place != Place::Marker
    };
    let value = &scene.text[line.value.clone()];
    let is_block = value.starts_with(['|', '>']);
    let stray = scene.lines[here].place == Place::Stray || is_block && text(here);
    if line.key.is_none() || value.is_empty() || !stray || value.starts_with(['[', '{']) {
        return None;
    }
    let end = (here..scene.lines.len()).find(|index| !text(*index)).unwrap_or(scene.lines.len());
    let end = if is_block { end } else { here + 1 };
    let from = scene.lines[here].indent(scene.text);
    let kind = if is_block { Kind::Block } else { Kind::Text };
    Some(Move { lines: here..end, from, to: column + 2, kind })
}

/// The columns at which lines around stand, or could.
fn columns(scene: &Scene<'_>) -> Vec<usize> {
    let from = scene.here.saturating_sub(FAR);
    let to = (scene.here + FAR).min(scene.lines.len());
    let mut columns = vec![0];
    for line in scene.lines[from..to].iter().filter(|line| line.place == Place::Entry) {
        let column = line.column(scene.text);
        columns.extend([line.indent(scene.text), column]);
        if line.value.is_empty() {
            columns.push(column + 2);
        }
    }
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// The item of a list to which the line at `index` belongs.
fn item_before(scene: &Scene<'_>, index: usize) -> Option<usize> {
    let from = index.saturating_sub(FAR);
    (from..=index).rev().find(|at| scene.lines[*at].dashes > 0)
}

/// The line at `index` with all that stands deeper below it.
fn block(scene: &Scene<'_>, index: usize) -> Range<usize> {
    let indent = scene.lines[index].indent(scene.text);
    let mut end = index + 1;
    while let Some(next) =
        scene.after(end - 1).filter(|next| scene.lines[*next].indent(scene.text) > indent)
    {
        end = next + 1;
    }
    index..end
}

fn edits(scene: &Scene<'_>, moved: &Move) -> Vec<Edit> {
    let shift = |line: &Line| {
        let now = line.indent(scene.text);
        let then = if now >= moved.from { now - moved.from + moved.to } else { moved.to };
        let then =
            if moved.to < moved.from { (now + moved.to).saturating_sub(moved.from) } else { then };
        Edit::new(line.start..line.body, " ".repeat(then))
    };
    let lines = scene.lines[moved.lines.clone()].iter();
    lines.filter(|line| line.body < line.end).map(shift).collect()
}

/// How many keys that hold others hold nothing, and how many known keys stand where none of them belongs.
fn faults(text: &str) -> usize {
    let lines = lines(text);
    let speaking: Vec<&Line> =
        lines.iter().filter(|line| !matches!(line.place, Place::Blank | Place::Comment)).collect();
    let holds_nothing = |pair: &[&Line]| {
        let (line, next) = (pair[0], pair[1]);
        let holder = line.key.as_ref().is_some_and(|key| HOLDERS.contains(&&text[key.clone()]));
        let deeper = next.indent(text) > line.column(text)
            || next.dashes > 0 && next.indent(text) >= line.column(text);
        holder && line.value.is_empty() && !deeper
    };
    speaking.windows(2).filter(|pair| holds_nothing(pair)).count()
        + repeated(text, &speaking)
        + misplaced(text, &speaking)
}

/// Keys that a move makes occur twice in a mapping.
fn repeated(text: &str, lines: &[&Line]) -> usize {
    let mut open: Vec<(usize, Vec<&str>)> = Vec::new();
    let mut count = 0;
    for line in lines.iter().filter(|line| line.place == Place::Entry) {
        let Some(key) = line.key.clone().map(|key| &text[key]) else { continue };
        let column = line.column(text);
        open.retain(|(at, _)| *at < column || *at == column && line.dashes == 0);
        match open.last_mut().filter(|(at, _)| *at == column) {
            Some((_, keys)) if keys.contains(&key) => count += 1,
            Some((_, keys)) => keys.push(key),
            None => open.push((column, vec![key])),
        }
    }
    count
}

/// Keys of screenshots that stand beside a screenshot.
fn misplaced(text: &str, lines: &[&Line]) -> usize {
    const INNER: [&str; 6] = ["image", "alt", "personal_data", "marks", "redact", "crop"];
    let key = |line: &Line| line.key.clone().map(|key| &text[key]);
    let mut at: Option<usize> = None;
    let mut count = 0;
    for line in lines {
        match key(line) {
            Some("screenshot" | "logo") => at = Some(line.column(text)),
            Some(key) if INNER.contains(&key) && at.is_some_and(|at| line.column(text) <= at) => {
                count += 1;
            }
            _ => {}
        }
    }
    count
}

fn found(scene: &Scene<'_>, moved: &Move) -> Found {
    let line = &scene.lines[moved.lines.start];
    let range = line.body..line.end;
    let spaces = |count: usize| match count {
        1 => "une espace".to_owned(),
        _ => format!("{count} espaces"),
    };
    match moved.kind {
        Kind::Block => {
            let message = "Sous « | » ou « > », le texte doit être décalé vers la droite.";
            let help = format!("Mettez {} devant chaque ligne de ce texte.", spaces(moved.to));
            return Found::new(range, message, help);
        }
        Kind::Text => {
            let message = "Il manque ici une clé, ou le retrait de la suite d’un texte.";
            let help = format!(
                "Si cette ligne continue le texte d’avant, mettez {} devant ; sinon, écrivez « clé: valeur ».",
                spaces(moved.to)
            );
            return Found::new(range, message, help);
        }
        Kind::Key => {}
    }
    let message = match (moved.from, moved.to) {
        (from, 0) => format!("Cette ligne a {} de retrait : il n’en faut pas.", spaces(from)),
        (0, to) => format!("Cette ligne n’a pas de retrait : il faut {} devant.", spaces(to)),
        (from, to) => format!("Cette ligne a {} de retrait : il en faut {to}.", spaces(from)),
    };
    let below = match moved.lines.len() {
        1 => "",
        2 => " Décalez d’autant la ligne qui en dépend, juste dessous.",
        _ => " Décalez d’autant les lignes qui en dépendent, dessous.",
    };
    let word = line.key.as_ref().map_or("…", |key| &scene.text[key.clone()]);
    let dash = if line.dashes > 0 { "- " } else { "" };
    let what = if moved.to == 0 {
        "Retirez toute espace".to_owned()
    } else {
        format!("Mettez {}", spaces(moved.to))
    };
    let help = format!("{what} devant « {dash}{word} ».{below}");
    let found = Found::new(range, message, help);
    match aligned(scene, moved) {
        Some(place) => found.note(place, "le même retrait que cette ligne"),
        None => found,
    }
}

/// A line near by that stands where the moved one should.
fn aligned(scene: &Scene<'_>, moved: &Move) -> Option<Range<usize>> {
    let at = moved.lines.start;
    let near = |index: &usize| {
        let line = &scene.lines[*index];
        let start = if scene.lines[at].dashes > 0 {
            line.indent(scene.text)
        } else {
            line.column(scene.text)
        };
        line.place == Place::Entry
            && start == moved.to
            && (line.dashes > 0) == (scene.lines[at].dashes > 0)
    };
    let to = (at + FAR).min(scene.lines.len());
    let index = (moved.lines.end..to)
        .find(near)
        .or_else(|| (at.saturating_sub(FAR)..at).rev().find(near))?;
    let line = &scene.lines[index];
    let end = line.key.as_ref().map_or(line.end, |key| key.end);
    Some(line.body..end)
}
