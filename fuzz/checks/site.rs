//! Whole sites, mutated with their structure: compiled, edited, compiled again.
//!
//! In: files, each behind a line `@@@ path`, over the small site of [`FIRST`]; a line `@@@ -path` takes one
//! away. A file that comes a second time is an edit. `PNG 40 30` stands for a picture of that size.
//!
//! What holds: no panic; every diagnostic's place lies in its file; what is compiled with a memo of
//! the site before equals what is compiled with none; pages are as [`html`] says.

use std::collections::BTreeMap;
use std::path::Path;

use pasapas::compile::{Memo, Plan, compile};
use pasapas::diagnostic::{Diagnostic, has_errors};
use pasapas::inputs::{DEFAULT_THEME, InputFile, Inputs};
use pasapas::report::{SourceFile, Style, report};
use pasapas::span::FileId;

use super::html;

type Files = BTreeMap<Box<str>, InputFile>;

/// The site over which inputs write.
const FIRST: &[(&str, &str)] = &[
    ("site.yaml", "title: Site\nbase_url: https://a.exemple.fr/\npublisher: { name: X }\n"),
    (
        "content/accueil.md",
        "---\ntitle: Accueil\n---\n## Haut\n\nTexte {{ values.nom }} et [[suite#fin|la fin]].\n\n::procedure[p]\n",
    ),
    ("content/suite.md", "---\ntitle: Suite\n---\n## Fin\n\n[[accueil]]\n\n::contacts\n"),
    (
        "content/procedures/p.yaml",
        "steps:\n  - { id: un, action: \"Ouvrez.\", result: Voilà. }\n  - choice: Lequel ?\n    options:\n      - { id: a, label: A, steps: [{ id: deux, action: Validez. }] }\n      - { id: b, label: B, steps: [{ id: trois, action: Fermez. }] }\n",
    ),
    (
        "academies/lille/academy.yaml",
        "name: Lille\nmail_domain: ac-lille.fr\nvalues: { nom: Éduline }\ncontacts: [{ label: Aide, url: \"https://b.exemple.fr/\" }]\n",
    ),
];
const PICTURED: &str = "steps:\n  - { id: un, action: A, screenshot: { image: a.png, alt: B, personal_data: none } }\n";
/// The chunks of a PNG that hold pixels or how to show them.
const PIXELS: [&[u8]; 5] = [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"];
/// More than this says nothing new, and takes long.
const MOST_FILES: usize = 24;

/// Compiles the site, then its edits.
pub(crate) fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (first, edits) = blocks(text);
    let mut files = base();
    first.iter().for_each(|block| apply(&mut files, block));
    let memo = Memo::default();
    check_site(&files, &memo);
    if !edits.is_empty() {
        edits.iter().for_each(|block| apply(&mut files, block));
        check_site(&files, &memo);
    }
}

/// The site of [`FIRST`] with one more file, compiled once.
pub(crate) fn check_with(path: &str, bytes: Vec<u8>) {
    let mut files = base();
    files.insert(path.into(), InputFile::new(bytes));
    check_site(&files, &Memo::default());
}

/// The site with a step that shows this picture: what is published has pixels, and nothing else of it.
pub(crate) fn check_picture(bytes: &[u8]) {
    let mut files = base();
    files.insert("content/screenshots/a.png".into(), InputFile::new(bytes.to_vec()));
    files.insert("content/procedures/p.yaml".into(), InputFile::new(PICTURED.as_bytes()));
    let built = compile(&mut inputs(&files), &Memo::default());
    check_places(&built.diagnostics, &files);
    let images = built.value.paths().filter(|path| path.ends_with(".png"));
    for path in images.filter(|path| path.contains("/images/")) {
        let png = built.value.render(path).value.unwrap_or_default();
        let mut rest = png.get(8..).unwrap_or_default();
        while let Some((length, after)) = rest.split_first_chunk::<4>() {
            let (kind, after) = after.split_at(4);
            assert!(PIXELS.contains(&kind), "{path}: a chunk {kind:?}");
            rest = after.get(u32::from_be_bytes(*length) as usize + 4..).unwrap_or_default();
        }
    }
}

fn check_site(files: &Files, memo: &Memo) {
    let warm = compile(&mut inputs(files), memo);
    let cold = compile(&mut inputs(files), &Memo::default());
    assert_eq!(warm.diagnostics, cold.diagnostics, "a memo changes what is said");
    let pages = everything(&warm.value);
    assert_eq!(pages, everything(&cold.value), "a memo changes what is made");
    check_places(&warm.diagnostics, files);
    let own_theme = files.iter().any(|(path, file)| is_own_theme(path, file));
    let html_allowed = text(files, "site.yaml").contains("allow_html");
    if !own_theme && !html_allowed && !has_errors(&warm.diagnostics) {
        html::check_pages(&pages);
    }
}

fn is_own_theme(path: &str, file: &InputFile) -> bool {
    path.starts_with("themes/") && base().get(path).is_none_or(|own| own.hash != file.hash)
}

fn text<'f>(files: &'f Files, path: &str) -> &'f str {
    files.get(path).and_then(InputFile::text).unwrap_or_default()
}

/// Every place is a place in its file, and every way to draw them draws them.
fn check_places(diagnostics: &[Diagnostic], files: &Files) {
    let paths: BTreeMap<FileId, &str> =
        files.keys().map(|path| (FileId::of(path), &**path)).collect();
    for diagnostic in diagnostics {
        for span in diagnostic.spans() {
            let Some(text) = paths.get(&span.file).and_then(|path| files[*path].text()) else {
                continue;
            };
            let inside = text.get(span.start as usize..span.end as usize).is_some();
            assert!(inside, "no place in its file: {diagnostic:?}");
        }
    }
    let source = |id| {
        let path = *paths.get(&id)?;
        Some(SourceFile { path, text: files[path].text() })
    };
    for style in [Style::Plain, Style::Json, Style::Terminal { color: false, width: 40 }] {
        let drawn = report(diagnostics, &source, style);
        let commands = drawn.chars().filter(|it| it.is_control() && *it != '\n').count();
        assert_eq!(commands, 0, "a character commands the terminal: {drawn:?}");
    }
}

fn everything(plan: &Plan) -> BTreeMap<String, Vec<u8>> {
    let paths = plan.paths().filter(|path| !path.contains("/images/"));
    paths.map(|path| (path.to_owned(), plan.render(path).value.unwrap_or_default())).collect()
}

fn inputs(files: &Files) -> Inputs {
    let today = "2026-11-02".parse().expect("this date exists");
    Inputs { files: files.clone(), today, drafts: false, keep_contents: true, handouts: false }
}

fn base() -> Files {
    static BASE: std::sync::LazyLock<Files> = std::sync::LazyLock::new(|| {
        let mut files: Files = pasapas::discover::default_theme()
            .into_iter()
            .map(|(path, file)| (format!("{DEFAULT_THEME}{path}").into(), file))
            .collect();
        let site =
            FIRST.iter().map(|(path, text)| ((*path).into(), InputFile::new(text.as_bytes())));
        files.extend(site);
        files
    });
    BASE.clone()
}

/// A file of the input: its path, and its content unless it is taken away.
struct Block<'t> {
    path: &'t str,
    content: Option<&'t str>,
}

/// The files of the first edition, and those of the second.
fn blocks(text: &str) -> (Vec<Block<'_>>, Vec<Block<'_>>) {
    let text = text.strip_prefix("@@@ ").unwrap_or(text);
    let mut seen = std::collections::BTreeSet::new();
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for part in text.split("\n@@@ ").take(MOST_FILES) {
        let (head, content) = part.split_once('\n').unwrap_or((part, ""));
        let head = head.trim();
        let gone = head.strip_prefix('-');
        let path = gone.unwrap_or(head);
        if !is_path(path) {
            continue;
        }
        let block = Block { path, content: gone.is_none().then_some(content) };
        if seen.insert(path) { first.push(block) } else { second.push(block) }
    }
    (first, second)
}

/// Paths as they come from a folder on a disk.
fn is_path(path: &str) -> bool {
    let folders = ["content/", "academies/", "themes/"];
    let well = path.split('/').all(|name| !name.is_empty() && !name.starts_with('.'));
    well && path.len() < 200
        && !path.contains(|it: char| it.is_control() || it == '\\')
        && Path::new(path).is_relative()
        && (path == "site.yaml" || folders.iter().any(|folder| path.starts_with(folder)))
}

fn apply(files: &mut Files, block: &Block<'_>) {
    match block.content {
        Some(content) => {
            let bytes = picture(content).unwrap_or_else(|| content.as_bytes().to_vec());
            files.insert(block.path.into(), InputFile::new(bytes));
        }
        None => _ = files.remove(block.path),
    }
}

/// A grey picture, for a content that only says its size.
fn picture(content: &str) -> Option<Vec<u8>> {
    let (width, height) = content.trim().strip_prefix("PNG ")?.split_once(' ')?;
    let side = |text: &str| text.parse::<u32>().ok().filter(|side| (1..=64).contains(side));
    let (width, height) = (side(width)?, side(height)?);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&vec![200; (width * height) as usize]).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}
