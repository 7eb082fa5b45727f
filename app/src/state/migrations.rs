//! Old links keep working: each change of a parameter's name or value adds a rule here, and none is ever removed.

/// A pair of parameter and value as a link has it, decoded.
pub type Pair = (String, String);

/// Rewrites pairs of older links; applying it twice changes nothing more.
pub fn migrate(pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.into_iter().map(rename).collect()
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

    #[test]
    fn migrating_twice_changes_nothing_more() {
        let pairs: Vec<Pair> = ["care-home", "view", "area", ""].map(|name| (name.to_owned(), "x".to_owned())).to_vec();
        let once = migrate(pairs);
        assert_eq!(migrate(once.clone()), once);
    }
}
