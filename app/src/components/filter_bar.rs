//! The row of filters; on a phone one button opens it.

use std::sync::Arc;

use leptos::prelude::*;
use naerblik_shared::{
    manifest::Manifest,
    period::Period,
    schema::{DimensionId, MemberCode},
};

use super::{
    picker::{Picked, Picker},
    select_field::SelectField,
};
use crate::{
    i18n::{Language, Phrase, place},
    state::{ResolvedView, Transition, Unit, ViewStateHandle},
    view_model::{
        Choices,
        choices::{Choice, grain_of, period_at},
        picker, topic,
    },
};

/// Everything that the reader can choose.
#[component]
pub(crate) fn FilterBar(
    /// What the link asks for.
    publication_view: Memo<Option<ResolvedView>>,
    /// What the filters offer.
    choices: Memo<Option<Choices>>,
    /// The publication.
    manifest: Signal<Option<Arc<Manifest>>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let is_open = RwSignal::new(false);
    let active = move || choices.with(|choices| choices.as_ref().map_or(0, |choices| choices.n_active));
    let caption = move || format!("{} ({})", Phrase::FiltersButton.say(language), active());
    view! {
        <section class="filters" class:filters-open=is_open aria-label=Phrase::FiltersLabel.say(language)>
            <button
                type="button"
                class="filters-toggle"
                aria-expanded=move || is_open.get().to_string()
                aria-controls="filter-row"
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                {caption}
            </button>
            <div id="filter-row" class="filter-row">
                <AreaFilter view=publication_view manifest=manifest/>
                <CodeFilter view=publication_view manifest=manifest choices=choices/>
                <PeriodFilter view=publication_view manifest=manifest choices=choices/>
                <GroupFilters choices=choices/>
                <UnitFilter choices=choices/>
                <Reset choices=choices/>
            </div>
            <Reasons choices=choices/>
        </section>
    }
}

#[component]
fn AreaFilter(view: Memo<Option<ResolvedView>>, manifest: Signal<Option<Arc<Manifest>>>) -> impl IntoView {
    let language = expect_context::<Language>();
    let handle = expect_context::<ViewStateHandle>();
    let picked = Signal::derive(move || {
        let (view, manifest) = view.get().zip(manifest.get())?;
        let area = manifest.dimension(DimensionId::Area)?.member(&view.area)?;
        Some(Picked { code: area.code.clone(), label: place::name(area, language) })
    });
    let items = Signal::derive(move || {
        let found = view.get().zip(manifest.get());
        found.map_or_else(Vec::new, |(view, manifest)| picker::areas(view.via, &manifest, language))
    });
    let choose = Callback::new(move |area: MemberCode| {
        handle.update(Transition::Push, |state| state.area = Some(area));
    });
    view! {
        <Picker
            name="area"
            label=Signal::stored(Phrase::FilterArea)
            title=Signal::stored(Phrase::PickArea)
            search=Phrase::PickAreaSearch
            picked=picked
            items=items
            on_pick=choose
        />
    }
}

#[component]
fn CodeFilter(
    view: Memo<Option<ResolvedView>>,
    manifest: Signal<Option<Arc<Manifest>>>,
    choices: Memo<Option<Choices>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let handle = expect_context::<ViewStateHandle>();
    let dataset = Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.dataset.clone())));
    let named = move |of: fn(&str) -> Phrase| Signal::derive(move || of(dataset.get().as_deref().unwrap_or_default()));
    let picked = Signal::derive(move || {
        let (view, manifest) = view.get().zip(manifest.get())?;
        let code = manifest.dimension(DimensionId::Code)?.member(&view.code)?;
        Some(Picked { code: code.code.clone(), label: language.of(&code.label).to_owned() })
    });
    let items = Signal::derive(move || {
        let found = view.get().zip(manifest.get());
        found.map_or_else(Vec::new, |(view, manifest)| picker::codes(&view, &manifest, language))
    });
    let choose_code = Callback::new(move |code: MemberCode| {
        handle.update(Transition::Push, |state| {
            state.dataset = None;
            state.code = Some(code);
        });
    });
    let choose_dataset = Callback::new(move |value: String| {
        handle.update(Transition::Push, |state| {
            state.dataset = MemberCode::parse(&value).ok();
            state.code = None;
        });
    });
    view! {
        <SelectField
            name="dataset"
            label=Phrase::FilterDataset.say(language)
            choices=part(choices, |choices| choices.datasets.clone())
            on_choose=choose_dataset
        />
        <Picker
            name="code"
            label=named(topic::code_label)
            title=named(topic::code_picker_title)
            search=Phrase::PickSearch
            picked=picked
            items=items
            on_pick=choose_code
        />
    }
}

#[component]
fn PeriodFilter(
    view: Memo<Option<ResolvedView>>,
    manifest: Signal<Option<Arc<Manifest>>>,
    choices: Memo<Option<Choices>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let handle = expect_context::<ViewStateHandle>();
    let choose_grain = Callback::new(move |value: String| {
        let found = view.get_untracked().zip(manifest.get_untracked()).zip(grain_of(&value));
        let period =
            found.and_then(|((view, manifest), grain)| period_at(&view, manifest.dataset(&view.dataset)?, grain));
        if period.is_some() {
            handle.update(Transition::Replace, |state| state.period = period);
        }
    });
    let choose_period = Callback::new(move |value: String| {
        handle.update(Transition::Replace, |state| state.period = Period::parse(&value).ok());
    });
    view! {
        <SelectField
            name="grain"
            label=Phrase::FilterGrain.say(language)
            choices=part(choices, |choices| choices.grains.clone())
            on_choose=choose_grain
        />
        <SelectField
            name="period"
            label=Phrase::FilterPeriod.say(language)
            choices=part(choices, |choices| choices.periods.clone())
            on_choose=choose_period
        />
    }
}

#[component]
fn GroupFilters(choices: Memo<Option<Choices>>) -> impl IntoView {
    let handle = expect_context::<ViewStateHandle>();
    let kinds = Memo::new(move |_| {
        let filters = choices.with(|choices| choices.as_ref().map(|choices| choices.filters.clone()));
        filters.into_iter().flatten().map(|filter| (filter.dimension, filter.label)).collect::<Vec<_>>()
    });
    let field = move |(dimension, label): (DimensionId, &'static str)| {
        let own = Signal::derive(move || {
            choices.with(|choices| {
                let filters = choices.iter().flat_map(|choices| &choices.filters);
                let own = filters.into_iter().find(|filter| filter.dimension == dimension);
                own.map_or_else(Vec::new, |filter| filter.choices.clone())
            })
        });
        let choose = Callback::new(move |value: String| {
            // The first choice is everybody, which a link leaves out.
            let is_total = own.with_untracked(|all| all.first().is_some_and(|first| first.value == value));
            let member = if is_total { None } else { MemberCode::parse(&value).ok() };
            handle.update(Transition::Replace, |state| state.set_filter(dimension, member));
        });
        view! { <SelectField name=dimension.as_str() label=label choices=own on_choose=choose/> }
    };
    view! { {move || kinds.get().into_iter().map(field).collect_view()} }
}

#[component]
fn UnitFilter(choices: Memo<Option<Choices>>) -> impl IntoView {
    let language = expect_context::<Language>();
    let handle = expect_context::<ViewStateHandle>();
    let choose = Callback::new(move |value: String| {
        let unit = Unit::ALL.into_iter().find(|unit| unit.value() == value).unwrap_or_default();
        handle.update(Transition::Replace, |state| state.unit = unit);
    });
    view! {
        <SelectField
            name="unit"
            label=Phrase::FilterUnit.say(language)
            choices=part(choices, |choices| choices.units.clone())
            on_choose=choose
        />
    }
}

#[component]
fn Reset(choices: Memo<Option<Choices>>) -> impl IntoView {
    let language = expect_context::<Language>();
    let handle = expect_context::<ViewStateHandle>();
    let reset = move |_| {
        handle.update(Transition::Replace, |state| {
            (state.age, state.sex, state.home, state.disease) = (None, None, None, None);
        });
    };
    let is_filtered = move || choices.with(|choices| choices.as_ref().is_some_and(|choices| choices.n_active > 0));
    view! {
        <Show when=is_filtered>
            <button type="button" class="filter-reset" on:click=reset>{Phrase::FilterReset.say(language)}</button>
        </Show>
    }
}

#[component]
fn Reasons(choices: Memo<Option<Choices>>) -> impl IntoView {
    let language = expect_context::<Language>();
    let shown = move || {
        let reasons = choices.with(|choices| choices.as_ref().map(|choices| choices.reasons.clone()));
        reasons.filter(|reasons| !reasons.is_empty()).map(|reasons| {
            view! {
                <p>
                    <strong>{Phrase::NotPublishedTitle.say(language)}</strong>
                    " "
                    {reasons.join(" ")}
                </p>
            }
        })
    };
    view! { <div id="filter-reasons" class="filter-reasons" role="status">{shown}</div> }
}

fn part(choices: Memo<Option<Choices>>, read: fn(&Choices) -> Vec<Choice>) -> Signal<Vec<Choice>> {
    Memo::new(move |_| choices.with(|choices| choices.as_ref().map_or_else(Vec::new, read))).into()
}
