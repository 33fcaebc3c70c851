//! Connections to the preview.
//!
//! In: a listener, and what answers requests. Out: answers. A request whose head does not come in time ends its
//! connection, and only so many are open at once: who sends half of something holds nothing for long.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// How long the head of a request may take, and how long its content.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
/// The most connections at once: a browser has six for each of its windows, and one that listens for each page.
const MOST: usize = 256;
/// How long to wait when the system has no more connections to give.
const PAUSE: Duration = Duration::from_millis(100);

/// Answers until the program ends.
pub(super) async fn listen(
    listener: TcpListener,
    app: Router,
    patience: Duration,
) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(MOST));
    loop {
        let place = Arc::clone(&places).acquire_owned().await.map_err(io::Error::other)?;
        let Ok((stream, peer)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let app = app.clone().layer(Extension(ConnectInfo(peer)));
        tokio::spawn(async move {
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(patience)
                .serve_connection(TokioIo::new(stream), TowerToHyperService::new(app));
            // Whoever left early has nobody to be told.
            _ = connection.await;
            drop(place);
        });
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{SocketAddr, TcpStream};

    use axum::routing::get;

    use super::*;

    /// A server that answers "hello" and waits 50 ms for the rest of a request.
    fn server() -> SocketAddr {
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async move {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                let app = Router::new().route("/", get(async || "hello"));
                listen(listener, app, Duration::from_millis(50)).await
            })
        });
        told.recv().unwrap()
    }

    /// What comes back until the server ends the connection.
    fn answer(request: &str) -> String {
        let mut stream = TcpStream::connect(server()).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        // A connection that is reset has ended as well.
        _ = stream.read_to_string(&mut answer);
        answer
    }

    #[test]
    fn half_of_a_request_ends_its_connection_and_a_whole_one_is_answered() {
        for half in ["", "GE", "GET / HTTP/1.1", "GET / HTTP/1.1\r\nhost: localhost\r\nx: "] {
            assert!(!answer(half).contains("hello"), "{half}");
        }
        assert!(answer("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").contains("hello"));
    }
}
