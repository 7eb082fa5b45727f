//! The way from the country to the shown area, and on from there.

use std::sync::Arc;

use crate::reactive::{Derived, part, told};
use leptos::prelude::*;
use naerblik_shared::{
    manifest::Manifest,
    schema::{DimensionId, MemberCode},
};

use crate::{
    i18n::{Language, Phrase},
    state::{Transition, Via, ViewStateHandle, area_path::regroup},
    view_model::heading::{Crumb, Heading},
};

/// More areas than this are left to the table and the search.
const MOST_BELOW: usize = 13;

/// Crumbs, the areas below, and the choice of grouping.
#[component]
pub(crate) fn Breadcrumb(
    /// The way.
    heading: Derived<Heading>,
    /// The grouping that is shown.
    via: Derived<Via>,
    /// The publication, for the other grouping.
    manifest: Derived<Option<Arc<Manifest>>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let crumbs = move || {
        let crumbs = heading.with(|heading| heading.crumbs.clone());
        let last = crumbs.len().saturating_sub(1);
        crumbs
            .into_iter()
            .enumerate()
            .map(|(position, crumb)| step(crumb, if position == last { Place::Here } else { Place::Elsewhere }))
            .collect_view()
    };
    let below = move || {
        let (label, below) = heading.with(|heading| (heading.below_label, heading.below.clone()));
        (1..=MOST_BELOW).contains(&below.len()).then(|| {
            view! {
                <nav class="below" aria-label=label>
                    <p>{label}":"</p>
                    <ul class="no-max-width">{below.into_iter().map(|crumb| step(crumb, Place::Elsewhere)).collect_view()}</ul>
                </nav>
            }
        })
    };
    view! {
        <div class="way">
            <nav class="crumbs" aria-label=Phrase::BreadcrumbLabel.say(language)>
                <ol>{part(crumbs)}</ol>
            </nav>
            <Grouping via=via manifest=manifest/>
        </div>
        {part(below)}
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Here,
    Elsewhere,
}

fn step(crumb: Crumb, place: Place) -> AnyView {
    let handle = expect_context::<ViewStateHandle>();
    let Crumb { area, name } = crumb;
    if place == Place::Here {
        return view! { <li><span aria-current="page">{name}</span></li> }.into_any();
    }
    let link = move || handle.link(|state| state.area = Some(area.clone()));
    view! { <li><a href=told(link)>{name}</a></li> }.into_any()
}

#[component]
fn Grouping(via: Derived<Via>, manifest: Derived<Option<Arc<Manifest>>>) -> impl IntoView {
    let language = expect_context::<Language>();
    let handle = expect_context::<ViewStateHandle>();
    let choose = move |wanted: Via| {
        let manifest = manifest.get_untracked();
        handle.update(Transition::Replace, |state| {
            state.via = wanted;
            let areas = manifest.as_ref().and_then(|manifest| manifest.dimension(DimensionId::Area));
            state.area = state.area.take().map(|area| moved(areas, area, wanted));
        });
    };
    let button = move |own: Via| {
        let label = match own {
            Via::Cluster => Phrase::GroupingCluster,
            Via::Council => Phrase::GroupingCouncil,
        };
        let is_chosen = move || (via.get() == own).to_string();
        view! {
            <button type="button" aria-pressed=told(is_chosen) on:click=move |_| choose(own)>{label.say(language)}</button>
        }
    };
    view! {
        <div class="segments" role="group" aria-label=Phrase::GroupingLabel.say(language)>{Via::ALL.map(button)}</div>
    }
}

fn moved(areas: Option<&naerblik_shared::schema::Dimension>, area: MemberCode, via: Via) -> MemberCode {
    let found = areas.and_then(|areas| Some(regroup(areas, areas.member(&area)?, via)));
    found.unwrap_or(area)
}
