//! A filter with a short list.

use crate::reactive::{Derived, part, told};
use leptos::{html::Select, prelude::*};

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
    /// The reader is about to choose.
    #[prop(optional)]
    on_near: Option<Callback<()>>,
) -> impl IntoView {
    let id = format!("filter-{name}");
    // The list itself changes seldom; drawing it anew for each choice would cost the page a whole computation of styles.
    let offered = Derived::new(move || choices.get().into_iter().map(Choice::offered).collect::<Vec<_>>());
    let chosen = Derived::new(move || {
        choices.with(|all| all.iter().find(|choice| choice.is_chosen).map(|choice| choice.value.clone()))
    });
    let option = move |choice: Choice| {
        let Choice { value, label, is_published, .. } = choice;
        let is_chosen = chosen.with_untracked(|chosen| chosen.as_ref() == Some(&value));
        view! { <option value=value prop:selected=is_chosen disabled=!is_published>{label}</option> }
    };
    let list = NodeRef::<Select>::new();
    Effect::new(move |_| {
        offered.track();
        let chosen = chosen.get();
        // After the list has been drawn.
        request_animation_frame(move || {
            if let Some((list, chosen)) = list.try_get_untracked().flatten().zip(chosen)
                && list.value() != chosen
            {
                list.set_value(&chosen);
            }
        });
    });
    let near = move || {
        if let Some(on_near) = on_near {
            on_near.run(());
        }
    };
    let is_restricted = move || choices.with(|all| all.iter().any(|choice| !choice.is_published));
    view! {
        <div class="filter" class:filter-restricted=is_restricted>
            <label for=id.clone()>{label}</label>
            <select
                id=id
                aria-describedby=told(move || is_restricted().then_some("filter-reasons"))
                node_ref=list
                on:pointerenter=move |_| near()
                on:focus=move |_| near()
                on:change=move |event| on_choose.run(event_target_value(&event))
            >
                {part(move || offered.get().into_iter().map(option).collect_view())}
            </select>
        </div>
    }
}
