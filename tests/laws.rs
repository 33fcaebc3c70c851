//! Laws that hold for every site and every sequence of edits.

#![expect(clippy::disallowed_methods, reason = "tests read files")]

use std::collections::BTreeMap;

use pasapas::compile::{Memo, Plan, compile};
use pasapas::diagnostic::Diagnostic;
use pasapas::inputs::{InputFile, Inputs};
use pasapas::report::{SourceFile, Style, report};
use pasapas::span::FileId;
use proptest::prelude::*;

/// Texts that a file may have: right ones, and ones that are wrong in several ways. "PNG 40 30" stands for
/// an image of that size; an académie, a theme and images are there only once an edit has made them.
const TEXTS: &[(&str, &[&str])] = &[
    (
        "site.yaml",
        &[
            "title: Site\nbase_url: https://a.exemple.fr/\npublisher: { name: X }\n",
            "title: Autre titre\nbase_url: https://a.exemple.fr/x/\npublisher: { name: X }\nlanguage: en\n",
            "title: [\n",
            "title: Site\nbase_url: https://a.exemple.fr/\npublisher: { name: X }\nallow_html: true\nminify: full\n",
            "title: Site\nbase_url: https://a.exemple.fr/\npublisher: { name: X }\ntheme: mien\nnot_personal: [a.b@exemple.fr]\n",
        ],
    ),
    (
        "content/glossary.yaml",
        &[
            "- { term: NUMEN, definition: \"Voir [[accueil]]\" }\n",
            "[]\n",
            "- { term: OTP, definition: \"Voir [[suite]] et [[rien]]\" }\n",
            "- [\n",
        ],
    ),
    (
        "content/accueil.md",
        &[
            "---\ntitle: Accueil\n---\nTexte {{ services.portal.name }} et [[suite#fin|la fin]].\n",
            "---\ntitle: Autre accueil\norder: 3\nneed: J’arrive\n---\n\n\nTexte {{ services.portal.name }}.\n",
            "---\ntitle: Accueil\n---\n# Non\n\n{{ pas.connu }}\n\n::procedure[connexion]\n",
            "sans en-tête\n",
            "---\ntitle: \u{F0000} e\u{301}te\u{301}\n---\n##\u{A0}E\u{301}te\u{301} `{{ services.portal.name }}`\n\nx &#xF0000;éééé {{ services.portal.name }} &eacute;\u{F0001}é https://{{ mail_domain }}/\u{A0}[[#ete]]\n\n```sh\n{{ services.portal.url }}\n```\n\n-\u{A0}un\n\u{202F}\u{A0}-\u{200B} deux\n",
            "---\ntitle: Accueil\n---\n## Haut\n\n<b>x</b> a.b@exemple.fr [[suite#connexion_deux]] [[lyon/propre#bas]] [[#haut]]\n",
            "---\ntitle: \"Accueil par {{ services.portal.name }}\"\n---\n[[suite#deux]] et [[#connexion_un]]\n\n::procedure[connexion]\n",
        ],
    ),
    (
        "content/suite.md",
        &[
            "---\ntitle: Suite\n---\n## Début\n\n::procedure[connexion]\n\n## Fin\n\n[[accueil]]\n",
            "---\ntitle: Suite\nacademies: [lyon]\n---\n## Fin\n",
            "---\ntitle: Suite\ndraft: true\n---\n",
            "---\ntitle: Suite\n---\n::password-checker[p]\n\n::identifier-checker[cours]\n",
            "---\ntitle: Nouvelle suite\n---\n## Début\n\n::procedure[connexion]\n\n## La fin\n\n[[accueil#haut]]\n",
            "---\ntitle: Suite\nacademies: [nice, metz]\n---\n::procedure[autre]\n\n[[nice/propre]]\n",
        ],
    ),
    (
        "content/procedures/connexion.yaml",
        &[
            "steps:\n  - { id: un, action: \"Ouvrez [x]({{ services.portal.url }}).\" }\n  - { id: deux, action: Validez. }\n",
            "extends: autre\nsteps: []\n",
            "steps:\n  - { id: un, action: A }\n  - { id: un, action: B }\n",
            "steps:\n  - { id: un, action: \"Voir [[accueil]] et [[#deux]].\" }\n  - { id: deux, action: \"{{ pas.la }}\" }\n",
            "steps:\n  - { id: un, action: A, screenshot: { image: commun.png, alt: Écran, personal_data: none, marks: [{ box: [2, 2, 20, 10], text: Ici }] } }\n  - { id: deux, action: B }\n",
            "steps: [\n",
        ],
    ),
    (
        "content/procedures/autre.yaml",
        &["extends: connexion\n", "steps:\n  - { id: a, action: A }\n", "extends: rien\n"],
    ),
    (
        "academies/lille/academy.yaml",
        &[
            "name: Lille\nmail_domain: ac-lille.fr\nservices: { portal: { name: Éduline, url: \"https://e.fr/\" } }\n",
            "name: Lille\nmail_domain: ac-lille.fr\n",
            "name: Lille\nmail_domain: ac-lille.fr\nmail_domain: b\n",
            "name: Lille\nmail_domain: ac-lille.fr\nservices: { portal: { name: É, url: \"https://e.fr/\" } }\npolicies: { p: { label: P, preset: moodle } }\nidentifiers: { cours: { label: C, kind: course-link, prefix: \"https://c.fr/lille/\" } }\n",
            "name: Lille\nmail_domain: ac-lille.fr\nservices: { portal: { name: Éduline, url: \"https://e.fr/\" } }\ncontacts: [{ label: G, email: a.b@exemple.fr }]\n",
            "name: [\n",
        ],
    ),
    (
        "academies/lyon/academy.yaml",
        &[
            "name: Lyon\nmail_domain: ac-lyon.fr\ncolor: \"#046\"\nservices: { portal: { name: Portail, url: \"https://p.fr/\" } }\n",
            "name: Lyon\nmail_domain: ac-lyon.fr\ncolor: \"#fc0\"\nlogo: { image: non.png, alt: Lyon }\n",
            "name: Lyon\nmail_domain: ac-lyon.fr\nservices: { portal: { name: P, url: \"https://p.fr/\" } }\npolicies: { p: { label: P, min_length: 9 } }\nidentifiers: { cours: { label: C, kind: course-link, prefix: \"https://c.fr/lyon/\", valid: [\"https://c.fr/lyon/course/view.php?id=1\"] } }\n",
            "name: Lyon\nmail_domain: ac-lyon.fr\nlogo: { image: ecran.png, alt: Lyon }\nservices: { portal: { name: Portail, url: \"https://p.fr/\" } }\n",
        ],
    ),
    (
        "academies/lyon/procedures/connexion.yaml",
        &[
            "extends: connexion\nremove: [deux]\nsteps:\n  - { id: trois, after: un, action: \"Voir [[propre]].\" }\n",
            "extends: connexion\nremove: [rien]\n",
            "steps:\n  - { id: un, action: A, screenshot: { image: ecran.png, alt: Écran, personal_data: none, size: [40, 30], marks: [{ point: [35, 25], text: Ici }] } }\n",
            "steps:\n  - { id: un, action: A, checker: { password: p } }\n",
            "extends: [\n",
        ],
    ),
    (
        "academies/lyon/guides/propre.md",
        &[
            "---\ntitle: Propre\nprerequisites: [\"[[lille/accueil]]\"]\n---\n[[accueil]] et [[nulle-part]]\n",
            "---\ntitle: Propre\n---\n[[suite]]\n",
            "---\ntitle: Autre nom\n---\n## Bas\n\n[[nice/propre]] [[suite#fin]]\n\n::procedure[connexion]\n",
            "---\ntitle: [\n---\n",
            "---\ntitle: Propre\ndraft: true\n---\n::procedure[seule]\n",
        ],
    ),
    (
        "academies/lyon/guides/suite.md",
        &["---\ntitle: Suite de Lyon\n---\n## Fin\n", "---\ntitle: Suite\n---\n[[accueil]]\n"],
    ),
    (
        "academies/lyon/procedures/seule.yaml",
        &["steps:\n  - { id: a, action: \"{{ services.portal.name }} {{ rien }}\" }\n"],
    ),
    (
        "academies/nice/academy.yaml",
        &[
            "name: Nice\nmail_domain: ac-nice.fr\nservices: { portal: { name: N, url: \"https://n.fr/\" } }\n",
            "name: Nice\n",
            "",
        ],
    ),
    (
        "academies/nice/guides/propre.md",
        &["---\ntitle: À Nice\n---\n[[lyon/propre]] [[accueil]]\n", "---\ntitle: Nice\n---\n"],
    ),
    ("content/screenshots/commun.png", &["PNG 40 30", "PNG 10 8", "pas une image"]),
    ("academies/lyon/screenshots/ecran.png", &["PNG 40 30", "PNG 80 60", "PNG 20 50"]),
    ("academies/lyon/screenshots/non.png", &["PNG 12 12"]),
    ("academies/lyon/notes.txt", &["Rien ne lit ceci."]),
    ("academies/notes.txt", &["Rien ne lit ceci."]),
    (
        "themes/mien/templates/hub.html",
        &[
            "<!doctype html><html lang=fr><title>{{ page.title }}</title>",
            "{% if %}",
            "{{ rien.du.tout }}",
        ],
    ),
    ("themes/mien/assets/mien.css", &["p { color: red }", "p { color: blue }"]),
    ("themes/mien/rien.txt", &["Rien ne lit ceci."]),
    ("themes/default/theme.yaml", &["grounds: [\n"]),
];

/// The files that are there before the first edit.
const FIRST: usize = 10;

/// One edit: the file with this number gets the text with this number, or is removed. With the number
/// after the last, drafts are asked for, or not any more.
type Edit = (usize, Option<usize>);

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let one = (0..=TEXTS.len(), prop::option::weighted(0.85, 0..7_usize));
    prop::collection::vec(one, 1..16)
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
    Inputs { files: files.clone(), today, drafts: false, keep_contents: true, handouts: false }
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
            files.insert(path.into(), InputFile::new(bytes(texts[text % texts.len()])));
        }
        None => _ = files.remove(path),
    }
}

/// The bytes for a text of the table.
fn bytes(text: &str) -> Vec<u8> {
    let Some(size) = text.strip_prefix("PNG ") else { return text.as_bytes().to_vec() };
    let sides: Vec<u32> = size.split(' ').map(|side| side.parse().expect("a number")).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, sides[0], sides[1]);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().expect("a Vec takes everything");
    let pixels = vec![200; (sides[0] * sides[1] * 3) as usize];
    writer.write_image_data(&pixels).expect("a Vec takes everything");
    writer.finish().expect("a Vec takes everything");
    bytes
}

/// The site before the first edit.
fn first() -> BTreeMap<Box<str>, InputFile> {
    let mut files = theme();
    for file in 0..FIRST {
        apply(&mut files, (file, Some(0)));
    }
    files
}

/// Compiles after each edit, with a memo that knows the compile before and with one that knows nothing.
fn check_warm_and_cold(edits: &[Edit]) {
    let memo = Memo::default();
    let mut inputs = inputs(&first());
    for edit in edits {
        if edit.0 == TEXTS.len() {
            inputs.drafts = edit.1.is_some();
        } else {
            apply(&mut inputs.files, *edit);
        }
        let warm = compile(&mut inputs, &memo);
        let cold = compile(&mut inputs.clone(), &Memo::default());
        assert_eq!(warm.diagnostics, cold.diagnostics);
        assert_eq!(everything(&warm.value), everything(&cold.value));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_warm_memo_changes_nothing(edits in edits()) {
        check_warm_and_cold(&edits);
    }
}

#[test]
fn a_warm_memo_changes_nothing_when_each_file_takes_every_text_and_goes() {
    for (file, (_, texts)) in TEXTS.iter().enumerate() {
        // A file that was gone comes back broken, and a broken one is mended.
        let forth = (0..texts.len()).rev().map(Some);
        let edits: Vec<Edit> = [None].into_iter().chain(forth).map(|text| (file, text)).collect();
        check_warm_and_cold(&edits);
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
    fn no_file_makes_it_panic(file in 0..FIRST, text in hostile(), keep in any::<bool>()) {
        let mut files = first();
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
    let mut files = first();
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
    let files = first();
    let plan = compile(&mut inputs(&files), &Memo::default()).value;
    for path in plan.paths() {
        let owners = (0..4).filter(|index| Part::Shard { index: *index, count: 4 }.owns(path));
        assert_eq!(owners.count(), 1, "{path}");
    }
    let lyon: Vec<&str> =
        plan.paths().filter(|path| Part::Academy("lyon".into()).owns(path)).collect();
    assert!(lyon.iter().any(|path| path.starts_with("lyon/style.")), "{lyon:?}");
}
