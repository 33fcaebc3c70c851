//! Who may ask the preview.
//!
//! In: the head of a request. Out: whether it is answered. A page of another site that is open in the next
//! tab must learn nothing and do nothing here: neither under a name of its own that leads to this
//! computer (DNS rebinding), nor by asking from where it is.

use std::net::{IpAddr, SocketAddr};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HOST, ORIGIN, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::listen::PATIENCE;

/// The most bytes of a request's content.
const MOST_BYTES: usize = 64 * 1024;

/// Where the server listens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guard {
    pub(super) address: SocketAddr,
}

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// Nothing here is shown inside a page of another site, or read by one.
const PROTECTION: [(HeaderName, &str); 4] = [
    (X_FRAME_OPTIONS, "DENY"),
    (CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// Lets through what may ask.
pub(super) async fn guard(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let mut response = if is_welcome(guard.address, request.headers()) {
        match whole(request).await {
            Some(request) => next.run(request).await,
            None => StatusCode::REQUEST_TIMEOUT.into_response(),
        }
    } else {
        let message = "Cet aperçu ne répond qu’aux pages de cet ordinateur, à son adresse.\n";
        (StatusCode::FORBIDDEN, message).into_response()
    };
    for (name, value) in PROTECTION {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The request with its content, if that comes in time and is not more than anybody has to say here.
async fn whole(request: Request) -> Option<Request> {
    let (head, body) = request.into_parts();
    let body = tokio::time::timeout(PATIENCE, to_bytes(body, MOST_BYTES)).await;
    Some(Request::from_parts(head, Body::from(body.ok()?.ok()?)))
}

fn is_welcome(address: SocketAddr, headers: &HeaderMap) -> bool {
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    let Some(host) = text(&HOST).filter(|host| is_own_name(address, host)) else { return false };
    // What a browser sends with requests of scripts and forms.
    let own_origin = text(&ORIGIN).is_none_or(|origin| origin == format!("http://{host}"));
    // What it says of all requests: a link on another site may lead here, nothing else may.
    let from_elsewhere = matches!(text(&FETCH_SITE), Some("cross-site" | "same-site"));
    let is_link = text(&FETCH_MODE) == Some("navigate") && text(&FETCH_DEST) == Some("document");
    own_origin && (!from_elsewhere || is_link)
}

/// Whether the server may be called by this name: no other server can get an address or `localhost` for its
/// own, whatever it tells the browser's resolver.
fn is_own_name(address: SocketAddr, host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, port.parse().ok()),
        _ => (host, Some(80)),
    };
    let name = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    let known = match name.parse::<IpAddr>() {
        Ok(ip) => ip.is_loopback() || !address.ip().is_loopback(),
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    };
    known && port == Some(address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, head: &[(&'static str, &str)], expected: bool) {
        let mut headers = HeaderMap::new();
        for (name, value) in head {
            headers.insert(*name, value.parse().unwrap());
        }
        assert_eq!(is_welcome(address.parse().unwrap(), &headers), expected, "{address} {head:?}");
    }

    #[test]
    fn its_own_names_are_welcome_and_no_others() {
        for host in
            ["127.0.0.1:4000", "localhost:4000", "LOCALHOST:4000", "[::1]:4000", "127.1.2.3:4000"]
        {
            check("127.0.0.1:4000", &[("host", host)], true);
        }
        for host in [
            "attaquant.example:4000",
            "127.0.0.1",
            "127.0.0.1:81",
            "192.168.1.2:4000",
            "localhost.:4000",
            "",
            "[::1]",
        ] {
            check("127.0.0.1:4000", &[("host", host)], false);
        }
        check("127.0.0.1:80", &[("host", "localhost")], true);
        check("127.0.0.1:4000", &[], false);
    }

    #[test]
    fn an_address_that_the_user_chose_is_welcome() {
        check("0.0.0.0:4000", &[("host", "192.168.1.2:4000")], true);
        check("192.168.1.2:4000", &[("host", "192.168.1.2:4000")], true);
        check("0.0.0.0:4000", &[("host", "attaquant.example:4000")], false);
    }

    #[test]
    fn requests_of_other_sites_are_refused() {
        let host = ("host", "127.0.0.1:4000");
        let check = |more: &[(&'static str, &str)], expected| {
            check("127.0.0.1:4000", &[&[host], more].concat(), expected);
        };
        check(&[("origin", "http://127.0.0.1:4000")], true);
        check(&[("origin", "http://localhost:4000")], false);
        check(&[("origin", "https://attaquant.example")], false);
        check(&[("origin", "null")], false);
        check(&[("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "no-cors")], true);
        check(&[("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")], true);
        let navigate = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
        check(&[&navigate[..], &[("sec-fetch-dest", "document")]].concat(), true);
        check(&[&navigate[..], &[("sec-fetch-dest", "iframe")]].concat(), false);
        check(&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")], false);
        check(&[("sec-fetch-site", "same-site"), ("sec-fetch-mode", "no-cors")], false);
    }
}
