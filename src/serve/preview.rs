//! What the preview adds to a page: its script, what it asks the server, and what it is told.
//!
//! In: the site as it is now. Out: answers below [`ROOT`]. Pages are the build's but for one element at
//! their end, which loads the script; the script asks for all the rest.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::answer::answer;
use super::live::{Age, Live};
use super::{Peer, Server};
use crate::diagnostic::Diagnostic;
use crate::report::{MOST_SHOWN, Record, SourceFile, line_number, records};
use crate::span::FileId;
use crate::view::places::{PictureOf, Place};

/// Where the preview's own addresses begin: no académie and no page has such a name.
pub(super) const ROOT: &str = "/_pasapas/";

/// What is added to each page.
const ELEMENT: &str = "<script src=\"/_pasapas/preview.js\"></script>\n";
/// What the element loads, by name.
static FILES: [(&str, &str); 7] = [
    ("preview.js", include_str!("page/preview.js")),
    ("morph.js", include_str!("page/morph.js")),
    ("tools.js", include_str!("page/tools.js")),
    ("problems.js", include_str!("page/problems.js")),
    ("sources.js", include_str!("page/sources.js")),
    ("pixels.js", include_str!("page/pixels.js")),
    ("preview.css", include_str!("page/preview.css")),
];

/// The files that problems and places speak of.
type Sources<'s> = HashMap<FileId, SourceFile<'s>>;

/// What a page of the preview asks for.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    /// Its address, from the root of the server.
    page: String,
}

/// A place that somebody wants to edit.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    file: String,
    line: u32,
}

/// What a page of the preview is told.
#[derive(Serialize)]
struct Told<'a> {
    /// The number of the edition.
    edition: u64,
    /// How the page stands to its sources.
    age: Age,
    /// Why all of this may not be what the files say.
    trouble: Option<&'a str>,
    errors: usize,
    warnings: usize,
    /// Newest first: those of the page, and as many of the others as anybody reads.
    problems: Vec<ProblemTold<'a>>,
    places: Vec<PlaceTold<'a>>,
    /// Whether there is an editor to open files with.
    editor: bool,
}

#[derive(Serialize)]
struct ProblemTold<'a> {
    #[serde(flatten)]
    record: Record<'a>,
    /// The edition in which it was first seen.
    since: u64,
    /// Whether it is about something that this page shows.
    own: bool,
}

#[derive(Serialize)]
struct PlaceTold<'a> {
    id: Option<&'a str>,
    inside: &'a str,
    file: &'a str,
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<PictureTold<'a>>,
}

#[derive(Serialize)]
struct PictureTold<'a> {
    source: &'a str,
    part: (u32, u32, u32, u32),
}

/// A page with the element that loads the preview's script.
pub(super) fn with_script(page: &[u8]) -> Bytes {
    let end = b"</body>";
    let at = page.windows(end.len()).rposition(|window| window == end).unwrap_or(page.len());
    [&page[..at], ELEMENT.as_bytes(), &page[at..]].concat().into()
}

/// A file of the preview itself.
pub(super) async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    match FILES.iter().find(|(known, _)| *known == name) {
        Some((name, text)) => {
            answer(name, Bytes::from_static(text.as_bytes()), StatusCode::OK, &headers)
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The numbers of editions, the current one first.
pub(super) async fn events(
    State(server): State<Arc<Server>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let editions = WatchStream::new(server.editions.subscribe());
    let events =
        editions.map(|number| Ok(Event::default().event("edition").data(number.to_string())));
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// What the page that asks must know.
pub(super) async fn state(
    State(server): State<Arc<Server>>,
    peer: Peer,
    Query(asked): Query<Asked>,
) -> Response {
    server
        .read(move |live, server| {
            let path = super::output_path(live, &asked.page)
                .unwrap_or_else(|| super::NOT_FOUND.to_owned());
            Json(tell(live, &path, server.editor_for(peer).is_some())).into_response()
        })
        .await
}

/// Opens a file of the site in the user's editor.
pub(super) async fn open(
    State(server): State<Arc<Server>>,
    peer: Peer,
    Json(wanted): Json<Wanted>,
) -> StatusCode {
    let Some(editor) = server.editor_for(peer).cloned() else { return StatusCode::NOT_FOUND };
    let path = wanted.file;
    let file =
        server.read(move |live, _| live.has_file(&path).then(|| live.root.join(&path))).await;
    let Some(file) = file else { return StatusCode::NOT_FOUND };
    let opened = tokio::task::spawn_blocking(move || editor.open(&file, wanted.line)).await;
    if matches!(opened, Ok(Ok(()))) {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

fn tell(live: &Live, path: &str, editor: bool) -> serde_json::Value {
    let shown = live.page(path);
    let (places, age, rendering) = match &shown {
        Some(shown) => (&shown.page.places[..], shown.age, &shown.problems[..]),
        None => (&[][..], Age::Fresh, &[][..]),
    };
    let spans = places.iter().map(|place| place.span);
    let wrong = live.problems().iter().filter_map(|problem| problem.diagnostic.span);
    let ids = spans.chain(wrong).chain(rendering.iter().filter_map(|it| it.span));
    let sources = live.sources(&ids.map(|span| span.file).collect());
    let (errors, warnings) = live.counts();
    let failed = rendering.iter().filter(|it| it.is_error()).count();
    let told = Told {
        edition: live.number,
        age,
        trouble: live.trouble(),
        errors: errors + failed,
        warnings: warnings + rendering.len() - failed,
        problems: tell_problems(live, rendering, places, &sources),
        places: places.iter().filter_map(|place| tell_place(place, &sources)).collect(),
        editor,
    };
    serde_json::to_value(&told).expect("what is told holds only texts, numbers and lists")
}

fn tell_problems<'s>(
    live: &'s Live,
    rendering: &'s [Diagnostic],
    places: &[Place],
    sources: &Sources<'s>,
) -> Vec<ProblemTold<'s>> {
    let own: HashSet<FileId> = places.iter().map(|place| place.span.file).collect();
    let is_own = |it: &Diagnostic| {
        it.span.is_none_or(|span| own.contains(&span.file))
            || (live.is_all_broken() && it.is_error())
    };
    let now = live.number;
    let all = rendering
        .iter()
        .map(|it| (it, now, true))
        .chain(live.problems().iter().map(|it| (&it.diagnostic, it.since, is_own(&it.diagnostic))));
    let mut others = 0;
    let wanted = all.filter(|(_, _, own)| {
        others += usize::from(!own);
        *own || others <= MOST_SHOWN
    });
    let told = |(diagnostic, since, own): (&'s Diagnostic, u64, bool)| {
        let found = records(std::slice::from_ref(diagnostic), &|id| sources.get(&id).copied());
        found.into_iter().map(move |record| ProblemTold { record, since, own })
    };
    wanted.flat_map(told).collect()
}

/// None where the text cannot be read any more.
fn tell_place<'s>(place: &'s Place, sources: &Sources<'s>) -> Option<PlaceTold<'s>> {
    let source = sources.get(&place.span.file)?;
    let picture =
        |picture: &'s PictureOf| PictureTold { source: &picture.source, part: picture.part };
    Some(PlaceTold {
        id: place.id.as_deref(),
        inside: &place.inside,
        file: source.path,
        line: line_number(source.text?, place.span.start),
        picture: place.picture.as_ref().map(picture),
    })
}
