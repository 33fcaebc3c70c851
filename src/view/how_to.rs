//! Structured data for search engines: schema.org `HowTo` as JSON-LD.
//!
//! In: the finished blocks of a guide. Out: JSON that cannot end the `<script>` around it, or
//! nothing for a guide without steps.

use serde::Serialize;

use super::{BlockView, Chrome, ItemView};
use crate::resolve::pages::GuidePage;

/// <https://schema.org/HowTo>
#[derive(Serialize)]
struct HowTo<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(rename = "inLanguage")]
    language: &'a str,
    url: &'a str,
    #[serde(rename = "totalTime", skip_serializing_if = "Option::is_none")]
    total_time: Option<String>,
    step: Vec<Part>,
}

/// <https://schema.org/HowToStep> or <https://schema.org/HowToSection>
#[derive(Serialize)]
#[serde(tag = "@type")]
enum Part {
    #[serde(rename = "HowToStep")]
    Step { text: String },
    #[serde(rename = "HowToSection")]
    Section {
        name: String,
        #[serde(rename = "itemListElement")]
        items: Vec<Part>,
    },
}

/// The structured data of a guide.
#[must_use]
pub fn how_to(chrome: &Chrome<'_>, page: &GuidePage, blocks: &[BlockView<'_>]) -> Option<String> {
    let mut step = Vec::new();
    for block in blocks {
        if let BlockView::Procedure { items, .. } = block {
            step.extend(parts(items));
        }
    }
    if step.is_empty() {
        return None;
    }
    let minutes = page.guide.duration.as_ref().and_then(|duration| duration.minutes);
    let how_to = HowTo {
        context: "https://schema.org",
        kind: "HowTo",
        name: &page.title,
        description: page.summary.as_deref(),
        language: chrome.language,
        url: &chrome.canonical,
        total_time: minutes.map(|minutes| format!("PT{minutes}M")),
        step,
    };
    let json = serde_json::to_string(&how_to).ok()?;
    Some(if json.contains('<') { json.replace('<', "\\u003c") } else { json })
}

fn parts(items: &[ItemView<'_>]) -> Vec<Part> {
    items.iter().map(part).collect()
}

fn part(item: &ItemView<'_>) -> Part {
    match item {
        ItemView::Step(step) => Part::Step { text: step.action.plain() },
        ItemView::Choice(choice) => Part::Section {
            name: choice.question.plain(),
            items: choice
                .options
                .iter()
                .map(|option| Part::Section {
                    name: option.label.plain(),
                    items: parts(&option.items),
                })
                .collect(),
        },
    }
}
