//! Answering from loaded cubes.

use super::{Answer, Query, QueryError};
use crate::{
    cell::Cell,
    cube::Cube,
    schema::{DimensionId, MemberCode},
};

/// Answers `query` from the cubes of its route's shards.
///
/// An axis that the query does not select is answered at its first member, the total. A selected dimension that the
/// cubes lack must have been asked for its total, which [`super::route`] has checked.
///
/// Each member is looked up once for each cube; a cell then costs one addition for each axis.
///
/// # Errors
/// When no cube holds a member that was asked for.
pub fn run(cubes: &[&Cube], query: &Query) -> Result<Answer, QueryError> {
    let axes: Vec<(DimensionId, Vec<MemberCode>)> =
        query.select.iter().map(|(dimension, members)| (*dimension, members.clone())).collect();
    let n_cells = axes.iter().map(|(_, members)| members.len()).product();
    let mut cells: Vec<Option<Cell>> = vec![None; n_cells];
    for cube in cubes {
        for (cell, offset) in cells.iter_mut().zip(offsets(cube, &axes)) {
            if cell.is_none() && offset != LACKING {
                *cell = Some(cube.at(offset).unwrap_or(Cell::NotApplicable));
            }
        }
    }
    let cells = cells.into_iter().collect::<Option<Vec<Cell>>>();
    Ok(Answer { cells: cells.ok_or_else(|| not_loaded(cubes, &axes))?, axes })
}

/// Stands for a cell that a cube does not hold.
const LACKING: usize = usize::MAX;

/// Where a cube holds each combination of the axes, the last axis varying fastest.
fn offsets(cube: &Cube, axes: &[(DimensionId, Vec<MemberCode>)]) -> Vec<usize> {
    let mut offsets = vec![0_usize];
    for (dimension, members) in axes {
        let steps: Vec<usize> = members.iter().map(|member| step(cube, *dimension, member)).collect();
        let mut longer = Vec::with_capacity(offsets.len() * steps.len());
        for &base in &offsets {
            longer.extend(steps.iter().map(|step| base.saturating_add(*step)));
        }
        offsets = longer;
    }
    offsets
}

/// How far into the cube a member leads: nowhere when the cube has no such axis, [`LACKING`] when it has and lacks
/// the member.
fn step(cube: &Cube, dimension: DimensionId, member: &MemberCode) -> usize {
    let Some(axis) = cube.axis(dimension) else { return 0 };
    cube.position(dimension, member).zip(cube.stride(axis)).map_or(LACKING, |(at, stride)| at * stride)
}

/// The first member that no cube holds, or that no cube holds together with the others.
fn not_loaded(cubes: &[&Cube], axes: &[(DimensionId, Vec<MemberCode>)]) -> QueryError {
    let named = axes.iter().flat_map(|(dimension, members)| members.iter().map(move |member| (*dimension, member)));
    let is_held = |dimension, member| cubes.iter().any(|cube| step(cube, dimension, member) != LACKING);
    let nowhere = named.clone().find(|(dimension, member)| !is_held(*dimension, member));
    let everywhere = |dimension, member| cubes.iter().all(|cube| step(cube, dimension, member) != LACKING);
    let apart = || named.clone().find(|(dimension, member)| !everywhere(*dimension, member));
    let (dimension, member) = nowhere
        .or_else(apart)
        .map_or_else(|| (DimensionId::Area, MemberCode::total()), |(dimension, member)| (dimension, member.clone()));
    QueryError::NotLoaded { dimension, member }
}
