//! Any text as a guide, and as the prose of a step.
//!
//! In: a text. What holds: what [`site`](super::site) says of the site that has it.

/// Compiles a site with this guide, and one with this text in a step.
pub(crate) fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let guide = if text.starts_with("---") {
        text.to_owned()
    } else {
        format!("---\ntitle: T\n---\n{text}")
    };
    super::site::check_with("content/accueil.md", guide.into_bytes());
    // As a block of text, which keeps every character but what YAML itself refuses.
    let lines: String = text.lines().map(|line| format!("      {line}\n")).collect();
    let steps = format!("steps:\n  - id: un\n    action: A\n    detail: |2\n{lines}");
    super::site::check_with("content/procedures/p.yaml", steps.into_bytes());
}
