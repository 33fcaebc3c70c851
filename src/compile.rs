//! The only composition: inputs become a plan.
//!
//! In: [`Inputs`], whose texts it lets go of once they are parsed unless they are to be kept, and a
//! [`Memo`]. Out: a [`Plan`] of every output path, and all that is wrong with the site. `build` and a preview server call the same function, so they cannot disagree; a memo
//! that knows everything and an empty one give the same plan and the same diagnostics.

mod folder;
mod gather;
mod look;
pub mod memo;
mod names;
pub mod part;
pub mod plan;
pub mod print;
mod read;

pub use memo::Memo;
pub use part::Part;
pub use plan::{Counts, Plan};

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Warned, has_errors};
use crate::inputs::Inputs;
use crate::render::theme::{suspects_of, theme_of};
use crate::resolve::brand::style;
use crate::resolve::{personal, resolve};
use crate::span::FileId;

/// Compiles a site. With errors the plan holds what could be made nevertheless; it is for looking
/// at, not for publishing.
#[must_use]
pub fn compile(inputs: &mut Inputs, memo: &Memo) -> Warned<Plan> {
    let mut diagnostics = Vec::new();
    let mut last = memo.take();
    names::report_twins(inputs, &mut diagnostics);
    let parsed = gather::gather(inputs, &mut last.gathered).take(&mut diagnostics);
    let plan = parsed.and_then(|parsed| {
        let site = resolve(&parsed, inputs.today, &mut last.resolved);
        let mut site = site.take(&mut diagnostics);
        let has_glossary = !site.glossary.is_empty();
        let theme = theme_of(inputs, &site.config, has_glossary, &mut last.theme);
        let theme = theme.take(&mut diagnostics);
        let suspects = suspects_of(theme.as_deref(), inputs, &site.config);
        personal::report_theme(&parsed, &suspects, &mut diagnostics);
        let theme = theme?;
        let handouts = inputs.handouts && cfg!(feature = "handouts");
        site.handouts = site.config.handouts.filter(|_| handouts);
        for academy in &mut site.academies {
            academy.style = style(&academy.facts, &theme.grounds, &mut diagnostics);
        }
        names::report_long(&site, &mut diagnostics);
        Some(Plan::new(site, theme, memo.minified()))
    });
    memo.put(last);
    // What could not be read may be what uses them.
    if has_errors(&diagnostics) {
        diagnostics.retain(|it| it.code != Code::Unused);
    }
    personal::wait(inputs, &mut diagnostics);
    sort(inputs, &mut diagnostics);
    Warned::new(plan.unwrap_or_default(), diagnostics)
}

/// In the order of files and places; the same problem found for several académies once.
fn sort(inputs: &Inputs, diagnostics: &mut Vec<Diagnostic>) {
    let ids: HashSet<FileId> = diagnostics.iter().filter_map(|it| Some(it.span?.file)).collect();
    let mut paths: HashMap<FileId, &str> = HashMap::new();
    if !ids.is_empty() {
        let all = inputs.files.keys().map(|path| (FileId::of(path), &**path));
        paths.extend(all.filter(|(id, _)| ids.contains(id)));
    }
    diagnostics.sort_by(|a, b| {
        let key = |it: &Diagnostic| {
            let span = it.span?;
            Some((paths.get(&span.file).copied(), span.start, span.end))
        };
        (key(a), a.severity, a.code, &a.message).cmp(&(key(b), b.severity, b.code, &b.message))
    });
    // Only the help may differ, where académies have different guides.
    diagnostics.dedup_by(|a, b| {
        (a.span, a.code, a.severity, &a.message) == (b.span, b.code, b.severity, &b.message)
    });
}

#[cfg(test)]
mod tests;
