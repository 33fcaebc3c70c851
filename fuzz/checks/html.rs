//! What holds for every page of a site without errors, whatever its texts are.
//!
//! In: all outputs by path. Out: a panic where a page has an id twice, refers to what is not there, or has an
//! element, attribute or scheme that the theme does not write and that so comes from data.

use std::collections::{BTreeMap, BTreeSet};

use html5gum::{Token, Tokenizer};

/// The elements of the default theme and of Markdown.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "blockquote",
    "body",
    "br",
    "button",
    "circle",
    "code",
    "dd",
    "del",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "g",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "img",
    "input",
    "kbd",
    "label",
    "legend",
    "li",
    "line",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "ol",
    "output",
    "p",
    "path",
    "picture",
    "polygon",
    "polyline",
    "pre",
    "rect",
    "s",
    "script",
    "search",
    "section",
    "small",
    "source",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "text",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "tspan",
    "ul",
    "use",
];
/// Attributes that name ids of the same page, separated by spaces.
const REFERENCES: &[&str] = &[
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-labelledby",
    "aria-owns",
    "for",
    "headers",
];
/// The schemes of addresses that pages may have.
const SCHEMES: &[&str] = &["https", "http", "mailto", "tel"];

/// What a page has that others may refer to, and what it refers to.
#[derive(Default)]
struct Page {
    ids: BTreeSet<String>,
    references: Vec<String>,
    addresses: Vec<String>,
}

/// Reads all pages, then follows what they refer to.
pub(crate) fn check_pages(outputs: &BTreeMap<String, Vec<u8>>) {
    let pages: BTreeMap<&str, Page> = outputs
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (&**path, read(path, bytes)))
        .collect();
    for (path, page) in &pages {
        for reference in &page.references {
            assert!(page.ids.contains(reference), "{path}: nothing has the id {reference:?}");
        }
        // The page that a server gives for any address has absolute ones.
        if *path != "404.html" {
            page.addresses.iter().for_each(|address| follow(path, address, &pages, outputs));
        }
    }
}

fn read(path: &str, bytes: &[u8]) -> Page {
    let text = std::str::from_utf8(bytes).expect("pages are UTF-8");
    let mut page = Page::default();
    let mut emitter = html5gum::emitters::default::DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut in_template = 0_usize;
    for token in Tokenizer::new_with_emitter(text, emitter).filter_map(Result::ok) {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                assert!(ELEMENTS.contains(&&*name), "{path}: an element <{name}>");
                in_template += usize::from(name == "template");
                for (key, value) in &tag.attributes {
                    let key = String::from_utf8_lossy(key).into_owned();
                    let value = String::from_utf8_lossy(&value.value).into_owned();
                    let allowed = !key.starts_with("on") && key != "style" && key != "srcdoc";
                    assert!(allowed, "{path}: an attribute {key}={value:?}");
                    read_attribute(path, &key, value, in_template > 0, &mut page);
                }
            }
            Token::EndTag(tag) if *tag.name == b"template" => {
                in_template = in_template.saturating_sub(1);
            }
            _ => {}
        }
    }
    page
}

fn read_attribute(path: &str, key: &str, value: String, in_template: bool, page: &mut Page) {
    match key {
        "id" => {
            let well = !value.is_empty() && !value.contains(char::is_whitespace);
            assert!(well, "{path}: an id {value:?}");
            assert!(page.ids.insert(value.clone()), "{path}: the id {value:?} twice");
        }
        "href" | "src" | "action" | "formaction" | "cite" | "data" | "poster" => {
            page.addresses.push(value);
        }
        // What a template refers to may be there only once its script has filled it in.
        _ if REFERENCES.contains(&key) && !in_template => {
            page.references.extend(value.split_ascii_whitespace().map(str::to_owned));
        }
        _ => {}
    }
}

fn follow(
    path: &str,
    address: &str,
    pages: &BTreeMap<&str, Page>,
    outputs: &BTreeMap<String, Vec<u8>>,
) {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.trim().to_lowercase());
    if let Some(scheme) = scheme.filter(|it| !it.contains(['/', '?', '#'])) {
        assert!(SCHEMES.contains(&&*scheme), "{path}: an address {address:?}");
        return;
    }
    let (address, id) = address.split_once('#').unwrap_or((address, ""));
    let address = address.split('?').next().unwrap_or_default();
    let Some(target) = resolve(path, address) else {
        panic!("{path}: {address:?} leads out of the site")
    };
    // Pictures and PDFs are not made here, but have a path.
    let elsewhere = target.contains("/images/") || target.ends_with(".pdf");
    let known = outputs.contains_key(&target) || elsewhere;
    assert!(known, "{path}: {address:?} leads to {target}, which is not there");
    if let Some(page) = pages.get(&*target).filter(|_| !id.is_empty()) {
        let id = decode(id);
        assert!(page.ids.contains(&id), "{path}: {target} has no id {id:?}");
    }
}

/// The output to which a relative address leads.
fn resolve(path: &str, address: &str) -> Option<String> {
    if address.is_empty() {
        return Some(path.to_owned());
    }
    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." | "" => {}
            ".." => _ = parts.pop()?,
            _ => parts.push(decode(part)),
        }
    }
    if address.ends_with('/') || address.ends_with("..") || address == "." {
        parts.push("index.html".to_owned());
    }
    Some(parts.join("/"))
}

fn decode(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
