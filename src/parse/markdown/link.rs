//! Links: to guides, to places of the same page, and out into the web.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::Builder;
use crate::diagnostic::Code;
use crate::model::markup::{Link, Node, Tag};
use crate::model::phrase::{Part, Phrase};
use crate::parse::name::is_slug;
use crate::parse::phrase::malformed_value;
use crate::parse::url::check_address;
use crate::parse::value::{Run, Spot};

impl Builder<'_, '_> {
    pub(super) fn start_link(&mut self, kind: LinkType, target: &str, range: Range<usize>) {
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

    /// `guide`, `academy/guide`, each with `#heading` or not.
    fn guide_link(&self, target: &str, range: &Range<usize>) -> Link {
        let target = self.masked.unmask(target);
        // In a table, the bar of a link is written "\|".
        let target = target.trim_end_matches('\\');
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
        for run in self.masked.runs(target) {
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

fn text_phrase(text: String) -> Phrase {
    Phrase { parts: vec![Part::Text(text.into())] }
}
