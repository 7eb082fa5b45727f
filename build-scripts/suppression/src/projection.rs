//! Which variables move only together: two changes drawn by chance from all that are possible tell.
//!
//! Two variables that every possible change alters in one proportion give each other away. Two random changes, with
//! numbers modulo a large prime, alter other pairs in one proportion with a chance of about one in 2⁶¹. This only
//! saves trying what cannot work; no proof rests on it.
#![expect(clippy::indexing_slicing, reason = "leaves and sensitive variables are numbered by the system")]

use crate::change::Change;
use crate::lists::Lists;
use crate::variables::{System, index};

const PRIME: u64 = (1 << 61) - 1;

/// By how much the two random changes alter something.
pub(crate) type Shadow = [u64; 2];

/// The two random changes, and by how much they alter each sensitive variable.
pub(crate) struct Projection<'a> {
    system: &'a System,
    of_leaf: Vec<Shadow>,
    of_sensitive: Vec<Shadow>,
    /// Per leaf the sensitive variables that contain it, by position in `sensitive`.
    sensitive_of_leaf: Lists,
    steps: Vec<(Change, Shadow)>,
    state: u64,
}

impl<'a> Projection<'a> {
    pub(crate) fn new(system: &'a System, sensitive: &[u32]) -> Self {
        let leaves = system.row_counts.len();
        let mut members = Lists::default();
        for &variable in sensitive {
            members.push(system.members.of(index(variable)).iter().copied());
        }
        let mut projection = Self {
            system,
            of_leaf: Vec::new(),
            of_sensitive: Vec::new(),
            sensitive_of_leaf: members.transposed(leaves),
            steps: Vec::new(),
            state: 0x9E37_79B9_7F4A_7C15,
        };
        projection.of_leaf = (0..leaves).map(|_| [projection.draw(), projection.draw()]).collect();
        projection.of_sensitive = sensitive.iter().map(|&variable| projection.of(variable)).collect();
        projection
    }

    /// By how much the two changes alter a variable.
    pub(crate) fn of(&self, variable: u32) -> Shadow {
        let add_leaf = |[first, second]: Shadow, &leaf: &u32| {
            let [more_first, more_second] = self.of_leaf[index(leaf)];
            [add(first, more_first), add(second, more_second)]
        };
        self.system.members.of(index(variable)).iter().fold([0, 0], add_leaf)
    }

    /// A sensitive variable (by position) altered by `pivot` that moves only together with something of this shadow.
    pub(crate) fn bound_to(&self, [first, second]: Shadow, pivot: &Change) -> Option<u32> {
        let is_bound = |&at: &u32| {
            let [own_first, own_second] = self.of_sensitive[index(at)];
            (own_first, own_second) != (0, 0) && multiply(first, own_second) == multiply(second, own_first)
        };
        pivot
            .iter()
            .find_map(|&(leaf, _)| self.sensitive_of_leaf.of(index(leaf)).iter().copied().find(|at| is_bound(at)))
    }

    /// Restricts the changes to those that leave alone what casts `shadow` and what `pivot` alters by `by`.
    pub(crate) fn publish(&mut self, shadow: Shadow, pivot: &Change, by: i32) {
        let inverse = inverse(residue(by));
        let factor = shadow.map(|of_change| multiply(of_change, inverse));
        self.subtract(pivot, factor);
        self.steps.push((pivot.clone(), factor));
    }

    /// Lets the changes make use of a change that is possible again.
    pub(crate) fn free(&mut self, change: &Change) {
        let factor = [self.draw(), self.draw()];
        self.subtract(change, factor);
        self.steps.push((change.clone(), factor));
    }

    /// Takes back the last step.
    pub(crate) fn take_back(&mut self) {
        if let Some((pivot, factor)) = self.steps.pop() {
            self.subtract(&pivot, factor.map(negative));
        }
    }

    pub(crate) fn commit(&mut self) {
        self.steps.clear();
    }

    fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state ^ (self.state >> 31)) % PRIME
    }

    fn subtract(&mut self, pivot: &Change, factor: Shadow) {
        for &(leaf, by) in pivot {
            let less = factor.map(|factor| negative(times(factor, by)));
            add_to(&mut self.of_leaf[index(leaf)], less);
            for &at in self.sensitive_of_leaf.of(index(leaf)) {
                add_to(&mut self.of_sensitive[index(at)], less);
            }
        }
    }
}

fn add_to(shadow: &mut Shadow, more: Shadow) {
    let [first, second] = *shadow;
    *shadow = [add(first, more[0]), add(second, more[1])];
}

fn residue(number: i32) -> u64 {
    let size = u64::from(number.unsigned_abs());
    if number < 0 { negative(size) } else { size }
}

fn times(left: u64, by: i32) -> u64 {
    match by {
        1 => left,
        -1 => negative(left),
        _ => multiply(left, residue(by)),
    }
}

pub(crate) fn negative(number: u64) -> u64 {
    if number == 0 { 0 } else { PRIME - number }
}

pub(crate) fn add(left: u64, right: u64) -> u64 {
    let sum = left + right;
    if sum >= PRIME { sum - PRIME } else { sum }
}

pub(crate) fn multiply(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    let low = u64::try_from(product & u128::from(PRIME)).unwrap_or_default();
    let high = u64::try_from(product >> 61).unwrap_or_default();
    add(low, high)
}

pub(crate) fn inverse(number: u64) -> u64 {
    if number == 1 || number == PRIME - 1 {
        return number;
    }
    let (mut result, mut square, mut left) = (1, number, PRIME - 2);
    while left > 0 {
        if left % 2 == 1 {
            result = multiply(result, square);
        }
        square = multiply(square, square);
        left /= 2;
    }
    result
}
