//! Which values a closure has asked, so that they forget it when it is gone.
//!
//! A memo of the graph remembers everybody who read it, and forgets those who read it again. Who is dropped is never
//! forgotten: a table drawn a thousand times would leave a thousand times its rows behind, and each change would go
//! through all of them.

use std::cell::RefCell;

use leptos::{
    prelude::{ArcMemo, Memo},
    reactive::graph::{AnySource, AnySubscriber, Observer, Source, ToAnySource},
};

/// What a closure asked when it ran last. Dropping it makes the values forget the closure.
#[derive(Default)]
pub(super) struct Asked(Option<Reading>);

/// Who reads, and what was read.
struct Reading {
    reader: AnySubscriber,
    sources: Vec<AnySource>,
}

thread_local! {
    /// The closure that runs.
    static NOW: RefCell<Option<Reading>> = const { RefCell::new(None) };
}

impl Asked {
    /// Runs a closure and takes down what it asks; what it asked before, the graph has forgotten by itself.
    pub(super) fn during<R>(&mut self, run: impl FnOnce() -> R) -> R {
        let reading = Observer::get().map(|reader| Reading { reader, sources: Vec::new() });
        let outer = NOW.replace(reading);
        let made = run();
        self.0 = NOW.replace(outer);
        made
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        if let Some(Reading { reader, sources }) = &self.0 {
            for source in sources {
                source.remove_subscriber(reader);
            }
        }
    }
}

/// Takes down that a value was read, if by the closure that runs and not by a value that it asked.
pub(super) fn note<T: Send + Sync + 'static>(memo: Memo<T>) {
    NOW.with_borrow_mut(|now| {
        if let Some(Reading { reader, sources }) = now
            && Observer::get().as_ref() == Some(reader)
        {
            sources.push(ArcMemo::from(memo).to_any_source());
        }
    });
}
