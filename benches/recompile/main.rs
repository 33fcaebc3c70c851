//! What one edit of a site of 10,000 pages costs a process that keeps its memo: from the file on the disk
//! to one rendered page, by what was edited.
//!
//! `cargo bench --bench recompile` runs everything; `-- 1000` another size. Files go where those of the
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

use std::path::Path;
use std::time::{Duration, Instant};

use generate::{Mix, generate};
use measure::{median, scratch};
use pasapas::compile::{Memo, Plan, compile};
use pasapas::discover::{Options, State};

/// Edits of each kind; the median and the worst are printed.
const RUNS: usize = 15;

/// An edit: what it is, in which file, which text it looks for, and what it puts before.
struct Edit {
    what: &'static str,
    path: &'static str,
    before: &'static str,
    put: &'static str,
}

const OWN: &str = "academies/academie-3/guides/guide-7.md";
const SHARED: &str = "content/guide-commun-7.md";

const EDITS: [Edit; 9] = [
    Edit { what: "nothing", path: OWN, before: "", put: "" },
    Edit { what: "own guide, paragraph", path: OWN, before: "Le portail", put: "Mot. " },
    Edit { what: "own guide, heading", path: OWN, before: "Partie 2", put: "Suite " },
    Edit { what: "own guide, title", path: OWN, before: "Guide numéro", put: "Le " },
    Edit { what: "shared guide, paragraph", path: SHARED, before: "Le portail", put: "Mot. " },
    Edit { what: "shared guide, heading", path: SHARED, before: "Partie 2", put: "Suite " },
    Edit { what: "shared guide, title", path: SHARED, before: "Guide numéro", put: "Le " },
    Edit {
        what: "procedure, a step",
        path: "academies/academie-3/procedures/connexion.yaml",
        before: "La page numéro 2",
        put: "Mot. ",
    },
    Edit {
        what: "academy.yaml, a value",
        path: "academies/academie-3/academy.yaml",
        before: "Portail",
        put: "Grand ",
    },
];

/// How long the parts of an edit took.
#[derive(Default)]
struct Times {
    reading: Vec<Duration>,
    compiling: Vec<Duration>,
    rendering: Vec<Duration>,
    dropping: Vec<Duration>,
}

fn main() {
    let pages = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(10_000);
    for mix in [Mix::Shared, Mix::Own] {
        let root = scratch().join(format!("pasapas-recompile-{mix:?}-{}", std::process::id()));
        generate(&root, pages, mix).expect("the benchmark's folder can be written");
        println!("{pages} pages, {mix:?}: milliseconds, median and worst of {RUNS}");
        println!("  {:<26}{:>14}{:>14}{:>14}{:>14}", "", "read", "compile", "render", "drop");
        measure(&root, mix);
        std::fs::remove_dir_all(&root).expect("the benchmark's folder can be removed");
    }
}

fn measure(root: &Path, mix: Mix) {
    let mut state = State::read(root, Options { keep_contents: true, ..Options::default() });
    let memo = Memo::default();
    let started = Instant::now();
    let mut plan = build(&mut state, &memo);
    println!("  cold: {:.0} ms", started.elapsed().as_secs_f64() * 1000.0);
    for edit in EDITS.iter().filter(|edit| mix == Mix::Shared || edit.path != SHARED) {
        let file = root.join(edit.path);
        let text = std::fs::read_to_string(&file).expect("it was generated");
        let mut times = Times::default();
        for run in 0..RUNS {
            let put = if run % 2 == 0 { edit.put } else { "" };
            let edited = text.replacen(edit.before, &format!("{put}{}", edit.before), 1);
            std::fs::write(&file, edited).expect("it can be written");
            plan = recompile(plan, &mut state, &memo, edit, &mut times);
        }
        std::fs::write(&file, text).expect("it can be written");
        state.refresh([edit.path]);
        plan = build(&mut state, &memo);
        times.print(edit.what);
    }
}

fn recompile(last: Plan, state: &mut State, memo: &Memo, edit: &Edit, times: &mut Times) -> Plan {
    time(&mut times.reading, || state.refresh([edit.path]));
    let plan = time(&mut times.compiling, || build(state, memo));
    let page = if edit.path == SHARED { "guide-commun-7" } else { "guide-7" };
    let page = format!("academie-3/{page}/index.html");
    let bytes = time(&mut times.rendering, || plan.render(&page).value);
    assert!(bytes.is_some(), "{page} was not rendered");
    time(&mut times.dropping, || drop(last));
    plan
}

fn build(state: &mut State, memo: &Memo) -> Plan {
    let inputs = state.inputs().expect("every file of the benchmark can be read");
    let built = compile(inputs, memo);
    assert!(built.diagnostics.is_empty(), "{:?}", built.diagnostics);
    built.value
}

fn time<T>(times: &mut Vec<Duration>, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let done = work();
    times.push(started.elapsed());
    done
}

impl Times {
    fn print(&mut self, what: &str) {
        print!("  {what:<26}");
        for times in
            [&mut self.reading, &mut self.compiling, &mut self.rendering, &mut self.dropping]
        {
            let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
            let worst = times.iter().max().copied().unwrap_or_default();
            print!("{:>7.2}{:>7.2}", milliseconds(median(times)), milliseconds(worst));
        }
        println!();
    }
}
