//! What each tab shows: sentence, picture, table.

use std::sync::Arc;

use crate::reactive::{Derived, part};
use leptos::prelude::*;
use naerblik_shared::schema::MemberCode;

use super::{
    compare::{CompareWith, Explained, Judgements},
    figure_table::{FigureTable, Tools},
    span_choice::{SpanChoice, SpanSliders},
    table_tools::PivotChoice,
};
use crate::{
    browser::media::is_at_least,
    charts::{FunnelChart, PyramidChart, map::MapChart, ranking::RankingChart, trend::TrendChart},
    i18n::{Language, Phrase, Saying},
    state::{Transition, ViewStateHandle},
    view_model::{Page, table::Table},
};

/// From this width on, tables under charts are open at first.
const WIDE_PX: u32 = 900;

/// The map of municipalities.
#[component]
pub(crate) fn MapPanel(
    /// The page.
    page: Derived<Arc<Page>>,
) -> impl IntoView {
    let sentence = move || page.with(|page| page.map().sentence.clone());
    let input = Derived::fresh(move || page.with(|page| page.map().chart.clone()));
    let table = Derived::fresh(move || page.with(|page| page.map().table.clone()));
    view! {
        <p class="panel-sentence">{part(sentence)}</p>
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
    page: Derived<Arc<Page>>,
) -> impl IntoView {
    let sentence = move || page.with(|page| page.trend().sentence.clone());
    let input = Derived::fresh(move || page.with(|page| page.trend().chart.clone()));
    let table = Derived::fresh(move || page.with(|page| page.trend().table.clone()));
    view! {
        <p class="panel-sentence">{part(sentence)}</p>
        <div class="beside">
            <div class="beside-main">
                <div class="trend-choices"><SpanChoice page=page/><CompareWith page=page/></div>
                <SpanSliders page=page/>
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
    page: Derived<Arc<Page>>,
) -> impl IntoView {
    let sentence = move || page.with(|page| page.ranking().sentence.clone());
    let input = Derived::fresh(move || page.with(|page| page.ranking().chart.clone()));
    let table = Derived::fresh(move || page.with(|page| page.ranking().table.clone()));
    view! {
        <CompareWith page=page/>
        <p class="panel-sentence">{part(sentence)}</p>
        <div class="beside">
            <div class="beside-main">
                <RankingChart input=input on_select=select_area()/>
                <TableUnder table=table/>
            </div>
            <div class="beside-side">
                <Judgements page=page/>
                <Explained page=page/>
            </div>
        </div>
        <FunnelPart page=page/>
    }
}

/// Areas of all sizes within the limits of chance, where that has a meaning.
#[component]
fn FunnelPart(page: Derived<Arc<Page>>) -> impl IntoView {
    let language = expect_context::<Language>();
    let has_funnel = Derived::new(move || page.with(|page| page.funnel().is_some()));
    // The picture outlives a page without a funnel for a moment; then it has nothing to show.
    let sentence = move || page.with(|page| page.funnel().map(|(sentence, _)| sentence.clone()));
    let funnel = move || {
        let first = has_funnel.get().then(|| page.with_untracked(|page| page.funnel().cloned())).flatten()?.1;
        let input = Derived::fresh(move || {
            page.with(|page| page.funnel().map_or_else(|| first.clone(), |(_, input)| input.clone()))
        });
        Some(view! {
            <section class="funnel" aria-labelledby="funnel-title">
                <h3 id="funnel-title">{Saying::FunnelTitle.say(language)}</h3>
                <p class="panel-sentence">{part(sentence)}</p>
                <FunnelChart input=input on_select=select_area()/>
            </section>
        })
    };
    view! { {part(funnel)} }
}

/// Ages and sexes.
#[component]
pub(crate) fn DistributionPanel(
    /// The page.
    page: Derived<Arc<Page>>,
) -> impl IntoView {
    let sentence = move || page.with(|page| page.distribution().sentence.clone());
    let input = Derived::fresh(move || page.with(|page| page.distribution().chart.clone()));
    let table = Derived::fresh(move || page.with(|page| page.distribution().table.clone()));
    view! {
        <p class="panel-sentence">{part(sentence)}</p>
        <div class="beside">
            <div class="beside-main"><PyramidChart input=input/></div>
            <div class="beside-side"><TableUnder table=table/></div>
        </div>
    }
}

/// Everything below the area.
#[component]
pub(crate) fn TablePanel(
    /// The page.
    page: Derived<Arc<Page>>,
) -> impl IntoView {
    let sentence = move || page.with(|page| page.overview().0.clone());
    let table = Derived::fresh(move || page.with(|page| page.overview().1.clone()));
    view! {
        <p class="panel-sentence">{part(sentence)}</p>
        <PivotChoice page=page/>
        <FigureTable table=table tools=Tools::Shown/>
    }
}

/// The table that belongs to a chart; on a phone it is closed at first.
#[component]
fn TableUnder(table: Derived<Table>) -> impl IntoView {
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
