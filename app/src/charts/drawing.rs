//! An option put together from charming's parts.
//!
//! charming's own `Chart` and `Series` name every kind of chart there is, and writing them as JSON takes a hundred
//! kilobytes of WebAssembly for kinds that are never drawn. Here only the parts that are used are written.

use charming::component::{Axis, Grid};
use serde::Serialize;
use serde_json::{Map, Value};

/// An option without animation, as it grows.
#[derive(Debug, Clone, Default)]
pub(super) struct Drawing {
    lists: Map<String, Value>,
    is_broken: bool,
}

#[expect(clippy::needless_pass_by_value, reason = "parts are given away, as to charming's own chart")]
impl Drawing {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a grid.
    pub(super) fn grid(self, grid: Grid) -> Self {
        self.with("grid", &grid)
    }

    /// Adds a horizontal axis.
    pub(super) fn x_axis(self, axis: Axis) -> Self {
        self.with("xAxis", &axis)
    }

    /// Adds a vertical axis.
    pub(super) fn y_axis(self, axis: Axis) -> Self {
        self.with("yAxis", &axis)
    }

    /// Adds a series.
    pub(super) fn series(self, series: impl Serialize) -> Self {
        self.with("series", &series)
    }

    /// The option; `None` when a part could not be written.
    pub(super) fn into_option(self) -> Option<Value> {
        let mut option = self.lists;
        // A single axis stands for itself, as charming writes it and tests look for it.
        for (name, list) in &mut option {
            if let Some([axis]) = list.as_array().map(Vec::as_slice).filter(|_| name.ends_with("Axis")) {
                *list = axis.clone();
            }
        }
        option.insert("animation".to_owned(), Value::Bool(false));
        (!self.is_broken).then_some(Value::Object(option))
    }

    fn with(mut self, list: &str, part: &impl Serialize) -> Self {
        let written = serde_json::to_value(part).ok();
        self.is_broken |= written.is_none();
        let list = self.lists.entry(list).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(parts) = list {
            parts.extend(written);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use charming::{Chart, element::AxisType, series::Bar};

    use super::*;

    #[test]
    fn it_says_what_charming_says() {
        let axis = || Axis::new().type_(AxisType::Value).min(0.0);
        let bars = || Bar::new().id("bars").data(vec![1, 2]);
        let own = Drawing::new().grid(Grid::new().left(10)).x_axis(axis()).y_axis(axis()).series(bars());
        let chart =
            Chart::new().animation(false).grid(Grid::new().left(10)).x_axis(axis()).y_axis(axis()).series(bars());
        assert_eq!(own.into_option(), serde_json::to_value(chart).ok());
    }
}
