//! From the link to what is shown: every step a derived value.

use std::sync::Arc;

use crate::reactive::Derived;
use leptos::{prelude::*, task::spawn_local};
use naerblik_shared::{
    manifest::Manifest,
    schema::{DimensionId, MemberCode},
};

use crate::{
    app::Environment,
    data::{LoadError, Loaded},
    i18n::Language,
    state::{
        LinkIssue, ResolvedView, ViewStateHandle,
        resolve::{Resolution, resolve},
    },
    view_model::{Choices, Page},
};

/// The publication as the explorer sees it.
#[derive(Clone, Copy)]
pub(crate) struct Publication {
    /// The table of contents, once it is there.
    pub(crate) manifest: Derived<Option<Arc<Manifest>>>,
    /// What the link asks for; `None` until the manifest is there.
    pub(crate) view: Derived<Option<ResolvedView>>,
    /// What of the link could not be used.
    pub(crate) issues: Derived<Vec<LinkIssue>>,
    /// What the filters offer.
    pub(crate) choices: Derived<Option<Choices>>,
    /// The last view that was loaded whole.
    pub(crate) page: Derived<Option<Arc<Page>>>,
    /// Why the wanted view cannot be shown.
    pub(crate) problem: Derived<Option<LoadError>>,
    /// Tries again what failed.
    pub(crate) retry: Callback<()>,
    /// Loads what a filter would need, before the reader sets it.
    pub(crate) expect: Callback<(DimensionId, MemberCode)>,
}

impl Publication {
    /// Follows the link of `handle`.
    pub(crate) fn follow(handle: ViewStateHandle, language: Language) -> Self {
        let repository = expect_context::<Environment>().repository;
        let attempt = RwSignal::new(0_u32);
        let fetched = Derived::fetched(move || {
            attempt.track();
            let repository = repository.get_value();
            async move { repository.manifest().await }
        });
        let manifest = Derived::fresh(move || fetched.get().and_then(Result::ok));
        let resolution = resolution(handle, manifest);
        let view = Derived::new(move || resolution.with(|own| own.as_ref().map(|own| own.view.clone())));
        let loaded = Derived::fetched(move || {
            attempt.track();
            let repository = repository.get_value();
            // An explorer that is left behind may still be asked to load: it then wants nothing any more.
            let wanted = manifest.try_get().flatten().zip(view.try_get().flatten());
            async move {
                match wanted {
                    Some((manifest, view)) => Some(repository.load(manifest, view).await),
                    None => None,
                }
            }
        });
        let outcome = Derived::fresh(move || loaded.get().flatten());
        Self {
            manifest,
            view,
            issues: issues(handle, resolution),
            choices: choices(view, manifest, language),
            page: page(outcome, language),
            problem: Derived::new(move || {
                let unresolved = manifest.with(Option::is_some) && resolution.with(Option::is_none);
                let incomplete = unresolved.then_some(LoadError::Incomplete { what: "dataset with codes" });
                fetched.get().and_then(Result::err).or(incomplete).or_else(|| outcome.get().and_then(Result::err))
            }),
            retry: Callback::new(move |()| attempt.update(|attempt| *attempt += 1)),
            expect: Callback::new(move |(dimension, member)| {
                let Some(manifest) = manifest.get_untracked() else { return };
                let mut state = handle.parsed().with_untracked(|parsed| parsed.state.clone());
                state.set_filter(dimension, Some(member));
                if let Some(Resolution { view, .. }) = resolve(&state, &manifest) {
                    let repository = repository.get_value();
                    // What cannot be loaded is told to those who ask for it in earnest.
                    spawn_local(async move { drop(repository.load(manifest, view).await) });
                }
            }),
        }
    }

    /// Whether the wanted view is still on its way.
    pub(crate) fn is_behind(&self) -> bool {
        let shown = self.page.with(|page| page.as_ref().map(|page| page.view.clone()));
        self.problem.with(Option::is_none) && shown != self.view.get()
    }
}

fn resolution(handle: ViewStateHandle, manifest: Derived<Option<Arc<Manifest>>>) -> Derived<Option<Resolution>> {
    let parsed = handle.parsed();
    Derived::new(move || {
        let manifest = manifest.get()?;
        parsed.with(|parsed| resolve(&parsed.state, &manifest))
    })
}

fn issues(handle: ViewStateHandle, resolution: Derived<Option<Resolution>>) -> Derived<Vec<LinkIssue>> {
    let parsed = handle.parsed();
    Derived::new(move || {
        let read = parsed.with(|parsed| parsed.issues.clone());
        let resolved = resolution.with(|own| own.as_ref().map(|own| own.issues.clone()));
        read.into_iter().chain(resolved.into_iter().flatten()).collect()
    })
}

fn choices(
    view: Derived<Option<ResolvedView>>,
    manifest: Derived<Option<Arc<Manifest>>>,
    language: Language,
) -> Derived<Option<Choices>> {
    Derived::new(move || {
        let manifest = manifest.get()?;
        view.with(|view| Choices::of(view.as_ref()?, &manifest, language))
    })
}

/// Holds the last page while the next one loads, and when it fails.
fn page(outcome: Derived<Option<Result<Loaded, LoadError>>>, language: Language) -> Derived<Option<Arc<Page>>> {
    Derived::following(move |before: Option<&Option<Arc<Page>>>| {
        let before = before.and_then(Option::as_ref);
        outcome.with(|outcome| {
            let loaded = outcome.as_ref().and_then(|outcome| outcome.as_ref().ok());
            // While the next view loads, the last one is told once more.
            let is_new = |loaded: &&Loaded| {
                let is_same =
                    |page: &Arc<Page>| page.view == loaded.view && Arc::ptr_eq(&page.manifest, &loaded.manifest);
                !before.is_some_and(is_same)
            };
            let next = loaded.filter(is_new).and_then(|loaded| Page::present(loaded, language)).map(Arc::new);
            next.or_else(|| before.cloned())
        })
    })
}
