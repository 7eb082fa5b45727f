//! The dense cube and how it is filled.

use std::sync::OnceLock;

use super::{Axis, CubeError, CubeHeader, SparseCube, index::Index};
use crate::{
    cell::{Cell, STATUSES, Status},
    schema::{DimensionId, MemberCode},
};

/// A dense cube.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cube {
    header: CubeHeader,
    strides: Vec<usize>,
    index: Index,
    values: Vec<u32>,
    statuses: Vec<Status>,
    tally: Tally,
}

/// A cube that is being filled, cell by cell in rising order.
pub(crate) struct Scatter {
    header: CubeHeader,
    values: Vec<u32>,
    statuses: Vec<Status>,
    next: usize,
}

/// What the cells come to: all counts added up, and how many cells have each status. Only scans want to know, and
/// passing through the planes takes as long as filling them, so the first one does.
#[derive(Debug, Clone, Default)]
struct Tally(OnceLock<(u64, [usize; STATUSES.len()])>);

/// Follows from the cells, whether it is known already or not.
impl PartialEq for Tally {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Tally {}

/// A cell outside the cube, or not behind the one before it.
pub(crate) struct Misplaced;

impl Scatter {
    /// Every cell is zero at first.
    #[inline(never)] // once, not once for each way to fill it
    pub(crate) fn new(header: CubeHeader) -> Result<Self, CubeError> {
        let n_cells = header.n_cells()?;
        Ok(Self { header, values: vec![0; n_cells], statuses: vec![Status::Value; n_cells], next: 0 })
    }

    /// Sets a cell; `value` is zero wherever `status` is no [`Status::Value`].
    #[inline]
    pub(crate) fn place(&mut self, offset: usize, value: u32, status: Status) -> Result<(), Misplaced> {
        let (Some(to), Some(kind)) = (self.values.get_mut(offset), self.statuses.get_mut(offset)) else {
            return Err(Misplaced);
        };
        if offset < self.next {
            return Err(Misplaced);
        }
        self.next = offset + 1;
        *to = value;
        *kind = status;
        Ok(())
    }

    /// Marks what the header says is absent.
    #[inline(never)] // as above
    pub(crate) fn finish(self) -> Result<Cube, CubeError> {
        let Self { header, values, statuses, .. } = self;
        let (strides, index) = (strides(&header.axes), Index::new(&header.axes));
        let mut cube = Cube { header, strides, index, values, statuses, tally: Tally::default() };
        cube.mark_absences()?;
        Ok(cube)
    }
}

impl Cube {
    /// Spreads sparse cells into a dense cube; every cell not named is zero or absent by the header's pairs.
    ///
    /// # Errors
    /// When the axes are unusable, an offset lies outside or out of order, or an absence names unknown members.
    pub fn scatter(sparse: SparseCube) -> Result<Self, CubeError> {
        let mut scatter = Scatter::new(sparse.header)?;
        for (position, (offset, cell)) in sparse.cells.into_iter().enumerate() {
            let at = usize::try_from(offset).unwrap_or(usize::MAX);
            let placed = scatter.place(at, cell.value().unwrap_or(0), cell.status());
            placed.map_err(|Misplaced| CubeError::Offset { position })?;
        }
        scatter.finish()
    }

    /// What the cube is about.
    pub fn header(&self) -> &CubeHeader {
        &self.header
    }

    /// The axes, slowest first.
    pub fn axes(&self) -> &[Axis] {
        &self.header.axes
    }

    /// Position of `code` on the axis of `dimension`; `None` when the cube lacks either.
    pub fn position(&self, dimension: DimensionId, code: &MemberCode) -> Option<usize> {
        self.place(self.axis(dimension)?, code)
    }

    /// Position of `code` on an axis; `None` when the axis lacks it.
    pub fn place(&self, axis: usize, code: &MemberCode) -> Option<usize> {
        self.index.place(axis, code)
    }

    /// Which axis has the dimension.
    pub fn axis(&self, dimension: DimensionId) -> Option<usize> {
        self.index.axis(dimension)
    }

    /// How far apart neighbours on the axis lie.
    pub fn stride(&self, axis: usize) -> Option<usize> {
        self.strides.get(axis).copied()
    }

    /// The cell at an offset; `None` outside the cube.
    #[inline]
    pub fn at(&self, offset: usize) -> Option<Cell> {
        let status = self.statuses.get(offset)?;
        Some(match status {
            Status::Value => Cell::Value(*self.values.get(offset)?),
            Status::Suppressed => Cell::Suppressed,
            Status::NotReported => Cell::NotReported,
            Status::NotApplicable => Cell::NotApplicable,
        })
    }

    /// How many cells the cube has.
    pub fn n_cells(&self) -> usize {
        self.values.len()
    }

    /// The counts of all cells, row-major; zero where there is none.
    pub fn values(&self) -> &[u32] {
        &self.values
    }

    /// The statuses of all cells, row-major.
    pub fn statuses(&self) -> &[Status] {
        &self.statuses
    }

    /// All counts added up. It says which width a sum needs, and is no figure: members overlap.
    pub fn total(&self) -> u64 {
        self.tally().0
    }

    /// How many cells have the status.
    pub fn count(&self, status: Status) -> usize {
        self.tally().1.get(usize::from(status.to_wire())).copied().unwrap_or_default()
    }

    fn tally(&self) -> &(u64, [usize; STATUSES.len()]) {
        self.tally.0.get_or_init(|| {
            let count = |status| self.statuses.iter().map(|found| usize::from(*found == status)).sum();
            (self.values.iter().map(|value| u64::from(*value)).sum(), STATUSES.map(count))
        })
    }

    #[inline(never)] // as above
    fn mark_absences(&mut self) -> Result<(), CubeError> {
        let pairs = [
            (DimensionId::Code, Status::NotApplicable, std::mem::take(&mut self.header.not_applicable)),
            (DimensionId::Area, Status::NotReported, std::mem::take(&mut self.header.not_reported)),
        ];
        for (dimension, status, list) in &pairs {
            for (first, period) in list {
                let at = self.position(*dimension, first).zip(self.position(DimensionId::Period, period));
                let Some((at_first, at_period)) = at else {
                    return Err(CubeError::Absence { first: first.clone(), second: period.clone() });
                };
                self.mark(&[(*dimension, at_first), (DimensionId::Period, at_period)], *status);
            }
        }
        let [(_, _, not_applicable), (_, _, not_reported)] = pairs;
        self.header.not_applicable = not_applicable;
        self.header.not_reported = not_reported;
        Ok(())
    }

    /// Marks every cell at the given positions, in runs as long as the innermost given axis has neighbours apart.
    fn mark(&mut self, fixed: &[(DimensionId, usize)], status: Status) {
        let mut runs = vec![0_usize];
        let mut run = self.values.len();
        let mut open = fixed.len();
        for (axis, &stride) in self.header.axes.iter().zip(&self.strides) {
            if open == 0 {
                break;
            }
            run = stride;
            let pinned = fixed.iter().find(|(dimension, _)| *dimension == axis.dimension);
            open -= usize::from(pinned.is_some());
            let steps = match pinned {
                Some((_, position)) => *position..*position + 1,
                None => 0..axis.members.len(),
            };
            runs = runs.iter().flat_map(|base| steps.clone().map(move |step| base + step * stride)).collect();
        }
        for base in runs {
            let cells = base..base + run;
            if let (Some(kinds), Some(values)) = (self.statuses.get_mut(cells.clone()), self.values.get_mut(cells)) {
                kinds.fill(status);
                values.fill(0);
            }
        }
    }
}

fn strides(axes: &[Axis]) -> Vec<usize> {
    let mut stride = 1;
    let mut strides: Vec<usize> = axes
        .iter()
        .rev()
        .map(|axis| {
            let own = stride;
            stride *= axis.members.len();
            own
        })
        .collect();
    strides.reverse();
    strides
}
