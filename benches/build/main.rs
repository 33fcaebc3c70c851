//! Cold builds of 1,000 and 10,000 pages, as whole processes, beside a floor measured in the same
//! run: `cp -r` of the output, and Hugo on the same Markdown where it is installed.
//!
//! `cargo bench` runs everything; `cargo bench -- 1000` one size. Files go to `$BENCH_DIR`, else to
//! `/dev/shm` where there is one: disks make creating files right after deleting many of them slow.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark measures and prints"
)]

mod generate;
#[path = "../common/measure.rs"]
mod measure;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use generate::{Mix, generate};
use measure::{median, scratch};

/// Runs of each command; the median is printed.
const RUNS: usize = 5;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000] } else { sizes };
    for mix in [Mix::Shared, Mix::Own] {
        let mut last: Option<(usize, Duration)> = None;
        for pages in &sizes {
            let median = measure(*pages, mix);
            if let Some((fewer, faster)) = last {
                let growth = median.as_secs_f64() / faster.as_secs_f64();
                println!("  {} × the pages take {growth:.1} × the time", pages / fewer);
            }
            last = Some((*pages, median));
        }
    }
}

fn measure(pages: usize, mix: Mix) -> Duration {
    let folder = scratch().join(format!("pasapas-bench-{pages}-{mix:?}-{}", std::process::id()));
    let site = folder.join("site");
    generate(&site, pages, mix).expect("the benchmark's folder can be written");
    println!("{pages} pages, {mix:?}");
    let mut times = Vec::new();
    let mut copies = Vec::new();
    let mut memory = String::new();
    for run in 0..RUNS {
        let output = folder.join(format!("public-{run}"));
        let started = Instant::now();
        memory = own_build(&site, &output);
        times.push(started.elapsed());
        let copy = folder.join(format!("copy-{run}"));
        copies.push(time(Command::new("cp").arg("-r").arg(&output).arg(&copy)));
    }
    let again = time_again(&site, &folder.join("public-0"));
    print("build, cold", median(&mut times), pages);
    println!("  peak memory {memory}");
    print("build, nothing changed", again, pages);
    print("cp -r of the output", median(&mut copies), pages);
    if let Some(hugo) = hugo(&site, &folder) {
        print("hugo on the same Markdown", hugo, pages);
    }
    let median = median(&mut times);
    std::fs::remove_dir_all(&folder).expect("the benchmark's folder can be removed");
    median
}

/// Builds as a whole process, and returns what it says of its memory.
fn own_build(site: &Path, output: &Path) -> String {
    let mut build = Command::new(env!("CARGO_BIN_EXE_pasapas"));
    build.args(["build", "--timings", "--root"]).arg(site).arg("--output").arg(output);
    let done = build.output().expect("the program was built before the benchmark");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "the build failed: {said}");
    let memory = said.lines().find_map(|line| line.strip_prefix("mémoire"));
    memory.unwrap_or("unknown here").trim().to_owned()
}

fn time_again(site: &Path, output: &Path) -> Duration {
    let started = Instant::now();
    own_build(site, output);
    started.elapsed()
}

fn time(command: &mut Command) -> Duration {
    let started = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.is_ok_and(|status| status.success()), "{command:?} failed");
    started.elapsed()
}

/// Hugo with a bare layout, where it is installed: Markdown and one template, nothing checked.
fn hugo(site: &Path, folder: &Path) -> Option<Duration> {
    Command::new("hugo").arg("version").stdout(Stdio::null()).status().ok()?;
    let root = folder.join("hugo");
    let layouts = root.join("layouts/_default");
    std::fs::create_dir_all(&layouts).ok()?;
    std::fs::write(root.join("config.yaml"), "baseURL: https://pasapas.exemple.fr/\n").ok()?;
    let page = "<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}";
    for name in ["single.html", "list.html"] {
        std::fs::write(layouts.join(name), page).ok()?;
    }
    let copy = |from: &str, to: &str| {
        std::fs::create_dir_all(root.join("content")).ok()?;
        let done = Command::new("cp").arg("-r").arg(site.join(from)).arg(root.join(to)).status();
        done.ok()
    };
    copy("academies", "content/academies")?;
    if site.join("content").exists() {
        copy("content", "content/communs")?;
    }
    Some(time(Command::new("hugo").arg("-s").arg(&root).arg("-d").arg(root.join("public"))))
}

fn print(what: &str, time: Duration, pages: usize) {
    let pages = u32::try_from(pages).unwrap_or(u32::MAX);
    let each = (time / pages).as_secs_f64() * 1000.0;
    println!("  {what:<28} {:>8.3} s  {each:.3} ms a page", time.as_secs_f64());
}
