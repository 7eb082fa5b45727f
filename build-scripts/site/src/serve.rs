//! A small web server for the assembled site, on the loopback address.

use std::io::{self, ErrorKind};
use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use tokio::net::TcpListener;
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

use crate::arguments::ServeOptions;
use crate::error::SiteError;
use crate::headers;
use crate::route::{self, Base};

/// Serves until Ctrl-C; prints the address when it is ready.
///
/// # Errors
/// `PortInUse`, or the system's reason why the server stopped.
pub(crate) fn run(options: &ServeOptions) -> Result<(), SiteError> {
    let index = options.root.join("index.html");
    std::fs::metadata(&index).map_err(SiteError::file("read", &index))?;
    tokio::runtime::Runtime::new().map_err(|source| SiteError::Server { source })?.block_on(serve(options))
}

async fn serve(options: &ServeOptions) -> Result<(), SiteError> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await.map_err(|source| refused(options.port, source))?;
    let address = listener.local_addr().map_err(|source| SiteError::Server { source })?;
    announce(&format!("http://{address}{}", options.base.as_str()));
    axum::serve(listener, router(options))
        .with_graceful_shutdown(interrupted())
        .await
        .map_err(|source| SiteError::Server { source })
}

fn refused(port: u16, source: io::Error) -> SiteError {
    if source.kind() == ErrorKind::AddrInUse { SiteError::PortInUse { port } } else { SiteError::Server { source } }
}

#[expect(clippy::print_stdout, reason = "the line that a person clicks and tests wait for")]
fn announce(address: &str) {
    println!("Nærblik is served at {address} (Ctrl-C ends it)");
}

/// A signal that cannot be awaited must not end the server at once.
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[derive(Clone)]
struct Site {
    files: ServeDir,
    base: Base,
}

fn router(options: &ServeOptions) -> Router {
    let files =
        ServeDir::new(&options.root).append_index_html_on_directories(false).precompressed_br().precompressed_gzip();
    let site = Site { files, base: options.base.clone() };
    Router::new().fallback(answer).with_state(Arc::new(site))
}

async fn answer(State(site): State<Arc<Site>>, mut request: Request) -> Response {
    let file = route::file_for(&site.base, request.uri().path());
    let target = file.as_deref().and_then(|file| file.parse::<Uri>().ok());
    let (Some(file), Some(target)) = (file, target) else {
        return not_found();
    };
    *request.uri_mut() = target;
    let Ok(found) = site.files.clone().oneshot(request).await;
    if found.status() == StatusCode::NOT_FOUND {
        return not_found();
    }
    let mut response = found.map(Body::new);
    headers::add(response.headers_mut(), &file);
    response
}

fn not_found() -> Response {
    let mut response = (StatusCode::NOT_FOUND, "not found\n").into_response();
    headers::add(response.headers_mut(), "not-found.txt");
    response
}

#[cfg(test)]
mod tests {
    use std::fs;

    use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};

    use super::*;

    /// Status, type, encoding and caching of an answer for a browser that understands brotli.
    fn check(path: &str, expected: &str) {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str| {
            let file = folder.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "x").unwrap();
        };
        ["index.html", "assets/w-A.wasm", "assets/w-A.wasm.br", "data/data/ab.arrow"].into_iter().for_each(write);
        let options = ServeOptions { root: folder.path().to_owned(), port: 0, base: Base::default() };
        let request = Request::builder().uri(path).header("accept-encoding", "gzip, br").body(Body::empty()).unwrap();
        let response = tokio::runtime::Runtime::new().unwrap().block_on(router(&options).oneshot(request)).unwrap();
        let header = |name| response.headers().get(name).map_or("-", |value| value.to_str().unwrap());
        let found = format!(
            "{} {} {} {}",
            response.status().as_u16(),
            header(CONTENT_TYPE),
            header(CONTENT_ENCODING),
            header(CACHE_CONTROL)
        );
        assert_eq!(found, expected, "{path}");
        assert!(response.headers().contains_key("content-security-policy"));
        assert_eq!(header(axum::http::header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    }

    #[test]
    fn a_view_answers_with_the_shell_that_is_never_cached() {
        check("/da/conditions?area=0101", "200 text/html; charset=utf-8 - no-cache");
    }

    #[test]
    fn an_asset_comes_compressed_with_its_own_type_and_stays_for_good() {
        let forever = "public, max-age=31536000, immutable";
        check("/assets/w-A.wasm", &format!("200 application/wasm br {forever}"));
        check("/data/data/ab.arrow", &format!("200 application/vnd.apache.arrow.file - {forever}"));
    }

    #[test]
    fn a_missing_file_is_a_404_and_not_a_page() {
        let missing = "404 text/plain; charset=utf-8 - no-cache";
        check("/assets/gone.js", missing);
        check("/da/gone.js", missing);
        check("/../Cargo.toml", missing);
    }
}
