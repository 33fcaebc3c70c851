//! Who publishes the site, and how accessible it is.

use serde::Serialize;

use super::chrome::Context;
use super::home::{ACCESSIBILITY, LEGAL};
use super::{Chrome, DateView, Texts};
use crate::model::site::{Audit, Conformity, Host, Publisher};

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

/// The legal notice (loi n° 2004-575, article 1-1).
#[must_use]
pub fn legal_view<'a>(cx: &Context<'a>) -> LegalView<'a> {
    let config = &cx.site.config;
    LegalView {
        page: cx.chrome(LEGAL, cx.texts.get("title.legal"), vec![cx.home()]),
        publisher: &config.publisher,
        host: config.host.as_ref(),
    }
}

/// The accessibility statement (décret n° 2019-768, RGAA 4.1).
#[must_use]
pub fn accessibility_view<'a>(cx: &Context<'a>) -> AccessibilityView<'a> {
    let config = &cx.site.config;
    let statement = &config.accessibility;
    let audit = statement.audit.as_ref();
    AccessibilityView {
        page: cx.chrome(ACCESSIBILITY, cx.texts.get("title.accessibility"), vec![cx.home()]),
        publisher: &config.publisher,
        address: &config.base_url,
        conformity: statement.conformity(),
        email: statement.email.as_deref(),
        url: statement.url.as_deref(),
        audit: audit.map(|audit| audit_view(audit, cx.texts)),
        date: cx.texts.date(audit.map_or(cx.site.today, |audit| audit.date.value)),
    }
}

fn audit_view<'a>(audit: &'a Audit, texts: &Texts) -> AuditView<'a> {
    AuditView {
        date: texts.date(audit.date.value),
        by: &audit.by,
        rate: audit.rate,
        version: &audit.version,
        failures: &audit.failures,
        derogations: &audit.derogations,
        exempt: &audit.exempt,
        environments: &audit.environments,
        tools: &audit.tools,
        pages: &audit.pages,
    }
}
