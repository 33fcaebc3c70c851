//! The architecture that `src/lib.rs` describes, held by looking at the sources.

#![expect(clippy::disallowed_methods, reason = "tests read files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules in the order of their layers: each may use only what has a smaller number.
const LAYERS: &[(&str, u32)] = &[
    ("span", 0),
    ("diagnostic", 1),
    ("model", 2),
    ("inputs", 2),
    ("parse", 3),
    ("resolve", 4),
    ("view", 5),
    ("render", 6),
    ("compile", 7),
    ("patience", 8),
    ("reason", 8),
    ("report", 8),
    ("discover", 9),
    ("write", 9),
    ("cli", 9),
    ("cache", 10),
    ("watch", 10),
    ("serve", 11),
    ("run", 12),
];

/// The modules that may touch files, the clock, the environment and the terminal.
const EDGE: u32 = 8;
const LONGEST_FUNCTION: usize = 60;
const LONGEST_FILE: usize = 400;
/// Tables: declarations without logic.
const TABLES: [&str; 1] = ["src/view.rs"];

struct Module {
    path: String,
    name: String,
    /// Without the tests at its end.
    code: String,
    text: String,
}

fn modules() -> Vec<Module> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["src", "checker/src"] {
        walk(&root.join(folder), &mut paths);
    }
    let module = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("sources can be read");
        let relative = path.strip_prefix(root).expect("it is below").display().to_string();
        let inner = relative.strip_prefix("src/").unwrap_or("checker");
        let name = inner.split(['/', '.']).next().unwrap_or_default().to_owned();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
        Module { path: relative, name, code, text }
    };
    paths.into_iter().map(module).collect()
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("sources can be listed") {
        let path = entry.expect("sources can be listed").path();
        if path.is_dir() {
            walk(&path, paths);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            paths.push(path);
        }
    }
}

fn is_test(module: &Module) -> bool {
    module.path.ends_with("/tests.rs")
}

fn layer(name: &str) -> Option<u32> {
    LAYERS.iter().find(|(known, _)| *known == name).map(|(_, layer)| *layer)
}

#[test]
fn arrows_point_one_way() {
    let mut wrong = Vec::new();
    for module in modules().iter().filter(|module| !is_test(module)) {
        if matches!(&*module.name, "lib" | "main" | "checker") {
            continue;
        }
        let own = layer(&module.name).unwrap_or_else(|| panic!("{} has no layer", module.path));
        for used in module.code.split("crate::").skip(1) {
            let used = used.split(|char: char| !char.is_alphanumeric() && char != '_').next();
            let used = used.unwrap_or_default();
            let Some(layer) = layer(used).filter(|_| used != module.name) else { continue };
            if layer >= own {
                wrong.push(format!("{} uses {used}", module.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_edge_touches_the_world() {
    for module in modules() {
        let pure = layer(&module.name).is_none_or(|layer| layer < EDGE);
        if !pure || module.name == "main" {
            continue;
        }
        for word in
            ["std::fs", "std::env", "SystemTime", "Instant", "std::process", "clippy::disallowed"]
        {
            assert!(!module.code.contains(word), "{} has {word}", module.path);
        }
    }
}

#[test]
fn templates_that_are_asked_for_are_those_of_the_default_theme() {
    let names = |folder: &str, ending: &str| -> BTreeSet<String> {
        let files = fs::read_dir(format!("themes/default/{folder}")).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.ends_with(ending)).collect()
    };
    let mut pages = names("templates", ".html");
    assert!(pages.remove("base.html") && pages.remove("components.html"), "others use them");
    assert_eq!(pages, BTreeSet::from(pasapas::view::PAGE_TEMPLATES.map(str::to_owned)));
    let paper = names("handout", ".typ");
    assert!(pasapas::view::PAPER_TEMPLATES.iter().all(|name| paper.contains(*name)));
}

#[test]
fn every_module_says_what_it_is() {
    for module in modules().iter().filter(|module| !is_test(module)) {
        assert!(module.text.starts_with("//! "), "{} does not begin with //!", module.path);
    }
}

#[test]
fn the_grounds_of_the_default_theme_are_those_of_its_style_sheet() {
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    let settings = fs::read_to_string(theme.join("theme.yaml")).unwrap();
    let sheet = fs::read_to_string(theme.join("assets/style.css")).unwrap();
    let colors: Vec<&str> = settings.split('"').filter(|part| part.starts_with('#')).collect();
    assert_eq!(colors.len(), 4, "{colors:?}");
    for color in colors {
        let short = if color == "#ffffff" { "#fff" } else { color };
        let used = ["--ground", "--paper"].map(|name| sheet.contains(&format!("{name}: {short};")));
        assert!(used.contains(&true), "{color} is no ground of style.css");
    }
}

#[test]
fn files_and_functions_are_short() {
    let mut long = Vec::new();
    for module in modules() {
        let lines = module.code.lines().count();
        if lines > LONGEST_FILE && !TABLES.contains(&&*module.path) && !is_test(&module) {
            long.push(format!("{}: {lines} lines", module.path));
        }
        long.extend(long_functions(&module));
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// A function ends with the first brace that stands at its own indentation.
fn long_functions(module: &Module) -> Vec<String> {
    let lines: Vec<&str> = module.code.lines().collect();
    let mut long = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let trimmed = line.trim_start();
        let is_function = ["fn ", "pub fn ", "pub(super) fn ", "pub(crate) fn "]
            .iter()
            .any(|begin| trimmed.starts_with(begin));
        if !is_function {
            continue;
        }
        let end = format!("{}}}", &line[..line.len() - trimmed.len()]);
        let length = lines[start..].iter().position(|line| *line == end).unwrap_or_default();
        if length > LONGEST_FUNCTION {
            long.push(format!("{}:{}: {length} lines", module.path, start + 1));
        }
    }
    long
}
