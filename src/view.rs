//! Finished views: all that a template may see.
//!
//! In: the resolved [`Site`](crate::resolve::Site) and the texts of the interface. Out: one [`View`]
//! per page, which borrows from the site, carries no spans and calls nothing. Equal views render to
//! equal bytes, so a view's hash is the key of the memo.
//!
//! Every `href` is relative to the page; [`Prose`] serialises as HTML, which templates put in with
//! `| safe`. Everything else is text, which templates escape.

pub mod academy;
pub mod cases;
pub mod checker;
pub mod chrome;
pub mod guide;
pub mod handout;
pub mod home;
pub mod how_to;
pub mod keys;
pub mod labels;
pub mod legal;
pub mod place;
pub mod places;
pub mod procedure;
pub mod prose;
pub mod screenshot;
pub mod text_width;
pub mod texts;

use serde::Serialize;

pub use academy::{AcademyView, ContactView};
pub use checker::{CheckerView, CheckersView};
pub use chrome::{Chrome, GroupView, LinkView, LogoView};
pub use guide::{BlockView, ContentsEntry, GuideView};
pub use handout::{BookletView, HandoutView, PAPER_TEMPLATES, PaperView, Sheet};
pub use home::{
    GlossaryView, HomeView, HubView, NotFoundView, SiteMapAcademy, SiteMapView, TermView,
};
pub use legal::{AccessibilityView, AuditView, LegalView};
pub use procedure::{ChoiceView, ItemView, OptionView, StepView};
pub use prose::Prose;
pub use screenshot::{
    DrawingView, KeyView, KeysView, LabelView, LineView, MarkView, ScreenshotView,
};
pub use texts::{DateView, Texts};

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

/// The templates of pages, by the names that [`View::template`] gives.
pub const PAGE_TEMPLATES: [&str; 9] = [
    "home.html",
    "academy.html",
    "guide.html",
    "hub.html",
    "glossary.html",
    "site-map.html",
    "legal.html",
    "accessibility.html",
    "404.html",
];

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
