//! Code, in which values are put as in any other text.
//!
//! In: the code of a line or of a block, with its values masked. Out: nodes; highlighted code knows where its
//! values go. Nothing else of it is changed.

use super::Builder;
use crate::model::markup::{CodeBlock, Hole, Node, Slice, Tag};
use crate::parse::highlight::highlight;
use crate::parse::phrase::malformed_value;
use crate::parse::value::{Run, Spot};

/// Stands for the value 0 while code is highlighted, the next character for the value 1.
const FIRST: char = '\u{100000}';
const LAST: char = '\u{10FFFD}';

impl Builder<'_, '_> {
    pub(super) fn inline_code(&mut self, code: &str) {
        let masked = self.masked;
        let runs = masked.literal_runs(code);
        if let [] | [Run::Text(_)] = runs[..] {
            let slice = self.store(&masked.unmask(code));
            self.nodes.push(Node::Code(slice));
            return;
        }
        self.open(Tag::Code);
        for run in runs {
            self.literal(run);
        }
        self.close();
    }

    /// Adds text that no typography may touch, or a value.
    pub(super) fn literal(&mut self, run: Run<'_>) {
        match run {
            Run::Text(text) => {
                let slice = self.store(text);
                self.nodes.push(Node::Text(slice));
            }
            Run::Spot(Spot::Value(name), range) => {
                let value = self.add_value(name, range);
                self.nodes.push(Node::Value(value));
            }
            Run::Spot(_, range) => self.reader.report(malformed_value(self.map.place(range))),
        }
    }

    pub(super) fn add_value(&mut self, name: &str, range: std::ops::Range<usize>) -> u32 {
        self.values.push(name.into());
        self.value_spans.push(self.map.place(range));
        self.values.len() as u32 - 1
    }

    pub(super) fn end_code(&mut self) {
        let Some((language, code)) = self.code.take() else { return };
        let masked = self.masked;
        let first = self.values.len() as u32;
        let mut plain = String::with_capacity(code.len());
        let mut holes = Vec::new();
        for run in masked.literal_runs(&code) {
            match run {
                Run::Text(text) => plain.push_str(text),
                Run::Spot(Spot::Value(name), range) => {
                    let value = self.add_value(name, range);
                    holes.push(Hole { value, html: 0, code: plain.len() as u32 });
                }
                Run::Spot(_, range) => self.reader.report(malformed_value(self.map.place(range))),
            }
        }
        let language = self.store(&language);
        let html = self.highlighted(language, &plain, &mut holes);
        let code = self.store(&plain);
        debug_assert!(holes.iter().all(|hole| hole.value >= first));
        let from = self.holes.len() as u32;
        self.holes
            .extend(holes.into_iter().map(|hole| Hole { code: hole.code + code.start, ..hole }));
        let block = CodeBlock { language, html, code, holes: from..self.holes.len() as u32 };
        self.nodes.push(Node::CodeBlock(self.code_blocks.len() as u32));
        self.code_blocks.push(block);
    }

    /// The HTML of `code`, and where its values stand in it: each is highlighted as one character that the
    /// code has nowhere else.
    fn highlighted(&mut self, language: Slice, code: &str, holes: &mut [Hole]) -> Slice {
        let language = self.text[language.start as usize..language.end as usize].to_owned();
        if holes.is_empty() {
            return self.store(&highlight(&language, code));
        }
        let Some(sign) = (FIRST..=LAST).find(|sign| !code.contains(*sign)) else {
            return self.store(&highlight("", code));
        };
        let mut signed = String::with_capacity(code.len() + 4 * holes.len());
        let mut from = 0;
        for hole in &*holes {
            signed.push_str(&code[from..hole.code as usize]);
            signed.push(sign);
            from = hole.code as usize;
        }
        signed.push_str(&code[from..]);
        let start = self.text.len() as u32;
        let html = highlight(&language, &signed);
        let mut parts = html.split(sign);
        self.text.extend(parts.next());
        for (hole, part) in holes.iter_mut().zip(parts) {
            hole.html = self.text.len() as u32;
            self.text.push_str(part);
        }
        Slice { start, end: self.text.len() as u32 }
    }
}
