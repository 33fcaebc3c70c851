//! What `site.yaml` says about the site as a whole.

use jiff::civil::Date;

use crate::span::Located;

/// The settings of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteConfig {
    /// The site's name.
    pub title: Box<str>,
    /// What it is for, in a sentence.
    pub description: Option<Box<str>>,
    /// The address at which it is published, ending in `/`.
    pub base_url: Box<str>,
    /// The language of its readers.
    pub language: Language,
    /// The folder of its own theme below `themes/`, whose files go before the default's.
    pub theme: Located<Box<str>>,
    /// Who publishes it.
    pub publisher: Publisher,
    /// Who hosts it.
    pub host: Option<Host>,
    /// What the accessibility statement says.
    pub accessibility: Accessibility,
    /// What looks like somebody's data and is nobody's: invented examples, addresses of machines.
    pub not_personal: Vec<Box<str>>,
    /// Whether raw HTML may stand in Markdown.
    pub allow_html: bool,
    /// How much pages are minified.
    pub minify: Minify,
    /// How handouts are printed; none where none are wanted.
    pub handouts: Option<Handouts>,
}

/// How handouts are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Handouts {
    /// On what.
    pub paper: Paper,
    /// Whether each is there with large letters as well.
    pub large_print: bool,
}

/// The formats of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 148 × 210 mm.
    A5,
    /// 8.5 × 11 inches.
    Letter,
}

/// The languages that the interface speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// French, with its typography.
    French,
    /// English.
    English,
}

/// How much pages are minified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Minify {
    /// White space of the templates is squeezed once, when they are loaded.
    Squeeze,
    /// Every page goes through `minify-html` as well.
    Full,
}

/// Who publishes the site (loi n° 2004-575, article 1-1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Publisher {
    /// The authority.
    pub name: Box<str>,
    /// Its postal address.
    pub address: Option<Box<str>>,
    /// Its mail address.
    pub email: Option<Box<str>>,
    /// Its phone number.
    pub phone: Option<Box<str>>,
    /// Who answers for what is published.
    pub director: Option<Box<str>>,
}

/// Who hosts the site (loi n° 2004-575, article 1-1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Host {
    /// The company or service.
    pub name: Box<str>,
    /// Its postal address.
    pub address: Option<Box<str>>,
    /// Its phone number.
    pub phone: Option<Box<str>>,
}

/// What the accessibility statement needs (décret n° 2019-768; RGAA 4.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accessibility {
    /// Where a reader writes who cannot reach something.
    pub email: Option<Box<str>>,
    /// The same as a page with a form.
    pub url: Option<Box<str>>,
    /// The audit, once there was one; without it the site is "non conforme".
    pub audit: Option<Audit>,
}

/// An audit against the RGAA.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// When.
    pub date: Located<Date>,
    /// Who did it.
    pub by: Box<str>,
    /// The share of criteria that hold, in percent.
    pub rate: u8,
    /// The version of the RGAA, such as "4.1.2".
    pub version: Box<str>,
    /// What does not hold.
    pub failures: Vec<Box<str>>,
    /// What is exempt as a disproportionate burden, with the reason.
    pub derogations: Vec<Box<str>>,
    /// What the law does not cover.
    pub exempt: Vec<Box<str>>,
    /// Browsers and assistive technologies of the tests.
    pub environments: Vec<Box<str>>,
    /// Tools of the tests.
    pub tools: Vec<Box<str>>,
    /// Pages that were tested.
    pub pages: Vec<Box<str>>,
}

/// How far the site conforms to the RGAA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Conformity {
    /// Every criterion holds.
    Full,
    /// At least half of the criteria hold.
    Partial,
    /// Fewer hold, or nobody has looked.
    None,
}

impl Default for Handouts {
    /// Who needs large letters finds them, unless the site says otherwise.
    fn default() -> Self {
        Self { paper: Paper::A4, large_print: true }
    }
}

impl SiteConfig {
    /// The path of the site's root on its host: `/`, or a folder in which it will be published.
    #[must_use]
    pub fn root(&self) -> &str {
        let host = self.base_url.find("://").map_or(0, |at| at + 3);
        self.base_url[host..].find('/').map_or("/", |at| &self.base_url[host + at..])
    }
}

impl Accessibility {
    /// What the statement must say: by the rate of the audit, and "none" without one.
    #[must_use]
    pub fn conformity(&self) -> Conformity {
        match self.audit.as_ref().map(|audit| audit.rate) {
            Some(100) => Conformity::Full,
            Some(50..) => Conformity::Partial,
            _ => Conformity::None,
        }
    }
}

impl Language {
    /// The tag of BCP 47.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }
}
