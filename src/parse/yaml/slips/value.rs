//! Slips in values: quotation marks, brackets, signs that mean something to YAML, colons in a text.
//!
//! In: a line near the place where reading stopped. Out: guesses, each with the value as it was meant.

use super::{Scene, Slip};
use crate::parse::yaml::edits::Edit;
use crate::parse::yaml::lines::Place;
use crate::parse::yaml::signs::{is_curly, is_gap, trim};
use crate::parse::yaml::surface::Found;

/// The most characters of a value that are shown again in quotation marks.
const MOST_SHOWN: usize = 70;

/// What may be wrong in the value of a line.
pub(super) fn guesses(scene: &Scene<'_>, index: usize) -> Vec<Slip> {
    let line = &scene.lines[index];
    if line.place != Place::Entry || line.value.is_empty() {
        return Vec::new();
    }
    let end = scene.text[..line.end].trim_end_matches(is_gap).len();
    let value = &scene.text[line.value.start..end];
    let place =
        Part { start: line.value.start, value, key: line.key.clone().map(|key| &scene.text[key]) };
    let guess = match value.chars().next() {
        Some('"' | '\'') => place.quoted(),
        Some('[' | '{') => place.bracketed(),
        Some(first) if is_curly(first) || first == '«' => Some(place.curly(first)),
        Some(first) if "@`%&*!|>-?,]}".contains(first) => Some(place.reserved(first)),
        _ => place.colon(),
    };
    let brackets =
        scene.text[line.value.clone()].starts_with(['[', '{']).then(|| mismatched(scene, index));
    guess.into_iter().chain(brackets.flatten()).collect()
}

/// The value of a line.
struct Part<'t> {
    start: usize,
    value: &'t str,
    key: Option<&'t str>,
}

impl Part<'_> {
    /// The value in straight quotation marks, as it would be written.
    fn shown(&self, text: &str) -> String {
        if text.chars().count() > MOST_SHOWN {
            return match self.key {
                Some(key) => {
                    format!("Mettez tout le texte, après « {key}: », entre guillemets droits.")
                }
                None => "Mettez tout le texte entre guillemets droits.".to_owned(),
            };
        }
        match self.key {
            Some(key) => format!("Écrivez « {key}: \"{text}\" »."),
            None => format!("Écrivez « \"{text}\" »."),
        }
    }

    fn whole(&self, text: &str) -> Vec<Edit> {
        let text = text.replace('\\', "/").replace('"', "”");
        vec![Edit::new(self.start..self.start + self.value.len(), format!("\"{text}\""))]
    }

    fn slip(&self, range: std::ops::Range<usize>, message: &str, help: String, text: &str) -> Slip {
        let range = self.start + range.start..self.start + range.end;
        Slip::new(Found::new(range, message, help), self.whole(text))
    }

    /// A text that begins with a straight quotation mark.
    fn quoted(&self) -> Option<Slip> {
        let quote = self.value.chars().next()?;
        let inner = self.value[1..].strip_suffix(quote);
        if let Some(slash) = stray_backslash(self.value) {
            let message =
                "Entre guillemets droits, une barre oblique inverse annonce un caractère spécial.";
            let help =
                "Mettez le texte entre apostrophes : '…'. Elle y reste comme elle est.".to_owned();
            return Some(self.slip(slash..slash + 2, message, help, inner?));
        }
        if let Some(twice) = inner.and_then(|inner| inner.strip_prefix(quote)?.strip_suffix(quote))
            && !twice.is_empty()
        {
            let message = if quote == '"' {
                "Ces guillemets sont doublés."
            } else {
                "Deux apostrophes ne font pas un guillemet."
            };
            return Some(self.slip(0..2, message, self.shown(&french_quotes(twice, '"')), twice));
        }
        let close = closing(self.value, quote)?;
        let french = |text: &str| french_quotes(text, quote);
        Some(match (quote, inner) {
            ('"', Some(inner)) => {
                let next =
                    self.value[close + 1..].find('"').map_or(self.value.len(), |at| close + 2 + at);
                let message = "Un guillemet droit ferme le texte avant sa fin.";
                let help = format!(
                    "Dans un texte entre guillemets droits, citez entre « et ». {}",
                    self.shown(&french(inner))
                );
                self.slip(close..next.min(self.value.len()), message, help, inner)
            }
            (_, Some(inner)) => {
                let message = "Une apostrophe ferme ce texte avant sa fin.";
                let help = format!(
                    "Mettez le texte entre guillemets droits. {}",
                    self.shown(&french_quotes(inner, '"'))
                );
                self.slip(0..close + 1, message, help, inner)
            }
            (_, None) => {
                let rest = trim(&self.value[close + 1..]);
                let message = "Du texte suit le guillemet qui ferme : YAML n’attend plus rien ici.";
                let all = format!("« {} »{}", &self.value[1..close], &self.value[close + 1..]);
                let help = format!(
                    "Mettez le tout entre guillemets droits, et citez entre « et ». {}",
                    self.shown(&all)
                );
                let at = self.value.len() - rest.len();
                self.slip(at..self.value.len(), message, help, &all)
            }
        })
    }

    /// A text that begins with a bracket and goes on behind it.
    fn bracketed(&self) -> Option<Slip> {
        let double = self.value.starts_with("{{") || self.value.starts_with("[[");
        let closed = first_close(self.value)?;
        let rest = trim(&self.value[closed..]);
        if rest.is_empty() || rest.starts_with([']', '}']) {
            return None;
        }
        let start = if double { &self.value[..2] } else { &self.value[..1] };
        let message =
            format!("Un texte qui commence par « {start} » doit être entre guillemets droits.");
        Some(self.slip(
            0..start.len(),
            &message,
            self.shown(&french_quotes(self.value, '"')),
            self.value,
        ))
    }

    /// A text that begins with a quotation mark that is not straight.
    fn curly(&self, first: char) -> Slip {
        let inner = trim(
            self.value
                .trim_start_matches(first)
                .trim_end_matches(|char| is_curly(char) || char == '»'),
        );
        let message = format!(
            "Ce guillemet « {first} » n’est pas un guillemet droit : YAML le prend pour du texte."
        );
        self.slip(0..first.len_utf8(), &message, self.shown(&french_quotes(inner, '"')), inner)
    }

    /// A text that begins with a sign of YAML.
    fn reserved(&self, first: char) -> Slip {
        if first == '`' {
            let inner = self.value.trim_matches('`');
            let message = "Une apostrophe inversée « ` » n’est pas un guillemet.";
            return self.slip(0..1, message, self.shown(&french_quotes(inner, '"')), self.value);
        }
        let message =
            format!("Un texte ne peut pas commencer par « {first} » : ce signe a un sens en YAML.");
        self.slip(
            0..first.len_utf8(),
            &message,
            self.shown(&french_quotes(self.value, '"')),
            self.value,
        )
    }

    /// A text with a colon and a space in it.
    fn colon(&self) -> Option<Slip> {
        let colon = self.value.find(": ").or_else(|| self.value.strip_suffix(':').map(str::len))?;
        let message =
            "Un texte qui contient « : » suivi d’une espace doit être entre guillemets droits.";
        let help = self.shown(&french_quotes(self.value, '"'));
        Some(self.slip(colon..colon + 1, message, help, self.value))
    }
}

/// The first quotation mark that closes `value`.
fn closing(value: &str, quote: char) -> Option<usize> {
    let mut chars = value.char_indices().skip(1).peekable();
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' if quote == '"' => drop(chars.next()),
            _ if char != quote => {}
            '\'' if chars.peek().is_some_and(|(_, next)| *next == '\'') => drop(chars.next()),
            _ => return Some(at),
        }
    }
    None
}

/// The end of the first bracket of `value` with all that is in it.
fn first_close(value: &str) -> Option<usize> {
    let mut depth = 0_usize;
    value.char_indices().find_map(|(at, char)| {
        match char {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(at + 1)
    })
}

/// `text` with its inner straight marks as French ones.
fn french_quotes(text: &str, quote: char) -> String {
    let mut opens = true;
    let mut french = String::with_capacity(text.len() + 8);
    for char in text.chars() {
        if char == quote {
            french.push_str(if opens { "« " } else { " »" });
            opens = !opens;
        } else {
            french.push(char);
        }
    }
    french
}

/// Where a backslash stands between straight quotes before a sign that it cannot change, as patterns have.
fn stray_backslash(value: &str) -> Option<usize> {
    let mut chars = value.strip_prefix('"')?.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return None,
            '\\' => {
                let (_, next) = chars.next()?;
                let known = "0abtnvfre \"/\\N_LPxuU\t".contains(next);
                if !known && next.is_ascii() {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// A quotation mark or bracket that the line at `index` opens and nothing closes.
pub(super) fn unclosed(scene: &Scene<'_>, index: usize) -> Option<Slip> {
    let line = &scene.lines[index];
    let at = line.open?;
    let end = scene.text[..line.end].trim_end_matches(is_gap).len();
    let value = &scene.text[at..end];
    let first = value.chars().next()?;
    if let '"' | '\'' = first {
        let last = value.chars().next_back().filter(|last| is_curly(*last) || *last == '»');
        let (message, help) = match last {
            Some(last) => (
                format!("Ce texte s’ouvre par un guillemet droit, mais se ferme par « {last} »."),
                format!("Mettez le même guillemet droit ({first}) au début et à la fin."),
            ),
            None => (
                "Ce guillemet droit n’est pas refermé.".to_owned(),
                format!("Ajoutez le même ({first}) à la fin du texte."),
            ),
        };
        let end = end - last.map_or(0, char::len_utf8);
        let inner = scene.text[at + 1..end].replace('\\', "/").replace('"', "”");
        let edit = Edit::new(at..end + last.map_or(0, char::len_utf8), format!("\"{inner}\""));
        return Some(Slip::new(Found::new(at..at + 1, message, help), vec![edit]));
    }
    let (open, _) = brackets(value);
    let closers: String = open.iter().rev().map(|(_, open)| closer(*open)).collect();
    let (opened, sign) = *open.last()?;
    let close = closer(sign);
    let message = bracket_message(sign);
    let help = format!(
        "Ajoutez « {close} » à la fin, ou mettez entre guillemets droits un texte qui commence par « {sign} »."
    );
    let found = Found::new(at + opened..at + opened + 1, message, help);
    let end =
        line.comment.map_or(end, |comment| scene.text[..comment].trim_end_matches(is_gap).len());
    Some(Slip::new(found, vec![Edit::insert(end, closers)]))
}

fn bracket_message(open: char) -> &'static str {
    if open == '[' {
        "Ce crochet n’est pas refermé."
    } else {
        "Cette accolade n’est pas refermée."
    }
}

/// A bracket that another one closes.
fn mismatched(scene: &Scene<'_>, index: usize) -> Option<Slip> {
    let line = &scene.lines[index];
    let value = &scene.text[line.value.start..line.end];
    let (open, wrong) = brackets(value);
    let wrong = wrong?;
    let Some((at, sign)) = open.last().copied() else {
        let found = value[wrong..].chars().next()?;
        let message = format!("Ce « {found} » ne ferme rien.");
        let place = line.value.start + wrong;
        let found = Found::new(place..place + 1, message, "Retirez-le, ou ouvrez-le plus tôt.");
        return Some(Slip::new(found, vec![Edit::new(place..place + 1, "")]));
    };
    // Numbers end before the next key.
    let inner = &value[at + 1..wrong];
    let numbers =
        inner.find(|char: char| !char.is_ascii_digit() && !matches!(char, ',' | ' ' | '.'));
    let end = match numbers {
        Some(end) if sign == '[' && end > 0 => inner[..end].trim_end_matches([',', ' ']).len(),
        _ => inner.trim_end().len(),
    };
    let close = closer(sign);
    let place = line.value.start + at;
    let message = bracket_message(sign);
    let help = format!("Ajoutez « {close} » : « {sign}{}{close} ».", &inner[..end]);
    let edit = Edit::insert(line.value.start + at + 1 + end, close.to_string());
    Some(Slip::new(Found::new(place..place + 1, message, help), vec![edit]))
}

fn closer(open: char) -> char {
    if open == '[' { ']' } else { '}' }
}

/// The brackets that are open at the end, or where one closes that is not open.
fn brackets(value: &str) -> (Vec<(usize, char)>, Option<usize>) {
    let mut open = Vec::new();
    let mut quote = None;
    let mut before = ' ';
    for (at, char) in value.char_indices() {
        match (quote, char) {
            (Some(mark), _) if mark == char => quote = None,
            (None, '"' | '\'') if " [{,:".contains(before) => quote = Some(char),
            (None, '[' | '{') => open.push((at, char)),
            (None, ']' | '}') => match open.pop() {
                Some((_, sign)) if closer(sign) == char => {}
                other => {
                    open.extend(other);
                    return (open, Some(at));
                }
            },
            _ => {}
        }
        before = char;
    }
    (open, None)
}
