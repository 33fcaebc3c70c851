//! What is written almost as Markdown, or as another language of signs, and would be printed as it is.
//!
//! In: a piece of a line that is text, as it was written. Out: what in it looks like a sign, each kind once.
//! Code is never looked at, nor what a backslash protects.

mod line;

use std::ops::Range;

use line::line_start;

use crate::parse::directive::is_directive;

/// Something that readers would see and nobody meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Almost {
    /// Where, in the piece.
    pub(super) range: Range<usize>,
    /// Whether there is no doubt.
    pub(super) sure: bool,
    /// What it is.
    pub(super) message: &'static str,
    /// How to mend it.
    pub(super) help: &'static str,
}

type Found = Option<(usize, bool, &'static str, &'static str)>;

/// The names of characters that people know by heart.
const ENTITIES: [&str; 18] = [
    "nbsp", "amp", "lt", "gt", "quot", "apos", "eacute", "egrave", "ecirc", "agrave", "ccedil",
    "laquo", "raquo", "rsquo", "hellip", "euro", "ndash", "mdash",
];
/// So many signs of a line are looked at.
const MOST: usize = 2000;
/// So far around each sign.
const NEAR: usize = 1000;
const BRACES: &str = "Une valeur s’écrit {{ nom.de.la.valeur }}. Pour montrer des accolades, mettez « \\ » \
                      devant chacune.";
const BOLD: &str = "Écrivez **texte**, sans espace à l’intérieur des étoiles, et avec une espace ou une \
                    ponctuation autour. Pour montrer une étoile, écrivez « \\* ».";
const GRAVE: &str = "Le code s’écrit `entre deux accents graves`, l’apostrophe avec « ' ». Pour montrer un \
                     accent grave, écrivez « \\` ».";
const CODE: &str = "Mettez `…` autour si c’est un exemple.";
const NO_LINK: &str = "Ce lien n’en est pas un : il sera affiché tel quel.";
const LINK: &str = "Un lien s’écrit [texte](https://adresse), sans espace entre « ] » et « ( » ; dans \
                    l’adresse, écrivez « %20 » à la place de chaque espace.";

/// Looks through `piece`; `starts` says whether it begins a line, `first` whether it begins a paragraph.
pub(super) fn almost(piece: &str, starts: bool, first: bool) -> Vec<Almost> {
    let mut found: Vec<Almost> = Vec::new();
    let mut add = |at: usize, it: Found| {
        if let Some((length, sure, message, help)) = it
            // A pair of signs is one slip; each link is its own.
            && found.iter().all(|other| {
                other.message != message || message == NO_LINK && other.range.end < at
            })
        {
            let end = piece.ceil_char_boundary((at + length).min(piece.len()));
            found.push(Almost { range: at..end, sure, message, help });
        }
    };
    if starts {
        let at = piece.len() - piece.trim_start().len();
        add(at, line_start(&piece[at..], first));
    }
    let signs = piece.bytes().enumerate().filter(|(_, byte)| is_sign(*byte));
    for (at, byte) in signs.take(MOST) {
        // Only what is near counts, so that no line takes long.
        let from = piece.floor_char_boundary(at.saturating_sub(NEAR));
        let near = &piece[from..piece.floor_char_boundary((at + NEAR).min(piece.len()))];
        if !is_escaped(near, at - from) {
            add(at, at_sign(near, at - from, byte));
        }
    }
    found
}

fn is_sign(byte: u8) -> bool {
    matches!(
        byte,
        b']' | b')'
            | b'['
            | b'*'
            | b'_'
            | b'~'
            | b'='
            | b'+'
            | b'^'
            | b'{'
            | b'}'
            | b':'
            | b'&'
            | b'\\'
            | b'<'
            | b'`'
            | b'\''
            | b'$'
    )
}

/// Whether a character stands for a value, an address or braces.
fn is_ours(char: char) -> bool {
    char >= '\u{F0000}'
}

fn is_escaped(piece: &str, at: usize) -> bool {
    let before = piece.as_bytes()[..at].iter().rev();
    before.take_while(|byte| **byte == b'\\').count() % 2 == 1
}

fn at_sign(piece: &str, at: usize, byte: u8) -> Found {
    let rest = &piece[at..];
    match byte {
        b']' => closing_bracket(piece, rest, at),
        b')' => turned_link(rest),
        b'[' => opening_bracket(rest),
        b'*' => stars(piece, at),
        b'_' => underscores(piece, at),
        b'~' | b'=' | b'+' | b'\'' | b'$' | b'<' => pair(piece, at, byte),
        b'^' => superscript(piece, at),
        b'{' => opening_brace(rest),
        // Four braces need no end.
        b'}' if rest.starts_with("}}") && !piece[..at].contains(is_ours) => {
            Some((2, true, "Ces accolades n’en ferment aucune.", BRACES))
        }
        b':' => colon(piece, at),
        b'&' => entity(rest),
        b'\\' => line_end(piece, at),
        b'`' => Some((1, false, "Cet accent grave ne fait ni code ni accent.", GRAVE)),
        _ => None,
    }
}

/// `](`, `] (`, `][`, `]{`, `]]`.
fn closing_bracket(piece: &str, rest: &str, at: usize) -> Found {
    let open = piece[..at].rfind('[');
    if open.is_some_and(|open| is_escaped(piece, open)) {
        return None;
    }
    let opened = open.is_some() || at == 0;
    let after = &rest[1..];
    let message = NO_LINK;
    let spaced = after.trim_start();
    if after.starts_with('(') || (spaced.starts_with('(') && is_address(&spaced[1..])) {
        return Some((after.len() - spaced.len() + 2, true, message, LINK));
    }
    if opened && after.starts_with('[') && !after.starts_with("[^") && after.contains(']') {
        let help =
            "Écrivez l’adresse entre parenthèses, tout de suite après : [texte](https://adresse).";
        return Some((2, true, "Ce lien renvoie à une adresse qui n’est écrite nulle part.", help));
    }
    if opened && after.starts_with('{') && is_address(&after[1..]) {
        return Some((2, true, message, LINK));
    }
    if opened && spaced.starts_with(':') && is_address(spaced[1..].trim_start()) {
        return Some((after.len() - spaced.len() + 2, true, message, LINK));
    }
    if after.starts_with(']') && !piece[..at].contains("[[") {
        let help = "Un lien s’écrit [[nom-du-guide]] ou [[nom-du-guide|texte]].";
        return Some((2, true, "Ce lien n’est pas ouvert.", help));
    }
    None
}

/// `(texte)[adresse]`.
fn turned_link(rest: &str) -> Found {
    let inner = rest.strip_prefix(")[")?;
    is_address(inner).then_some((2, true, "Ce lien est écrit à l’envers.", LINK))
}

/// What people write where a link leads; private characters stand for values and addresses.
fn is_address(text: &str) -> bool {
    let end = text.find([')', ']', '}']).unwrap_or(text.len());
    let word = text[..end].trim();
    let begins = ["http:", "https:", "www.", "mailto:", "tel:", "/", "#", "./", "../"];
    let ends = [".pdf", ".html", ".htm", ".md", ".fr", ".php", ".png", ".jpg", ".com", ".org"];
    word.starts_with(is_ours)
        || begins.iter().any(|it| word.starts_with(it))
        || ends.iter().any(|it| word.ends_with(it))
}

/// `[b]` with its end, `[url=…]`, `[TOC]`.
fn opening_bracket(rest: &str) -> Found {
    const NAMES: [&str; 11] =
        ["b", "i", "u", "s", "url", "img", "quote", "code", "color", "size", "list"];
    let inner = rest[1..].split(']').next().filter(|inner| inner.len() < rest.len() - 1)?;
    let name = inner.trim_start_matches('/').split('=').next().unwrap_or_default();
    let is_code = (inner.starts_with('/') || inner.contains('='))
        && NAMES.iter().any(|known| known.eq_ignore_ascii_case(name));
    if is_code {
        let help = "Écrivez **gras**, *italique*, [texte](https://adresse).";
        return Some((inner.len() + 2, true, "Ces crochets sont ceux des forums.", help));
    }
    let is_contents = ["TOC", "toc", "_TOC_", "sommaire"].contains(&inner);
    let help = "Retirez-le : le sommaire se fait tout seul.";
    is_contents.then_some((inner.len() + 2, false, "Ce sommaire sera affiché tel quel.", help))
}

/// Two or three stars that made nothing bold.
fn stars(piece: &str, at: usize) -> Found {
    let length = run(piece, at, b'*')?;
    let message = "Ces étoiles seront affichées telles quelles.";
    let (before, after) = around(piece, at, length);
    let lone = before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace);
    let wordless = ![before, after].into_iter().flatten().any(char::is_alphanumeric);
    if !(2..=3).contains(&length) || (lone && !piece[at + length..].contains("**")) {
        return None;
    }
    let others = piece[at + length..].contains("**");
    (others || !wordless).then_some((length, others, message, BOLD))
}

fn underscores(piece: &str, at: usize) -> Found {
    let length = run(piece, at, b'_')?;
    let (before, after) = around(piece, at, length);
    if length > 2
        || before.is_some_and(char::is_alphanumeric)
        || !after.is_some_and(char::is_alphabetic)
    {
        return None;
    }
    let rest = &piece[at + length..];
    let closing = if length == 2 {
        rest.contains("__")
    } else {
        rest.contains(" _ ") || rest.ends_with(" _")
    };
    if !closing {
        return None;
    }
    let message = "Ces traits bas seront affichés tels quels.";
    let help = "Écrivez *italique* ou **gras**, sans espace à l’intérieur. Pour montrer un trait bas, écrivez « \\_ ».";
    Some((length, false, message, help))
}

/// Signs of other languages around words: `==x==`, `++x++`, `~~ x ~~`, `'''x'''`, `$$x$$`, `<<x>>`.
fn pair(piece: &str, at: usize, byte: u8) -> Found {
    let length = run(piece, at, byte)?;
    let wanted = if byte == b'\'' { 2..=3 } else { 2..=2 };
    let (before, after) = around(piece, at, length);
    let opens = !before.is_some_and(char::is_alphanumeric)
        && after.is_some_and(|after| !after.is_whitespace() || matches!(byte, b'~' | b'=' | b'<'));
    if !wanted.contains(&length) || !opens {
        return None;
    }
    let sign = if byte == b'<' { ">>" } else { &piece[at..at + length] };
    if !piece[at + length..].contains(sign) {
        return None;
    }
    let (message, help) = match byte {
        b'<' => ("Ces guillemets seront affichés tels quels.", "Écrivez « … »."),
        b'$' => ("Les formules ne sont pas mises en forme ici.", CODE),
        b'~' => (
            "Ces tildes seront affichés tels quels.",
            "Écrivez ~~texte~~, sans espace à l’intérieur.",
        ),
        b'\'' => {
            ("Ces apostrophes seront affichées telles quelles.", "Écrivez **gras** ou *italique*.")
        }
        _ => (
            "Ces signes seront affichés tels quels.",
            "Le Markdown de pasapas ne surligne ni ne souligne : écrivez **gras**.",
        ),
    };
    Some((length, false, message, help))
}

/// `1^er^`.
fn superscript(piece: &str, at: usize) -> Found {
    let rest = &piece[at + 1..];
    let near = &rest[..rest.floor_char_boundary(12)];
    let inner = &near[..near.find('^')?];
    let (before, _) = around(piece, at, 1);
    let is_one = before.is_some_and(char::is_alphanumeric)
        && !inner.is_empty()
        && inner.chars().all(char::is_alphanumeric);
    let help = "Écrivez-le sans accents circonflexes : « 1er ».";
    is_one.then_some((inner.len() + 2, false, "Cet exposant sera affiché tel quel.", help))
}

/// `{#id}`, `{.class}`, `{: …}`, `{% … %}`, `{{` without end, `{ {`, `{a.b}`.
fn opening_brace(rest: &str) -> Found {
    let after = &rest[1..];
    let next = after.chars().next()?;
    let second = after.chars().nth(1);
    if next == '%' {
        return Some((
            2,
            true,
            "Cette instruction n’existe pas ici.",
            "Un guide n’a pas de conditions : ce qui change d’une académie à l’autre se trouve dans son academy.yaml.",
        ));
    }
    let sets = matches!(next, '#' | '.' | ':')
        && second.is_some_and(|it| it.is_alphabetic() || it == '_' || (next == ':' && it == ' '));
    if sets && after.contains('}') {
        let help = "Retirez-le : l’identifiant d’un titre se fait avec ses mots.";
        return Some((2, true, "Cet attribut sera affiché tel quel.", help));
    }
    if next == '{' || after.trim_start().starts_with('{') {
        return Some((2, true, "Ces accolades ne sont pas refermées.", BRACES));
    }
    let end = after[..after.floor_char_boundary(100)].find('}')?;
    let name = after[..end].trim();
    let letter =
        |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, '_' | '-' | '.');
    let is_name = name.contains('.')
        && name.starts_with(|it: char| it.is_ascii_lowercase())
        && name.chars().all(letter)
        && !name.ends_with('.');
    is_name.then_some((end + 2, true, "Une valeur a deux accolades de chaque côté.", BRACES))
}

/// A directive that does not begin with two colons, or does not stand alone; `:smile:`.
fn colon(piece: &str, at: usize) -> Found {
    let rest = piece[at..].trim_start_matches(':');
    let colons = piece[at..].len() - rest.len();
    if at > 0 && piece.as_bytes()[at - 1] == b':' {
        return None;
    }
    let end = rest
        .find(|it: char| !it.is_ascii_lowercase() && it != '-' && it != '_')
        .unwrap_or(rest.len());
    let after = &rest[end..];
    let bracket = after.starts_with('[');
    let alone = at == 0 && after.trim().is_empty();
    if is_directive(&rest[..end]) && (bracket || alone || (colons == 2 && !after.starts_with(':')))
    {
        let help = "Une directive commence par « :: », seule sur sa ligne, avec une ligne vide avant et après.";
        return Some((colons + end, true, "Cette directive sera affichée telle quelle.", help));
    }
    let (before, _) = around(piece, at, 1);
    let emoji = colons == 1
        && end > 1
        && after.starts_with(':')
        && !before.is_some_and(char::is_alphanumeric)
        && !after[1..].starts_with(|it: char| it.is_alphanumeric() || it == '/');
    let help = "Mettez l’émoji lui-même, ou retirez-le.";
    emoji.then_some((end + 2, false, "Cet émoji sera affiché tel quel.", help))
}

/// `&nbsp` without its semicolon.
fn entity(rest: &str) -> Found {
    let name = &rest[1..];
    let end = name.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(name.len());
    let known = ENTITIES.contains(&&name[..end]);
    let ends = name[end..].starts_with([';', '=']);
    let help = "Écrivez le caractère lui-même, ou ajoutez « ; » à la fin.";
    (known && !ends).then_some((end + 1, false, "Ce caractère sera affiché par son nom.", help))
}

/// `\n` that a YAML text without double quotes does not take for a line end.
fn line_end(piece: &str, at: usize) -> Found {
    let after = piece[at..].strip_prefix("\\n")?;
    let word = piece[..at].rfind(char::is_whitespace).map_or(0, |space| space + 1);
    let in_path = piece[word..at].contains(['\\', ':']);
    let ends = after
        .chars()
        .next()
        .is_none_or(|it| it.is_uppercase() || it.is_whitespace() || it == '\\' || it == '-');
    let help = "Passez à la ligne dans le fichier ; en YAML, mettez « | » après la clé et le texte dessous.";
    (ends && !in_path).then_some((2, false, "Ce passage à la ligne sera affiché tel quel.", help))
}

/// How long the run of `byte` at `at` is, if it begins there.
fn run(piece: &str, at: usize, byte: u8) -> Option<usize> {
    let bytes = piece.as_bytes();
    if at > 0 && bytes[at - 1] == byte && !is_escaped(piece, at - 1) {
        return None;
    }
    Some(bytes[at..].iter().take_while(|it| **it == byte).count())
}

fn around(piece: &str, at: usize, length: usize) -> (Option<char>, Option<char>) {
    (piece[..at].chars().next_back(), piece[at + length..].chars().next())
}

#[cfg(test)]
mod tests;
