//! `pasapas handout`: one PDF to hand out, as it is needed now.
//!
//! In: an academy, or an academy and a guide. Out: the PDF, in the current folder unless another place is
//! named: the booklet, or the handout, of a choice only the options that were asked for. A file is replaced as
//! a whole or not at all.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::build::{no_folder, problems, unknown_academy};
use super::console::Console;
use super::load::{Loaded, load};
use super::number::{number, seconds};
use super::{End, misused};
use crate::cache::Caches;
use crate::cli::{Format, Handout};
use crate::compile::print::Order;
use crate::diagnostic::{Diagnostic, Warned, has_errors};
use crate::model::site::Paper;
use crate::parse::name::did_you_mean;
use crate::patience::in_time;
use crate::reason::reason;
use crate::report::{Record, prose::french, records, report, to_json};
use crate::resolve::links::{Size, booklet_name, handout_name};
use crate::view::Sheet;
use crate::write::Render as _;

/// What `--format json` prints.
#[derive(serde::Serialize)]
struct Answer<'a> {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    diagnostics: Vec<Record<'a>>,
}

/// What was done.
struct Done<'h> {
    loaded: &'h Loaded,
    diagnostics: Vec<Diagnostic>,
    /// None when there were errors.
    file: Option<PathBuf>,
    took: Duration,
}

pub(super) fn handout(handout: &Handout, console: &Console) -> io::Result<End> {
    if !cfg!(feature = "handouts") {
        let problem = "ce programme a été compilé sans les fiches à imprimer.";
        return Ok(misused(console, problem, "Recompilez-le avec « --features handouts »."));
    }
    let handout = &once_each(handout);
    let root = &handout.site.root;
    if !root.is_dir() {
        return Ok(no_folder(root, *console));
    }
    let start = Instant::now();
    let loaded = load(&handout.site, true);
    let mut done =
        Done { loaded: &loaded, diagnostics: Vec::new(), file: None, took: Duration::ZERO };
    if has_errors(&loaded.diagnostics) {
        done.diagnostics.clone_from(&loaded.diagnostics);
        return done.tell(handout.site.format, *console);
    }
    let order = match order(handout, &loaded) {
        Ok(order) => order,
        Err(wrong) => return Ok(wrong.tell(&loaded, *console)),
    };
    let path = handout.output.clone().unwrap_or_else(|| name(&order, loaded.plan.paper()).into());
    if !may_be_replaced(&path) {
        let problem = format!("« {} » existe déjà, et n’est pas un PDF.", path.display());
        return Ok(misused(console, &problem, "Choisissez un autre fichier avec « --output »."));
    }
    if let Some(pdf) = print(&order, &loaded, root).take(&mut done.diagnostics) {
        if let Err(error) = replace(&path, &pdf) {
            return Ok(unwritable(&path, &error, *console));
        }
        done.file = Some(path);
    }
    done.took = start.elapsed();
    done.tell(handout.site.format, *console)
}

/// The same without choices that are named twice.
fn once_each(handout: &Handout) -> Handout {
    let mut handout = handout.clone();
    let mut named = BTreeSet::new();
    handout.choice.retain(|choice| named.insert(choice.clone()));
    handout
}

fn print(order: &Order<'_>, loaded: &Loaded, root: &Path) -> Warned<Option<Vec<u8>>> {
    let caches = Caches::of_site(root);
    let plan = caches.over(&loaded.plan);
    loaded.plan.print_order(order, &|image| plan.render(image), &in_time)
}

fn unwritable(path: &Path, error: &io::Error, console: Console) -> End {
    let problem = format!("« {} » ne peut pas être écrit : {}.", path.display(), reason(error));
    console.err(&french(&format!("erreur : {problem}")));
    End::Errors
}

/// What is wrong with what was asked for.
enum Wrong<'h> {
    Academy(&'h str),
    Guide(&'h str, &'h str),
    Choice(&'h str, Vec<String>),
    Ambiguous(&'h str, Vec<String>),
    BookletOf(&'h str),
}

fn order<'h>(handout: &'h Handout, loaded: &'h Loaded) -> Result<Order<'h>, Wrong<'h>> {
    let subject = handout.subject.trim_matches('/');
    let (academy, guide) = match subject.split_once('/') {
        Some((academy, guide)) => (academy, Some(guide)),
        None => (subject, None),
    };
    if !loaded.academies().contains(&academy) {
        return Err(Wrong::Academy(academy));
    }
    if guide.is_none() && !handout.choice.is_empty() {
        return Err(Wrong::BookletOf(academy));
    }
    let paper = handout.paper.map_or_else(|| loaded.plan.paper(), Into::into);
    let sheet = Sheet { paper, large: handout.large };
    let order = Order { academy, guide, only: &handout.choice, sheet };
    let Some(names) = loaded.plan.option_names(&order) else {
        return Err(Wrong::Guide(academy, guide.unwrap_or_default()));
    };
    match handout.choice.iter().find(|choice| !names.contains(choice)) {
        Some(unknown) => {
            let ending = format!(".{unknown}");
            let meant: Vec<String> =
                names.iter().filter(|name| name.ends_with(&ending)).cloned().collect();
            Err(if meant.is_empty() {
                Wrong::Choice(unknown, names)
            } else {
                Wrong::Ambiguous(unknown, meant)
            })
        }
        None => Ok(order),
    }
}

/// The name that the site would give it, with the options and the paper that were chosen.
fn name(order: &Order<'_>, usual: Paper) -> String {
    let size = if order.sheet.large { Size::Large } else { Size::Usual };
    let name = match order.guide {
        Some(guide) => handout_name(order.academy, guide, size),
        None => booklet_name(order.academy, size),
    };
    let chosen = order.only.iter().flat_map(|option| ["-", option]).collect::<String>();
    let paper = match order.sheet.paper {
        paper if paper == usual => "",
        Paper::A4 => "-a4",
        Paper::A5 => "-a5",
        Paper::Letter => "-letter",
    };
    name.replace(".pdf", &format!("{chosen}{paper}.pdf"))
}

/// Whether there is nothing at this path, or a PDF.
fn may_be_replaced(path: &Path) -> bool {
    match fs::File::open(path) {
        Ok(mut file) => {
            let mut start = [0; 5];
            path.is_file() && file.read_exact(&mut start).is_ok() && start == *b"%PDF-"
        }
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

impl Wrong<'_> {
    fn tell(self, loaded: &Loaded, console: Console) -> End {
        match self {
            Self::Academy(slug) => unknown_academy(slug, loaded, console),
            Self::Guide(academy, guide) => {
                let problem = format!("l’académie « {academy} » n’a pas de guide « {guide} ».");
                let known = loaded.plan.guides_of(academy);
                let help = did_you_mean(guide, known.iter().map(|it| &**it));
                let help = help.unwrap_or_else(|| format!("Ses guides : {}.", known.join(", ")));
                misused(&console, &problem, &help)
            }
            Self::Choice(unknown, names) => {
                let problem = format!("ce guide n’a pas de cas « {unknown} ».");
                let help = if names.is_empty() {
                    "Il n’y a rien à choisir dans ce guide : retirez « --choice ».".to_owned()
                } else {
                    format!("Ses cas : {}.", names.join(", "))
                };
                misused(&console, &problem, &help)
            }
            Self::Ambiguous(name, meant) => {
                let problem = format!("plusieurs choix de ce guide ont un cas « {name} ».");
                misused(&console, &problem, &format!("Dites lequel : {}.", meant.join(", ")))
            }
            Self::BookletOf(academy) => {
                let help = format!("Nommez le guide, par exemple « {academy}/se-connecter ».");
                let problem = "« --choice » ne sert qu’à la fiche d’un guide, pas au livret.";
                misused(&console, problem, &help)
            }
        }
    }
}

impl Done<'_> {
    fn tell(self, format: Format, console: Console) -> io::Result<End> {
        let sources = self.loaded.sources(&self.diagnostics);
        let sources = |id| sources.get(id);
        match format {
            Format::Json => {
                let ok = self.file.is_some();
                let file = self.file.as_ref().map(|path| path.display().to_string());
                let diagnostics = records(&self.diagnostics, &sources);
                console.out(&to_json(&Answer { ok, file, diagnostics }))?;
            }
            Format::Text => {
                if !self.diagnostics.is_empty() {
                    console.err(&report(&self.diagnostics, &sources, console.style()));
                    console.err("");
                }
                console.err(&french(&self.summary()));
            }
        }
        Ok(if self.file.is_some() { End::Fine } else { End::Errors })
    }

    fn summary(&self) -> String {
        let Some(path) = &self.file else {
            return format!("{} · rien n’a été écrit", problems(&self.diagnostics));
        };
        let kibibytes = fs::metadata(path).map_or(0, |facts| facts.len().div_ceil(1024));
        format!("{} · {} Kio · {}", path.display(), number(kibibytes as usize), seconds(self.took))
    }
}

/// Writes a file beside the place and puts it there.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut half = path.as_os_str().to_owned();
    half.push(format!(".{}.tmp", std::process::id()));
    let half = PathBuf::from(half);
    // Nothing that stands there already is written to, a link least of all.
    let mut file = fs::File::create_new(&half)?;
    let done = file.write_all(bytes).and_then(|()| fs::rename(&half, path));
    done.inspect_err(|_| _ = fs::remove_file(&half))
}
