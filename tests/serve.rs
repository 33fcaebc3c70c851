//! The preview as browsers and other programs meet it: whom it answers, with what, and that it is what a
//! build would write, whatever was edited before.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "a test looks at the world")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const ELEMENT: &str = "<script src=\"/_pasapas/preview.js\"></script>\n";

/// A preview of a starter site.
struct Preview {
    folder: TempDir,
    child: Child,
    /// `127.0.0.1:4000`
    host: String,
    /// The path of the site in addresses.
    base: String,
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Preview {
    fn start() -> Self {
        Self::of(|_| {})
    }

    /// With a site that `change` has changed before.
    fn of(change: impl FnOnce(&Path)) -> Self {
        let folder = TempDir::new().unwrap();
        let site = new_site(folder.path());
        change(&site);
        let (child, host, base) = serve(&site, &[]);
        Self { folder, child, host, base }
    }

    fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.site().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", &format!("{}{path}", self.base), &[])
    }

    fn ask(&self, method: &str, path: &str, head: &[&str]) -> Answer {
        self.send(method, path, head, "")
    }

    fn send(&self, method: &str, path: &str, head: &[&str], body: &str) -> Answer {
        let host = format!("Host: {}", self.host);
        let lines =
            if head.iter().any(|line| line.starts_with("Host:")) { vec![] } else { vec![&*host] };
        let lines = [&lines, head].concat().join("\r\n");
        let mut stream = TcpStream::connect(&self.host).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\nConnection: close\r\n{lines}\r\n\r\n{body}")
            .unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body: bytes[end + 4..].to_vec() }
    }

    /// Waits until the page at `path` says `words`.
    fn wait_for(&self, path: &str, words: &str) {
        let start = Instant::now();
        while !self.get(path).text().contains(words) {
            assert!(start.elapsed() < Duration::from_secs(20), "{path} never says {words}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Resident memory in MiB.
    fn memory(&self) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() / 1024
    }

    /// Compares every output with what a build writes now.
    fn is_what_a_build_writes(&self) {
        let output = self.folder.path().join("public");
        let build = pasapas()
            .args(["build", "--root"])
            .arg(self.site())
            .arg("--output")
            .arg(&output)
            .output();
        let build = build.unwrap();
        assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
        let mut files = BTreeMap::new();
        read_all(&output, "", &mut files);
        assert!(files.len() > 20);
        for (path, built) in files {
            let answer = self.get(&encoded(&path));
            let is_page = path.rsplit_once('.').is_some_and(|(_, ending)| ending == "html");
            let served = if is_page {
                answer.text().replacen(ELEMENT, "", 1).into_bytes()
            } else {
                answer.body
            };
            assert_eq!(answer.status, 200, "{path}");
            assert!(served == built, "{path} differs");
            assert!(
                !is_page || answer.head.contains("text/html; charset=utf-8"),
                "{}",
                answer.head
            );
        }
    }
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn pasapas() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pasapas"));
    command.env("SOURCE_DATE_EPOCH", "1790000000");
    command
}

/// Makes a starter site in a folder.
fn new_site(folder: &Path) -> PathBuf {
    let site = folder.join("site");
    assert!(pasapas().arg("init").arg(&site).output().unwrap().status.success());
    site
}

/// Writes a program that a shell runs.
fn write_program(path: &Path, lines: &str) {
    fs::write(path, format!("#!/bin/sh\n{lines}\n")).unwrap();
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
}

/// Starts a preview, and waits until it tells where it is.
fn serve(site: &Path, options: &[&str]) -> (Child, String, String) {
    start(&mut pasapas(), site, options)
}

fn start(command: &mut Command, site: &Path, options: &[&str]) -> (Child, String, String) {
    command.args(["serve", "--root"]).arg(site).args(options).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let line = lines.find(|line| line.contains("http://")).unwrap();
    // Somebody must listen to the rest.
    std::thread::spawn(move || lines.for_each(drop));
    let address = line.split("http://").nth(1).unwrap().split([' ', '\u{A0}']).next().unwrap();
    let (host, base) = address.split_once('/').unwrap();
    (child, host.to_owned(), format!("/{base}"))
}

/// As browsers write it.
fn encoded(path: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-".contains(byte);
    let byte = |byte: u8| {
        if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    path.bytes().map(byte).collect()
}

fn read_all(folder: &Path, path: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            read_all(&entry.path(), &format!("{path}{name}/"), files);
        } else {
            files.insert(format!("{path}{name}"), fs::read(entry.path()).unwrap());
        }
    }
}

/// Different numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// One edit of a person, an editor or a program that was interrupted.
fn edit(preview: &Preview, dice: &mut Dice) {
    let number = dice.roll(12);
    let guide = format!("content/guide-{number}.md");
    let path = preview.site().join(&guide);
    match dice.roll(10) {
        0 => _ = fs::remove_file(&path),
        1 => preview.write(&guide, "---\ntitle: [\n"),
        2 => {
            let file = fs::File::create(&path);
            file.unwrap().write_all(b"---\ntitle: Moi").unwrap();
            std::thread::sleep(Duration::from_millis(dice.roll(8)));
            fs::File::options()
                .append(true)
                .open(&path)
                .unwrap()
                .write_all(b"tie\n---\n## Bas\n")
                .unwrap();
        }
        3 => {
            _ = fs::rename(
                &path,
                preview.site().join(format!("content/guide-{}.md", dice.roll(12))),
            );
        }
        4 => {
            let facts = preview.site().join("academies/exemple/academy.yaml");
            let folder = preview.site().join(format!("academies/a{}", dice.roll(3)));
            fs::create_dir_all(&folder).unwrap();
            fs::copy(facts, folder.join("academy.yaml")).unwrap();
        }
        5 => _ = fs::remove_dir_all(preview.site().join(format!("academies/a{}", dice.roll(3)))),
        6 => {
            let theme = format!("themes/default/assets/style{}.css", dice.roll(2));
            preview.write(&theme, &format!("p {{ margin: {}px }}\n", dice.roll(9)));
        }
        7 => {
            let beside = path.with_extension("tmp~");
            fs::write(
                &beside,
                format!("---\ntitle: Guide {number}\n---\nD’un coup {}.\n", dice.roll(99)),
            )
            .unwrap();
            fs::rename(beside, path).unwrap();
        }
        _ => {
            let other = dice.roll(12);
            let text = format!(
                "---\ntitle: Guide {number} {}\n---\nVoir [[guide-{other}]].\n",
                dice.roll(99)
            );
            preview.write(&guide, &text);
        }
    }
}

/// Edits `times` times, then mends all that is broken, and waits until that shows.
fn edit_and_mend(preview: &Preview, dice: &mut Dice, times: u32) {
    for _ in 0..times {
        edit(preview, dice);
        if dice.roll(4) == 0 {
            std::thread::sleep(Duration::from_millis(dice.roll(60)));
        }
    }
    for number in 0..12 {
        preview.write(
            &format!("content/guide-{number}.md"),
            &format!("---\ntitle: Guide {number}\n---\nFin.\n"),
        );
    }
    let token = format!("Jeton {}.", dice.roll(1 << 30));
    preview.write("content/jeton.md", &format!("---\ntitle: Jeton\n---\n{token}\n"));
    preview.wait_for("exemple/jeton/", &token);
}

#[test]
fn every_page_is_the_build_s_but_for_the_script_after_any_edits() {
    let preview = Preview::start();
    preview.is_what_a_build_writes();
    let mut dice = Dice(7);
    for _ in 0..6 {
        edit_and_mend(&preview, &mut dice, 25);
        preview.is_what_a_build_writes();
    }
}

#[test]
fn edits_leak_nothing() {
    let preview = Preview::start();
    let mut dice = Dice(3);
    edit_and_mend(&preview, &mut dice, 150);
    let before = preview.memory();
    edit_and_mend(&preview, &mut dice, 450);
    let after = preview.memory();
    assert!(after < before + 24, "{before} MiB became {after} MiB");
}

#[test]
fn nothing_is_written() {
    let preview = Preview::start();
    let mut before = BTreeMap::new();
    read_all(&preview.site(), "", &mut before);
    for path in ["", "exemple/", "exemple/se-connecter/", "sitemap.xml", "nulle-part/"] {
        preview.get(path);
    }
    let mut after = BTreeMap::new();
    read_all(&preview.site(), "", &mut after);
    assert_eq!(before, after);
    let hidden = fs::read_dir(preview.site()).unwrap();
    assert!(hidden.flatten().all(|entry| !entry.file_name().to_string_lossy().starts_with('.')));
}

#[test]
fn other_sites_and_other_names_are_refused() {
    let preview = Preview::start();
    let port = preview.host.rsplit_once(':').unwrap().1.to_owned();
    let status = |method, path, head: &[&str]| preview.ask(method, path, head).status;
    let paths =
        ["/", "/exemple/", "/_pasapas/state?page=/", "/_pasapas/events", "/_pasapas/preview.js"];
    for path in paths {
        assert_eq!(
            status("GET", path, &[&format!("Host: attaquant.example:{port}")]),
            403,
            "{path}"
        );
        assert_eq!(status("GET", path, &["Origin: https://attaquant.example"]), 403, "{path}");
        assert_eq!(
            status("GET", path, &["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"]),
            403,
            "{path}"
        );
    }
    let framed =
        ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"];
    assert_eq!(status("GET", "/exemple/", &framed), 403);
    let head = preview.get("exemple/").head;
    assert!(
        head.contains("x-frame-options: deny") && head.contains("frame-ancestors 'none'"),
        "{head}"
    );
    assert_eq!(status("POST", "/_pasapas/open", &["Origin: https://attaquant.example"]), 403);
    assert_eq!(status("GET", "/", &[&format!("Host: localhost:{port}")]), 200);
    // Nobody but this computer is heard.
    assert!(preview.host.starts_with("127.0.0.1:"));
}

#[test]
fn no_path_leads_to_a_file() {
    let preview = Preview::of(|site| {
        fs::write(site.join("secret.txt"), "secret").unwrap();
        fs::write(site.join("content/notes.txt"), "secret").unwrap();
    });
    let paths = [
        "/secret.txt",
        "/site.yaml",
        "/content/notes.txt",
        "/content/se-connecter.md",
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/./secret.txt",
        "//etc/passwd",
        "/etc/passwd",
        "/_pasapas/../secret.txt",
        "/_pasapas/..%2f..%2fsecret.txt",
        "/exemple/..%5c..%5csecret.txt",
        "/%00",
        "/%",
    ];
    for path in paths {
        let answer = preview.ask("GET", path, &[]);
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.text().contains("secret\n") && !answer.text().contains("root:"), "{path}");
    }
}

#[test]
fn addresses_types_parts_and_tags_are_those_of_a_good_host() {
    let preview = Preview::start();
    let moved = preview.ask("GET", "/exemple?cas=a", &[]);
    assert_eq!(moved.status, 307);
    assert!(moved.head.contains("location: /exemple/?cas=a"), "{}", moved.head);
    let missing = preview.get("nulle-part/");
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("<h1>") && missing.text().contains(ELEMENT));
    let page = preview.get("exemple/");
    let tag = page.head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
    assert_eq!(preview.ask("GET", "/exemple/", &[&format!("If-None-Match: {tag}")]).status, 304);
    let part = preview.ask("GET", "/exemple/", &["Range: bytes=0-14"]);
    assert_eq!((part.status, part.text().as_str()), (206, "<!doctype html>"));
    assert!(part.head.contains(&format!("content-range: bytes 0-14/{}", page.body.len())));
    assert_eq!(preview.ask("GET", "/exemple/", &["Range: bytes=9999999-"]).status, 416);
    let head = preview.ask("HEAD", "/exemple/", &[]);
    assert!(head.status == 200 && head.body.is_empty());
    assert!(head.head.contains(&format!("content-length: {}", page.body.len())));
    assert_eq!(preview.ask("POST", "/exemple/", &[]).status, 405);
    assert!(preview.get("sitemap.xml").head.contains("application/xml"));
    assert!(preview.get("robots.txt").head.contains("text/plain"));
}

#[test]
fn a_site_below_a_folder_of_its_host_is_served_there() {
    let preview = Preview::of(|site| {
        let settings = fs::read_to_string(site.join("site.yaml")).unwrap();
        let line = settings.lines().find(|line| line.starts_with("base_url:")).unwrap();
        let below = settings.replace(line, "base_url: https://www.exemple.fr/~Aide_1/démo");
        fs::write(site.join("site.yaml"), below).unwrap();
    });
    assert_eq!(preview.base, "/~Aide_1/d%C3%A9mo/");
    for outside in ["/", "/~Aide_1/d%C3%A9mo", "/~Aide_1/d%c3%a9mo"] {
        let moved = preview.ask("GET", outside, &[]);
        let there = moved.head.contains("location: /~aide_1/d%c3%a9mo/");
        assert!(moved.status == 307 && there, "{outside}: {}", moved.head);
    }
    assert_eq!(preview.ask("GET", "/%7EAide_1/d%C3%A9mo/exemple/", &[]).status, 200);
    assert_eq!(preview.get("exemple/").status, 200);
    assert_eq!(preview.ask("GET", "/exemple/", &[]).status, 404);
    preview.is_what_a_build_writes();
}

#[test]
fn a_site_that_is_broken_from_the_start_says_so_and_can_be_mended() {
    let mut settings = String::new();
    let preview = Preview::of(|site| {
        settings = fs::read_to_string(site.join("site.yaml")).unwrap();
        fs::write(site.join("site.yaml"), "title: [\n").unwrap();
    });
    let page = preview.get("exemple/");
    assert_eq!(page.status, 404);
    assert!(page.text().contains("Corrigez les erreurs") && page.text().contains(ELEMENT));
    let told = preview.ask("GET", "/_pasapas/state?page=/exemple/", &[]).text();
    assert!(told.contains("yaml-syntax") && told.contains("site.yaml"), "{told}");
    preview.write("site.yaml", &settings);
    preview.wait_for("exemple/", "<header");
    preview.is_what_a_build_writes();
}

#[test]
fn pictures_and_odd_names_are_the_build_s_too() {
    let preview = Preview::of(|site| {
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        fs::remove_dir_all(site).unwrap();
        for name in ["site.yaml", "content", "academies"] {
            copy_all(&project.join(name), &site.join(name));
        }
        let font = site.join("themes/default/assets/Ma police é.txt");
        fs::create_dir_all(font.parent().unwrap()).unwrap();
        fs::write(font, "lettres").unwrap();
    });
    preview.is_what_a_build_writes();
    // Made by the preview itself, without what the build has kept.
    fs::remove_dir_all(preview.site().join(".pasapas")).unwrap();
    let again = serve(&preview.site(), &[]);
    let other =
        Preview { folder: TempDir::new().unwrap(), child: again.0, host: again.1, base: again.2 };
    let pictures = fs::read_dir(preview.folder.path().join("public/lille/images")).unwrap();
    for picture in pictures.flatten().take(4) {
        let name = picture.file_name().into_string().unwrap();
        let served = other.get(&format!("lille/images/{name}"));
        assert!(served.body == fs::read(picture.path()).unwrap(), "{name}");
    }
}

fn copy_all(from: &Path, to: &Path) {
    if !from.is_dir() {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
        return;
    }
    for entry in fs::read_dir(from).unwrap().flatten() {
        copy_all(&entry.path(), &to.join(entry.file_name()));
    }
}

#[test]
#[cfg(feature = "handouts")]
fn a_handout_is_made_when_it_is_asked_for_or_says_why_not() {
    let preview = Preview::start();
    let path = "exemple/se-connecter/se-connecter-exemple.pdf";
    let good = preview.get(path);
    assert_eq!(good.status, 200);
    assert!(good.head.contains("application/pdf") && good.body.starts_with(b"%PDF"));
    let template = include_str!("../themes/default/handout/handout.typ");
    let wrong = template.replace("#before(guide)", "#before(gide)");
    preview.write("themes/default/handout/handout.typ", &wrong);
    preview.wait_for(path, "themes/default/handout/handout.typ:");
    let answer = preview.get(path);
    assert_eq!(answer.status, 500);
    assert!(answer.text().contains("#before(gide)"), "{}", answer.text());
    assert_eq!(preview.get("exemple/se-connecter/").status, 200, "the page is not concerned");
}

#[test]
fn a_page_that_was_taken_away_does_not_come_back() {
    let preview = Preview::start();
    preview.write("content/jeton.md", "---\ntitle: Jeton\n---\nBonjour.\n");
    preview.wait_for("exemple/jeton/", "Bonjour.");
    fs::remove_file(preview.site().join("content/jeton.md")).unwrap();
    preview.wait_for("exemple/jeton/", "n’existe pas");
    preview.write("content/casse.md", "---\ntitel: Cassé\n---\n");
    preview.wait_for("_pasapas/state?page=/exemple/", "unknown-key");
    assert_eq!(preview.get("exemple/jeton/").status, 404);
    // Hidden by its own error, it is shown as it was.
    preview.write("content/jeton.md", "---\ntitle: Jeton\n---\nEncore.\n");
    preview.wait_for("exemple/jeton/", "Encore.");
    preview.write("content/jeton.md", "---\ntitle: [\n---\nEncore.\n");
    preview.wait_for("_pasapas/state?page=/exemple/jeton/", "\"age\":\"before\"");
    assert!(preview.get("exemple/jeton/").text().contains("Encore."));
}

#[test]
fn a_site_that_is_replaced_and_what_links_lead_to_are_followed() {
    let preview = Preview::of(|site| {
        fs::create_dir_all(site.join("partage")).unwrap();
        fs::write(site.join("partage/l.md"), "---\ntitle: Lié\n---\nUn.\n").unwrap();
        let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, site.join(at)).unwrap();
        link("../partage/l.md", "content/lie.md");
        // Beside the settings, whose folder is watched for them.
        fs::write(site.join("note.md"), "---\ntitle: Note\n---\nUn.\n").unwrap();
        link("../note.md", "content/note.md");
    });
    assert!(preview.get("exemple/lie/").text().contains("Un."));
    let write = |words: &str| {
        preview.write("partage/l.md", &format!("---\ntitle: Lié\n---\n{words}\n"));
        preview.wait_for("exemple/lie/", words);
    };
    write("Deux.");
    write("Trois.");
    for words in ["Deux.", "Trois."] {
        preview.write("note.md", &format!("---\ntitle: Note\n---\n{words}\n"));
        preview.wait_for("exemple/note/", words);
    }
    // As when another branch of the site's history is looked at.
    fs::rename(preview.site().join("partage"), preview.site().join("ailleurs")).unwrap();
    preview.wait_for("_pasapas/state?page=/exemple/", "ne mène nulle part");
    copy_all(&preview.site().join("ailleurs"), &preview.site().join("partage"));
    preview.wait_for("exemple/lie/", "Trois.");
    write("Quatre.");
    write("Cinq.");
    let old = preview.folder.path().join("old");
    fs::rename(preview.site(), &old).unwrap();
    copy_all(&old, &preview.site());
    preview.write("content/neuf.md", "---\ntitle: Neuf\n---\nTout neuf.\n");
    preview.wait_for("exemple/neuf/", "Tout neuf.");
    preview.write("content/neuf.md", "---\ntitle: Neuf\n---\nToujours suivi.\n");
    preview.wait_for("exemple/neuf/", "Toujours suivi.");
}

#[test]
fn however_many_problems_there_are_those_of_the_page_are_told() {
    let preview = Preview::of(|site| {
        for number in 0..260 {
            fs::write(site.join(format!("content/g{number}.md")), "---\ntitle: G\n---\n[[rien]]\n")
                .unwrap();
        }
    });
    let told = preview.ask("GET", "/_pasapas/state?page=/exemple/g99/", &[]).body;
    let told: serde_json::Value = serde_json::from_slice(&told).unwrap();
    assert_eq!(told["errors"], 260);
    let problems = told["problems"].as_array().unwrap();
    // Fifty, and what the pages of this académie have of their own: this guide, and the examples of the starter.
    assert_eq!(problems.len(), 52);
    let own = |it: &&serde_json::Value| it["own"] == true && it["code"] != "unfinished";
    let own: Vec<_> = problems.iter().filter(own).collect();
    assert_eq!((own.len(), own[0]["file"].as_str()), (1, Some("content/g99.md")));
}

#[test]
fn an_editor_outlives_the_preview() {
    let folder = TempDir::new().unwrap();
    let (program, alive) = (folder.path().join("editor.sh"), folder.path().join("alive"));
    write_program(&program, &format!("sleep 1\ntouch {}", alive.display()));
    let site = new_site(folder.path());
    let mut command = pasapas();
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let (child, host, base) = start(command.env("PASAPAS_EDITOR", &program), &site, &[]);
    let mut preview = Preview { folder: TempDir::new().unwrap(), child, host, base };
    let body = "{\"file\":\"content/se-connecter.md\",\"line\":1}";
    let length = format!("Content-Length: {}", body.len());
    let head = ["Content-Type: application/json", &length];
    assert_eq!(preview.send("POST", "/_pasapas/open", &head, body).status, 204);
    // As a terminal does: to all programs that it started.
    let group = format!("-{}", preview.child.id());
    assert!(Command::new("kill").args(["-INT", "--", &group]).status().unwrap().success());
    assert_eq!(preview.child.wait().unwrap().code(), Some(0));
    std::thread::sleep(Duration::from_millis(1500));
    assert!(alive.exists(), "the editor was killed");
}

#[test]
fn the_browser_is_opened_at_its_address() {
    let folder = TempDir::new().unwrap();
    let (program, opened) = (folder.path().join("xdg-open"), folder.path().join("opened"));
    write_program(&program, &format!("echo \"$1\" >{}", opened.display()));
    let site = new_site(folder.path());
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    let (child, host, base) = start(pasapas().env("PATH", path), &site, &["--open"]);
    let _preview = Preview { folder: TempDir::new().unwrap(), child, host: host.clone(), base };
    let start = Instant::now();
    while !fs::read_to_string(&opened).is_ok_and(|text| text.ends_with('\n')) {
        assert!(start.elapsed() < Duration::from_secs(10), "no browser was opened");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(fs::read_to_string(&opened).unwrap().trim(), format!("http://{host}/"));
}

#[test]
fn a_port_that_is_taken_is_left_alone() {
    let first = Preview::start();
    let site = first.site();
    let (mut second, host, _) = serve(&site, &[]);
    assert_ne!(host, first.host);
    let port = first.host.rsplit_once(':').unwrap().1;
    let third = pasapas().args(["serve", "--port", port, "--root"]).arg(&site).output().unwrap();
    assert_eq!(third.status.code(), Some(2));
    let said = String::from_utf8_lossy(&third.stderr).into_owned();
    assert!(said.contains(port) && said.contains("--port"), "{said}");
    second.kill().unwrap();
    second.wait().unwrap();
}
