//! Compares protection and attack with exhaustive enumeration of every register a reader could think of.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::as_conversions,
    reason = "a test may stop at the first surprise"
)]

use naerblik_suppression::verify::{attack, verify};
use naerblik_suppression::{Block, CellKind, CellSpec, Effort, Insiders, Policy, ZeroPolicy, protect};
use proptest::prelude::*;

/// The leaves and sums of a small table with two dimensions and sums over both.
fn table(rows: usize, columns: usize, counts: &[u32], zeros: ZeroPolicy) -> Block {
    let keep = |&at: &usize| zeros == ZeroPolicy::MayHide || counts[at] > 0;
    let positions: Vec<usize> = (0..rows * columns).filter(keep).collect();
    let mut block = Block::new(positions.iter().map(|&at| counts[at]).collect());
    let mut add = |belongs: &dyn Fn(usize) -> bool| {
        let leaves: Vec<u32> =
            (0_u32..).zip(&positions).filter(|(_, at)| belongs(**at)).map(|(leaf, _)| leaf).collect();
        if !leaves.is_empty() {
            block.push(&leaves, CellSpec::PUBLISHABLE).unwrap();
        }
    };
    add(&|_| true);
    for row in 0..rows {
        add(&|at| at / columns == row);
    }
    for column in 0..columns {
        add(&|at| at % columns == column);
    }
    for leaf in 0..rows * columns {
        add(&|at| at == leaf);
    }
    block
}

/// Per cell the smallest and largest count over every register that readers cannot tell from the true one and
/// in which no leaf exceeds its true count by more than `slack`. With `alone`, only registers that keep that cell.
fn enumerate(block: &Block, policy: Policy, is_published: &[bool], alone: Option<usize>) -> Vec<(u32, u32)> {
    let cells = block.cells().len();
    let mut found = vec![(u32::MAX, 0); cells];
    let mut leaves = vec![0; block.leaf_counts().len()];
    let slack = 2;
    loop {
        let count = |cell: usize| block.leaves(cell).iter().map(|&leaf| leaves[leaf as usize]).sum::<u32>();
        let possible = (0..cells).all(|cell| {
            let (now, spec) = (count(cell), block.cells()[cell]);
            if is_published[cell] || alone == Some(cell) {
                return now == block.count(cell);
            }
            let least = u32::from(policy.zeros == ZeroPolicy::Public && spec.kind == CellKind::Publishable);
            now >= least && spec.denominator.is_none_or(|all| now <= all)
        });
        if possible {
            for (cell, range) in found.iter_mut().enumerate() {
                *range = (range.0.min(count(cell)), range.1.max(count(cell)));
            }
        }
        let limit = |leaf: usize| block.leaf_counts()[leaf] + slack;
        let Some(next) = (0..leaves.len()).find(|&leaf| leaves[leaf] < limit(leaf)) else {
            return found;
        };
        leaves[next] += 1;
        leaves[..next].fill(0);
    }
}

fn sensitive(block: &Block, policy: Policy) -> impl Iterator<Item = usize> {
    (0..block.cells().len())
        .filter(move |&cell| policy.is_sensitive(block.count(cell), block.cells()[cell].denominator))
}

fn published(protection: &naerblik_suppression::Protection) -> Vec<bool> {
    (0..protection.marks.len()).map(|cell| protection.is_published(cell)).collect()
}

/// A small threshold keeps the enumeration small: with three, the small groups are one and two.
fn policy(zeros: ZeroPolicy, insiders: Insiders) -> Policy {
    Policy { threshold: 3, zeros, insiders, effort: Effort::Balanced }
}

fn zeros() -> impl Strategy<Value = ZeroPolicy> {
    prop_oneof![Just(ZeroPolicy::Public), Just(ZeroPolicy::MayHide)]
}

fn counts() -> impl Strategy<Value = Vec<u32>> {
    proptest::collection::vec(prop_oneof![Just(0_u32), Just(1), Just(1), Just(2), Just(3), Just(4)], 6)
}

/// The fewest cells of no small group that have to be hidden so that no small group is determined, by trying all
/// patterns. Cells that count differently in a register are the bits of its mask.
fn fewest_secondaries(block: &Block, policy: Policy) -> usize {
    let cells = block.cells().len();
    let registers = registers(block, policy);
    let is_small = |cell: usize| policy.is_sensitive(block.count(cell), None);
    let small: u32 = (0..cells).filter(|&cell| is_small(cell)).map(|cell| 1 << cell).sum();
    let is_safe = |hidden: u32| {
        let possible = registers.iter().filter(|&&differing| differing & !hidden == 0);
        possible.fold(0, |altered, &differing| altered | differing) & small == small
    };
    let candidates: Vec<u32> = (0..cells).filter(|&cell| !is_small(cell)).map(|cell| 1 << cell).collect();
    let patterns = (0_u32..1 << candidates.len()).filter(|&pattern| {
        let chosen = candidates.iter().enumerate().filter(|(at, _)| pattern >> at & 1 == 1).map(|(_, bit)| bit);
        is_safe(small | chosen.sum::<u32>())
    });
    patterns.map(|pattern| pattern.count_ones() as usize).min().unwrap()
}

/// Per register that readers cannot rule out before anything is published: the cells that differ from the true one.
fn registers(block: &Block, policy: Policy) -> Vec<u32> {
    let cells = block.cells().len();
    let least = u32::from(policy.zeros == ZeroPolicy::Public);
    let mut found = Vec::new();
    let mut leaves = vec![0; block.leaf_counts().len()];
    loop {
        let count = |cell: usize| block.leaves(cell).iter().map(|&leaf| leaves[leaf as usize]).sum::<u32>();
        if (0..cells).all(|cell| count(cell) >= least) {
            found.push((0..cells).filter(|&cell| count(cell) != block.count(cell)).map(|cell| 1 << cell).sum());
        }
        let Some(next) = (0..leaves.len()).find(|&leaf| leaves[leaf] < block.leaf_counts()[leaf] + 2) else {
            found.sort_unstable();
            found.dedup();
            return found;
        };
        leaves[next] += 1;
        leaves[..next].fill(0);
    }
}

#[test]
fn hardly_more_is_hidden_than_has_to_be() {
    let mut state = 11_u64;
    let mut count = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        [0, 1, 1, 2, 3, 4][(state >> 33) as usize % 6]
    };
    for zeros in [ZeroPolicy::Public, ZeroPolicy::MayHide] {
        let (mut hidden, mut fewest) = (0, 0);
        for _ in 0..1_000 {
            let counts: Vec<u32> = (0..6).map(|_| count()).collect();
            let block = table(2, 3, &counts, zeros);
            let policy = policy(zeros, Insiders::Ignore);
            let protection = protect(&block, &policy).unwrap();
            hidden += protection.statistics.secondaries;
            fewest += fewest_secondaries(&block, policy);
        }
        assert!(10 * hidden <= 11 * fewest, "{hidden} secondaries with {zeros:?}, {fewest} would do");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_register_enumeration_determines_a_small_group(counts in counts(), zeros in zeros(), wide in 0..2) {
        let (rows, columns) = if wide == 0 { (2, 3) } else { (3, 2) };
        let block = table(rows, columns, &counts, zeros);
        let policy = policy(zeros, Insiders::Report);
        let protection = protect(&block, &policy).unwrap();
        prop_assert!(!protection.is_withheld());
        prop_assert_eq!(verify(&block, &policy, &protection), vec![]);
        let is_published = published(&protection);
        prop_assert_eq!(attack(&block, &policy, &is_published).exposed().count(), 0);
        let ranges = enumerate(&block, policy, &is_published, None);
        for cell in sensitive(&block, policy) {
            prop_assert!(ranges[cell].0 < ranges[cell].1, "cell {} is determined", cell);
        }
    }

    #[test]
    fn the_one_citizen_of_a_cell_learns_no_other_small_group(counts in counts(), zeros in zeros()) {
        let block = table(2, 3, &counts, zeros);
        let policy = policy(zeros, Insiders::Protect);
        let protection = protect(&block, &policy).unwrap();
        prop_assume!(!protection.is_withheld());
        prop_assert_eq!(verify(&block, &policy, &protection), vec![]);
        let is_published = published(&protection);
        let inhabited = |cell: usize| {
            block.leaves(cell).iter().copied().filter(|&leaf| block.leaf_counts()[leaf as usize] > 0).collect::<Vec<_>>()
        };
        for own in sensitive(&block, policy).filter(|&cell| block.count(cell) == 1) {
            let ranges = enumerate(&block, policy, &is_published, Some(own));
            for cell in sensitive(&block, policy).filter(|&cell| inhabited(cell) != inhabited(own)) {
                prop_assert!(ranges[cell].0 < ranges[cell].1, "cell {} is determined for cell {}", cell, own);
            }
        }
    }

    #[test]
    fn the_attack_claims_only_what_enumeration_confirms(counts in counts(), zeros in zeros(), lifted in 0_usize..12) {
        let block = table(2, 3, &counts, zeros);
        let policy = policy(zeros, Insiders::Report);
        let protection = protect(&block, &policy).unwrap();
        let mut is_published = published(&protection);
        let hidden: Vec<usize> = (0..is_published.len()).filter(|&cell| !is_published[cell]).collect();
        prop_assume!(!hidden.is_empty());
        is_published[hidden[lifted % hidden.len()]] = true;
        let ranges = enumerate(&block, policy, &is_published, None);
        let report = attack(&block, &policy, &is_published);
        let claimed: Vec<usize> = report.exposed().collect();
        for cell in claimed {
            prop_assert_eq!(ranges[cell].0, ranges[cell].1, "cell {} is not determined", cell);
        }
        let mut lifted = protection;
        for (mark, &is_published) in lifted.marks.iter_mut().zip(&is_published) {
            if is_published {
                *mark = naerblik_suppression::Mark::Published;
            }
        }
        let found: Vec<usize> = verify(&block, &policy, &lifted).into_iter().map(|finding| finding.cell).collect();
        for cell in sensitive(&block, policy).filter(|&cell| ranges[cell].0 == ranges[cell].1) {
            prop_assert!(found.contains(&cell), "determined cell {} passes verification", cell);
        }
    }
}

#[test]
fn a_certificate_that_was_lost_while_nobody_watched_is_found_again() {
    let block = table(2, 3, &[0, 0, 1, 1, 0, 0], ZeroPolicy::MayHide);
    let policy = policy(ZeroPolicy::MayHide, Insiders::Protect);
    let protection = protect(&block, &policy).unwrap();
    assert_eq!(verify(&block, &policy, &protection), vec![]);
}
