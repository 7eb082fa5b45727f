//! The one way to read and change the view state; the only module that knows the router.

use crate::reactive::Derived;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
    location::{BrowserUrl, LocationProvider as _},
};

use super::{codec::Parsed, migrations::forward, place::Place, view_state::ViewState};
use crate::{app::Environment, i18n::Language};

/// What a change means for the browser's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// The reader went somewhere else; Back returns.
    Push,
    /// The reader adjusted what is shown here.
    Replace,
}

/// Reads and changes the [`ViewState`] in the URL.
#[derive(Clone, Copy)]
pub struct ViewStateHandle {
    parsed: Derived<Parsed>,
    path: Derived<String>,
    go: Callback<(String, Transition)>,
}

impl ViewStateHandle {
    /// Binds to the router around the calling component.
    pub fn from_router() -> Self {
        let location = use_location();
        let parsed = Derived::new(move || location.search.with(|search| ViewState::from_query(search)));
        let navigate = use_navigate();
        let go = Callback::new(move |(url, transition): (String, Transition)| {
            let replace = transition == Transition::Replace;
            navigate(&url, NavigateOptions { resolve: false, replace, scroll: false, ..NavigateOptions::default() });
        });
        Self { parsed, path: Derived::new(move || location.pathname.get()), go }
    }

    /// The state and what of the link could not be read; tracks changes.
    pub fn parsed(&self) -> Derived<Parsed> {
        self.parsed
    }

    /// Changes the state; a change to what it already is does nothing.
    pub fn update(&self, transition: Transition, change: impl FnOnce(&mut ViewState)) {
        let before = self.parsed.with_untracked(|parsed| parsed.state.clone());
        let mut after = before.clone();
        change(&mut after);
        if before != after {
            self.go.run((address(&self.path.get_untracked(), &after), transition));
        }
    }

    /// The address of the changed state, for links; tracks changes of the state.
    ///
    /// The path is not tracked: another path is another page, with links of its own. And a source that never changes
    /// never forgets those who asked it, so that it would keep something of every link of every table drawn.
    pub fn link(&self, change: impl FnOnce(&mut ViewState)) -> String {
        let mut after = self.parsed.with(|parsed| parsed.state.clone());
        change(&mut after);
        address(&self.path.get_untracked(), &after)
    }

    /// The address of the same state at another path, for the language switch; tracks changes.
    pub fn link_at(&self, path: &str) -> String {
        self.parsed.with(|parsed| address(path, &parsed.state))
    }
}

/// Goes to an address of the site, as a click on a link to it does.
pub fn navigator() -> Callback<String> {
    let navigate = use_navigate();
    Callback::new(move |url: String| {
        navigate(&url, NavigateOptions { resolve: false, ..NavigateOptions::default() });
    })
}

/// The page of the address, after old and short addresses were replaced by the ones they lead to.
pub(crate) fn follow_forwards(environment: Environment) -> Derived<Option<(Language, Place)>> {
    let location = use_location();
    let navigate = use_navigate();
    let forwarded = move || {
        let path = location.pathname.get();
        location.search.with(|query| forward(&environment.below(&path), query))
    };
    // The address belongs to the browser, not to a signal of ours.
    Effect::new(move |_| {
        if let Some(below) = forwarded() {
            let url = environment.settings.with_value(|settings| format!("{}{below}", settings.base));
            navigate(&url, NavigateOptions { resolve: false, replace: true, ..NavigateOptions::default() });
        }
    });
    // Until the browser has followed, the page is the one that the address leads to.
    Derived::new(move || match forwarded() {
        Some(below) => Place::parse(below.split('?').next().unwrap_or_default()),
        None => Place::parse(&environment.below(&location.pathname.get())),
    })
}

/// Tells the router that the page of a new address is there, so that the address comes into the address bar and the
/// history. Routes would do that; the app has none.
pub(crate) fn arrive() {
    let pathname = use_location().pathname;
    let browser = use_context::<BrowserUrl>();
    Effect::new(move |_| {
        pathname.track();
        if let Some(browser) = &browser {
            browser.ready_to_complete();
        }
    });
}

/// The path of the page's address as it stands, for a page that does not exist.
pub fn current_path() -> String {
    use_location().pathname.get_untracked()
}

/// The address of a state at a path.
pub fn address(path: &str, state: &ViewState) -> String {
    let query = state.to_query();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}
