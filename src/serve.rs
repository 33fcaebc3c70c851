//! The preview: a site's pages from memory, in a browser on the same computer.
//!
//! In: a site's folder. Out: a server that answers with what a build would write, and tells open pages when the
//! site has changed. It compiles as a build does, with a memo that stays, and renders what is asked for.
//! Nothing is written anywhere; no address of a request becomes the path of a file; no other computer
//! and no other site is answered unless the user asks for it.
//!
//! A thread waits for changes and compiles; requests read what is there, and wait while it is being
//! replaced, so that whoever asks after a change has the new page.

#![expect(clippy::disallowed_methods, reason = "the edge: measures time")]

mod address;
mod answer;
mod editor;
mod guard;
mod kept;
mod listen;
mod live;
mod preview;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::header::{HeaderValue, LOCATION};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use percent_encoding::percent_decode_str;
use tokio::sync::watch::Sender;

pub use editor::{Editor, parse_editor};

use crate::diagnostic::Warned;
use crate::reason::reason;
use crate::report::Style;
use crate::watch::{Changes, Watch, watch};
use address::{addresses, bind};
use answer::answer;
use guard::{Guard, guard};
use listen::{PATIENCE, listen};
use live::{Live, Printer};

/// The page for addresses that do not exist.
const NOT_FOUND: &str = "404.html";
/// What the caller decides.
#[derive(Clone, Debug)]
pub struct Options {
    /// The site's folder.
    pub root: PathBuf,
    /// Whether drafts are part of the site.
    pub drafts: bool,
    /// Where to listen.
    pub address: IpAddr,
    /// The port; without, the first free one from 4000 on.
    pub port: Option<u16>,
    /// How long nothing must happen before changes are taken.
    pub quiet: Duration,
    /// How often to look for changes, for who does not trust the system to tell.
    pub poll: Option<Duration>,
    /// What opens files of the site.
    pub editor: Option<Editor>,
}

/// What happens while the preview runs.
#[derive(Debug)]
pub enum Told<'t> {
    /// The site was compiled.
    Edition(Edition<'t>),
    /// The server answers.
    Ready {
        /// Its address on this computer.
        here: &'t str,
        /// Its address for others, where it answers them too.
        network: Option<&'t str>,
    },
    /// Changes are looked for in intervals.
    Looking {
        /// How long they are.
        every: Duration,
        /// Why, unless it was asked for.
        why: Option<&'t str>,
    },
    /// The preview may not be what the files say, for this reason.
    Trouble(&'t str),
}

/// The site, compiled.
#[derive(Clone, Copy, Debug)]
pub struct Edition<'t>(&'t Live);

/// Whoever is told.
pub type Tell = dyn Fn(&Told<'_>) + Send + Sync;

/// The other end of a connection.
type Peer = ConnectInfo<SocketAddr>;

/// What requests share.
struct Server {
    live: RwLock<Live>,
    /// The number of the newest edition.
    editions: Sender<u64>,
    editor: Option<Editor>,
}

/// Serves the site until the user or the system stops it.
pub fn serve(options: Options, tell: &Arc<Tell>) -> io::Result<()> {
    let listener = bind(options.address, options.port)?;
    let address = listener.local_addr()?;
    // What changes while the site is read for the first time counts as well.
    let watch = watch(&options.root, options.quiet, options.poll);
    if let Some((every, why)) = watch.as_ref().ok().and_then(Watch::looks) {
        tell(&Told::Looking { every, why });
    }
    let live = Live::open(options.root, options.drafts);
    tell(&Told::Edition(Edition(&live)));
    let (here, network) = addresses(address);
    let url = |address: SocketAddr| format!("http://{address}{}", live.base());
    let (here, network) = (url(here), network.map(url));
    let editions = Sender::new(live.number);
    let server = Arc::new(Server { live: RwLock::new(live), editions, editor: options.editor });
    follow(Arc::clone(&server), watch, Arc::clone(tell));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let app = router(server, address);
        tell(&Told::Ready { here: &here, network: network.as_deref() });
        tokio::select! {
            done = listen(listener, app, PATIENCE) => done,
            done = stopped() => done,
        }
    });
    // Pages that are open hold their connections, and would do so for ever.
    runtime.shutdown_background();
    done
}

/// Ctrl-C, or whatever else the system asks to stop with.
async fn stopped() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut hang_up = signal(SignalKind::hangup())?;
        tokio::select! {
            done = tokio::signal::ctrl_c() => done,
            _ = terminate.recv() => Ok(()),
            _ = hang_up.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// Compiles after each change, on a thread of its own that ends with the program.
fn follow(server: Arc<Server>, watch: notify::Result<Watch>, tell: Arc<Tell>) {
    std::thread::spawn(move || {
        let done = watch.and_then(|mut watch| {
            loop {
                let links = server.look(|live| live.links().to_owned());
                let changes = if watch.watch_links(&links)? {
                    Changes::Anywhere
                } else {
                    let Some(changes) = watch.wait()? else { return Ok(()) };
                    changes
                };
                update(&server, &changes, &*tell);
            }
        });
        if let Err(error) = done {
            let why = why_blind(&error);
            tell(&Told::Trouble(&why));
            server.change(|live| live.fail(why));
        }
    });
}

fn update(server: &Server, changes: &Changes, tell: &Tell) {
    // A fault of ours must not end the preview: the next save may be free of it.
    let updated = catch_unwind(AssertUnwindSafe(|| {
        server.live.write().unwrap_or_else(PoisonError::into_inner).update(changes)
    }));
    match updated {
        Ok(false) => {}
        Ok(true) => {
            server.editions.send_replace(server.look(|live| live.number));
            server.look(|live| tell(&Told::Edition(Edition(live))));
        }
        Err(_) => {
            tell(&Told::Trouble(FAULT));
            server.change(|live| live.fail(FAULT.to_owned()));
        }
    }
}

/// What is said of a fault of pasapas itself.
const FAULT: &str = "pasapas n’a pas pu mettre à jour le site : c’est un défaut de pasapas. L’aperçu montre encore \
    l’état d’avant ; le prochain enregistrement fera un nouvel essai.";

fn why_blind(error: &notify::Error) -> String {
    let why = match &error.kind {
        notify::ErrorKind::Io(error) => reason(error),
        notify::ErrorKind::PathNotFound => "le dossier du site n’est plus là".to_owned(),
        notify::ErrorKind::MaxFilesWatch => {
            "le système ne peut pas surveiller autant de dossiers".to_owned()
        }
        _ => error.to_string(),
    };
    format!("Les changements ne peuvent plus être suivis : {why}. Relancez « pasapas serve ».")
}

fn router(server: Arc<Server>, address: SocketAddr) -> Router {
    let at = |name: &str| format!("{}{name}", preview::ROOT);
    Router::new()
        .route(&at("state"), get(preview::state))
        .route(&at("events"), get(preview::events))
        .route(&at("open"), post(preview::open))
        .route(&at("{name}"), get(preview::file))
        .fallback(output)
        .layer(from_fn_with_state(Guard { address }, guard))
        .with_state(server)
}

/// The answer with an output of the site.
async fn output(
    State(server): State<Arc<Server>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = uri.path().to_owned();
    let printer = server.read(move |live, _| live.printer(&output_path(live, &path)?)).await;
    match printer {
        Some(printer) => print(&server, printer, headers).await,
        None => server.read(move |live, _| respond(live, &uri, &headers)).await,
    }
}

/// The answer with a handout, made now if need be; while that takes time, the site goes on.
async fn print(server: &Arc<Server>, printer: Printer, headers: HeaderMap) -> Response {
    let done = tokio::task::spawn_blocking(move || printer.print()).await;
    let Warned { value, diagnostics } = match done {
        Ok(done) => done,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    };
    if let Some(pdf) = value {
        return answer("handout.pdf", pdf, StatusCode::OK, &headers);
    }
    let why = server.read(move |live, _| live.report(&diagnostics, Style::Plain)).await;
    answer("why.txt", why.into(), StatusCode::INTERNAL_SERVER_ERROR, &headers)
}

fn respond(live: &Live, uri: &Uri, headers: &HeaderMap) -> Response {
    if let Some(address) = moved(live, uri) {
        return redirect(&address);
    }
    let path = output_path(live, uri.path());
    if let Some(path) = &path {
        let page = || live.page(path).map(|it| preview::with_script(&it.page.bytes));
        let bytes = if is_page(path) { page() } else { live.file(path) };
        if let Some(bytes) = bytes {
            return answer(path, bytes, StatusCode::OK, headers);
        }
    }
    let page = live.page(NOT_FOUND).map_or_else(|| Bytes::from_static(NO_SITE), |it| it.page.bytes);
    answer(NOT_FOUND, preview::with_script(&page), StatusCode::NOT_FOUND, headers)
}

/// What is shown while there is not one good page.
static NO_SITE: &[u8] = "<!doctype html>\n<html lang=\"fr\">\n<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
    <title>Aperçu</title>\n<body>\n<main>\n<h1>Il n’y a pas encore de page à montrer.</h1>\n\
    <p>Corrigez les erreurs du site : cette page se mettra à jour toute seule.</p>\n</main>\n</body>\n</html>\n"
    .as_bytes();

/// Whether what stands at this path is a page.
fn is_page(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending == "html")
}

/// The path of an output for an address of the server; none outside the site.
fn output_path(live: &Live, address: &str) -> Option<String> {
    let path = below(live.base(), address)?;
    Some(if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path })
}

/// What follows the address of the site's folder; browsers and people do not encode the same letters.
fn below(base: &str, address: &str) -> Option<String> {
    let decoded = |text| percent_decode_str(text).decode_utf8();
    let (base, address) = (decoded(base).ok()?, decoded(address).ok()?);
    address.strip_prefix(&*base).map(str::to_owned)
}

/// Where an address leads that lacks its last slash, or lies outside the folder of the site.
fn moved(live: &Live, uri: &Uri) -> Option<String> {
    let (base, path) = (live.base(), uri.path());
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let lacks_slash = || below(base, &format!("{path}/")).is_some_and(|inner| inner.is_empty());
    if base != "/" && (path == "/" || lacks_slash()) {
        return Some(format!("{base}{query}"));
    }
    let inner = below(base, path)?;
    let is_folder =
        !inner.is_empty() && !inner.ends_with('/') && live.has(&format!("{inner}/index.html"));
    is_folder.then(|| format!("{path}/{query}"))
}

fn redirect(address: &str) -> Response {
    let mut response = StatusCode::TEMPORARY_REDIRECT.into_response();
    if let Ok(address) = HeaderValue::from_str(address) {
        response.headers_mut().insert(LOCATION, address);
    }
    response
}

impl Server {
    /// Does something with the site as it is now, on a thread that may take its time.
    async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Live, &Self) -> T + Send + 'static,
    ) -> T {
        let server = Arc::clone(self);
        let done =
            tokio::task::spawn_blocking(move || server.look(|live| work(live, &server))).await;
        match done {
            Ok(done) => done,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }

    /// What opens files, for who sits at this computer.
    fn editor_for(&self, ConnectInfo(peer): Peer) -> Option<&Editor> {
        self.editor.as_ref().filter(|_| peer.ip().to_canonical().is_loopback())
    }

    /// Changes what is shown, and tells the pages.
    fn change(&self, change: impl FnOnce(&mut Live)) {
        let mut live = self.live.write().unwrap_or_else(PoisonError::into_inner);
        change(&mut live);
        self.editions.send_replace(live.number);
    }

    fn look<T>(&self, work: impl FnOnce(&Live) -> T) -> T {
        work(&self.live.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Edition<'_> {
    /// From 1; each change makes one.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.0.number
    }

    /// How long it took to read and compile.
    #[must_use]
    pub fn took(&self) -> Duration {
        self.0.took
    }

    /// How many errors and warnings there are.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        self.0.counts()
    }

    /// What is wrong and was not before, drawn; empty when there is nothing new.
    #[must_use]
    pub fn report(&self, style: Style) -> String {
        self.0.report_new(style)
    }
}
