//! No bytes make a check trap, hang, or write outside its room, whatever they are meant to be.

use pasapas_checker::answer::{Question, answer};
use pasapas_checker::dictionary::Dictionary;
use pasapas_checker::format::{Check, Format, check_identifier};
use pasapas_checker::{Policy, Record, Shape, Typed, rules};
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[0-9A-Za-z/@.é -]{0,40}", "[a-zéœ]{0,2000}"]
}

/// Rules of this academy, some of them damaged.
fn damaged_rules() -> impl Strategy<Value = Vec<u8>> {
    let records: Vec<Record<&str, Vec<u8>>> = vec![
        Record::Password(Policy { allowed_symbols: Some("*-"), ..Policy::moodle() }),
        Record::Identifier(Format {
            shape: Shape::new(vec![1, b'0', b'9', 5, 0, 0x81, b'a', b'z', 0, 0]),
            check: Check::Course { own: "1a", known: rules::write_courses([("2b", "b", "B")]) },
        }),
    ];
    let file = rules::write(&records);
    prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4).prop_map(
        move |changes| {
            let mut file = file.clone();
            for (at, byte) in changes {
                let at = at.index(file.len());
                file[at] = byte;
            }
            file
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn any_rules_and_any_text_give_an_answer(
        rules in prop_oneof![damaged_rules(), prop::collection::vec(any::<u8>(), 0..200)],
        record in 0..4_u32,
        today in prop_oneof![Just(0), Just(20_261_001), any::<u32>()],
        text in text(),
        identifier in text(),
        words in prop::option::of(prop::collection::vec(any::<u8>(), 0..300)),
        ends in prop::collection::vec(any::<u32>(), 0..700),
        room in 0..300_usize,
    ) {
        let words = words.as_deref();
        let dictionary = words.map(|words| Dictionary::new(words, &ends));
        let question =
            Question { rules: &rules, record, text: &text, identifier: &identifier, today, dictionary };
        let mut out = vec![0xFF; room + 1];
        let length = answer(&question, &mut out[..room]);
        prop_assert!(length <= room);
        prop_assert!(std::str::from_utf8(&out[..length]).is_ok());
        prop_assert_eq!(out[room], 0xFF);
    }

    /// From every state that any bytes may name, what is expected ends.
    #[test]
    fn any_automaton_tells_what_it_expects(
        states in prop::collection::vec(any::<u8>(), 0..400),
        state in any::<u16>(),
        text in text(),
    ) {
        let format: Format<&str, _> = Format { shape: Shape::new(states), check: Check::Nothing };
        let mut pieces = 0;
        format.shape.expected(state, &mut |_| pieces += 1);
        prop_assert!(pieces < 200);
        check_identifier(&format, &Typed::new(&text), 0);
    }

    #[test]
    fn what_was_written_is_read(length in 0..50_u32, symbols in "[*# -]{1,5}", number in 0..3_u32) {
        let policy = Policy { max_length: Some(length), allowed_symbols: Some(&*symbols), ..Policy::moodle() };
        let record: Record<&str, &[u8]> = Record::Password(policy);
        let file = rules::write(&[record.clone(), record.clone(), record.clone()]);
        prop_assert_eq!(rules::record(&file, number), Some(record));
        prop_assert_eq!(rules::record(&file, 3), None);
    }
}
