//! Laws that hold for every site and every sequence of edits.

#![expect(clippy::disallowed_methods, reason = "tests read files")]

use std::collections::BTreeMap;

use pasapas::compile::{Plan, compile};
use pasapas::diagnostic::Diagnostic;
use pasapas::inputs::{InputFile, Inputs};
use pasapas::memo::Memo;
use pasapas::report::{SourceFile, Style, report};
use pasapas::span::FileId;
use proptest::prelude::*;

/// Texts that a file may have: right ones, and ones that are wrong in several ways.
const TEXTS: &[(&str, &[&str])] = &[
    (
        "site.yaml",
        &[
            "title: Site\nbase_url: https://a.exemple.fr/\npublisher: { name: X }\n",
            "title: Autre titre\nbase_url: https://a.exemple.fr/x/\npublisher: { name: X }\nlanguage: en\n",
            "title: [\n",
        ],
    ),
    ("content/glossary.yaml", &["- { term: NUMEN, definition: \"Voir [[accueil]]\" }\n", "[]\n"]),
    (
        "content/accueil.md",
        &[
            "---\ntitle: Accueil\n---\nTexte {{ services.portal.name }} et [[suite#fin|la fin]].\n",
            "---\ntitle: Autre accueil\norder: 3\nneed: J’arrive\n---\n\n\nTexte {{ services.portal.name }}.\n",
            "---\ntitle: Accueil\n---\n# Non\n\n{{ pas.connu }}\n\n::procedure[connexion]\n",
            "sans en-tête\n",
        ],
    ),
    (
        "content/suite.md",
        &[
            "---\ntitle: Suite\n---\n## Début\n\n::procedure[connexion]\n\n## Fin\n\n[[accueil]]\n",
            "---\ntitle: Suite\nacademies: [lyon]\n---\n## Fin\n",
            "---\ntitle: Suite\ndraft: true\n---\n",
            "---\ntitle: Suite\n---\n::password-checker[p]\n\n::identifier-checker[cours]\n",
        ],
    ),
    (
        "content/procedures/connexion.yaml",
        &[
            "steps:\n  - { id: un, action: \"Ouvrez [x]({{ services.portal.url }}).\" }\n  - { id: deux, action: Validez. }\n",
            "extends: autre\nsteps: []\n",
            "steps:\n  - { id: un, action: A }\n  - { id: un, action: B }\n",
        ],
    ),
    (
        "content/procedures/autre.yaml",
        &["extends: connexion\n", "steps:\n  - { id: a, action: A }\n"],
    ),
    (
        "academies/lille/academy.yaml",
        &[
            "name: Lille\nmail_domain: ac-lille.fr\nservices: { portal: { name: Éduline, url: \"https://e.fr/\" } }\n",
            "name: Lille\nmail_domain: ac-lille.fr\n",
            "name: Lille\nmail_domain: ac-lille.fr\nmail_domain: b\n",
            "name: Lille\nmail_domain: ac-lille.fr\nservices: { portal: { name: É, url: \"https://e.fr/\" } }\npolicies: { p: { label: P, preset: moodle } }\nidentifiers: { cours: { label: C, kind: course-link, prefix: \"https://c.fr/lille/\" } }\n",
        ],
    ),
    (
        "academies/lyon/academy.yaml",
        &[
            "name: Lyon\nmail_domain: ac-lyon.fr\ncolor: \"#046\"\nservices: { portal: { name: Portail, url: \"https://p.fr/\" } }\n",
            "name: Lyon\nmail_domain: ac-lyon.fr\ncolor: \"#fc0\"\nlogo: { image: non.png, alt: Lyon }\n",
            "name: Lyon\nmail_domain: ac-lyon.fr\nservices: { portal: { name: P, url: \"https://p.fr/\" } }\npolicies: { p: { label: P, min_length: 9 } }\nidentifiers: { cours: { label: C, kind: course-link, prefix: \"https://c.fr/lyon/\", valid: [\"https://c.fr/lyon/course/view.php?id=1\"] } }\n",
        ],
    ),
    (
        "academies/lyon/procedures/connexion.yaml",
        &[
            "extends: connexion\nremove: [deux]\nsteps:\n  - { id: trois, after: un, action: \"Voir [[propre]].\" }\n",
            "extends: connexion\nremove: [rien]\n",
        ],
    ),
    (
        "academies/lyon/guides/propre.md",
        &[
            "---\ntitle: Propre\nprerequisites: [\"[[lille/accueil]]\"]\n---\n[[accueil]] et [[nulle-part]]\n",
            "---\ntitle: Propre\n---\n[[suite]]\n",
        ],
    ),
];

/// One edit: the file with this number gets the text with this number, or is removed.
type Edit = (usize, Option<usize>);

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let one = (0..TEXTS.len(), prop::option::weighted(0.85, 0..4_usize));
    prop::collection::vec(one, 1..12)
}

fn theme() -> BTreeMap<Box<str>, InputFile> {
    let mut files = BTreeMap::new();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["templates", "locales", "assets"] {
        let path = format!("themes/default/{folder}");
        for entry in std::fs::read_dir(root.join(&path)).expect("the theme is there") {
            let entry = entry.expect("it can be read");
            let Ok(bytes) = std::fs::read(entry.path()) else { continue };
            let name = entry.file_name().into_string().expect("names are UTF-8");
            files.insert(format!("{path}/{name}").into(), InputFile::new(bytes));
        }
    }
    files
}

fn inputs(files: &BTreeMap<Box<str>, InputFile>) -> Inputs {
    let today = "2026-11-02".parse().expect("this date exists");
    Inputs { files: files.clone(), today, drafts: false, keep_texts: true }
}

/// Everything that a build gives.
fn everything(plan: &Plan) -> Vec<(String, Option<Vec<u8>>, Vec<Diagnostic>)> {
    plan.paths()
        .map(|path| {
            let rendered = plan.render(path);
            (path.to_owned(), rendered.value, rendered.diagnostics)
        })
        .collect()
}

fn apply(files: &mut BTreeMap<Box<str>, InputFile>, (file, text): Edit) {
    let (path, texts) = TEXTS[file];
    match text {
        Some(text) => {
            let bytes = texts[text % texts.len()].as_bytes().to_vec();
            files.insert(path.into(), InputFile::new(bytes));
        }
        None => _ = files.remove(path),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_warm_memo_changes_nothing(edits in edits()) {
        let memo = Memo::default();
        let mut files = theme();
        for file in 0..TEXTS.len() {
            apply(&mut files, (file, Some(0)));
        }
        for edit in edits {
            apply(&mut files, edit);
            let warm = compile(&mut inputs(&files), &memo);
            let cold = compile(&mut inputs(&files), &Memo::default());
            prop_assert_eq!(&warm.diagnostics, &cold.diagnostics);
            prop_assert_eq!(everything(&warm.value), everything(&cold.value));
        }
    }
}

/// Pieces of which hostile files are made.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "---\n",
            "title: ",
            "steps:\n",
            "  - id: a\n",
            "    action: ",
            "&a ",
            "*a",
            "[",
            "]",
            "{",
            "}",
            "{{",
            "}}",
            "{{ a.b }}",
            "[[",
            "]]",
            "[[a#b|c]]",
            "::",
            "::procedure[a]",
            "\n\n",
            "\n",
            "  ",
            "\t",
            "\r\n",
            "# ",
            "#### ",
            "> [!NOTE]\n> ",
            "| a | b |\n| - | - |\n",
            "[^1]",
            "[^1]: x\n",
            "```rust\n",
            "`",
            "**",
            "_",
            "<b>",
            "<!--",
            "-->",
            "![x](y)",
            "[x](javascript:y)",
            "<http://a>",
            "« é »",
            "'",
            "...",
            "\u{202F}",
            "\u{F0000}",
            "\u{FEFF}",
            "\0",
            "é",
            "😀",
            "\"",
            ": ",
            "- ",
            "|\n  ",
            ">\n  ",
            "choice: q\n",
            "options:\n",
            "screenshot:\n",
            "marks:\n",
            "extends: a\n",
            "1e999",
            "-0",
            "~",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn no_file_makes_it_panic(file in 0..TEXTS.len(), text in hostile(), keep in any::<bool>()) {
        let mut files = theme();
        for file in 0..TEXTS.len() {
            apply(&mut files, (file, Some(0)));
        }
        let (path, texts) = TEXTS[file];
        let text = if keep { format!("{}{text}", texts[0]) } else { text };
        files.insert(path.into(), InputFile::new(text.clone().into_bytes()));
        let built = compile(&mut inputs(&files), &Memo::default());
        everything(&built.value);
        let source = |id| files.iter().find(|(path, _)| FileId::of(path) == id).map(|(path, file)| {
            SourceFile { path, text: file.text() }
        });
        for style in [Style::Plain, Style::Json, Style::Terminal { color: true, width: 40 }] {
            prop_assert!(style == Style::Json || built.diagnostics.is_empty() || !report(&built.diagnostics, &source, style).is_empty());
        }
        for diagnostic in built.diagnostics.iter().filter(|it| it.span.is_some_and(|span| span.file == FileId::of(path))) {
            let span = diagnostic.span.expect("it was looked for");
            let seen = files[path].text().expect("it is UTF-8");
            prop_assert!(seen.get(span.start as usize..span.end as usize).is_some(), "{diagnostic:?} in {seen:?}");
        }
    }
}

#[test]
fn the_right_texts_make_a_site_without_errors() {
    let mut files = theme();
    for file in 0..TEXTS.len() {
        apply(&mut files, (file, Some(0)));
    }
    files.remove("academies/lyon/guides/propre.md");
    files.remove("academies/lyon/procedures/connexion.yaml");
    files.remove("content/procedures/autre.yaml");
    let built = compile(&mut inputs(&files), &Memo::default());
    assert_eq!(built.diagnostics, []);
    assert!(built.value.render("lille/suite/index.html").value.is_some());
    assert!(built.value.len() > 12);
}

#[test]
fn the_union_of_parts_is_the_whole() {
    use pasapas::compile::Part;
    let mut files = theme();
    for file in 0..TEXTS.len() {
        apply(&mut files, (file, Some(0)));
    }
    let plan = compile(&mut inputs(&files), &Memo::default()).value;
    for path in plan.paths() {
        let owners = (0..4).filter(|index| Part::Shard { index: *index, count: 4 }.owns(path));
        assert_eq!(owners.count(), 1, "{path}");
    }
    let lyon: Vec<&str> =
        plan.paths().filter(|path| Part::Academy("lyon".into()).owns(path)).collect();
    assert!(lyon.iter().any(|path| path.starts_with("lyon/style.")), "{lyon:?}");
}
