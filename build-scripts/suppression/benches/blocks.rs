//! Protection, verification and attack of blocks of about 10³, 10⁴ and 10⁵ cells, and of 22,869: `cargo bench -p naerblik-suppression`.
//!
//! Times here are wall time; `examples/scaling.rs` measures CPU time and memory up to 10⁷ cells.
#![expect(clippy::expect_used, reason = "a benchmark may stop at the first surprise")]

mod tables;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use naerblik_suppression::verify::{attack, verify};
use naerblik_suppression::{Block, Effort, Insiders, Policy, ZeroPolicy, protect};
use tables::{BLOCK, HUNDRED_THOUSAND, Shape, TEN_THOUSAND, THOUSAND, table};

const SIZES: [(&str, Shape, u32); 4] = [
    ("1e3", THOUSAND, 1_000),
    ("1e4", TEN_THOUSAND, 5_000),
    ("block", BLOCK, 8_000),
    ("1e5", HUNDRED_THOUSAND, 20_000),
];

fn blocks(criterion: &mut Criterion) {
    for (name, shape, citizens) in SIZES {
        for zeros in [ZeroPolicy::Public, ZeroPolicy::MayHide] {
            let block = table(shape, 1, citizens).block(zeros).expect("table makes a block").block;
            let policy = Policy { zeros, insiders: Insiders::Ignore, effort: Effort::Quick, ..Policy::default() };
            stages(criterion, name, &block, policy);
        }
    }
}

fn stages(criterion: &mut Criterion, name: &str, block: &Block, policy: Policy) {
    let protection = protect(block, &policy).expect("policy is valid");
    let is_published: Vec<bool> = (0..block.cells().len()).map(|cell| protection.is_published(cell)).collect();
    let mut group = criterion.benchmark_group(format!("{name} {:?}", policy.zeros));
    group.sample_size(10).warm_up_time(Duration::from_millis(100)).measurement_time(Duration::from_secs(3));
    group.throughput(Throughput::Elements(u64::try_from(block.cells().len()).unwrap_or_default()));
    let mut stage = |stage: &str, run: &dyn Fn()| {
        group.bench_function(BenchmarkId::from_parameter(stage), |bencher| bencher.iter(run));
    };
    stage("protect", &|| drop(black_box(protect(black_box(block), &policy))));
    stage("verify", &|| drop(black_box(verify(black_box(block), &policy, &protection))));
    stage("attack", &|| drop(black_box(attack(black_box(block), &policy, &is_published))));
    group.finish();
}

criterion_group!(benches, blocks);
criterion_main!(benches);
