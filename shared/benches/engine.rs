//! Decoding, scattering and every kind of question on cubes of about 10⁴, 10⁵ and 10⁶ cells: `cargo bench -p naerblik-shared`.
//!
//! Questions should cost the same on all three but for the cells of their answers; decoding and scans grow with the cube.
#![expect(clippy::expect_used, reason = "a benchmark may stop at the first surprise")]

use std::{hint::black_box, time::Duration};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use naerblik_shared::{
    cube::{Cube, SparseCube},
    query::{
        Answer, Query, run_into,
        scan::{Grouping, group},
    },
    schema::{DimensionId, MemberCode},
    testing::random::large_cube,
    wire,
};

const SIZES: [(&str, [usize; 5]); 3] =
    [("1e4", [12, 12, 4, 6, 3]), ("1e5", [40, 24, 6, 6, 3]), ("1e6", [121, 57, 8, 6, 3])];

fn benches(criterion: &mut Criterion) {
    for (name, lengths) in SIZES {
        let sparse = large_cube(lengths, 1);
        format(criterion, name, &sparse);
        let cube = Cube::scatter(sparse).expect("the cube is sound");
        questions(criterion, name, &cube);
        scans(criterion, name, &cube);
    }
}

fn format(criterion: &mut Criterion, name: &str, sparse: &SparseCube) {
    let bytes = wire::encode(sparse).expect("the cube is sound");
    let rows = u64::try_from(sparse.cells.len()).unwrap_or_default();
    let mut group = criterion.benchmark_group(format!("format {name}"));
    group.sample_size(20).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(2));
    group.throughput(Throughput::Elements(rows));
    let mut step = |step: &str, run: &dyn Fn()| {
        group.bench_function(BenchmarkId::from_parameter(step), |bencher| bencher.iter(run));
    };
    step("encode", &|| drop(black_box(wire::encode(sparse))));
    step("decode", &|| drop(black_box(wire::decode(&bytes, rows))));
    step("scatter", &|| drop(black_box(Cube::scatter(sparse.clone()))));
    step("decode and scatter at once", &|| drop(black_box(wire::decode_dense(&bytes, rows))));
    group.finish();
}

fn questions(criterion: &mut Criterion, name: &str, cube: &Cube) {
    let mut group = criterion.benchmark_group(format!("questions {name}"));
    group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    let mut answer = Answer::default();
    for (kind, several) in [
        ("one figure", vec![]),
        ("trend", vec![(DimensionId::Period, usize::MAX)]),
        ("map", vec![(DimensionId::Area, usize::MAX)]),
        ("cross table", vec![(DimensionId::Code, usize::MAX), (DimensionId::Age, usize::MAX)]),
        ("five areas, all periods", vec![(DimensionId::Area, 5), (DimensionId::Period, usize::MAX)]),
    ] {
        let query = question(cube, &several);
        group.bench_function(BenchmarkId::from_parameter(kind), |bencher| {
            bencher.iter(|| run_into(&[black_box(cube)], &query, &mut answer).expect("the members are there"));
        });
    }
    group.finish();
}

/// The last member of every axis, but so many of those named.
fn question(cube: &Cube, several: &[(DimensionId, usize)]) -> Query {
    cube.axes().iter().fold(Query::new("test"), |query, axis| {
        let wanted = several.iter().find(|(id, _)| *id == axis.dimension).map_or(1, |(_, wanted)| *wanted);
        let members: Vec<MemberCode> = axis.members.iter().rev().take(wanted).cloned().collect();
        query.with_all(axis.dimension, members)
    })
}

fn scans(criterion: &mut Criterion, name: &str, cube: &Cube) {
    let mut benches = criterion.benchmark_group(format!("scans {name}"));
    benches.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    benches.throughput(Throughput::Elements(u64::try_from(cube.n_cells()).unwrap_or_default()));
    for keep in [
        vec![],
        vec![DimensionId::Area, DimensionId::Period],
        vec![DimensionId::Code, DimensionId::Age],
        vec![DimensionId::Area, DimensionId::Sex],
    ] {
        let names: Vec<&str> = keep.iter().map(|id| id.as_str()).collect();
        let title = if names.is_empty() { "all in one".to_owned() } else { names.join(" by ") };
        let grouping = Grouping { keep, ..Grouping::default() };
        benches.bench_function(BenchmarkId::from_parameter(title), |bencher| {
            bencher.iter(|| group(black_box(cube), &grouping).expect("the axes are there"));
        });
    }
    benches.finish();
}

criterion_group!(engine, benches);
criterion_main!(engine);
