//! Links: to guides, to places of the same page, and out into the web.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::Builder;
use crate::diagnostic::Code;
use crate::model::markup::{Link, Node, Tag};
use crate::model::phrase::{Part, Phrase};
use crate::parse::directive::is_quote;
use crate::parse::name::is_slug;
use crate::parse::phrase::malformed_value;
use crate::parse::url::check_address;
use crate::parse::value::{Run, Spot};

impl Builder<'_, '_> {
    pub(super) fn start_link(
        &mut self,
        kind: LinkType,
        target: &str,
        id: &str,
        range: Range<usize>,
    ) {
        if id.starts_with('^') {
            let message = "Le nom d’une note s’écrit en un seul mot.";
            let help =
                "Écrivez par exemple « [^ma-note] », et « [^ma-note]: texte » à la fin du guide.";
            self.report(Code::Footnote, range, message, help);
            self.skipping = 1;
            return;
        }
        let target = target.trim_matches(is_quote);
        let link = match kind {
            LinkType::WikiLink { .. } => self.guide_link(target, &range),
            LinkType::Email => Link::Address(text_phrase(format!("mailto:{target}"))),
            _ => match target.strip_prefix('#') {
                Some(heading) => Link::Here(heading.into()),
                None => self.address(target, &range),
            },
        };
        let index = self.links.len() as u32;
        self.links.push(link);
        self.link_spans.push(self.map.place(range));
        self.open(Tag::Link(index));
        if kind == (LinkType::WikiLink { has_pothole: false }) {
            self.nodes.push(Node::LinkTitle(index));
            self.close();
            self.skipping = 1;
        }
    }

    /// An address that stands in the text as it is.
    pub(super) fn bare_address(&mut self, range: Range<usize>) {
        let masked = self.masked;
        let runs = masked.address_runs(range.clone());
        let mut phrase = Phrase::default();
        let has_scheme = matches!(runs.first(), Some(Run::Text(text)) if text.contains("://"));
        if !has_scheme {
            phrase.parts.push(Part::Text("https://".into()));
        }
        let linked = self.open.iter().any(|tag| matches!(tag, Tag::Link(_)));
        if !linked {
            self.links.push(Link::Here(Box::default()));
            self.link_spans.push(self.map.place(range.clone()));
            self.open(Tag::Link(self.links.len() as u32 - 1));
        }
        let index = self.links.len() - 1;
        for run in runs {
            match &run {
                Run::Text(text) => {
                    let text = plain_address(text);
                    self.literal(Run::Text(&text));
                    phrase.parts.push(Part::Text(text.into()));
                }
                Run::Spot(Spot::Value(name), _) => {
                    phrase.parts.push(Part::Value((*name).into()));
                    self.literal(run);
                }
                Run::Spot(..) => self.literal(run),
            }
        }
        if !linked {
            self.close();
            self.links[index] = self.checked_address(phrase, &range);
        }
    }

    /// The address that a reader may be sent to; with values in it, `resolve` checks it for each académie.
    fn checked_address(&self, phrase: Phrase, range: &Range<usize>) -> Link {
        if phrase.values().next().is_none() {
            let address = phrase.fill(|_| "");
            let problem = check_address(&address, self.map.place(range.clone()));
            if let Some(problem) = problem {
                self.reader.report(problem);
            }
        }
        Link::Address(phrase)
    }

    /// `guide`, `academy/guide`, each with `#heading` or not.
    fn guide_link(&self, target: &str, range: &Range<usize>) -> Link {
        let target = self.masked.unmask(target);
        // In a table, the bar of a link is written "\|".
        let target = target.trim_end_matches('\\').trim_matches(is_quote);
        let (path, heading) = match target.split_once('#') {
            Some((path, heading)) => (path.trim(), Some(heading.trim())),
            None => (target.trim(), None),
        };
        let (academy, guide) = match path.split_once('/') {
            Some((academy, guide)) => (Some(academy), guide),
            None => (None, path),
        };
        if path.is_empty()
            && let Some(heading) = heading
        {
            return Link::Here(heading.into());
        }
        if !is_slug(guide) || !academy.is_none_or(is_slug) {
            self.report(
                Code::BadLink,
                range.clone(),
                &format!("« {target} » ne peut pas être le nom d’un guide."),
                "Un lien s’écrit [[nom-du-guide]], [[nom-du-guide#titre|texte du lien]] ou \
                 [[academie/nom-du-guide]].",
            );
            return Link::Address(Phrase::default());
        }
        Link::Guide {
            academy: academy.map(Into::into),
            guide: guide.into(),
            heading: heading.map(Into::into),
        }
    }

    /// An address on the web. With values in it, `resolve` checks what comes out for each académie.
    fn address(&self, target: &str, range: &Range<usize>) -> Link {
        let mut phrase = Phrase::default();
        for run in self.masked.literal_runs(target) {
            match run {
                Run::Text(text) => phrase.parts.push(Part::Text(text.into())),
                Run::Spot(Spot::Value(name), _) => phrase.parts.push(Part::Value(name.into())),
                Run::Spot(_, spot) => self.reader.report(malformed_value(self.map.place(spot))),
            }
        }
        let has_values = phrase.values().next().is_some();
        let malformed = phrase.parts.is_empty() && !target.is_empty();
        if !has_values && !malformed {
            let span = self.map.place(range.clone());
            match check_address(target, span) {
                Some(problem) if !target.contains(':') => self.reader.report(problem.help(
                    "Écrivez l’adresse avec « https:// », ou [[nom-du-guide]] pour un guide du site.",
                )),
                problem => problem.into_iter().for_each(|problem| self.reader.report(problem)),
            }
        }
        Link::Address(phrase)
    }
}

/// An address without the signs by which Markdown protects characters.
fn plain_address(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        if char != '\\' || !chars.peek().is_some_and(char::is_ascii_punctuation) {
            plain.push(char);
        }
    }
    plain.replace("&amp;", "&")
}

fn text_phrase(text: String) -> Phrase {
    Phrase { parts: vec![Part::Text(text.into())] }
}
