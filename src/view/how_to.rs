//! Structured data for search engines: schema.org `HowTo` as JSON-LD.
//!
//! In: the finished blocks of a guide. Out: JSON that cannot end the `<script>` around it, or
//! nothing for a guide without steps.

use serde_json::{Value, json};

use super::{BlockView, Chrome, ItemView};
use crate::resolve::pages::GuidePage;

/// The structured data of a guide.
#[must_use]
pub fn how_to(chrome: &Chrome<'_>, page: &GuidePage, blocks: &[BlockView<'_>]) -> Option<String> {
    let mut steps = Vec::new();
    for block in blocks {
        if let BlockView::Procedure { items, .. } = block {
            steps.extend(items.iter().map(|item| item_json(&chrome.canonical, item)));
        }
    }
    if steps.is_empty() {
        return None;
    }
    let mut value = json!({
        "@context": "https://schema.org",
        "@type": "HowTo",
        "name": page.title,
        "inLanguage": chrome.language,
        "url": chrome.canonical,
        "step": steps,
    });
    if let Some(summary) = &page.summary {
        value["description"] = Value::from(&**summary);
    }
    if let Some(minutes) = page.guide.duration.as_deref().and_then(minutes) {
        value["totalTime"] = Value::from(format!("PT{minutes}M"));
    }
    Some(value.to_string().replace('<', "\\u003c"))
}

fn item_json(canonical: &str, item: &ItemView<'_>) -> Value {
    match item {
        ItemView::Step(step) => json!({
            "@type": "HowToStep",
            "text": step.action.plain(),
            "url": format!("{canonical}#{}", step.id),
        }),
        ItemView::Choice(choice) => {
            let options = choice.options.iter().map(|option| {
                let steps = option.items.iter().map(|item| item_json(canonical, item));
                json!({
                    "@type": "HowToSection",
                    "name": option.label.plain(),
                    "itemListElement": steps.collect::<Vec<_>>(),
                })
            });
            json!({
                "@type": "HowToSection",
                "name": choice.question.plain(),
                "itemListElement": options.collect::<Vec<_>>(),
            })
        }
    }
}

/// The minutes of "10 min" or "1 h 30".
fn minutes(duration: &str) -> Option<u32> {
    let words: Vec<&str> = duration.split_whitespace().collect();
    match words[..] {
        [n, "min" | "minutes" | "minute"] => n.parse().ok(),
        [h, "h"] => Some(h.parse::<u32>().ok()? * 60),
        [h, "h", n] | [h, "h", n, "min"] => Some(h.parse::<u32>().ok()? * 60 + n.parse::<u32>().ok()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn durations_as_people_write_them() {
        assert_eq!(minutes("10 min"), Some(10));
        assert_eq!(minutes("1 h 30"), Some(90));
        assert_eq!(minutes("une matinée"), None);
    }
}
