//! A thousand handouts of real guides: the first one, each further one with its images and without, those that
//! are there already; memory and size; and the whole build of a site that has them.
//!
//! `cargo bench --bench handouts`, on Linux, where the system tells what a process has used.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark measures and prints"
)]

#[path = "../common/measure.rs"]
#[expect(dead_code, reason = "shared by the benchmarks")]
mod measure;

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use pasapas::compile::print::{Image, is_printed};
use pasapas::compile::{Memo, Plan, compile};
use pasapas::diagnostic::Warned;
use pasapas::discover::{Options, discover};
use pasapas::inputs::InputFile;
use pasapas::render::Work;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The academy of the sample site whose guides are multiplied.
const MODEL: &str = "academies/lille/";
/// Its nine guides, so often.
const COPIES: usize = 112;
/// Académies of a site that has a thousand handouts, two of each guide, and the booklets.
const ACADEMIES: usize = 60;
/// A handout of five pages with nine screenshots.
const TYPICAL: &str = "lille/se-connecter/se-connecter-lille.pdf";

/// Typesets without a limit.
fn at_once(work: Work) -> bool {
    work();
    true
}

fn main() {
    let plan = plan();
    // As a build does it.
    let _pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
    let is_guide = |path: &&str| is_printed(path) && path.matches('/').count() == 2;
    let is_usual = |path: &&str| !path.contains("gros-caracteres");
    let paths: Vec<&str> = plan.paths().filter(is_guide).filter(is_usual).collect();
    // A build has made the images for its pages before; copies have the same under other names.
    let is_known = |path: &&str| path.contains("images/") && !path.starts_with("copie-");
    let images: HashMap<&str, Vec<u8>> = plan
        .paths()
        .filter(is_known)
        .filter_map(|path| Some((path.rsplit_once('/')?.1, plan.render(path).value?)))
        .collect();
    let real = |path: &str| {
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        Warned::clean(images.get(name).cloned())
    };
    let dot = dot();
    let none = |_: &str| Warned::clean(Some(dot.clone()));
    let print = |path: &str, image: &Image<'_>| {
        plan.print(path, image, &at_once).value.expect("the sample's handouts can be printed").len()
    };
    let (first, _) = cpu(|| print(TYPICAL, &none));
    let (typical, size) = cpu(|| print(TYPICAL, &real));
    let kibibytes = size / 1024;
    println!("{TYPICAL}: {kibibytes} KiB, first {first:.0} ms, its images {typical:.0} ms more");
    let count = paths.len();
    let each = |time: f64| time / f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    println!("{count} handouts, CPU time each:");
    let (there, _) = cpu(|| paths.iter().filter_map(|path| plan.print_key(path)).count());
    println!("  already there    {:>7.3} ms", each(there));
    let mut by_academy = paths.clone();
    by_academy.sort_unstable();
    for (order, paths) in
        [("the same guide of all académies", &paths), ("another guide", &by_academy)]
    {
        println!("  after each other {order}");
        let (bare, _) = cpu(|| paths.iter().map(|path| print(path, &none)).sum::<usize>());
        println!("    without images {:>7.2} ms, memory {} MiB", each(bare), peak());
        let (all, _) = cpu(|| paths.iter().map(|path| print(path, &real)).sum::<usize>());
        println!("    with images    {:>7.2} ms, memory {} MiB", each(all), peak());
    }
    whole_build();
}

/// Builds a site of many académies as a whole process, from nothing.
fn whole_build() {
    let folder = measure::scratch().join(format!("pasapas-handouts-{}", std::process::id()));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let copy = |from: &Path, to: &Path| {
        let done = Command::new("cp").arg("-r").arg(from).arg(to).status();
        assert!(done.is_ok_and(|done| done.success()), "{} can be copied", from.display());
    };
    std::fs::create_dir_all(&folder).expect("the benchmark may write there");
    for name in ["site.yaml", "content", "academies", "themes"] {
        copy(&root.join(name), &folder.join(name));
    }
    let model = folder.join(MODEL);
    let there = std::fs::read_dir(folder.join("academies")).map_or(0, Iterator::count);
    for number in there..ACADEMIES {
        copy(&model, &folder.join(format!("academies/copie-{number}")));
    }
    let mut build = Command::new(env!("CARGO_BIN_EXE_pasapas"));
    build.args(["build", "--timings", "--root"]).arg(&folder);
    let done = build.output().expect("the program was built before the benchmark");
    assert!(done.status.success(), "the build failed");
    println!("the whole build of {ACADEMIES} académies, images included:");
    println!("{}", String::from_utf8_lossy(&done.stderr).trim_end());
    std::fs::remove_dir_all(&folder).expect("the benchmark's folder can be removed");
}

/// The sample site with many copies of one academy.
fn plan() -> Plan {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = discover(root, Options { handouts: true, ..Options::default() });
    let mut inputs = found.value.inputs.expect("the sample site can be read");
    let model: Vec<_> = inputs.files.iter().filter(|(path, _)| path.starts_with(MODEL)).collect();
    let model: Vec<_> =
        model.into_iter().map(|(path, file)| (path.clone(), file.clone())).collect();
    for number in 1..COPIES {
        let copies = model.iter().map(|(path, file)| {
            let named = file.text().filter(|_| path.ends_with("/academy.yaml"));
            // No two académies have the same name, and so not the same titles.
            let named =
                named.map(|text| text.replace("name: Lille", &format!("name: Ville {number}")));
            let file = named.map_or_else(|| file.clone(), |text| InputFile::new(text.into_bytes()));
            (path.replace(MODEL, &format!("academies/copie-{number}/")).into(), file)
        });
        inputs.files.extend(copies.collect::<Vec<(Box<str>, _)>>());
    }
    compile(&mut inputs, &Memo::default()).value
}

/// An image of one pixel.
fn dot() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_pixel(1, 1, image::Rgb([200, 200, 200]));
    image.write_to(&mut bytes, image::ImageFormat::Png).expect("one pixel can be encoded");
    bytes.into_inner()
}

/// How much CPU time something takes, in milliseconds, and what it gives.
fn cpu<T>(act: impl FnOnce() -> T) -> (f64, T) {
    let before = used();
    let given = act();
    (used() - before, given)
}

/// The CPU time of this process so far, in milliseconds; the system counts hundredths of a second.
fn used() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
    let fields: Vec<f64> = after.split_whitespace().map(|it| it.parse().unwrap_or(0.0)).collect();
    fields.get(11).zip(fields.get(12)).map_or(0.0, |(user, system)| (user + system) * 10.0)
}

/// The most memory so far, in MiB.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<usize>().ok());
    number.unwrap_or_default() / 1024
}
