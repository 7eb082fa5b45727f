//! With whom the area is compared, and what can be said of it.

use std::sync::Arc;

use crate::reactive::{Derived, part, part_when, told};
use leptos::prelude::*;
use naerblik_shared::schema::MemberCode;

use super::{
    picker::{Picked, Picker},
    select_field::SelectField,
};
use crate::{
    i18n::{Language, Phrase, Saying},
    state::{Against, Transition, ViewStateHandle, against::LIST_MOST},
    view_model::{
        Page,
        judgement::{Judgement, shape},
        picker,
    },
};

/// The choice of the comparison, with the reader's own list when that is chosen.
#[component]
pub(crate) fn CompareWith(
    /// The page.
    page: Derived<Arc<Page>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let handle = expect_context::<ViewStateHandle>();
    let choices = Derived::fresh(move || page.with(|page| page.comparisons().to_vec()));
    let choose = Callback::new(move |value: String| {
        handle.update(Transition::Replace, |state| state.against = Against::parse(&value));
    });
    let is_list = Derived::fresh(move || page.with(|page| page.view.against == Some(Against::List)));
    view! {
        <div class="compare-with">
            <SelectField name="against" label=Saying::CompareWith.say(language) choices=choices on_choose=choose/>
            {part_when(move || is_list.get(), move || view! {<OwnList page=page/>})}
        </div>
    }
}

/// The reader's own areas; each can be removed, and more can be added.
#[component]
fn OwnList(page: Derived<Arc<Page>>) -> impl IntoView {
    let language = expect_context::<Language>();
    let handle = expect_context::<ViewStateHandle>();
    let list = Derived::fresh(move || page.with(|page| page.list.clone()));
    let items =
        Derived::fresh(move || page.with(|page| picker::areas(page.view.via, &page.source.0.manifest, language)));
    let add = Callback::new(move |area: MemberCode| {
        handle.update(Transition::Replace, |state| {
            if !state.list.contains(&area) && state.list.len() < LIST_MOST {
                state.list.push(area);
            }
        });
    });
    let chip = move |(code, label): (MemberCode, String)| {
        let remove = move |_| handle.update(Transition::Replace, |state| state.list.retain(|own| *own != code));
        let name = format!("{} {label}", Saying::RemoveArea.say(language));
        view! {
            <li>
                <button type="button" class="chip chip-remove" aria-label=name on:click=remove>
                    {label}<span aria-hidden="true">" ×"</span>
                </button>
            </li>
        }
    };
    let nothing = Derived::stored(None::<Picked>);
    view! {
        <div class="own-list">
            <Picker
                name="list"
                label=Derived::stored(Phrase::AddArea)
                title=Derived::stored(Phrase::AddAreaTitle)
                search=Phrase::PickAreaSearch
                picked=nothing
                items=items
                on_pick=add
            />
            <ul class="chips no-max-width">{part(move || list.get().into_iter().map(chip).collect_view())}</ul>
            {part_when(move || list.with(Vec::is_empty), move || view! {<p>{Saying::ListEmpty.say(language)}</p>})}
        </div>
    }
}

/// Every comparison with its shape and words; each leads to its picture.
#[component]
pub(crate) fn Judgements(
    /// The page.
    page: Derived<Arc<Page>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let all = Derived::fresh(move || page.with(|page| page.judgements().clone()));
    let shown = move || {
        let own = all.get();
        (!own.all.is_empty()).then(|| {
            view! {
                <section class="judgements" aria-labelledby="judgements-title">
                    <h3 id="judgements-title">{Saying::Judgements.say(language)}</h3>
                    <p class="judgement-whole">{own.robustness}</p>
                    <ul class="no-max-width">{own.all.into_iter().map(judgement).collect_view()}</ul>
                    <p class="judgement-key">{Saying::JudgementKey.say(language)}</p>
                </section>
            }
        })
    };
    view! { {part(shown)} }
}

fn judgement(own: Judgement) -> AnyView {
    let handle = expect_context::<ViewStateHandle>();
    let Judgement { against, figure, verdict, words, caution, is_chosen, .. } = own;
    let is_muted = caution.is_some();
    let caution = caution.map(|text| view! { <small>{text}</small> });
    let link = move || handle.link(|state| state.against = Some(against));
    view! {
        <li class:judgement-chosen=is_chosen class:judgement-muted=is_muted>
            <span class="judgement-shape" aria-hidden="true">{shape(verdict)}</span>
            <span><a href=told(link) aria-current=is_chosen.then_some("true")>{words}</a>{caution}</span>
            <span class="judgement-figure">" " {figure}</span>
        </li>
    }
    .into_any()
}

/// Rank, split and method.
#[component]
pub(crate) fn Explained(
    /// The page.
    page: Derived<Arc<Page>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let all = Derived::fresh(move || page.with(|page| page.judgements().clone()));
    let titled = move |title: Saying, text: Option<String>| {
        text.map(|text| {
            view! {
                <div>
                    <dt>{title.say(language)}</dt>
                    <dd>{text}</dd>
                </div>
            }
        })
    };
    view! {
        <dl class="explained">
            {part(move || titled(Saying::RankTitle, all.with(|all| all.rank.clone())))}
            {part(move || titled(Saying::SplitTitle, all.with(|all| all.split.clone())))}
        </dl>
        <details class="about-details">
            <summary>{Saying::HowComputed.say(language)}</summary>
            <p>{Saying::HowComputedText.say(language)}</p>
        </details>
    }
}
