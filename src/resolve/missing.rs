//! Images that are not where a screenshot or a logo asks for them.
//!
//! In: everything that was parsed. Out: an error for each, which says where the image lies instead: in the
//! folder of another academy, beside the folder, or under a name that differs in what people do not see.

use std::collections::HashMap;

use super::parsed::Parsed;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::name::{did_you_mean, slug};
use crate::span::Located;

/// The folder of images.
const FOLDER: &str = "screenshots/";

/// Reports them.
pub(super) fn report(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic>) {
    let shots = parsed.folders.iter().flat_map(|folder| {
        let shots = folder.shots.iter().filter_map(|step| step.screenshot.as_ref());
        shots.map(|shot| &shot.image).filter(|image| !folder.images.contains_key(&image.value))
    });
    let logos = parsed.academies.iter().filter_map(|academy| {
        let logo = academy.facts.logo.as_ref()?;
        (!academy.folder.images.contains_key(&logo.image.value)).then_some(&logo.image)
    });
    let missing: Vec<&Located<Box<str>>> = shots.chain(logos).collect();
    if missing.is_empty() {
        return;
    }
    let known = Known::of(parsed);
    diagnostics.extend(missing.into_iter().map(|image| known.missing(image)));
}

/// All images of a site.
struct Known<'p> {
    paths: Vec<&'p str>,
    /// Under the names that people take for the same.
    by_name: HashMap<String, Vec<&'p str>>,
}

impl<'p> Known<'p> {
    fn of(parsed: &'p Parsed) -> Self {
        let images = |folder: &'p super::parsed::Folder| {
            folder.images.keys().chain(&folder.astray).map(|path| &**path)
        };
        let paths: Vec<&str> = parsed.folders.iter().flat_map(|folder| images(folder)).collect();
        let mut by_name: HashMap<String, Vec<&str>> = HashMap::new();
        for path in &paths {
            by_name.entry(plain_name(path)).or_default().push(path);
        }
        Self { paths, by_name }
    }

    fn missing(&self, image: &Located<Box<str>>) -> Diagnostic {
        let path = &*image.value;
        let root = path.find(FOLDER).map_or(0, |at| at + FOLDER.len());
        let (folder, name) = path.split_at(root);
        let same = self.by_name.get(&plain_name(path)).map_or(&[][..], |paths| paths);
        let here = same.iter().find_map(|path| path.strip_prefix(folder));
        let error = |message| Diagnostic::error(Code::MissingImage, image.span, message);
        if let Some(here) = here {
            let message = format!("L’image « {name} » n’existe pas sous ce nom dans « {folder} ».");
            let help = match name.rsplit_once('/') {
                Some((_, bare)) if bare == here => {
                    format!("Écrivez seulement « {here} » : le dossier est connu.")
                }
                _ => format!("Le fichier s’appelle « {here} »{}.", differs(name, here)),
            };
            return error(message).help(help);
        }
        let file = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let exact = same.iter().find(|path| file(path) == file(name));
        if let Some(there) = exact.or(same.first()) {
            let message = format!("L’image « {name} » n’est pas dans « {folder} ».");
            return error(message).help(format!(
                "Elle est ici : « {there} ». Déplacez-la ou copiez-la dans « {folder} » ; une étape ne \
                 montre que les images de ce dossier."
            ));
        }
        let beside: Vec<&str> =
            self.paths.iter().filter_map(|known| known.strip_prefix(folder)).collect();
        let help = did_you_mean(name, beside.iter().copied()).unwrap_or_else(|| {
            format!("Mettez l’image dans « {} ».", folder.trim_end_matches('/'))
        });
        error(format!("L’image « {path} » n’existe pas.")).help(help)
    }
}

/// The name of a file as people say it: without its folder and ending, whatever its case, accents, spaces.
fn plain_name(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_accent = |char: char| ('\u{300}'..='\u{36F}').contains(&char);
    slug(&stem.chars().filter(|char| !is_accent(*char)).collect::<String>())
}

/// In what two names differ, where one may not see it.
fn differs(written: &str, real: &str) -> &'static str {
    let ending = |name: &str| name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    if written.to_lowercase() == real.to_lowercase() {
        " : les majuscules comptent"
    } else if ending(written) != ending(real) {
        " : la fin du nom compte aussi"
    } else {
        " : les espaces, les accents et les traits d’union comptent"
    }
}
