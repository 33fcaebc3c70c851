//! `pasapas build`: read, compile, write, report.
//!
//! In: its options. Out: a site in the output folder, unless there are errors, and then its handouts; a report
//! either way.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::console::Console;
use super::load::{Loaded, load};
use super::number::{count, milliseconds, number, seconds};
use super::{End, misused};
use crate::cache::Caches;
use crate::cli::{Build, Format, Scope};
use crate::compile::{Counts, Part};
use crate::diagnostic::{Diagnostic, has_errors};
use crate::parse::name::did_you_mean;
use crate::report::{Record, prose::french, records, report, to_json};
use crate::write::{Share, Stage, Written, write_site};

/// The output folder when nothing else is said, in the site's folder.
const OUTPUT: &str = "public";

/// What a build did.
struct Done {
    loaded: Loaded,
    output: PathBuf,
    /// None when there were errors.
    written: Option<Written>,
    /// All of them, those of writing included.
    diagnostics: Vec<Diagnostic>,
    writing: Duration,
    printing: Duration,
    total: Duration,
}

/// What `--format json` prints.
#[derive(Serialize)]
struct Answer<'a> {
    ok: bool,
    pages: usize,
    images: usize,
    handouts: usize,
    written: usize,
    unchanged: usize,
    removed: usize,
    seconds: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    timings: Option<Timings>,
    diagnostics: Vec<Record<'a>>,
}

/// How long each phase took, in milliseconds, and what it needed.
#[derive(Serialize)]
struct Timings {
    read: f64,
    compile: f64,
    render_and_write: f64,
    handouts: f64,
    /// In MiB, where the system tells.
    peak_memory: Option<usize>,
}

pub(super) fn build(build: &Build, console: &Console) -> io::Result<End> {
    let start = Instant::now();
    let root = &build.site.root;
    if !root.is_dir() {
        return Ok(no_folder(root, *console));
    }
    let loaded = on_threads_of_its_own(|| load(&build.site, !build.no_handouts));
    let part = match part_of(&build.scope, &loaded) {
        Ok(part) => part,
        Err(unknown) => return Ok(unknown_academy(unknown, &loaded, *console)),
    };
    let output = build.output.clone().unwrap_or_else(|| output_in(root));
    let done = write(loaded, output, root, &part, start, |steps| {
        console.progress(build.site.format, steps)
    });
    match build.site.format {
        Format::Json => console.out(&done.json(build.timings))?,
        Format::Text => done.tell(*console, build.timings),
    }
    Ok(if has_errors(&done.diagnostics) { End::Errors } else { End::Fine })
}

/// The output folder in a site's folder, without a `./` that nobody typed.
fn output_in(root: &Path) -> PathBuf {
    if root == Path::new(".") { PathBuf::from(OUTPUT) } else { root.join(OUTPUT) }
}

/// Writes the site unless it has errors.
fn write(
    mut loaded: Loaded,
    output: PathBuf,
    root: &Path,
    part: &Part,
    start: Instant,
    bar: impl FnOnce(usize) -> indicatif::ProgressBar,
) -> Done {
    let mut diagnostics = std::mem::take(&mut loaded.diagnostics);
    let clock = Instant::now();
    let mut written = None;
    let (mut writing, mut printing) = (Duration::ZERO, Duration::ZERO);
    if !has_errors(&diagnostics) {
        let bar = bar(loaded.plan.paths().filter(|path| part.owns(path)).count());
        let caches = Caches::of_site(root);
        let plan = caches.over(&loaded.plan);
        let mut write = |stage| {
            let share = Share { part, stage };
            let done = write_site(&output, root, &plan, share, &|| bar.inc(1));
            done.map_err(|problems| diagnostics.extend(problems)).ok()
        };
        let pages = on_threads_of_its_own(|| write(Stage::Pages));
        writing = clock.elapsed();
        // Handouts of a site that is half there would say what its pages do not.
        let whole = pages.as_ref().filter(|pages| pages.left == 0);
        let prints = whole.and_then(|_| write(Stage::Prints));
        printing = clock.elapsed().saturating_sub(writing);
        caches.trim();
        bar.finish_and_clear();
        written = pages.map(|pages| pages.and(prints.unwrap_or_default()));
        diagnostics.extend(written.iter_mut().flat_map(|it| it.diagnostics.drain(..)));
    }
    let total = start.elapsed();
    Done { loaded, output, written, diagnostics, writing, printing, total }
}

/// Does something on threads that end with it: the memory that they have freed is there for what follows, while a
/// thread that lives on keeps it for itself.
fn on_threads_of_its_own<T: Send>(act: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().build() {
        Ok(pool) => pool.install(act),
        Err(_) => act(),
    }
}

/// The part that was asked for, or the name of an academy that does not exist.
fn part_of<'s>(scope: &'s Scope, loaded: &Loaded) -> Result<Part, &'s str> {
    let academies = loaded.academies();
    match scope {
        // Without inputs there are only errors to report.
        Scope { academy: Some(slug), .. }
            if loaded.paths.is_some() && !academies.contains(&slug.as_str()) =>
        {
            Err(slug)
        }
        Scope { academy: Some(slug), .. } => Ok(Part::Academy(slug.as_str().into())),
        Scope { shared: true, .. } => {
            Ok(Part::Shared(academies.into_iter().map(Into::into).collect()))
        }
        Scope { shard: Some(shard), .. } => {
            Ok(Part::Shard { index: shard.index, count: shard.count })
        }
        Scope { academy: None, shared: false, shard: None } => Ok(Part::Whole),
    }
}

/// Says that the site's folder is not there.
pub(super) fn no_folder(root: &Path, console: Console) -> End {
    let problem = format!("le dossier « {} » n’existe pas.", root.display());
    misused(&console, &problem, "Indiquez le dossier du site avec « --root ».")
}

/// Says that there is no such academy.
pub(super) fn unknown_academy(slug: &str, loaded: &Loaded, console: Console) -> End {
    let problem = format!("l’académie « {slug} » n’existe pas dans ce site.");
    let help = did_you_mean(slug, loaded.academies());
    let help = help.unwrap_or_else(|| "Ce site n’a encore aucune académie.".to_owned());
    misused(&console, &problem, &help)
}

impl Done {
    fn json(&self, timings: bool) -> String {
        let sources = self.loaded.sources(&self.diagnostics);
        let Counts { pages, images, prints, .. } = self.loaded.plan.counts();
        let written = self.written.as_ref();
        let answer = Answer {
            ok: !has_errors(&self.diagnostics),
            pages,
            images,
            handouts: prints - written.map_or(0, |it| it.missing),
            written: written.map_or(0, |it| it.written),
            unchanged: written.map_or(0, |it| it.unchanged),
            removed: written.map_or(0, |it| it.removed),
            seconds: rounded(self.total.as_secs_f64()),
            timings: timings.then(|| self.timings()),
            diagnostics: records(&self.diagnostics, &|id| sources.get(id)),
        };
        to_json(&answer)
    }

    fn timings(&self) -> Timings {
        let milliseconds = |duration: Duration| rounded(duration.as_secs_f64() * 1000.0);
        Timings {
            read: milliseconds(self.loaded.reading),
            compile: milliseconds(self.loaded.compiling),
            render_and_write: milliseconds(self.writing),
            handouts: milliseconds(self.printing),
            peak_memory: peak_memory(),
        }
    }

    /// Diagnostics, durations and the summary, on the standard error.
    fn tell(&self, console: Console, timings: bool) {
        if !self.diagnostics.is_empty() {
            let sources = self.loaded.sources(&self.diagnostics);
            let sources = |id| sources.get(id);
            console.err(&report(&self.diagnostics, &sources, console.style()));
            console.err("");
        }
        if timings {
            console.err(&self.timings_table());
        }
        console.err(&french(&self.summary()));
    }

    fn timings_table(&self) -> String {
        let phases = [
            ("lecture", self.loaded.reading),
            ("compilation", self.loaded.compiling),
            ("rendu et écriture", self.writing),
            ("fiches", self.printing),
            ("total", self.total),
        ];
        let lines = phases.map(|(name, time)| format!("{name:<17} {:>12}\n", milliseconds(time)));
        let memory =
            peak_memory().map(|mib| format!("{:<17} {:>9}\u{A0}Mio\n", "mémoire", number(mib)));
        lines.concat() + &memory.unwrap_or_default()
    }

    fn summary(&self) -> String {
        let problems = problems(&self.diagnostics);
        let time = seconds(self.total);
        let Some(written) = &self.written else {
            return format!("{problems} · {time} · rien n’a été écrit");
        };
        if written.left > 0 {
            let done = count(written.written, "fichier écrit");
            let output = self.output.display();
            return format!("{problems} · {time} · {done}, {} en attente ({output})", written.left);
        }
        let Counts { pages, images, academies, prints, .. } = self.loaded.plan.counts();
        let gaps = match self.loaded.plan.coverage().gaps() {
            0 => String::new(),
            many => format!(" · {} (voir pasapas coverage)", count(many, "guide manquant")),
        };
        let prints = match prints {
            0 => String::new(),
            many if written.missing == 0 => format!("{}, ", count(many, "fiche")),
            many => format!("{} sur {many}, ", count(many - written.missing, "fiche")),
        };
        format!(
            "{}, {}, {prints}{} · {}, {}, {} · {problems}{gaps} · {time} ({})",
            count(pages, "page"),
            count(images, "image"),
            count(academies, "académie"),
            count(written.written, "fichier écrit"),
            count(written.unchanged, "inchangé"),
            count(written.removed, "supprimé"),
            self.output.display()
        )
    }
}

/// The most memory that the process had so far, in MiB, where the system tells.
fn peak_memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: usize = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes.div_ceil(1024))
}

/// "0 erreur, 1 avertissement"
pub(super) fn problems(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    let warnings = diagnostics.len() - errors;
    format!("{}, {}", count(errors, "erreur"), count(warnings, "avertissement"))
}

/// To a thousandth: more is noise.
fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
