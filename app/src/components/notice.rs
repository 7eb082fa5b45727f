//! One quiet notice about what of a link could not be used.

use crate::reactive::{Derived, part};
use leptos::prelude::*;

use crate::{
    i18n::{Language, Phrase},
    state::LinkIssue,
};

/// Shows nothing when the whole link could be used.
#[component]
pub(crate) fn LinkNotice(
    /// What could not be used.
    issues: Derived<Vec<LinkIssue>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let shown = move || {
        let issues = issues.get();
        (!issues.is_empty()).then(|| {
            let sentences: Vec<String> = issues.iter().map(|issue| issue.sentence(language)).collect();
            view! {
                <p class="notice" role="status">
                    <strong>{Phrase::LinkIssueTitle.say(language)}</strong>
                    " "
                    {sentences.join(" ")}
                </p>
            }
        })
    };
    view! { {part(shown)} }
}
