//! Parts of options that pictures with axes share. Plain data.

use serde_json::{Value, json};

use super::axis::Tick;
use super::color;

/// An axis from here to there that says nothing itself: words are points of their own.
pub(super) fn bare_axis(from: f64, to: f64) -> Value {
    json!({
        "type": "value", "min": from, "max": to,
        "axisLine": {"show": false}, "axisTick": {"show": false}, "axisLabel": {"show": false},
        "splitLine": {"show": false},
    })
}

/// The same with a grid line at each step.
pub(super) fn ruled_axis(from: f64, to: f64, step: f64) -> Value {
    let mut axis = bare_axis(from, to);
    super::amend::amend(
        &mut axis,
        json!({"interval": step, "splitLine": {"show": true, "lineStyle": {"color": color::GRID, "width": 1}}}),
    );
    axis
}

/// The distance between ticks.
pub(super) fn step(ticks: &[Tick]) -> f64 {
    ticks.get(1).map_or(1.0, |tick| tick.at)
}

/// Words at places of the plot: points without a symbol, named by the words. `look` is merged into their label.
pub(super) fn words_at(id: &str, position: &str, places: &[(f64, f64, &str)], look: &Value) -> Value {
    let data: Vec<Value> = places.iter().map(|(x, y, words)| json!({"name": words, "value": [x, y]})).collect();
    let mut label =
        json!({"show": true, "position": position, "formatter": "{b}", "color": color::INK, "fontSize": 13});
    super::amend::amend(&mut label, look.clone());
    json!({
        "id": id, "type": "scatter", "silent": true, "symbolSize": 0.1,
        "itemStyle": {"color": color::CLEAR, "opacity": 1}, "label": label, "data": data,
    })
}

/// A value with a patch merged into it.
pub(super) fn with(mut value: Value, patch: Value) -> Value {
    super::amend::amend(&mut value, patch);
    value
}

/// A position in a list as a place on an axis.
pub(super) fn row_at(position: usize) -> f64 {
    u32::try_from(position).map_or(0.0, f64::from)
}
