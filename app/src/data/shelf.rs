//! A small shelf of loads by key, newest use last.

use std::cell::RefCell;

/// Keeps the most recently used values.
#[derive(Debug)]
pub(super) struct Shelf<K, V> {
    places: usize,
    kept: RefCell<Vec<(K, V)>>,
}

impl<K: PartialEq + Clone, V: Clone> Shelf<K, V> {
    /// A shelf with so many places.
    pub(super) fn new(places: usize) -> Self {
        Self { places, kept: RefCell::new(Vec::new()) }
    }

    /// The value of a key, made and kept when it is not there.
    pub(super) fn get_or(&self, key: &K, make: impl FnOnce() -> V) -> V {
        let found = self.take(key);
        let value = found.unwrap_or_else(make);
        let mut kept = self.kept.borrow_mut();
        kept.push((key.clone(), value.clone()));
        let surplus = kept.len().saturating_sub(self.places);
        kept.drain(..surplus);
        value
    }

    /// Removes and returns a value.
    pub(super) fn take(&self, key: &K) -> Option<V> {
        let mut kept = self.kept.borrow_mut();
        let position = kept.iter().position(|(own, _)| own == key)?;
        Some(kept.remove(position).1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_unused_value_leaves_first() {
        let shelf = Shelf::new(2);
        let made = |key: u8| shelf.get_or(&key, || format!("made {key}"));
        made(1);
        made(2);
        made(1);
        made(3);
        assert_eq!(shelf.take(&2), None);
        assert_eq!(shelf.take(&1), Some("made 1".to_owned()));
    }
}
