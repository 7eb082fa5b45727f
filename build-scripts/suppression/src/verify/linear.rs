//! Which cells are combinations of published cells: elimination over the integers modulo a large prime.
//!
//! A cell that is a combination over the rationals is one modulo the prime as well, unless the prime divides one of
//! the elimination's determinants; those are far below 2⁶¹ for sums in hierarchies.
#![expect(clippy::indexing_slicing, reason = "leaves and sets are numbered by the structure")]

use super::structure::Structure;

const PRIME: u64 = (1 << 61) - 1;

/// Per cell of `targets` whether a combination of published sets adds up to it.
pub(super) fn determined(structure: &Structure, targets: &[usize]) -> Vec<bool> {
    let mut echelon = Echelon { by_leading_leaf: vec![None; structure.sets_of_leaf.len()] };
    let mut published: Vec<usize> =
        (0..structure.sets.len()).filter(|&set| structure.published[set].is_some()).collect();
    published.sort_by_key(|&set| structure.sets[set].len());
    for set in published {
        echelon.insert(indicator(&structure.sets[set]));
    }
    let is_determined = |&cell: &usize| match structure.set_of_cell[cell] {
        Some(set) => echelon.reduce(indicator(&structure.sets[set])).is_empty(),
        None => true,
    };
    targets.iter().map(is_determined).collect()
}

/// Coefficients modulo the prime by increasing leaf, without zeros.
type Vector = Vec<(usize, u64)>;

struct Echelon {
    /// Per leaf: the row that starts there, with leading coefficient one.
    by_leading_leaf: Vec<Option<Vector>>,
}

impl Echelon {
    fn insert(&mut self, vector: Vector) {
        let mut rest = self.reduce(vector);
        if let Some(&(leaf, leading)) = rest.first() {
            let inverse = power(leading, PRIME - 2);
            for entry in &mut rest {
                entry.1 = multiply(entry.1, inverse);
            }
            self.by_leading_leaf[leaf] = Some(rest);
        }
    }

    /// What is left of a vector after subtracting rows; nothing if it is a combination of them.
    fn reduce(&self, mut vector: Vector) -> Vector {
        while let Some(&(leaf, leading)) = vector.first() {
            let Some(row) = &self.by_leading_leaf[leaf] else {
                return vector;
            };
            vector = add_multiple(&vector, row, PRIME - leading);
        }
        vector
    }
}

fn indicator(leaves: &[usize]) -> Vector {
    leaves.iter().map(|&leaf| (leaf, 1)).collect()
}

fn add_multiple(vector: &Vector, row: &Vector, factor: u64) -> Vector {
    let mut sum = Vec::with_capacity(vector.len() + row.len());
    let (mut left, mut right) = (vector.iter().peekable(), row.iter().peekable());
    while let Some(leaf) = left.peek().map(|entry| entry.0).into_iter().chain(right.peek().map(|entry| entry.0)).min() {
        let from_left = left.next_if(|entry| entry.0 == leaf).map_or(0, |entry| entry.1);
        let from_right = right.next_if(|entry| entry.0 == leaf).map_or(0, |entry| multiply(entry.1, factor));
        let value = (from_left + from_right) % PRIME;
        if value != 0 {
            sum.push((leaf, value));
        }
    }
    sum
}

fn multiply(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right) % u128::from(PRIME);
    u64::try_from(product).unwrap_or_default()
}

fn power(base: u64, exponent: u64) -> u64 {
    let (mut result, mut square, mut left) = (1, base, exponent);
    while left > 0 {
        if left % 2 == 1 {
            result = multiply(result, square);
        }
        square = multiply(square, square);
        left /= 2;
    }
    result
}
