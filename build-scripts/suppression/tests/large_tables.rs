//! Seeded tables of several dimensions and blocks like the night's: proven safe, and attacked in vain.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;

use naerblik_suppression::verify::{attack, verify};
use naerblik_suppression::{Block, CellSpec, Effort, Insiders, Policy, Protection, protect};

/// Seeded numbers below a bound.
fn random(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    }
}

/// A table of five dimensions: 98 areas in three levels above them, 6 ages, and three of two members.
fn five_dimensions(seed: u64, citizens: usize) -> Block {
    let mut random = random(seed);
    let mut leaves: BTreeMap<[usize; 5], u32> = BTreeMap::new();
    for _ in 0..citizens {
        let area = random(98).min(random(98));
        let age = random(6).max(random(6));
        *leaves.entry([area, age, random(2), random(8) / 7, random(6) / 5]).or_default() += 1;
    }
    let mut cells: BTreeMap<[usize; 5], Vec<u32>> = BTreeMap::new();
    for (leaf, [area, age, sex, home, status]) in (0_u32..).zip(leaves.keys().copied()) {
        for place in [area, 100 + area / 6, 200 + area / 20, 300] {
            for age in [age, 9] {
                for sex in [sex, 9] {
                    for home in [home, 9] {
                        for status in [status, 9] {
                            cells.entry([place, age, sex, home, status]).or_default().push(leaf);
                        }
                    }
                }
            }
        }
    }
    let mut block = Block::new(leaves.into_values().collect());
    for members in cells.into_values() {
        block.push(&members, CellSpec::PUBLISHABLE).unwrap();
    }
    block
}

/// Areas by age and by nine conditions that overlap; who lacks a condition is a group, too.
fn overlapping_conditions(seed: u64, citizens: usize) -> Block {
    let mut random = random(seed);
    let mut leaves: BTreeMap<[usize; 3], u32> = BTreeMap::new();
    for _ in 0..citizens {
        *leaves.entry([random(12), random(6), random(512) & random(512)]).or_default() += 1;
    }
    let mut cells: BTreeMap<(usize, usize, bool), Vec<u32>> = BTreeMap::new();
    for (leaf, [area, age, conditions]) in (0_u32..).zip(leaves.keys().copied()) {
        for place in [area, 20 + area / 4, 30] {
            cells.entry((place, 99, true)).or_default().push(leaf);
            cells.entry((place, age, true)).or_default().push(leaf);
            for condition in 0..9 {
                cells.entry((place, 10 + condition, conditions >> condition & 1 == 1)).or_default().push(leaf);
            }
        }
    }
    let mut block = Block::new(leaves.into_values().collect());
    for ((_, _, is_publishable), members) in cells {
        let spec = if is_publishable { CellSpec::PUBLISHABLE } else { CellSpec::VIRTUAL };
        block.push(&members, spec).unwrap();
    }
    block
}

fn check(block: &Block, policy: Policy) -> Protection {
    let protection = protect(block, &policy).unwrap();
    assert!(!protection.is_withheld());
    assert_eq!(verify(block, &policy, &protection), []);
    let is_published: Vec<bool> = (0..block.cells().len()).map(|cell| protection.is_published(cell)).collect();
    assert_eq!(attack(block, &policy, &is_published).exposed().count(), 0);
    protection
}

#[test]
fn tables_of_five_dimensions_are_safe_dense_and_sparse() {
    for (seed, citizens, at_most) in [(1, 600, 1_400), (2, 3_000, 4_100), (3, 12_000, 6_450)] {
        let policy = Policy { effort: Effort::Quick, ..Policy::default() };
        let secondaries = check(&five_dimensions(seed, citizens), policy).statistics.secondaries;
        assert!(secondaries <= at_most, "{secondaries} secondaries with {citizens} citizens");
    }
}

#[test]
fn a_table_of_five_dimensions_is_safe_from_insiders() {
    let policy = Policy { insiders: Insiders::Protect, effort: Effort::Quick, ..Policy::default() };
    let secondaries = check(&five_dimensions(4, 1_500), policy).statistics.secondaries;
    assert!(secondaries <= 2_600, "{secondaries} secondaries");
}

#[test]
fn nine_conditions_that_overlap_are_safe() {
    let policy = Policy { effort: Effort::Quick, ..Policy::default() };
    check(&overlapping_conditions(5, 400), policy);
    check(&overlapping_conditions(6, 2_000), Policy { insiders: Insiders::Protect, ..policy });
}

#[test]
fn more_effort_suppresses_no_more() {
    let block = five_dimensions(7, 250);
    let of = |effort| check(&block, Policy { effort, ..Policy::default() }).statistics.secondaries;
    assert!(of(Effort::Balanced) <= of(Effort::Quick));
}
