//! A filter with a short list.

use crate::reactive::{Derived, part, told};
use leptos::prelude::*;

use crate::view_model::choices::Choice;

/// A labelled list; what is not published with the other choices cannot be chosen.
#[component]
pub(crate) fn SelectField(
    /// Stable name, for ids.
    name: &'static str,
    /// What is chosen here.
    label: &'static str,
    /// The choices.
    choices: Derived<Vec<Choice>>,
    /// The reader chose the value.
    on_choose: Callback<String>,
) -> impl IntoView {
    let id = format!("filter-{name}");
    let option = |choice: Choice| {
        let Choice { value, label, is_chosen, is_published } = choice;
        view! { <option value=value prop:selected=is_chosen disabled=!is_published>{label}</option> }
    };
    let is_restricted = move || choices.with(|all| all.iter().any(|choice| !choice.is_published));
    view! {
        <div class="filter" class:filter-restricted=is_restricted>
            <label for=id.clone()>{label}</label>
            <select
                id=id
                aria-describedby=told(move || is_restricted().then_some("filter-reasons"))
                on:change=move |event| on_choose.run(event_target_value(&event))
            >
                {part(move || choices.get().into_iter().map(option).collect_view())}
            </select>
        </div>
    }
}
