//! What the user typed, as values.
//!
//! In: the arguments of the command line. Out: a [`Command`] that says what to do, or a [`Usage`]
//! to show instead. Nothing is done, read or printed here.

mod help;
mod misuse;

use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;

use crate::model;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum, value_parser};

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Builds the site.
    #[command(about = help::BUILD, after_help = help::BUILD_EXAMPLES, override_usage = help::BUILD_USAGE)]
    Build(Build),
    /// Shows which academy offers which guide.
    #[command(about = help::COVERAGE, after_help = help::COVERAGE_EXAMPLES, override_usage = help::COVERAGE_USAGE)]
    Coverage(Coverage),
    /// Mends what can be mended without asking.
    #[command(about = help::FIX, after_help = help::FIX_EXAMPLES, override_usage = help::FIX_USAGE)]
    Fix(Fix),
    /// Makes one PDF to hand out.
    #[command(about = help::HANDOUT, after_help = help::HANDOUT_EXAMPLES, override_usage = help::HANDOUT_USAGE)]
    Handout(Handout),
    /// Makes a new site.
    #[command(about = help::INIT, after_help = help::INIT_EXAMPLES, override_usage = help::INIT_USAGE)]
    Init(Init),
    /// Shows the site in a browser while it is being written.
    #[command(about = help::SERVE, after_help = help::SERVE_EXAMPLES, override_usage = help::SERVE_USAGE)]
    Serve(Serve),
    /// Copies files of the default theme, to be changed.
    #[command(about = help::THEME, after_help = help::THEME_EXAMPLES, override_usage = help::THEME_USAGE)]
    Theme(Theme),
}

/// `pasapas build`
#[derive(Args, Clone, Debug, PartialEq, Eq)]
#[command(next_help_heading = help::OPTIONS)]
pub struct Build {
    /// Which site, and how to report on it.
    #[command(flatten)]
    pub site: Site,
    /// Where to write; `public` in the site's folder if nothing is said.
    #[arg(long, value_name = "DOSSIER", help = help::OUTPUT)]
    pub output: Option<PathBuf>,
    /// How much of it.
    #[command(flatten)]
    pub scope: Scope,
    /// Whether nothing is printed.
    #[arg(long, help = help::NO_HANDOUTS)]
    pub no_handouts: bool,
    /// Whether to show how long each phase took.
    #[arg(long, help = help::TIMINGS)]
    pub timings: bool,
}

/// `pasapas coverage`
#[derive(Args, Clone, Debug, PartialEq, Eq)]
#[command(next_help_heading = help::OPTIONS)]
pub struct Coverage {
    /// Which site, and how to report on it.
    #[command(flatten)]
    pub site: Site,
}

/// `pasapas fix`
#[derive(Args, Clone, Debug, PartialEq, Eq)]
#[command(next_help_heading = help::OPTIONS)]
pub struct Fix {
    /// Which site.
    #[command(flatten)]
    pub site: Site,
}

/// `pasapas handout`
#[derive(Args, Clone, Debug, PartialEq, Eq)]
#[command(next_help_heading = help::OPTIONS)]
pub struct Handout {
    /// An academy, or an academy and a guide.
    #[arg(value_name = "ACADÉMIE[/GUIDE]", help = help::SUBJECT, help_heading = help::ARGUMENTS)]
    pub subject: String,
    /// Which site, and how to report on it.
    #[command(flatten)]
    pub site: Site,
    /// The options to show of the choices that have one of them.
    #[arg(long, value_name = "CHOIX", help = help::CHOICE)]
    pub choice: Vec<String>,
    /// Whether the letters are large.
    #[arg(long, help = help::LARGE)]
    pub large: bool,
    /// The paper; the site's if nothing is said.
    #[arg(long, value_name = "PAPIER", value_enum, ignore_case = true, hide_possible_values = true, help = help::PAPER)]
    pub paper: Option<Paper>,
    /// Where to write; in the current folder if nothing is said.
    #[arg(long, value_name = "FICHIER", help = help::PDF_FILE)]
    pub output: Option<PathBuf>,
}

/// The formats of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 148 × 210 mm.
    A5,
    /// 8.5 × 11 inches.
    Letter,
}

impl From<Paper> for model::site::Paper {
    fn from(paper: Paper) -> Self {
        match paper {
            Paper::A4 => Self::A4,
            Paper::A5 => Self::A5,
            Paper::Letter => Self::Letter,
        }
    }
}

/// `pasapas init`
#[derive(Args, Clone, Debug, PartialEq, Eq)]
pub struct Init {
    /// The folder of the new site.
    #[arg(value_name = "DOSSIER", help = help::NEW_FOLDER, help_heading = help::ARGUMENTS)]
    pub folder: PathBuf,
}

/// `pasapas serve`
#[derive(Args, Clone, Debug, PartialEq, Eq)]
#[command(next_help_heading = help::OPTIONS)]
pub struct Serve {
    /// The site's folder.
    #[arg(long, value_name = "DOSSIER", default_value = ".", hide_default_value = true, help = help::ROOT)]
    pub root: PathBuf,
    /// Whether drafts are part of the site.
    #[arg(long, help = help::DRAFTS)]
    pub drafts: bool,
    /// Whether to open a browser.
    #[arg(long, help = help::OPEN)]
    pub open: bool,
    /// The port; the first free one from 4000 on if nothing is said.
    #[arg(long, value_name = "PORT", value_parser = value_parser!(u16).range(1..), help = help::PORT)]
    pub port: Option<u16>,
    /// Where to listen.
    #[arg(long, value_name = "ADRESSE", default_value = "127.0.0.1", hide_default_value = true, help = help::ADDRESS)]
    pub address: IpAddr,
    /// How long nothing must happen before changes are taken, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = 30, hide_default_value = true, value_parser = value_parser!(u64).range(..=10_000), help = help::DEBOUNCE)]
    pub debounce: u64,
    /// How often to look for changes, in milliseconds, instead of waiting for the system to tell.
    #[arg(long, value_name = "MS", num_args = 0..=1, require_equals = true, default_missing_value = "1000", value_parser = value_parser!(u64).range(50..=60_000), help = help::POLL)]
    pub poll: Option<u64>,
}

/// `pasapas theme`
#[derive(Args, Clone, Debug, PartialEq, Eq)]
#[command(next_help_heading = help::OPTIONS)]
pub struct Theme {
    /// The names of files below the default theme; all are listed if nothing is said.
    #[arg(value_name = "FICHIER", help = help::THEME_FILES, help_heading = help::ARGUMENTS)]
    pub files: Vec<String>,
    /// The site's folder.
    #[arg(long, value_name = "DOSSIER", default_value = ".", hide_default_value = true, help = help::ROOT)]
    pub root: PathBuf,
}

/// What all commands need that read a site.
#[derive(Args, Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The site's folder.
    #[arg(long, value_name = "DOSSIER", default_value = ".", hide_default_value = true, help = help::ROOT)]
    pub root: PathBuf,
    /// Whether drafts are part of the site.
    #[arg(long, help = help::DRAFTS)]
    pub drafts: bool,
    /// How to report.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, hide_default_value = true, hide_possible_values = true, help = help::FORMAT)]
    pub format: Format,
}

/// How results are reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For machines.
    Json,
}

/// How much of the site is built: one of these, or everything.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
#[group(multiple = false)]
pub struct Scope {
    /// Only the pages of this academy.
    #[arg(long, value_name = "ACADÉMIE", help = help::ACADEMY)]
    pub academy: Option<String>,
    /// Only what belongs to no academy.
    #[arg(long, help = help::SHARED)]
    pub shared: bool,
    /// Only one of several equal shares.
    #[arg(long, value_name = "I/N", value_parser = parse_shard, help = help::SHARD)]
    pub shard: Option<Shard>,
}

/// One of `count` shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 0, whereas the user counts from 1.
    pub index: u32,
    /// At least 1.
    pub count: u32,
}

/// A text to show instead of doing something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Usage {
    /// What was asked for: help or the version.
    Asked(String),
    /// What was wrong.
    Misused(String),
}

#[derive(Debug, Parser)]
#[command(
    name = "pasapas",
    version,
    about = help::ABOUT,
    after_help = help::EXAMPLES,
    help_template = help::TEMPLATE,
    override_usage = help::USAGE,
    subcommand_help_heading = help::COMMANDS,
    next_help_heading = help::OPTIONS,
    disable_help_flag = true,
    disable_help_subcommand = true,
    disable_version_flag = true,
    styles = clap::builder::Styles::plain(),
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[arg(short, long, global = true, action = ArgAction::Help, help = help::HELP)]
    help: Option<bool>,
    #[arg(short = 'V', long, action = ArgAction::Version, help = help::VERSION)]
    version: Option<bool>,
}

/// Reads the arguments; the first is the program's name.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, Usage> {
    let command = with_french_templates(<Arguments as clap::CommandFactory>::command());
    let matches = command.try_get_matches_from(arguments).map_err(|error| misuse::usage(&error))?;
    <Arguments as clap::FromArgMatches>::from_arg_matches(&matches)
        .map(|arguments| arguments.command)
        .map_err(|error| misuse::usage(&error))
}

/// Each command has a template of its own, which is not inherited.
fn with_french_templates(command: clap::Command) -> clap::Command {
    command.mut_subcommands(|command| command.help_template(help::TEMPLATE))
}

fn parse_shard(text: &str) -> Result<Shard, String> {
    let numbers = text.split_once('/').and_then(|(index, count)| {
        Some((index.trim().parse::<u32>().ok()?, count.trim().parse::<u32>().ok()?))
    });
    match numbers {
        Some((index, count)) if (1..=count).contains(&index) => {
            Ok(Shard { index: index - 1, count })
        }
        Some((_, count)) if count > 0 => {
            Err(format!("le premier nombre va de 1 à {count}, par exemple « 1/{count} »"))
        }
        _ => Err("il faut deux nombres, par exemple « 1/4 »".to_owned()),
    }
}

#[cfg(test)]
mod tests;
