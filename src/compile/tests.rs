//! How much of a site an edit makes again.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::discover::{Options, State};
use crate::inputs::InputFile;
use crate::resolve::pages::GuidePage;

const FILES: &[(&str, &str)] = &[
    ("site.yaml", "title: Site\nbase_url: https://a.exemple.fr/\npublisher: { name: X }\n"),
    ("content/un.md", "---\ntitle: Un\n---\n## Haut\n\n::procedure[pas]\n\n[[#pas_b]]\n"),
    ("content/deux.md", "---\ntitle: Deux\n---\n[[un#haut]]\n"),
    ("content/trois.md", "---\ntitle: Trois\n---\n::procedure[pas]\n"),
    (
        "content/procedures/pas.yaml",
        "steps:\n  - { id: a, action: Ouvrez. }\n  - { id: b, action: Validez. }\n",
    ),
    ("academies/lille/academy.yaml", "name: Lille\nmail_domain: ac-lille.fr\n"),
    ("academies/lille/guides/propre.md", "---\ntitle: Propre\n---\n[[deux]]\n"),
    ("academies/lyon/academy.yaml", "name: Lyon\nmail_domain: ac-lyon.fr\n"),
    ("academies/lyon/guides/propre.md", "---\ntitle: Propre\n---\n[[lille/propre]]\n"),
];

/// A site, its memo, and its pages by path.
struct Site {
    inputs: Inputs,
    memo: Memo,
    pages: BTreeMap<String, Arc<GuidePage>>,
}

impl Site {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut state = State::read(root, Options { keep_contents: true, ..Options::default() });
        let mut inputs = state.inputs().unwrap().clone();
        inputs.files.retain(|path, _| path.starts_with("themes/"));
        let files =
            FILES.iter().map(|(path, text)| ((*path).into(), InputFile::new(text.as_bytes())));
        inputs.files.extend(files);
        let mut site = Self { inputs, memo: Memo::default(), pages: BTreeMap::new() };
        site.compile();
        site
    }

    /// The pages that are not those of the compile before.
    fn compile(&mut self) -> Vec<String> {
        let built = compile(&mut self.inputs, &self.memo);
        assert_eq!(built.diagnostics, []);
        let pages: BTreeMap<_, _> = built.value.guide_pages().collect();
        let is_new = |(path, page): &(&String, &Arc<GuidePage>)| {
            self.pages.get(*path).is_none_or(|last| !Arc::ptr_eq(last, page))
        };
        let new = pages.iter().filter(is_new).map(|(path, _)| path.clone()).collect();
        self.pages = pages;
        new
    }

    fn put(&mut self, path: &str, text: &'static str) -> Vec<String> {
        self.inputs.files.insert(path.into(), InputFile::new(text.as_bytes()));
        self.compile()
    }
}

#[test]
fn an_edit_makes_only_the_pages_again_that_it_concerns() {
    let mut site = Site::new();
    let mut check = |path, text, expected: &[&str]| assert_eq!(site.put(path, text), expected);
    // A paragraph.
    check(
        "content/deux.md",
        "---\ntitle: Deux\n---\nMot. [[un#haut]]\n",
        &["lille/deux/", "lyon/deux/"],
    );
    // A title: also those that link to it.
    check(
        "content/deux.md",
        "---\ntitle: Le deux\n---\nMot. [[un#haut]]\n",
        &["lille/deux/", "lille/propre/", "lyon/deux/"],
    );
    check(
        "academies/lille/guides/propre.md",
        "---\ntitle: À Lille\n---\n[[deux]]\n",
        &["lille/propre/", "lyon/propre/"],
    );
    // A step, whose ids are the same.
    check(
        "content/procedures/pas.yaml",
        "steps:\n  - { id: a, action: Ouvrez-le. }\n  - { id: b, action: Validez. }\n",
        &[],
    );
    // A step more: links may lead to it.
    check(
        "content/procedures/pas.yaml",
        "steps:\n  - { id: a, action: Ouvrez-le. }\n  - { id: b, action: V. }\n  - { id: c, action: F. }\n",
        &["lille/deux/", "lille/un/", "lyon/deux/", "lyon/un/"],
    );
    // Facts that no page takes.
    check(
        "academies/lyon/academy.yaml",
        "name: Lyon\nmail_domain: ac-lyon.fr\ncolor: \"#046\"\n",
        &[],
    );
    check(
        "academies/lyon/academy.yaml",
        "name: Lyons\nmail_domain: ac-lyon.fr\n",
        &["lyon/deux/", "lyon/propre/", "lyon/trois/", "lyon/un/"],
    );
    // An académie more.
    check(
        "academies/nice/academy.yaml",
        "name: Nice\nmail_domain: ac-nice.fr\n",
        &["nice/deux/", "nice/trois/", "nice/un/"],
    );
}

#[test]
fn what_cannot_be_read_for_a_while_loses_nothing() {
    let mut site = Site::new();
    let good = site.inputs.files["site.yaml"].clone();
    let bad = InputFile::new(&b"title: ["[..]);
    site.inputs.files.insert("site.yaml".into(), bad);
    assert!(compile(&mut site.inputs, &site.memo).value.is_empty());
    site.inputs.files.insert("site.yaml".into(), good);
    assert_eq!(site.compile(), [""; 0]);
}

#[test]
fn an_image_that_changes_meanwhile_is_an_error_and_no_image() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut inputs = State::read(root, Options::default()).inputs().unwrap().clone();
    for (path, file) in &mut inputs.files {
        if path.contains("/screenshots/") {
            *file = file.clone().or_again(|| Some(b"another one".to_vec()));
        }
    }
    let plan = compile(&mut inputs, &Memo::default()).value;
    let image = plan.paths().find(|path| plan.image_key(path).is_some()).unwrap();
    let made = plan.render(image);
    assert_eq!(made.value, None);
    assert!(made.diagnostics[0].message.contains("a changé ou disparu"), "{made:?}");
}

#[test]
fn threads_can_share_a_plan_and_drop_it_elsewhere() {
    fn is_shared<T: Send + Sync + 'static>() {}
    is_shared::<Plan>();
}
