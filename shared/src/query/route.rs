//! Which cuboid and which shards answer a question.

use super::{Query, QueryError};
use crate::{
    manifest::{Cuboid, Dataset, Manifest, Shard},
    schema::{DimensionId, MemberCode},
};

/// Where the answer to a query lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route<'a> {
    /// The dataset.
    pub dataset: &'a Dataset,
    /// The smallest cuboid that can answer.
    pub cuboid: &'a Cuboid,
    /// The shards of it that hold what was asked.
    pub shards: Vec<&'a Shard>,
}

/// Finds the smallest cuboid that can answer `query`.
///
/// # Errors
/// When the dataset or a member does not exist, or the combination is not published; then the error names the fewest
/// dimensions to leave out.
pub fn route<'a>(manifest: &'a Manifest, query: &Query) -> Result<Route<'a>, QueryError> {
    let dataset = manifest.dataset(&query.dataset).ok_or_else(|| QueryError::UnknownDataset {
        found: query.dataset.clone(),
        published: manifest.datasets.iter().map(|dataset| dataset.id.clone()).collect(),
    })?;
    check_members(manifest, query)?;
    let missing = |cuboid: &Cuboid| {
        let asked = query.select.iter().filter(|(dimension, members)| !has(manifest, cuboid, **dimension, members));
        asked.map(|(dimension, _)| *dimension).collect::<Vec<_>>()
    };
    if let Some(cuboid) = dataset.cuboids.iter().find(|cuboid| missing(cuboid).is_empty()) {
        return Ok(Route { dataset, cuboid, shards: shards(cuboid, query) });
    }
    let nearest = dataset.cuboids.iter().map(missing).min_by_key(Vec::len).unwrap_or_default();
    Err(QueryError::NotPublished { asked: query.select.keys().copied().collect(), leave_out: nearest })
}

fn check_members(manifest: &Manifest, query: &Query) -> Result<(), QueryError> {
    for (dimension, members) in &query.select {
        let known = manifest.dimension(*dimension);
        for member in members {
            if known.is_none_or(|dimension| dimension.member(member).is_none()) {
                return Err(QueryError::UnknownMember { dimension: *dimension, found: member.clone() });
            }
        }
    }
    Ok(())
}

fn has(manifest: &Manifest, cuboid: &Cuboid, dimension: DimensionId, members: &[MemberCode]) -> bool {
    match cuboid.members(dimension) {
        Some(published) => members.iter().all(|member| published.contains(member)),
        None => members.iter().all(|member| is_total(manifest, dimension, member)),
    }
}

fn is_total(manifest: &Manifest, dimension: DimensionId, member: &MemberCode) -> bool {
    manifest.dimension(dimension).and_then(|d| d.total()).is_some_and(|total| total.code == *member)
}

fn shards<'a>(cuboid: &'a Cuboid, query: &Query) -> Vec<&'a Shard> {
    let wanted = |shard: &&Shard| {
        shard.only.iter().all(|(dimension, held)| match query.select.get(dimension) {
            Some(members) => members.iter().any(|member| held.contains(member)),
            None => cuboid.members(*dimension).and_then(<[_]>::first).is_some_and(|total| held.contains(total)),
        })
    };
    cuboid.shards.iter().filter(wanted).collect()
}
