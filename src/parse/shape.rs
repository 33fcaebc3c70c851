//! Patterns become the automata that the page walks.
//!
//! In: a regular expression, or a kind of identifier. Out: a [`Shape`] that accepts what the whole
//! expression matches. `regex-automata` reads the expression and makes it deterministic; what is
//! written here is its table, in the few bytes that the page reads. A pattern that would take more than
//! [`LARGEST`] bytes is refused, so the rules of an academy stay small.

mod ascii;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

use pasapas_checker::shape::{END, State};
use regex_automata::dfa::dense::{Builder, Config, DFA};
use regex_automata::dfa::{Automaton, StartKind};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};
use regex_syntax::ast::ErrorKind;
use regex_syntax::hir::{Hir, Look};

use crate::model::academy::{IdentifierKind, Shape};

/// The most bytes that a shape may take.
const LARGEST: usize = 4096;
/// What making it may take, in bytes, so that no pattern can fill the memory.
const ROOM: usize = 1 << 20;
/// As many ranges fit a state.
const RANGES: usize = 127;

/// Why a pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternProblem {
    /// Where, in bytes of the pattern.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: &'static str,
}

/// The table of an automaton, a row a state.
struct Table {
    rows: Vec<Row>,
}

#[derive(Default)]
struct Row {
    ends: bool,
    /// First and last byte, and the row to which they lead.
    ranges: Vec<(u8, u8, usize)>,
}

/// The shape of a kind of identifier; none for a pattern that cannot be used.
#[must_use]
pub fn compile_kind(kind: &IdentifierKind) -> Option<Shape> {
    let literal = |text: &str| regex_syntax::escape(text);
    let pattern = match kind {
        IdentifierKind::Pattern(pattern) => pattern.to_string(),
        IdentifierKind::Numen => "[0-9]{2}[A-Z][0-9]{7}[A-Z]{3}".to_owned(),
        IdentifierKind::Uai => "[0-9]{7}[A-HJ-NPR-Z]".to_owned(),
        IdentifierKind::Login => "[a-z]{2,}(?:-[a-z]+)*[0-9]{0,2}".to_owned(),
        IdentifierKind::Mail { domain } => {
            let word = "[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*";
            format!("{word}(?:\\.{word})+@{}", literal(domain))
        }
        IdentifierKind::Date => {
            "(?:0[1-9]|[12][0-9]|3[01])/(?:0[1-9]|1[0-2])/(?:19|20)[0-9]{2}".to_owned()
        }
        IdentifierKind::Otp => "[0-9]{7,20}".to_owned(),
        IdentifierKind::CourseLink { prefixes } => {
            let prefixes: Vec<String> = prefixes.iter().map(|prefix| literal(prefix)).collect();
            let pages = "(?:course/view|enrol/index)\\.php\\?id=[0-9]+";
            format!("(?:{}){pages}(?:[&#][!-~]*)?", prefixes.join("|"))
        }
    };
    compile_pattern(&pattern).ok()
}

/// Compiles a regular expression that the whole identifier must match.
pub fn compile_pattern(pattern: &str) -> Result<Shape, PatternProblem> {
    let hir = ascii::read(pattern).map_err(|error| syntax_problem(pattern, &error))?;
    let whole = Hir::concat(vec![Hir::look(Look::Start), hir, Hir::look(Look::End)]);
    let too_large = || PatternProblem {
        range: 0..pattern.len(),
        message: "Ce modèle est trop compliqué.".to_owned(),
        help: "Préférez [a-z], [A-Z] et [0-9] au point et à \\p{L}, et de petits nombres entre accolades.",
    };
    let config = Config::new()
        .match_kind(MatchKind::All)
        .start_kind(StartKind::Anchored)
        .minimize(true)
        .dfa_size_limit(Some(ROOM))
        .determinize_size_limit(Some(4 * ROOM));
    let thompson = thompson::Config::new().nfa_size_limit(Some(ROOM));
    let nfa = thompson::Compiler::new().configure(thompson).build_from_hir(&whole);
    let dfa = nfa.ok().and_then(|nfa| Builder::new().configure(config).build_from_nfa(&nfa).ok());
    let table = dfa.and_then(|dfa| table(&dfa)).ok_or_else(too_large)?;
    if table.rows.first().is_none_or(|row| row.ranges.is_empty()) {
        return Err(PatternProblem {
            range: 0..pattern.len(),
            message: "Ce modèle n’accepte rien.".to_owned(),
            help: "Écrivez ce qui peut se trouver à chaque place, par exemple [0-9]{2}[A-Z], mais pas \
                   d’espace : un identifiant est vérifié sans ses espaces.",
        });
    }
    write(&table).ok_or_else(too_large)
}

fn syntax_problem(pattern: &str, error: &regex_syntax::Error) -> PatternProblem {
    let span = match error {
        regex_syntax::Error::Parse(error) => {
            if let Some((message, help)) = common_slip(error.kind()) {
                let range = error.span().start.offset..error.span().end.offset;
                return PatternProblem { range, message: message.to_owned(), help };
            }
            Some(*error.span())
        }
        regex_syntax::Error::Translate(error) => Some(*error.span()),
        _ => None,
    };
    let range = span.map_or(0..pattern.len(), |span| span.start.offset..span.end.offset);
    let shown = if range.is_empty() { pattern } else { &pattern[range.clone()] };
    PatternProblem {
        message: format!("Ce modèle ne peut pas être lu : « {shown} »."),
        range,
        help: "Un modèle s’écrit par exemple [0-9]{2}[A-Z] ; devant . ( ) [ ] { } + * ? | mettez une \
               barre oblique inverse pour le signe lui-même.",
    }
}

/// What people do wrong most often.
fn common_slip(kind: &ErrorKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        ErrorKind::ClassUnclosed => {
            ("Ce crochet n’est pas refermé.", "Ajoutez « ] » après les caractères permis.")
        }
        ErrorKind::GroupUnclosed => ("Cette parenthèse n’est pas refermée.", "Ajoutez « ) »."),
        ErrorKind::GroupUnopened => ("Cette parenthèse n’est pas ouverte.", "Retirez « ) »."),
        ErrorKind::RepetitionCountUnclosed => {
            ("Cette accolade n’est pas refermée.", "Ajoutez « } » après le nombre.")
        }
        ErrorKind::RepetitionCountInvalid => {
            ("Le premier nombre dépasse le second.", "Écrivez le plus petit d’abord : {2,4}.")
        }
        ErrorKind::ClassRangeInvalid => {
            ("Ces bornes sont dans le désordre.", "Écrivez la plus petite d’abord : [a-z], [0-9].")
        }
        _ => return None,
    })
}

/// The rows that can be reached from the start; none if the automaton gives up on some byte.
fn table(dfa: &DFA<Vec<u32>>) -> Option<Table> {
    let start = dfa.start_state(&start::Config::new().anchored(Anchored::Yes)).ok()?;
    let mut numbers: HashMap<StateID, usize> = HashMap::from([(start, 0)]);
    let mut states = vec![start];
    let mut rows = Vec::new();
    while let Some(state) = states.get(rows.len()).copied() {
        let mut row = Row { ends: dfa.is_match_state(dfa.next_eoi_state(state)), ranges: vec![] };
        for byte in 0..=u8::MAX {
            let next = dfa.next_state(state, byte);
            if dfa.is_quit_state(next) {
                return None;
            }
            // An identifier is checked without its spaces: none can ever come.
            if dfa.is_dead_state(next) || byte.is_ascii_whitespace() {
                continue;
            }
            let number = *numbers.entry(next).or_insert_with(|| {
                states.push(next);
                states.len() - 1
            });
            row.extend(byte, number);
        }
        rows.push(row);
        if rows.len() > LARGEST {
            return None;
        }
    }
    Some(Table { rows: without_dead_ends(rows) })
}

/// The same rows without the ranges from which nothing is accepted any more.
fn without_dead_ends(mut rows: Vec<Row>) -> Vec<Row> {
    let mut useful: Vec<bool> = rows.iter().map(|row| row.ends).collect();
    let leads = |row: &Row, useful: &[bool]| row.ranges.iter().any(|(_, _, to)| useful[*to]);
    while let Some(at) = (0..rows.len()).find(|at| !useful[*at] && leads(&rows[*at], &useful)) {
        useful[at] = true;
    }
    for row in &mut rows {
        row.ranges.retain(|(_, _, to)| useful[*to]);
    }
    rows
}

impl Row {
    /// Adds a byte that comes after all others.
    fn extend(&mut self, byte: u8, next: usize) {
        match self.ranges.last_mut() {
            Some((_, last, same)) if *same == next && last.checked_add(1) == Some(byte) => {
                *last = byte;
            }
            _ => self.ranges.push((byte, byte, next)),
        }
    }
}

/// The bytes of a table, if they are few enough.
fn write(table: &Table) -> Option<Shape> {
    let mut offsets = Vec::with_capacity(table.rows.len());
    let mut size = 0;
    for row in &table.rows {
        offsets.push(State::try_from(size).ok()?);
        size += 1 + 4 * row.ranges.len();
    }
    let few = table.rows.iter().all(|row| row.ranges.len() <= RANGES);
    if size > LARGEST || !few {
        return None;
    }
    let mut bytes = Vec::with_capacity(size);
    for row in &table.rows {
        bytes.push(row.ranges.len() as u8 | if row.ends { END } else { 0 });
        for (first, last, to) in &row.ranges {
            let [low, high] = offsets[*to].to_le_bytes();
            bytes.extend([*first, *last, low, high]);
        }
    }
    Some(Shape::new(bytes.into()))
}
