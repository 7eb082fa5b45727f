//! Which file answers which path.

use std::str::FromStr;

/// Where on its host the site lives: `/`, or a folder like `/naerblik/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Base(String);

impl Base {
    /// Begins and ends with a slash.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Base {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl FromStr for Base {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_plain = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.'));
        if text.starts_with('/') && text.ends_with('/') && is_plain && !text.contains("..") {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!("expected a base like `/naerblik/`, found `{text}`"))
        }
    }
}

/// The path of the file, below the site's folder, that answers a request; `None` outside the base.
///
/// Views live in the app (`/da/...`, `/en/...`): each answers with the shell. So do their short addresses without a
/// language, which the app forwards.
/// A name with an extension never does, so that a missing file is a 404 and not a page.
pub(crate) fn file_for(base: &Base, path: &str) -> Option<String> {
    let below = path.strip_prefix(base.as_str())?;
    if is_view(below) { Some("/index.html".to_owned()) } else { Some(format!("/{below}")) }
}

fn is_view(below: &str) -> bool {
    let mut segments = below.split('/');
    let first = segments.next().unwrap_or_default();
    let last = below.rsplit('/').next().unwrap_or_default();
    matches!(first, "" | "da" | "en" | "figure" | "area" | "method" | "accessibility")
        && !last.contains('.')
        && !below.starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(base: &str, path: &str, expected: Option<&str>) {
        let base: Base = base.parse().unwrap();
        assert_eq!(file_for(&base, path).as_deref(), expected, "{path}");
    }

    #[test]
    fn a_view_answers_with_the_shell() {
        check("/", "/", Some("/index.html"));
        check("/", "/da", Some("/index.html"));
        check("/", "/en/area/0101", Some("/index.html"));
        check("/", "/da/figure", Some("/index.html"));
    }

    #[test]
    fn a_short_address_answers_with_the_shell_too() {
        for path in ["/figure", "/area/0573", "/method", "/accessibility"] {
            check("/", path, Some("/index.html"));
        }
    }

    #[test]
    fn a_file_answers_with_itself_even_below_a_language() {
        check("/", "/assets/app-ABC.js", Some("/assets/app-ABC.js"));
        check("/", "/da/missing.js", Some("/da/missing.js"));
        check("/", "/data/latest.json", Some("/data/latest.json"));
    }

    #[test]
    fn an_unknown_first_segment_is_no_view() {
        check("/", "/admin", Some("/admin"));
        check("/", "//da", Some("//da"));
    }

    #[test]
    fn a_base_is_stripped_and_required() {
        check("/naerblik/", "/naerblik/da/", Some("/index.html"));
        check("/naerblik/", "/naerblik/favicon.svg", Some("/favicon.svg"));
        check("/naerblik/", "/da/", None);
    }
}
