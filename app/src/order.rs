//! Putting things in order, all by the same few instructions.
//!
//! The standard library's sorts are compiled anew for every type, five kilobytes each. Here positions are sorted, and
//! one sort serves all.

use std::cmp::Ordering;

/// Puts items in an order; equals keep theirs.
pub fn by<T>(items: Vec<T>, order: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let positions = sorted(items.len(), &|one, other| match (items.get(one), items.get(other)) {
        (Some(one), Some(other)) => order(one, other),
        _ => Ordering::Equal,
    });
    let mut places: Vec<Option<T>> = items.into_iter().map(Some).collect();
    positions.into_iter().filter_map(|position| places.get_mut(position)?.take()).collect()
}

/// Puts items in the order of whole numbers; equals keep their order.
pub fn by_key<T>(items: Vec<T>, key: impl Fn(&T) -> u64) -> Vec<T> {
    by(items, |one, other| key(one).cmp(&key(other)))
}

/// Puts items in the order of numbers, smallest first; equals keep their order.
pub fn by_number<T>(items: Vec<T>, number: impl Fn(&T) -> f64) -> Vec<T> {
    by_key(items, |item| rank(number(item)))
}

/// A whole number for each number, in the order of [`f64::total_cmp`].
fn rank(number: f64) -> u64 {
    let bits = number.to_bits();
    // Negative numbers grow backwards.
    if bits >> 63 == 1 { !bits } else { bits | (1 << 63) }
}

#[inline(never)]
fn sorted(n_items: usize, order: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..n_items).collect();
    positions.sort_by(|one, other| order(*one, *other));
    positions
}

#[cfg(test)]
mod tests {
    use proptest::{collection, prelude::*};

    use super::*;

    #[test]
    fn equals_keep_their_order() {
        assert_eq!(
            by_key(vec!["bb", "a", "aa", "b"], |word| u64::try_from(word.len()).unwrap()),
            ["a", "b", "bb", "aa"]
        );
    }

    proptest! {
        #[test]
        fn numbers_come_in_their_total_order(numbers in collection::vec(any::<f64>(), 0..50)) {
            let mut expected = numbers.clone();
            expected.sort_by(f64::total_cmp);
            let found = by_number(numbers, |number| *number);
            let bits = |numbers: Vec<f64>| numbers.into_iter().map(f64::to_bits).collect::<Vec<_>>();
            prop_assert_eq!(bits(found), bits(expected));
        }
    }
}
