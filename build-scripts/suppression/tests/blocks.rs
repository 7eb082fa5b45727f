//! What a caller can ask of single blocks.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use naerblik_suppression::verify::{Finding, Problem, attack, verify};
use naerblik_suppression::{
    Block, BlockError, CellSpec, Certificate, Demand, Mark, Policy, ProtectError, Protection, Reason, protect,
};

fn protected(block: &Block) -> Protection {
    let protection = protect(block, &Policy::default()).unwrap();
    assert_eq!(verify(block, &Policy::default(), &protection), []);
    protection
}

#[test]
fn a_block_without_small_groups_is_published_whole() {
    let mut block = Block::new(vec![7, 9]);
    for leaves in [&[0, 1][..], &[0], &[1]] {
        block.push(leaves, CellSpec::PUBLISHABLE).unwrap();
    }
    let protection = protected(&block);
    assert_eq!(protection.marks, [Mark::Published; 3]);
    assert_eq!(protection.certificates, []);
}

#[test]
fn a_small_group_in_a_row_takes_one_companion() {
    let mut block = Block::new(vec![3, 9, 20]);
    for leaves in [&[0, 1, 2][..], &[0], &[1], &[2]] {
        block.push(leaves, CellSpec::PUBLISHABLE).unwrap();
    }
    let (primary, secondary) = (Mark::Suppressed(Reason::Primary), Mark::Suppressed(Reason::Secondary));
    assert_eq!(protected(&block).marks, [Mark::Published, primary, secondary, Mark::Published]);
}

#[test]
fn a_higher_weight_keeps_the_smaller_cell_published() {
    let mut block = Block::new(vec![3, 9, 20]);
    block.push(&[0, 1, 2], CellSpec::PUBLISHABLE).unwrap();
    block.push(&[0], CellSpec::PUBLISHABLE).unwrap();
    block.push(&[1], CellSpec { weight: Some(15), ..CellSpec::PUBLISHABLE }).unwrap();
    block.push(&[2], CellSpec { weight: Some(10), ..CellSpec::PUBLISHABLE }).unwrap();
    assert!(protected(&block).is_published(2));
    assert!(!protected(&block).is_published(3));
}

#[test]
fn a_small_complement_that_is_never_published_is_protected() {
    let mut block = Block::new(vec![30, 2, 40, 41]);
    for leaves in [&[0, 1][..], &[0], &[2, 3], &[2], &[0, 1, 2, 3], &[0, 2]] {
        block.push(leaves, CellSpec::PUBLISHABLE).unwrap();
    }
    let complement = block.push(&[1], CellSpec::VIRTUAL).unwrap();
    let protection = protected(&block);
    assert_eq!(protection.marks[complement], Mark::Virtual);
    assert!(!(protection.is_published(0) && protection.is_published(1)));
}

#[test]
fn a_cell_that_leaves_few_of_a_public_denominator_is_suppressed() {
    let mut block = Block::new(vec![30, 40]);
    block.push(&[0], CellSpec { denominator: Some(32), ..CellSpec::PUBLISHABLE }).unwrap();
    block.push(&[1], CellSpec { denominator: Some(90), ..CellSpec::PUBLISHABLE }).unwrap();
    block.push(&[0, 1], CellSpec::PUBLISHABLE).unwrap();
    let protection = protected(&block);
    assert_eq!(protection.marks[0], Mark::Suppressed(Reason::Primary));
    assert_eq!(protection.statistics.secondaries, 1);
}

#[test]
fn a_demanded_cell_stays_suppressed_with_all_cells_over_the_same_leaves() {
    let mut block = Block::new(vec![30, 40]);
    block.push(&[0], CellSpec { demand: Demand::Suppress, ..CellSpec::PUBLISHABLE }).unwrap();
    block.push(&[0], CellSpec::PUBLISHABLE).unwrap();
    let demanded = Mark::Suppressed(Reason::Demanded);
    assert_eq!(protected(&block).marks, [demanded, demanded]);
    assert_eq!(protected(&block).statistics.demanded, 2);
}

#[test]
fn a_group_of_one_in_a_public_group_of_one_withholds_the_block() {
    let mut block = Block::new(vec![1, 50]);
    block.push(&[0], CellSpec { denominator: Some(1), ..CellSpec::PUBLISHABLE }).unwrap();
    block.push(&[1], CellSpec::PUBLISHABLE).unwrap();
    let protection = protected(&block);
    assert!(protection.is_withheld());
    assert_eq!(protection.unprotectable, [0]);
    assert!(!protection.is_published(1));
}

#[test]
fn a_leaf_inside_a_public_zero_is_no_hiding_place() {
    let mut block = Block::new(vec![3, 0, 9]);
    for leaves in [&[0, 1][..], &[1], &[0, 1, 2], &[2]] {
        block.push(leaves, CellSpec::PUBLISHABLE).unwrap();
    }
    let protection = protected(&block);
    assert!(protection.is_published(1));
    assert!(!protection.is_published(0));
    assert!(!(protection.is_published(2) && protection.is_published(3)));
}

#[test]
fn the_attack_finds_a_small_group_by_subtraction_and_by_bounds() {
    let mut block = Block::new(vec![3, 9, 1, 1]);
    for leaves in [&[0, 1][..], &[0], &[1], &[2, 3], &[2], &[3]] {
        block.push(leaves, CellSpec::PUBLISHABLE).unwrap();
    }
    let is_published = [true, false, true, true, false, false];
    let exposed: Vec<usize> = attack(&block, &Policy::default(), &is_published).exposed().collect();
    assert_eq!(exposed, [1, 4, 5]);
}

#[test]
fn certificates_that_prove_nothing_are_refused() {
    let mut block = Block::new(vec![3, 9]);
    for leaves in [&[0, 1][..], &[0], &[1]] {
        block.push(leaves, CellSpec::PUBLISHABLE).unwrap();
    }
    let protection = protected(&block);
    let unproven = [Finding { cell: 1, problem: Problem::Unproven }];
    for changes in [vec![], vec![(0, 1)], vec![(0, -3), (1, 3)], vec![(0, 7), (1, -7), (5, 0)], vec![(1, 1), (1, -1)]] {
        let forged = Protection { certificates: vec![Certificate { cells: vec![1], changes }], ..protection.clone() };
        assert_eq!(verify(&block, &Policy::default(), &forged), unproven);
    }
}

#[test]
fn nonsense_is_refused_with_what_was_expected() {
    let mut block = Block::new(vec![3, 9]);
    let refused = |result: Result<usize, BlockError>| result.unwrap_err();
    assert_eq!(refused(block.push(&[1, 0], CellSpec::PUBLISHABLE)), BlockError::UnsortedLeaves { cell: 0 });
    assert_eq!(
        refused(block.push(&[2], CellSpec::PUBLISHABLE)),
        BlockError::UnknownLeaf { cell: 0, leaf: 2, leaves: 2 }
    );
    let below = CellSpec { denominator: Some(8), ..CellSpec::PUBLISHABLE };
    assert_eq!(refused(block.push(&[1], below)), BlockError::AboveDenominator { cell: 0 });
    let policy = Policy { threshold: 1, ..Policy::default() };
    assert_eq!(protect(&block, &policy).unwrap_err(), ProtectError::Threshold { found: 1 });
}
