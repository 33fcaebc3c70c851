//! Finished views: all that a template may see.
//!
//! In: the resolved [`Site`](crate::resolve::Site) and the texts of the interface. Out: one [`View`]
//! per page, which borrows from the site, carries no spans and calls nothing. Equal views render to
//! equal bytes, so a view's hash is the key of the memo.
//!
//! Every `href` is relative to the page; [`Prose`] serialises as HTML, which templates put in with
//! `| safe`. Everything else is text, which templates escape.

pub mod academy;
pub mod checker;
pub mod chrome;
pub mod guide;
pub mod home;
pub mod how_to;
pub mod legal;
pub mod procedure;
pub mod prose;
pub mod screenshot;
pub mod texts;

use serde::Serialize;

pub use prose::Prose;
pub use texts::Texts;

use crate::model::academy::Contact;
use crate::model::site::{Conformity, Host, Publisher};

/// One page, with the name of its template.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(untagged)]
pub enum View<'a> {
    /// `home.html`
    Home(HomeView<'a>),
    /// `academy.html`
    Academy(Box<AcademyView<'a>>),
    /// `guide.html`
    Guide(Box<GuideView<'a>>),
    /// `hub.html`: a shared guide in all académies
    Hub(HubView<'a>),
    /// `glossary.html`
    Glossary(GlossaryView<'a>),
    /// `site-map.html`
    SiteMap(SiteMapView<'a>),
    /// `legal.html`
    Legal(LegalView<'a>),
    /// `accessibility.html`
    Accessibility(Box<AccessibilityView<'a>>),
    /// `404.html`
    NotFound(NotFoundView<'a>),
}

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

/// The home page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HomeView<'a> {
    /// Around the content.
    pub page: Chrome<'a>,
    /// What the site is for.
    pub description: Option<&'a str>,
    /// The académies by region.
    pub regions: Vec<GroupView>,
    /// The shared guides.
    pub guides: Vec<LinkView>,
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

/// The page of a guide in an academy.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GuideView<'a> {
    /// Around the content.
    pub page: Chrome<'a>,
    /// The guide's title, without the academy's name.
    pub title: &'a str,
    /// The academy.
    pub academy: LinkView,
    /// What it is about, in a sentence or two.
    pub summary: Option<&'a str>,
    /// Whether it is a draft, shown only to its authors.
    pub draft: bool,
    /// For whom it is.
    pub audience: Option<&'a str>,
    /// What the reader will be able to do.
    pub objectives: Vec<Prose<'a>>,
    /// What the reader must have or know before.
    pub prerequisites: Vec<Prose<'a>>,
    /// How long it takes.
    pub duration: Option<&'a str>,
    /// When it was last checked.
    pub verified: Option<DateView>,
    /// The headings, in reading order; empty when there are fewer than two.
    pub contents: Vec<ContentsEntry>,
    /// The body.
    pub blocks: Vec<BlockView<'a>>,
    /// What its checkers load; none without checkers.
    pub checkers: Option<CheckersView>,
    /// The guide before it in the academy.
    pub previous: Option<LinkView>,
    /// The guide after it.
    pub next: Option<LinkView>,
    /// Guides of the academy that link here.
    pub backlinks: Vec<LinkView>,
    /// The same guide in all other académies.
    pub elsewhere: Vec<LinkView>,
    /// The page of the guide for all académies.
    pub hub: Option<String>,
}

/// A date for people and machines.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct DateView {
    /// `2026-10-01`
    pub iso: String,
    /// "1er octobre 2026"
    pub text: String,
}

/// An entry of the table of contents.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ContentsEntry {
    /// 2 or 3.
    pub level: u8,
    /// The id of the heading.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A part of a guide's body; templates look at `kind`.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum BlockView<'a> {
    /// Prose.
    Prose {
        /// The HTML.
        html: Prose<'a>,
    },
    /// Steps to follow.
    Procedure {
        /// An id, unique in the page.
        id: String,
        /// Its title, when the text above it is not enough.
        title: Option<&'a str>,
        /// The level of its heading, or of its steps' headings when it has none: 2 to 6.
        level: u8,
        /// Steps and choices.
        items: Vec<ItemView<'a>>,
    },
    /// Whom to ask.
    Contacts {
        /// The contacts.
        contacts: Vec<ContactView<'a>>,
    },
    /// Rules that the reader may try.
    Checker {
        /// The checker.
        checker: CheckerView<'a>,
    },
}

/// The rules of a password or an identifier, with a field to try them; templates look at `kind`.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct CheckerView<'a> {
    /// `password` or `identifier`.
    pub kind: &'static str,
    /// An id, unique in the page.
    pub id: String,
    /// The level of its heading.
    pub level: u8,
    /// The number of its rules in the academy's file.
    pub record: usize,
    /// The name of the policy or identifier.
    pub label: &'a str,
    /// The text that lays the policy down.
    pub source: Option<&'a str>,
    /// The identifier's shape in words.
    pub hint: Option<&'a str>,
    /// The rules, a sentence each; of a password in the order in which the checker tells of them.
    pub rules: Vec<String>,
    /// Examples of the identifier.
    pub examples: Vec<&'a str>,
    /// Whether a password must not hold the reader's identifier, so that it is asked for as well.
    pub identifier: bool,
    /// Whether a password must not hold a word of the dictionary.
    pub dictionary: bool,
}

/// What the checkers of a page load, when the reader comes to one of them.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CheckersView {
    /// The address of the module.
    pub module: String,
    /// The address of the academy's rules.
    pub rules: String,
    /// The address of the dictionary, when a policy of the page asks for it.
    pub dictionary: Option<String>,
    /// The address of the texts of the interface that the script needs.
    pub texts: String,
}

/// A step or a choice; templates look at `kind`.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ItemView<'a> {
    /// A step.
    Step(Box<StepView<'a>>),
    /// A choice.
    Choice(ChoiceView<'a>),
}

/// One action of the reader.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StepView<'a> {
    /// Unique in the page.
    pub id: String,
    /// "3", or "A2" in an option of a choice.
    pub number: String,
    /// The level of its heading.
    pub level: u8,
    /// What to do.
    pub action: Prose<'a>,
    /// What helps to do it.
    pub detail: Option<Prose<'a>>,
    /// The screen.
    pub screenshot: Option<ScreenshotView<'a>>,
    /// What the reader may try before typing it into the real form.
    pub checker: Option<CheckerView<'a>>,
    /// What the reader should see afterwards.
    pub result: Option<Prose<'a>>,
    /// What to do when they do not.
    pub trouble: Option<Prose<'a>>,
}

/// A fork in a procedure.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ChoiceView<'a> {
    /// Unique in the page.
    pub id: String,
    /// The level of its heading.
    pub level: u8,
    /// The question.
    pub question: Prose<'a>,
    /// The answers.
    pub options: Vec<OptionView<'a>>,
}

/// An answer to a choice.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct OptionView<'a> {
    /// Unique in the page.
    pub id: String,
    /// The id that the author gave it, for addresses.
    pub name: &'a str,
    /// "A", "B" … with which the numbers of its steps begin.
    pub letter: String,
    /// The level of its heading.
    pub level: u8,
    /// The answer.
    pub label: Prose<'a>,
    /// When it is the right one.
    pub when: Option<Prose<'a>>,
    /// The way to take unless there is a reason for another.
    pub recommended: bool,
    /// An older way that still works.
    pub outdated: bool,
    /// What to do.
    pub items: Vec<ItemView<'a>>,
}

/// A screenshot with its marks.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ScreenshotView<'a> {
    /// An id, unique in the page.
    pub id: String,
    /// The address of the image, for all browsers.
    pub src: String,
    /// The addresses of the same as WebP, as `srcset` takes them; empty where there is none.
    pub webp: String,
    /// Whether they have different widths, so that `sizes` must be told.
    pub widths: bool,
    /// What the picture shows.
    pub alt: &'a str,
    /// The width of what is shown, in pixels of the original.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// The left edge of what is shown, in pixels of the original.
    pub x: u32,
    /// Its top edge.
    pub y: u32,
    /// Whether it is the first of the page, and so is loaded at once.
    pub first: bool,
    /// The path of what is dimmed, to be filled by the even-odd rule: all but the spotlights.
    pub dim: Option<String>,
    /// The marks, numbered in reading order.
    pub marks: Vec<MarkView<'a>>,
}

/// A mark.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MarkView<'a> {
    /// An id, unique in the page.
    pub id: String,
    /// From 1, in the screenshot.
    pub number: u32,
    /// What it says.
    pub text: Prose<'a>,
    /// What is drawn.
    #[serde(flatten)]
    pub drawing: DrawingView,
}

/// The drawing of a mark, ready for SVG, in pixels of the original image.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct DrawingView {
    /// `box`, `arrow`, `circle`, `point` or `spotlight`.
    pub shape: &'static str,
    /// The path of the outline or of the arrow's shaft; none for a point.
    pub path: Option<String>,
    /// The path of the arrow's head, to be filled.
    pub head: Option<String>,
    /// Where the number belongs, in percent of the visible width: an arrow's tail, a point, the middle
    /// of a box's left edge, the upper left of a circle. The theme moves it beside the shape.
    pub left: String,
    /// The same, in percent of the visible height.
    pub top: String,
}

/// A shared guide in all académies.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HubView<'a> {
    /// Around the content.
    pub page: Chrome<'a>,
    /// What the guide is about.
    pub summary: Option<&'a str>,
    /// The académies that offer it.
    pub offered: Vec<LinkView>,
    /// The others, with links to their own pages.
    pub missing: Vec<LinkView>,
}

/// The glossary.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GlossaryView<'a> {
    /// Around the content.
    pub page: Chrome<'a>,
    /// The words.
    pub terms: Vec<TermView<'a>>,
}

/// A word explained.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TermView<'a> {
    /// Unique in the page.
    pub id: String,
    /// The word.
    pub term: &'a str,
    /// The letters spelled out.
    pub expansion: Option<&'a str>,
    /// What it means.
    pub definition: Prose<'a>,
}

/// All pages of the site.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SiteMapView<'a> {
    /// Around the content.
    pub page: Chrome<'a>,
    /// General pages.
    pub pages: Vec<LinkView>,
    /// The shared guides.
    pub hubs: Vec<LinkView>,
    /// The académies with their guides.
    pub academies: Vec<SiteMapAcademy>,
}

/// An academy in the map of the site.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SiteMapAcademy {
    /// The academy's page.
    pub link: LinkView,
    /// Its guides.
    pub guides: Vec<LinkView>,
}

/// Who publishes and hosts the site.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LegalView<'a> {
    /// Around the content.
    pub page: Chrome<'a>,
    /// Who publishes it.
    pub publisher: &'a Publisher,
    /// Who hosts it.
    pub host: Option<&'a Host>,
}

/// The accessibility statement.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct AccessibilityView<'a> {
    /// Around the content.
    pub page: Chrome<'a>,
    /// Who publishes the site.
    pub publisher: &'a Publisher,
    /// The site's full address.
    pub address: &'a str,
    /// `full`, `partial` or `none`.
    pub conformity: Conformity,
    /// Where to write.
    pub email: Option<&'a str>,
    /// Where to write.
    pub url: Option<&'a str>,
    /// The audit.
    pub audit: Option<AuditView<'a>>,
    /// When the statement was made: the audit's date, else the build's.
    pub date: DateView,
}

/// An audit.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct AuditView<'a> {
    /// When.
    pub date: DateView,
    /// Who did it.
    pub by: &'a str,
    /// The share of criteria that hold, in percent.
    pub rate: u8,
    /// The version of the RGAA.
    pub version: &'a str,
    /// What does not hold.
    pub failures: &'a [Box<str>],
    /// What is exempt as a disproportionate burden.
    pub derogations: &'a [Box<str>],
    /// What the law does not cover.
    pub exempt: &'a [Box<str>],
    /// Browsers and assistive technologies of the tests.
    pub environments: &'a [Box<str>],
    /// Tools of the tests.
    pub tools: &'a [Box<str>],
    /// Pages that were tested.
    pub pages: &'a [Box<str>],
}

/// The page for an address that does not exist. Its links are absolute, since it is shown anywhere.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NotFoundView<'a> {
    /// Around the content.
    pub page: Chrome<'a>,
    /// The académies.
    pub academies: Vec<LinkView>,
}

impl View<'_> {
    /// The name of its template.
    #[must_use]
    pub fn template(&self) -> &'static str {
        match self {
            Self::Home(_) => "home.html",
            Self::Academy(_) => "academy.html",
            Self::Guide(_) => "guide.html",
            Self::Hub(_) => "hub.html",
            Self::Glossary(_) => "glossary.html",
            Self::SiteMap(_) => "site-map.html",
            Self::Legal(_) => "legal.html",
            Self::Accessibility(_) => "accessibility.html",
            Self::NotFound(_) => "404.html",
        }
    }
}
