//! The ranking as an option for the painter. Every word is put there as data, so no function crosses over.

use charming::component::{Axis, Grid};
use charming::datatype::{CompositeValue, DataPoint, DataPointItem};
use charming::element::{
    AxisType, ItemStyle, Label, LabelPosition, LineStyle, LineStyleType, MarkLine, MarkLineData, MarkLineVariant,
    SplitLine, Symbol,
};
use charming::series::{Bar as Bars, Scatter};
use serde_json::{Value, json};

use super::super::amend::{amend, amend_series};
use super::super::drawing::Drawing;
use super::super::plate::Room;
use super::super::{Mark, Words, color};
use super::series::{RankingPicture, Row};

const ROW_PX: u16 = 26;
const TOP_PX: u16 = 34;
const BOTTOM_PX: u16 = 30;
const SQUARE_PX: u16 = 28;

/// The height that all rows need.
pub(super) fn height_px(picture: &RankingPicture) -> u16 {
    u16::try_from(picture.rows.len()).unwrap_or(u16::MAX / ROW_PX).saturating_mul(ROW_PX).max(ROW_PX)
        + TOP_PX
        + BOTTOM_PX
}

/// The option; `None` only if charming could not be serialised.
pub(super) fn option(picture: &RankingPicture, words: &Words, room: Room) -> Option<Value> {
    let highest = picture.values.last().map_or(1.0, |tick| tick.at);
    let bottom = row_at(picture.rows.len()) - 0.5;
    let ticks = picture.values.iter().map(|tick| (tick.at, bottom, tick.text.as_str()));
    let grid = Grid::new().left(names_px(picture, room) + 10.0).right(right_px(room));
    let names = picture.rows.iter().map(|row| row.label.clone()).collect();
    let chart = Drawing::new()
        .grid(grid.top(f64::from(TOP_PX)).bottom(f64::from(BOTTOM_PX)))
        .x_axis(Axis::new().type_(AxisType::Value).min(0.0).max(highest).interval(step(picture)).split_line(lines()))
        .y_axis(Axis::new().type_(AxisType::Category).inverse(true).data(names))
        .y_axis(Axis::new().type_(AxisType::Value).inverse(true).min(-0.5).max(bottom).split_line(no_lines()))
        .series(bars(&picture.rows))
        .series(absent("withheld", &picture.rows, &Mark::Suppressed))
        .series(absent("undelivered", &picture.rows, &Mark::NotReported))
        .series(words_at("ticks", LabelPosition::Bottom, ticks))
        .series(words_at("names", LabelPosition::Left, rows_named(picture, |row| !row.is_chosen)))
        .series(words_at("chosen-name", LabelPosition::Left, rows_named(picture, |row| row.is_chosen)))
        .series(words_at("figures", LabelPosition::Right, figures(&picture.rows, words).into_iter()))
        .series(words_at("reasons", LabelPosition::Right, reasons(&picture.rows, words).into_iter()))
        .series(reference(picture))
        .series(Scatter::new().id("focus").y_axis_index(1));
    let mut option = chart.into_option()?;
    finish(&mut option, picture, room);
    Some(option)
}

fn row_at(position: usize) -> f64 {
    u32::try_from(position).map_or(0.0, f64::from)
}

fn step(picture: &RankingPicture) -> f64 {
    picture.values.get(1).map_or(1.0, |tick| tick.at)
}

fn lines() -> SplitLine {
    SplitLine::new().show(true).line_style(LineStyle::new().color(color::GRID).width(1))
}

fn no_lines() -> SplitLine {
    SplitLine::new().show(false)
}

/// As wide as the longest name, as far as the room allows; longer names are cut off.
fn names_px(picture: &RankingPicture, room: Room) -> f64 {
    const LETTER_PX: f64 = 7.4;
    let longest = picture.rows.iter().map(|row| row.label.chars().count()).max().unwrap_or(0);
    let most = match room {
        Room::Narrow => 132.0,
        Room::Wide => 240.0,
    };
    (f64::from(u16::try_from(longest).unwrap_or(u16::MAX)) * LETTER_PX).min(most)
}

fn right_px(room: Room) -> f64 {
    match room {
        Room::Narrow => 56.0,
        Room::Wide => 80.0,
    }
}

fn bars(rows: &[Row]) -> Bars {
    let bar = |row: &Row| {
        let ink = if row.is_chosen { color::CHOSEN } else { color::BAR };
        let value = CompositeValue::from(row.mark.number());
        DataPoint::from(DataPointItem::new(value).item_style(ItemStyle::new().color(ink)))
    };
    Bars::new().id("bars").bar_width("62%").data(rows.iter().map(bar).collect::<Vec<_>>())
}

fn rows_with<'a>(rows: &'a [Row], keep: impl Fn(&Row) -> bool + 'a) -> impl Iterator<Item = (f64, &'a Row)> {
    rows.iter().enumerate().filter(move |(_, row)| keep(row)).map(|(position, row)| (row_at(position), row))
}

/// A box with a pattern where a bar would begin.
fn absent(id: &str, rows: &[Row], reason: &Mark) -> Scatter {
    let reason = reason.clone();
    let places: Vec<CompositeValue> =
        rows_with(rows, move |row| row.mark == reason).map(|(at, _)| vec![0.0, at].into()).collect();
    Scatter::new().id(id).y_axis_index(1).symbol(Symbol::Rect).data(places)
}

fn rows_named<'a>(
    picture: &'a RankingPicture,
    keep: impl Fn(&Row) -> bool + 'a,
) -> impl Iterator<Item = (f64, f64, &'a str)> {
    rows_with(&picture.rows, keep).map(|(at, row)| (0.0, at, row.label.as_str()))
}

fn figures<'a>(rows: &'a [Row], words: &'a Words) -> Vec<(f64, f64, &'a str)> {
    let figure = |(at, row): (f64, &'a Row)| row.mark.number().map(|number| (number, at, row.mark.text(words)));
    rows_with(rows, |_| true).filter_map(figure).collect()
}

fn reasons<'a>(rows: &'a [Row], words: &'a Words) -> Vec<(f64, f64, &'a str)> {
    rows_with(rows, |row| row.mark.number().is_none()).map(|(at, row)| (0.0, at, row.mark.short(words))).collect()
}

fn words_at<'a>(id: &str, position: LabelPosition, places: impl Iterator<Item = (f64, f64, &'a str)>) -> Scatter {
    let label = Label::new().show(true).position(position).formatter("{b}").color(color::INK).font_size(13);
    let data: Vec<DataPoint> = places.map(|(x, y, words)| DataPointItem::new(vec![x, y]).name(words).into()).collect();
    let unseen = ItemStyle::new().color(color::CLEAR);
    Scatter::new().id(id).y_axis_index(1).symbol_size(0.1).item_style(unseen).label(label).data(data)
}

fn reference(picture: &RankingPicture) -> Scatter {
    let line = picture
        .reference
        .iter()
        .map(|tick| MarkLineVariant::Simple(MarkLineData::new().x_axis(tick.at).name(tick.text.as_str())));
    let style = LineStyle::new().color(color::INK).width(1.5).type_(LineStyleType::Dashed);
    // The axis runs downwards, so a line's start is at the top.
    let label = Label::new().show(true).position(LabelPosition::Start);
    let label = label.formatter("{b}").color(color::INK).font_size(13);
    let lines = MarkLine::new().silent(true).precision(6).symbol(vec![Symbol::None, Symbol::None]);
    Scatter::new()
        .id("reference")
        .y_axis_index(1)
        .mark_line(lines.line_style(style).label(label).data(line.collect::<Vec<_>>()))
}

/// What charming has no setter for.
fn finish(option: &mut Value, picture: &RankingPicture, room: Room) {
    let hidden = json!({"axisLine": {"show": false}, "axisTick": {"show": false}, "axisLabel": {"show": false}});
    amend(option, json!({"textStyle": {"fontFamily": color::FONT}, "xAxis": hidden}));
    for axis in option.get_mut("yAxis").and_then(Value::as_array_mut).into_iter().flatten() {
        amend(axis, hidden.clone());
    }
    for series in option.get_mut("series").and_then(Value::as_array_mut).into_iter().flatten() {
        amend(series, json!({"silent": true, "itemStyle": {"opacity": 1}}));
    }
    let above_the_line = json!({"z": 6, "label": {"backgroundColor": color::PAPER, "padding": [4, 4]}});
    amend_series(option, "figures", above_the_line.clone());
    amend_series(option, "reasons", above_the_line);
    let short_name = json!({"label": {"width": names_px(picture, room), "overflow": "truncate", "align": "right"}});
    amend_series(option, "names", short_name.clone());
    amend_series(option, "chosen-name", short_name);
    amend_series(option, "chosen-name", json!({"label": {"fontWeight": 700, "color": color::CHOSEN}}));
    amend_series(option, "reasons", json!({"label": {"color": color::QUIET_INK, "offset": [SQUARE_PX + 2, 0]}}));
    amend_series(option, "ticks", json!({"label": {"color": color::QUIET_INK}}));
    amend_series(option, "bars", json!({"yAxisIndex": 0}));
    let square = json!({"symbolSize": [SQUARE_PX, 14], "symbolOffset": [SQUARE_PX / 2, 0]});
    for (id, style) in [
        (
            "withheld",
            json!({"color": color::hatching_in_symbol(color::OUTLINE, (SQUARE_PX, 14)), "borderColor": color::OUTLINE, "borderWidth": 1}),
        ),
        (
            "undelivered",
            json!({"color": color::PAPER, "borderColor": color::OUTLINE, "borderWidth": 1,
            "borderType": "dashed"}),
        ),
    ] {
        amend_series(option, id, square.clone());
        amend_series(option, id, json!({"itemStyle": style}));
    }
}
