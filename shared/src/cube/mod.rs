//! A shard in memory: published cells addressed by strides.
//!
//! [`SparseCube`] is what travels: the cells that differ from zero. [`Cube`] is what answers: every combination of
//! its axes' members, so that a question costs strides and the size of its answer. It holds two planes: counts
//! (`u32`, zero where there is none) and statuses (one byte), so that a scan of everything reads five bytes a cell.

mod dense;
mod index;

pub use dense::Cube;
pub(crate) use dense::Scatter;

use rustc_hash::FxHashSet;

use crate::{
    cell::Cell,
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

/// Why cells and axes do not make a cube.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CubeError {
    /// The axes are unusable.
    #[error("axis `{dimension}` of a cube is empty, names a member twice or is there twice")]
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
    /// When an axis is empty, repeats a member or another axis, or the product exceeds [`MAX_CELLS`].
    pub fn n_cells(&self) -> Result<usize, CubeError> {
        let mut cells = 1_usize;
        let mut dimensions = [false; DimensionId::ALL.len()];
        for axis in &self.axes {
            let distinct: FxHashSet<_> = axis.members.iter().collect();
            let is_repeated =
                dimensions.get_mut(axis.dimension.ordinal()).is_none_or(|seen| std::mem::replace(seen, true));
            if is_repeated || axis.members.is_empty() || distinct.len() != axis.members.len() {
                return Err(CubeError::Axis { dimension: axis.dimension });
            }
            cells = cells.checked_mul(axis.members.len()).filter(|n| *n <= MAX_CELLS).ok_or(CubeError::TooLarge)?;
        }
        Ok(cells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{cell::Status, testing};

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
    fn a_plane_across_the_cube_is_marked_whole() {
        let table = "period area code sex citizens\n2024 dk a K 12\n2025 0101 b M 9\n2025 0147 b M 8";
        let mut sparse = testing::sparse_cube(table);
        let code = |text: &str| MemberCode::parse(text).unwrap();
        sparse.header.not_applicable = vec![(code("b"), code("2025"))];
        sparse.header.not_reported = vec![(code("0147"), code("2025"))];
        let cube = Cube::scatter(sparse).unwrap();
        let words: Vec<_> = (0..cube.n_cells()).map(|offset| cube.at(offset).unwrap().status()).collect();
        let (v, a, r) = (Status::Value, Status::NotApplicable, Status::NotReported);
        let of_2024 = [v; 12];
        let of_2025 = [v, v, a, a, v, v, a, a, r, r, r, r];
        assert_eq!(words, [of_2024, of_2025].concat());
        assert_eq!(cube.total(), 12, "a count beneath an absence is not there");
        assert_eq!([r, a, Status::Suppressed].map(|status| cube.count(status)), [4, 4, 0]);
    }

    #[test]
    fn a_dimension_on_two_axes_is_refused() {
        let mut sparse = testing::sparse_cube("area period citizens\n0101 2024 12");
        sparse.header.axes[1].dimension = DimensionId::Area;
        assert_eq!(Cube::scatter(sparse), Err(CubeError::Axis { dimension: DimensionId::Area }));
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
