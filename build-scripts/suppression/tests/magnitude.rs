//! Numbers of citizens and sums over them, protected together.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use naerblik_suppression::magnitude::{Contributions, Dominance, Pair, PairError, protect_pairs};
use naerblik_suppression::verify::{PublicTable, Told};
use naerblik_suppression::{Block, CellSpec, Policy, ProtectError, Protection, ZeroPolicy, protect};
use proptest::prelude::*;

const P_PERCENT: Dominance = Dominance { percent: 10 };

#[derive(Debug, PartialEq, Eq)]
enum Refused {
    Protect(ProtectError),
    Pair(PairError),
}

impl From<PairError> for Refused {
    fn from(error: PairError) -> Self {
        Self::Pair(error)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature of `protect`")]
fn protected(block: &Block, policy: &Policy) -> Result<Protection, Refused> {
    protect(block, policy).map_err(Refused::Protect)
}

/// A table of two rows and two columns with all its sums; leaves without citizens are left out.
fn table(amounts: &[Vec<u32>]) -> (Block, Vec<Contributions>) {
    let leaves: Vec<(usize, Contributions)> = amounts
        .iter()
        .map(|amounts| Contributions::of(amounts.iter().copied()))
        .enumerate()
        .filter(|(_, group)| group.citizens() > 0)
        .collect();
    let mut block = Block::new(leaves.iter().map(|(_, group)| group.citizens()).collect());
    for cell in [&[0, 1, 2, 3][..], &[0, 1], &[2, 3], &[0, 2], &[1, 3], &[0], &[1], &[2], &[3]] {
        let own: Vec<u32> =
            (0_u32..).zip(&leaves).filter(|(_, (at, _))| cell.contains(at)).map(|(leaf, _)| leaf).collect();
        if !own.is_empty() {
            block.push(&own, CellSpec::PUBLISHABLE).unwrap();
        }
    }
    (block, leaves.into_iter().map(|(_, group)| group).collect())
}

fn group(block: &Block, leaves: &[Contributions], cell: usize) -> Contributions {
    let own = block.leaves(cell).iter().map(|leaf| leaves[usize::try_from(*leaf).unwrap()]);
    own.fold(Contributions::default(), Contributions::and)
}

proptest! {
    #[test]
    fn dominance_is_what_the_rule_says(amounts in prop::collection::vec(0_u32..60, 1..12), cut in 0_usize..12) {
        let cut = cut.min(amounts.len());
        let (left, right) = amounts.split_at(cut);
        let group = Contributions::of(left.iter().copied()).and(Contributions::of(right.iter().copied()));
        prop_assert_eq!(group, Contributions::of(amounts.iter().copied()));

        let mut sorted = amounts.clone();
        sorted.sort_unstable_by(|a, b| b.cmp(a));
        let rest: u32 = sorted.iter().skip(2).sum();
        prop_assert_eq!(P_PERCENT.is_dominated(group), f64::from(rest) < f64::from(sorted[0]) * 0.1);
        prop_assert_eq!(group.sum(), u64::from(amounts.iter().sum::<u32>()));
    }

    /// A reader of all shown pairs finds no sum and no number of citizens of a sensitive cell, knowing that everybody
    /// counted contributes at least one.
    #[test]
    fn no_shown_pairs_give_a_sensitive_pair_away(
        amounts in prop::collection::vec(prop::collection::vec(prop_oneof![8 => 1_u32..6, 1 => 40_u32..400], 0..14), 4),
    ) {
        let (block, leaves) = table(&amounts);
        let pairs = protect_pairs(&block, &leaves, (&Policy::default(), P_PERCENT), protected).unwrap();
        let is_blank = pairs.iter().all(|pair| *pair == Pair::Suppressed);
        let (mut citizens, mut sums) = (PublicTable::new(leaves.len()), PublicTable::new(leaves.len()));
        for (cell, pair) in pairs.iter().enumerate() {
            let hidden = Told::Between { lower: u32::from(!is_blank), upper: None };
            let told = match *pair {
                Pair::Shown { citizens, sum } => (Told::Exactly(citizens), Told::Exactly(u32::try_from(sum).unwrap())),
                Pair::Suppressed => (hidden, hidden),
            };
            citizens.push(block.leaves(cell), told.0).unwrap();
            sums.push(block.leaves(cell), told.1).unwrap();
        }
        let (citizens, sums) = (citizens.deduce(), sums.deduce());
        for cell in 0..pairs.len() {
            let group = group(&block, &leaves, cell);
            if (1..5).contains(&group.citizens()) || P_PERCENT.is_dominated(group) {
                prop_assert_eq!(pairs[cell], Pair::Suppressed);
                prop_assert!(!citizens[cell].is_exact() && !sums[cell].is_exact(), "cell {}", cell);
            }
        }
    }
}

#[test]
fn a_sum_that_is_nearly_one_citizens_is_withheld_although_many_contribute() {
    let amounts = [vec![500, 1, 1, 1, 1, 1, 1], vec![3; 9], vec![2; 8], vec![4; 7]];
    let (block, leaves) = table(&amounts);
    assert!(leaves[0].citizens() >= 5);
    let pairs = protect_pairs(&block, &leaves, (&Policy::default(), P_PERCENT), protected).unwrap();
    assert_eq!(pairs[5], Pair::Suppressed);
    assert!(pairs.iter().filter(|pair| **pair == Pair::Suppressed).count() > 1, "the cell needs companions");
    let alone = protect_pairs(&block, &leaves, (&Policy::default(), Dominance { percent: 0 }), protected).unwrap();
    assert!(!alone.contains(&Pair::Suppressed), "by citizens alone all could be shown");
}

#[test]
fn an_average_is_made_of_a_shown_pair_only() {
    assert_eq!(Pair::Shown { citizens: 8, sum: 20 }.average(), Some(2.5));
    assert_eq!(Pair::Shown { citizens: 0, sum: 0 }.average(), None);
    assert_eq!(Pair::Suppressed.average(), None);
}

#[test]
fn tables_that_do_not_belong_together_are_refused() {
    let (block, mut leaves) = table(&[vec![3; 6], vec![3; 9], vec![2; 8], vec![4; 7]]);
    let refused = |leaves: &[Contributions], policy: Policy| {
        protect_pairs(&block, leaves, (&policy, P_PERCENT), protected).unwrap_err()
    };
    let hiding = Policy { zeros: ZeroPolicy::MayHide, ..Policy::default() };
    assert_eq!(refused(&leaves, hiding), Refused::Pair(PairError::Zeros));
    assert_eq!(refused(&leaves[1..], Policy::default()), Refused::Pair(PairError::Leaves { found: 3, expected: 4 }));
    leaves[2] = Contributions::of([1, 1]);
    assert_eq!(refused(&leaves, Policy::default()), Refused::Pair(PairError::Citizens { leaf: 2 }));
    let senseless = Policy { threshold: 1, ..Policy::default() };
    let (block, leaves) = table(&[vec![3; 6], vec![3; 9], vec![2; 8], vec![4; 7]]);
    let error = protect_pairs(&block, &leaves, (&senseless, P_PERCENT), protected).unwrap_err();
    assert_eq!(error, Refused::Protect(ProtectError::Threshold { found: 1 }));
}
