//! Files over HTTP, and time.

use futures::{FutureExt as _, future::LocalBoxFuture};
use gloo::{net::http::Request, timers::callback::Timeout};
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::RequestCache;

use crate::data::{Fetch, FetchError, Freshness};

/// Fetches with the browser's own cache.
#[derive(Debug, Clone, Copy)]
pub struct BrowserFetch;

impl Fetch for BrowserFetch {
    fn fetch(&self, url: String, freshness: Freshness) -> LocalBoxFuture<'static, Result<Vec<u8>, FetchError>> {
        let cache = match freshness {
            Freshness::Cached => RequestCache::Default,
            Freshness::Revalidated => RequestCache::NoCache,
            Freshness::Reloaded => RequestCache::Reload,
        };
        async move {
            let sent = Request::get(&url).cache(cache).send().await;
            let response = sent.ok().ok_or(FetchError::Network)?;
            if !response.ok() {
                return Err(FetchError::Status(response.status()));
            }
            response.binary().await.ok().ok_or(FetchError::Network)
        }
        .boxed_local()
    }

    fn pause(&self, milliseconds: u32) -> LocalBoxFuture<'static, ()> {
        async move {
            let over = Promise::new(&mut |resolve, _reject| {
                Timeout::new(milliseconds, move || drop(resolve.call0(&JsValue::UNDEFINED))).forget();
            });
            drop(JsFuture::from(over).await);
        }
        .boxed_local()
    }
}
