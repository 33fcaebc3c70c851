//! What every page has around its content.
//!
//! In: the page's path and title. Out: [`Chrome`], and the relative addresses of other pages.

use serde::Serialize;

use super::Texts;
use crate::resolve::derivatives::fallback;
use crate::resolve::{Site, SiteAcademy};

/// What every page has around its content; the template's variable `page`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Chrome<'a> {
    /// The site's name.
    pub site: &'a str,
    /// The language, as in `lang`.
    pub language: &'static str,
    /// The way from this page to the site's root: `../../`, or empty at the root itself.
    pub root: &'a str,
    /// The full address of the page.
    pub canonical: String,
    /// The page's title, without the site's.
    pub title: String,
    /// A sentence for search engines.
    pub description: Option<String>,
    /// The style sheet of its academy's colour.
    pub style: Option<String>,
    /// The logo of its academy.
    pub logo: Option<LogoView<'a>>,
    /// The way from the home page, this page last.
    pub breadcrumb: Vec<LinkView>,
    /// Structured data as JSON, safe inside `<script>`.
    pub json_ld: Option<String>,
}

/// The logo of an academy.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LogoView<'a> {
    /// The address of the image.
    pub src: String,
    /// What it says to who does not see it.
    pub alt: &'a str,
    /// Its width, in pixels.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

/// A link of the navigation.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LinkView {
    /// Where it leads; none for the current page.
    pub href: Option<String>,
    /// Its text.
    pub text: String,
    /// A sentence beside it.
    pub note: Option<String>,
}

/// Links under a heading.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GroupView {
    /// The heading; none for what has no group.
    pub title: Option<String>,
    /// An id for the heading, unique in the page.
    pub id: String,
    /// The links.
    pub links: Vec<LinkView>,
}

/// The way to the root from pages of each depth.
const ROOTS: [&str; 5] = ["", "../", "../../", "../../../", "../../../../"];

/// What views are made from.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The site.
    pub site: &'a Site,
    /// The texts of the interface.
    pub texts: &'a Texts,
    /// The way from the page to the site's root; for paper the address of the root.
    pub root: &'a str,
    /// What views are made for.
    pub medium: Medium,
}

/// What a view is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Medium {
    /// A page of the site: prose is HTML.
    Page,
    /// Paper: prose is a tree of pieces, and every address is whole.
    Paper,
}

impl<'a> Context<'a> {
    /// For the page at `path` below the root, such as `lille/se-connecter/`.
    #[must_use]
    pub fn new(site: &'a Site, texts: &'a Texts, path: &str) -> Self {
        let depth = path.bytes().filter(|byte| *byte == b'/').count();
        let root = ROOTS[depth.min(ROOTS.len() - 1)];
        Self { site, texts, root, medium: Medium::Page }
    }

    /// For what is printed.
    #[must_use]
    pub fn for_paper(site: &'a Site, texts: &'a Texts) -> Self {
        Self { site, texts, root: &site.config.base_url, medium: Medium::Paper }
    }

    /// The address of `path` from this page.
    #[must_use]
    pub fn href(&self, path: &str) -> String {
        match (self.root, path) {
            ("", "") => "./".to_owned(),
            (root, path) => [root, path].concat(),
        }
    }

    /// A link of the navigation.
    #[must_use]
    pub fn link(&self, path: &str, text: &str) -> LinkView {
        LinkView { href: Some(self.href(path)), text: text.to_owned(), note: None }
    }

    /// A link to the home page.
    #[must_use]
    pub fn home(&self) -> LinkView {
        self.link("", self.texts.get("breadcrumb.home"))
    }

    /// What stands around the page at `path`, whose breadcrumb begins with `above`.
    #[must_use]
    pub fn chrome(&self, path: &str, title: &str, mut above: Vec<LinkView>) -> Chrome<'a> {
        let config = &self.site.config;
        if !path.is_empty() {
            above.push(LinkView { href: None, text: title.to_owned(), note: None });
        }
        Chrome {
            site: &config.title,
            language: config.language.tag(),
            root: self.root,
            canonical: format!("{}{path}", config.base_url),
            title: title.to_owned(),
            description: None,
            style: None,
            logo: None,
            breadcrumb: above,
            json_ld: None,
        }
    }

    /// The same for a page of an academy, with its colour and logo.
    #[must_use]
    pub fn academy_chrome(
        &self,
        academy: &'a SiteAcademy,
        path: &str,
        title: &str,
        above: Vec<LinkView>,
    ) -> Chrome<'a> {
        let logo = academy.logo.as_ref().zip(academy.facts.logo.as_ref());
        Chrome {
            style: academy.style.as_ref().map(|style| self.href(&style.path)),
            logo: logo.map(|(picture, logo)| LogoView {
                src: self.href(&fallback(picture).path()),
                alt: &logo.alt,
                width: picture.part.2,
                height: picture.part.3,
            }),
            ..self.chrome(path, title, above)
        }
    }
}

impl LinkView {
    /// The same with a sentence beside it.
    #[must_use]
    pub fn with_note(mut self, note: Option<&str>) -> Self {
        self.note = note.map(str::to_owned);
        self
    }
}
