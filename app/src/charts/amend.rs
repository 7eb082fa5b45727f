//! Adds to an option what charming has no setter for.

use serde_json::Value;

/// Merges `patch` into `option`: objects key by key, everything else replaced.
pub(super) fn amend(option: &mut Value, patch: Value) {
    match (option, patch) {
        (Value::Object(own), Value::Object(more)) => {
            for (key, value) in more {
                amend(own.entry(key).or_insert(Value::Null), value);
            }
        }
        (own, value) => *own = value,
    }
}

/// Merges `patch` into the series with that `id`; without one nothing changes.
pub(super) fn amend_series(option: &mut Value, id: &str, patch: Value) {
    let all = option.get_mut("series").and_then(Value::as_array_mut);
    if let Some(series) = all.and_then(|all| all.iter_mut().find(|series| series.get("id") == Some(&Value::from(id)))) {
        amend(series, patch);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patch_adds_keys_and_leaves_the_others() {
        let mut option = json!({"label": {"show": true}, "data": [1, 2]});
        amend(&mut option, json!({"label": {"width": 90}, "data": [3]}));
        assert_eq!(option, json!({"label": {"show": true, "width": 90}, "data": [3]}));
    }

    #[test]
    fn only_the_named_series_is_patched() {
        let mut option = json!({"series": [{"id": "a"}, {"id": "b"}]});
        amend_series(&mut option, "b", json!({"silent": true}));
        amend_series(&mut option, "c", json!({"silent": true}));
        assert_eq!(option, json!({"series": [{"id": "a"}, {"id": "b", "silent": true}]}));
    }
}
