//! Text, code, values and raw HTML within a line.

use std::ops::Range;

use super::Builder;
use super::almost::{Almost, almost};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::markup::{Node, Tag};
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
            self.run(run);
        }
        self.words = words;
        self.words.clear();
    }

    fn run(&mut self, run: Run<'_>) {
        match run {
            Run::Spot(Spot::Private(char), _) => {
                self.literal(Run::Text(char.encode_utf8(&mut [0; 4])));
            }
            Run::Spot(Spot::Braces(braces), _) => self.literal(Run::Text(braces)),
            Run::Spot(Spot::Address, range) => self.bare_address(range),
            run => self.literal(run),
        }
    }

    /// Comments are left out; other HTML passes only where the site allows it.
    pub(super) fn html(&mut self, html: &str, range: Range<usize>) {
        let html = html.trim_end();
        if html.starts_with("<!--") && html.ends_with("-->") {
            return;
        }
        if self.reader.rules.allow_html {
            self.report_blocked(&self.masked.unmask(html), range.start);
            return self.raw_html(html);
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

    /// HTML as it was written, with its values.
    fn raw_html(&mut self, html: &str) {
        let masked = self.masked;
        for run in masked.literal_runs(html) {
            match run {
                Run::Text(text) => {
                    let slice = self.store(text);
                    self.nodes.push(Node::Html(slice));
                }
                run @ Run::Spot(..) => self.literal(run),
            }
        }
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
            return self.misplaced_directive(self.words_at..self.words_end);
        }
        let first =
            matches!(self.nodes.last(), None | Some(Node::Open(Tag::Paragraph | Tag::Item)));
        let starts = first || matches!(self.nodes.last(), Some(Node::SoftBreak | Node::HardBreak));
        for Almost { range, sure, message, help } in almost(source, starts, first) {
            let span = self.map.place(self.words_at + range.start..self.words_at + range.end);
            let in_alert = matches!(self.open[..], [.., Tag::Quote(_), Tag::Paragraph]);
            if in_alert && source[range].starts_with("[!") {
                continue;
            }
            let make = if sure { Diagnostic::error } else { Diagnostic::warning };
            self.reader.report(make(Code::LooksLike, span, message.to_owned()).help(help));
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
