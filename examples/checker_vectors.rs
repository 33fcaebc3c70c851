//! Questions to the checker with the answers that it gives natively, for a browser to compare: with what
//! the module answers there, and with a reference of its own.
//!
//!     cargo run --example checker_vectors > vectors.json

#![expect(clippy::print_stdout, reason = "this program prints, and nothing else")]

use base64::Engine;
use pasapas::model::academy::{Identifier, IdentifierKind};
use pasapas::parse::shape::compile_kind;
use pasapas_checker::answer::{Question, answer};
use pasapas_checker::dictionary::{Dictionary, LINES, line_ends};
use pasapas_checker::{Forbidden, Minimums, Policy, Record, rules};
use serde_json::{Value, json};

const WORDS: &[u8] = include_bytes!("../checker/dictionary/fr.txt");
/// The day on which all of this happens.
const TODAY: u32 = 20_261_001;
/// How many random questions each record gets.
const QUESTIONS: usize = 4000;

type AnyRecord = Record<Box<str>, Box<[u8]>>;

/// Numbers that look random and are the same each time (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    fn char(&mut self) -> char {
        let code = match self.below(12) {
            0..=6 => 0x20 + self.below(0x5F),
            7 => 0xA0 + self.below(0x1E0),
            8 => 0x300 + self.below(0x70),
            9 => 0x1F600 + self.below(0x40),
            10 => 0x2000 + self.below(0x70),
            _ => self.below(0x11_0000),
        };
        char::from_u32(code as u32).unwrap_or('x')
    }
}

fn policies() -> Vec<(&'static str, Policy<Box<str>>)> {
    let all = Forbidden::ALL.into_iter().collect();
    let lille = Policy {
        min_length: 8,
        min: Minimums { uppercase: 1, lowercase: 1, digit: 1, symbol: 0 },
        forbid: [Forbidden::Identifier, Forbidden::Dictionary].into_iter().collect(),
        ..Policy::default()
    };
    let strict = Policy {
        max_length: Some(20),
        max_bytes: Some(24),
        max_consecutive_identical: Some(2),
        allowed_symbols: Some(" -*#é".into()),
        forbid: all,
        ..Policy::moodle()
    };
    vec![("moodle", Policy::moodle()), ("lille", lille), ("strict", strict)]
}

fn kinds() -> Vec<(&'static str, IdentifierKind, &'static [&'static str])> {
    let prefixes = ["https://a.exemple.fr/lille/".into(), "https://lille.exemple.fr/".into()];
    vec![
        ("numen", IdentifierKind::Numen, &["09X1234567XYZ", "99a7654321abc"]),
        ("uai", IdentifierKind::Uai, &["0750655E", "0590001A"]),
        ("login", IdentifierKind::Login, &["jdupont", "mle-dupond", "jdupont12"]),
        (
            "mail",
            IdentifierKind::Mail { domain: "ac-lille.fr".into() },
            &["prenom.nom@ac-lille.fr", "Jean-Luc.Le_Gall2@ac-lille.fr"],
        ),
        ("date", IdentifierKind::Date, &["29/02/2024", "31/12/1964", "30/02/1970", "1-1-1970"]),
        ("otp", IdentifierKind::Otp, &["1234567890", "12345678901234567890", "1234567"]),
        (
            "course",
            IdentifierKind::CourseLink { prefixes: prefixes.into() },
            &[
                "https://a.exemple.fr/lille/course/view.php?id=12",
                "https://lille.exemple.fr/enrol/index.php?id=3&x=%20#fin",
                "https://a.exemple.fr/lyon/course/view.php?id=9",
            ],
        ),
        ("pattern", IdentifierKind::Pattern("[A-F]{2}é?[0-9]+".into()), &["ABé12", "FF0", "CDé"]),
    ]
}

fn format(kind: IdentifierKind) -> AnyRecord {
    let shape = compile_kind(&kind).expect("these kinds can be compiled");
    let confidential = kind.is_confidential();
    let (label, hint, valid) = ("".into(), None, Vec::new());
    let identifier = Identifier { label, hint, kind, shape, confidential, valid };
    let known = rules::write_courses([
        ("https://a.exemple.fr/lille/", "lille", "académie de Lille"),
        ("https://lille.exemple.fr/", "lille", "académie de Lille"),
        ("https://a.exemple.fr/lyon/", "lyon", "académie de Lyon"),
    ]);
    Record::Identifier(identifier.format(&known))
}

fn password(random: &mut Random) -> (String, String) {
    let mut text = String::new();
    for _ in 0..random.below(14) {
        match random.below(14) {
            0 => text.push_str(random.of(&[
                "Soleil",
                "lune",
                "motdepasse",
                "ÉLÈVE",
                "cœur",
                "azerty",
            ])),
            1 => text.push_str(random.of(&[
                "09X1234567XYZ",
                "10011964",
                "1964-01-10",
                "100164",
                "é",
            ])),
            2 => text.push_str(random.of(&["jdupont", "JDupônt", "jdu", "aaa", "111", " "])),
            _ => text.push(random.char()),
        }
    }
    let identifier =
        random.of(&["", "jd", "jdupont", "J.Dupont@ac-lille.fr", "jdupônt@x", "é è à"]);
    (text, identifier.to_owned())
}

/// A right identifier with a few mistakes.
fn identifier(random: &mut Random, examples: &[&str]) -> String {
    let mut chars: Vec<char> = random.of(examples).chars().collect();
    for _ in 0..random.below(4) {
        let at = random.below(chars.len() + 1);
        match random.below(6) {
            0 if at < chars.len() => _ = chars.remove(at),
            1 => chars.insert(at, random.char()),
            2 => chars.insert(at, char::from(b"0aZ/-.@ "[random.below(8)])),
            3 if at < chars.len() => chars[at] = chars[at].to_ascii_uppercase(),
            4 if at < chars.len() => chars[at] = chars[at].to_ascii_lowercase(),
            5 => chars.truncate(at),
            _ => {}
        }
    }
    chars.into_iter().collect()
}

fn main() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (policies, kinds) = (policies(), kinds());
    let mut records: Vec<AnyRecord> =
        policies.iter().map(|(_, policy)| Record::Password(policy.clone())).collect();
    records.extend(kinds.iter().map(|(_, kind, _)| format(kind.clone())));
    let names: Vec<&str> =
        policies.iter().map(|it| it.0).chain(kinds.iter().map(|it| it.0)).collect();
    let file = rules::write(&records);
    let mut ends = [0; LINES];
    let ends = line_ends(WORDS, &mut ends);
    let mut cases: Vec<Value> = Vec::new();
    for (record, name) in (0..).zip(&names) {
        let examples = kinds.iter().find(|kind| kind.0 == *name).map(|kind| kind.2);
        for _ in 0..QUESTIONS {
            let (text, own) = match examples {
                None => password(&mut random),
                Some(examples) => (identifier(&mut random, examples), String::new()),
            };
            let dictionary = examples.is_none().then(|| Dictionary::new(WORDS, ends));
            let question = Question {
                rules: &file,
                record,
                text: &text,
                identifier: &own,
                today: TODAY,
                dictionary,
            };
            let mut out = vec![0; 4096 + 4 * (text.len() + own.len())];
            let length = answer(&question, &mut out);
            let answer = String::from_utf8_lossy(&out[..length]).into_owned();
            cases.push(json!([record, text, own, answer]));
        }
    }
    let rules = base64::engine::general_purpose::STANDARD.encode(&file);
    println!("{}", json!({ "names": names, "rules": rules, "cases": cases }));
}
