//! Changes of the register in whole citizens, as sparse vectors over the leaves that can change.
#![expect(clippy::indexing_slicing, reason = "positions are found or compared with the length first")]

/// By how much each leaf changes, by increasing leaf, without zeros.
pub(crate) type Change = Vec<(u32, i32)>;

/// Coefficients above this are given up: such changes are never small enough to be certificates.
const COEFFICIENT_LIMIT: i64 = 1 << 12;
/// Changes of more leaves are given up, to bound time and memory.
const LENGTH_LIMIT: usize = 1 << 12;

/// By how much a change alters a leaf.
pub(crate) fn coefficient(change: &[(u32, i32)], leaf: u32) -> i32 {
    change.binary_search_by_key(&leaf, |&(at, _)| at).map_or(0, |at| change[at].1)
}

/// The combination of two changes that leaves a sum alone which they alter by `by` each; `None` beyond the limits.
pub(crate) fn eliminate(change: (&[(u32, i32)], i32), pivot: (&[(u32, i32)], i32)) -> Option<Change> {
    let (of_change, of_pivot) = (i64::from(change.1), i64::from(pivot.1));
    let common = gcd(of_change, of_pivot) * of_pivot.signum();
    combine((change.0, of_pivot / common), (pivot.0, -of_change / common)).map(without_common_factor)
}

/// The sum of two changes, each times a factor; `None` beyond the limits.
pub(crate) fn combine(left: (&[(u32, i32)], i64), right: (&[(u32, i32)], i64)) -> Option<Change> {
    let mut sum = Vec::with_capacity(left.0.len() + right.0.len());
    let (mut at_left, mut at_right) = (0, 0);
    while at_left < left.0.len() || at_right < right.0.len() {
        let next_left = left.0.get(at_left).map_or(u32::MAX, |entry| entry.0);
        let next_right = right.0.get(at_right).map_or(u32::MAX, |entry| entry.0);
        let leaf = next_left.min(next_right);
        let mut value = 0;
        if next_left == leaf {
            value += left.1 * i64::from(left.0[at_left].1);
            at_left += 1;
        }
        if next_right == leaf {
            value += right.1 * i64::from(right.0[at_right].1);
            at_right += 1;
        }
        if value != 0 {
            sum.push((leaf, i32::try_from(value).ok()?));
        }
    }
    let is_within = sum.len() <= LENGTH_LIMIT && sum.iter().all(|entry| i64::from(entry.1).abs() <= COEFFICIENT_LIMIT);
    is_within.then_some(sum)
}

fn without_common_factor(mut change: Change) -> Change {
    let mut common = 0;
    for &(_, by) in &change {
        common = gcd(common, i64::from(by));
        if common == 1 {
            return change;
        }
    }
    if let Ok(common @ 2..) = i32::try_from(common) {
        for entry in &mut change {
            entry.1 /= common;
        }
    }
    change
}

fn gcd(left: i64, right: i64) -> i64 {
    let (mut left, mut right) = (left.abs(), right.abs());
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}
