//! The reference tables: right counts, proven safe, attacked in vain, and no more suppressed than by the best safe peer.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::path::Path;

use naerblik_suppression::table::{CrossBlock, HierarchyLine, Table};
use naerblik_suppression::verify::{attack, verify};
use naerblik_suppression::{Effort, Insiders, Mark, Policy, Protection, ZeroPolicy, protect};

fn read(name: &str, file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name).join(file);
    std::fs::read_to_string(path).unwrap()
}

fn table(name: &str) -> Table {
    let hierarchy = read(name, "hier.csv");
    let lines: Vec<HierarchyLine<'_>> = hierarchy
        .lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            HierarchyLine { dim: fields[0], code: fields[1], parent: Some(fields[2]).filter(|code| !code.is_empty()) }
        })
        .collect();
    let mut table = Table::new(&lines).unwrap();
    for line in read(name, "leaf.csv").lines().skip(1) {
        let mut codes: Vec<&str> = line.split(',').collect();
        let citizens = codes.pop().unwrap().parse().unwrap();
        table.add(&codes, citizens).unwrap();
    }
    table
}

fn published(protection: &Protection) -> Vec<bool> {
    (0..protection.marks.len()).map(|cell| protection.is_published(cell)).collect()
}

fn check(name: &str, policy: Policy, at_most: usize) {
    let CrossBlock { block, .. } = table(name).block(policy.zeros).unwrap();
    let protection = protect(&block, &policy).unwrap();
    assert_eq!(verify(&block, &policy, &protection), []);
    assert_eq!(attack(&block, &policy, &published(&protection)).exposed().count(), 0);
    assert!(protection.statistics.secondaries <= at_most, "{} secondaries", protection.statistics.secondaries);
}

#[test]
fn with_public_zeros_tables_safe_from_insiders_suppress_no_more_than_the_best_safe_peer() {
    let policy = Policy { insiders: Insiders::Protect, ..Policy::default() };
    check("a_small3d", policy, 47);
    check("b1_2541", policy, 282);
}

#[test]
fn where_zeros_may_hide_tables_suppress_hardly_more_than_the_optimum() {
    let policy = Policy { zeros: ZeroPolicy::MayHide, insiders: Insiders::Ignore, ..Policy::default() };
    check("a_small3d", policy, 36);
    check("b1_2541", policy, 205);
}

#[test]
fn where_zeros_may_hide_tables_can_be_safe_from_insiders() {
    let policy = Policy { zeros: ZeroPolicy::MayHide, insiders: Insiders::Protect, ..Policy::default() };
    check("a_small3d", policy, 41);
    check("b1_2541", policy, 250);
    check("b1_2541", Policy { effort: Effort::Quick, ..policy }, 330);
}

#[test]
fn quick_patterns_are_safe() {
    let policy = Policy { effort: Effort::Quick, ..Policy::default() };
    check("a_small3d", policy, 47);
    check("b1_2541", policy, 290);
    check("b1_2541", Policy { zeros: ZeroPolicy::MayHide, ..policy }, 235);
    check("b1_2541", Policy { insiders: Insiders::Protect, ..policy }, 320);
}

#[test]
fn the_same_table_gives_the_same_pattern() {
    let policy = Policy { insiders: Insiders::Protect, ..Policy::default() };
    let CrossBlock { block, .. } = table("a_small3d").block(policy.zeros).unwrap();
    assert_eq!(protect(&block, &policy).unwrap(), protect(&block, &policy).unwrap());
}

#[test]
fn the_cross_of_members_has_the_counts_of_the_reference_cells() {
    for name in ["a_small3d", "b1_2541"] {
        let table = table(name);
        let CrossBlock { block, labels } = table.block(ZeroPolicy::MayHide).unwrap();
        let counts: BTreeMap<String, u32> = labels
            .iter()
            .enumerate()
            .map(|(cell, label)| {
                let codes = label.iter().zip(table.dimensions()).map(|(&member, dim)| dim.codes[member].as_str());
                (codes.collect::<Vec<_>>().join(","), block.count(cell))
            })
            .collect();
        let cells = read(name, "cells.csv");
        assert_eq!(cells.lines().skip(1).count(), counts.len());
        for line in cells.lines().skip(1) {
            let (codes, count) = line.rsplit_once(',').unwrap();
            assert_eq!(counts[codes], count.parse::<u32>().unwrap(), "{codes}");
        }
    }
}

#[test]
fn publishing_any_hidden_small_cell_is_found() {
    let CrossBlock { block, .. } = table("a_small3d").block(ZeroPolicy::Public).unwrap();
    let policy = Policy::default();
    let protection = protect(&block, &policy).unwrap();
    for (cell, mark) in protection.marks.iter().enumerate().filter(|(_, mark)| **mark != Mark::Published) {
        let mut leaky = protection.clone();
        leaky.marks[cell] = Mark::Published;
        assert_ne!(verify(&block, &policy, &leaky), [], "cell {cell} with {mark:?} can be published");
    }
}
