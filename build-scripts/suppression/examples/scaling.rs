//! Protects, verifies and attacks blocks of up to 10⁷ cells in all, on two threads, and prints what that costs:
//! `cargo run --release -p naerblik-suppression --example scaling [-- <row> ...]`, a row being `1e3` to `1e7` or
//! `clusters`. Each row is best run on its own, since peak memory is that of the process.
#![expect(clippy::print_stdout, reason = "the figures are the purpose of the example")]
#![expect(clippy::expect_used, reason = "an example may stop at the first surprise")]

#[path = "../benches/tables/mod.rs"]
mod tables;

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Instant;

use naerblik_suppression::verify::{attack, verify};
use naerblik_suppression::{Effort, Insiders, Policy, ZeroPolicy, protect};
use tables::{BLOCK, HUNDRED_THOUSAND, Shape, TEN_THOUSAND, THOUSAND, table};

/// What is measured in one line: blocks of one shape, from sparse to dense.
struct Row {
    name: &'static str,
    shape: Shape,
    /// Cells of a block, zeros included.
    cells: u32,
    blocks: u32,
    citizens: &'static [u32],
}

const ROWS: [Row; 6] = [
    Row { name: "1e3", shape: THOUSAND, cells: 987, blocks: 1, citizens: &[1_000] },
    Row { name: "1e4", shape: TEN_THOUSAND, cells: 7_623, blocks: 1, citizens: &[5_000] },
    Row { name: "1e5", shape: HUNDRED_THOUSAND, cells: 99_099, blocks: 1, citizens: &[20_000] },
    Row { name: "1e6", shape: BLOCK, cells: 22_869, blocks: 44, citizens: DENSITIES },
    Row { name: "1e7", shape: BLOCK, cells: 22_869, blocks: 440, citizens: DENSITIES },
    Row {
        name: "clusters",
        shape: Shape { has_clusters: true, ..BLOCK },
        cells: 24_948,
        blocks: 4,
        citizens: DENSITIES,
    },
];
const DENSITIES: &[u32] = &[500, 2_000, 8_000, 30_000];
const THREADS: usize = 2;

/// Sums over blocks.
#[derive(Clone, Copy, Default)]
struct Sums {
    inhabited: usize,
    primaries: usize,
    secondaries: usize,
    withheld: usize,
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let effort = Effort::Quick;
    let policy = Policy { zeros: ZeroPolicy::Public, insiders: Insiders::Protect, effort, ..Policy::default() };
    println!(
        "row, blocks, cells, inhabited, CPU s, cells per CPU s, wall s, peak MB, primaries, secondaries, share, withheld"
    );
    for row in ROWS.iter().filter(|row| wanted.is_empty() || wanted.iter().any(|name| name == row.name)) {
        measure(row, policy);
    }
}

fn measure(row: &Row, policy: Policy) {
    let (wall, cpu) = (Instant::now(), cpu_seconds());
    let next = AtomicU32::new(0);
    let sums = thread::scope(|scope| {
        let workers: Vec<_> = (0..THREADS).map(|_| scope.spawn(|| work(row, policy, &next))).collect();
        workers.into_iter().map(|worker| worker.join().expect("no worker panics")).fold(Sums::default(), add)
    });
    let cpu = cpu_seconds() - cpu;
    let cells = f64::from(row.cells) * f64::from(row.blocks);
    let of = |part: usize| f64::from(u32::try_from(part).unwrap_or_default());
    println!(
        "{}, {}, {cells}, {}, {cpu:.2}, {:.0}, {:.1}, {}, {}, {}, {:.3}, {}",
        row.name,
        row.blocks,
        sums.inhabited,
        cells / cpu,
        wall.elapsed().as_secs_f64(),
        peak_megabytes(),
        sums.primaries,
        sums.secondaries,
        of(sums.secondaries) / of(sums.inhabited),
        sums.withheld,
    );
}

/// Takes blocks until there are none: makes the block, protects, verifies and attacks it.
fn work(row: &Row, policy: Policy, next: &AtomicU32) -> Sums {
    let mut sums = Sums::default();
    loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed >= row.blocks {
            return sums;
        }
        let densities = u32::try_from(row.citizens.len()).expect("few densities");
        let density = usize::try_from(seed % densities).expect("few densities");
        let citizens = row.citizens.get(density).copied().unwrap_or_default();
        let block = table(row.shape, u64::from(seed) + 1, citizens).block(policy.zeros).expect("a block").block;
        let protection = protect(&block, &policy).expect("policy is valid");
        assert_eq!(verify(&block, &policy, &protection), [], "block {seed} is not proven");
        let is_published: Vec<bool> = (0..block.cells().len()).map(|cell| protection.is_published(cell)).collect();
        let exposed = attack(&block, &policy, &is_published).exposed().count();
        assert!(protection.is_withheld() || exposed == 0, "block {seed} is exposed");
        let found = protection.statistics;
        let withheld = usize::from(protection.is_withheld());
        let (primaries, secondaries) = (found.primaries, found.secondaries);
        sums = add(sums, Sums { inhabited: block.cells().len(), primaries, secondaries, withheld });
    }
}

fn add(left: Sums, right: Sums) -> Sums {
    Sums {
        inhabited: left.inhabited + right.inhabited,
        primaries: left.primaries + right.primaries,
        secondaries: left.secondaries + right.secondaries,
        withheld: left.withheld + right.withheld,
    }
}

/// Time that all threads of this process have been on a processor (Linux), in seconds.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u32 = after_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u32>().ok()).sum();
    f64::from(ticks) / 100.0
}

/// The most memory that this process has had (Linux).
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() / 1024
}
