//! The preview of a large site, as a whole process: from the write of a guide to the new text in an answer,
//! with and without the wait for further changes; the first page beside a cold build in the same run; and
//! memory. Beside it Hugo's server on the same Markdown, where Hugo is installed.
//!
//! `cargo bench --bench preview` measures 10,000 pages; `-- 1000` another size. Files go where those of the
//! other benchmarks go.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark measures and prints"
)]

#[path = "../build/generate.rs"]
mod generate;
#[path = "../common/measure.rs"]
mod measure;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use generate::{Mix, generate};
use measure::{median, scratch};

/// Edits of each kind; the median is printed.
const EDITS: usize = 31;

/// What is edited: a name for the table, the file, a page that shows it, and the text that is changed.
struct Kind {
    name: &'static str,
    file: &'static str,
    page: &'static str,
    text: &'static str,
}

const KINDS: [Kind; 4] = [
    Kind {
        name: "a paragraph of an académie's own guide",
        file: "academies/academie-3/guides/guide-5.md",
        page: "/academie-3/guide-5/",
        text: "Avant de commencer",
    },
    Kind {
        name: "a paragraph of a shared guide",
        file: "content/guide-commun-5.md",
        page: "/academie-3/guide-commun-5/",
        text: "Avant de commencer",
    },
    Kind {
        name: "a title that other pages show",
        file: "academies/academie-3/guides/guide-5.md",
        page: "/academie-3/guide-5/",
        text: "title: Guide numéro",
    },
    Kind {
        name: "a step of an académie's procedure",
        file: "academies/academie-3/procedures/connexion.yaml",
        page: "/academie-3/guide-5/",
        text: "Le menu se trouve",
    },
];

fn main() {
    let pages = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(10_000);
    for mix in [Mix::Shared, Mix::Own] {
        measure(pages, mix);
    }
}

fn measure(pages: usize, mix: Mix) {
    let folder = scratch().join(format!("pasapas-preview-{pages}-{mix:?}-{}", std::process::id()));
    let site = folder.join("site");
    generate(&site, pages, mix).expect("the benchmark's folder can be written");
    println!("{pages} pages, {mix:?}");
    let cold = time_build(&site, &folder.join("public"));
    for debounce in ["30", "0"] {
        let started = Instant::now();
        let preview = start(&site, debounce);
        let first = get(&preview.host, KINDS[0].page);
        let time = started.elapsed();
        assert!(first.contains("Guide num"), "the first page is not there");
        if debounce == "30" {
            println!("  {:<44} {:>8.3} s", "build, cold", cold.as_secs_f64());
            println!(
                "  {:<44} {:>8.3} s",
                "serve, from its start to the first page",
                time.as_secs_f64()
            );
        }
        println!("  {debounce} ms of quiet:");
        for kind in KINDS.iter().filter(|kind| site.join(kind.file).exists()) {
            time_edits(&site, kind, |token| preview.wait_for(kind.page, token));
        }
        println!("  {:<44} {:>8} MiB", "memory", preview.memory());
    }
    if let Some(hugo) = hugo(&site, &folder) {
        println!("  hugo server:");
        for kind in &KINDS[..2] {
            let file = kind.file.replace("academies/", "").replace("content/", "communs/");
            let page = format!("/{}/", file.trim_end_matches(".md"));
            let kind =
                Kind { file: Box::leak(format!("content/{file}").into_boxed_str()), ..*kind };
            if hugo.root.join(kind.file).exists() {
                time_edits(&hugo.root, &kind, |token| poll(&hugo.host, &page, token));
            }
        }
    }
    fs::remove_dir_all(&folder).expect("the benchmark's folder can be removed");
}

/// Changes the same text again and again, and measures until it is there.
fn time_edits(site: &Path, kind: &Kind, mut wait: impl FnMut(&str)) {
    let path = site.join(kind.file);
    let original = fs::read_to_string(&path).expect("the file was generated");
    let mut times = Vec::new();
    for number in 0..EDITS {
        let token = format!("jeton {number} {}", std::process::id());
        let text = original.replacen(kind.text, &format!("{} {token}", kind.text), 1);
        let started = Instant::now();
        fs::write(&path, text).expect("the file can be written");
        wait(&token);
        times.push(started.elapsed());
        // As people do, the next save comes later.
        std::thread::sleep(Duration::from_millis(60));
    }
    fs::write(&path, original).expect("the file can be written");
    std::thread::sleep(Duration::from_millis(300));
    let median = median(&mut times).as_secs_f64() * 1000.0;
    let worst = times.iter().max().map_or(0.0, |time| time.as_secs_f64() * 1000.0);
    println!("    {:<42} {median:>8.1} ms, at most {worst:.1}", kind.name);
}

/// A server that runs.
struct Server {
    child: Child,
    host: String,
    root: PathBuf,
    /// What it tells of editions.
    events: Option<TcpStream>,
}

impl Server {
    /// Waits for an edition whose page says `token`.
    fn wait_for(&self, page: &str, token: &str) {
        let mut events = self.events.as_ref().expect("the preview tells editions");
        let mut bytes = [0; 4096];
        loop {
            let read = events.read(&mut bytes).expect("the preview is still there");
            assert!(read > 0, "the preview ended");
            if get(&self.host, page).contains(token) {
                return;
            }
        }
    }

    /// Resident memory in MiB.
    fn memory(&self) -> usize {
        let status =
            fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap_or_default() / 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn start(site: &Path, debounce: &str) -> Server {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pasapas"));
    command.args(["serve", "--debounce", debounce, "--root"]).arg(site).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program was built before the benchmark");
    let mut lines = BufReader::new(child.stderr.take().expect("it was asked for")).lines();
    let line = lines.by_ref().map_while(Result::ok).find(|line| line.contains("http://"));
    let line = line.expect("the preview tells its address");
    std::thread::spawn(move || lines.for_each(drop));
    let host = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
    let host = host.unwrap_or_default().to_owned();
    let mut events = TcpStream::connect(&host).expect("the preview answers");
    write!(events, "GET /_pasapas/events HTTP/1.1\r\nHost: {host}\r\n\r\n")
        .expect("it can be asked");
    let mut first = [0; 4096];
    _ = events.read(&mut first).expect("it answers");
    Server { child, host, root: site.to_owned(), events: Some(events) }
}

fn get(host: &str, page: &str) -> String {
    let Ok(mut stream) = TcpStream::connect(host) else { return String::new() };
    let request = format!("GET {page} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let mut answer = Vec::new();
    if stream.write_all(request.as_bytes()).is_ok() {
        _ = stream.read_to_end(&mut answer);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

fn poll(host: &str, page: &str, token: &str) {
    let started = Instant::now();
    while !get(host, page).contains(token) {
        assert!(started.elapsed() < Duration::from_mins(1), "{page} never shows {token}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn time_build(site: &Path, output: &Path) -> Duration {
    let started = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_pasapas"));
    let done = command.args(["build", "--root"]).arg(site).arg("--output").arg(output).output();
    assert!(done.is_ok_and(|done| done.status.success()), "the build failed");
    started.elapsed()
}

/// Hugo's server with a bare layout, where it is installed.
fn hugo(site: &Path, folder: &Path) -> Option<Server> {
    Command::new("hugo").arg("version").stdout(Stdio::null()).status().ok()?;
    let root = folder.join("hugo");
    let layouts = root.join("layouts/_default");
    fs::create_dir_all(&layouts).ok()?;
    fs::create_dir_all(root.join("content")).ok()?;
    fs::write(root.join("config.yaml"), "baseURL: http://127.0.0.1:4999/\n").ok()?;
    let page = "<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}";
    for name in ["single.html", "list.html"] {
        fs::write(layouts.join(name), page).ok()?;
    }
    for entry in fs::read_dir(site.join("academies")).ok()?.flatten() {
        copy(&entry.path(), &root.join("content"))?;
    }
    if site.join("content").exists() {
        copy(&site.join("content"), &root.join("content/communs"))?;
    }
    let mut command = Command::new("hugo");
    command
        .args(["server", "--port", "4999", "--bind", "127.0.0.1", "-s"])
        .arg(&root)
        .stdout(Stdio::null());
    let host = "127.0.0.1:4999".to_owned();
    let server = Server { child: command.spawn().ok()?, host, root, events: None };
    poll(&server.host, "/academie-3/guides/guide-5/", "Guide num");
    Some(server)
}

fn copy(from: &Path, to: &Path) -> Option<()> {
    Command::new("cp").arg("-r").arg(from).arg(to).status().ok().map(|_| ())
}
