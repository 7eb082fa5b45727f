//! What every answer says besides its bytes: type, caching, security.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderValue, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};

/// What the page may load, and from where. Only our own origin; wasm, but no eval; no inline script or style.
const POLICY: &[&str] = &[
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
];

/// The policy as `index.html` carries it, so that the page is as strict on a host that sends no headers.
pub(crate) fn policy_in_page() -> String {
    POLICY.join("; ")
}

/// The policy as a header. Others may frame the site, which a page cannot say about itself.
fn policy_in_header() -> String {
    format!("{}; frame-ancestors *", policy_in_page())
}

/// Adds what we promise to an answer for `file`, a path below the site's folder.
pub(crate) fn add(headers: &mut HeaderMap, file: &str) {
    if let Some(kind) = media_type(file) {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching(file)));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Ok(policy) = HeaderValue::from_str(&policy_in_header()) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
}

/// The types we rely on, so that none depends on a table of somebody else.
fn media_type(file: &str) -> Option<&'static str> {
    let (_, extension) = file.rsplit_once('.')?;
    match extension {
        "arrow" => Some("application/vnd.apache.arrow.file"),
        "css" => Some("text/css; charset=utf-8"),
        "geojson" => Some("application/geo+json"),
        "html" => Some("text/html; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "json" => Some("application/json"),
        "md" | "txt" => Some("text/plain; charset=utf-8"),
        "png" => Some("image/png"),
        "svg" => Some("image/svg+xml"),
        "wasm" => Some("application/wasm"),
        "webmanifest" => Some("application/manifest+json"),
        "woff2" => Some("font/woff2"),
        _ => None,
    }
}

/// A name that holds a digest never changes its content; everything else is asked for again.
fn caching(file: &str) -> &'static str {
    let is_named_by_content =
        ["/assets/", "/data/data/", "/data/manifests/"].iter().any(|folder| file.starts_with(folder));
    if is_named_by_content { "public, max-age=31536000, immutable" } else { "no-cache" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_digest_are_cached_for_good() {
        for file in ["/index.html", "/data/latest.json", "/favicon.svg", "/sw.js"] {
            assert_eq!(caching(file), "no-cache", "{file}");
        }
        for file in ["/assets/app-A.js", "/data/data/ab.arrow", "/data/manifests/1.json"] {
            assert!(caching(file).ends_with("immutable"), "{file}");
        }
    }

    #[test]
    fn the_policy_allows_neither_inline_code_nor_other_origins() {
        let policy = policy_in_header();
        assert!(!policy.contains("unsafe-inline") && !policy.contains("http"));
        assert_eq!(policy.matches("unsafe-eval").count(), 1);
        assert!(policy.contains("'wasm-unsafe-eval'"));
    }

    #[test]
    fn the_page_leaves_out_what_a_page_cannot_say() {
        assert!(!policy_in_page().contains("frame-ancestors"));
        assert!(policy_in_header().ends_with("frame-ancestors *"));
    }
}
