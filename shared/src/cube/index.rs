//! From a member's code to its place on an axis, in one hash.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::Axis;
use crate::schema::{DimensionId, MemberCode};

/// The places of all members of all axes; built once for each cube.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Index {
    axes: [Option<u8>; DimensionId::ALL.len()],
    places: Vec<HashMap<MemberCode, usize, FxBuildHasher>>,
}

impl Index {
    pub(super) fn new(axes: &[Axis]) -> Self {
        let axis_of = |id: DimensionId| axes.iter().position(|axis| axis.dimension == id);
        let places = axes.iter().map(|axis| axis.members.iter().cloned().zip(0..).collect()).collect();
        Self { axes: DimensionId::ALL.map(|id| axis_of(id).and_then(|at| u8::try_from(at).ok())), places }
    }

    /// Which axis has the dimension.
    pub(super) fn axis(&self, dimension: DimensionId) -> Option<usize> {
        self.axes.get(dimension.ordinal()).copied().flatten().map(usize::from)
    }

    /// The place of a member on an axis.
    pub(super) fn place(&self, axis: usize, code: &MemberCode) -> Option<usize> {
        self.places.get(axis)?.get(code).copied()
    }
}
