//! The loops of a scan: each adds neighbours side by side, without a branch, so that a compiler can make vector
//! instructions of them (docs/performance.md says where it does).
//!
//! They are kept out of their callers: the app is compiled for size and this crate for speed, and a loop that is
//! inlined into a function of the app is compiled as the app is.

use std::ops::AddAssign;

/// One axis, or several neighbouring ones that are added up whole, on the way from cells to groups.
#[derive(Debug)]
pub(super) struct Pass {
    /// Positions along it.
    pub(super) length: usize,
    /// The positions that take part; all when absent.
    pub(super) among: Option<Vec<usize>>,
    /// What becomes of it.
    pub(super) fate: Fate,
}

/// What becomes of an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Its positions stay apart.
    Kept,
    /// They are added up.
    Added,
}

/// Adds a plane up, slowest axis first, so that what is added side by side is as long as possible.
///
/// After the first axis the plane is as many times smaller as the axis is long: the first pass is nearly the whole
/// work, and it reads the plane in the order in which it lies.
#[inline(never)]
pub(super) fn reduce<T, S>(passes: &[Pass], plane: &[T], read: impl Fn(&T) -> S + Copy) -> Vec<S>
where
    S: Copy + Default + AddAssign,
{
    let mut inner: usize = passes.iter().map(|pass| pass.length).product();
    let mut outer = 1;
    let mut sums: Option<Vec<S>> = None;
    for pass in passes {
        inner /= pass.length;
        if pass.changes() {
            let mut next = vec![S::default(); outer * pass.left() * inner];
            match &sums {
                None => pass.apply(plane, &mut next, inner, read),
                Some(sums) => pass.apply(sums, &mut next, inner, |sum| *sum),
            }
            sums = Some(next);
        }
        outer *= pass.left();
    }
    sums.unwrap_or_else(|| plane.iter().map(read).collect())
}

impl Pass {
    /// How many positions take part.
    pub(super) fn taking(&self) -> usize {
        self.among.as_ref().map_or(self.length, Vec::len)
    }

    /// How many positions there are afterwards.
    fn left(&self) -> usize {
        match self.fate {
            Fate::Kept => self.taking(),
            Fate::Added => 1,
        }
    }

    fn changes(&self) -> bool {
        self.fate == Fate::Added || self.among.is_some()
    }

    /// Takes each stretch of the axis, with `inner` cells for each position, to what is left of it.
    fn apply<T, S>(&self, from: &[T], into: &mut [S], inner: usize, read: impl Fn(&T) -> S + Copy)
    where
        S: Copy + Default + AddAssign,
    {
        if into.is_empty() {
            return;
        }
        for (stretch, sums) in from.chunks_exact(self.length * inner).zip(into.chunks_exact_mut(self.left() * inner)) {
            match &self.among {
                None if inner == 1 => add_run(stretch, sums, read),
                None => {
                    for row in stretch.chunks_exact(inner) {
                        add_row(row, sums, read);
                    }
                }
                Some(among) => self.take(among, (stretch, sums), inner, read),
            }
        }
    }

    fn take<T, S>(&self, among: &[usize], (from, sums): (&[T], &mut [S]), inner: usize, read: impl Fn(&T) -> S + Copy)
    where
        S: Copy + Default + AddAssign,
    {
        for (nth, at) in among.iter().enumerate() {
            let target = match self.fate {
                Fate::Kept => nth,
                Fate::Added => 0,
            };
            let row = from.get(at * inner..(at + 1) * inner);
            let sums = sums.get_mut(target * inner..(target + 1) * inner);
            if let (Some(row), Some(sums)) = (row, sums) {
                add_row(row, sums, read);
            }
        }
    }
}

#[inline]
fn add_row<T, S: AddAssign>(row: &[T], sums: &mut [S], read: impl Fn(&T) -> S) {
    for (sum, cell) in sums.iter_mut().zip(row) {
        *sum += read(cell);
    }
}

#[inline]
fn add_run<T, S: Copy + Default + AddAssign>(run: &[T], sums: &mut [S], read: impl Fn(&T) -> S) {
    let mut total = S::default();
    for cell in run {
        total += read(cell);
    }
    for sum in sums {
        *sum += total;
    }
}
