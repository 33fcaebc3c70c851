//! The command as a user meets it: arguments, exit codes, what is printed, what is left on disk.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "a test looks at the world")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// A starter site in a folder that vanishes.
struct Site {
    folder: TempDir,
}

impl Site {
    /// The starter, filled in.
    fn new() -> Self {
        let site = Self::starter();
        site.fill_in();
        site
    }

    /// What `init` makes.
    fn starter() -> Self {
        let site = Self { folder: TempDir::new().unwrap() };
        let done = pasapas(site.folder.path(), &["init", "site"]);
        assert_eq!(code(&done), 0, "{}", text(&done.stderr));
        site
    }

    /// Writes what the webmaster of a new site has to write.
    fn fill_in(&self) {
        for (path, edits) in [
            (
                "site.yaml",
                &[
                    ("guides.exemple.fr", "guides.ac-lille.fr"),
                    ("votre service", "Le rectorat"),
                    ("votre-service@exemple.fr", "guides@ac-lille.fr"),
                    ("votre directrice ou directeur", "A. Durand, directrice"),
                    ("votre hébergeur", "L’hébergeur"),
                    ("00 00 00 00 00", "01 99 00 00 01"),
                    ("accessibilite@exemple.fr", "accessibilite@ac-lille.fr"),
                ][..],
            ),
            (
                "academies/exemple/academy.yaml",
                &[
                    ("Exemple\narticle: \"d’\"", "Lille\narticle: de"),
                    ("Région d’exemple", "Hauts-de-France"),
                    ("ac-exemple.fr", "ac-lille.fr"),
                ],
            ),
        ] {
            let mut text = fs::read_to_string(self.path(path)).unwrap();
            for (from, to) in edits {
                assert!(text.contains(from), "{path}: {from}");
                text = text.replace(from, to);
            }
            fs::write(self.path(path), text).unwrap();
        }
    }

    /// A site that takes a moment to build.
    fn large() -> Self {
        let site = Self::new();
        for academy in 0..6 {
            let facts = site.read("academies/exemple/academy.yaml");
            site.write(&format!("academies/a{academy}/academy.yaml"), &facts);
        }
        let guide = site.read("content/se-connecter.md");
        for number in 0..40 {
            site.write(&format!("content/guide-{number}.md"), &guide);
        }
        site
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        pasapas(&self.root(), arguments)
    }

    /// Builds, and expects no complaint.
    fn build(&self, arguments: &[&str]) -> Value {
        // What is printed has tests of its own.
        let build = ["build", "--no-handouts", "--format", "json"];
        let done = self.run(&[&build, arguments].concat());
        assert_eq!(code(&done), 0, "{}{}", text(&done.stdout), text(&done.stderr));
        serde_json::from_slice(&done.stdout).unwrap()
    }

    /// Builds with this exit code, and returns what was said.
    fn fails(&self, expected: i32, arguments: &[&str]) -> String {
        let done = self.run(&[&["build", "--no-handouts"], arguments].concat());
        let said = text(&done.stderr);
        assert_eq!(code(&done), expected, "{said}");
        assert_eq!(text(&done.stdout), "");
        said
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pasapas"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command.env("SOURCE_DATE_EPOCH", "1790812800").env_remove("NO_COLOR");
    command
}

fn pasapas(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn code(done: &Output) -> i32 {
    done.status.code().unwrap()
}

/// Text with the spaces of French typography made visible.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace('\u{A0}', "~").replace('\u{202F}', "_")
}

/// Every file below a folder with its content.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let content = fs::read(&path).unwrap();
                files.insert(path.strip_prefix(folder).unwrap().to_owned(), content);
            }
        }
    }
    files
}

/// The names beside each other in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_starter_says_what_to_replace_and_then_builds_without_a_warning() {
    let site = Site::starter();
    let said = text(&site.run(&["build"]).stderr);
    for left in ["base_url", "publisher.name", "host.address", "mail_domain", "contacts.email"] {
        assert!(said.contains(left), "{left}: {said}");
    }
    assert!(said.contains(" · 0~erreur, 2~avertissements · "), "{said}");
    site.fill_in();
    let done = site.run(&["build"]);
    let said = text(&done.stderr);
    assert_eq!((code(&done), text(&done.stdout).as_str()), (0, ""), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(
        said.contains("1~académie · ") && said.contains(" · 0~erreur, 0~avertissement · "),
        "{said}"
    );
    assert!(said.ends_with("~s (public)\n"), "{said}");
    assert!(site.path("public/exemple/se-connecter/index.html").exists());
    assert_eq!(names(&site.root()), [".pasapas", "academies", "content", "public", "site.yaml"]);
}

#[test]
fn init_tells_what_comes_next_and_refuses_a_folder_in_use() {
    let folder = TempDir::new().unwrap();
    let done = pasapas(folder.path(), &["init", "site"]);
    assert!(text(&done.stdout).contains("pasapas build --root site"), "{}", text(&done.stdout));
    let done = pasapas(folder.path(), &["init", "site"]);
    assert_eq!(code(&done), 2);
    assert!(text(&done.stderr).starts_with("erreur~: «~site~» existe déjà et n’est pas vide.\n"));
}

#[test]
fn help_and_version_are_results_and_misuse_is_not() {
    let here = TempDir::new().unwrap();
    let help = pasapas(here.path(), &["--help"]);
    assert_eq!((code(&help), help.stderr.len()), (0, 0));
    assert!(text(&help.stdout).contains("Commandes~:"), "{}", text(&help.stdout));
    assert_eq!(code(&pasapas(here.path(), &["--version"])), 0);
    for misuse in [&[][..], &["biuld"], &["build", "--outpt"], &["build", "--root", "gone"]] {
        let done = pasapas(here.path(), misuse);
        assert_eq!((code(&done), done.stdout.len()), (2, 0), "{misuse:?}");
    }
}

#[test]
fn an_academy_that_does_not_exist_is_misuse_with_a_suggestion() {
    let said = Site::new().fails(2, &["--academy", "exmple"]);
    assert!(said.contains("aide~: Vouliez-vous dire «~exemple~»_?"), "{said}");
}

#[test]
fn a_folder_that_is_no_site_is_explained() {
    let here = TempDir::new().unwrap();
    let done = pasapas(here.path(), &["build"]);
    let said = text(&done.stderr);
    assert_eq!(code(&done), 1);
    assert!(said.starts_with("erreur[missing-file]: "), "{said}");
    assert!(said.contains("pasapas init"), "{said}");
}

#[test]
fn errors_show_their_place_and_leave_the_old_site() {
    let site = Site::new();
    site.build(&[]);
    let before = tree(&site.path("public"));
    site.write("content/faux.md", "---\ntitle: Faux\ntitel: X\n---\nTexte.\n");
    let said = site.fails(1, &[]);
    assert!(said.contains("┌─ content/faux.md:3:1\n"), "{said}");
    assert!(said.contains("3 │ titel: X\n  │ ━━━━━\n"), "{said}");
    assert!(said.contains("rien n’a été écrit"), "{said}");
    assert_eq!(tree(&site.path("public")), before);

    let done = site.run(&["build", "--format", "json"]);
    let answer: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!((code(&done), done.stderr.len()), (1, 0));
    assert_eq!((&answer["ok"], &answer["written"]), (&Value::from(false), &Value::from(0)));
    let record = &answer["diagnostics"][0];
    assert_eq!(record["code"], "unknown-key");
    assert_eq!(
        (&record["file"], &record["line"], &record["column"]),
        (&Value::from("content/faux.md"), &Value::from(3), &Value::from(1))
    );
}

#[test]
fn a_second_build_rewrites_nothing() {
    let site = Site::new();
    let first = site.build(&[]);
    let times = || -> Vec<(PathBuf, i64, i64)> {
        let files = tree(&site.path("public")).into_keys();
        let time = |path: PathBuf| {
            let about = fs::metadata(site.path("public").join(&path)).unwrap();
            (path, about.mtime(), about.mtime_nsec())
        };
        files.map(time).collect()
    };
    let before = times();
    let second = site.build(&["--timings"]);
    assert_eq!((&second["written"], &second["unchanged"]), (&Value::from(0), &first["written"]));
    assert!(second["timings"]["compile"].is_number());
    assert_eq!(times(), before);
}

#[test]
fn coverage_prints_a_table_or_json() {
    let site = Site::new();
    let done = site.run(&["coverage"]);
    let table = text(&done.stdout);
    assert_eq!((code(&done), done.stderr.len()), (0, 0), "{table}");
    assert!(table.contains("Se connecter au portail  ✓\n"), "{table}");
    let done = site.run(&["coverage", "--format", "json"]);
    let answer: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(answer["academies"], Value::from(vec!["exemple"]));
    assert_eq!(answer["rows"][0]["guide"], "se-connecter");
}

#[test]
fn a_reader_who_goes_away_is_no_panic() {
    let site = Site::new();
    let mut child = command(&site.root(), &["coverage"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!((code(&done), text(&done.stderr).as_str()), (0, ""));
}

#[test]
fn a_foreign_output_is_refused_and_untouched() {
    let site = Site::new();
    fs::create_dir(site.path("documents")).unwrap();
    fs::write(site.path("documents/these.odt"), "years of work").unwrap();
    for output in ["documents", ".", "..", "content/public"] {
        let said = site.fails(1, &["--output", output]);
        assert!(said.contains("erreur[foreign-output]: "), "{output}: {said}");
    }
    assert_eq!(names(&site.path("documents")), ["these.odt"]);
}

#[test]
fn an_output_that_cannot_be_written_is_explained() {
    let site = Site::new();
    let said = site.fails(1, &["--output", "site.yaml/public"]);
    assert!(said.contains("erreur[unwritable]: "), "{said}");
    assert!(said.contains("un fichier se trouve là où il faut un dossier"), "{said}");
}

/// A small disk in memory. Only root can make one, and for root it must work.
struct Disk(PathBuf);

impl Disk {
    fn mount(folder: PathBuf, size: &str) -> Option<Self> {
        fs::create_dir(&folder).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", size, "pasapas"]).arg(&folder);
        let mounted = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        if !mounted {
            let user = Command::new("id").arg("-u").output().unwrap();
            assert_ne!(text(&user.stdout).trim(), "0", "root cannot mount a disk in memory");
            #[expect(clippy::print_stderr, reason = "a test that is left out must say so")]
            {
                eprintln!("not tested here: only root can mount a disk");
            }
            return None;
        }
        Some(Self(folder))
    }

    fn make_read_only(&self) {
        let remount = Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0).status();
        assert!(remount.unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    let site = Site::large();
    let Some(disk) = Disk::mount(site.folder.path().join("disk"), "size=64k") else { return };
    let output = disk.0.join("public");
    fs::create_dir(&output).unwrap();
    fs::write(output.join(".pasapas-manifest"), "pasapas-manifest 1\n").unwrap();
    fs::write(output.join("index.html"), "old").unwrap();
    let before = tree(&output);
    for output in [output.clone(), disk.0.join("new")] {
        let said = site.fails(1, &["--output", output.to_str().unwrap()]);
        assert!(said.contains("erreur[unwritable]: "), "{said}");
        assert!(said.contains("plus de place sur le disque"), "{said}");
        assert_eq!(said.matches("erreur[").count(), 1, "{said}");
    }
    assert_eq!(tree(&output), before);
    assert_eq!(names(&disk.0), ["public"]);
}

#[test]
#[cfg(feature = "handouts")]
fn a_disk_that_fills_up_with_handouts_has_the_pages_and_no_half_pdf() {
    let site = Site::new();
    site.build(&["--output", "pages"]);
    let pages = tree(&site.path("pages"));
    // A file takes whole kibibytes; the staging of pages is renamed, not copied.
    let taken: usize = pages.values().map(|file| file.len().div_ceil(4096) * 4).sum();
    let options = format!("size={}k", taken + 60);
    let Some(disk) = Disk::mount(site.folder.path().join("disk"), &options) else { return };
    let output = disk.0.join("public");
    let done = site.run(&["build", "--output", output.to_str().unwrap()]);
    let said = text(&done.stderr);
    assert_eq!(code(&done), 1, "{said}");
    assert!(said.contains("plus de place sur le disque"), "{said}");
    let there = tree(&output);
    assert!(there.contains_key(Path::new("exemple/se-connecter/index.html")), "{said}");
    assert!(!there.keys().any(|path| path.extension().is_some_and(|it| it == "pdf")));
    assert_eq!(names(&disk.0), ["public"]);
}

#[test]
fn a_read_only_output_is_explained_and_stays() {
    let site = Site::new();
    let Some(disk) = Disk::mount(site.folder.path().join("disk"), "size=8m") else { return };
    let output = disk.0.join("public");
    site.build(&["--output", output.to_str().unwrap()]);
    let before = tree(&output);
    site.write("content/autre.md", &site.read("content/se-connecter.md"));
    disk.make_read_only();
    let said = site.fails(1, &["--output", output.to_str().unwrap()]);
    assert!(said.contains("erreur[unwritable]: "), "{said}");
    assert!(said.contains("lecture seule"), "{said}");
    assert_eq!(tree(&output), before);
}

#[test]
fn a_line_of_ten_megabytes_is_an_error_with_its_path() {
    let site = Site::new();
    site.write("content/enorme.md", &"mot ".repeat(2_621_440));
    let said = site.fails(1, &[]);
    assert!(said.contains("erreur[too-large]: "), "{said}");
    assert!(said.contains("content/enorme.md"), "{said}");
    assert!(said.len() < 2_000, "the line itself is not shown");
}

#[test]
fn a_line_of_one_megabyte_is_cut_around_the_mistake() {
    let site = Site::new();
    let words = "mot ".repeat(131_072);
    let guide = format!("---\ntitle: Long\n---\n{words}[[rien]]{words}\n");
    site.write("content/long.md", &guide);
    let said = site.fails(1, &[]);
    assert!(said.contains("content/long.md:4:524289"), "{said}");
    assert!(said.contains("[[rien]]"), "{said}");
    assert!(said.len() < 2_000, "the line is cut");
}

#[test]
fn an_output_that_is_a_disk_of_its_own_is_filled() {
    let site = Site::new();
    let Some(disk) = Disk::mount(site.folder.path().join("disk"), "size=8m") else { return };
    let output = disk.0.to_str().unwrap();
    site.build(&["--output", output]);
    site.write("content/autre.md", &site.read("content/se-connecter.md"));
    site.build(&["--output", output]);
    site.build(&[]);
    assert_eq!(tree(&disk.0), tree(&site.path("public")));
}

/// Kills builds of a changed site at several moments: what is there is always the old or the new
/// site file by file, and the next build makes it the new one.
#[test]
fn a_killed_build_is_mended_by_the_next() {
    let site = Site::large();
    site.build(&["--output", "../old"]);
    let old = tree(&site.folder.path().join("old"));
    let facts = site.read("site.yaml").replace("Mes guides", "Vos guides");
    site.write("site.yaml", &facts);
    site.build(&["--output", "../new"]);
    let new = tree(&site.folder.path().join("new"));
    for moment in (0..400).step_by(25) {
        let output = site.folder.path().join("public");
        let _ = fs::remove_dir_all(&output);
        copy(&old, &output);
        let mut child = command(&site.root(), &["build", "--no-handouts", "--output", "../public"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(moment));
        child.kill().unwrap();
        child.wait().unwrap();
        for (path, content) in tree(&output) {
            let whole = [&old, &new].iter().any(|site| site.get(&path) == Some(&content));
            assert!(whole, "{} after {moment} ms", path.display());
        }
        site.build(&["--output", "../public"]);
        assert!(tree(&output) == new, "after {moment} ms");
    }
    assert_eq!(names(site.folder.path()), ["new", "old", "public", "site"]);
}

fn copy(files: &BTreeMap<PathBuf, Vec<u8>>, to: &Path) {
    for (path, content) in files {
        let path = to.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

#[test]
fn of_two_builds_at_once_none_spoils_the_other() {
    let site = Site::large();
    let children: Vec<_> = (0..4)
        .map(|_| {
            command(&site.root(), &["build", "--no-handouts"])
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut fine = 0;
    for child in children {
        let done = child.wait_with_output().unwrap();
        match code(&done) {
            0 => fine += 1,
            _ => assert!(
                text(&done.stderr).contains("erreur[output-busy]"),
                "{}",
                text(&done.stderr)
            ),
        }
    }
    assert!(fine > 0);
    site.build(&["--output", "alone"]);
    assert!(tree(&site.path("public")) == tree(&site.path("alone")));
}

#[test]
fn parts_together_are_the_whole() {
    let site = Site::large();
    site.build(&["--output", "whole"]);
    let whole = tree(&site.path("whole"));
    for academy in ["exemple", "a0", "a1", "a2", "a3", "a4", "a5"] {
        site.build(&["--output", "parts", "--academy", academy]);
    }
    site.build(&["--output", "parts", "--shared"]);
    assert!(tree(&site.path("parts")) == whole);
    for shard in ["2/3", "1/3", "3/3"] {
        site.build(&["--output", "shards", "--shard", shard]);
    }
    assert!(tree(&site.path("shards")) == whole);
}

#[test]
fn a_link_that_leaves_the_site_is_an_error_with_its_path() {
    let site = Site::new();
    symlink("/etc/hostname", site.path("content/secret.md")).unwrap();
    let said = site.fails(1, &[]);
    assert!(said.contains("erreur[link-outside]: "), "{said}");
    assert!(said.contains("┌─ content/secret.md\n"), "{said}");
}

/// A picture of this size.
fn image(width: u32, height: u32) -> Vec<u8> {
    shaded(width, height, 210)
}

/// A picture of this size, which differs from those of other shades.
fn shaded(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(width, height, image::Rgb([200, shade, 220]));
    picture.write_to(&mut file, image::ImageFormat::Png).unwrap();
    file.into_inner()
}

const MARKED: &str = "\u{FEFF}title: Se connecter   # à relire\r
steps:\r
  - id: ouvrir\r
    action: \"Ouvrez la page.\"\r
    # Les repères viennent de Paint.\r
    screenshot:\r
      image: écran.png\r
      alt: La page\r
      personal_data: redacted\r
      size: [1280,  800]   # largeur, hauteur\r
      crop: [0, 0, 1280, 800]\r
      redact: [ { box: [100, 100, 50, 20], why: nom } ]\r
      marks:\r
        - { box: [512, 300, 180, 64], text: \"Choisissez 512\" }\r
        - { arrow: [[300, 500], [520, 340]], text: Ici }\r
        - { key: Ctrl+F, at: [700, 60], text: Cherchez }\r
        - circle: [640, 400, 33]   # le bouton\r
          text: Là\r
";

#[test]
fn fix_rescales_coordinates_and_touches_nothing_else() {
    let site = Site::new();
    let procedure = "content/procedures/connexion.yaml";
    site.write(procedure, MARKED);
    fs::create_dir_all(site.path("content/screenshots")).unwrap();
    fs::write(site.path("content/screenshots/écran.png"), image(1280, 800)).unwrap();
    assert_eq!(code(&site.run(&["build"])), 0);
    let nothing = site.run(&["fix"]);
    assert_eq!(code(&nothing), 0);
    assert!(text(&nothing.stdout).contains("Rien à corriger"), "{}", text(&nothing.stdout));

    fs::write(site.path("content/screenshots/écran.png"), image(1920, 1200)).unwrap();
    let refused = site.run(&["build"]);
    assert_eq!(code(&refused), 1);
    assert!(
        text(&refused.stderr).contains("`pasapas fix` multiplie par 1,5"),
        "{}",
        text(&refused.stderr)
    );
    let fixed = site.run(&["fix"]);
    assert_eq!(code(&fixed), 0, "{}", text(&fixed.stderr));
    assert!(text(&fixed.stdout).contains("21~nombres corrigés"), "{}", text(&fixed.stdout));
    let expected = MARKED
        .replace("[1280,  800]", "[1920,  1200]")
        .replace("[0, 0, 1280, 800]", "[0, 0, 1920, 1200]")
        .replace("[100, 100, 50, 20]", "[150, 150, 75, 30]")
        .replace("[512, 300, 180, 64]", "[768, 450, 270, 96]")
        .replace("[[300, 500], [520, 340]]", "[[450, 750], [780, 510]]")
        .replace("[640, 400, 33]", "[960, 600, 50]")
        .replace("[700, 60]", "[1050, 90]");
    assert_eq!(site.read(procedure), expected);
    assert_eq!(code(&site.run(&["build"])), 0);

    // Other proportions are no matter of numbers.
    fs::write(site.path("content/screenshots/écran.png"), image(1200, 1200)).unwrap();
    let left = site.run(&["fix", "--format", "json"]);
    assert_eq!(code(&left), 1);
    let answer: Value = serde_json::from_slice(&left.stdout).unwrap();
    assert_eq!((&answer["ok"], &answer["files"]), (&false.into(), &Value::Array(Vec::new())));
    assert_eq!(answer["diagnostics"][0]["code"], "stale-marks");
    assert_eq!(site.read(procedure), expected);
    assert_eq!(code(&site.run(&["build"])), 1);
}

/// A site whose procedure has these screenshots, with images of these sizes.
fn with_screenshots(images: &[(&str, u32, u32)], screenshots: &[&str]) -> Site {
    let site = Site::new();
    fs::create_dir_all(site.path("content/screenshots")).unwrap();
    for ((name, width, height), shade) in images.iter().zip(0..) {
        let path = site.path("content/screenshots").join(name);
        fs::write(path, shaded(*width, *height, shade)).unwrap();
    }
    let step = |(at, shot): (usize, &&str)| {
        format!("  - {{ id: e{at}, action: Regardez., screenshot: {{ alt: Un écran, {shot} }} }}\n")
    };
    let steps: String = screenshots.iter().enumerate().map(step).collect();
    site.write("content/procedures/connexion.yaml", &format!("title: A\nsteps:\n{steps}"));
    site
}

/// What `fix` leaves, with its exit code and all that it says.
fn fixed(site: &Site) -> (String, i32, String) {
    let done = site.run(&["fix"]);
    let said = text(&done.stdout) + &text(&done.stderr);
    (site.read("content/procedures/connexion.yaml"), code(&done), said)
}

const SHARED: [&str; 3] = [
    "image: a.png, size: [1280, 800], personal_data: redacted, redact: [ { box: &b [100, 100, 200, 40], why: nom } ]",
    "image: b.png, size: [1280, 800], personal_data: redacted, redact: [ { box: *b, why: nom } ]",
    "image: c.png, size: &s [1280, 800], personal_data: none, marks: [ { point: [640, 400], text: Ici } ]",
];

#[test]
fn fix_never_moves_the_redaction_of_another_screenshot() {
    let small = [("a.png", 640, 400), ("b.png", 1280, 800), ("c.png", 640, 400)];
    let site = with_screenshots(&small, &SHARED);
    let (file, code, said) = fixed(&site);
    assert_eq!(code, 1);
    assert!(file.contains("box: &b [100, 100, 200, 40]"), "{file}");
    assert!(file.contains("size: &s [640, 400]") && file.contains("point: [320, 200]"), "{file}");
    assert!(said.contains("servent aussi ailleurs"), "{said}");

    let all = [("a.png", 640, 400), ("b.png", 640, 400), ("c.png", 640, 400)];
    let (file, code, said) = fixed(&with_screenshots(&all, &SHARED));
    assert_eq!(code, 0, "{said}");
    assert!(file.contains("box: &b [50, 50, 100, 20]"), "{file}");

    // One that cannot be read is one whose numbers nobody knows.
    let unread = SHARED.map(|shot| {
        shot.replace("personal_data: redacted, redact: [ { box: *b", "redact: [ { box: *b")
    });
    let site = with_screenshots(&small, &unread.each_ref().map(|shot| &**shot));
    let (file, code, said) = fixed(&site);
    assert_eq!(code, 1);
    assert!(file.contains("box: &b [100, 100, 200, 40]"), "{file}");
    assert!(said.contains("à corriger d’abord"), "{said}");
}

#[test]
fn fix_tells_what_it_cannot_mend() {
    let shots = ["image: a.png, size: [1280, 800], personal_data: none"];
    let site = with_screenshots(&[("a.png", 1200, 1200)], &shots);
    let (_, code, said) = fixed(&site);
    assert_eq!(code, 1);
    assert!(said.contains("1200 × 1200"), "{said}");
    assert!(said.contains("Reste à corriger~: 1~erreur"), "{said}");

    let site = with_screenshots(&[("a.png", 640, 400)], &shots);
    let settings = site.read("site.yaml") + "theme: absent\n";
    site.write("site.yaml", &settings);
    let (_, code, said) = fixed(&site);
    assert_eq!(code, 1);
    assert!(said.contains("640 × 400") && said.contains("absent"), "{said}");
    assert!(!said.contains("Rien à corriger"), "{said}");
}

#[test]
fn fix_leaves_a_site_that_builds_and_hides_no_less() {
    let shots = [
        "image: a.png, size: [1280, 800], personal_data: redacted, redact: [ { box: [101, 101, 101, 101], why: nom } ], marks: [ { circle: [1275, 401, 5], text: Ici } ]",
    ];
    let site = with_screenshots(&[("a.png", 640, 400)], &shots);
    let (file, code, said) = fixed(&site);
    assert_eq!(code, 0, "{said}");
    assert!(file.contains("box: [50, 50, 51, 51]"), "{file}");
    site.build(&[]);
}

#[test]
fn fix_keeps_the_mode_of_a_file_and_the_link_that_leads_to_it() {
    let shots = ["image: a.png, size: [1280, 800], personal_data: none"];
    let site = with_screenshots(&[("a.png", 640, 400)], &shots);
    let procedure = site.path("content/procedures/connexion.yaml");
    let real = site.path("connexion-commune.txt");
    fs::rename(&procedure, &real).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o664)).unwrap();
    symlink("../../connexion-commune.txt", &procedure).unwrap();
    let (file, _, said) = fixed(&site);
    assert!(file.contains("size: [640, 400]"), "{said}");
    assert!(fs::symlink_metadata(&procedure).unwrap().is_symlink());
    assert_eq!(fs::metadata(&real).unwrap().mode() & 0o777, 0o664);
}

#[test]
fn theme_copies_files_of_the_default_theme_and_replaces_none() {
    let site = Site::new();
    let root = site.folder.path().join("site");
    let theme = |files: &[&str]| pasapas(&root, &[&["theme"], files].concat());
    let listed = String::from_utf8(theme(&[]).stdout).unwrap();
    assert!(listed.lines().any(|line| line == "handout/handout.typ"), "{listed}");
    let done = theme(&["assets/style.css"]);
    assert_eq!(done.status.code(), Some(2), "the site has no theme of its own");
    assert!(String::from_utf8_lossy(&done.stderr).contains("theme: mon-theme"));

    let settings = fs::read_to_string(root.join("site.yaml")).unwrap();
    fs::write(root.join("site.yaml"), format!("theme: mien\n{settings}")).unwrap();
    assert!(theme(&["assets/style.css", "handout/handout.typ"]).status.success());
    let copy = root.join("themes/mien/assets/style.css");
    assert_eq!(fs::read(&copy).unwrap(), include_bytes!("../themes/default/assets/style.css"));
    fs::write(&copy, "body { color: black }").unwrap();
    assert_eq!(theme(&["assets/style.css"]).status.code(), Some(1));
    assert_eq!(fs::read_to_string(&copy).unwrap(), "body { color: black }");
    let done = theme(&["assets/styles.css"]);
    assert!(String::from_utf8_lossy(&done.stderr).contains("assets/style.css"));
    assert!(pasapas(&root, &["build"]).status.success(), "and the site builds");
}
