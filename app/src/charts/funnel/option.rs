//! The funnel as an option for the painter. Plain data.

use serde_json::{Value, json};

use super::super::frame::{bare_axis, ruled_axis, step, words_at};
use super::super::plate::Room;
use super::super::{Mark, axis, axis::Tick, color};
use super::{FunnelInput, Point};

/// Height of the picture in pixels.
pub(super) const HEIGHT_PX: u16 = 330;
const TOP_PX: u16 = 20;
const BOTTOM_PX: u16 = 34;

/// The whole option.
pub(super) fn option(input: &FunnelInput, room: Room) -> Value {
    let figures = input.points.iter().filter_map(|point| point.mark.number());
    // Limits of the very smallest would flatten everything else.
    let highest = figures.fold(input.target.0, f64::max) * 1.05;
    let values = axis::from_zero(highest, input.words.locale);
    let citizens =
        axis::from_zero(input.points.iter().map(|point| point.citizens.0).fold(1.0, f64::max), input.words.locale);
    let (right, top) = (end(&citizens), end(&values));
    let mut series = Vec::new();
    for (limit, dash) in [(0, "dotted"), (1, "dashed"), (2, "dashed"), (3, "dotted")] {
        let place = |(at, limits): &(f64, [f64; 4])| {
            let value = limits.get(limit)?;
            Some(json!([at, if *value <= top { Some(*value) } else { None }]))
        };
        let data: Vec<Value> = input.limits.iter().filter_map(place).collect();
        series.push(json!({
            "id": format!("limit-{limit}"), "type": "line", "silent": true, "symbol": "none", "connectNulls": false,
            "lineStyle": {"color": color::COMPARISON, "width": 1.5, "type": dash}, "data": data,
        }));
    }
    series.push(target(input, right));
    series.push(points("points", input, room, |point| !point.is_chosen));
    series.push(points("chosen", input, room, |point| point.is_chosen));
    let value_words: Vec<_> = values.iter().map(|tick| (0.0, tick.at, tick.text.as_str())).collect();
    series.push(words_at("values", "left", &value_words, &json!({"color": color::QUIET_INK})));
    let few = citizens.iter().enumerate().filter(|(position, _)| room == Room::Wide || position % 2 == 0);
    let citizen_words: Vec<_> = few.map(|(_, tick)| (tick.at, 0.0, tick.text.as_str())).collect();
    series.push(words_at("citizens", "bottom", &citizen_words, &json!({"color": color::QUIET_INK, "distance": 9})));
    series.push(json!({"id": "focus", "type": "scatter", "data": []}));
    let longest = values.iter().map(|tick| tick.text.chars().count()).max().unwrap_or(0);
    let left = 14 + 8 * u16::try_from(longest).unwrap_or(8);
    json!({
        "animation": false,
        "textStyle": {"fontFamily": color::FONT},
        "grid": {"left": left, "right": 28, "top": TOP_PX, "bottom": BOTTOM_PX},
        "xAxis": bare_axis(0.0, right),
        "yAxis": ruled_axis(0.0, top, step(&values)),
        "series": series,
    })
}

fn end(ticks: &[Tick]) -> f64 {
    ticks.last().map_or(1.0, |tick| tick.at)
}

fn target(input: &FunnelInput, right: f64) -> Value {
    json!({
        "id": "target", "type": "line", "silent": true, "symbol": "none",
        "lineStyle": {"color": color::INK, "width": 1.5}, "data": [[0.0, input.target.0], [right, input.target.0]],
        "endLabel": {"show": false},
        "markPoint": {"silent": true, "symbolSize": 0.1, "data": [{"coord": [right, input.target.0]}]},
    })
}

fn points(id: &str, input: &FunnelInput, room: Room, keep: impl Fn(&Point) -> bool) -> Value {
    let is_chosen = id == "chosen";
    let place =
        |point: &Point| Some(json!({"name": point.label, "value": [point.citizens.0, Mark::number(&point.mark)?]}));
    let data: Vec<Value> = input.points.iter().filter(|point| keep(point)).filter_map(place).collect();
    let ink = if is_chosen { color::CHOSEN } else { color::BAR };
    let size = match (is_chosen, room) {
        (true, _) => 13,
        (false, Room::Wide) => 9,
        (false, Room::Narrow) => 7,
    };
    json!({
        "id": id, "type": "scatter", "silent": true, "symbol": if is_chosen { "diamond" } else { "circle" },
        "symbolSize": size, "itemStyle": {"color": ink, "borderColor": color::PAPER, "borderWidth": 1, "opacity": 1},
        "label": {"show": is_chosen, "position": "top", "formatter": "{b}", "color": ink, "fontWeight": 700, "fontSize": 13,
                  "backgroundColor": color::PAPER, "padding": [1, 3]},
        "data": data,
    })
}
