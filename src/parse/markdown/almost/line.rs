//! What begins a line almost as a heading, a list, a table or an alert.
//!
//! In: a line that is text. Out: the sign at its start that Markdown did not take for one.

use super::Found;

/// The names that other languages give to alerts.
const ALERTS: [&str; 14] = [
    "note",
    "tip",
    "info",
    "warning",
    "danger",
    "important",
    "caution",
    "attention",
    "astuce",
    "hint",
    "success",
    "abstract",
    "question",
    "example",
];
const ALERT: &str = "Un encadré s’écrit « > [!NOTE] », puis « > texte » à la ligne suivante.";

/// What begins a line as a heading, list, table or alert does not.
pub(super) fn line_start(rest: &str, first: bool) -> Found {
    heading(rest, first).or_else(|| alert(rest)).or_else(|| item(rest, first)).or_else(|| {
        let help = "Sous la ligne de titres, écrivez une ligne « | --- | --- | » avec autant de colonnes ; \
                    laissez une ligne vide avant le tableau.";
        rest.starts_with('|').then_some((1, true, "Ce tableau n’en est pas un.", help))
    })
}

fn heading(rest: &str, first: bool) -> Found {
    let sharps = rest.bytes().take_while(|byte| *byte == b'#').count();
    let words = &rest[sharps..];
    let message = "Ce titre n’en est pas un.";
    if (2..=6).contains(&sharps) && !words.trim().is_empty() {
        return Some((sharps, true, message, "Mettez une espace après les dièses."));
    }
    let help =
        "Un titre s’écrit « ## Titre », avec une espace ; pour montrer un dièse, écrivez « \\# ».";
    let capital = words.starts_with(char::is_uppercase) && words.contains(' ');
    (sharps == 1 && first && capital).then_some((1, false, message, help))
}

fn alert(rest: &str) -> Found {
    let message = "Cet encadré n’en est pas un.";
    if let Some(alert) = rest.strip_prefix("!!!").or_else(|| rest.strip_prefix("???")) {
        let name = alert.trim_start_matches('+').split_whitespace().next().unwrap_or_default();
        return ALERTS.contains(&name).then_some((3, true, message, ALERT));
    }
    let begins = rest.strip_prefix("[!").is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    (begins && rest.contains(']')).then_some((2, true, message, ALERT))
}

fn item(rest: &str, first: bool) -> Found {
    let boxes = ["[ ] ", "[x] ", "[X] ", "[] "];
    if boxes.iter().any(|it| rest.starts_with(it)) {
        let message = "Cette case sera affichée telle quelle.";
        return Some((3, false, message, "Une case s’écrit dans une liste : « - [ ] texte »."));
    }
    let message = "Cette liste n’en est pas une.";
    let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let after = &rest[digits..];
    let numbered = (1..=2).contains(&digits) && after.starts_with(['.', ')']);
    let dashed = digits == 0 && first && after.starts_with(['-', '+']);
    if (numbered || dashed) && after[1..].starts_with(char::is_alphabetic) {
        let help =
            "Mettez une espace après le numéro ou le tiret, et une ligne vide avant la liste.";
        return Some((digits + 1, false, message, help));
    }
    let bullets = ['•', '·', '▪', '◦', '‣', '●', '■', '➢', '►', '∙', '\u{F0B7}'];
    let help = "Commencez chaque ligne de la liste par « - ».";
    rest.starts_with(bullets).then_some((1, false, message, help))
}
