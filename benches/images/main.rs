//! A hundred screenshots of 1280 × 800, as whole processes: made, kept in the cache, and already in the
//! output; beside the same site without its screenshots, measured in the same run.
//!
//! `cargo bench --bench images`. Files go to `$BENCH_DIR`, else to `/dev/shm` where there is one.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark measures and prints"
)]

#[path = "../common/measure.rs"]
mod measure;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use image::{Rgb, RgbImage};
use measure::{median, scratch};

const SCREENSHOTS: u32 = 100;
const RUNS: usize = 5;

fn main() {
    let folder = scratch().join(format!("pasapas-bench-images-{}", std::process::id()));
    let (site, plain) = (folder.join("site"), folder.join("plain"));
    generate(&site, SCREENSHOTS);
    generate(&plain, 0);
    let output = |site: &Path| site.join("public");
    let forget = |site: &Path, what: &str| {
        if let Err(error) = fs::remove_dir_all(site.join(what)) {
            assert!(error.kind() == std::io::ErrorKind::NotFound, "{error}");
        }
    };
    let mut cold = Vec::new();
    let mut kept = Vec::new();
    let mut there = Vec::new();
    let mut floor = Vec::new();
    for run in 0..RUNS {
        if run < 2 {
            forget(&site, "public");
            forget(&site, ".pasapas");
            cold.push(build(&site).1);
        }
        forget(&site, "public");
        kept.push(build(&site).0);
        there.push(build(&site).0);
        build(&plain);
        floor.push(build(&plain).0);
    }
    let each = |time: Duration| time.as_secs_f64() * 1000.0 / f64::from(SCREENSHOTS);
    let floor = median(&mut floor);
    println!("{SCREENSHOTS} screenshots of 1280 × 800, the site without them {floor:?}");
    println!("  made             {:>8.1} ms of CPU time each", each(median(&mut cold)));
    for (what, times) in [("from the cache", &mut kept), ("already there", &mut there)] {
        println!("  {what:<16} {:>8.3} ms each", each(median(times).saturating_sub(floor)));
    }
    println!("  {}", sizes(&output(&site)));
    fs::remove_dir_all(&folder).expect("the benchmark's folder can be removed");
}

/// A site of one procedure with so many screenshots, each different.
fn generate(site: &Path, screenshots: u32) {
    let shots = site.join("content/screenshots");
    fs::create_dir_all(&shots).expect("the benchmark's folder can be written");
    fs::create_dir_all(site.join("content/procedures")).expect("it can");
    fs::create_dir_all(site.join("academies/lille")).expect("it can");
    let mut steps = String::from("steps:\n");
    for number in 0..SCREENSHOTS {
        _ = writeln!(steps, "  - id: etape-{number}\n    action: Choisissez la ligne {number}.");
        if number < screenshots {
            screen(number).save(shots.join(format!("{number}.png"))).expect("it can be saved");
            _ = writeln!(
                steps,
                "    screenshot: {{ image: {number}.png, alt: Écran, personal_data: none }}"
            );
        }
    }
    let files = [
        ("site.yaml", "title: S\nbase_url: https://s.exemple.fr/\npublisher: { name: P }\n"),
        ("academies/lille/academy.yaml", "name: Lille\nmail_domain: ac-lille.fr\n"),
        ("content/accueil.md", "---\ntitle: Accueil\n---\n::procedure[connexion]\n"),
        ("content/procedures/connexion.yaml", &*steps),
    ];
    for (path, text) in files {
        fs::write(site.join(path), text).expect("it can");
    }
}

/// What a screen looks like to an encoder: a bar, panels with smooth edges, and many lines of small signs.
fn screen(number: u32) -> RgbImage {
    let mut noise = number.wrapping_mul(0x9E37_79B9) | 1;
    let mut next = move || {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        noise
    };
    let mut image = RgbImage::from_pixel(1280, 800, Rgb([246, 247, 249]));
    let mut fill = |x0: u32, y0: u32, width: u32, height: u32, color: [u8; 3]| {
        for y in y0..(y0 + height).min(800) {
            for x in x0..(x0 + width).min(1280) {
                image.put_pixel(x, y, Rgb(color));
            }
        }
    };
    fill(0, 0, 1280, 56, [30, 70, (number * 7 % 200) as u8]);
    for panel in 0..6 {
        fill(40 + panel % 3 * 410, 90 + panel / 3 * 350, 380, 320, [255, 255, 255]);
    }
    for line in 0..60_u32 {
        let (mut x, y) = (60 + line % 3 * 410, 110 + line / 3 * 16 + line / 30 * 350);
        let end = x + 200 + next() % 140;
        while x < end {
            let sign = next();
            for dot in 0..24 {
                let shade =
                    [40_u8, 90, 160][(sign >> (dot % 20) & 1) as usize + (dot % 2) as usize];
                if sign >> dot & 1 == 1 {
                    fill(x + dot % 5, y + dot / 5, 1, 1, [shade, shade, shade.saturating_add(10)]);
                }
            }
            x += if sign.is_multiple_of(7) { 11 } else { 7 };
        }
    }
    image
}

/// How long a build takes, and how much time of the processors.
fn build(site: &Path) -> (Duration, Duration) {
    let before = children();
    let started = Instant::now();
    let mut build = Command::new(env!("CARGO_BIN_EXE_pasapas"));
    let done = build.args(["build", "--root"]).arg(site).output().expect("the program was built");
    let time = started.elapsed();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    (time, children().saturating_sub(before))
}

/// The time of the processors that ended children took, where the system tells.
fn children() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split(' ').collect();
    let ticks = |index: usize| fields.get(index).and_then(|it| it.parse::<u64>().ok()).unwrap_or(0);
    Duration::from_millis((ticks(14) + ticks(15)) * 10)
}

/// All files of the screenshots, beside their PNGs.
fn sizes(output: &Path) -> String {
    let files = fs::read_dir(output.join("images")).expect("there are images").flatten();
    let (mut all, mut png) = (0, 0);
    for file in files {
        let size = file.metadata().expect("it is there").len();
        all += size;
        png += if file.path().extension().is_some_and(|it| it == "png") { size } else { 0 };
    }
    format!("all files {} KB, {} % of their PNGs", all / 1000, all * 100 / png)
}
