//! The notice that figures are made up; it stays in sight.

use crate::reactive::{Derived, part};
use leptos::prelude::*;
use naerblik_shared::schema::Text;

use crate::i18n::{Language, Phrase};

/// Shows the publication's notice, when it has one.
#[component]
pub(crate) fn FictiveBanner(
    /// The publication's own words.
    notice: Derived<Option<Text>>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let shown = move || {
        notice.get().map(|notice| {
            view! {
                <aside class="fictive" aria-label=Phrase::FictiveTitle.say(language)>
                    <p class="width">
                        <strong>{Phrase::FictiveTitle.say(language)}</strong>
                        " "
                        {language.of(&notice).to_owned()}
                    </p>
                </aside>
            }
        })
    };
    view! { {part(shown)} }
}
