//! Which addresses may stand in a page.
//!
//! In: an address as written. Out: whether a reader may be sent there, and why not. Only `https`,
//! `http`, `mailto` and `tel` pass, so that no page runs a script from a link.

use url::{ParseError, Url};

use super::name::nearest;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

const COMPLETE: &str = "Écrivez l’adresse entière, à partir de « https:// ».";
const ADMITTED: [&str; 4] = ["https", "http", "mailto", "tel"];
/// What people put around an address, and what would be sent to the server with it.
const AROUND: [char; 14] =
    ['<', '>', '«', '»', '“', '”', '„', '"', '\'', '‘', '’', '‚', '`', '\u{A0}'];

/// What is wrong, and how to mend it.
type Fault = (String, String);

/// What speaks against `address`: nothing, a warning (`http`), or an error.
#[must_use]
pub fn check_address(address: &str, span: Span) -> Option<Diagnostic> {
    if let Some((message, help)) = fault(address) {
        return Some(Diagnostic::error(Code::BadLink, span, message).help(help));
    }
    is_in_clear(address).then(|| in_clear(span))
}

/// Where a site is published: a folder of a server, as browsers write it, ending in `/`.
pub fn base_address(
    written: &str,
    span: Span,
) -> Result<(Box<str>, Option<Diagnostic>), Diagnostic> {
    let refused =
        |(message, help): Fault| Diagnostic::error(Code::BadValue, span, message).help(help);
    if let Some(fault) = fault(written) {
        return Err(refused(fault));
    }
    let url = Url::parse(written).map_err(|error| refused(unreadable(written, error)))?;
    if let Some(fault) = base_fault(written, &url) {
        return Err(refused(fault));
    }
    let warning = match written.trim_end_matches('/').rsplit_once('/') {
        Some((folder, page)) if url.path().len() > 1 && is_page(page) => {
            Some(names_page(span, folder))
        }
        _ => (is_in_clear(written) && !is_own_computer(&url)).then(|| in_clear(span)),
    };
    Ok((format!("{}/", url.as_str().trim_end_matches('/')).into(), warning))
}

/// What no site can be published at.
fn base_fault(written: &str, url: &Url) -> Option<Fault> {
    let fault = |message: &str, help: String| Some((message.to_owned(), help));
    if !matches!(url.scheme(), "https" | "http") {
        let help = "Par exemple « https://guides.exemple.fr/ ».".to_owned();
        return fault("L’adresse du site commence par « https:// ».", help);
    }
    if !url.username().is_empty() || url.password().is_some() {
        let mut bare = url.clone();
        // Both succeed where there is a server.
        let _ = bare.set_username("");
        let _ = bare.set_password(None);
        let message = "L’adresse du site contient un nom d’utilisateur, que chacun lirait.";
        return fault(message, format!("Écrivez « {bare} »."));
    }
    let (kept, _) = written.split_at(written.find(['?', '#']).unwrap_or(written.len()));
    if kept.len() < written.len() {
        let message = "L’adresse du site est celle d’un dossier, sans « ? » ni « # ».";
        return fault(message, format!("Écrivez « {}/ ».", kept.trim_end_matches('/')));
    }
    if written.contains('\\') {
        let message = "L’adresse du site s’écrit avec des barres obliques « / ».";
        return fault(message, format!("Écrivez « {} ».", written.replace('\\', "/")));
    }
    None
}

fn is_page(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| matches!(&*ending, "html" | "htm" | "php"))
}

fn names_page(span: Span, folder: &str) -> Diagnostic {
    let message = "L’adresse du site semble être celle d’une page, et non d’un dossier.";
    Diagnostic::warning(Code::BadValue, span, message).help(format!("Écrivez « {folder}/ »."))
}

fn is_in_clear(address: &str) -> bool {
    address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http:"))
}

/// Nobody listens in between.
fn is_own_computer(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn in_clear(span: Span) -> Diagnostic {
    Diagnostic::warning(Code::InsecureLink, span, "Cette adresse n’est pas chiffrée (http).")
        .help("Écrivez « https:// » après avoir vérifié que l’adresse répond.")
}

/// Why nobody can be sent to `address`.
fn fault(address: &str) -> Option<Fault> {
    if address.is_empty() {
        return Some(("Cette adresse est vide.".into(), COMPLETE.into()));
    }
    if let Some(fault) = odd_characters(address) {
        return Some(fault);
    }
    let incomplete =
        |help: String| Some((format!("« {address} » n’est pas une adresse complète."), help));
    let Some((scheme, rest)) = address.split_once(':') else {
        return Some(no_scheme(address));
    };
    if rest.trim_start_matches('/').is_empty() {
        return incomplete(COMPLETE.into());
    }
    match scheme.to_ascii_lowercase().as_str() {
        scheme @ ("https" | "http") => {
            if let Some(rest) = rest.strip_prefix("//") {
                return server_fault(address, rest);
            }
            let rest = rest.trim_start_matches(['/', '\\']).replace('\\', "/");
            incomplete(format!("Écrivez « {scheme}://{rest} »."))
        }
        "mailto" | "tel" => None,
        other if other.contains(['.', '/', '\\']) || other == "localhost" => {
            Some(no_scheme(address))
        }
        other if other.len() == 1 => Some(on_computer(address)),
        other => Some(other_scheme(other)),
    }
}

/// Characters that are no part of any address.
fn odd_characters(address: &str) -> Option<Fault> {
    let bare = address.trim_matches(AROUND);
    if bare.len() < address.len() && bare.contains([':', '.']) {
        let message =
            format!("L’adresse « {bare} » est entourée de signes qui n’en font pas partie.");
        return Some((message, "Écrivez l’adresse seule.".into()));
    }
    if let Some(link) = address.find("](") {
        let target = address[link + 2..].trim_end_matches(')');
        let message = "Il faut ici une adresse seule, sans texte entre crochets.".to_owned();
        return Some((message, format!("Écrivez « {target} ».")));
    }
    if address.contains(char::is_whitespace) {
        let message = format!("L’adresse « {address} » contient une espace.");
        let help = if address.starts_with("tel:") {
            "Écrivez le numéro sans espaces, par exemple « tel:+33199000000 »."
        } else if address.matches("://").count() > 1 {
            "Écrivez une seule adresse."
        } else {
            "Retirez l’espace, ou écrivez « %20 » à sa place."
        };
        return Some((message, help.into()));
    }
    let hidden = address.chars().find(|char| is_hidden(*char))?;
    let code = hidden as u32;
    let message = format!("Cette adresse contient un caractère invisible (U+{code:04X}).");
    Some((message, "Effacez l’adresse et tapez-la de nouveau, sans la coller.".into()))
}

/// What nobody sees, and what servers do not take for the address that one sees.
fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

/// What has no scheme before a colon.
fn no_scheme(address: &str) -> Fault {
    if address.starts_with("\\\\") {
        return on_computer(address);
    }
    if address.contains('@') && !address.contains('/') {
        let message = format!("« {address} » est une adresse électronique, pas celle d’une page.");
        return (message, format!("Écrivez « mailto:{address} », ou mettez-la sous « email »."));
    }
    let message = format!("« {address} » n’est pas une adresse complète.");
    let bare = address.trim_start_matches(['/', ':']);
    let (server, _) = bare.split_at(bare.find(['/', ':']).unwrap_or(bare.len()));
    let is_server = server == "localhost" || server.contains('.') && !is_page(server);
    let is_server =
        is_server && !server.starts_with('.') && server.rsplit('.').next() != Some("md");
    let help =
        if is_server { format!("Écrivez « https://{bare} ».") } else { COMPLETE.to_owned() };
    (message, help)
}

fn on_computer(address: &str) -> Fault {
    let message =
        format!("« {address} » désigne un fichier de votre ordinateur ou de votre réseau.");
    (message, "Donnez l’adresse à laquelle chacun le trouve, à partir de « https:// ».".into())
}

fn other_scheme(scheme: &str) -> Fault {
    let message = format!("Les adresses en « {scheme}: » ne sont pas admises.");
    let meant = nearest(scheme, ADMITTED).map(|meant| format!("Vouliez-vous dire « {meant}: » ? "));
    (message, format!("{}Admis : https, http, mailto et tel.", meant.unwrap_or_default()))
}

/// What is wrong with the name of the server, or its port; `rest` follows `//`.
fn server_fault(address: &str, rest: &str) -> Option<Fault> {
    let server = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_lowercase() || matches!(byte, b'0'..=b'9' | b'.' | b'-');
    let usual = server.bytes().all(plain)
        && server.starts_with(|first: char| first.is_ascii_lowercase())
        && !server.contains("..")
        && !server.contains("xn--");
    if usual && !server.starts_with('.') && !server.ends_with('.') {
        return None;
    }
    let empty_label = server.is_empty() || server.starts_with('.') || server.contains("..");
    match Url::parse(address) {
        Ok(_) if empty_label => Some(unreadable(address, ParseError::EmptyHost)),
        Ok(_) => None,
        Err(error) => Some(unreadable(address, error)),
    }
}

/// That no browser can read `address`.
fn unreadable(address: &str, error: ParseError) -> Fault {
    let (what, help) = match error {
        ParseError::InvalidPort => {
            ("le numéro de port est faux", "Après « : », un nombre de 0 à 65535, ou rien.")
        }
        ParseError::InvalidIpv4Address | ParseError::InvalidIpv6Address => {
            ("l’adresse IP est fausse", "Corrigez-la, ou écrivez le nom du serveur.")
        }
        _ => ("le nom du serveur est faux", "Par exemple « https://guides.exemple.fr/ »."),
    };
    (format!("L’adresse « {address} » ne mène nulle part : {what}."), help.into())
}

#[cfg(test)]
mod tests;
