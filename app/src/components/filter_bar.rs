//! The row of filters; on a phone area and code stay in sight, and one button opens the others.

use std::sync::Arc;

use crate::reactive::{Derived, part, told};
use leptos::prelude::*;
use naerblik_shared::{
    manifest::Manifest,
    period::Period,
    schema::{DimensionId, MemberCode},
};

use super::{
    picker::{Picked, Picker},
    select_field::SelectField,
    selections::{FILTERS_ID, Selections},
};
use crate::{
    i18n::{Language, Phrase},
    state::{ResolvedView, Transition, Unit, ViewStateHandle},
    view_model::{
        Choices,
        choices::{Choice, grain_of, period_at},
        picker::{self, Item},
        topic,
    },
};

/// Everything that the reader can choose.
#[component]
pub(crate) fn FilterBar(
    /// What the link asks for.
    publication_view: Derived<Option<ResolvedView>>,
    /// What the filters offer.
    choices: Derived<Option<Choices>>,
    /// The publication.
    manifest: Derived<Option<Arc<Manifest>>>,
    /// Told the choice that the reader is about to make, or one like it.
    on_near: Callback<(DimensionId, MemberCode)>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let offer = Offer { view: publication_view, choices, manifest };
    let is_open = RwSignal::new(false);
    let caption = move || {
        let name = Phrase::FiltersButton.say(language);
        match choices.with(|choices| choices.as_ref().map_or(0, |choices| choices.n_active)) {
            0 => name.to_owned(),
            active => format!("{name} ({active})"),
        }
    };
    view! {
        <section
            id=FILTERS_ID
            class="filters"
            class:filters-open=is_open
            tabindex="-1"
            aria-label=Phrase::FiltersLabel.say(language)
        >
            <div class="filter-row">
                <AreaFilter offer=offer/>
                <CodeFilter offer=offer/>
                <button
                    type="button"
                    class="filters-toggle"
                    aria-expanded=told(move || is_open.get().to_string())
                    aria-controls="filter-more"
                    on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
                >
                    {part(caption)}
                </button>
                <div id="filter-more" class="filter-more">
                    <PeriodFilter offer=offer/>
                    <GroupFilters choices=choices on_near=on_near/>
                    <UnitFilter offer=offer/>
                </div>
            </div>
            <Selections publication_view=publication_view manifest=manifest/>
            <Reasons choices=choices/>
        </section>
    }
}

/// What can be chosen, and what is chosen at present.
#[derive(Clone, Copy)]
struct Offer {
    view: Derived<Option<ResolvedView>>,
    choices: Derived<Option<Choices>>,
    manifest: Derived<Option<Arc<Manifest>>>,
}

impl Offer {
    /// The view and its publication, once both are there.
    fn known(self) -> Option<(ResolvedView, Arc<Manifest>)> {
        self.view.get().zip(self.manifest.get())
    }

    /// The picked area or code.
    fn picked(self, dimension: DimensionId) -> Derived<Option<Picked>> {
        let language = expect_context::<Language>();
        Derived::fresh(move || {
            let (view, manifest) = self.known()?;
            let code = if dimension == DimensionId::Area { &view.area } else { &view.code };
            let member = manifest.dimension(dimension)?.member(code)?;
            Some(Picked { code: member.code.clone(), label: language.of(&member.label).to_owned() })
        })
    }

    fn items(self, list: fn(&ResolvedView, &Manifest, Language) -> Vec<Item>) -> Derived<Vec<Item>> {
        let language = expect_context::<Language>();
        Derived::fresh(move || self.known().map_or_else(Vec::new, |(view, manifest)| list(&view, &manifest, language)))
    }

    fn part(self, read: fn(&Choices) -> Vec<Choice>) -> Derived<Vec<Choice>> {
        Derived::new(move || self.choices.with(|choices| choices.as_ref().map_or_else(Vec::new, read)))
    }
}

#[component]
fn AreaFilter(offer: Offer) -> impl IntoView {
    let handle = expect_context::<ViewStateHandle>();
    let choose = Callback::new(move |area: MemberCode| {
        handle.update(Transition::Push, |state| state.area = Some(area));
    });
    view! {
        <Picker
            name="area"
            label=Derived::stored(Phrase::FilterArea)
            title=Derived::stored(Phrase::PickArea)
            search=Phrase::PickAreaSearch
            picked=offer.picked(DimensionId::Area)
            items=offer.items(|view, manifest, language| picker::areas(view.via, manifest, language))
            on_pick=choose
        />
    }
}

#[component]
fn CodeFilter(offer: Offer) -> impl IntoView {
    let language = expect_context::<Language>();
    let handle = expect_context::<ViewStateHandle>();
    let dataset = Derived::new(move || offer.view.with(|view| view.as_ref().map(|view| view.dataset.clone())));
    let named = move |of: fn(&str) -> Phrase| Derived::fresh(move || of(dataset.get().as_deref().unwrap_or_default()));
    let choose_code = Callback::new(move |code: MemberCode| {
        handle.update(Transition::Push, |state| (state.dataset, state.code) = (None, Some(code)));
    });
    let choose_dataset = Callback::new(move |value: String| {
        let dataset = MemberCode::parse(&value).ok();
        handle.update(Transition::Push, |state| (state.dataset, state.code) = (dataset, None));
    });
    view! {
        <SelectField
            name="dataset"
            label=Phrase::FilterDataset.say(language)
            choices=offer.part(|choices| choices.datasets.clone())
            on_choose=choose_dataset
        />
        <Picker
            name="code"
            label=named(topic::code_label)
            title=named(topic::code_picker_title)
            search=Phrase::PickSearch
            picked=offer.picked(DimensionId::Code)
            items=offer.items(picker::codes)
            on_pick=choose_code
        />
    }
}

#[component]
fn PeriodFilter(offer: Offer) -> impl IntoView {
    let language = expect_context::<Language>();
    let handle = expect_context::<ViewStateHandle>();
    let choose_period = move |period: Option<Period>| {
        if period.is_some() {
            handle.update(Transition::Replace, |state| state.period = period);
        }
    };
    let choose_grain = move |value: String| {
        let known = untrack(|| offer.known()).zip(grain_of(&value));
        choose_period(
            known.and_then(|((view, manifest), grain)| period_at(&view, manifest.dataset(&view.dataset)?, grain)),
        );
    };
    view! {
        <SelectField
            name="grain"
            label=Phrase::FilterGrain.say(language)
            choices=offer.part(|choices| choices.grains.clone())
            on_choose=Callback::new(choose_grain)
        />
        <SelectField
            name="period"
            label=Phrase::FilterPeriod.say(language)
            choices=offer.part(|choices| choices.periods.clone())
            on_choose=Callback::new(move |value: String| choose_period(Period::parse(&value).ok()))
        />
    }
}

#[component]
fn GroupFilters(choices: Derived<Option<Choices>>, on_near: Callback<(DimensionId, MemberCode)>) -> impl IntoView {
    let handle = expect_context::<ViewStateHandle>();
    let kinds = Derived::new(move || {
        let filters = choices.with(|choices| choices.as_ref().map(|choices| choices.filters.clone()));
        filters.into_iter().flatten().map(|filter| (filter.dimension, filter.label)).collect::<Vec<_>>()
    });
    let field = move |(dimension, label): (DimensionId, &'static str)| {
        let own = Derived::new(move || {
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
        // All members of a dimension are in the same files.
        let near = Callback::new(move |()| {
            let member = own.with_untracked(|all| {
                let offered = all.iter().skip(1).find(|choice| choice.is_published);
                offered.and_then(|choice| MemberCode::parse(&choice.value).ok())
            });
            if let Some(member) = member {
                on_near.run((dimension, member));
            }
        });
        view! { <SelectField name=dimension.as_str() label=label choices=own on_choose=choose on_near=near/> }
    };
    view! { {part(move || kinds.get().into_iter().map(field).collect_view())} }
}

#[component]
fn UnitFilter(offer: Offer) -> impl IntoView {
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
            choices=offer.part(|choices| choices.units.clone())
            on_choose=choose
        />
    }
}

#[component]
fn Reasons(choices: Derived<Option<Choices>>) -> impl IntoView {
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
    view! { <div id="filter-reasons" class="filter-reasons" role="status">{part(shown)}</div> }
}
