use super::*;
use crate::diagnostic::Code;

const PATH: &str = "content/a.md";

/// An error at the first `quote` in `text`, with help.
fn at(text: &str, quote: &str) -> Diagnostic {
    let start = text.find(quote).unwrap();
    let span = Span::new(FileId::of(PATH), start, start + quote.len());
    Diagnostic::error(Code::UnknownKey, span, "Guide : la clé n'existe pas.").help("Retirez-la !")
}

fn shown(text: &str, diagnostics: &[Diagnostic], style: Style) -> String {
    let file = SourceFile { path: PATH, text: Some(text) };
    let drawn = report(diagnostics, &|id| (id == FileId::of(PATH)).then_some(file), style);
    drawn.replace('\u{A0}', "~").replace('\u{202F}', "_")
}

/// Compares the lines from the source's on, without the message and the help.
fn check_snippet(text: &str, quote: &str, width: usize, expected: [&str; 2]) {
    let drawn = shown(text, &[at(text, quote)], Style::Terminal { color: false, width });
    let lines: Vec<&str> = drawn.lines().skip(3).take(2).collect();
    assert_eq!(lines, expected, "{drawn}");
}

#[test]
fn an_error_shows_its_line_and_what_to_do() {
    let text = "---\ntitel: X\n---\n";
    assert_eq!(
        shown(text, &[at(text, "titel")], Style::Plain),
        "erreur[unknown-key]: Guide~: la clé n’existe pas.\n  \
         ┌─ content/a.md:2:1\n  \
         │\n\
         2 │ titel: X\n  \
         │ ━━━━━\n  \
         └ aide~: Retirez-la_!\n"
    );
}

#[test]
fn colours_change_nothing_but_colours() {
    let text = "titel: X\n";
    let style = Style::Terminal { color: true, width: 120 };
    let colored = shown(text, &[at(text, "titel")], style);
    assert!(colored.contains("\x1b[1;31m━━━━━\x1b[0m"), "{colored}");
    let plain = ["1;31", "1", "34", "0"]
        .iter()
        .fold(colored, |text, code| text.replace(&format!("\x1b[{code}m"), ""));
    assert_eq!(plain, shown(text, &[at(text, "titel")], Style::Plain));
}

#[test]
fn what_has_no_line_shows_its_path_or_nothing() {
    let whole = Diagnostic::warning(Code::StrayFile, Span::start_of(FileId::of(PATH)), "Égaré.");
    let unknown = Diagnostic::error(Code::TooLarge, Span::start_of(FileId::of("gone")), "Gros.");
    let placeless = Diagnostic::placeless(Code::OutputBusy, "Occupé.").help("Attendez.");
    assert_eq!(
        shown("text", &[placeless, unknown, whole], Style::Plain),
        "avertissement[stray-file]: Égaré.\n  ┌─ content/a.md\n\n\
         erreur[output-busy]: Occupé.\n  └ aide~: Attendez.\n\n\
         erreur[too-large]: Gros.\n"
    );
}

#[test]
fn carets_stand_under_wide_characters_and_tabulations() {
    check_snippet("\tclé: x", "clé", 80, ["1 │     clé: x", "  │     ━━━"]);
    check_snippet("漢字 x 漢", "x", 80, ["1 │ 漢字 x 漢", "  │      ━"]);
    check_snippet("a 漢字 b", "漢字", 80, ["1 │ a 漢字 b", "  │   ━━━━"]);
    check_snippet("e\u{301}te x\r\nnext", "x", 80, ["1 │ e\u{301}te x", "  │     ━"]);
}

#[test]
fn a_place_over_several_lines_marks_the_first_and_an_empty_one_a_cell() {
    check_snippet("a\nbc\nde", "c\nd", 80, ["2 │ bc", "  │  ━"]);
    let empty = Diagnostic::error(Code::MissingKey, Span::new(FileId::of(PATH), 2, 2), "Vide.");
    let drawn = shown("ab", &[empty], Style::Plain);
    assert!(drawn.ends_with("1 │ ab\n  │   ━\n"), "{drawn}");
}

#[test]
fn a_very_long_line_is_cut_around_the_place() {
    let text = format!("{}HERE{}", "a".repeat(1_000_000), "b".repeat(1_000_000));
    check_snippet(&text, "HERE", 34, ["1 │ …aaaaaaaaaHEREbbbbbbbbbbbbbbb…", "  │           ━━━━"]);
    let json = shown(&text, &[at(&text, "HERE")], Style::Json);
    let records: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(records[0]["column"], 1_000_001);
    let source: Vec<char> = records[0]["source"].as_str().unwrap().chars().collect();
    assert_eq!(source.len(), 200);
    let mark = |at: usize| records[0]["mark"][at].as_u64().unwrap() as usize;
    assert_eq!(source[mark(0)..mark(1)].iter().collect::<String>(), "HERE");
}

#[test]
fn a_source_cannot_command_the_terminal() {
    check_snippet("a\x1b[31m\u{202E}x", "x", 80, ["1 │ a\u{FFFD}[31m\u{FFFD}x", "  │        ━"]);
    let message = Diagnostic::placeless(Code::BadValue, "bad\x1b[2J\nline");
    assert_eq!(shown("", &[message], Style::Plain), "erreur[bad-value]: bad\u{FFFD}[2J line\n");
}

#[test]
fn json_gives_the_same_set_in_the_same_order() {
    let text = "été: 1\r\nb: 2\r\n";
    let warning = Diagnostic::warning(
        Code::InsecureLink,
        Span::new(FileId::of(PATH), 0, "été".len()),
        "Attention !",
    );
    let json = shown(text, &[at(text, "b"), warning], Style::Json);
    let records: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        records,
        serde_json::json!([
            {
                "severity": "warning", "code": "insecure-link", "file": PATH,
                "line": 1, "column": 1, "end_line": 1, "end_column": 4, "start": 0, "end": 5,
                "source": "été: 1", "mark": [0, 3], "message": "Attention_!", "help": null,
                "notes": []
            },
            {
                "severity": "error", "code": "unknown-key", "file": PATH,
                "line": 2, "column": 1, "end_line": 2, "end_column": 2, "start": 10, "end": 11,
                "source": "b: 2", "mark": [0, 1], "message": "Guide~: la clé n’existe pas.",
                "help": "Retirez-la_!", "notes": []
            }
        ])
    );
}

#[test]
fn a_terminal_shows_as_many_problems_as_anybody_reads_and_machines_are_given_all() {
    let text = "x\n".repeat(100);
    let one = |at: usize, severity| {
        let span = Span::new(FileId::of(PATH), 2 * at, 2 * at + 1);
        let error = Diagnostic::error(Code::UnknownKey, span, format!("Problème {at}."));
        Diagnostic { severity, ..error }
    };
    let warnings = |number| (0..number).map(|at| one(at, Severity::Warning));
    let errors = |number| (50..50 + number).map(|at| one(at, Severity::Error));
    let drawn = |number: usize, errors_too: usize| {
        let all: Vec<_> = warnings(number).chain(errors(errors_too)).collect();
        let json = shown(&text, &all, Style::Json);
        let records: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(records.as_array().unwrap().len(), all.len());
        let drawn = shown(&text, &all, Style::Plain);
        let counts = ["erreur[", "avertissement["].map(|word| drawn.matches(word).count());
        (counts, drawn.lines().last().unwrap_or_default().to_owned())
    };
    assert_eq!(drawn(40, 10).0, [10, 40]);
    assert!(!drawn(40, 10).1.contains("autre"));
    let (counts, end) = drawn(50, 45);
    assert_eq!(counts, [45, 5]);
    assert_eq!(end, "… et 45~autres problèmes~: corrigez d’abord ceux-ci.");
    let (counts, end) = drawn(1, 50);
    assert_eq!(counts, [50, 0]);
    assert_eq!(end, "… et un autre problème~: corrigez d’abord ceux-ci.");
}

#[test]
fn json_holds_no_character_that_commands_a_terminal_or_hides() {
    let odd = "a\x1b[2Jb\u{9B}c\u{202E}d\u{2028}e\u{FEFF}f\u{E0041}g\u{7F}h\ri";
    let text = format!("{odd}\n");
    let json = shown(&text, &[at(&text, "h")], Style::Json);
    let commands = |char: char| char != '\n' && prose::visible(char) != char;
    assert!(!json.contains(commands), "{json:?}");
    let records: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(records[0]["source"], odd);
}
