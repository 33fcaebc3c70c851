//! Does what was asked for.
//!
//! In: the arguments of the command line. Out: an exit code; results on the standard output, and
//! everything that is said about them on the standard error. A command is a straight line: read,
//! compile, write, report.

#![expect(clippy::disallowed_methods, reason = "the edge: measures time, writes a new site")]

mod build;
mod console;
mod coverage;
mod fix;
mod handout;
mod init;
mod load;
mod number;
mod serve;
mod theme;

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

use crate::cli::{self, Command, Usage};
use crate::reason::reason;
use crate::report::prose::french;
use console::Console;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// All is well.
    Fine = 0,
    /// The site has errors, or could not be written.
    Errors = 1,
    /// The command was misused.
    Misused = 2,
}

/// Runs the command that the arguments ask for; the first is the program's name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let console = Console::of_process();
    let done = match cli::parse(arguments) {
        Ok(Command::Build(build)) => build::build(&build, &console),
        Ok(Command::Coverage(coverage)) => coverage::coverage(&coverage, &console),
        Ok(Command::Fix(fix)) => fix::fix(&fix, &console),
        Ok(Command::Handout(handout)) => handout::handout(&handout, &console),
        Ok(Command::Init(init)) => init::init(&init, &console),
        Ok(Command::Serve(serve)) => Ok(serve::serve(&serve, console)),
        Ok(Command::Theme(theme)) => theme::theme(&theme, &console),
        Err(Usage::Asked(text)) => console.out(&text).map(|()| End::Fine),
        Err(Usage::Misused(text)) => {
            console.err(&text);
            Ok(End::Misused)
        }
    };
    ExitCode::from(done.unwrap_or_else(|error| lost_output(&console, &error)) as u8)
}

/// The result was asked for and could not be given.
fn lost_output(console: &Console, error: &io::Error) -> End {
    let message = format!("erreur : le résultat ne peut pas être affiché : {}.", reason(error));
    console.err(&french(&message));
    End::Errors
}

/// Says what was wrong with the command itself.
fn misused(console: &Console, problem: &str, help: &str) -> End {
    console.err(&french(&format!("erreur : {problem}\naide : {help}")));
    End::Misused
}
