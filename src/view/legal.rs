//! Who publishes the site, and how accessible it is.

use super::chrome::Context;
use super::home::{ACCESSIBILITY, LEGAL};
use super::{AccessibilityView, AuditView, LegalView, Texts};
use crate::model::site::Audit;

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
        date: cx.texts.date(audit.map_or(cx.site.today, |audit| audit.date)),
    }
}

fn audit_view<'a>(audit: &'a Audit, texts: &Texts) -> AuditView<'a> {
    AuditView {
        date: texts.date(audit.date),
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
