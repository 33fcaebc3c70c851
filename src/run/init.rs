//! `pasapas init`: a small site to begin with.
//!
//! In: the name of a folder. Out: the folder with the embedded starter site in it, which builds. A
//! folder that holds anything is refused, and no file is ever replaced.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use include_dir::{Dir, include_dir};

use super::console::Console;
use super::{End, misused};
use crate::cli::Init;
use crate::reason::reason;
use crate::report::prose::french;

static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/starter");

pub(super) fn init(init: &Init, console: &Console) -> io::Result<End> {
    let folder = &init.folder;
    if is_taken(folder) {
        let problem = format!("« {} » existe déjà et n’est pas vide.", folder.display());
        return Ok(misused(console, &problem, "Choisissez un autre nom de dossier."));
    }
    if let Err(error) = fs::create_dir_all(folder).and_then(|()| copy(&STARTER, folder)) {
        let reason = reason(&error);
        let problem = format!("« {} » ne peut pas être créé : {reason}.", folder.display());
        console.err(&french(&format!("erreur : {problem}")));
        return Ok(End::Errors);
    }
    console.out(&french(&next_steps(folder)))?;
    Ok(End::Fine)
}

/// Whether something is there that is not an empty folder.
fn is_taken(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

fn copy(from: &Dir<'_>, to: &Path) -> io::Result<()> {
    for file in from.files() {
        File::create_new(to.join(file.path()))?.write_all(file.contents())?;
    }
    for folder in from.dirs() {
        fs::create_dir(to.join(folder.path()))?;
        copy(folder, to)?;
    }
    Ok(())
}

fn next_steps(folder: &Path) -> String {
    let folder = folder.display();
    format!(
        "Le site « {folder} » est créé. Et maintenant :\n\
         \x20 1. mettez votre titre et votre adresse dans {folder}/site.yaml ;\n\
         \x20 2. renommez {folder}/academies/exemple, et décrivez votre académie dans academy.yaml ;\n\
         \x20 3. écrivez vos guides en les regardant : pasapas serve --open --root {folder} ;\n\
         \x20 4. construisez le site à publier : pasapas build --root {folder}."
    )
}
