//! Fills `index.html`: plain replacement of `{{name}}`, and nothing may be left over.

use std::path::Path;

use crate::error::SiteError;

/// Replaces each `{{name}}` by its value.
///
/// # Errors
/// `Malformed` when the template names something that has no value.
pub(crate) fn fill(template: &str, values: &[(&str, &str)], path: &Path) -> Result<String, SiteError> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, behind) = after.split_once("}}").ok_or_else(|| malformed(path, "expected `}}` after `{{`"))?;
        let (_, value) = values
            .iter()
            .find(|(known, _)| *known == name.trim())
            .ok_or_else(|| malformed(path, &format!("no value for `{{{{{name}}}}}`")))?;
        filled.push_str(before);
        filled.push_str(value);
        rest = behind;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn malformed(path: &Path, reason: &str) -> SiteError {
    SiteError::Malformed { path: path.to_owned(), reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(template: &str) -> Result<String, String> {
        fill(template, &[("base", "/"), ("app", "a.js")], Path::new("i")).map_err(|error| error.to_string())
    }

    #[test]
    fn names_are_replaced_wherever_they_stand() {
        let filled = check("<a href=\"{{base}}assets/{{ app }}\">{{base}}</a>").unwrap();
        assert_eq!(filled, "<a href=\"/assets/a.js\">/</a>");
    }

    #[test]
    fn a_name_without_a_value_is_an_error_that_names_it() {
        let error = check("{{apq}}").unwrap_err();
        assert_eq!(error, "`i` is malformed: no value for `{{apq}}`");
    }
}
