//! A site of any size with text like that of real guides: 30 académies; half of the pages come from
//! shared guides, half are the académies' own.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

/// As many as there are in France.
pub(crate) const ACADEMIES: usize = 30;

/// What the generated guides have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mix {
    /// Half of the pages come from shared guides.
    Shared,
    /// Every page has a file of its own, as in other generators.
    Own,
}

/// Writes a site of `pages` guide pages into `root`.
pub(crate) fn generate(root: &Path, pages: usize, mix: Mix) -> io::Result<()> {
    let shared = if mix == Mix::Shared { pages / 2 / ACADEMIES } else { 0 };
    write(&root.join("site.yaml"), &site())?;
    let mut own = pages - shared * ACADEMIES;
    for number in 0..shared {
        let path = root.join(format!("content/guide-commun-{number}.md"));
        write(&path, &guide(number, shared, "guide-commun", None))?;
    }
    for academy in 0..ACADEMIES {
        let folder = root.join(format!("academies/academie-{academy}"));
        write(&folder.join("academy.yaml"), &facts(academy))?;
        write(&folder.join("procedures/connexion.yaml"), &procedure(academy))?;
        let count = own / (ACADEMIES - academy);
        own -= count;
        for number in 0..count {
            let path = folder.join(format!("guides/guide-{number}.md"));
            write(&path, &guide(number, count, "guide", Some(academy)))?;
        }
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

fn site() -> String {
    "title: Banc d’essai\nbase_url: https://pasapas.exemple.fr/\npublisher: { name: Équipe }\n"
        .into()
}

fn facts(academy: usize) -> String {
    format!(
        "name: Académie {academy}\nmail_domain: ac-exemple{academy}.fr\nregion: Région {}\n\
         services:\n  portal: {{ name: Portail {academy}, url: \"https://portail{academy}.exemple.fr/\" }}\n\
         contacts:\n  - {{ label: Guichet, phone: \"01 99 00 00 {academy:02}\" }}\n\
         policies:\n  messagerie:\n    label: Mot de passe académique\n    preset: moodle\n",
        academy % 13
    )
}

fn procedure(academy: usize) -> String {
    let mut yaml = String::from("title: Se connecter au portail\nsteps:\n");
    for step in 0..5 {
        _ = write!(
            yaml,
            "  - id: etape-{step}\n    action: \"Ouvrez la rubrique {step} du portail [{{{{ services.portal.name }}}}]({{{{ services.portal.url }}}}).\"\n    \
             detail: |\n      Le menu se trouve à gauche, sous le nom de l’académie {academy}.\n    \
             result: \"La page numéro {step} s’affiche.\"\n"
        );
    }
    yaml
}

/// About five kilobytes of Markdown with a procedure, links, a list, a table and an alert.
fn guide(number: usize, count: usize, stem: &str, academy: Option<usize>) -> String {
    let mut text = format!(
        "---\ntitle: Guide numéro {number} de M@gistère\nsummary: Ce que vous ferez dans le guide {number}.\n\
         audience: Personnels de l’académie\nduration: 10 min\nverified: 2026-10-01\n\
         objectives: [ Comprendre le sujet {number}, Savoir le faire ]\n\
         prerequisites: [ \"Avoir lu [[{stem}-{}]]\" ]\n---\n\
         Vous utiliserez le portail {{{{ services.portal.name }}}} : il donne accès à tout.\n\n\
         ## Se connecter\n\n::procedure[connexion]\n\n",
        (number + 1) % count.max(1),
    );
    for section in 0..6 {
        _ = write!(
            text,
            "## Partie {section} du guide {number}\n\n\
             Avant de commencer, vérifiez que vous disposez de votre identifiant et de votre mot de \
             passe ; si ce n'est pas le cas, lisez d'abord [[{stem}-{}]]. Le portail vous demande \
             parfois de **confirmer** votre identité, par exemple *depuis un nouvel appareil* : \
             répondez alors à la question posée, puis reprenez ici.\n\n\
             - Ouvrez votre messagerie et cherchez le message « Demande de réinitialisation ».\n\
             - Suivez le lien qu'il contient avant trente minutes ; passé ce délai, demandez-en un autre.\n\
             - Choisissez un mot de passe que vous n'utilisez nulle part ailleurs.\n\n\
             | Rubrique | Où la trouver | Pour quoi faire |\n| --- | --- | ---: |\n\
             | Se former | en haut | {section} |\n| Mes parcours | à gauche | {number} |\n\n",
            (number + section + 2) % count.max(1),
        );
    }
    _ = write!(
        text,
        "> [!NOTE]\n> Texte de l’académie {academy:?} : prévenez votre formateur en cas de retard.\n\n\
         ::password-checker[messagerie]\n\n::contacts\n"
    );
    text
}
