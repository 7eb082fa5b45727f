//! Random questions to a publication: the engine that the app and `nightly query` share, beside a naive reader of rows.

use std::collections::BTreeMap;

use naerblik_nightly::query_command::OpenPublication;
use naerblik_shared::{
    cell::Cell,
    cube::{Cube, SparseCube},
    manifest::{Cuboid, Manifest, Shard},
    query::{Query, route, run},
    schema::{DimensionId, MemberCode},
    testing::random::Random,
    wire,
};

use crate::support::Workplace;

const QUESTIONS: usize = 10_000;

/// Every so many questions are also put to `nightly query`, which opens and checks the files each time.
const ASKED_AGAIN: usize = 100;

#[test]
fn ten_thousand_questions_to_a_publication_have_the_answers_of_its_rows() {
    let place = Workplace::with_publication("out");
    let publication = OpenPublication::open(place.publication("out")).unwrap();
    let manifest = &publication.manifest;
    let files: BTreeMap<&str, (Cube, SparseCube)> = shards(manifest)
        .map(|shard| {
            let bytes = std::fs::read(place.publication("out").join(&shard.path)).unwrap();
            let rows = wire::decode(&bytes, shard.rows).unwrap();
            (shard.path.as_str(), (wire::decode_dense(&bytes, shard.rows).unwrap(), rows))
        })
        .collect();
    let mut random = Random::new(4);
    for nth in 0..QUESTIONS {
        let query = question(manifest, &mut random);
        let route = route(manifest, &query).unwrap();
        let cubes: Vec<&Cube> = route.shards.iter().map(|shard| &files[shard.path.as_str()].0).collect();
        let answer = run(&cubes, &query).unwrap();
        let rows: Vec<&SparseCube> = route.cuboid.shards.iter().map(|shard| &files[shard.path.as_str()].1).collect();
        let expected: Vec<Cell> = places(manifest, &query).iter().map(|place| naive(&rows, place)).collect();
        assert_eq!(answer.cells, expected, "{query:?}");
        if nth % ASKED_AGAIN == 0 {
            assert_eq!(publication.ask(&query).unwrap(), answer, "{query:?}");
        }
    }
}

fn shards(manifest: &Manifest) -> impl Iterator<Item = &Shard> {
    manifest.datasets.iter().flat_map(|dataset| &dataset.cuboids).flat_map(|cuboid| &cuboid.shards)
}

/// Up to four members of each axis of a random cuboid; some axes are left to their total.
fn question(manifest: &Manifest, random: &mut Random) -> Query {
    let dataset = &manifest.datasets[random.below(manifest.datasets.len())];
    let cuboid: &Cuboid = &dataset.cuboids[random.below(dataset.cuboids.len())];
    cuboid.axes.iter().fold(Query::new(&*dataset.id), |query, axis| {
        // The population goes on for a year that no other dataset has completed, and that is no member yet.
        let known = |member: &&MemberCode| manifest.dimension(axis.dimension).unwrap().member(member).is_some();
        let members: Vec<&MemberCode> = axis.members.iter().filter(known).collect();
        let least = usize::from(axis.dimension == DimensionId::Period);
        let wanted = least + random.below(4);
        let chosen = random.some(members.len(), wanted);
        query.with_all(axis.dimension, chosen.into_iter().map(|at| members[at].clone()).collect())
    })
}

/// Every combination that the query asks for, by dimension, the last one fastest.
fn places(manifest: &Manifest, query: &Query) -> Vec<BTreeMap<DimensionId, MemberCode>> {
    let dataset = manifest.dataset(&query.dataset).unwrap();
    let total = |id: DimensionId| match (id, &dataset.code_root) {
        (DimensionId::Code, Some(root)) => root.clone(),
        _ => manifest.dimension(id).unwrap().total().unwrap().code.clone(),
    };
    let mut places = vec![BTreeMap::new()];
    for id in DimensionId::ALL.into_iter().filter(|id| manifest.dimension(*id).is_some()) {
        let members = query.select.get(&id).cloned().unwrap_or_else(|| vec![total(id)]);
        let with = |place: &BTreeMap<DimensionId, MemberCode>, member: &MemberCode| {
            let mut longer = place.clone();
            longer.insert(id, member.clone());
            longer
        };
        places = places.iter().flat_map(|place| members.iter().map(move |member| with(place, member))).collect();
    }
    places
}

/// Reads the rule of `docs/format.md` word by word: absent pairs, then the row, then zero.
fn naive(files: &[&SparseCube], place: &BTreeMap<DimensionId, MemberCode>) -> Cell {
    let holds =
        |cube: &&&SparseCube| cube.header.axes.iter().all(|axis| axis.members.contains(&place[&axis.dimension]));
    let cube = files.iter().find(holds).unwrap();
    let pair = |id| (place[&id].clone(), place[&DimensionId::Period].clone());
    if cube.header.not_reported.contains(&pair(DimensionId::Area)) {
        return Cell::NotReported;
    }
    if !cube.header.not_applicable.is_empty() && cube.header.not_applicable.contains(&pair(DimensionId::Code)) {
        return Cell::NotApplicable;
    }
    let offset = cube.header.axes.iter().fold(0, |offset, axis| {
        let at = axis.members.iter().position(|member| *member == place[&axis.dimension]).unwrap();
        offset * axis.members.len() + at
    });
    let row = cube.cells.iter().find(|(at, _)| usize::try_from(*at) == Ok(offset));
    row.map_or(Cell::Value(0), |(_, cell)| *cell)
}
