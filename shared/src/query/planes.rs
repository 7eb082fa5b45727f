//! The loops of a scan: each adds neighbours side by side, without a branch.
//!
//! The app is compiled for size, and then compilers make no vector instructions of loops by themselves. So counts are
//! added four at a time by hand ([`Lanes`]), in whatever way the machine has for it.
//!
//! They are kept out of their callers, so that each is there once.

use std::ops::AddAssign;

use wide::u32x4;

/// How cells are added to sums.
pub(super) trait Add<T, S>: Copy {
    /// Each cell of a row to the sum at its place.
    fn row(self, row: &[T], sums: &mut [S]);
    /// All cells of a run.
    fn run(self, run: &[T]) -> S;
}

/// One after the other, as they are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Read<F>(pub(super) F);

/// Counts, four at a time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lanes;

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
pub(super) fn reduce<T, S>(passes: &[Pass], plane: &[T], first: impl Add<T, S>, then: impl Add<S, S>) -> Vec<S>
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
                None => pass.apply(plane, &mut next, inner, first),
                Some(sums) => pass.apply(sums, &mut next, inner, then),
            }
            sums = Some(next);
        }
        outer *= pass.left();
    }
    sums.unwrap_or_else(|| {
        let mut whole = vec![S::default(); plane.len()];
        first.row(plane, &mut whole);
        whole
    })
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
    fn apply<T, S>(&self, from: &[T], into: &mut [S], inner: usize, add: impl Add<T, S>)
    where
        S: Copy + AddAssign,
    {
        if into.is_empty() {
            return;
        }
        for (stretch, sums) in from.chunks_exact(self.length * inner).zip(into.chunks_exact_mut(self.left() * inner)) {
            match &self.among {
                None if inner == 1 => sums.iter_mut().for_each(|sum| *sum += add.run(stretch)),
                None => {
                    for row in stretch.chunks_exact(inner) {
                        add.row(row, sums);
                    }
                }
                Some(among) => self.take(among, (stretch, sums), inner, add),
            }
        }
    }

    fn take<T, S>(&self, among: &[usize], (from, sums): (&[T], &mut [S]), inner: usize, add: impl Add<T, S>) {
        for (nth, at) in among.iter().enumerate() {
            let target = match self.fate {
                Fate::Kept => nth,
                Fate::Added => 0,
            };
            let row = from.get(at * inner..(at + 1) * inner);
            let sums = sums.get_mut(target * inner..(target + 1) * inner);
            if let (Some(row), Some(sums)) = (row, sums) {
                add.row(row, sums);
            }
        }
    }
}

impl<T, S, F> Add<T, S> for Read<F>
where
    S: Copy + Default + AddAssign,
    F: Fn(&T) -> S + Copy,
{
    #[inline]
    fn row(self, row: &[T], sums: &mut [S]) {
        for (sum, cell) in sums.iter_mut().zip(row) {
            *sum += (self.0)(cell);
        }
    }

    #[inline]
    fn run(self, run: &[T]) -> S {
        let mut total = S::default();
        for cell in run {
            total += (self.0)(cell);
        }
        total
    }
}

impl Add<u32, u32> for Lanes {
    #[inline]
    fn row(self, row: &[u32], sums: &mut [u32]) {
        let (fours, rest) = row.as_chunks::<4>();
        let (sums_of_fours, sums_of_rest) = sums.as_chunks_mut::<4>();
        for (sums, four) in sums_of_fours.iter_mut().zip(fours) {
            *sums = (u32x4::new(*sums) + u32x4::new(*four)).to_array();
        }
        Read(|count: &u32| *count).row(rest, sums_of_rest);
    }

    #[inline]
    fn run(self, run: &[u32]) -> u32 {
        let (fours, rest) = run.as_chunks::<4>();
        let mut totals = u32x4::ZERO;
        for four in fours {
            totals += u32x4::new(*four);
        }
        totals.to_array().iter().chain(rest).sum()
    }
}
