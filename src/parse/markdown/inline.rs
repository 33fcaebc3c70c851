//! Text, code, values and raw HTML within a line.

use std::ops::Range;

use super::Builder;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::markup::{Node, Tag};
use crate::parse::phrase::malformed_value;
use crate::parse::typography::typeset;
use crate::parse::value::{Run, Spot};

/// Longer labels of footnotes are text.
const LONGEST_LABEL: usize = 100;

impl Builder<'_, '_> {
    pub(super) fn add_words(&mut self, text: &str, range: Range<usize>) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
            return;
        }
        if self.words.is_empty() {
            self.words_at = range.start;
        }
        self.words.push_str(text);
        self.words_end = range.end;
    }

    /// Turns the collected text into nodes, with typography, values apart.
    pub(super) fn flush_words(&mut self) {
        if self.words.is_empty() {
            return;
        }
        let words = std::mem::take(&mut self.words);
        self.report_undefined_notes();
        self.report_almost();
        let masked = self.masked;
        let typeset = typeset(&words, self.reader.rules.language);
        for run in masked.runs(&typeset) {
            match run {
                Run::Text(text) => {
                    let slice = self.store(text);
                    self.nodes.push(Node::Text(slice));
                }
                Run::Spot(Spot::Value(name), range) => {
                    self.nodes.push(Node::Value(self.values.len() as u32));
                    self.values.push(name.into());
                    self.value_spans.push(self.map.place(range));
                }
                Run::Spot(Spot::Verbatim, range) => {
                    let original = masked.unmask(&masked.text[range]).into_owned();
                    let slice = self.store(&original);
                    self.nodes.push(Node::Text(slice));
                }
                Run::Spot(Spot::Malformed, range) => {
                    self.reader.report(malformed_value(self.map.place(range)));
                }
            }
        }
        self.words = words;
        self.words.clear();
    }

    pub(super) fn code(&mut self, code: &str) {
        let code = self.masked.unmask(code).into_owned();
        let slice = self.store(&code);
        self.nodes.push(Node::Code(slice));
    }

    /// Comments are left out; other HTML passes only where the site allows it.
    pub(super) fn html(&mut self, html: &str, range: Range<usize>) {
        let html = html.trim_end();
        if html.starts_with("<!--") && html.ends_with("-->") {
            return;
        }
        if self.reader.rules.allow_html {
            let html = self.masked.unmask(html).into_owned();
            let slice = self.store(&html);
            self.nodes.push(Node::Html(slice));
            return;
        }
        let unclosed = html.starts_with("<!--");
        let told = |it: &Diagnostic| it.code == Code::RawHtml;
        if html.starts_with("</") && self.reader.diagnostics.borrow().iter().any(told) {
            return;
        }
        let end = range.start + html.lines().next().unwrap_or_default().len();
        if unclosed {
            let message = "Ce commentaire n’est pas refermé.";
            self.report(Code::RawHtml, range.start..end, message, "Ajoutez « --> » à sa fin.");
            return;
        }
        self.report(
            Code::RawHtml,
            range.start..end,
            "Le HTML n’est pas admis dans les guides de ce site.",
            "Écrivez-le en Markdown, ou mettez `…` autour si c’est un exemple. Si le site en a \
             vraiment besoin : « allow_html: true » dans site.yaml.",
        );
    }

    /// What looks like a link or an alert and is text.
    fn report_almost(&self) {
        let source = &self.masked.text[self.words_at..self.words_end];
        if let Some(at) = source.find("[[").filter(|at| !source[..*at].ends_with('\\')) {
            let start = self.words_at + at;
            let message = "Ce lien n’est pas refermé, ou ne mène nulle part.";
            let help = "Un lien s’écrit [[nom-du-guide]] ou [[nom-du-guide|texte]].";
            self.report(Code::LooksLike, start..start + 2, message, help);
        }
        let in_block = matches!(self.open.last(), Some(Tag::Item | Tag::TableCell { .. }));
        if in_block && source.trim_start().starts_with("::") {
            self.misplaced_directive(self.words_at..self.words_end);
        }
        let in_quote = matches!(self.open[..], [.., Tag::Quote(None), Tag::Paragraph]);
        if in_quote && source.starts_with("[!") {
            let end = source.find(']').map_or(source.len(), |end| end + 1);
            let message = "Cet encadré n’existe pas, ou son nom n’est pas seul sur sa ligne.";
            let help = "Écrivez [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] ou [!CAUTION], puis le \
                        texte à la ligne.";
            self.report(Code::LooksLike, self.words_at..self.words_at + end, message, help);
        }
    }

    /// What looks like a reference to a footnote and is text: nothing defines the note.
    fn report_undefined_notes(&self) {
        let source = &self.masked.text[self.words_at..self.words_end];
        for (at, _) in source.match_indices("[^") {
            let rest = &source[at + 2..];
            let near = &rest[..rest.floor_char_boundary(LONGEST_LABEL)];
            let Some(length) = near.find(']') else { continue };
            let label = &rest[..length];
            let is_label = !label.is_empty() && !label.contains([' ', '\n', '[']);
            if source[..at].ends_with('\\') || !is_label {
                continue;
            }
            let start = self.words_at + at;
            let range = start..start + length + 3;
            if self.mode == super::Mode::Body {
                let message = format!("La note « {label} » n’est pas définie.");
                let help = format!("Ajoutez un paragraphe « [^{label}]: texte de la note ».");
                self.report(Code::Footnote, range, &message, &help);
            } else {
                let message = "Une note ne peut se trouver que dans le texte d’un guide.";
                self.report(Code::Footnote, range, message, "Écrivez-la entre parenthèses.");
            }
        }
    }
}
