//! Footnotes: numbered in the order of their first reference, put after everything else.

use super::Builder;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::guide::Block;
use crate::model::markup::{Node, Tag};
use crate::span::{Located, Span};

/// The footnotes met so far.
#[derive(Default)]
pub(super) struct Footnotes {
    notes: Vec<Note>,
    /// The definition that is being read, and the nodes before it.
    defining: Option<(usize, Vec<Node>)>,
}

struct Note {
    label: Box<str>,
    references: u32,
    definition: Option<(Vec<Node>, Span)>,
}

impl Footnotes {
    fn index(&mut self, label: &str) -> usize {
        if let Some(index) = self.notes.iter().position(|note| &*note.label == label) {
            return index;
        }
        self.notes.push(Note { label: label.into(), references: 0, definition: None });
        self.notes.len() - 1
    }

    pub(super) fn labels(self) -> Box<[Box<str>]> {
        self.notes.into_iter().map(|note| note.label).collect()
    }
}

impl Builder<'_, '_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let index = self.notes.index(label);
        let note = &mut self.notes.notes[index];
        self.nodes.push(Node::FootnoteReference { note: index as u32, reference: note.references });
        note.references += 1;
    }

    pub(super) fn notes_open(&self) -> bool {
        self.notes.defining.is_some()
    }

    pub(super) fn start_footnote(&mut self, label: &str, range: std::ops::Range<usize>) {
        self.end_prose();
        let index = self.notes.index(label);
        let before = std::mem::take(&mut self.nodes);
        self.notes.notes[index].definition = Some((Vec::new(), self.map.place(range)));
        self.notes.defining = Some((index, before));
        self.open(Tag::Footnote(index as u32));
    }

    pub(super) fn end_footnote(&mut self) {
        self.close();
        if let Some((index, before)) = self.notes.defining.take() {
            let nodes = std::mem::replace(&mut self.nodes, before);
            if let Some(definition) = &mut self.notes.notes[index].definition {
                definition.0 = nodes;
            }
        }
    }

    /// Puts the definitions at the end, and reports those that nothing refers to.
    pub(super) fn append_footnotes(&mut self) {
        let start = self.nodes.len();
        let mut first = None;
        for note in &mut self.notes.notes {
            let Some((nodes, span)) = note.definition.take() else { continue };
            if note.references == 0 {
                let message = format!("Rien ne renvoie à la note « {} ».", note.label);
                let help =
                    format!("Ajoutez « [^{}] » dans le texte, ou retirez la note.", note.label);
                self.reader.report(Diagnostic::warning(Code::Footnote, span, message).help(help));
                continue;
            }
            if first.is_none() {
                first = Some(span);
                self.nodes.push(Node::Open(Tag::Footnotes));
            }
            self.nodes.extend(nodes);
        }
        if let Some(span) = first {
            self.nodes.push(Node::Close(Tag::Footnotes));
            let range = start as u32..self.nodes.len() as u32;
            self.blocks.push(Located::new(Block::Prose(range), span));
        }
    }
}
