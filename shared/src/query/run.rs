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
/// Each member is looked up once for each cube; a cell then costs one addition.
///
/// # Errors
/// When no cube holds a member that was asked for.
pub fn run(cubes: &[&Cube], query: &Query) -> Result<Answer, QueryError> {
    let mut answer = Answer { axes: Vec::with_capacity(query.select.len()), cells: Vec::new() };
    run_into(cubes, query, &mut answer)?;
    Ok(answer)
}

/// Like [`run`], into an answer whose buffers are used again. After an error it is empty.
///
/// # Errors
/// When no cube holds a member that was asked for.
#[inline(never)]
pub fn run_into(cubes: &[&Cube], query: &Query, answer: &mut Answer) -> Result<(), QueryError> {
    answer.cells.clear();
    answer.axes.clear();
    let n_cells = query.select.values().map(Vec::len).product();
    match cubes {
        [cube] => {
            let steps = Steps::new(cube, query);
            if steps.is_whole {
                answer.cells.reserve(n_cells);
                steps.each(|offset| answer.cells.push(cube.at(offset).unwrap_or(Cell::NotApplicable)));
            }
        }
        _ => answer.cells.extend(from_several(cubes, query, n_cells).unwrap_or_default()),
    }
    if answer.cells.len() != n_cells {
        answer.cells.clear();
        return Err(not_loaded(cubes, query));
    }
    answer.axes.extend(query.select.iter().map(|(dimension, members)| (*dimension, members.clone())));
    Ok(())
}

/// Each cell from the first cube that holds it; `None` when one is held by none.
fn from_several(cubes: &[&Cube], query: &Query, n_cells: usize) -> Option<Vec<Cell>> {
    let mut cells: Vec<Option<Cell>> = vec![None; n_cells];
    for cube in cubes {
        let steps = Steps::new(cube, query);
        let mut next = cells.iter_mut();
        steps.each(|offset| {
            if let Some(cell @ None) = next.next()
                && offset < LACKING
            {
                *cell = cube.at(offset);
            }
        });
    }
    cells.into_iter().collect()
}

/// Stands for a cell that a cube does not hold. As many of them as there are axes can be added without overflow.
const LACKING: usize = usize::MAX >> 4;

/// How far into a cube each selected member leads.
struct Steps {
    /// The steps of all dimensions, one after the other.
    flat: Vec<usize>,
    /// How many of them belong to each dimension, slowest first.
    lengths: Vec<usize>,
    /// Whether the cube holds all of them.
    is_whole: bool,
}

impl Steps {
    fn new(cube: &Cube, query: &Query) -> Self {
        let mut steps = Vec::with_capacity(query.select.values().map(Vec::len).sum());
        for (dimension, members) in &query.select {
            steps.extend(members.iter().map(step(cube, *dimension)));
        }
        let is_whole = steps.iter().all(|step| *step != LACKING);
        Self { flat: steps, lengths: query.select.values().map(Vec::len).collect(), is_whole }
    }

    /// Goes through all combinations, the last dimension fastest.
    fn each(&self, mut visit: impl FnMut(usize)) {
        walk(&self.flat, &self.lengths, 0, &mut visit);
    }
}

fn walk(steps: &[usize], lengths: &[usize], base: usize, visit: &mut impl FnMut(usize)) {
    let Some((length, lengths)) = lengths.split_first() else { return visit(base) };
    let (own, steps) = steps.split_at_checked(*length).unwrap_or_default();
    if lengths.is_empty() {
        for step in own {
            visit(base + step);
        }
    } else {
        for step in own {
            walk(steps, lengths, base + step, visit);
        }
    }
}

/// How far into the cube a member of the dimension leads: nowhere when the cube has no such axis, [`LACKING`] when it
/// has and lacks the member.
fn step(cube: &Cube, dimension: DimensionId) -> impl Fn(&MemberCode) -> usize {
    let axis = cube.axis(dimension).and_then(|axis| Some((axis, cube.stride(axis)?)));
    move |member| axis.map_or(0, |(axis, stride)| cube.place(axis, member).map_or(LACKING, |at| at * stride))
}

/// The first member that no cube holds, or that no cube holds together with the others.
fn not_loaded(cubes: &[&Cube], query: &Query) -> QueryError {
    let named = query.select.iter().flat_map(|(id, members)| members.iter().map(move |member| (*id, member)));
    let is_held = |dimension, member| cubes.iter().any(|cube| step(cube, dimension)(member) != LACKING);
    let nowhere = named.clone().find(|(dimension, member)| !is_held(*dimension, member));
    let everywhere = |dimension, member| cubes.iter().all(|cube| step(cube, dimension)(member) != LACKING);
    let apart = || named.clone().find(|(dimension, member)| !everywhere(*dimension, member));
    let (dimension, member) = nowhere
        .or_else(apart)
        .map_or_else(|| (DimensionId::Area, MemberCode::total()), |(dimension, member)| (dimension, member.clone()));
    QueryError::NotLoaded { dimension, member }
}
