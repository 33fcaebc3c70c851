//! What of raw HTML a page would not show, though the site allows HTML.
//!
//! In: HTML as an author wrote it. Out: what the page's own content security policy blocks, one by one: a page
//! loads nothing from elsewhere and runs nothing; and ids that something else in the page has.

use std::ops::Range;

use html5gum::emitters::default::{DefaultEmitter, StartTag};
use html5gum::{Token, Tokenizer};

use super::Builder;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::url::check_address;

/// Elements that load or run something.
const BLOCKED: [&str; 19] = [
    "applet",
    "audio",
    "base",
    "embed",
    "form",
    "frame",
    "frameset",
    "iframe",
    "link",
    "meta",
    "object",
    "param",
    "portal",
    "script",
    "source",
    "style",
    "track",
    "video",
    "fencedframe",
];
/// Attributes that name what is loaded.
const LOADED: [&str; 5] = ["src", "srcset", "background", "poster", "data"];
const POLICY: &str = "Par sécurité, une page ne charge rien d’ailleurs et n’exécute rien.";

impl Builder<'_, '_> {
    /// Reports what browsers would refuse of `html`, which stands at `start`.
    pub(super) fn report_blocked(&mut self, html: &str, start: usize) {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let tokens = Tokenizer::new_with_emitter(html, emitter);
        for token in tokens.filter_map(Result::ok) {
            if let Token::StartTag(tag) = token {
                let range = start + tag.span.start..start + tag.span.end.min(html.len());
                self.report_tag(&tag, &range, start);
            }
        }
    }

    fn report_tag(&mut self, tag: &StartTag<usize>, range: &Range<usize>, start: usize) {
        let name = text(&tag.name);
        if BLOCKED.contains(&&*name) {
            let message = format!("Les pages ne montreront pas cet élément « <{name}> ». {POLICY}");
            let help = match &*name {
                "iframe" | "frame" | "video" | "audio" | "object" | "embed" => {
                    "Mettez plutôt un lien : [texte](https://adresse)."
                }
                "style" | "link" => "Mettez ces règles dans la feuille de style du thème.",
                _ => "Retirez-le.",
            };
            return self.report(Code::RawHtml, range.clone(), &message, help);
        }
        for (attribute, value) in &tag.attributes {
            let place = start + value.span.start..start + value.span.end;
            self.report_attribute(&text(attribute), &text(&value.value), range, place);
        }
    }

    fn report_attribute(
        &mut self,
        name: &str,
        value: &str,
        tag: &Range<usize>,
        place: Range<usize>,
    ) {
        let place = if place.is_empty() { tag.clone() } else { place };
        let refuse = |help: &str| {
            let message = format!("Les pages ne tiendront pas compte de « {name}= ». {POLICY}");
            self.report(Code::RawHtml, place.clone(), &message, help);
        };
        let elsewhere = |address: &str| {
            let address = address.trim_start();
            address.starts_with("//")
                || address.starts_with("{{")
                || address.find(':').is_some_and(|at| !address[..at].contains(['/', '?', '#', '.']))
        };
        match name {
            "style" => {
                refuse("Mettez cette règle dans la feuille de style du thème, avec « class= ».");
            }
            _ if name.starts_with("on") => refuse("Retirez-le."),
            "srcdoc" | "action" | "formaction" | "ping" => refuse("Retirez-le."),
            _ if LOADED.contains(&name) && value.split(',').any(elsewhere) => {
                refuse(
                    "Mettez l’image dans une étape de procédure, sous « screenshot », ou faites un lien.",
                );
            }
            "href" | "xlink:href" if elsewhere(value) && !value.starts_with("//") => {
                let problem = check_address(value.trim(), self.map.place(place));
                if let Some(problem) = problem {
                    self.reader.report(problem);
                }
            }
            "id" => {
                let span = self.map.place(place);
                self.html_ids.push((value.to_owned(), span));
            }
            _ => {}
        }
    }

    /// Reports ids in raw HTML that something else in the page has.
    pub(super) fn report_repeated_ids(&mut self) {
        let mut seen = std::collections::HashMap::new();
        for (id, span) in std::mem::take(&mut self.html_ids) {
            let error = |message: String| Diagnostic::error(Code::DuplicateId, span, message);
            let first = seen.insert(id.clone(), span);
            let problem = if id.starts_with('_') {
                error(format!(
                    "Les identifiants qui commencent par « _ », comme « {id} », sont ceux du thème."
                ))
            } else if let Some(first) = first {
                error(format!("L’identifiant « {id} » se trouve deux fois dans la page."))
                    .note(first, "la première fois ici")
            } else if self.ids.contains_key(&*id) {
                error(format!("L’identifiant « {id} » est déjà celui d’un titre de la page."))
            } else {
                continue;
            };
            self.reader.report(problem.help("Donnez-lui un autre nom."));
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
