//! The trend as an option for the painter. Every word is put there as data, so no function crosses over.

use charming::component::{Axis, Grid};
use charming::datatype::{CompositeValue, DataPoint, DataPointItem};
use charming::element::{
    AxisType, BorderType, ItemStyle, Label, LabelPosition, LineStyle, LineStyleType, MarkArea, MarkAreaData, MarkLine,
    MarkLineData, MarkLineVariant, SplitLine, Symbol,
};
use charming::series::{Line as Curve, Scatter};
use serde_json::{Value, json};

use super::super::amend::{amend, amend_series};
use super::super::axis::Tick;
use super::super::drawing::Drawing;
use super::super::plate::Room;
use super::super::{Words, color};
use super::Role;
use super::end::{self, LETTER_PX, TEXT_LINE_PX, Wish};
use super::series::{Line, TrendPicture};

/// Height of the whole picture.
pub(super) const HEIGHT_PX: u16 = 330;
const TOP_PX: u16 = 30;
const BOTTOM_PX: u16 = 30;
const MARKER_PX: u16 = 10;
/// Between names at the lines' ends.
const GAP_PX: f64 = 3.0;

/// The option; `None` only if charming could not be serialised.
pub(super) fn option(picture: &TrendPicture, words: &Words, room: Room) -> Option<Value> {
    let (from, to) = picture.span;
    let highest = picture.values.last().map_or(1.0, |tick| tick.at);
    let values = picture.values.iter().map(|tick| (from, tick.at, tick.text.as_str()));
    let times = picture.times.iter().map(|tick| (tick.at, 0.0, tick.text.as_str()));
    let grid = Grid::new().left(left_px(&picture.values)).right(end_width_px(room) + 12.0);
    let mut chart = Drawing::new()
        .grid(grid.top(f64::from(TOP_PX)).bottom(f64::from(BOTTOM_PX)))
        .x_axis(bare_axis(from, to).split_line(SplitLine::new().show(false)))
        .y_axis(bare_axis(0.0, highest).interval(step(&picture.values)).split_line(grid_lines()))
        .series(words_at("values", LabelPosition::Left, values))
        .series(words_at("times", LabelPosition::Bottom, times))
        .series(missing(&picture.missing, words))
        .series(breaks(&picture.breaks));
    for (position, line) in picture.lines.iter().enumerate() {
        let rank = picture.lines.len() - position;
        chart = chart.series(curve(line, position, rank)).series(withheld(line, position));
    }
    for (position, line) in picture.lines.iter().enumerate() {
        chart = chart.series(name_at_end(line, position, to, room)).series(withheld_words(
            line,
            position,
            words,
            (picture.span, room),
        ));
    }
    let mut option = chart.series(Scatter::new().id("focus")).into_option()?;
    finish(&mut option, picture, room);
    Some(option)
}

fn bare_axis(from: f64, to: f64) -> Axis {
    Axis::new().type_(AxisType::Value).show(true).min(from).max(to)
}

fn step(ticks: &[Tick]) -> f64 {
    ticks.get(1).map_or(1.0, |tick| tick.at)
}

fn grid_lines() -> SplitLine {
    SplitLine::new().show(true).line_style(LineStyle::new().color(color::GRID).width(1))
}

fn left_px(values: &[Tick]) -> f64 {
    let longest = values.iter().map(|tick| tick.text.chars().count()).max().unwrap_or(0);
    14.0 + 8.0 * f64::from(u16::try_from(longest).unwrap_or(u16::MAX))
}

/// The plot's width where the room is smallest.
fn narrowest_plot_px(room: Room) -> f64 {
    match room {
        Room::Narrow => 130.0,
        Room::Wide => 350.0,
    }
}

fn end_width_px(room: Room) -> f64 {
    match room {
        Room::Narrow => 108.0,
        Room::Wide => 150.0,
    }
}

/// Words at places of the plot: points without a symbol, named by the words.
fn words_at<'a>(id: &str, position: LabelPosition, places: impl Iterator<Item = (f64, f64, &'a str)>) -> Scatter {
    let label = Label::new().show(true).position(position).formatter("{b}").color(color::QUIET_INK).font_size(13);
    let data: Vec<DataPoint> = places.map(|(x, y, words)| DataPointItem::new(vec![x, y]).name(words).into()).collect();
    Scatter::new().id(id).symbol_size(0.1).item_style(ItemStyle::new().color(color::CLEAR)).label(label).data(data)
}

fn missing(runs: &[(f64, f64)], words: &Words) -> Scatter {
    let side = |at: f64| MarkAreaData::new().x_axis(at.to_string());
    let areas = runs.iter().map(|(from, to)| (side(*from).name(words.not_reported.as_str()), side(*to))).collect();
    let style = ItemStyle::new()
        .color(color::CLEAR)
        .border_color(color::OUTLINE)
        .border_width(1)
        .border_type(BorderType::Dashed);
    let label = Label::new().show(true).position(LabelPosition::InsideBottom).color(color::QUIET_INK).font_size(13);
    Scatter::new().id("missing").mark_area(MarkArea::new().silent(true).item_style(style).label(label).data(areas))
}

fn breaks(breaks: &[Tick]) -> Scatter {
    let line = |tick: &Tick| MarkLineVariant::Simple(MarkLineData::new().x_axis(tick.at).name(tick.text.as_str()));
    let style = LineStyle::new().color(color::OUTLINE).width(1.5).type_(LineStyleType::Dotted);
    let label = Label::new().show(true).formatter("{b}").color(color::QUIET_INK).font_size(13);
    let lines = MarkLine::new().silent(true).precision(6).symbol(vec![Symbol::None, Symbol::None]);
    Scatter::new()
        .id("breaks")
        .mark_line(lines.line_style(style).label(label).data(breaks.iter().map(line).collect::<Vec<_>>()))
}

/// `rank` counts comparisons from the most important, 1 being the chosen line or the first comparison.
fn curve(line: &Line, position: usize, rank: usize) -> Curve {
    let points: Vec<CompositeValue> = line
        .points
        .iter()
        .map(|(at, number)| CompositeValue::Array(vec![(*at).into(), CompositeValue::from(*number)]))
        .collect();
    let style = match line.role {
        Role::Chosen => LineStyle::new().width(3).type_(LineStyleType::Solid),
        Role::Comparison => LineStyle::new().width(1.5).type_(dash(rank)),
    };
    Curve::new()
        .id(format!("line-{position}"))
        .name(line.label.as_str())
        .connect_nulls(false)
        .show_symbol(true)
        .symbol(Symbol::Circle)
        .symbol_size(symbol_px(line))
        .line_style(style.color(ink(line.role)))
        .item_style(ItemStyle::new().color(ink(line.role)))
        .data(points)
}

fn dash(rank: usize) -> LineStyleType {
    match rank % 3 {
        2 => LineStyleType::Solid,
        0 => LineStyleType::Dashed,
        _ => LineStyleType::Dotted,
    }
}

fn ink(role: Role) -> &'static str {
    match role {
        Role::Chosen => color::CHOSEN,
        Role::Comparison => color::COMPARISON,
    }
}

/// A figure between two gaps must be marked, or it would be invisible.
fn symbol_px(line: &Line) -> f64 {
    let is_alone = |around: &[(f64, Option<f64>)]| {
        matches!(around, [(_, None), (_, Some(_)), (_, None)] | [(_, Some(_)), (_, None)] | [(_, None), (_, Some(_))])
    };
    let edges = [line.points.get(..2), line.points.get(line.points.len().saturating_sub(2)..)];
    let has_lone_point = line.points.windows(3).any(is_alone) || edges.into_iter().flatten().any(is_alone);
    match line.role {
        Role::Chosen if line.points.len() <= 24 => 6.0,
        Role::Chosen => 4.0,
        Role::Comparison if has_lone_point || line.points.len() == 1 => 3.0,
        Role::Comparison => 0.0,
    }
}

fn withheld(line: &Line, position: usize) -> Scatter {
    let data: Vec<CompositeValue> = line.withheld.iter().map(|at| vec![*at, 0.0].into()).collect();
    let style = ItemStyle::new().border_color(ink(line.role)).border_width(1.2);
    Scatter::new().id(format!("withheld-{position}")).symbol(Symbol::Rect).item_style(style).data(data)
}

/// One word above the first marker of each run, for the chosen line only, and only where it has room beside the last
/// and before the line's name, which says the same of the newest figure: others would stand over each other.
fn withheld_words(line: &Line, position: usize, words: &Words, (span, room): ((f64, f64), Room)) -> Scatter {
    let starts = if line.role == Role::Chosen { line.withheld_from.as_slice() } else { &[] };
    let letters = f64::from(u16::try_from(words.suppressed_short.chars().count() + 1).unwrap_or(u16::MAX));
    let width = letters * LETTER_PX * (span.1 - span.0) / narrowest_plot_px(room);
    let mut free_from = f64::NEG_INFINITY;
    let with_room = starts.iter().filter(|at| {
        let is_free = **at >= free_from && **at + width / 2.0 <= span.1;
        free_from = if is_free { **at + width } else { free_from };
        is_free
    });
    let places = with_room.map(|at| (*at, 0.0, words.suppressed_short.as_str()));
    words_at(&format!("withheld-words-{position}"), LabelPosition::Top, places)
}

fn name_at_end(line: &Line, position: usize, to: f64, room: Room) -> Scatter {
    let name = line.end.as_ref().map(|(height, words)| (*height, end::wrapped(words, end_width_px(room)).join("\n")));
    let place = name.iter().map(|(height, words)| (to, *height, words.as_str()));
    words_at(&format!("end-{position}"), LabelPosition::Right, place)
}

/// What charming has no setter for.
fn finish(option: &mut Value, picture: &TrendPicture, room: Room) {
    let hidden = json!({"axisLine": {"show": false}, "axisTick": {"show": false}, "axisLabel": {"show": false}});
    amend(
        option,
        json!({
            "textStyle": {"fontFamily": color::FONT},
            "xAxis": hidden,
            "yAxis": hidden,
        }),
    );
    for series in option.get_mut("series").and_then(Value::as_array_mut).into_iter().flatten() {
        amend(series, json!({"silent": true, "itemStyle": {"opacity": 1}}));
    }
    amend_series(option, "times", json!({"label": {"distance": 9}}));
    // A short gap is narrower than its words.
    let on_paper = json!({"label": {"backgroundColor": color::PAPER, "padding": [1, 3]}});
    amend_series(option, "missing", json!({"markArea": on_paper}));
    for (position, (line, offset_px)) in picture.lines.iter().zip(end_offsets(picture, room)).enumerate() {
        let weight = if line.role == Role::Chosen { 700 } else { 400 };
        let label = json!({
            "lineHeight": TEXT_LINE_PX, "offset": [4.0, offset_px], "color": ink(line.role), "fontWeight": weight,
        });
        amend_series(option, &format!("end-{position}"), json!({"label": label}));
        let marker = json!({"symbolSize": [MARKER_PX, MARKER_PX], "symbolOffset": [0, -f64::from(MARKER_PX) / 2.0],
            "itemStyle": {"color": color::hatching_in_symbol(ink(line.role), (MARKER_PX, MARKER_PX))}});
        let word = json!({"label": {"offset": [0, -f64::from(MARKER_PX)], "color": ink(line.role)}});
        amend_series(option, &format!("withheld-words-{position}"), word);
        amend_series(option, &format!("withheld-{position}"), marker);
    }
}

/// How far each name stands from its line's last figure, downwards.
fn end_offsets(picture: &TrendPicture, room: Room) -> Vec<f64> {
    let plot_px = f64::from(HEIGHT_PX - TOP_PX - BOTTOM_PX);
    let highest = picture.values.last().map_or(1.0, |tick| tick.at);
    let wish = |line: &Line| {
        let (height, words) = line.end.as_ref().map_or((0.0, ""), |(height, words)| (*height, words.as_str()));
        let lines = u16::try_from(end::wrapped(words, end_width_px(room)).len()).unwrap_or(u16::MAX);
        Wish { middle_px: plot_px * (1.0 - height / highest), height_px: TEXT_LINE_PX * f64::from(lines) + GAP_PX }
    };
    let wishes: Vec<Wish> = picture.lines.iter().map(wish).collect();
    let places = end::spread(&wishes, plot_px);
    places.iter().zip(&wishes).map(|(place, wish)| place - wish.middle_px).collect()
}
