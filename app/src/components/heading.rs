//! The heading: level, code and area, and what is counted.

use crate::reactive::{Derived, part};
use leptos::prelude::*;

use crate::view_model::heading::Heading;

/// The id of the heading, for focus and names.
pub(crate) const HEADING_ID: &str = "page-heading";

/// Chip, heading and line.
#[component]
pub(crate) fn PageHeading(
    /// What to say.
    heading: Derived<Heading>,
) -> impl IntoView {
    view! {
        <div class="page-heading">
            <div class="page-title">
                <p class="chip-level">{part(move || heading.with(|heading| heading.chip))}</p>
                <h1 id=HEADING_ID tabindex="-1">{part(move || heading.with(|heading| heading.title.clone()))}</h1>
            </div>
            <p class="page-line">{part(move || heading.with(|heading| heading.line.clone()))}</p>
        </div>
    }
}
