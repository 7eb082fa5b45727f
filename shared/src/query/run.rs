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
/// # Errors
/// When no cube holds a member that was asked for.
pub fn run(cubes: &[&Cube], query: &Query) -> Result<Answer, QueryError> {
    let axes: Vec<(DimensionId, Vec<MemberCode>)> =
        query.select.iter().map(|(dimension, members)| (*dimension, members.clone())).collect();
    let n_cells = axes.iter().map(|(_, members)| members.len()).product();
    let mut cells = Vec::with_capacity(n_cells);
    let mut wanted = vec![0_usize; axes.len()];
    for _ in 0..n_cells {
        cells.push(find(cubes, &axes, &wanted)?);
        advance(&axes, &mut wanted);
    }
    Ok(Answer { axes, cells })
}

fn advance(axes: &[(DimensionId, Vec<MemberCode>)], wanted: &mut [usize]) {
    for ((_, members), position) in axes.iter().zip(wanted).rev() {
        *position += 1;
        if *position < members.len() {
            return;
        }
        *position = 0;
    }
}

fn find(cubes: &[&Cube], axes: &[(DimensionId, Vec<MemberCode>)], wanted: &[usize]) -> Result<Cell, QueryError> {
    let mut lacking = None;
    for cube in cubes {
        match offset(cube, axes, wanted) {
            Ok(offset) => return Ok(cube.at(offset).unwrap_or(Cell::NotApplicable)),
            Err(missing) => lacking = lacking.or(Some(missing)),
        }
    }
    let (dimension, member) = lacking.unwrap_or((DimensionId::Area, MemberCode::total()));
    Err(QueryError::NotLoaded { dimension, member })
}

fn offset(
    cube: &Cube,
    axes: &[(DimensionId, Vec<MemberCode>)],
    wanted: &[usize],
) -> Result<usize, (DimensionId, MemberCode)> {
    let mut offset = 0;
    for ((dimension, members), position) in axes.iter().zip(wanted) {
        let (Some(on_axis), Some(member)) = (cube.axis(*dimension), members.get(*position)) else { continue };
        let at = cube.position(*dimension, member).ok_or_else(|| (*dimension, member.clone()))?;
        offset += at * cube.stride(on_axis).unwrap_or(0);
    }
    Ok(offset)
}
