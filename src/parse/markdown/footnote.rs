//! Footnotes: numbered in the order of their first reference, put after everything else.

use std::collections::HashMap;

use super::{Builder, Mode};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::guide::Block;
use crate::model::markup::{Node, Tag};
use crate::span::{Located, Span};

/// The footnotes met so far.
#[derive(Default)]
pub(super) struct Footnotes {
    /// In the order of their first reference.
    notes: Vec<Note>,
    /// The index of each label in `notes`.
    by_label: HashMap<Box<str>, usize>,
    definitions: Vec<Definition>,
    /// The index of the first definition of each label in `definitions`.
    defined: HashMap<Box<str>, usize>,
    /// The nodes before the definition that is being read.
    before: Option<Vec<Node>>,
}

struct Note {
    label: Box<str>,
    references: u32,
}

struct Definition {
    label: Box<str>,
    span: Span,
    nodes: Vec<Node>,
}

impl Footnotes {
    pub(super) fn labels(self) -> Box<[Box<str>]> {
        self.notes.into_iter().map(|note| note.label).collect()
    }
}

impl Builder<'_, '_> {
    pub(super) fn footnote_reference(&mut self, label: &str, range: std::ops::Range<usize>) {
        if self.mode != Mode::Body {
            let message = "Une note ne peut se trouver que dans le texte d’un guide.";
            return self.report(Code::Footnote, range, message, "Écrivez-la entre parenthèses.");
        }
        let notes = &mut self.notes.notes;
        let index = *self.notes.by_label.entry(label.into()).or_insert_with(|| {
            notes.push(Note { label: label.into(), references: 0 });
            notes.len() - 1
        });
        let note = &mut notes[index];
        self.nodes.push(Node::FootnoteReference { note: index as u32, reference: note.references });
        note.references += 1;
    }

    pub(super) fn notes_open(&self) -> bool {
        self.notes.before.is_some()
    }

    pub(super) fn start_footnote(&mut self, label: &str, range: std::ops::Range<usize>) {
        if self.mode != Mode::Body || self.notes_open() || !self.open.is_empty() {
            let message = "Une note ne peut pas être définie ici.";
            let help = "Mettez-la seule, à la fin du guide, sans retrait.";
            self.report(Code::Footnote, self.first_line(range), message, help);
            self.skipping = 1;
            return;
        }
        self.end_prose();
        let span = self.map.place(self.first_line(range));
        let index = self.notes.definitions.len();
        if *self.notes.defined.entry(label.into()).or_insert(index) != index {
            let message = format!("La note « {label} » est définie deux fois.");
            let help = "Gardez une seule définition, ou donnez un autre nom à celle-ci.";
            self.reader.report(Diagnostic::error(Code::Footnote, span, message).help(help));
        }
        let definition = Definition { label: label.into(), span, nodes: Vec::new() };
        self.notes.definitions.push(definition);
        self.notes.before = Some(std::mem::take(&mut self.nodes));
        self.open.push(Tag::Footnote(0));
    }

    pub(super) fn end_footnote(&mut self) {
        self.open.pop();
        let before = self.notes.before.take().unwrap_or_default();
        let nodes = std::mem::replace(&mut self.nodes, before);
        if let Some(definition) = self.notes.definitions.last_mut() {
            definition.nodes = nodes;
        }
    }

    fn first_line(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let line = self.masked.text[range.clone()].lines().next().unwrap_or_default();
        range.start..range.start + line.len()
    }

    /// Puts the definitions at the end, and reports those that nothing refers to.
    pub(super) fn append_footnotes(&mut self) {
        self.report_unused_notes();
        let start = self.nodes.len();
        let mut first = None;
        for (note, index) in self.notes.notes.iter().zip(0..) {
            let Some(defined) = self.notes.defined.get(&note.label) else { continue };
            let definition = &mut self.notes.definitions[*defined];
            if first.is_none() {
                first = Some(definition.span);
                self.nodes.push(Node::Open(Tag::Footnotes));
            }
            self.nodes.push(Node::Open(Tag::Footnote(index)));
            self.nodes.append(&mut definition.nodes);
            self.nodes.push(Node::Close(Tag::Footnote(index)));
        }
        if let Some(span) = first {
            self.nodes.push(Node::Close(Tag::Footnotes));
            let range = start as u32..self.nodes.len() as u32;
            self.blocks.push(Located::new(Block::Prose(range), span));
        }
    }

    fn report_unused_notes(&self) {
        for Definition { label, span, .. } in &self.notes.definitions {
            if !self.notes.by_label.contains_key(label) {
                let message = format!("Rien ne renvoie à la note « {label} ».");
                let help = format!("Ajoutez « [^{label}] » dans le texte, ou retirez la note.");
                self.reader.report(Diagnostic::warning(Code::Footnote, *span, message).help(help));
            }
        }
    }
}
