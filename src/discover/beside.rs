//! What stands beside a site's folders and was probably meant to be one of them.
//!
//! In: the names in the site's folder. Out: an error for `contents` where `content` is missing, so that no site
//! is published without its guides; a warning where both are there. Nothing is read but names.

use std::fs;
use std::path::Path;

use super::SITE_FILE;
use super::walk::{is_clutter, readable};
use crate::diagnostic::{Code, Diagnostic};
use crate::inputs::FOLDERS;
use crate::parse::name::{nearest, slug};
use crate::span::{FileId, Span};

/// What people write for the names of a site, without accents and capitals.
const MEANT: [(&str, &[&str]); 4] = [
    ("content", &["content", "contents", "contenu", "contenus", "guides", "guide"]),
    ("academies", &["academies", "academie", "academy", "academys", "academias"]),
    ("themes", &["themes", "theme"]),
    (
        SITE_FILE,
        &[
            "site-yaml",
            "site-yml",
            "sites-yaml",
            "site-yaml-txt",
            "site-yml-txt",
            "site-json",
            "site",
        ],
    ),
];

/// How a file or folder beside the site stands to it.
struct Near {
    name: String,
    meant: &'static str,
    /// Whether what was meant is missing.
    missing: bool,
}

/// What is told of the names in the folder at `root`.
pub(super) fn beside(root: &Path) -> Vec<Diagnostic> {
    near(root).iter().filter(|it| it.meant != SITE_FILE || !it.missing).map(told).collect()
}

/// The name of the file that was probably meant to be the settings.
pub(super) fn settings_like(root: &Path) -> Option<String> {
    near(root).into_iter().find(|it| it.meant == SITE_FILE && it.missing).map(|it| it.name)
}

fn near(root: &Path) -> Vec<Near> {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let entries = entries.filter_map(|entry| {
        let name = readable(&entry.file_name()).filter(|name| !is_clutter(name))?.to_owned();
        Some((name, entry.path().is_dir()))
    });
    let entries: Vec<(String, bool)> = entries.collect();
    let exists = |name: &str| entries.iter().any(|(known, _)| known == name);
    let mut near: Vec<Near> = Vec::new();
    for (name, is_folder) in &entries {
        if *name == SITE_FILE || FOLDERS.contains(&&**name) {
            continue;
        }
        let missing =
            |meant: &str| !exists(meant) && fs::symlink_metadata(root.join(meant)).is_err();
        let Some(meant) = meant_by(name, *is_folder, &missing) else { continue };
        // A disk that does not tell capitals apart finds it under both names.
        if exists(meant) || missing(meant) {
            near.push(Near { name: name.clone(), meant, missing: missing(meant) });
        }
    }
    near.sort_by(|a, b| a.name.cmp(&b.name));
    near
}

/// The name of a site's file or folder that is written almost like this. What is only a little alike counts
/// where the right one is missing.
fn meant_by(name: &str, is_folder: bool, missing: &dyn Fn(&str) -> bool) -> Option<&'static str> {
    let plain = slug(name);
    let fits = |meant: &str| (meant != SITE_FILE) == is_folder;
    let of_kind = || MEANT.iter().filter(|(meant, _)| fits(meant));
    let listed = of_kind().find(|(_, names)| names.contains(&&*plain));
    // Where there is a folder of guides, another one has a right to be called so.
    let listed = listed.filter(|(meant, _)| missing(meant) || !plain.starts_with("guide"));
    let meant = listed.map(|(meant, _)| *meant);
    meant.or_else(|| nearest(&plain, of_kind().map(|(meant, _)| *meant).filter(|it| missing(it))))
}

fn told(near: &Near) -> Diagnostic {
    let Near { name, meant, missing } = near;
    let span = Span::start_of(FileId::of(name));
    let what = if *meant == SITE_FILE { "fichier" } else { "dossier" };
    if *missing {
        let message =
            format!("Rien ne lit le {what} « {name} », et le site n’a pas de {what} « {meant} ».");
        let help =
            format!("Renommez « {name} » en « {meant} », tel quel : minuscules, sans accent.");
        // Without themes a site looks as it always does; without the others it is empty.
        let told = if *meant == "themes" {
            Diagnostic::warning(Code::StrayFile, span, message)
        } else {
            Diagnostic::error(Code::StrayFile, span, message)
        };
        return told.help(help);
    }
    let message = format!("Rien ne lit le {what} « {name} » : seul « {meant} » est lu.");
    Diagnostic::warning(Code::StrayFile, span, message)
        .help(format!("Mettez dans « {meant} » ce qui doit être publié, puis retirez « {name} »."))
}
