//! Fetches the outlines once.

use std::cell::RefCell;
use std::sync::Arc;

use gloo::net::http::Request;
use leptos::prelude::document;

use super::shapes::{self, Shapes};

/// Why there are no outlines.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum LoadShapesError {
    /// The file did not arrive.
    #[error("the municipality outlines cannot be fetched: {reason}")]
    Fetch {
        /// What the browser or the server said.
        reason: String,
    },
    /// The file is not what the map can draw.
    #[error(transparent)]
    Read(#[from] shapes::ShapesError),
}

thread_local! {
    static LOADED: RefCell<Option<Arc<Shapes>>> = const { RefCell::new(None) };
}

/// The outlines; fetched at the first call and again after a failure.
pub(super) async fn shapes() -> Result<Arc<Shapes>, LoadShapesError> {
    if let Some(loaded) = LOADED.with_borrow(Clone::clone) {
        return Ok(loaded);
    }
    let text = fetch(&format!("{}municipality_shapes.geojson", base())).await?;
    let loaded = Arc::new(shapes::read(&text)?);
    LOADED.set(Some(Arc::clone(&loaded)));
    Ok(loaded)
}

async fn fetch(address: &str) -> Result<String, LoadShapesError> {
    let failed = |error: gloo::net::Error| LoadShapesError::Fetch { reason: error.to_string() };
    let answer = Request::get(address).send().await.map_err(failed)?;
    if !answer.ok() {
        return Err(LoadShapesError::Fetch { reason: format!("status {}", answer.status()) });
    }
    answer.text().await.map_err(failed)
}

/// Where the site's files lie: a folder with a slash at its end.
fn base() -> String {
    let meta = document().query_selector(r#"meta[name="naerblik:base"]"#).ok().flatten();
    meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_else(|| "/".to_owned())
}
