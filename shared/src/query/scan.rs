//! Whole cubes added up along some of their axes.
//!
//! A scan reads both planes of a cube once, in the order in which they lie, and adds neighbours side by side: loops
//! without branches over slices. What cells are besides counts is counted in one more pass over the status plane.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::{
    QueryError,
    planes::{Fate, Lanes, Pass, Read, reduce},
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
        Ok(_) => reduce(&plan.passes, cube.values(), Lanes, Lanes).into_iter().map(u64::from).collect(),
        Err(_) => reduce(&plan.passes, cube.values(), Read(|value: &u32| u64::from(*value)), Read(|sum: &u64| *sum)),
    };
    let [suppressed, not_reported, not_applicable] = absences(&plan, cube);
    let Plan { cells, axes, added, .. } = plan;
    Ok(Groups { axes, cells, suppressed, not_reported, not_applicable, low, added })
}

/// How many cells of each group are suppressed, not reported and not applicable.
fn absences(plan: &Plan, cube: &Cube) -> [Vec<u32>; 3] {
    let kinds = [Status::Suppressed, Status::NotReported, Status::NotApplicable];
    if kinds.iter().all(|kind| cube.count(*kind) == 0) {
        return kinds.map(|_| vec![0; plan.n_groups]);
    }
    // All three are counted at once, side by side in one number, where they have room in it.
    if plan.cells < 1 << 10 {
        let packed = Read(|status: &Status| PACKED_10.get(usize::from(status.to_wire())).copied().unwrap_or_default());
        let counts = reduce(&plan.passes, cube.statuses(), packed, Lanes);
        return [0, 10, 20].map(|shift| counts.iter().map(|count| count >> shift & 0x3ff).collect());
    }
    if plan.cells < 1 << 21 {
        let packed = Read(|status: &Status| PACKED_21.get(usize::from(status.to_wire())).copied().unwrap_or_default());
        let counts = reduce(&plan.passes, cube.statuses(), packed, Read(|sum: &u64| *sum));
        let part = |count: &u64, shift: u32| u32::try_from(count >> shift & 0x1f_ffff).unwrap_or_default();
        return [0, 21, 42].map(|shift| counts.iter().map(|count| part(count, shift)).collect());
    }
    kinds.map(|kind| reduce(&plan.passes, cube.statuses(), Read(|found: &Status| u32::from(*found == kind)), Lanes))
}

/// One of each kind of absence in its part of a number, by [`Status::to_wire`].
const PACKED_10: [u32; 4] = [0, 1, 1 << 10, 1 << 20];
const PACKED_21: [u64; 4] = [0, 1, 1 << 21, 1 << 42];

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cell::Cell,
        cube::{CubeHeader, SparseCube},
    };

    fn axis(dimension: DimensionId, codes: impl Iterator<Item = String>) -> Axis {
        Axis { dimension, members: codes.map(|code| MemberCode::parse(&code).unwrap()).collect() }
    }

    /// Areas by sexes in one period: every seventh cell suppressed, every tenth area not reported.
    fn cube(areas: u32) -> Cube {
        let names = || (0..areas).map(|area| format!("a{area}"));
        let axes = vec![
            axis(DimensionId::Area, names()),
            axis(DimensionId::Period, ["2025".to_owned()].into_iter()),
            axis(DimensionId::Sex, ["K".to_owned(), "M".to_owned()].into_iter()),
        ];
        let period = MemberCode::parse("2025").unwrap();
        let silent = names().step_by(10).map(|area| (MemberCode::parse(&area).unwrap(), period.clone()));
        let header = CubeHeader {
            dataset: "conditions".to_owned(),
            cuboid: "trend".to_owned(),
            measure: "citizens".to_owned(),
            axes,
            not_reported: silent.collect(),
            not_applicable: Vec::new(),
            fictive: true,
        };
        let cell = |at: u32| if at.is_multiple_of(7) { Cell::Suppressed } else { Cell::Value(5) };
        let cells = (0..2 * areas).map(|at| (at, cell(at))).collect();
        Cube::scatter(SparseCube { header, cells }).unwrap()
    }

    #[test]
    fn absences_are_counted_in_groups_of_every_size() {
        // Three sizes, for the three ways in which they are counted.
        for areas in [500, 3_000, (1 << 21) + 10] {
            let cube = cube(areas);
            let grouping = Grouping { keep: vec![DimensionId::Sex], ..Grouping::default() };
            let groups = group(&cube, &grouping).unwrap();
            let found = |sex: usize, status: Status| {
                let own = cube.statuses().iter().skip(sex).step_by(2);
                u32::try_from(own.filter(|found| **found == status).count()).unwrap()
            };
            let both = |status| vec![found(0, status), found(1, status)];
            assert_eq!(groups.suppressed, both(Status::Suppressed), "{areas} areas");
            assert_eq!(groups.not_reported, both(Status::NotReported), "{areas} areas");
            assert_eq!(groups.not_applicable, [0, 0]);
            let sums: Vec<u64> = [0, 1].map(|sex| 5 * u64::from(found(sex, Status::Value))).to_vec();
            assert_eq!(groups.low, sums);
        }
    }
}
