//! Protects reference tables and prints what it cost: `cargo run --example measure [fixtures-dir] [--large]`.
#![expect(clippy::print_stdout, reason = "the figures are the purpose of the example")]
#![expect(clippy::expect_used, reason = "an example may stop at the first surprise")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use naerblik_suppression::table::{HierarchyLine, Table};
use naerblik_suppression::verify::{attack, verify};
use naerblik_suppression::{Block, CellSpec, Effort, Insiders, Policy, ZeroPolicy, protect};

fn main() {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let fixtures = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).map_or(default, PathBuf::from);
    for name in ["a_small3d", "b1_2541"] {
        let table = read(&fixtures.join(name));
        for zeros in [ZeroPolicy::Public, ZeroPolicy::MayHide] {
            let block = table.block(zeros).expect("table makes a block").block;
            for insiders in [Insiders::Ignore, Insiders::Protect] {
                measure(name, &block, Policy { zeros, insiders, ..Policy::default() });
            }
        }
    }
    for citizens in [300, 3_000, 20_000] {
        for conditions in [0, 1, 9] {
            let name = format!("{citizens} citizens, {conditions} conditions");
            for effort in [Effort::Quick, Effort::Balanced] {
                let block = cuboids(7, citizens, conditions);
                measure(&name, &block, Policy { insiders: Insiders::Ignore, effort, ..Policy::default() });
            }
        }
    }
    if std::env::args().any(|argument| argument == "--large") {
        for citizens in [600, 3_000, 9_000] {
            let block = five_dimensions(22_869, citizens).block(ZeroPolicy::Public).expect("table makes a block").block;
            for effort in [Effort::Quick, Effort::Balanced] {
                let name = format!("five dimensions, {citizens} citizens");
                measure(&name, &block, Policy { insiders: Insiders::Ignore, effort, ..Policy::default() });
            }
        }
    }
}

fn measure(name: &str, block: &Block, policy: Policy) {
    let start = cpu_seconds();
    let protection = protect(block, &policy).expect("policy is valid");
    let seconds = cpu_seconds() - start;
    let start = cpu_seconds();
    let findings = verify(block, &policy, &protection).len();
    let verify_seconds = cpu_seconds() - start;
    let start = cpu_seconds();
    let is_published: Vec<bool> = (0..block.cells().len()).map(|cell| protection.is_published(cell)).collect();
    let exposed = attack(block, &policy, &is_published).exposed().count();
    let attack_seconds = cpu_seconds() - start;
    let cells = u32::try_from(block.cells().len()).expect("few cells");
    let s = protection.statistics;
    println!(
        "{name} {:?} {:?} {:?}: {} cells, {} distinct, {} primaries, {} secondaries (value {}), {} insider risks, {} withdrawn, {findings} findings, {exposed} exposed, {seconds:.3} + {verify_seconds:.3} + {attack_seconds:.3} CPU s, {:.0} cells/s",
        policy.zeros,
        policy.insiders,
        policy.effort,
        s.cells,
        s.distinct,
        s.primaries,
        s.secondaries,
        s.secondary_value,
        s.insider_risks,
        s.withdrawn,
        f64::from(cells) / (seconds + verify_seconds + attack_seconds),
    );
}

/// Time this process has been on a processor (Linux); other work on the machine does not count.
fn cpu_seconds() -> f64 {
    let nanoseconds = std::fs::read_to_string("/proc/self/schedstat").ok();
    let nanoseconds = nanoseconds.and_then(|text| text.split_whitespace().next()?.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default()).as_secs_f64()
}

/// A block like the night's: several cuboids over a hundred-odd areas, with conditions and their complements.
fn cuboids(seed: u64, citizens: u32, conditions: usize) -> Block {
    let mut random = random(seed);
    let mut leaves: BTreeMap<[usize; 5], u32> = BTreeMap::new();
    for _ in 0..citizens {
        let area = random(98).min(random(98));
        let has = random(512) & random(512) & ((1 << conditions) - 1);
        let key = [area, random(6).max(random(6)), random(2), usize::from(random(5) == 0), has];
        *leaves.entry(key).or_default() += 1;
    }
    let mut cells: BTreeMap<(usize, [usize; 4], bool), Vec<u32>> = BTreeMap::new();
    for (leaf, [area, age, sex, home, conditions_of]) in (0_u32..).zip(leaves.keys().copied()) {
        for place in [200, 190 + area / 24, 150 + area / 6, 120 + area / 12, area] {
            for age in [9, age] {
                for sex in [9, sex] {
                    cells.entry((place, [age, sex, 9, 9], true)).or_default().push(leaf);
                }
                cells.entry((place, [age, 9, home, 9], true)).or_default().push(leaf);
            }
            for condition in 0..conditions {
                let has = conditions_of >> condition & 1 == 1;
                cells.entry((place, [9, 9, 9, condition], has)).or_default().push(leaf);
            }
        }
    }
    let mut block = Block::new(leaves.into_values().collect());
    for ((_, _, is_publishable), mut members) in cells {
        members.dedup();
        let spec = if is_publishable { CellSpec::PUBLISHABLE } else { CellSpec::VIRTUAL };
        block.push(&members, spec).expect("cells are sorted sets of leaves");
    }
    block
}

/// Seeded numbers below a bound.
fn random(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = usize::try_from(state >> 33).expect("31 bits fit");
        high % below
    }
}

fn read(folder: &Path) -> Table {
    let hierarchy = std::fs::read_to_string(folder.join("hier.csv")).expect("hierarchy exists");
    let lines: Vec<HierarchyLine<'_>> = hierarchy
        .lines()
        .skip(1)
        .map(|line| {
            let mut fields = line.split(',');
            let mut next = || fields.next().unwrap_or_default();
            let (dim, code, parent) = (next(), next(), next());
            HierarchyLine { dim, code, parent: (!parent.is_empty()).then_some(parent) }
        })
        .collect();
    let mut table = Table::new(&lines).expect("hierarchy is valid");
    let leaves = std::fs::read_to_string(folder.join("leaf.csv")).expect("leaves exist");
    for line in leaves.lines().skip(1) {
        let mut codes: Vec<&str> = line.split(',').collect();
        let count = codes.pop().expect("a count").parse().expect("a number");
        table.add(&codes, count).expect("codes are known");
    }
    table
}

/// A seeded table: 121 areas in a hierarchy of four levels, 7 ages, 3 sexes, 3 homes, 3 of a status.
fn five_dimensions(seed: u64, citizens: u32) -> Table {
    let mut lines = vec![("geo".to_owned(), "DK".to_owned(), None)];
    for region in 1..=5 {
        lines.push(("geo".to_owned(), format!("R{region}"), Some("DK".to_owned())));
    }
    for council in 0..17 {
        lines.push(("geo".to_owned(), format!("S{council}"), Some(format!("R{}", council % 5 + 1))));
    }
    for municipality in 0..98 {
        lines.push(("geo".to_owned(), format!("K{municipality}"), Some(format!("S{}", municipality % 17))));
    }
    for (dim, members) in [("age", 6), ("sex", 2), ("home", 2), ("status", 2)] {
        lines.push((dim.to_owned(), "all".to_owned(), None));
        lines.extend((0..members).map(|at| (dim.to_owned(), at.to_string(), Some("all".to_owned()))));
    }
    let lines: Vec<HierarchyLine<'_>> =
        lines.iter().map(|(dim, code, parent)| HierarchyLine { dim, code, parent: parent.as_deref() }).collect();
    let mut table = Table::new(&lines).expect("hierarchy is valid");
    let mut random = random(seed);
    for _ in 0..citizens {
        let geo = format!("K{}", random(98).min(random(98)));
        let age = random(6).max(random(6)).to_string();
        let (sex, home, status) = (random(2).to_string(), random(5).min(1).to_string(), random(3).min(1).to_string());
        table.add(&[&geo, &age, &sex, &home, &status], 1).expect("codes are known");
    }
    table
}
