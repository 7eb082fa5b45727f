//! What each tab shows: sentence, picture, table.

use std::sync::Arc;

use leptos::prelude::*;
use naerblik_shared::schema::MemberCode;

use super::{figure_table::FigureTable, span_choice::SpanChoice};
use crate::{
    browser::media::is_at_least,
    charts::{map::MapChart, ranking::RankingChart, trend::TrendChart},
    i18n::{Language, Phrase},
    state::{Transition, ViewStateHandle},
    view_model::{Page, table::Table},
};

/// From this width on, tables under charts are open at first.
const WIDE_PX: u32 = 900;

/// The map of municipalities.
#[component]
pub(crate) fn MapPanel(
    /// The page.
    page: Signal<Arc<Page>>,
) -> impl IntoView {
    let sentence = Memo::new(move |_| page.with(|page| page.map.sentence.clone()));
    let input = Memo::new(move |_| page.with(|page| page.map.chart.clone()));
    let table = Memo::new(move |_| page.with(|page| page.map.table.clone()));
    view! {
        <p class="panel-sentence">{sentence}</p>
        <div class="beside">
            <div class="beside-main"><MapChart input=input on_select=select_area()/></div>
            <div class="beside-side"><TableUnder table=table/></div>
        </div>
    }
}

/// The area over time.
#[component]
pub(crate) fn TrendPanel(
    /// The page.
    page: Signal<Arc<Page>>,
) -> impl IntoView {
    let sentence = Memo::new(move |_| page.with(|page| page.trend.sentence.clone()));
    let input = Memo::new(move |_| page.with(|page| page.trend.chart.clone()));
    let table = Memo::new(move |_| page.with(|page| page.trend.table.clone()));
    let span = Signal::derive(move || page.with(|page| page.view.span));
    view! {
        <p class="panel-sentence">{sentence}</p>
        <div class="beside">
            <div class="beside-main">
                <SpanChoice span=span/>
                <TrendChart input=input/>
            </div>
            <div class="beside-side"><TableUnder table=table/></div>
        </div>
    }
}

/// The area among its siblings.
#[component]
pub(crate) fn ComparePanel(
    /// The page.
    page: Signal<Arc<Page>>,
) -> impl IntoView {
    let sentence = Memo::new(move |_| page.with(|page| page.ranking.sentence.clone()));
    let input = Memo::new(move |_| page.with(|page| page.ranking.chart.clone()));
    let table = Memo::new(move |_| page.with(|page| page.ranking.table.clone()));
    view! {
        <p class="panel-sentence">{sentence}</p>
        <div class="beside">
            <div class="beside-main"><RankingChart input=input on_select=select_area()/></div>
            <div class="beside-side"><TableUnder table=table/></div>
        </div>
    }
}

/// Everything below the area.
#[component]
pub(crate) fn TablePanel(
    /// The page.
    page: Signal<Arc<Page>>,
) -> impl IntoView {
    let sentence = Memo::new(move |_| page.with(|page| page.overview.0.clone()));
    let table = Memo::new(move |_| page.with(|page| page.overview.1.clone()));
    view! {
        <p class="panel-sentence">{sentence}</p>
        <FigureTable table=table/>
    }
}

/// The table that belongs to a chart; on a phone it is closed at first.
#[component]
fn TableUnder(table: Memo<Table>) -> impl IntoView {
    let language = expect_context::<Language>();
    view! {
        <details class="table-under" open=is_at_least(WIDE_PX)>
            <summary>{Phrase::TableOfChart.say(language)}</summary>
            <FigureTable table=table/>
        </details>
    }
}

fn select_area() -> Callback<String> {
    let handle = expect_context::<ViewStateHandle>();
    Callback::new(move |code: String| {
        if let Ok(area) = MemberCode::parse(&code) {
            handle.update(Transition::Push, |state| state.area = Some(area));
        }
    })
}
