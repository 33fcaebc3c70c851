//! Passwords: Moodle's counting, what must not be in them, and how strong they may be.

use pasapas_checker::dictionary::{Dictionary, LINES, line_ends};
use pasapas_checker::policy::{count, look_at};
use pasapas_checker::strength::{Strength, estimate};
use pasapas_checker::{Forbidden, Minimums, Outcome, Policy, Rule};

const WORDS: &[u8] = include_bytes!("../dictionary/fr.txt");

/// What a policy says of a password, a letter a rule.
fn outcomes(policy: &Policy<&str>, text: &str, identifier: &str) -> String {
    let mut ends = [0; LINES];
    let dictionary = Dictionary::new(WORDS, line_ends(WORDS, &mut ends));
    let password = look_at(text, identifier, Some(dictionary));
    let letter = |rule| match policy.outcome(rule, &password) {
        Outcome::Kept => 'k',
        Outcome::Broken => 'b',
        Outcome::Doubtful => 'd',
        Outcome::Unknown => 'u',
    };
    policy.rules().map(letter).collect()
}

/// Length, upper, lower, digit, symbol, bytes: the rules of Moodle's defaults.
#[test]
fn moodle_defaults_count_as_moodle_does() {
    let check = |text: &str, expected| {
        assert_eq!(outcomes(&Policy::moodle(), text, ""), expected, "{text}");
    };
    for accepted in ["Motdepasse1*", "Élève123 ab", "Abcde1 x", "Ab1😀cdef"] {
        check(accepted, "kkkkkk");
    }
    check("Ab1😀cde", "bkkkkk");
    check("Abcdef1é", "kkkkbk");
    check("Abcdef12", "kkkkbk");
    check("09X1234567XYZ", "kkbkbk");
    check("E\u{301}", "bkbbkk");
    check("", "bbbbbk");
    check(&format!("Aa1*{}", "é".repeat(62)), "kkkkkk");
    check(&format!("Aa1*{}", "é".repeat(63)), "kkkkkb");
}

#[test]
fn characters_that_look_like_letters_or_digits_are_symbols() {
    for odd in "ªº²½ⅣǅⒶ 😀\u{301}".chars() {
        let classes = count(odd.encode_utf8(&mut [0; 4])).classes;
        assert_eq!(classes, Minimums { symbol: 1, ..Minimums::default() }, "{odd}");
    }
}

#[test]
fn runs_are_counted_by_character_and_for_moodle_by_byte() {
    let runs = |runs_of_bytes| Policy {
        max_consecutive_identical: Some(2),
        min_length: 1,
        runs_of_bytes,
        ..Policy::<&str>::default()
    };
    for (text, by_character, by_byte) in [
        ("aaa1", "kb", "kb"),
        ("000", "kb", "kb"),
        ("aAaA", "kk", "kk"),
        ("aabb", "kk", "kk"),
        ("éééééé", "kb", "kk"),
        ("😀😀😀", "kb", "kk"),
        ("\u{AAAA}", "kk", "kk"),
        ("\u{2AAAA}\u{AAAA}", "kk", "kb"),
    ] {
        assert_eq!(outcomes(&runs(false), text, ""), by_character, "{text}");
        assert_eq!(outcomes(&runs(true), text, ""), by_byte, "{text}");
    }
    assert!(Policy::<&str>::moodle().runs_of_bytes);
}

#[test]
fn only_the_allowed_symbols_may_occur() {
    let policy = Policy { allowed_symbols: Some("-* "), min_length: 1, ..Policy::default() };
    for (text, expected) in [("a-b*c 1É", "kk"), ("a+b", "kb"), ("a😀", "kb")] {
        assert_eq!(outcomes(&policy, text, ""), expected, "{text}");
    }
}

fn forbidding(forbidden: Forbidden) -> Policy<&'static str> {
    Policy { forbid: [forbidden].into_iter().collect(), ..Policy::default() }
}

#[test]
fn an_identifier_is_found_without_case_and_accents() {
    let policy = forbidding(Forbidden::Identifier);
    for (text, identifier, expected) in [
        ("xxJDupont9", "jdupont", "b"),
        ("xxJDUPÔNT9", "jdupont", "b"),
        ("jdupon9", "jdupont", "k"),
        ("Helene.Martin1", "hélène.martin@ac-lille.fr", "b"),
        ("ac-lille.fr", "hélène.martin@ac-lille.fr", "k"),
        ("cœur-de-lion", "COEUR", "b"),
        ("xxJdupont9", "\u{A0}j dupont\u{200B}\t", "b"),
        ("jdupont", "", "u"),
        ("jdupont", "jd", "u"),
    ] {
        assert_eq!(outcomes(&policy, text, identifier), expected, "{text} {identifier}");
    }
}

#[test]
fn words_of_five_letters_are_refused_and_of_four_doubtful() {
    let policy = forbidding(Forbidden::Dictionary);
    for (text, expected) in [
        ("xxSOLEIL12", "b"),
        ("ÉlÈve9", "b"),
        ("x1motdepasse", "b"),
        ("Lune-42-xq", "d"),
        ("xqWv7-kjzB92", "k"),
        ("s.o.l.e.i.l", "k"),
        ("E\u{301}le\u{300}ve", "b"),
        ("", "k"),
    ] {
        assert_eq!(outcomes(&policy, text, ""), expected, "{text}");
    }
}

/// Every word of the file is found, and no other text of its length.
#[test]
fn the_dictionary_holds_its_words() {
    let mut ends = [0; LINES];
    let dictionary = Dictionary::new(WORDS, line_ends(WORDS, &mut ends));
    let words: std::collections::HashSet<String> = all_words().into_iter().collect();
    assert_eq!(words.len(), 20_000);
    for word in &words {
        let found = dictionary.longest_in(word).expect(word);
        assert_eq!(found.letters().collect::<String>(), *word);
        let bare = format!("{word}q");
        let longer = dictionary.longest_in(&bare).map(|found| found.length);
        assert!(longer >= Some(word.len()), "{bare}");
        assert!(longer == Some(word.len()) || words.contains(&bare), "{bare}");
    }
}

/// The words of the file, read in the plain way.
fn all_words() -> Vec<String> {
    let text = std::str::from_utf8(WORDS).expect("the dictionary is text");
    let letters = || 'a'..='z';
    let pairs = letters().flat_map(|first| letters().map(move |second| format!("{first}{second}")));
    let mut words: Vec<String> = Vec::new();
    for (pair, line) in pairs.zip(text.lines()) {
        let mut word = pair.clone();
        let mut suffixes = line.split(|char: char| char.is_ascii_uppercase()).skip(1);
        for capital in line.chars().filter(char::is_ascii_uppercase) {
            word.truncate(2 + (capital as usize - 'A' as usize));
            word.push_str(suffixes.next().expect("a suffix follows each capital"));
            words.push(word.clone());
        }
    }
    words
}

#[test]
fn a_numen_is_found_in_any_case() {
    let policy = forbidding(Forbidden::Numen);
    for (text, expected) in [
        ("09X1234567XYZ", "b"),
        ("..09x1234567xyz!", "b"),
        ("9X1234567XYZ", "k"),
        ("09X1234567XY", "k"),
        ("09X1234567XYé", "k"),
    ] {
        assert_eq!(outcomes(&policy, text, ""), expected, "{text}");
    }
}

#[test]
fn a_date_of_birth_is_found_however_it_is_written() {
    let policy = forbidding(Forbidden::BirthDate);
    for (text, expected) in [
        ("x10011964y", "b"),
        ("10/01/1964", "b"),
        ("1964-01-10!", "b"),
        ("Paul100164", "d"),
        ("31/02/1964", "k"),
        ("29021964", "b"),
        ("29021965", "k"),
        ("12345678", "k"),
        ("x1001641", "k"),
        ("10011864", "k"),
    ] {
        assert_eq!(outcomes(&policy, text, ""), expected, "{text}");
    }
}

#[test]
fn strength_follows_the_examples_of_the_cnil() {
    for (text, expected) in [
        ("Xk7*", Strength::Weak),
        ("abcdefghijklmnop", Strength::Weak),
        ("Abcdef12", Strength::WithLimitedAttempts),
        ("abcdef1*", Strength::WithLimitedAttempts),
        ("Abcdefghij1*", Strength::Alone),
        ("Abcdefghijkl1", Strength::WithLimitedAttempts),
        ("Abcdefghijklm1", Strength::Alone),
        ("Abcdefghijklm-", Strength::Alone),
        ("Abcdefghijklmn", Strength::Weak),
        ("aa aa aa aa aa aa aa", Strength::Weak),
        ("le chat dort sur un vieux banc", Strength::Alone),
        ("le chat dort sur un banc", Strength::Weak),
        ("", Strength::Weak),
    ] {
        assert_eq!(estimate(text, &count(text)), expected, "{text}");
    }
}

#[test]
fn rules_come_in_the_order_in_which_they_are_read() {
    let policy: Policy<&str> = Policy {
        max_length: Some(20),
        forbid: Forbidden::ALL.into_iter().collect(),
        ..Policy::moodle()
    };
    let rules: Vec<Rule> = policy.rules().collect();
    assert_eq!(rules.first(), Some(&Rule::MinLength(8)));
    assert_eq!(rules.last(), Some(&Rule::Forbidden(Forbidden::BirthDate)));
    assert_eq!(rules.len(), 11);
}
