//! The classes of all code points are those of PHP, which Moodle uses. The table of the checker is made
//! from the same facts: `PASAPAS_BLESS=1 cargo test -p pasapas-checker` writes it.

#![expect(clippy::disallowed_methods, reason = "tests read files")]

use std::fmt::Write as _;

use pasapas_checker::class::{Class, class_of};

/// The class of each code point, from `moodle-classes.txt`.
fn moodle() -> Vec<Class> {
    let mut classes = vec![Class::Symbol; 0x11_0000];
    for line in include_str!("moodle-classes.txt").lines() {
        let fields: Vec<&str> = line.split(' ').collect();
        let code = |text| usize::from_str_radix(text, 16).expect("the facts are numbers");
        classes[code(fields[0])..=code(fields[1])].fill(match fields[2] {
            "Lu" => Class::Upper,
            "Ll" => Class::Lower,
            "Nd" => Class::Digit,
            other => panic!("{other}"),
        });
    }
    classes
}

#[test]
fn every_code_point_has_the_class_that_moodle_gives_it() {
    for (code, expected) in moodle().iter().enumerate() {
        let Some(char) = char::from_u32(code as u32) else { continue };
        assert_eq!(class_of(char), *expected, "U+{code:04X}");
    }
}

/// The runs of equal classes, and of upper and lower case in turns, as the checker reads them.
fn runs(classes: &[Class]) -> Vec<u8> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < classes.len() {
        let letter = |class| matches!(class, Class::Upper | Class::Lower);
        let rest = &classes[at..];
        let same = rest.iter().take_while(|class| **class == rest[0]).count();
        let turns =
            rest.windows(2).take_while(|it| it.iter().all(|it| letter(*it)) && it[0] != it[1]);
        let turns = turns.count() + 1;
        let (length, kind) = match rest[0] {
            Class::Upper if turns >= 4 && turns > same => (turns, 4),
            Class::Lower if turns >= 4 && turns > same => (turns, 5),
            Class::Symbol => (same, 0),
            Class::Upper => (same, 1),
            Class::Lower => (same, 2),
            Class::Digit => (same, 3),
        };
        let run = length << 3 | kind;
        let width = (run.ilog2() / 7) as usize;
        runs.extend((1..=width).rev().map(|at| (run >> (7 * at)) as u8 | 0x80));
        runs.push(run as u8 & 0x7F);
        at += length;
    }
    runs
}

#[test]
fn the_table_is_made_from_the_facts() {
    let runs = runs(&moodle());
    let mut table = String::from(
        "//! Where the class of code points changes. Made by `tests/classes.rs` from what PHP says.\n\n\
         /// The length of each run, times eight, and its kind: seven bits a byte.\n#[rustfmt::skip]\n",
    );
    _ = writeln!(table, "pub(super) static RUNS: [u8; {}] = [", runs.len());
    for line in runs.chunks(20) {
        let numbers: Vec<String> = line.iter().map(u8::to_string).collect();
        _ = writeln!(table, "    {},", numbers.join(", "));
    }
    table.push_str("];\n");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/class/table.rs");
    if std::env::var_os("PASAPAS_BLESS").is_some() {
        std::fs::write(path, &table).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), table);
}
