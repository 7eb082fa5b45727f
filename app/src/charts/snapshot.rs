//! The picture that stands in a panel, for those who want it as a file.

use leptos::prelude::*;

use super::easel::Easel;

/// Where a chart leaves its painter; provided by what surrounds the chart.
#[derive(Clone, Copy)]
pub struct Snapshot {
    painter: RwSignal<Option<StoredValue<Option<Easel>, LocalStorage>>, LocalStorage>,
}

impl Snapshot {
    /// For one panel.
    pub fn new() -> Self {
        Self { painter: RwSignal::new_local(None) }
    }

    /// Whether there is a picture to take.
    pub fn is_there(self) -> bool {
        self.painter.with(Option::is_some)
    }

    /// The painted picture as SVG; `None` when it is not painted.
    pub fn svg(self) -> Option<String> {
        let painter = self.painter.get_untracked()?;
        painter.try_with_value(|painter| painter.as_ref().and_then(|painter| painter.svg().ok()))?
    }

    /// The first picture of a panel is the one to take.
    pub(super) fn offer(self, painter: StoredValue<Option<Easel>, LocalStorage>) {
        if self.painter.try_get_untracked().is_some_and(|known| known.is_none()) {
            self.painter.set(Some(painter));
        }
    }

    /// The picture has left the page.
    pub(super) fn withdraw(self, painter: StoredValue<Option<Easel>, LocalStorage>) {
        if self.painter.try_get_untracked().flatten() == Some(painter) {
            self.painter.set(None);
        }
    }
}

impl Default for Snapshot {
    fn default() -> Self {
        Self::new()
    }
}
