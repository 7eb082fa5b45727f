//! Putting things in order, all by the same few instructions.
//!
//! The standard library's sorts are compiled anew for every type, five kilobytes each. Here the keys are numbers, and
//! one sort serves all.

/// Puts items in the order of whole numbers; equals keep their order.
pub fn by_key<T>(items: Vec<T>, key: impl Fn(&T) -> u64) -> Vec<T> {
    let mut keys: Vec<(u64, usize)> = items.iter().map(key).zip(0..).collect();
    sort(&mut keys);
    let mut places: Vec<Option<T>> = items.into_iter().map(Some).collect();
    keys.into_iter().filter_map(|(_, position)| places.get_mut(position)?.take()).collect()
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
fn sort(keys: &mut [(u64, usize)]) {
    keys.sort_unstable();
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
