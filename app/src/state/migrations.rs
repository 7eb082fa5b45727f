//! Old links keep working: each change of an address or of a parameter's name or value adds a rule here, and none is
//! ever removed. `tests/fixtures/links.txt` lists links and what they must open.

use super::{
    place::{Place, split_language},
    view_state::Parameter,
};
use crate::i18n::Language;

/// A pair of parameter and value as a link has it, decoded.
pub type Pair = (String, String);

/// Rewrites pairs of older links; applying it twice changes nothing more.
pub fn migrate(pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.into_iter().map(rename).collect()
}

/// Where an address of an older site, or a short one, leads; `None` when it is a page's own address, or nobody's.
///
/// Takes and gives the path below the base. Addresses without a language lead to the Danish page. The figure page was
/// the front page once: links to it are known by their parameters.
pub fn forward(path: &str, query: &str) -> Option<String> {
    let (language, rest) = split_language(path);
    let place = match Place::parse_rest(rest)? {
        Place::Front if asks_for_a_figure(query) => Place::Figure,
        _ if language.is_some() => return None,
        other => other,
    };
    let path = place.path(language.unwrap_or(Language::Danish));
    let query = query.trim_start_matches('?');
    Some(if query.is_empty() { path } else { format!("{path}?{query}") })
}

fn asks_for_a_figure(query: &str) -> bool {
    let names = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    let pairs = migrate(names.map(|(name, value)| (name.to_owned(), value.to_owned())).collect());
    pairs.iter().any(|(name, _)| Parameter::ALL.into_iter().any(|parameter| parameter.name() == name))
}

/// Names and values that links of the file interface use (`nightly query` has the dimensions' full names).
fn rename((name, value): Pair) -> Pair {
    let name = match name.as_str() {
        "care-home" => "home".to_owned(),
        "view" => "tab".to_owned(),
        _ => name,
    };
    (name, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_names_of_dimensions_work_too() {
        let pair = |name: &str| (name.to_owned(), "own-home".to_owned());
        assert_eq!(migrate(vec![pair("care-home")]), [pair("home")]);
    }

    /// The address that a link ends at, with its query as the app would write it.
    fn lands(link: &str) -> String {
        use crate::state::ViewState;
        let (path, query) = link.trim_start_matches('/').split_once('?').unwrap_or((link.trim_start_matches('/'), ""));
        let to = forward(path, query).unwrap_or_else(|| format!("{path}?{query}"));
        assert_eq!(to.split_once('?').and_then(|(path, query)| forward(path, query)), None, "{link} ends somewhere");
        let (path, query) = to.split_once('?').unwrap_or((&to, ""));
        assert!(Place::parse(path).is_some(), "{link} leads nowhere");
        let parsed = ViewState::from_query(query);
        assert_eq!(parsed.issues, [], "{link}");
        let query = parsed.state.to_query();
        if query.is_empty() { format!("/{path}") } else { format!("/{path}?{query}") }
    }

    #[test]
    fn every_link_that_was_ever_given_out_leads_where_it_must() {
        let list = include_str!("../../../tests/fixtures/links.txt");
        let lines = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut checked = 0;
        for line in lines {
            let parts: Vec<&str> = line.split(" | ").map(str::trim).collect();
            let [link, address, _heading] = parts.as_slice() else { panic!("no link, address and heading in: {line}") };
            assert_eq!(lands(link), *address, "{link}");
            checked += 1;
        }
        assert!(checked >= 20, "only {checked} links");
    }

    #[test]
    fn an_address_that_leads_nowhere_is_not_forwarded() {
        for path in ["nowhere", "da/nowhere", "area/", "da/area/0573/x"] {
            assert_eq!(forward(path, "code=I4.4"), None, "{path}");
        }
    }

    #[test]
    fn parameters_of_others_do_not_make_a_figure() {
        assert_eq!(forward("da/", "utm_source=mail"), None);
        assert_eq!(forward("", "utm_source=mail").as_deref(), Some("da/?utm_source=mail"));
    }

    #[test]
    fn migrating_twice_changes_nothing_more() {
        let pairs: Vec<Pair> = ["care-home", "view", "area", ""].map(|name| (name.to_owned(), "x".to_owned())).to_vec();
        let once = migrate(pairs);
        assert_eq!(migrate(once.clone()), once);
    }
}
