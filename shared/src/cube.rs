//! A shard in memory: published cells addressed by strides.
//!
//! [`SparseCube`] is what travels: the cells that differ from zero. [`Cube`] is what answers: every combination of
//! its axes' members, so that a question costs strides and the size of its answer.

use std::collections::BTreeMap;

use crate::{
    cell::{Cell, Status},
    schema::{DimensionId, MemberCode},
};

/// The most cells a cube may have (4 × the largest shard that is published); protects memory against damaged files.
pub const MAX_CELLS: usize = 1 << 26;

/// One axis of a cube: some members of a dimension, in the order of the dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    /// The dimension.
    pub dimension: DimensionId,
    /// The members; never empty, no member twice.
    pub members: Vec<MemberCode>,
}

/// What a cube is about; travels with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CubeHeader {
    /// Dataset the cube belongs to, for example `conditions`.
    pub dataset: String,
    /// Cuboid the cube belongs to, for example `age-sex`.
    pub cuboid: String,
    /// What the numbers count, for example `citizens`.
    pub measure: String,
    /// Axes, slowest first.
    pub axes: Vec<Axis>,
    /// Areas that are not reported in a period; the cells of such a pair are [`Cell::NotReported`].
    pub not_reported: Vec<(MemberCode, MemberCode)>,
    /// Codes that were not in force in a period; the cells of such a pair are [`Cell::NotApplicable`].
    pub not_applicable: Vec<(MemberCode, MemberCode)>,
    /// Whether the data are made up.
    pub fictive: bool,
}

/// The cells of a cube that are neither zero nor absent by area, period or code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SparseCube {
    /// What the cube is about.
    pub header: CubeHeader,
    /// Offset in the dense cube (row-major over the axes) and cell, by rising offset, each offset once.
    /// Only [`Cell::Value`] above zero and [`Cell::Suppressed`] occur.
    pub cells: Vec<(u32, Cell)>,
}

/// A dense cube.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cube {
    header: CubeHeader,
    strides: Vec<usize>,
    positions: Vec<BTreeMap<MemberCode, usize>>,
    values: Vec<u32>,
    statuses: Vec<Status>,
}

/// Why cells and axes do not make a cube.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CubeError {
    /// The axes are unusable.
    #[error("axis `{dimension}` of a cube is empty or names a member twice")]
    Axis {
        /// The axis.
        dimension: DimensionId,
    },
    /// More cells than [`MAX_CELLS`].
    #[error("a cube has more than {max} cells", max = MAX_CELLS)]
    TooLarge,
    /// An offset outside the cube, or not rising.
    #[error("cell {position} of a cube lies outside its axes or out of order")]
    Offset {
        /// Position in the list of cells.
        position: usize,
    },
    /// A pair of absence names members the cube does not have.
    #[error("a cube says that `{first}` × `{second}` is absent, but lacks one of them")]
    Absence {
        /// Area or code.
        first: MemberCode,
        /// Period.
        second: MemberCode,
    },
}

impl CubeHeader {
    /// How many cells the dense cube has.
    ///
    /// # Errors
    /// When an axis is empty or repeats a member, or the product exceeds [`MAX_CELLS`].
    pub fn n_cells(&self) -> Result<usize, CubeError> {
        let mut cells = 1_usize;
        for axis in &self.axes {
            let distinct: std::collections::BTreeSet<_> = axis.members.iter().collect();
            if axis.members.is_empty() || distinct.len() != axis.members.len() {
                return Err(CubeError::Axis { dimension: axis.dimension });
            }
            cells = cells.checked_mul(axis.members.len()).filter(|n| *n <= MAX_CELLS).ok_or(CubeError::TooLarge)?;
        }
        Ok(cells)
    }
}

impl Cube {
    /// Spreads sparse cells into a dense cube; every cell not named is zero or absent by the header's pairs.
    ///
    /// # Errors
    /// When the axes are unusable, an offset lies outside or out of order, or an absence names unknown members.
    pub fn scatter(sparse: SparseCube) -> Result<Self, CubeError> {
        let SparseCube { header, cells } = sparse;
        let n_cells = header.n_cells()?;
        let mut values = vec![0; n_cells];
        let mut statuses = vec![Status::Value; n_cells];
        let mut next = 0;
        for (position, (offset, cell)) in cells.into_iter().enumerate() {
            let at = usize::try_from(offset).unwrap_or(usize::MAX);
            let (Some(value), Some(status)) = (values.get_mut(at), statuses.get_mut(at)) else {
                return Err(CubeError::Offset { position });
            };
            if at < next {
                return Err(CubeError::Offset { position });
            }
            next = at + 1;
            *value = cell.value().unwrap_or(0);
            *status = cell.status();
        }
        let strides = strides(&header.axes);
        let positions = header.axes.iter().map(|axis| axis.members.iter().cloned().zip(0..).collect()).collect();
        let mut cube = Self { header, strides, positions, values, statuses };
        cube.mark_absences()?;
        Ok(cube)
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
        let axis = self.axis(dimension)?;
        self.positions.get(axis)?.get(code).copied()
    }

    /// Which axis has the dimension.
    pub fn axis(&self, dimension: DimensionId) -> Option<usize> {
        self.header.axes.iter().position(|axis| axis.dimension == dimension)
    }

    /// How far apart neighbours on the axis lie.
    pub fn stride(&self, axis: usize) -> Option<usize> {
        self.strides.get(axis).copied()
    }

    /// The cell at an offset; `None` outside the cube.
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

    fn mark(&mut self, fixed: &[(DimensionId, usize)], status: Status) {
        let mut offsets = vec![0_usize];
        for (axis, &stride) in self.header.axes.iter().zip(&self.strides) {
            let pinned = fixed.iter().find(|(dimension, _)| *dimension == axis.dimension);
            let steps = match pinned {
                Some((_, position)) => *position..*position + 1,
                None => 0..axis.members.len(),
            };
            offsets = offsets.iter().flat_map(|base| steps.clone().map(move |step| base + step * stride)).collect();
        }
        for offset in offsets {
            if let (Some(at), Some(value)) = (self.statuses.get_mut(offset), self.values.get_mut(offset)) {
                *at = status;
                *value = 0;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn cells_not_named_are_zero_and_absences_are_marked() {
        let mut sparse = testing::sparse_cube("area period citizens\n0101 2024 12\n0101 2025 *\n0147 2024 7");
        let code = |text: &str| MemberCode::parse(text).unwrap();
        let cube = Cube::scatter(sparse.clone()).unwrap();
        let cells: Vec<_> = (0..4).map(|offset| cube.at(offset).unwrap()).collect();
        assert_eq!(cells, [Cell::Value(12), Cell::Suppressed, Cell::Value(7), Cell::Value(0)]);

        sparse.header.not_reported = vec![(code("0147"), code("2025"))];
        let cube = Cube::scatter(sparse.clone()).unwrap();
        assert_eq!(cube.at(3), Some(Cell::NotReported));
        sparse.header.not_reported = vec![(code("0999"), code("2025"))];
        assert!(matches!(Cube::scatter(sparse), Err(CubeError::Absence { .. })));
    }

    #[test]
    fn an_offset_outside_or_twice_is_an_error() {
        let mut sparse = testing::sparse_cube("area period citizens\n0101 2024 12\n0147 2024 7");
        sparse.cells = vec![(0, Cell::Value(9)), (0, Cell::Value(8))];
        assert_eq!(Cube::scatter(sparse.clone()), Err(CubeError::Offset { position: 1 }));
        sparse.cells = vec![(99, Cell::Value(9))];
        assert_eq!(Cube::scatter(sparse), Err(CubeError::Offset { position: 0 }));
    }
}
