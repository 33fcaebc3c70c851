//! Slips in keys and in the dashes before them.
//!
//! In: a line near the place where reading stopped. Out: guesses: a space, a colon or a dash that is missing,
//! another sign in its place, two keys in one line.

use super::{Scene, Slip};
use crate::parse::yaml::edits::Edit;
use crate::parse::yaml::lines::Place;
use crate::parse::yaml::signs::{is_gap, trim};
use crate::parse::yaml::surface::Found;

/// The keys that files of a site have.
pub(super) const KNOWN: [&str; 86] = [
    "academies",
    "academy",
    "accessibility",
    "action",
    "address",
    "after",
    "allow_html",
    "alt",
    "also",
    "arrow",
    "article",
    "at",
    "audience",
    "audit",
    "base_url",
    "before",
    "box",
    "by",
    "checker",
    "choice",
    "circle",
    "code",
    "color",
    "contact",
    "contacts",
    "crop",
    "dark",
    "date",
    "definition",
    "derogations",
    "description",
    "detail",
    "director",
    "draft",
    "duration",
    "email",
    "exempt",
    "expansion",
    "extends",
    "failures",
    "for",
    "frame",
    "grounds",
    "handouts",
    "host",
    "hours",
    "id",
    "identifiers",
    "image",
    "key",
    "label",
    "language",
    "light",
    "logo",
    "mail_domain",
    "marks",
    "name",
    "need",
    "objectives",
    "options",
    "order",
    "outdated",
    "paper",
    "personal_data",
    "phone",
    "point",
    "policies",
    "prerequisites",
    "publisher",
    "rate",
    "recommended",
    "redact",
    "region",
    "remove",
    "result",
    "screenshot",
    "services",
    "size",
    "spotlight",
    "steps",
    "summary",
    "text",
    "theme",
    "title",
    "trouble",
    "url",
];

/// Whether files of a site have this key.
pub(in crate::parse::yaml) fn is_known(word: &str) -> bool {
    KNOWN.contains(&word)
        || matches!(
            word,
            "values" | "verified" | "version" | "when" | "why" | "term" | "pages" | "min_length"
        )
}

/// What may be wrong in the keys of a line.
pub(super) fn guesses(scene: &Scene<'_>, index: usize) -> Vec<Slip> {
    let dash = stuck_dash(scene, index);
    let guesses = [
        html(scene, index),
        homeless_list(scene, index),
        dash.clone(),
        dash.and_then(|slip| to_the_left(scene, index, slip)),
        stuck_colon(scene, index),
        two_keys(scene, index),
        no_colon(scene, index),
        no_dash(scene, index),
    ];
    guesses.into_iter().flatten().collect()
}

/// `<p>…</p>`, pasted where keys should stand.
fn html(scene: &Scene<'_>, index: usize) -> Option<Slip> {
    let line = &scene.lines[index];
    let tag = scene
        .written(index)
        .strip_prefix('<')?
        .starts_with(|char: char| char.is_alphabetic() || "/!".contains(char));
    if line.place != Place::Stray || !tag {
        return None;
    }
    let message = "Il y a ici du HTML, alors que YAML attend « clé: valeur ».";
    let help = "Retirez-le, ou mettez-en le texte après une clé, entre guillemets droits.";
    let edit = Edit::insert(line.body, "# ");
    Some(Slip::new(Found::new(line.body..line.end, message, help), vec![edit]))
}

/// `-id: a`
fn stuck_dash(scene: &Scene<'_>, index: usize) -> Option<Slip> {
    let line = &scene.lines[index];
    let rest = scene.written(index).strip_prefix('-')?;
    if line.dashes > 0 || !rest.starts_with(char::is_alphabetic) || line.place == Place::Block {
        return None;
    }
    let word: String =
        rest.chars().take_while(|char| !char.is_whitespace() && *char != ':').collect();
    let message = "Il manque une espace après le tiret.";
    let help = format!("Écrivez « - {word} » : un tiret, puis une espace.");
    let found = Found::new(line.body..line.body + 1, message, help);
    Some(Slip::new(found, vec![Edit::insert(line.body + 1, " ")]))
}

/// The same with the dash one to the left, so that the key stays where it is.
fn to_the_left(scene: &Scene<'_>, index: usize, slip: Slip) -> Option<Slip> {
    let line = &scene.lines[index];
    let edit = Edit::new(line.body.checked_sub(1)?..line.body + 1, "- ");
    (line.body > line.start).then_some(Slip { edits: vec![edit], ..slip })
}

/// Items of a list under no key that could have one.
fn homeless_list(scene: &Scene<'_>, index: usize) -> Option<Slip> {
    let line = &scene.lines[index];
    let before = &scene.lines[scene.before(index)?];
    let full = before.key.is_some() && !before.value.is_empty();
    let first = scene.lines[..index].iter().all(|line| line.dashes == 0);
    if line.dashes == 0 || !full || !first {
        return None;
    }
    let items = scene.lines[index..].iter().take_while(|line| line.dashes > 0);
    let message = "Cette liste n’est sous aucune clé qui attende une liste.";
    let help = "Écrivez au-dessus d’elle la clé à laquelle elle appartient, seule sur sa ligne, par exemple \
                « objectives: ».";
    let edits = items.map(|line| Edit::insert(line.body, "# ")).collect();
    Some(Slip::new(Found::new(line.body..line.end, message, help), edits))
}

/// `id:a`
fn stuck_colon(scene: &Scene<'_>, index: usize) -> Option<Slip> {
    let line = &scene.lines[index];
    if line.key.is_some() || !matches!(line.place, Place::Entry | Place::Stray | Place::More) {
        return None;
    }
    let content = &scene.text[line.content..line.end];
    let colon = content.find([':', '：'])?;
    let word = content[..colon].trim_start_matches('-');
    let sign = content[colon..].chars().next()?.len_utf8();
    let rest = trim(&content[colon + sign..]);
    let plain = !word.is_empty()
        && word.chars().all(|char| char.is_alphanumeric() || char == '_' || char == '-');
    if !plain || rest.starts_with("//") {
        return None;
    }
    let start = line.content + colon - word.len();
    let shown: String = rest.chars().take(40).collect();
    let dots = if shown.len() < rest.len() { "…" } else { "" };
    let message = "Il manque une espace après les deux-points.";
    let help = format!("Écrivez « {word}: {shown}{dots} ».");
    let end = line.content + colon + sign;
    let mut edits = vec![Edit::new(line.content + colon..end, ": ")];
    if word.len() < colon {
        edits.push(Edit::insert(start, " "));
    }
    Some(Slip::new(Found::new(start..end, message, help), edits))
}

/// `id: a action: b`
fn two_keys(scene: &Scene<'_>, index: usize) -> Option<Slip> {
    let line = &scene.lines[index];
    let first = line.key.clone()?;
    let value = &scene.text[line.value.clone()];
    let (at, word) = value.match_indices(": ").find_map(|(colon, _)| {
        let (_, word) = value[..colon].rsplit_once(char::is_whitespace)?;
        Some((colon - word.len(), word)).filter(|(_, word)| is_known(word))
    })?;
    let at = line.value.start + at;
    let message = format!("La clé « {word} » est sur la ligne d’une autre clé.");
    let help = format!(
        "Allez à la ligne avant « {word}: », et mettez-la sous « {} ».",
        &scene.text[first]
    );
    let gap = scene.text[..at].trim_end_matches(is_gap).len();
    let below = format!("\n{}", " ".repeat(line.column(scene.text)));
    Some(Slip::new(
        Found::new(at..at + word.len() + 1, message, help),
        vec![Edit::new(gap..at, below)],
    ))
}

/// `title Accueil`, `title = Accueil`, `title; Accueil`
fn no_colon(scene: &Scene<'_>, index: usize) -> Option<Slip> {
    let line = &scene.lines[index];
    if line.key.is_some() || !matches!(line.place, Place::Entry | Place::Stray | Place::More) {
        return None;
    }
    let content = &scene.text[line.content..line.end];
    let length =
        content.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(content.len());
    let (word, rest) = content.split_at(length);
    let is_text = rest.starts_with(['\'', '’', '-', '.', ',', '(']);
    if is_text || !is_known(&word.to_lowercase()) {
        return None;
    }
    let sign = rest.trim_start_matches(is_gap).chars().next();
    let sign = sign.filter(|sign| {
        ["=", ";", "→", "|", "：", "꞉", ">", "»", "·"].contains(&sign.to_string().as_str())
    });
    let end = line.content + length;
    let (message, edit) = match sign {
        Some(sign) => {
            let at = line.content + content.find(sign)?;
            let message = format!("Après la clé « {word} », il faut « : » et non « {sign} ».");
            (message, Edit::new(end..at + sign.len_utf8(), ": "))
        }
        None => (
            format!("Il manque les deux-points « : » après la clé « {word} »."),
            Edit::insert(end, ":"),
        ),
    };
    let rest = trim(rest.trim_start_matches(is_gap).trim_start_matches(|char| Some(char) == sign));
    let shown: String = rest.chars().take(40).collect();
    let shown = if rest.is_empty() { String::new() } else { format!(" {shown}") };
    let dots = if shown.len() < rest.len() { "…" } else { "" };
    let help = format!("Écrivez « {word}:{shown}{dots} ».");
    Some(Slip::new(Found::new(line.content..end, message, help), vec![edit]))
}

/// A line among the items of a list that begins with no dash.
fn no_dash(scene: &Scene<'_>, index: usize) -> Option<Slip> {
    let line = &scene.lines[index];
    let before = &scene.lines[scene.before(index)?];
    let indent = line.indent(scene.text);
    let among = before.dashes > 0 && before.indent(scene.text) == indent;
    if !among || line.dashes > 0 || line.key.is_some() || line.place == Place::Block {
        return None;
    }
    let message = "Il manque un tiret « - » au début de cet élément de liste.";
    let shown: String = scene.written(index).chars().take(40).collect();
    let help = format!(
        "Écrivez « - {shown} ». Si c’est la suite de l’élément d’avant, décalez cette ligne de deux espaces."
    );
    let found = Found::new(line.body..line.end, message, help);
    Some(Slip::new(found, vec![Edit::insert(line.body, "- ")]))
}
