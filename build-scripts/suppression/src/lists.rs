//! Many short lists of numbers in one piece of memory.
#![expect(clippy::indexing_slicing, reason = "ends grow with the items they point behind")]

use crate::variables::index;

/// Lists one after another: each starts where the one before ends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    items: Vec<u32>,
    ends: Vec<usize>,
}

impl Lists {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn of(&self, at: usize) -> &[u32] {
        &self.items[self.places(at)]
    }

    /// Where the items of a list are; see [`Self::at`].
    pub(crate) fn places(&self, at: usize) -> std::ops::Range<usize> {
        let from = if at == 0 { 0 } else { self.ends[at - 1] };
        from..self.ends[at]
    }

    /// The item at a place.
    pub(crate) fn at(&self, place: usize) -> u32 {
        self.items[place]
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.len()).map(|at| self.of(at))
    }

    pub(crate) fn push(&mut self, items: impl IntoIterator<Item = u32>) {
        self.items.extend(items);
        self.ends.push(self.items.len());
    }

    pub(crate) fn pop(&mut self) {
        self.ends.pop();
        self.items.truncate(self.ends.last().copied().unwrap_or_default());
    }

    /// Per item below `items` the lists that name it, increasing.
    pub(crate) fn transposed(&self, items: usize) -> Self {
        let mut ends = vec![0; items + 1];
        for &item in &self.items {
            ends[index(item) + 1] += 1;
        }
        for at in 0..items {
            ends[at + 1] += ends[at];
        }
        let mut transposed = vec![0; self.items.len()];
        for (at, list) in (0_u32..).zip(self.iter()) {
            for &item in list {
                let next = &mut ends[index(item)];
                transposed[*next] = at;
                *next += 1;
            }
        }
        ends.truncate(items);
        Self { items: transposed, ends }
    }
}
