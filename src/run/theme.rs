//! `pasapas theme`: files of the default theme, to be changed.
//!
//! In: the names of files below a theme. Out: copies of them in the site's own theme; without names, the list
//! of what there is. No file is ever replaced.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use super::build::no_folder;
use super::console::Console;
use super::number::count;
use super::{End, misused};
use crate::cli::Theme;
use crate::discover::{SITE_FILE, default_theme};
use crate::inputs::{DEFAULT_THEME, InputFile};
use crate::parse::Source;
use crate::parse::name::nearest;
use crate::parse::site::parse_site;
use crate::reason::reason;
use crate::report::prose::french;

pub(super) fn theme(asked: &Theme, console: &Console) -> io::Result<End> {
    if asked.files.is_empty() {
        let names: Vec<String> = default_theme().into_keys().collect();
        console.out(&names.join("\n"))?;
        return Ok(End::Fine);
    }
    if !asked.root.is_dir() {
        return Ok(no_folder(&asked.root, *console));
    }
    let Some(name) = theme_of(&asked.root) else {
        let problem = format!("{SITE_FILE} ne peut pas être lu.");
        return Ok(misused(console, &problem, "« pasapas build » dit ce qui ne va pas."));
    };
    if name == "default" {
        let problem = "ce site n’a pas de thème à lui.";
        let help = "Ajoutez la ligne « theme: mon-theme » à site.yaml, puis recommencez.";
        return Ok(misused(console, problem, help));
    }
    // Without a `./` that nobody typed.
    let root = asked.root.strip_prefix(".").unwrap_or(&asked.root);
    let folder = root.join("themes").join(name);
    let theme = default_theme();
    let copied = |file: &String| copy(file, &theme, &folder, console);
    let done: Vec<bool> = asked.files.iter().map(copied).collect();
    let copied = done.iter().filter(|is_done| **is_done).count();
    console.err(&french(&format!("{} · {}", count(copied, "fichier copié"), folder.display())));
    Ok(if copied == done.len() { End::Fine } else { End::Errors })
}

/// The theme that the settings name; none where they cannot be read.
fn theme_of(root: &Path) -> Option<String> {
    let text = fs::read_to_string(root.join(SITE_FILE)).ok()?;
    let config = parse_site(Source::new(SITE_FILE, &text)).value?;
    Some(config.theme.value.into())
}

/// Copies one file of the default theme, or says why not.
fn copy(name: &str, theme: &BTreeMap<String, InputFile>, folder: &Path, console: &Console) -> bool {
    let name = name.strip_prefix(DEFAULT_THEME).unwrap_or(name);
    let Some(file) = theme.get(name) else {
        let problem = format!("le thème par défaut n’a pas de fichier « {name} ».");
        let help = match nearest(name, theme.keys().map(|known| &**known)) {
            Some(nearest) => format!("Vouliez-vous dire « {nearest} » ?"),
            None => "« pasapas theme » en donne la liste.".to_owned(),
        };
        misused(console, &problem, &help);
        return false;
    };
    let place = folder.join(name);
    let parent = place.parent().unwrap_or(folder);
    let done = fs::create_dir_all(parent)
        .and_then(|()| File::create_new(&place))
        .and_then(|mut copy| copy.write_all(file.bytes()));
    let Err(error) = done else { return true };
    let problem = if error.kind() == io::ErrorKind::AlreadyExists {
        "existe déjà : il est laissé comme il est".to_owned()
    } else {
        format!("ne peut pas être écrit : {}", reason(&error))
    };
    console.err(&french(&format!("erreur : « {} » {problem}.", place.display())));
    false
}
