//! Dates that have not come yet.
//!
//! In: everything that was parsed, and the date of the build. Out: a warning for what readers would be told was
//! done on a day after it.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::parsed::Parsed;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Located;

/// Reports them. Tomorrow passes: it may be today where the file was written.
pub(super) fn report(parsed: &Parsed, today: Date, diagnostics: &mut Vec<Diagnostic>) {
    let guides = parsed.folders.iter().flat_map(|folder| folder.guides.values());
    let verified = guides.filter_map(|guide| guide.verified.as_ref()).map(|date| (date, "vérifié"));
    let audit = parsed.config.accessibility.audit.iter().map(|audit| (&audit.date, "audité"));
    let tomorrow = today.saturating_add(1.day());
    let later = verified.chain(audit).filter(|(date, _)| date.value > tomorrow);
    diagnostics.extend(later.map(|(date, done)| in_future(date, done, today)));
}

fn in_future(date: &Located<Date>, done: &str, today: Date) -> Diagnostic {
    let message = format!(
        "Le site dirait avoir été {done} le {}, qui est dans l’avenir.",
        in_figures(date.value)
    );
    let help = format!(
        "Une date s’écrit année-mois-jour ; aujourd’hui, c’est {today}. Écrivez le jour où cela a été fait."
    );
    Diagnostic::warning(Code::BadValue, date.span, message).help(help)
}

fn in_figures(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}
