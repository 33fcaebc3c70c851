//! Rules, and what readers type.
//!
//! In: the number of a record, then rules, a text and an identifier, whose lengths two bytes each tell; or,
//! where they are UTF-8, the rules of an académie as YAML. What holds: no panic, an answer within its room
//! that is UTF-8, for any rules.

use pasapas::model::site::Language;
use pasapas::parse::academy::parse_academy;
use pasapas::parse::{Rules, Source};
use pasapas::resolve::checkers::courses_of;
use pasapas_checker::answer::{Question, answer};
use pasapas_checker::{Record, rules};

/// How long an answer may be.
const ROOM: usize = 4096;

/// Asks each record of the rules.
pub(crate) fn check(data: &[u8]) {
    let Some((record, rest)) = data.split_first() else { return };
    let (file, rest) = part(rest);
    let (text, rest) = part(rest);
    let (identifier, _) = part(rest);
    let text = String::from_utf8_lossy(text);
    let identifier = String::from_utf8_lossy(identifier);
    ask(file, u32::from(*record), &text, &identifier);
    if let Ok(yaml) = std::str::from_utf8(file) {
        let written = written(yaml);
        for record in 0..4 {
            ask(&written, record, &text, &identifier);
        }
    }
}

/// The rules of an académie as the page gets them.
fn written(yaml: &str) -> Vec<u8> {
    let source = Source::new("a/academy.yaml", yaml);
    let rules_of_text = Rules { language: Language::French, allow_html: false };
    let Some(academy) = parse_academy(source, rules_of_text, "a").value else { return Vec::new() };
    let courses = courses_of(&academy);
    let policies = academy.policies.values().map(|it| Record::Password(it.rules.clone()));
    let formats = academy.identifiers.values().map(|it| Record::Identifier(it.format(&courses)));
    let records: Vec<_> = policies.chain(formats).collect();
    rules::write(&records)
}

fn ask(rules: &[u8], record: u32, text: &str, identifier: &str) {
    let mut out = [0; ROOM];
    let question =
        Question { rules, record, text, identifier, today: 20_261_102, dictionary: None };
    let length = answer(&question, &mut out);
    assert!(std::str::from_utf8(&out[..length]).is_ok(), "an answer that is no text");
}

/// A part of the input, behind its length, and what follows.
fn part(data: &[u8]) -> (&[u8], &[u8]) {
    let Some((length, rest)) = data.split_first_chunk::<2>() else { return (&[], &[]) };
    rest.split_at(usize::from(u16::from_le_bytes(*length)).min(rest.len()))
}
