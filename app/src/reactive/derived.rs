//! Values that follow from others, of any type, in the reactive graph as one type.
//!
//! The graph writes a memo, a signal and their guards out anew for each type of value; a dashboard has dozens of types.
//! Here the graph knows a single type, a value behind a pointer, and each type adds only its comparison.

use std::{
    any::Any,
    marker::PhantomData,
    sync::{Arc, Mutex, PoisonError},
};

use futures::future::LocalBoxFuture;
use leptos::prelude::*;

use super::asked::{self, Asked};

/// A value that is worked out from other values when it is asked for, and kept until they change.
pub struct Derived<T> {
    kept: Memo<Kept>,
    kind: PhantomData<fn() -> T>,
}

impl<T: Send + Sync + 'static> Derived<T> {
    /// Tells those who read it of a change only when the new value is another.
    pub fn new(find: impl Fn() -> T + Send + Sync + 'static) -> Self
    where
        T: PartialEq,
    {
        Self::keeping(Box::new(move |_| Kept::comparable(find())))
    }

    /// Like [`Self::new`], from the value before as well, which is `None` at first.
    pub fn following(find: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self
    where
        T: PartialEq,
    {
        Self::keeping(Box::new(move |before| Kept::comparable(find(before.and_then(Kept::value)))))
    }

    /// Takes each new value for another one: for values that cannot be compared, or that cost more to compare than
    /// to show.
    pub fn fresh(find: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::keeping(Box::new(move |_| Kept(Arc::new(Fresh(find())))))
    }

    /// A value that never changes.
    pub fn stored(value: T) -> Self {
        let kept = Kept(Arc::new(Fresh(value)));
        Self::keeping(Box::new(move |_| kept.clone()))
    }

    fn keeping(find: Find) -> Self {
        let asked = Mutex::new(Asked::default());
        let find: Find =
            Box::new(move |before| asked.lock().unwrap_or_else(PoisonError::into_inner).during(|| find(before)));
        Self { kept: Memo::new(find), kind: PhantomData }
    }

    /// What `look` makes of the value; tracks changes.
    ///
    /// # Panics
    ///
    /// When its owner is gone, as every signal does.
    pub fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        let kept = self.kept.get();
        asked::note(self.kept);
        look(kept.known())
    }

    /// Tracks changes.
    pub fn track(&self) {
        self.kept.track();
        asked::note(self.kept);
    }

    /// [`Self::with`], or `None` when its owner is gone, without tracking.
    pub fn try_with_untracked<R>(&self, look: impl FnOnce(&T) -> R) -> Option<R> {
        self.kept.try_get_untracked().map(|kept| look(kept.known()))
    }

    /// [`Self::with`] without tracking.
    pub fn with_untracked<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(self.kept.get_untracked().known())
    }
}

impl<T: Clone + Send + Sync + 'static> Derived<T> {
    /// The value; tracks changes.
    pub fn get(&self) -> T {
        self.with(T::clone)
    }

    /// The value, without tracking.
    pub fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }

    /// The value, or `None` when its owner is gone; tracks changes.
    pub fn try_get(&self) -> Option<T> {
        let kept = self.kept.try_get()?;
        asked::note(self.kept);
        Some(kept.known::<T>().clone())
    }
}

impl<T: Clone + Send + Sync + 'static> Derived<Option<T>> {
    /// What `fetch` brings, `None` until it is there; fetched again when what `fetch` reads, before it first waits,
    /// changes.
    pub fn fetched<F: Future<Output = T> + 'static>(fetch: impl Fn() -> F + 'static) -> Self {
        let fetch: Box<dyn Fn() -> LocalBoxFuture<'static, Kept>> = Box::new(move || {
            let coming = fetch();
            Box::pin(async move { Kept(Arc::new(Fresh(coming.await))) })
        });
        let resource = LocalResource::new(fetch);
        Self::fresh(move || resource.get().map(|kept| kept.known::<T>().clone()))
    }
}

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Derived<T> {}

impl<T> std::fmt::Debug for Derived<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Derived")
    }
}

type Find = Box<dyn Fn(Option<&Kept>) -> Kept + Send + Sync>;

/// A value of a type that only [`Derived`] knows.
#[derive(Clone)]
struct Kept(Arc<dyn Value>);

impl Kept {
    fn comparable<T: PartialEq + Send + Sync + 'static>(value: T) -> Self {
        Self(Arc::new(Comparable(value)))
    }

    fn value<T: 'static>(&self) -> Option<&T> {
        self.0.value().downcast_ref()
    }

    #[expect(clippy::expect_used, reason = "the type of `Derived` says what it was made with")]
    fn known<T: 'static>(&self) -> &T {
        self.value().expect("a derived value is of the type it was derived as")
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.equals(other.0.value())
    }
}

trait Value: Send + Sync {
    fn equals(&self, other: &dyn Any) -> bool;
    fn value(&self) -> &dyn Any;
}

struct Comparable<T>(T);

impl<T: PartialEq + Send + Sync + 'static> Value for Comparable<T> {
    fn equals(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<T>() == Some(&self.0)
    }

    fn value(&self) -> &dyn Any {
        &self.0
    }
}

struct Fresh<T>(T);

impl<T: Send + Sync + 'static> Value for Fresh<T> {
    fn equals(&self, _: &dyn Any) -> bool {
        false
    }

    fn value(&self) -> &dyn Any {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned<R>(test: impl FnOnce() -> R) -> R {
        let owner = Owner::new();
        owner.with(test)
    }

    #[test]
    fn follows_what_it_is_derived_from() {
        owned(|| {
            let source = RwSignal::new(2);
            let double = Derived::new(move || source.get() * 2);
            let text = Derived::fresh(move || format!("{}!", double.get()));
            assert_eq!((double.get(), text.get()), (4, "4!".to_owned()));
            source.set(5);
            assert_eq!((double.get_untracked(), text.with(String::len)), (10, 3));
        });
    }

    #[test]
    fn an_equal_value_is_no_change() {
        owned(|| {
            let source = RwSignal::new(2);
            let half = Derived::new(move || source.get() / 2);
            let runs = RwSignal::new(0);
            let follower = Derived::new(move || {
                half.with(|_| ());
                runs.update_untracked(|runs| *runs += 1);
            });
            let fresh = Derived::fresh(move || source.get() / 2);
            let fresh_runs = RwSignal::new(0);
            let after_fresh = Derived::new(move || {
                fresh.with(|_| ());
                fresh_runs.update_untracked(|runs| *runs += 1);
            });
            for value in [2, 3, 4] {
                source.set(value);
                follower.get();
                after_fresh.get();
            }
            assert_eq!((runs.get_untracked(), fresh_runs.get_untracked()), (2, 3));
        });
    }

    #[test]
    fn the_value_before_is_told() {
        owned(|| {
            let source = RwSignal::new(Some(1));
            let last =
                Derived::following(move |before: Option<&Option<i32>>| source.get().or(*before.unwrap_or(&None)));
            assert_eq!(last.get(), Some(1));
            source.set(None);
            assert_eq!(last.get(), Some(1));
        });
    }

    #[test]
    fn a_value_whose_owner_is_gone_is_none() {
        let owner = Owner::new();
        let value = owner.with(|| Derived::stored(1));
        assert_eq!(owner.with(|| value.try_get()), Some(1));
        owner.cleanup();
        drop(owner);
        assert_eq!(value.try_get(), None);
    }
}
