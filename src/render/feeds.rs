//! The files that search engines read.
//!
//! In: full addresses. Out: `sitemap.xml` and `robots.txt`.

use std::fmt::Write;

/// The map of the site for search engines.
#[must_use]
pub fn sitemap(addresses: impl Iterator<Item = String>) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for address in addresses {
        _ = writeln!(xml, "<url><loc>{}</loc></url>", address.replace('&', "&amp;"));
    }
    xml.push_str("</urlset>\n");
    xml
}

/// Everything may be indexed.
#[must_use]
pub fn robots(base_url: &str) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {base_url}sitemap.xml\n")
}
