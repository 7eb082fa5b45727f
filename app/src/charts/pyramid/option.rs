//! The pyramid as an option for the painter. Plain data: every word is put there, so no function crosses over.

use serde_json::{Value, json};

use super::super::frame::{bare_axis, row_at, ruled_axis, step, with, words_at};
use super::super::plate::Room;
use super::super::{Mark, axis, color};
use super::PyramidInput;

const ROW_PX: u16 = 44;
const TOP_PX: u16 = 34;
const BOTTOM_PX: u16 = 30;
const SQUARE_PX: u16 = 24;
/// How much of half the axis a figure covers on a phone, and elsewhere.
pub(super) const FIGURE_NARROW: f64 = 0.42;
const FIGURE_WIDE: f64 = 0.16;

/// The height that all bands need.
pub(super) fn height_px(input: &PyramidInput) -> u16 {
    u16::try_from(input.bands.len().max(1)).unwrap_or(1).saturating_mul(ROW_PX) + TOP_PX + BOTTOM_PX
}

/// Where a side lies: the first left of the middle, the second right of it.
pub(super) fn sign(side: usize) -> f64 {
    if side == 0 { -1.0 } else { 1.0 }
}

/// The whole option.
pub(super) fn option(input: &PyramidInput, room: Room) -> Value {
    let numbers = input.bands.iter().flat_map(|band| band.marks.iter().chain(&band.compared)).filter_map(Mark::number);
    let furthest = numbers.fold(0.0, f64::max);
    let ticks = axis::from_zero(furthest, input.words.locale);
    let figure = match room {
        Room::Narrow => FIGURE_NARROW,
        Room::Wide => FIGURE_WIDE,
    };
    // The figure beyond the longest bar or line has room, too, before the names begin.
    let end = ticks.last().map_or(1.0, |tick| tick.at).max(furthest / (1.0 - figure));
    let bottom = row_at(input.bands.len()) - 0.5;
    let names_px = match room {
        Room::Narrow => 88,
        Room::Wide => 90,
    };
    let length = end * figure;
    let mut series = Vec::new();
    for side in 0..input.sides.len() {
        series.push(bars(input, side));
        series.push(squares("withheld", side, input, &Mark::Suppressed));
        series.push(squares("undelivered", side, input, &Mark::NotReported));
        series.push(figures(input, side, length));
        series.push(compared(input, side));
    }
    let names: Vec<_> =
        input.bands.iter().enumerate().map(|(row, band)| (-end, row_at(row), band.label.as_str())).collect();
    series.push(on_rows(words_at("names", "left", &names, &json!({}))));
    let heads: Vec<_> =
        input.sides.iter().enumerate().map(|(side, name)| (sign(side) * end / 2.0, -0.5, name.as_str())).collect();
    series.push(on_rows(words_at("sides", "top", &heads, &json!({"fontWeight": 700}))));
    let few = ticks.iter().enumerate().filter(|(position, _)| room == Room::Wide || position % 2 == 0);
    let values: Vec<_> =
        few.flat_map(|(_, tick)| [-1.0, 1.0].map(|sign| (sign * tick.at, bottom, tick.text.as_str()))).collect();
    series.push(on_rows(words_at("ticks", "bottom", &values, &json!({"color": color::QUIET_INK}))));
    series.push(json!({"id": "focus", "type": "scatter", "yAxisIndex": 1, "data": []}));
    let rows: Vec<&str> = input.bands.iter().map(|band| band.label.as_str()).collect();
    json!({
        "animation": false,
        "textStyle": {"fontFamily": color::FONT},
        "grid": {"left": names_px, "right": 12, "top": TOP_PX, "bottom": BOTTOM_PX},
        "xAxis": ruled_axis(-end, end, step(&ticks)),
        "yAxis": [
            {"type": "category", "inverse": true, "data": rows, "axisLine": {"show": false}, "axisTick": {"show": false},
             "axisLabel": {"show": false}},
            rows_axis(bottom),
        ],
        "series": series,
    })
}

fn rows_axis(bottom: f64) -> Value {
    with(bare_axis(-0.5, bottom), json!({"inverse": true}))
}

fn on_rows(series: Value) -> Value {
    with(series, json!({"yAxisIndex": 1}))
}

fn bars(input: &PyramidInput, side: usize) -> Value {
    let ink = if side == 0 { color::BAR } else { color::DARK_BAR };
    let bar = |mark: Option<&Mark>| mark.and_then(Mark::number).map(|number| sign(side) * number);
    let data: Vec<Option<f64>> = input.bands.iter().map(|band| bar(band.marks.get(side))).collect();
    json!({
        "id": format!("bars-{side}"), "type": "bar", "silent": true, "barWidth": "56%", "barGap": "-100%",
        "itemStyle": {"color": ink}, "data": data,
    })
}

fn squares(id: &str, side: usize, input: &PyramidInput, reason: &Mark) -> Value {
    let rows = input.bands.iter().enumerate().filter(|(_, band)| band.marks.get(side) == Some(reason));
    let data: Vec<Value> = rows.map(|(row, _)| json!([0.0, row_at(row)])).collect();
    let fill = match reason {
        Mark::Suppressed => color::hatching_in_symbol(color::OUTLINE, (SQUARE_PX, 14)),
        _ => color::PAPER.into(),
    };
    let border = if *reason == Mark::Suppressed { "solid" } else { "dashed" };
    let aside = f64::from(SQUARE_PX / 2 + 1) * sign(side);
    json!({
        "id": format!("{id}-{side}"), "type": "scatter", "silent": true, "yAxisIndex": 1, "symbol": "rect",
        "symbolSize": [SQUARE_PX, 14], "symbolOffset": [aside, 0], "data": data,
        "itemStyle": {"color": fill, "borderColor": color::OUTLINE, "borderWidth": 1, "borderType": border, "opacity": 1},
    })
}

/// The figure at the end of its bar, or the reason beside the square. Where the yardstick's line would cross the figure,
/// of that length, it stands beyond the line.
fn figures(input: &PyramidInput, side: usize, length: f64) -> Value {
    let place = |(row, band): (usize, &super::Band)| {
        let mark = band.marks.get(side)?;
        let end = mark.number().unwrap_or(0.0);
        let line = band.compared.get(side).and_then(Mark::number);
        let at = line.filter(|line| (end..end + length).contains(line)).unwrap_or(end);
        let aside = if mark.number().is_some() { 0.0 } else { f64::from(SQUARE_PX + 2) * sign(side) };
        Some(json!({
            "name": mark.short(&input.words), "value": [at * sign(side), row_at(row)],
            "label": {"offset": [aside, 0]},
        }))
    };
    let data: Vec<Value> = input.bands.iter().enumerate().filter_map(place).collect();
    let position = if side == 0 { "left" } else { "right" };
    let look = json!({"backgroundColor": color::PAPER, "padding": [2, 3]});
    let words = words_at(&format!("figures-{side}"), position, &[], &look);
    with(on_rows(words), json!({"z": 6, "data": data}))
}

/// A thin line where the yardstick's bar would end.
fn compared(input: &PyramidInput, side: usize) -> Value {
    let place = |(row, band): (usize, &super::Band)| {
        let number = band.compared.get(side)?.number()?;
        Some(json!([sign(side) * number, row_at(row)]))
    };
    let data: Vec<Value> = input.bands.iter().enumerate().filter_map(place).collect();
    json!({
        "id": format!("compared-{side}"), "type": "scatter", "silent": true, "yAxisIndex": 1, "symbol": "rect", "z": 5,
        "symbolSize": [3, 34], "itemStyle": {"color": color::INK, "opacity": 1}, "data": data,
    })
}
