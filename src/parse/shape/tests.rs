//! What patterns mean, and what is said of what somebody types: corrections, and other fields' contents.

use pasapas_checker::answer::{Question, answer};
use pasapas_checker::shape::Walk;
use pasapas_checker::{Record, rules};

use super::{compile_kind, compile_pattern};
use crate::model::academy::{Identifier, IdentifierKind};

const TODAY: u32 = 20_261_001;

/// The lines of the answer: verdict, place, what was typed, a correction, a note.
fn lines(kind: IdentifierKind, text: &str) -> Vec<String> {
    let shape = compile_kind(&kind).expect("these kinds can be compiled");
    let confidential = kind.is_confidential();
    let identifier =
        Identifier { label: "".into(), hint: None, kind, shape, confidential, valid: Vec::new() };
    let file = rules::write(&[Record::Identifier::<Box<str>, Box<[u8]>>(identifier.format(&[]))]);
    let (rules, dictionary) = (&file[..], None);
    let question = Question { rules, record: 0, text, identifier: "", today: TODAY, dictionary };
    let mut out = [0; 4096];
    let length = answer(&question, &mut out);
    str::from_utf8(&out[..length]).unwrap().split('\n').map(str::to_owned).collect()
}

fn mail() -> IdentifierKind {
    IdentifierKind::Mail { domain: "ac-lille.fr".into() }
}

fn course() -> IdentifierKind {
    IdentifierKind::CourseLink { prefixes: vec!["https://a.exemple.fr/ac-lille/".into()] }
}

fn name() -> IdentifierKind {
    IdentifierKind::Pattern("[A-Za-z'-]{2,20}".into())
}

#[test]
fn what_looks_like_a_sign_becomes_that_sign_and_keeps_its_case() {
    let address = "https://a.exemple.fr/ac-lille/course/view.php?id=12";
    for (kind, typed, meant) in [
        (name(), "Le\u{2011}Gall", "Le-Gall"),
        (name(), "Le–Gall", "Le-Gall"),
        (name(), "Le—Gall", "Le-Gall"),
        (name(), "Le−Gall", "Le-Gall"),
        (name(), "D’Arc", "D'Arc"),
        (name(), "D`Arc", "D'Arc"),
        (name(), "АВСDupont", "ABCDupont"),
        (name(), "ΑΒΕhélèNe", "ABEheleNe"),
        (name(), "Ｄｕｐｏｎｔ", "Dupont"),
        (name(), "𝐃upont", "Dupont"),
        (name(), "Œuﬃeﬁ", "OEuffiefi"),
        (name(), "He\u{301}le\u{300}ne", "Helene"),
        (IdentifierKind::Login, "Hélène–Dupont", "helene-dupont"),
        (IdentifierKind::Login, "jduроnt１２", "jdupont12"),
        (IdentifierKind::Login, "jdupont٣", "jdupont3"),
        (mail(), "Prénom.Nom@AC‑LILLE·FR", "Prenom.Nom@ac-lille.fr"),
        (mail(), "Jean․Nom＠ac–lille。fr", "Jean.Nom@ac-lille.fr"),
        (IdentifierKind::Numen, "О9х1234567хуz", "09X1234567XYZ"),
        (IdentifierKind::Numen, "O9xl234567xyz", "09X1234567XYZ"),
        (IdentifierKind::Uai, "０７５０６５５ｅ", "0750655E"),
        (course(), "https：⁄∕a.exemple.fr/ac‑lille／course/view.php？id＝１２", address),
        (course(), "HTTP://A.exemple.fr/ac-lille/course/view.php?id=12", address),
        (course(), "a.exemple.fr/ac-lille/course/view.php?id=12", address),
    ] {
        let answer = lines(kind, typed);
        assert_eq!((&*answer[0], &*answer[3]), ("w", meant), "{typed}");
    }
}

#[test]
fn a_server_whose_name_only_looks_right_is_not_corrected() {
    for trap in ["а", "ı", "0"] {
        let address = format!("https://a.exempl{trap}.fr/ac-lille/course/view.php?id=12");
        assert_eq!(lines(course(), &address)[3], "", "{address}");
    }
}

#[test]
fn dates_are_read_however_they_are_written() {
    for typed in [
        "10/1/64",
        "10/01/64",
        "1964-01-10",
        "1964/1/10",
        "10.01.64",
        "10.1.1964",
        "10-1-1964",
        "10–01–1964",
        "10 01 1964",
        "10011964",
        "19640110",
        "100164",
        "10 janvier 1964",
        "10 Janv. 64",
        "mardi 10 janvier 1964",
        "January 10, 1964",
        "１０／０１／１９６４",
        "١٠/٠١/١٩٦٤",
    ] {
        assert_eq!(lines(IdentifierKind::Date, typed)[3], "10/01/1964", "{typed}");
    }
    for (typed, meant) in [
        ("1er août 05", "01/08/2005"),
        ("2/10/26", "02/10/1926"),
        ("1/10/26", "01/10/2026"),
        ("29 fév. 1964", "29/02/1964"),
        ("3 juin 1970", "03/06/1970"),
        ("3 JUILLET 1970", "03/07/1970"),
        ("31/4/64", ""),
        ("10/1/196", ""),
        ("10/1", ""),
        ("1/2/3/64", ""),
        ("10 brumaire 1964", ""),
    ] {
        let answer = lines(IdentifierKind::Date, typed);
        assert_eq!(answer[3], meant, "{typed}");
    }
}

#[test]
fn a_birth_is_neither_to_come_nor_longer_ago_than_a_life() {
    for (typed, note) in [
        ("01/10/2026", ""),
        ("02/10/2026", "f"),
        ("10/01/2064", "f"),
        ("01/10/1906", ""),
        ("30/09/1906", "o"),
    ] {
        let answer = lines(IdentifierKind::Date, typed);
        assert_eq!((&*answer[0], &*answer[4]), ("v", note), "{typed}");
    }
}

#[test]
fn what_belongs_into_another_field_is_recognised() {
    for (kind, typed, note) in [
        (IdentifierKind::Login, "prenom.nom@ac-lille.fr", "lm"),
        (IdentifierKind::Login, "prenom.nom＠exemple.fr", "lm"),
        (IdentifierKind::Numen, "prenom.nom@ac-lille.fr", "lm"),
        (name(), "prenom.nom@ac-lille.fr", "lm"),
        (mail(), "jdupont", "ll"),
        (mail(), "mle-dupond2", "ll"),
        (mail(), "jdu", ""),
        (mail(), "prenom.nom", ""),
        (mail(), "prenom.nom@exemple.fr", ""),
        (IdentifierKind::Numen, "jdupont", "ll"),
        (IdentifierKind::Login, "09X1234567XYZ", "ln"),
        (mail(), "09x1234567xyz", "ln"),
        (IdentifierKind::Uai, "09X1234567XYZ", "ln"),
        (IdentifierKind::Numen, "0750655E", "lu"),
        (IdentifierKind::Login, "0750655e", "lu"),
        (IdentifierKind::Login, "0750655A", ""),
        (IdentifierKind::Login, "10/01/1964", "ld"),
        (IdentifierKind::Login, "https://exemple.fr/", "lw"),
        (IdentifierKind::Login, "jdupont", ""),
        (IdentifierKind::Login, "jdupont1234", ""),
        (IdentifierKind::Login, "JDupont", ""),
    ] {
        assert_eq!(lines(kind, typed)[4], note, "{typed}");
    }
}

#[test]
fn digits_and_letters_of_a_pattern_are_those_of_ascii() {
    let admits = |pattern: &str, text: &str| {
        let shape = compile_pattern(pattern).expect(pattern);
        shape.walk(0, text.chars()) == Walk::Complete
    };
    for (pattern, right, wrong) in [
        (r"\d", "4", "٤４४²"),
        (r"[\d.]", "4.", "٤４"),
        (r"\w", "aZ_9", "éаΑſＫ"),
        (r"[^\W\d]", "aZ", "9é\u{212A}"),
        (r"\D", "aé٤", "4"),
        (r"[[:digit:]]", "4", "٤"),
        (r"(?i)k", "kK", "\u{212A}"),
        (r"(?i)[a-z]", "sSkK", "ſ\u{212A}é"),
        (r"(?i)é", "éÉ", "eE"),
        (r"\ba\b", "a", "é"),
        (r".", "aé4٤", ""),
        (r"é", "é", "eÉ"),
    ] {
        for char in right.chars() {
            assert!(admits(pattern, &char.to_string()), "{pattern} {char}");
        }
        for char in wrong.chars() {
            assert!(!admits(pattern, &char.to_string()), "{pattern} {char}");
        }
    }
    assert!(compile_pattern(r"\w{2,30}\.\w{2,30}").is_ok(), "small enough now");
}
