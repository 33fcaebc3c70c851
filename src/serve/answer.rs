//! Bytes as an answer to a browser.
//!
//! In: the content of an output and the head of a request. Out: the response: its type, its `ETag`, a part of
//! it where a part was asked for. Browsers keep nothing without asking again.

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;

/// What was asked for of a content.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    /// Nothing: the browser has it.
    Nothing,
    All,
    /// From the first byte to the one behind the last.
    Part(usize, usize),
    /// A part that is not there.
    Impossible,
}

/// The answer with the content of the output at `path`.
pub(super) fn answer(
    path: &str,
    bytes: Bytes,
    status: StatusCode,
    request: &HeaderMap,
) -> Response {
    let tag = format!("\"{:032x}\"", xxhash_rust::xxh3::xxh3_128(&bytes));
    let size = bytes.len();
    let wanted = if status == StatusCode::OK { wanted(size, &tag, request) } else { Wanted::All };
    let (status, body, range) = match wanted {
        Wanted::Nothing => (StatusCode::NOT_MODIFIED, Bytes::new(), None),
        Wanted::All => (status, bytes, None),
        Wanted::Part(start, end) => {
            let range = format!("bytes {start}-{}/{size}", end - 1);
            (StatusCode::PARTIAL_CONTENT, bytes.slice(start..end), Some(range))
        }
        Wanted::Impossible => {
            (StatusCode::RANGE_NOT_SATISFIABLE, Bytes::new(), Some(format!("bytes */{size}")))
        }
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    for (name, value) in [(ETAG, Some(tag)), (CONTENT_RANGE, range)] {
        // Both are made of digits.
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            headers.insert(name, value);
        }
    }
    response
}

fn wanted(size: usize, tag: &str, request: &HeaderMap) -> Wanted {
    let text = |name| request.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let knows = |list: &str| {
        list.split(',')
            .any(|it| matches!(it.trim(), "*") || it.trim().trim_start_matches("W/") == tag)
    };
    if text(IF_NONE_MATCH).is_some_and(knows) {
        return Wanted::Nothing;
    }
    // A part of what the content was before is of no use.
    let same = text(IF_RANGE).is_none_or(|known| known == tag);
    text(RANGE).filter(|_| same).and_then(|range| part(range, size)).unwrap_or(Wanted::All)
}

/// The part that `bytes=…` names; none where everything may be given instead: for several parts, and for
/// what cannot be read.
fn part(range: &str, size: usize) -> Option<Wanted> {
    let (first, last) = range.trim().strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| text.trim().parse::<usize>().ok();
    let (start, end) = match (first.trim(), last.trim()) {
        ("", last) => {
            (size.saturating_sub(number(last)?), if number(last)? == 0 { 0 } else { size })
        }
        (first, "") => (number(first)?, size),
        (first, last) if number(first)? <= number(last)? => {
            (number(first)?, size.min(number(last)?.saturating_add(1)))
        }
        _ => return None,
    };
    Some(if start < end { Wanted::Part(start, end) } else { Wanted::Impossible })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "wasm" => "application/wasm",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;

    use super::*;

    fn check(head: &[(HeaderName, &str)], expected: &Wanted) {
        let mut headers = HeaderMap::new();
        for (name, value) in head {
            headers.insert(name.clone(), value.parse().unwrap());
        }
        assert_eq!(wanted(100, "\"a\"", &headers), *expected, "{head:?}");
    }

    #[test]
    fn parts_are_given_as_they_are_asked_for() {
        check(&[(RANGE, "bytes=0-9")], &Wanted::Part(0, 10));
        check(&[(RANGE, "bytes=90-")], &Wanted::Part(90, 100));
        check(&[(RANGE, "bytes=-5")], &Wanted::Part(95, 100));
        check(&[(RANGE, "bytes=-500")], &Wanted::Part(0, 100));
        check(&[(RANGE, "bytes=50-5000")], &Wanted::Part(50, 100));
        check(&[(RANGE, "bytes=100-")], &Wanted::Impossible);
        check(&[(RANGE, "bytes=-0")], &Wanted::Impossible);
        for odd in ["bytes=9-0", "bytes=0-1,3-4", "lines=1-2", "bytes=x-y", "bytes=-", ""] {
            check(&[(RANGE, odd)], &Wanted::All);
        }
    }

    #[test]
    fn what_the_browser_has_is_not_sent_again() {
        check(&[(IF_NONE_MATCH, "\"a\"")], &Wanted::Nothing);
        check(&[(IF_NONE_MATCH, "\"b\", W/\"a\"")], &Wanted::Nothing);
        check(&[(IF_NONE_MATCH, "*")], &Wanted::Nothing);
        check(&[(IF_NONE_MATCH, "\"b\"")], &Wanted::All);
        check(&[(RANGE, "bytes=0-9"), (IF_RANGE, "\"a\"")], &Wanted::Part(0, 10));
        check(&[(RANGE, "bytes=0-9"), (IF_RANGE, "\"b\"")], &Wanted::All);
    }
}
