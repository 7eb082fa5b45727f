//! Ten thousand random questions to random cubes, beside an implementation that knows neither strides nor planes.

use std::collections::BTreeMap;

use super::{
    scan::{Grouping, group},
    *,
};
use crate::{
    cell::Cell,
    cube::{Axis, Cube, CubeHeader, SparseCube},
    schema::{Measure, Text},
    testing::random::{Random, large_cube},
    wire,
};

const CUBES: usize = 100;
const QUESTIONS: usize = 100;

/// Members by dimension.
type Place = BTreeMap<DimensionId, MemberCode>;

/// The cells of sparse cubes by the names of their members.
struct Naive {
    rows: BTreeMap<Place, Cell>,
    headers: Vec<CubeHeader>,
}

impl Naive {
    fn new(cubes: &[SparseCube]) -> Self {
        let mut rows = BTreeMap::new();
        for cube in cubes {
            for (offset, cell) in &cube.cells {
                rows.insert(place(&cube.header.axes, usize::try_from(*offset).unwrap()), *cell);
            }
        }
        Self { rows, headers: cubes.iter().map(|cube| cube.header.clone()).collect() }
    }

    fn cell(&self, place: &Place) -> Cell {
        let pair = |id| (place[&id].clone(), place[&DimensionId::Period].clone());
        let is_absent = |list: fn(&CubeHeader) -> &Vec<(MemberCode, MemberCode)>, id| {
            self.headers.iter().any(|header| list(header).contains(&pair(id)))
        };
        if is_absent(|header| &header.not_reported, DimensionId::Area) {
            return Cell::NotReported;
        }
        if is_absent(|header| &header.not_applicable, DimensionId::Code) {
            return Cell::NotApplicable;
        }
        self.rows.get(place).copied().unwrap_or(Cell::Value(0))
    }
}

fn place(axes: &[Axis], mut offset: usize) -> Place {
    let mut place = Place::new();
    for axis in axes.iter().rev() {
        place.insert(axis.dimension, axis.members[offset % axis.members.len()].clone());
        offset /= axis.members.len();
    }
    place
}

/// Every combination of the members, the last dimension fastest.
fn combinations(select: &[(DimensionId, Vec<MemberCode>)]) -> Vec<Place> {
    let mut places = vec![Place::new()];
    for (id, members) in select {
        let with = |place: &Place, member: &MemberCode| {
            let mut longer = place.clone();
            longer.insert(*id, member.clone());
            longer
        };
        places = places.iter().flat_map(|place| members.iter().map(move |member| with(place, member))).collect();
    }
    places
}

/// The same cells in one file for each code, as they are published.
fn by_code(sparse: &SparseCube) -> Vec<SparseCube> {
    let inner: usize = sparse.header.axes[3..].iter().map(|axis| axis.members.len()).product();
    let codes = sparse.header.axes[2].members.clone();
    let shard = |(nth, code): (usize, &MemberCode)| {
        let mut header = sparse.header.clone();
        header.axes[2].members = vec![code.clone()];
        header.not_applicable.retain(|(absent, _)| absent == code);
        let cut = |(offset, cell): &(u32, Cell)| {
            let offset = usize::try_from(*offset).unwrap();
            let (pair, at) = (offset / inner / codes.len(), offset / inner % codes.len());
            (at == nth).then(|| (u32::try_from(pair * inner + offset % inner).unwrap(), *cell))
        };
        SparseCube { header, cells: sparse.cells.iter().filter_map(cut).collect() }
    };
    codes.iter().enumerate().map(shard).collect()
}

/// Some members of some dimensions, in any order.
fn question(axes: &[Axis], random: &mut Random) -> Query {
    axes.iter().fold(Query::new("test"), |query, axis| {
        let n = axis.members.len();
        let wanted = [0, 1, 1 + random.below(n), n][random.below(4)];
        let members = random.some(n, wanted).into_iter().map(|at| axis.members[at].clone()).collect();
        query.with_all(axis.dimension, members)
    })
}

fn through_the_wire(sparse: &SparseCube) -> (SparseCube, Cube) {
    let bytes = wire::encode(sparse).unwrap();
    let rows = sparse.cells.len().try_into().unwrap();
    let decoded = wire::decode(&bytes, rows).unwrap();
    let dense = wire::decode_dense(&bytes, rows).unwrap();
    assert_eq!(Cube::scatter(decoded.clone()).as_ref(), Ok(&dense));
    (decoded, dense)
}

fn random_cube(random: &mut Random) -> SparseCube {
    let lengths = [6, 9, 4, 3, 3].map(|longest| 1 + random.below(longest));
    large_cube(lengths, u64::try_from(random.below(usize::MAX)).unwrap())
}

#[test]
fn ten_thousand_questions_have_the_same_answers_from_one_cube_from_shards_and_from_rows() {
    let mut random = Random::new(4);
    let mut asked = 0;
    for _ in 0..CUBES {
        let sparse = random_cube(&mut random);
        let axes = sparse.header.axes.clone();
        let (decoded, whole) = through_the_wire(&sparse);
        let naive = Naive::new(&[decoded]);
        let shards: Vec<Cube> = by_code(&sparse).iter().map(|shard| through_the_wire(shard).1).collect();
        let shards: Vec<&Cube> = shards.iter().collect();
        let mut reused = Answer::default();
        for _ in 0..QUESTIONS {
            let query = question(&axes, &mut random);
            let answer = run(&[&whole], &query).unwrap();
            run_into(&[&whole], &query, &mut reused).unwrap();
            assert_eq!(answer, reused, "{query:?}");
            let asked_for = |id: &DimensionId| query.select.get(id).cloned();
            let or_total = |axis: &Axis| asked_for(&axis.dimension).unwrap_or_else(|| vec![axis.members[0].clone()]);
            let select: Vec<_> = axes.iter().map(|axis| (axis.dimension, or_total(axis))).collect();
            let expected: Vec<Cell> = combinations(&select).iter().map(|place| naive.cell(place)).collect();
            assert_eq!(answer.cells, expected, "{query:?}");
            if query.select.contains_key(&DimensionId::Code) {
                assert_eq!(run(&shards, &query).unwrap(), answer, "{query:?}");
            }
            asked += 1;
        }
    }
    assert_eq!(asked, 10_000);
}

#[test]
fn scans_add_up_what_rows_add_up_to() {
    let mut random = Random::new(5);
    for _ in 0..400 {
        let sparse = random_cube(&mut random);
        let (decoded, cube) = through_the_wire(&sparse);
        let naive = Naive::new(&[decoded]);
        let among = question(cube.axes(), &mut random).select;
        let keep = cube.axes().iter().map(|axis| axis.dimension).filter(|_| random.below(2) == 0).collect();
        let grouping = Grouping { keep, among };
        let groups = group(&cube, &grouping).unwrap();
        let taking = |axis: &Axis| grouping.among.get(&axis.dimension).unwrap_or(&axis.members).clone();
        let all: Vec<_> = cube.axes().iter().map(|axis| (axis.dimension, taking(axis))).collect();
        let mut expected = BTreeMap::<Place, (u64, [u32; 4])>::new();
        for place in combinations(&all) {
            let cell = naive.cell(&place);
            let kept = place.into_iter().filter(|(id, _)| grouping.keep.contains(id)).collect();
            let (low, kinds) = expected.entry(kept).or_default();
            *low += u64::from(cell.value().unwrap_or(0));
            kinds[usize::from(cell.status().to_wire())] += 1;
        }
        let places = combinations(&groups.axes);
        assert_eq!(places.len(), expected.len());
        for (at, place) in places.iter().enumerate() {
            let (low, [values, suppressed, not_reported, not_applicable]) = expected[place];
            assert_eq!(groups.sums(&additive()).unwrap()[at], low, "{grouping:?}");
            let found = [groups.suppressed[at], groups.not_reported[at], groups.not_applicable[at]];
            assert_eq!(found, [suppressed, not_reported, not_applicable], "{grouping:?}");
            assert_eq!(u32::try_from(groups.cells), Ok(values + found.iter().sum::<u32>()));
        }
    }
}

fn additive() -> Measure {
    let text = Text::new("", "");
    Measure { id: String::new(), label: text.clone(), unit: text, sums_over: DimensionId::ALL.to_vec() }
}

#[test]
fn overlapping_members_are_counted_by_status_but_never_added() {
    let cube = Cube::scatter(large_cube([3, 4, 2, 2, 2], 6)).unwrap();
    let mut measure = additive();
    measure.sums_over.retain(|id| *id != DimensionId::Code);
    let added = group(&cube, &Grouping { keep: vec![DimensionId::Area], among: BTreeMap::new() }).unwrap();
    assert_eq!(added.sums(&measure), Err(sum::NotAdditive { dimension: DimensionId::Code }));
    assert_eq!(added.cells, 32);
    let kept = group(&cube, &Grouping { keep: vec![DimensionId::Code], among: BTreeMap::new() }).unwrap();
    assert_eq!(kept.sums(&measure).unwrap().iter().sum::<u64>(), cube.total());
}

#[test]
fn sums_beyond_32_bits_are_exact() {
    let mut sparse = large_cube([3, 1, 1, 1, 1], 6);
    sparse.header.not_reported.clear();
    sparse.cells = (0..3).map(|offset| (offset, Cell::Value(u32::MAX))).collect();
    let groups = group(&Cube::scatter(sparse).unwrap(), &Grouping::default()).unwrap();
    assert_eq!(groups.sums(&additive()), Ok(&[3 * u64::from(u32::MAX)][..]));
}

#[test]
fn a_member_that_the_cube_lacks_is_named_by_a_scan() {
    let cube = Cube::scatter(large_cube([3, 1, 1, 1, 1], 6)).unwrap();
    let member = MemberCode::parse("9999").unwrap();
    for dimension in [DimensionId::Area, DimensionId::Disease] {
        let among = [(dimension, vec![member.clone()])].into();
        let error = group(&cube, &Grouping { keep: Vec::new(), among }).unwrap_err();
        assert_eq!(error, QueryError::NotLoaded { dimension, member: member.clone() });
    }
}
