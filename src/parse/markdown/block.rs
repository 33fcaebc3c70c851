//! Blocks: paragraphs and directives, headings, lists, tables, quotations, code.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Tag as MdTag, TagEnd};

use super::{Builder, DEEPEST, Mode};
use crate::diagnostic::Code;
use crate::model::guide::Block;
use crate::model::markup::{Alert, Align, Heading, Node, Tag};
use crate::parse::name::slug;
use crate::span::Located;

impl Builder<'_, '_> {
    pub(super) fn start(&mut self, tag: MdTag<'_>, range: Range<usize>) {
        if self.refuse_block(&tag, &range) {
            self.skipping = 1;
            return;
        }
        if self.open.len() >= DEEPEST {
            self.report_too_deep(range);
            self.skipping = 1;
            return;
        }
        match tag {
            MdTag::Paragraph => self.start_paragraph(range),
            MdTag::Heading { level, .. } => self.start_heading(level as u8, range),
            MdTag::BlockQuote(kind) => self.open(Tag::Quote(kind.map(alert))),
            MdTag::CodeBlock(kind) => {
                self.report_open_fence(&kind, range);
                self.code = Some((language(&kind), String::new()));
            }
            MdTag::HtmlBlock => self.html_block(range),
            MdTag::List(first) => self.open(Tag::List(first.map(|first| first as u32))),
            MdTag::Item => self.open(Tag::Item),
            MdTag::FootnoteDefinition(label) => self.start_footnote(&label, range),
            MdTag::Table(aligns) => {
                self.aligns = aligns;
                self.open(Tag::Table);
            }
            MdTag::TableHead => self.open(Tag::TableHead),
            MdTag::TableRow => {
                self.report_lost_cells(range);
                if self.open.last() == Some(&Tag::Table) {
                    self.open(Tag::TableBody);
                }
                self.open(Tag::TableRow);
            }
            MdTag::TableCell => self.start_cell(),
            MdTag::Emphasis => self.open(Tag::Emphasis),
            MdTag::Strong => self.open(Tag::Strong),
            MdTag::Strikethrough => self.open(Tag::Strikethrough),
            MdTag::Link { link_type, dest_url, id, .. } => {
                self.start_link(link_type, &dest_url, &id, range);
            }
            MdTag::Image { .. } => self.image(range),
            // Their options are off.
            _ => self.skipping = 1,
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph if self.mode == Mode::Line => {}
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => {}
            TagEnd::FootnoteDefinition => self.end_footnote(),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::Table => {
                if self.open.last() == Some(&Tag::TableBody) {
                    self.close();
                }
                self.close();
            }
            _ => self.close(),
        }
    }

    /// In a text of one line, only the first paragraph is admitted.
    fn refuse_block(&mut self, tag: &MdTag<'_>, range: &Range<usize>) -> bool {
        let inline = matches!(
            tag,
            MdTag::Emphasis
                | MdTag::Strong
                | MdTag::Strikethrough
                | MdTag::Link { .. }
                | MdTag::Image { .. }
        );
        if self.mode != Mode::Line || inline {
            return false;
        }
        let first = matches!(tag, MdTag::Paragraph) && self.nodes.is_empty();
        if !first {
            self.report_not_one_line(range.clone());
        }
        !first
    }

    fn report_too_deep(&mut self, range: Range<usize>) {
        if std::mem::replace(&mut self.too_deep, true) {
            return;
        }
        let line = self.masked.text[range.clone()].lines().next().unwrap_or_default().len();
        self.report(
            Code::TooDeep,
            range.start..range.start + line,
            "Ce passage se trouve trop profondément dans d’autres : listes, citations, gras.",
            "Sortez-le de ce qui l’entoure, ou faites un titre de ce qui l’entoure.",
        );
    }

    /// A block of code that goes on to the end of what it is in.
    fn report_open_fence(&self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        let source = self.masked.text[range.clone()].trim_end();
        let sign = source.chars().next().unwrap_or_default();
        let fence: String = source.chars().take_while(|char| *char == sign).collect();
        let last = source.lines().skip(1).last().unwrap_or_default();
        let last = last.trim_start_matches([' ', '\t', '>']);
        let closed = last.starts_with(&fence) && last.trim_matches(sign).trim().is_empty();
        if matches!(kind, CodeBlockKind::Fenced(_)) && !closed {
            let line = source.lines().next().unwrap_or_default().len();
            let message = "Ce bloc de code n’est pas refermé : tout ce qui suit en fait partie.";
            let help = format!("Ajoutez une ligne « {fence} » à sa fin.");
            self.report(Code::LooksLike, range.start..range.start + line, message, &help);
        }
    }

    /// Cells beyond the last column, which nobody would see.
    fn report_lost_cells(&self, range: Range<usize>) {
        let row = self.masked.text[range.clone()].trim();
        let inner = row.strip_prefix('|').unwrap_or(row);
        let inner = inner.strip_suffix('|').filter(|it| !it.ends_with('\\')).unwrap_or(inner);
        let bars = inner
            .bytes()
            .enumerate()
            .filter(|(at, byte)| *byte == b'|' && (*at == 0 || inner.as_bytes()[at - 1] != b'\\'));
        if bars.count() + 1 > self.aligns.len() {
            let message = "Cette ligne a plus de colonnes que les titres du tableau.";
            let help = "Ajoutez des titres, ou retirez des cellules. Une barre qui n’en sépare pas \
                        s’écrit « \\| ».";
            self.report(Code::LooksLike, range.start..range.start + row.len(), message, help);
        }
    }

    fn report_not_one_line(&self, range: Range<usize>) {
        self.report(
            Code::NotOneLine,
            range,
            "Il faut ici une seule phrase, sans liste, titre ni paragraphe.",
            "Mettez le reste dans « detail ».",
        );
    }

    fn start_paragraph(&mut self, range: Range<usize>) {
        let source = &self.masked.text[range.clone()];
        if source.lines().any(|line| line.trim_start().starts_with("::")) {
            self.directives(range);
            self.skipping = 1;
        } else if self.mode != Mode::Line {
            self.open(Tag::Paragraph);
        }
    }

    /// A paragraph of lines that begin with `::`.
    fn directives(&mut self, range: Range<usize>) {
        if self.mode != Mode::Body || !self.open.is_empty() {
            let length = self.masked.text[range.clone()].trim_end().len();
            self.misplaced_directive(range.start..range.start + length);
            return;
        }
        let masked = self.masked;
        let source = masked.unmask(&masked.text[range.clone()]);
        let mut at = range.start;
        for line in source.split_inclusive('\n') {
            let indent = line.len() - line.trim_start().len();
            let start = at + indent;
            let span = self.map.place(start..start + line.trim().len());
            at += line.len();
            match crate::parse::directive::parse_directive(line.trim(), span) {
                Ok(block) => {
                    self.end_prose();
                    self.blocks.push(Located::new(block, span));
                }
                Err(diagnostic) => self.reader.report(diagnostic),
            }
        }
    }

    pub(super) fn misplaced_directive(&self, range: Range<usize>) {
        self.report(
            Code::MisplacedDirective,
            range,
            "Une directive « :: » ne peut pas se trouver ici.",
            "Mettez-la dans un guide, seule sur sa ligne, hors de toute liste ou citation, avec une \
             ligne vide avant et après.",
        );
    }

    /// Makes a block of the nodes since the last one.
    pub(super) fn end_prose(&mut self) {
        if self.mode != Mode::Body || !self.open.is_empty() || self.notes_open() {
            return;
        }
        let end = self.nodes.len() as u32;
        let start = self.prose_start;
        if end > start {
            let span = self.map.whole();
            self.blocks.push(Located::new(Block::Prose(start..end), span));
        }
        self.prose_start = end;
    }

    fn start_heading(&mut self, level: u8, range: Range<usize>) {
        let title = self.masked.text[range.clone()].trim_end().len();
        let line = range.start..range.start + title;
        let text = self.masked.text[line.clone()].trim_start_matches(['#', ' ']);
        if text.starts_with("::") {
            self.misplaced_directive(line);
            self.skipping = 1;
            return;
        }
        if self.mode != Mode::Body || !self.open.is_empty() {
            self.report(
                Code::HeadingLevel,
                line,
                "Un titre ne peut pas se trouver ici.",
                "Les titres vont dans le texte d’un guide, hors de toute liste, note ou citation.",
            );
            self.skipping = 1;
            return;
        }
        if level == 1 {
            self.report(
                Code::HeadingLevel,
                line,
                "Le titre de premier niveau est déjà « title », au début du fichier.",
                "Commencez ce titre par « ## ».",
            );
        } else {
            let above = self.headings.last().map_or(1, |heading| heading.level);
            if level > above + 1 {
                let help =
                    format!("Commencez ce titre par « {} ».", "#".repeat(above as usize + 1));
                self.report(Code::HeadingLevel, line, "Ce titre saute un niveau.", &help);
            }
        }
        let start = self.nodes.len() as u32 + 1;
        let heading = Heading { level: level.max(2), id: Box::default(), nodes: start..start };
        self.headings.push(heading);
        self.open(Tag::Heading(self.headings.len() as u32 - 1));
    }

    fn end_heading(&mut self) {
        let end = self.nodes.len() as u32;
        self.close();
        let Some(start) = self.headings.last().map(|heading| heading.nodes.start) else { return };
        let words: String = self.nodes[start as usize..end as usize]
            .iter()
            .map(|node| match node {
                Node::Text(slice) | Node::Code(slice) => {
                    &self.text[slice.start as usize..slice.end as usize]
                }
                _ => " ",
            })
            .collect();
        let id = self.unique_id(&slug(&words));
        if let Some(heading) = self.headings.last_mut() {
            heading.nodes.end = end;
            heading.id = id;
        }
    }

    fn unique_id(&mut self, slug: &str) -> Box<str> {
        let slug = if slug.is_empty() { "section" } else { slug };
        let mut id: Box<str> = slug.into();
        while self.ids.contains_key(&id) {
            let number = self.ids.entry(slug.into()).or_insert(1);
            *number += 1;
            id = format!("{slug}-{number}").into();
        }
        self.ids.insert(id.clone(), 1);
        id
    }

    pub(super) fn rule(&mut self, range: Range<usize>) {
        if self.mode == Mode::Line {
            self.report_not_one_line(range);
        } else {
            self.nodes.push(Node::Rule);
        }
    }

    fn start_cell(&mut self) {
        let head = self.open.last() == Some(&Tag::TableHead);
        let row = self
            .nodes
            .iter()
            .rposition(|node| matches!(node, Node::Open(Tag::TableRow | Tag::TableHead)));
        let cells = &self.nodes[row.unwrap_or_default()..];
        let column =
            cells.iter().filter(|node| matches!(node, Node::Open(Tag::TableCell { .. }))).count();
        let align = match self.aligns.get(column) {
            Some(Alignment::Center) => Align::Center,
            Some(Alignment::Right) => Align::End,
            _ => Align::Start,
        };
        self.open(Tag::TableCell { head, align });
    }

    fn html_block(&mut self, range: Range<usize>) {
        let masked = self.masked;
        let trimmed = masked.text[range.clone()].trim_end().len();
        self.html(&masked.text[range.start..range.start + trimmed], range);
        self.skipping = 1;
    }

    fn image(&mut self, range: Range<usize>) {
        self.report(
            Code::MarkdownImage,
            range,
            "Une image ne se met pas dans le Markdown.",
            "Mettez-la dans une étape de procédure, sous « screenshot », avec son texte de \
             remplacement et la relecture des données personnelles.",
        );
        self.skipping = 1;
    }
}

fn alert(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}

fn language(kind: &CodeBlockKind<'_>) -> String {
    match kind {
        CodeBlockKind::Fenced(info) => {
            info.split([' ', ',', '{']).next().unwrap_or_default().to_owned()
        }
        CodeBlockKind::Indented => String::new(),
    }
}
