//! What the page says about where things are, in `meta` elements.

/// Where the app and its files live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Path of the site, ending in `/`.
    pub base: String,
    /// Address of the folder with `latest.json`, ending in `/`.
    pub data: String,
}

impl Settings {
    /// Reads the page; what it does not say is as on a site at the root of its host.
    pub fn read() -> Self {
        Self {
            base: meta("naerblik:base").unwrap_or_else(|| "/".to_owned()),
            data: meta("naerblik:data").unwrap_or_else(|| "/data/".to_owned()),
        }
    }
}

fn meta(name: &str) -> Option<String> {
    let document = web_sys::window()?.document()?;
    let element = document.query_selector(&format!("meta[name='{name}']")).ok()??;
    element.get_attribute("content").filter(|content| !content.is_empty())
}
