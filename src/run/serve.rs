//! `pasapas serve`: the preview, and what is said of it on the terminal.
//!
//! In: its options, and the editor that the environment names. Out: nothing but what it says; it ends when
//! the user stops it.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use super::build::no_folder;
use super::console::Console;
use super::number::{count, milliseconds};
use super::{End, misused};
use crate::cli::Serve;
use crate::reason::reason;
use crate::report::prose::french;
use crate::serve::{self, Edition, Options, Tell, Told, parse_editor};

/// The command of the user's editor.
const EDITOR: &str = "PASAPAS_EDITOR";

pub(super) fn serve(asked: &Serve, console: Console) -> End {
    if !asked.root.is_dir() {
        return no_folder(&asked.root, console);
    }
    let command = std::env::var(EDITOR).unwrap_or_default();
    let editor = parse_editor(&command);
    if editor.is_none() && !command.trim().is_empty() {
        let problem = format!("la commande de {EDITOR} ne peut pas être lue : {command}");
        return misused(
            &console,
            &problem,
            "Fermez ses guillemets, par exemple « code -g {file}:{line} ».",
        );
    }
    let options = Options {
        root: asked.root.clone(),
        drafts: asked.drafts,
        address: asked.address,
        port: asked.port,
        quiet: Duration::from_millis(asked.debounce),
        poll: asked.poll.map(Duration::from_millis),
        editor,
    };
    let open = asked.open;
    let say: Arc<Tell> = Arc::new(move |told| tell(console, open, told));
    match serve::serve(options, &say) {
        Ok(()) => {
            console.err("\nAperçu arrêté.");
            End::Fine
        }
        Err(error) => no_server(asked, console, &error),
    }
}

fn tell(console: Console, open: bool, told: &Told<'_>) {
    match told {
        Told::Edition(edition) => tell_edition(console, *edition),
        Told::Ready { here, network } => {
            console.err(&french(&format!("Aperçu : {here} (Ctrl-C pour l’arrêter)")));
            if let Some(network) = network {
                console.err(&french(&format!("Sur le réseau : {network}")));
            }
            if open && let Err(error) = open::that_detached(here) {
                let message = format!("Le navigateur ne s’ouvre pas : {}.", reason(&error));
                console.err(&french(&message));
            }
        }
        Told::Looking { every, why } => {
            let cause = why.map(|why| format!("{why} : ")).unwrap_or_default();
            let every = milliseconds(*every);
            let message =
                format!("{cause}l’aperçu cherche les changements toutes les {}.", every.trim());
            console.err(&french(&capitalized(&message)));
        }
        Told::Trouble(why) => console.err(&french(why)),
    }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn tell_edition(console: Console, edition: Edition<'_>) {
    let report = edition.report(console.style());
    if !report.is_empty() {
        console.err(&report);
        console.err("");
    }
    let (errors, warnings) = edition.counts();
    let what = if edition.number() == 1 { "lu" } else { "mis à jour" };
    let time = jiff::Zoned::now().strftime("%H:%M:%S").to_string();
    let message = format!(
        "{time} site {what} en {} · {}, {}",
        milliseconds(edition.took()).trim(),
        count(errors, "erreur"),
        count(warnings, "avertissement")
    );
    console.err(&french(&message));
}

/// Most often, something else answers there already.
fn no_server(asked: &Serve, console: Console, error: &io::Error) -> End {
    let place = match asked.port {
        Some(port) => format!("{}, port {port}", asked.address),
        None => asked.address.to_string(),
    };
    let why = if error.kind() == io::ErrorKind::AddrInUse {
        "un autre programme l’occupe".to_owned()
    } else {
        reason(error)
    };
    let problem = format!("l’aperçu ne peut pas répondre à l’adresse {place} : {why}.");
    misused(&console, &problem, "Sans « --port », un port libre est choisi.")
}
