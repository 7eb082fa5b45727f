//! The tabs and the panel of the open one.

use std::sync::Arc;

use crate::reactive::{Derived, part, told};
use leptos::{ev::KeyboardEvent, prelude::*};

use super::{
    panel::{ComparePanel, DistributionPanel, MapPanel, TablePanel, TrendPanel},
    take_along::TakeAlong,
};
use crate::{
    browser::focus::focus,
    charts::{Linked, Snapshot},
    i18n::{Language, Phrase},
    state::{Tab, Transition, ViewStateHandle},
    view_model::Page,
};

/// Tab list by the usual keys: arrows, Home, End.
#[component]
pub(crate) fn Tabs(
    /// The page.
    page: Derived<Arc<Page>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let handle = expect_context::<ViewStateHandle>();
    let parsed = handle.parsed();
    let open = Derived::new(move || parsed.with(|parsed| parsed.state.tab));
    let choose = move |tab: Tab| handle.update(Transition::Replace, |state| state.tab = tab);
    let on_key = move |event: KeyboardEvent| {
        if let Some(tab) = neighbor(open.get_untracked(), &event.key()) {
            event.prevent_default();
            choose(tab);
            focus(&tab_id(tab));
        }
    };
    let button = move |tab: Tab| {
        let is_open = move || open.get() == tab;
        view! {
            <button
                type="button"
                role="tab"
                id=tab_id(tab)
                aria-controls="panel"
                aria-selected=told(move || is_open().to_string())
                tabindex=move || if is_open() { "0" } else { "-1" }
                on:click=move |_| choose(tab)
                on:keydown=on_key
            >
                {name(tab).say(language)}
            </button>
        }
    };
    let panel = move || match open.get() {
        Tab::Map => view! { <MapPanel page=page/> }.into_any(),
        Tab::Trend => view! { <TrendPanel page=page/> }.into_any(),
        Tab::Compare => view! { <ComparePanel page=page/> }.into_any(),
        Tab::Distribution => view! { <DistributionPanel page=page/> }.into_any(),
        Tab::Table => view! { <TablePanel page=page/> }.into_any(),
    };
    let snapshot = Snapshot::new();
    provide_context(snapshot);
    provide_context(Linked::new());

    view! {
        <div class="tab-list" role="tablist" aria-label=Phrase::TabsLabel.say(language)>{Tab::ALL.map(button)}</div>
        <div id="panel" class="panel" role="tabpanel" tabindex="0" aria-labelledby=told(move || tab_id(open.get()))>
            <h2 class="sr-only">{part(move || name(open.get()).say(language))}</h2>
            {part(panel)}
        </div>
        <TakeAlong page=page open=open snapshot=snapshot/>
    }
}

fn tab_id(tab: Tab) -> String {
    format!("tab-{}", tab.value())
}

fn name(tab: Tab) -> Phrase {
    match tab {
        Tab::Map => Phrase::TabMap,
        Tab::Trend => Phrase::TabTrend,
        Tab::Compare => Phrase::TabCompare,
        Tab::Distribution => Phrase::TabDistribution,
        Tab::Table => Phrase::TabTable,
    }
}

fn neighbor(open: Tab, key: &str) -> Option<Tab> {
    let position = Tab::ALL.iter().position(|tab| *tab == open)?;
    let count = Tab::ALL.len();
    let next = match key {
        "ArrowRight" => (position + 1) % count,
        "ArrowLeft" => (position + count - 1) % count,
        "Home" => 0,
        "End" => count - 1,
        _ => return None,
    };
    Tab::ALL.get(next).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round_and_home_and_end_go_to_the_ends() {
        let check = |open, key, expected| assert_eq!(neighbor(open, key), expected);
        check(Tab::Map, "ArrowRight", Some(Tab::Trend));
        check(Tab::Table, "ArrowRight", Some(Tab::Map));
        check(Tab::Map, "ArrowLeft", Some(Tab::Table));
        check(Tab::Compare, "Home", Some(Tab::Map));
        check(Tab::Compare, "End", Some(Tab::Table));
        check(Tab::Compare, "a", None);
    }
}
