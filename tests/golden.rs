//! Golden sites: `tests/golden/<case>/in` is a small site, `stderr.txt` is what pasapas says of it,
//! and `out/` holds those of its outputs that the case is about.
//!
//! `PASAPAS_BLESS=1 cargo test --test golden` writes what comes out now into the files that exist
//! (and `stderr.txt` in any case); read the difference before you commit it.

#![expect(clippy::disallowed_methods, reason = "tests read files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pasapas::compile::{Memo, Plan, compile};
use pasapas::diagnostic::{Code, Diagnostic, without_repetitions};
use pasapas::discover::{Options, discover};
use pasapas::inputs::Inputs;
use pasapas::report::{SourceFile, Style, report};
use pasapas::span::FileId;

/// Codes that come from the machine, not from the content of a site: `tests/cli.rs` has their tests; and from
/// what is printed: `tests/handouts.rs`.
const ELSEWHERE: [Code; 7] = [
    Code::LostCharacter,
    Code::Unreadable,
    Code::TooLarge,
    Code::LinkOutside,
    Code::ForeignOutput,
    Code::Unwritable,
    Code::OutputBusy,
];

/// Codes whose message says all that can be said: what the template engine found, in its words.
const SELF_EXPLAINING: [Code; 1] = [Code::Template];

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir(golden())
        .expect("tests/golden is there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.join("in").is_dir())
        .collect();
    cases.sort();
    cases
}

fn blessing() -> bool {
    std::env::var_os("PASAPAS_BLESS").is_some()
}

/// What a case says and makes.
struct Outcome {
    diagnostics: Vec<Diagnostic>,
    report: String,
    plan: Plan,
}

fn run(case: &Path) -> Outcome {
    let found = discover(&case.join("in"), Options::default());
    let mut diagnostics = found.diagnostics;
    let mut plan = Plan::default();
    let inputs = found
        .value
        .inputs
        .map(|inputs| Inputs { today: "2026-11-02".parse().expect("this date exists"), ..inputs });
    if let Some(mut inputs) = inputs.clone() {
        plan = compile(&mut inputs, &Memo::default()).take(&mut diagnostics);
        let rendered = plan.paths().map(|path| plan.render(path).diagnostics);
        diagnostics.extend(without_repetitions(rendered.flatten().collect()));
    }
    let paths = inputs.iter().flat_map(|inputs| &inputs.files);
    let sources: Vec<(FileId, SourceFile<'_>)> = paths
        .map(|(path, file)| (FileId::of(path), SourceFile { path, text: file.text() }))
        .collect();
    let source = |id| sources.iter().find(|(known, _)| *known == id).map(|(_, source)| *source);
    let report = report(&diagnostics, &source, Style::Plain);
    Outcome { diagnostics, report, plan }
}

#[test]
fn every_case_says_and_makes_what_its_files_hold() {
    let mut differences = Vec::new();
    for case in cases() {
        let outcome = run(&case);
        compare(&case.join("stderr.txt"), outcome.report.as_bytes(), &mut differences);
        for path in files(&case.join("out")) {
            let relative = path.strip_prefix(case.join("out")).expect("it is below");
            let name = relative.to_str().expect("paths of cases are UTF-8");
            let bytes = outcome.plan.render(name).value.unwrap_or_default();
            compare(&path, &bytes, &mut differences);
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}

#[test]
fn every_diagnostic_has_a_case() {
    let said: BTreeSet<Code> = cases()
        .iter()
        .flat_map(|case| run(case).diagnostics)
        .map(|diagnostic| diagnostic.code)
        .collect();
    let untested: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !said.contains(code) && !ELSEWHERE.contains(code))
        .map(|code| code.name())
        .collect();
    assert!(untested.is_empty(), "no case of tests/golden says: {}", untested.join(", "));
}

#[test]
fn no_error_leaves_the_webmaster_without_help() {
    for case in cases() {
        for diagnostic in run(&case).diagnostics {
            assert!(!diagnostic.message.is_empty(), "{}: {diagnostic:?}", case.display());
            let helps = diagnostic.help.as_deref().is_some_and(|help| !help.trim().is_empty());
            let explained = SELF_EXPLAINING.contains(&diagnostic.code);
            assert!(helps || explained, "no help, {}: {diagnostic:?}", case.display());
            let sentence = diagnostic.message.trim_end().ends_with(['.', '!', '?', '»', ')']);
            assert!(sentence || diagnostic.code == Code::Template, "{diagnostic:?}");
        }
    }
}

fn compare(file: &Path, actual: &[u8], differences: &mut Vec<String>) {
    let expected = fs::read(file).unwrap_or_default();
    if expected == actual {
        return;
    }
    if blessing() {
        fs::write(file, actual).expect("a golden file can be written");
        return;
    }
    differences.push(format!(
        "{}\n--- expected\n{}\n--- actual\n{}",
        file.strip_prefix(golden()).unwrap_or(file).display(),
        String::from_utf8_lossy(&expected),
        String::from_utf8_lossy(actual)
    ));
}

/// All files below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect();
    files.sort();
    files
}
