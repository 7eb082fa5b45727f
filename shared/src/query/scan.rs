//! Whole cubes added up along some of their axes.
//!
//! A scan reads both planes of a cube once, in the order in which they lie, and adds neighbours side by side: loops
//! without branches over slices, which a compiler can turn into vector instructions. What a cell is besides a count
//! costs one more pass over the bytes of the status plane for each kind that the cube has.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::{
    QueryError,
    planes::{Fate, Pass, reduce},
    sum::NotAdditive,
};
use crate::{
    cell::Status,
    cube::{Axis, Cube},
    schema::{Additivity, DimensionId, Measure, MemberCode},
};

/// What a scan keeps apart and what it takes part of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grouping {
    /// Dimensions whose members stay apart; all others are added up.
    pub keep: Vec<DimensionId>,
    /// The members that take part; one that is named twice counts once. A dimension that is not named takes part whole, sub-totals included.
    pub among: BTreeMap<DimensionId, Vec<MemberCode>>,
}

/// For each group how its cells fall, and what their counts add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Groups {
    /// The dimensions kept, with their members, in the order of the cube's axes.
    pub axes: Vec<(DimensionId, Vec<MemberCode>)>,
    /// How many cells each group has.
    pub cells: usize,
    /// Suppressed cells of each group, row-major over the axes.
    pub suppressed: Vec<u32>,
    /// Cells of each group that are not reported.
    pub not_reported: Vec<u32>,
    /// Cells of each group that are not applicable.
    pub not_applicable: Vec<u32>,
    low: Vec<u64>,
    added: Vec<DimensionId>,
}

impl Groups {
    /// The published counts of each group added up, row-major over the axes.
    ///
    /// Where [`Groups::suppressed`] is not zero the true sum is at least this; where cells are not reported or not
    /// applicable it says nothing about them.
    ///
    /// # Errors
    /// When the measure does not add up over a dimension of which several members were added.
    pub fn sums(&self, measure: &Measure) -> Result<&[u64], NotAdditive> {
        let overlapping = self.added.iter().find(|id| measure.additivity(**id) == Additivity::Never);
        overlapping.map_or(Ok(&self.low), |dimension| Err(NotAdditive { dimension: *dimension }))
    }
}

/// Adds a cube up.
///
/// # Errors
/// When the cube lacks a member that is named.
#[inline(never)]
pub fn group(cube: &Cube, grouping: &Grouping) -> Result<Groups, QueryError> {
    let plan = Plan::new(cube, grouping)?;
    let low = match u32::try_from(cube.total()) {
        // Then no sum of some of them can be larger.
        Ok(_) => reduce(&plan.passes, cube.values(), |value| *value).into_iter().map(u64::from).collect(),
        Err(_) => reduce(&plan.passes, cube.values(), |value| u64::from(*value)),
    };
    let count = |status: Status| match cube.count(status) {
        0 => vec![0; plan.n_groups],
        _ => reduce(&plan.passes, cube.statuses(), |found| u32::from(*found == status)),
    };
    Ok(Groups {
        cells: plan.cells,
        suppressed: count(Status::Suppressed),
        not_reported: count(Status::NotReported),
        not_applicable: count(Status::NotApplicable),
        low,
        axes: plan.axes,
        added: plan.added,
    })
}

struct Plan {
    passes: Vec<Pass>,
    axes: Vec<(DimensionId, Vec<MemberCode>)>,
    added: Vec<DimensionId>,
    n_groups: usize,
    cells: usize,
}

impl Plan {
    fn new(cube: &Cube, grouping: &Grouping) -> Result<Self, QueryError> {
        let mut plan = Self { passes: Vec::new(), axes: Vec::new(), added: Vec::new(), n_groups: 1, cells: 1 };
        if let Some((dimension, members)) = grouping.among.iter().find(|(id, _)| cube.axis(**id).is_none()) {
            let member = members.first().cloned().unwrap_or_else(MemberCode::total);
            return Err(QueryError::NotLoaded { dimension: *dimension, member });
        }
        for axis in cube.axes() {
            let chosen = grouping.among.get(&axis.dimension);
            let among = chosen.map(|members| positions(cube, axis.dimension, members)).transpose()?;
            let fate = if grouping.keep.contains(&axis.dimension) { Fate::Kept } else { Fate::Added };
            plan.add(axis, Pass { length: axis.members.len(), among, fate });
        }
        plan.join_innermost();
        Ok(plan)
    }

    fn add(&mut self, axis: &Axis, pass: Pass) {
        match pass.fate {
            Fate::Kept => {
                let kept = pass.among.as_ref().map_or_else(
                    || axis.members.clone(),
                    |among| among.iter().filter_map(|at| axis.members.get(*at).cloned()).collect(),
                );
                self.n_groups *= kept.len();
                self.axes.push((axis.dimension, kept));
            }
            Fate::Added => {
                self.cells *= pass.taking();
                self.added.extend((pass.taking() > 1).then_some(axis.dimension));
            }
        }
        self.passes.push(pass);
    }

    /// Whole axes that are added up and lie innermost become one: their cells are neighbours.
    fn join_innermost(&mut self) {
        let is_run = |pass: &Pass| pass.fate == Fate::Added && pass.among.is_none();
        while let [.., second, last] = self.passes.as_slice()
            && is_run(second)
            && is_run(last)
        {
            let length = second.length * last.length;
            self.passes.truncate(self.passes.len() - 2);
            self.passes.push(Pass { length, among: None, fate: Fate::Added });
        }
    }
}

/// Where the members lie on the dimension's axis.
fn positions(cube: &Cube, dimension: DimensionId, members: &[MemberCode]) -> Result<Vec<usize>, QueryError> {
    let place = |member: &MemberCode| {
        let lacking = || QueryError::NotLoaded { dimension, member: member.clone() };
        cube.position(dimension, member).ok_or_else(lacking)
    };
    let mut places = members.iter().map(place).collect::<Result<Vec<_>, _>>()?;
    let mut seen = FxHashSet::default();
    places.retain(|place| seen.insert(*place));
    Ok(places)
}
