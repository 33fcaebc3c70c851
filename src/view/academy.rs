//! The page of an academy, and its contacts.

use serde::Serialize;

use super::chrome::Context;
use super::guide::page_link;
use super::handout::{PdfView, pdf_view};
use super::{Chrome, GroupView, LinkView};
use crate::model::Academy;
use crate::model::academy::Contact;
use crate::parse::name::slug;
use crate::resolve::links::booklet_name;

/// The page of an academy.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct AcademyView<'a> {
    /// Around the content.
    pub page: Chrome<'a>,
    /// "Lille".
    pub name: &'a str,
    /// "académie de Lille".
    pub full_name: &'a str,
    /// Its guides by need.
    pub needs: Vec<GroupView>,
    /// Whom to ask.
    pub contacts: Vec<ContactView<'a>>,
    /// Its booklet.
    pub pdf: Option<PdfView>,
}

/// Somebody to ask.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ContactView<'a> {
    /// Its facts.
    #[serde(flatten)]
    pub contact: &'a Contact,
    /// The phone number as a link wants it.
    pub tel: Option<String>,
}

/// Makes the view of the academy with this index.
#[must_use]
pub fn academy_view<'a>(cx: &Context<'a>, academy: usize) -> AcademyView<'a> {
    let academy = &cx.site.academies[academy];
    let facts = &academy.facts;
    let path = format!("{}/", facts.slug);
    let links = academy.pages.list.iter().map(|page| {
        let link = page_link(cx, academy, page).with_note(page.summary.as_deref());
        (page.guide.need.as_deref(), link)
    });
    let mut page =
        cx.academy_chrome(academy, &path, &capitalise(&facts.full_name), vec![cx.home()]);
    page.description = Some(cx.texts.with("academy.description", &facts.full_name));
    AcademyView {
        page,
        name: &facts.name,
        full_name: &facts.full_name,
        needs: group(links, cx.texts.get("other")),
        contacts: contacts(facts),
        pdf: pdf_view(cx, |size| booklet_name(&facts.slug, size))
            .filter(|_| !academy.pages.list.is_empty()),
    }
}

/// The contacts of an academy.
#[must_use]
pub fn contacts(facts: &Academy) -> Vec<ContactView<'_>> {
    facts
        .contacts
        .iter()
        .map(|contact| {
            let digits = |phone: &str| {
                // "+33 (0)3 …": the zero is for calls from within the country.
                let phone =
                    if phone.starts_with('+') { phone.replace("(0)", "") } else { phone.into() };
                phone.chars().filter(|char| char.is_ascii_digit() || *char == '+').collect()
            };
            ContactView { contact, tel: contact.phone.as_deref().map(digits) }
        })
        .collect()
}

/// Links under the headings of their groups, in the order in which the groups first occur; what has
/// none comes last, under `other` when there are groups.
#[must_use]
pub fn group<'g>(
    links: impl Iterator<Item = (Option<&'g str>, LinkView)>,
    other: &str,
) -> Vec<GroupView> {
    let mut groups: Vec<GroupView> = Vec::new();
    let mut rest = Vec::new();
    for (title, link) in links {
        let Some(title) = title else {
            rest.push(link);
            continue;
        };
        add_to_group(&mut groups, title, link);
    }
    if groups.is_empty() && !rest.is_empty() {
        return vec![GroupView { title: None, id: slug(other), links: rest }];
    }
    for link in rest {
        add_to_group(&mut groups, other, link);
    }
    groups
}

/// Titles that differ only in accents or punctuation are one group: they would have one id.
fn add_to_group(groups: &mut Vec<GroupView>, title: &str, link: LinkView) {
    let id = format!("_need_{}", slug(title));
    match groups.iter_mut().find(|group| group.id == id) {
        Some(group) => group.links.push(link),
        None => groups.push(GroupView { title: Some(title.to_owned()), id, links: vec![link] }),
    }
}

/// The first letter in upper case.
#[must_use]
pub fn capitalise(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
