//! What a site prints, as a user meets it: files, exit codes, what is said when something is wrong.

#![cfg(all(unix, feature = "handouts"))]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "a test looks at the world")]

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The starter site in a folder that vanishes.
struct Site {
    folder: TempDir,
}

const HANDOUT: &str = "public/exemple/se-connecter/se-connecter-exemple.pdf";
const LARGE: &str = "public/exemple/se-connecter/se-connecter-exemple-gros-caracteres.pdf";
const BOOKLET: &str = "public/exemple/guides-exemple.pdf";
const PAGE: &str = "public/exemple/se-connecter/index.html";
const GUIDE: &str = "content/se-connecter.md";
const TEMPLATE: &str = "themes/default/handout/handout.typ";

impl Site {
    fn new() -> Self {
        let site = Self { folder: TempDir::new().unwrap() };
        let done = pasapas().arg("init").arg(site.path("")).output().unwrap();
        assert!(done.status.success(), "{done:?}");
        site
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("site").join(path)
    }

    fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = String::from_utf8(self.read(path)).unwrap();
        assert!(text.contains(from), "{path} has no « {from} »");
        self.write(path, &text.replace(from, to));
    }

    fn run(&self, arguments: &[&str]) -> Output {
        pasapas().args(arguments).current_dir(self.path("")).output().unwrap()
    }

    fn build(&self, arguments: &[&str]) -> Value {
        let done = self.run(&[&["build", "--format", "json"], arguments].concat());
        assert!(done.status.success(), "{}", said(&done));
        serde_json::from_slice(&done.stdout).unwrap()
    }

    /// The words of a PDF, as a reader copies them.
    fn words(&self, pdf: &str) -> String {
        words(&self.path(pdf))
    }
}

fn pasapas() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pasapas"));
    command.env_remove("SOURCE_DATE_EPOCH");
    command
}

fn said(done: &Output) -> String {
    let texts = [&done.stdout, &done.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    texts.concat()
}

fn words(pdf: &std::path::Path) -> String {
    let done = Command::new("pdftotext").arg(pdf).arg("-").output().unwrap();
    assert!(done.status.success(), "{done:?}");
    let text = String::from_utf8(done.stdout).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_build_prints_each_guide_and_leads_to_it() {
    let site = Site::new();
    let answer = site.build(&[]);
    assert!(answer["handouts"].as_u64().unwrap() >= 4, "{answer}");
    for pdf in [HANDOUT, LARGE, BOOKLET] {
        assert!(site.read(pdf).starts_with(b"%PDF-1.7"), "{pdf}");
    }
    let page = String::from_utf8(site.read(PAGE)).unwrap();
    for name in ["se-connecter-exemple.pdf", "se-connecter-exemple-gros-caracteres.pdf"] {
        assert!(page.contains(&format!("href=\"{name}\"")), "{name}");
    }
    let academy = String::from_utf8(site.read("public/exemple/index.html")).unwrap();
    assert!(academy.contains("href=\"guides-exemple.pdf\""));
}

#[test]
fn without_handouts_none_is_made_and_no_page_leads_to_one() {
    let site = Site::new();
    site.build(&[]);
    let answer = site.build(&["--no-handouts"]);
    assert_eq!(answer["handouts"], 0);
    assert!(!site.path(HANDOUT).exists(), "what the site no longer has is removed");
    assert!(!String::from_utf8(site.read(PAGE)).unwrap().contains(".pdf"));

    site.edit("site.yaml", "title:", "handouts: false\ntitle:");
    assert_eq!(site.build(&[])["handouts"], 0);
    assert!(!String::from_utf8(site.read(PAGE)).unwrap().contains(".pdf"));
    let done = site.run(&["handout", "exemple/se-connecter"]);
    assert!(done.status.success(), "one that is asked for is made: {}", said(&done));
}

#[test]
fn the_settings_choose_the_paper_and_the_sizes_of_letters() {
    let site = Site::new();
    site.edit("site.yaml", "title:", "handouts: { paper: A5, large_print: false }\ntitle:");
    site.build(&[]);
    assert!(!site.path(LARGE).exists());
    let about = Command::new("pdfinfo").arg(site.path(HANDOUT)).output().unwrap();
    assert!(said(&about).contains("419.5"), "{}", said(&about));
    site.edit("site.yaml", "paper: A5, large_print: false", "paper: B5, large_print: non");
    let done = site.run(&["build"]);
    let text = said(&done);
    assert!(text.contains("letter") && text.contains("pour non"), "{text}");
    site.edit("site.yaml", "{ paper: B5, large_print: non }", "non");
    assert!(said(&site.run(&["build"])).contains("ou les clés"));
}

#[test]
fn the_same_site_gives_the_same_bytes_and_nothing_twice() {
    let site = Site::new();
    site.build(&[]);
    let first = [HANDOUT, LARGE, BOOKLET].map(|pdf| site.read(pdf));
    let inode = |pdf| fs::metadata(site.path(pdf)).unwrap().ino();
    let before = [HANDOUT, LARGE, BOOKLET].map(inode);
    let answer = site.build(&[]);
    assert_eq!(answer["written"], 0);
    assert_eq!([HANDOUT, LARGE, BOOKLET].map(inode), before);
    // Neither what the output knows nor what is kept is needed for that.
    fs::remove_dir_all(site.path("public")).unwrap();
    site.build(&[]);
    assert_eq!([HANDOUT, LARGE, BOOKLET].map(|pdf| site.read(pdf)), first, "from what is kept");
    fs::remove_dir_all(site.path("public")).unwrap();
    fs::remove_dir_all(site.path(".pasapas")).unwrap();
    site.build(&[]);
    assert_eq!([HANDOUT, LARGE, BOOKLET].map(|pdf| site.read(pdf)), first, "made anew");
}

#[test]
fn a_change_is_printed_and_gives_another_version() {
    let site = Site::new();
    site.build(&[]);
    let version = |words: &str| {
        let after = words.split("version").nth(1).unwrap().trim_start_matches([' ', ':', '\u{A0}']);
        after.split(' ').next().unwrap().to_owned()
    };
    let before = site.words(HANDOUT);
    site.edit(GUIDE, "---\nVous", "---\nUne phrase de plus.\n\nVous");
    site.build(&[]);
    let after = site.words(HANDOUT);
    assert!(!before.contains("Une phrase de plus.") && after.contains("Une phrase de plus."));
    assert_ne!(version(&before), version(&after));
    assert!(site.words(BOOKLET).contains("Une phrase de plus."));
}

#[test]
fn a_template_that_fails_names_its_line_and_leaves_the_pages() {
    let site = Site::new();
    site.build(&[]);
    let template = include_str!("../themes/default/handout/handout.typ");
    site.write(TEMPLATE, &template.replace("#before(guide)", "#before(gide)"));
    site.edit(GUIDE, "---\nVous", "---\nUne phrase de plus.\n\nVous");
    let done = site.run(&["build"]);
    let text = said(&done);
    assert_eq!(done.status.code(), Some(1), "{text}");
    let line = 1 + template.lines().position(|line| line == "#before(guide)").unwrap();
    assert!(text.contains(&format!("{TEMPLATE}:{line}:9")), "{text}");
    assert_eq!(text.matches("erreur").count(), 2, "once, and in the summary: {text}");
    let page = String::from_utf8(site.read(PAGE)).unwrap();
    assert!(page.contains("Une phrase de plus."), "pages do not wait for handouts");
    assert!(!site.path(HANDOUT).exists(), "an old handout would say what is no longer so");
    assert!(site.path(BOOKLET).exists(), "another template prints it");
}

#[test]
fn a_character_that_no_font_has_is_left_out_and_told() {
    let site = Site::new();
    site.edit(GUIDE, "---\nVous", "---\nUne clé 🔑 pour tous → ici.\n\nVous");
    let done = site.run(&["build"]);
    let text = said(&done);
    assert!(done.status.success(), "{text}");
    assert!(text.contains('🔑') && text.contains(GUIDE), "{text}");
    assert!(site.words(HANDOUT).contains("Une clé pour tous → ici."), "{}", site.words(HANDOUT));

    let again = said(&site.run(&["build"]));
    assert!(again.contains('🔑') && again.contains("0\u{A0}fichier écrit"), "told again: {again}");
}

#[test]
fn raw_html_keeps_its_words() {
    let site = Site::new();
    site.edit("site.yaml", "title:", "allow_html: true\ntitle:");
    let html = "<details>\n<summary>Plus &amp; mieux</summary>\n\nPressez<br><kbd>Entrée</kbd>.\n\n</details>";
    site.edit(GUIDE, "---\nVous", &format!("---\n{html}\n\nVous"));
    site.build(&[]);
    let words = site.words(HANDOUT);
    assert!(words.contains("Plus & mieux Pressez Entrée. Vous"), "{words}");
}

#[test]
fn a_theme_needs_only_the_words_that_it_changes() {
    let site = Site::new();
    site.edit("site.yaml", "title:", "theme: mien\ntitle:");
    site.write("themes/mien/locales/fr.yaml", "guide: { duration: Temps à prévoir }\n");
    site.build(&[]);
    assert!(site.words(HANDOUT).replace('\u{A0}', " ").contains("Temps à prévoir : 5 min"));
}

#[test]
fn a_table_of_many_columns_is_read_row_by_row_where_paper_is_narrow() {
    let site = Site::new();
    let table = "| Nom | Un | Deux | Trois |\n| - | - | - | - |\n| Lille | a | b | c |";
    site.edit(GUIDE, "---\nVous", &format!("---\n{table}\n\nVous"));
    let words = |sheet: &[&str]| {
        let asked = [&["handout", "exemple/se-connecter", "--output", "x.pdf"], sheet].concat();
        assert!(site.run(&asked).status.success());
        site.words("x.pdf").replace('\u{A0}', " ")
    };
    let narrow = words(&["--paper", "a5", "--large"]);
    assert!(narrow.contains("Nom : Lille Un : a Deux : b Trois : c"), "{narrow}");
    assert!(words(&[]).contains("Nom Un Deux Trois"));
}

#[test]
fn a_folder_in_the_place_of_a_handout_stops_that_one_alone() {
    let site = Site::new();
    site.build(&[]);
    fs::remove_file(site.path(HANDOUT)).unwrap();
    fs::create_dir(site.path(HANDOUT)).unwrap();
    site.edit(GUIDE, "---\nVous", "---\nUne phrase de plus.\n\nVous");
    let done = site.run(&["build"]);
    assert_eq!(done.status.code(), Some(1), "{}", said(&done));
    assert!(said(&done).contains(HANDOUT) && said(&done).contains("occupe"), "{}", said(&done));
    assert!(site.path(HANDOUT).is_dir(), "it is not ours");
    for pdf in [LARGE, BOOKLET] {
        assert!(site.words(pdf).contains("Une phrase de plus."), "{pdf} is made");
    }
}

#[test]
fn a_booklet_tells_its_age_and_at_each_foot_its_chapter() {
    let site = Site::new();
    for (guide, date) in [("se-connecter", "2026-03-02"), ("par-ou-commencer", "2026-10-01")] {
        let text = format!("---\ntitle: Guide {guide}\nverified: {date}\n---\nBonjour.\n");
        site.write(&format!("content/{guide}.md"), &text);
    }
    site.build(&[]);
    let words = site.words(BOOKLET);
    let cover = words.split("Sommaire").next().unwrap();
    assert!(cover.contains("Guides vérifiés : 2 mars 2026 – 1er octobre 2026"), "{cover}");
    assert!(words.contains("Guide se-connecter – Guides pas à pas – Académie"), "{words}");
}

#[test]
fn one_handout_can_be_had_alone() {
    let site = Site::new();
    let done = site.run(&["handout", "exemple/se-connecter", "--paper", "a5", "--large"]);
    assert!(done.status.success(), "{}", said(&done));
    // Another paper than the site has is told by the name.
    let pdf = site.path("se-connecter-exemple-gros-caracteres-a5.pdf");
    let info = Command::new("pdfinfo").arg(&pdf).output().unwrap();
    let info = String::from_utf8_lossy(&info.stdout).into_owned();
    assert!(info.contains("A5") || info.contains("419.5"), "{info}");
    assert!(!site.path("public").exists());
    for (subject, help) in
        [("exemple/se-conecter", "«\u{A0}se-connecter\u{A0}»"), ("exempl", "«\u{A0}exemple\u{A0}»")]
    {
        let done = site.run(&["handout", subject]);
        assert_eq!(done.status.code(), Some(2));
        assert!(said(&done).contains(help), "{}", said(&done));
    }
    let done = site.run(&["handout", "exemple/se-connecter", "--choice", "rien"]);
    assert_eq!(done.status.code(), Some(2), "{}", said(&done));
    let done = site.run(&["handout", "exemple", "--choice", "rien"]);
    assert_eq!(done.status.code(), Some(2), "{}", said(&done));
    assert!(said(&done).contains("Nommez le guide"), "{}", said(&done));
}

#[test]
fn of_a_choice_one_option_alone_can_be_printed() {
    let site = Site::new();
    let root = env!("CARGO_MANIFEST_DIR");
    let file = site.path("agent.pdf");
    let print = |arguments: &[&str]| {
        let done = pasapas()
            .args(["handout", "lille/se-connecter", "--root", root, "--output"])
            .arg(&file)
            .args(arguments)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", said(&done));
        words(&file)
    };
    let all = print(&[]);
    let one = print(&["--choice", "page-accueil"]);
    assert!(all.contains("Option A") && all.contains("Option B"), "{all}");
    assert!(!one.contains("Option A") && one.contains("Votre cas : La page d’accueil"), "{one}");
    // The square and the address open the page with the same case.
    assert!(
        one.replace(char::is_whitespace, "").contains("se-connecter/?cas=page-accueil"),
        "{one}"
    );
}

#[test]
fn a_killed_build_leaves_no_half_handout() {
    let site = Site::new();
    site.build(&[]);
    let all = [HANDOUT, LARGE, BOOKLET];
    let old = all.map(|pdf| site.read(pdf));
    site.edit(GUIDE, "---\nVous", "---\nUne phrase de plus.\n\nVous");
    fs::remove_dir_all(site.path(".pasapas")).unwrap();
    site.build(&["--output", "new"]);
    let new = all.map(|pdf| site.read(&pdf.replacen("public", "new", 1)));
    for moment in (0..1200).step_by(100) {
        let _ = fs::remove_dir_all(site.path(".pasapas"));
        let mut build = pasapas();
        build.arg("build").current_dir(site.path("")).stderr(Stdio::null());
        let mut child = build.spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(moment));
        child.kill().unwrap();
        child.wait().unwrap();
        for ((pdf, old), new) in all.iter().zip(&old).zip(&new) {
            let there = site.read(pdf);
            assert!(there == *old || there == *new, "{pdf} after {moment} ms");
        }
    }
    site.build(&[]);
    assert!(all.map(|pdf| site.read(pdf)) == new);
}

/// The steps of the starter's procedure, replaced.
fn with_steps(site: &Site, steps: &str) {
    site.write("content/procedures/connexion.yaml", &format!("title: Essai\nsteps:\n{steps}"));
}

#[test]
fn nothing_is_cut_off_however_long_it_is() {
    let site = Site::new();
    let items: Vec<String> = (0..120).map(|at| format!("      * Élément {at}.\n")).collect();
    let words: Vec<String> = (0..400).map(|at| format!("mot-{at}")).collect();
    let (items, words) = (items.concat(), words.join(" "));
    with_steps(
        &site,
        &format!(
            "  - id: a\n    action: Lisez.\n    detail: |\n{items}    trouble: \"Essayez : {words}.\"\n"
        ),
    );
    let long = "Un titre que personne ne peut écrire sur une seule ligne, même en petites lettres, et \
                qui va donc bien plus loin que le pied de la feuille ne peut le montrer";
    site.edit(GUIDE, "title: Se connecter au portail", &format!("title: {long}"));
    for sheet in [&[][..], &["--large"], &["--paper", "a5", "--large"]] {
        let done =
            site.run(&[&["handout", "exemple/se-connecter", "--output", "x.pdf"], sheet].concat());
        assert!(done.status.success(), "{}", said(&done));
        let text = site.words("x.pdf").replace('\u{200B}', "");
        let pages = text.matches("page ").count();
        for at in 0..120 {
            assert!(text.contains(&format!("Élément {at}.")), "{sheet:?}: item {at} is lost");
        }
        for at in 0..400 {
            assert!(text.contains(&format!("mot-{at}")), "{sheet:?}: word {at} is lost");
        }
        assert!(text.contains(&format!("page 1 sur {pages}")), "{sheet:?}: {text}");
    }
}

#[test]
fn keys_that_are_pressed_together_stand_in_one_line() {
    let site = Site::new();
    let shots = site.path("content/screenshots");
    fs::create_dir_all(&shots).unwrap();
    image::RgbImage::new(640, 400).save(shots.join("ecran.png")).unwrap();
    with_steps(
        &site,
        "  - id: a\n    action: Cherchez.\n    screenshot:\n      image: ecran.png\n      \
         alt: Un écran.\n      personal_data: none\n      marks:\n        \
         - { key: Ctrl+F, at: [300, 200], text: Pressez ces touches }\n",
    );
    site.build(&[]);
    assert!(
        site.words(HANDOUT).contains("Ctrl + F Pressez ces touches"),
        "{}",
        site.words(HANDOUT)
    );
}

#[test]
fn a_file_that_is_no_pdf_is_never_replaced() {
    let site = Site::new();
    let before = site.read("site.yaml");
    let done = site.run(&["handout", "exemple/se-connecter", "--output", "site.yaml"]);
    assert_eq!(done.status.code(), Some(2), "{}", said(&done));
    assert_eq!(site.read("site.yaml"), before);
    for _ in 0..2 {
        let done = site.run(&["handout", "exemple/se-connecter", "--output", "a.pdf"]);
        assert!(done.status.success(), "{}", said(&done));
    }
}

/// What the web shows and a tagged PDF must not have, or what no font can show.
const ODD: [&str; 14] = [
    "##",
    "## ` `",
    "## &#x200B;",
    "## &#xE000;",
    "## &#1;",
    "## 🔑",
    "## **🔑**",
    "## [](https://exemple.fr/)",
    "## [^1]\n\n[^1]: Une note.",
    "## مرحبا",
    "[](https://exemple.fr/) [🔑](https://exemple.fr/)",
    "| | 🔑 |\n|-|-|\n| | &#1; |",
    "*\n* 🔑\n\n>\n\n- [ ]",
    "a&#1;&#x9f;b \\u0001 \u{feff}",
];

#[test]
fn what_a_tagged_pdf_must_not_have_costs_no_handout() {
    let site = Site::new();
    site.edit("site.yaml", "title:", "handouts: { large_print: false }\ntitle:");
    for (odd, at) in ODD.iter().zip(0..) {
        let text = format!("---\ntitle: Essai {at}\n---\nAvant {at}.\n\n{odd}\n\nAprès {at}.\n");
        site.write(&format!("content/essai-{at}.md"), &text);
    }
    for (title, at) in ["🔑", "\"a\\u0001b\"", "\"\\uE000\"", "\"\\u200B\""].iter().zip(0..) {
        let text = format!("---\ntitle: {title}\n---\nTitre {at}.\n");
        site.write(&format!("content/titre-{at}.md"), &text);
    }
    let answer = site.build(&[]);
    assert!(answer["ok"].as_bool().unwrap(), "{answer}");
    let booklet = site.words(BOOKLET);
    for (odd, at) in ODD.iter().zip(0..) {
        let pdf = format!("public/exemple/essai-{at}/essai-{at}-exemple.pdf");
        for words in [&site.words(&pdf), &booklet] {
            assert!(
                words.contains(&format!("Avant {at}.")) && words.contains(&format!("Après {at}.")),
                "{odd}: {words}"
            );
        }
    }
    for at in 0..4 {
        assert!(booklet.contains(&format!("Titre {at}.")), "{booklet}");
    }
    assert!(booklet.contains("\\u0001"), "what an author wrote stays: {booklet}");
}

/// Fails where a guide says so.
fn with_template_that_fails(site: &Site, name: &str, template: &str, failure: &str) {
    let call =
        if name == "booklet.typ" { "#let chapter(guide, left-out) = {" } else { "#before(guide)" };
    assert!(template.contains(call));
    let guard = format!("if guide.title == \"Fautif\" {{ {failure} }}");
    let guarded = if name == "booklet.typ" {
        format!("{call}\n  if not left-out {{ {guard} }}")
    } else {
        format!("#{guard}\n{call}")
    };
    site.write(&format!("themes/default/handout/{name}"), &template.replace(call, &guarded));
}

#[test]
fn a_guide_that_fails_leaves_the_booklet_with_a_page_that_says_so() {
    let site = Site::new();
    let template = include_str!("../themes/default/handout/booklet.typ");
    with_template_that_fails(&site, "booklet.typ", template, "panic(\"trop\")");
    site.write("content/fautif.md", "---\ntitle: Fautif\n---\nPerdu.\n");
    let done = site.run(&["build"]);
    assert_eq!(done.status.code(), Some(1), "{}", said(&done));
    assert!(said(&done).contains("booklet.typ") && said(&done).contains("trop"), "{}", said(&done));
    let words = site.words(BOOKLET);
    assert!(words.contains("Ce guide n’a pas pu être imprimé ici."), "{words}");
    assert!(!words.contains("Perdu.") && words.contains("Se connecter au portail"), "{words}");
    assert!(site.words("public/exemple/fautif/fautif-exemple.pdf").contains("Perdu."));
}

#[test]
fn a_template_that_never_ends_stops_its_handouts_alone() {
    let site = Site::new();
    let template = include_str!("../themes/default/handout/handout.typ");
    let endless = "for i in range(100000) { for j in range(100000) { let x = i + j } }";
    with_template_that_fails(&site, "handout.typ", template, endless);
    site.write("content/fautif.md", "---\ntitle: Fautif\n---\nTexte.\n");
    let done = pasapas()
        .arg("build")
        .env("PASAPAS_HANDOUT_SECONDS", "15")
        .current_dir(site.path(""))
        .output()
        .unwrap();
    let text = said(&done);
    assert_eq!(done.status.code(), Some(1), "{text}");
    assert!(
        text.contains("themes/default/handout/handout.typ") && text.contains("n’aboutit pas"),
        "{text}"
    );
    assert!(site.path("public/exemple/fautif/index.html").exists());
    assert!(!site.path("public/exemple/fautif/fautif-exemple.pdf").exists());
    for pdf in [HANDOUT, BOOKLET] {
        assert!(site.path(pdf).exists(), "{pdf} needs no more time than usual");
    }
}

#[test]
fn confidential_identifiers_have_no_room_on_paper() {
    let site = Site::new();
    let text = "\nidentifiers:\n  numen: { label: Le NUMEN, kind: numen }\n  cle: { label: La clé, kind: otp }\n  dossier: { label: Le dossier, pattern: '[0-9]{4}', confidential: \"true\" }\n  badge: { label: Le badge, pattern: '[0-9]{4}' }\n  uai: { label: Le code, kind: uai }\n";
    let academy = "academies/exemple/academy.yaml";
    let before = String::from_utf8(site.read(academy)).unwrap();
    site.write(academy, &format!("{before}{text}"));
    for (name, room) in
        [("numen", false), ("cle", false), ("dossier", false), ("badge", true), ("uai", true)]
    {
        let guide = format!("---\ntitle: Essai\n---\n::identifier-checker[{name}]\n");
        site.write("content/essai.md", &guide);
        site.build(&[]);
        let words = site.words("public/exemple/essai/essai-exemple.pdf");
        assert_eq!(words.contains("À écrire ici"), room, "{name}: {words}");
        assert_eq!(words.contains("Confidentiel : n’écrivez rien ici"), !room, "{name}: {words}");
    }
}

#[test]
fn odd_names_of_templates_are_told_and_hurt_nobody() {
    let site = Site::new();
    for name in [r"a\b.typ", r"\.typ", "..c.typ", "d:e é@.typ", ".typ"] {
        site.write(&format!("themes/default/handout/{name}"), "#let x = 1");
    }
    let done = site.run(&["build"]);
    assert!(done.status.success(), "{}", said(&done));
    assert!(said(&done).contains(r"Renommez-le sans"), "{}", said(&done));
    assert!(site.path(HANDOUT).exists());
}

#[test]
fn an_option_has_one_name_for_page_square_and_paper() {
    let site = Site::new();
    let choice = |id: &str, inner: &str| {
        format!(
            "  - choice: Question {id} ?\n    id: {id}\n    options:\n      - id: oui\n        label: Oui {id}\n        steps:\n          - {{ id: {id}-a, action: Pas {id}. }}\n{inner}      - id: non-{id}\n        label: Non {id}\n        steps:\n          - {{ id: {id}-b, action: Rien {id}. }}\n"
        )
    };
    let inner = "          - choice: Dedans ?\n            id: dedans\n            options:\n              - id: ici\n                label: Ici\n                steps:\n                  - { id: i, action: Ici. }\n              - id: ailleurs\n                label: Ailleurs\n                steps:\n                  - { id: j, action: Ailleurs. }\n";
    with_steps(&site, &choice("un", inner));
    let other = format!("title: Autre\nsteps:\n{}", choice("deux", ""));
    site.write("content/procedures/deux.yaml", &other);
    let guide = String::from_utf8(site.read(GUIDE)).unwrap();
    site.write(GUIDE, &format!("{guide}\n## Suite\n\n::procedure[deux]\n"));
    site.build(&["--no-handouts"]);
    let page = String::from_utf8(site.read(PAGE)).unwrap();
    let print = |cases: &[&str]| {
        let cases = cases.iter().flat_map(|case| ["--choice", case]);
        let arguments = ["handout", "exemple/se-connecter", "--output", "x.pdf"];
        site.run(&arguments.into_iter().chain(cases).collect::<Vec<_>>())
    };
    let asked = print(&["oui"]);
    let text = said(&asked);
    assert_eq!(asked.status.code(), Some(2), "{text}");
    let mut named = text
        .split_whitespace()
        .map(|it| it.trim_end_matches([',', '.']))
        .filter(|it| it.strip_suffix(".oui").is_some());
    let (one, two) = (named.next().unwrap(), named.next().unwrap());
    assert_ne!(one, two);
    for name in [one, two] {
        assert!(
            page.contains(&format!("value=\"{name}\"")) || page.contains(&format!("value={name}")),
            "{name}"
        );
        let done = print(&[name]);
        assert!(done.status.success(), "{}", said(&done));
        let words = site.words("x.pdf").replace([' ', '\u{200B}'], "");
        assert!(words.contains(&format!("?cas={name}")), "{words}");
    }
    // What is chosen within an option opens that option as well; of two options of a choice the page asks.
    let done = print(&["ici"]);
    assert!(done.status.success(), "{}", said(&done));
    let words = site.words("x.pdf").replace([' ', '\u{200B}'], "");
    assert!(words.contains(&format!("?cas={one}&cas=ici")), "{words}");
    assert!(print(&["ici", "ailleurs"]).status.success());
    let words = site.words("x.pdf").replace([' ', '\u{200B}'], "");
    assert!(words.contains(&format!("?cas={one}")) && !words.contains("cas=ici"), "{words}");
}

#[test]
fn a_picture_of_a_phone_can_be_read_on_paper() {
    let site = Site::new();
    let shots = site.path("content/screenshots");
    fs::create_dir_all(&shots).unwrap();
    image::RgbImage::new(1080, 2340).save(shots.join("ecran.png")).unwrap();
    let step = "  - id: a\n    action: Cherchez.\n    screenshot:\n      image: ecran.png\n      alt: Un écran.\n      personal_data: none\n";
    with_steps(&site, step);
    for (sheet, least) in [(&[][..], 60.0), (&["--large"], 50.0), (&["--paper", "a5"], 35.0)] {
        let asked = [&["handout", "exemple/se-connecter", "--output", "x.pdf"], sheet].concat();
        assert!(site.run(&asked).status.success());
        let listed =
            Command::new("pdfimages").arg("-list").arg(site.path("x.pdf")).output().unwrap();
        let listed = String::from_utf8(listed.stdout).unwrap();
        let picture = listed.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        let wide = picture.filter(|it| it.len() > 13 && it[2] == "image").filter_map(|it| {
            let (pixels, dots): (f64, f64) = (it[3].parse().ok()?, it[12].parse().ok()?);
            Some(pixels / dots * 25.4)
        });
        let widest = wide.fold(0.0, f64::max);
        assert!((least..75.0).contains(&widest), "{sheet:?}: {widest} mm\n{listed}");
    }
}
