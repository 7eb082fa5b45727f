//! Compares what is found out from public tables with exhaustive enumeration of every register a reader could think of.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::as_conversions,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeSet;

use naerblik_suppression::verify::examine::{Answer, Depth, Examination};
use naerblik_suppression::verify::{self, Deduced, PublicTable, Told};
use naerblik_suppression::{Block, CellSpec, Policy, ZeroPolicy, protect};
use proptest::prelude::*;

/// A table small enough to think of all its registers.
#[derive(Clone, Debug)]
struct Tiny {
    leaves: usize,
    cells: Vec<(Vec<u32>, Told)>,
}

impl Tiny {
    /// The sums of a table of two by three with an overlapping grouping, told as the bits of `shown` say; withheld
    /// zeros are told where zeros are public.
    fn new(counts: &[u32], shown: u32, lower: u32) -> Self {
        let sets: [&[u32]; 14] = [
            &[0, 1, 2, 3, 4, 5],
            &[0, 1, 2],
            &[3, 4, 5],
            &[0, 3],
            &[1, 4],
            &[2, 5],
            &[0, 4],
            &[1, 2, 3, 5],
            &[0],
            &[1],
            &[2],
            &[3],
            &[4],
            &[5],
        ];
        let told = |(at, set): (usize, &&[u32])| {
            let count: u32 = set.iter().map(|&leaf| counts[leaf as usize]).sum();
            let is_shown = shown >> at & 1 == 1 || count == 0 && lower == 1;
            (set.to_vec(), if is_shown { Told::Exactly(count) } else { Told::Between { lower, upper: None } })
        };
        Self { leaves: 6, cells: sets.iter().enumerate().map(told).collect() }
    }

    fn table(&self) -> PublicTable {
        let mut table = PublicTable::new(self.leaves);
        for (leaves, told) in &self.cells {
            table.push(leaves, *told).unwrap();
        }
        table
    }

    /// Per cell its numbers in all registers that fit and whose leaves stay within `limit`.
    fn enumerate(&self, limit: &[u32]) -> Vec<BTreeSet<i64>> {
        let mut found = vec![BTreeSet::new(); self.cells.len()];
        let mut leaves = vec![0_u32; self.leaves];
        loop {
            let sum = |set: &[u32]| set.iter().map(|&leaf| leaves[leaf as usize]).sum::<u32>();
            if self.cells.iter().all(|(set, told)| is_possible(sum(set), *told)) {
                for ((set, _), found) in self.cells.iter().zip(&mut found) {
                    found.insert(i64::from(sum(set)));
                }
            }
            let Some(next) = (0..leaves.len()).find(|&leaf| leaves[leaf] < limit[leaf]) else {
                return found;
            };
            leaves[next] += 1;
            leaves[..next].fill(0);
        }
    }
}

fn is_possible(count: u32, told: Told) -> bool {
    match told {
        Told::Exactly(exact) => count == exact,
        Told::Between { lower, upper } => count >= lower && upper.is_none_or(|upper| count <= upper),
    }
}

/// Every answer agrees with the enumeration, and every pair of registers is what it claims to be.
fn agrees(tiny: &Tiny, examination: &Examination, possible: &[BTreeSet<i64>]) -> Result<(), TestCaseError> {
    let withheld = tiny.cells.iter().filter(|(_, told)| !matches!(told, Told::Exactly(_))).count();
    prop_assert_eq!(examination.answers.len(), withheld);
    for (place, &(cell, answer)) in examination.answers.iter().enumerate() {
        let numbers = &possible[cell];
        match answer {
            Answer::Exact { value, .. } => prop_assert_eq!(numbers, &BTreeSet::from([value]), "cell {}", cell),
            Answer::Several { lower, upper, values, is_all } => {
                prop_assert!(numbers.len() >= 2, "cell {} is determined", cell);
                prop_assert!(
                    numbers.iter().all(|&number| lower <= number && upper.is_none_or(|upper| number <= upper))
                );
                prop_assert!(values >= 2 && (!is_all || numbers.len() == values), "cell {}", cell);
                let [first, second] = examination.registers(place).unwrap();
                let sum = |register: &[i64], set: &[u32]| set.iter().map(|&at| register[at as usize]).sum::<i64>();
                for register in [&first, &second] {
                    prop_assert!(register.iter().all(|&count| count >= 0));
                    for (set, told) in &tiny.cells {
                        prop_assert!(is_possible(u32::try_from(sum(register, set)).unwrap(), *told));
                    }
                }
                let set = &tiny.cells[cell].0;
                prop_assert_ne!(sum(&first, set), sum(&second, set));
            }
            Answer::Undecided { .. } => prop_assert!(false, "cell {} is undecided", cell),
        }
    }
    Ok(())
}

fn counts() -> impl Strategy<Value = Vec<u32>> {
    proptest::collection::vec(prop_oneof![Just(0_u32), Just(1), Just(1), Just(2), Just(3), Just(5)], 6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_agree_with_enumeration(counts in counts(), shown in 0_u32..1 << 14, lower in 0_u32..2) {
        // Rows and columns are shown more often than by chance: otherwise hardly anything follows.
        let tiny = Tiny::new(&counts, shown | 0b11_0111, lower);
        let total: u32 = counts.iter().sum();
        let limit: Vec<u32> = counts.iter().map(|&count| (count + 4).min(total)).collect();
        let possible = tiny.enumerate(&limit);
        let examination = tiny.table().examine(Depth::FULL);
        prop_assert!(!examination.is_contradictory);
        agrees(&tiny, &examination, &possible)?;
    }

    #[test]
    fn open_tables_agree_with_enumeration(counts in counts(), shown in 0_u32..1 << 14, lower in 0_u32..2) {
        let tiny = Tiny::new(&counts, shown & !1, lower);
        let limit: Vec<u32> = counts.iter().map(|&count| count + 2).collect();
        let possible = tiny.enumerate(&limit);
        let examination = tiny.table().examine(Depth::FULL);
        prop_assert!(!examination.is_contradictory);
        for &(cell, answer) in &examination.answers {
            match answer {
                Answer::Exact { value, .. } => prop_assert_eq!(&possible[cell], &BTreeSet::from([value])),
                Answer::Several { .. } => {}
                Answer::Undecided { .. } => prop_assert!(false, "cell {} is undecided", cell),
            }
            if possible[cell].len() > 1 {
                prop_assert!(matches!(answer, Answer::Several { .. }), "cell {} is not determined", cell);
            }
        }
    }

    #[test]
    fn tables_that_do_not_add_up_are_told_apart(
        counts in counts(), shown in 0_u32..1 << 14, cell in 0_usize..14, other in 0_u32..8,
    ) {
        let mut tiny = Tiny::new(&counts, shown | 0b11_0111, 1);
        tiny.cells[cell].1 = Told::Exactly(other);
        // No leaf counts more than a told cell that it is part of.
        let told = |leaf: u32| tiny.cells.iter().filter(move |(set, _)| set.contains(&leaf)).map(|(_, told)| *told);
        let exact = |told| if let Told::Exactly(count) = told { Some(count) } else { None };
        let limit: Vec<u32> = (0..6).map(|leaf| told(leaf).filter_map(exact).min().unwrap_or(20)).collect();
        prop_assume!(limit.iter().map(|&most| u64::from(most) + 1).product::<u64>() < 2_000_000);
        let possible = tiny.enumerate(&limit);
        let examination = tiny.table().examine(Depth::FULL);
        prop_assert_eq!(examination.is_contradictory, possible[0].is_empty());
        if !examination.is_contradictory {
            agrees(&tiny, &examination, &possible)?;
        }
    }

    /// Citizens by row and column and, apart, by row and home: the answers are those of the table with all three.
    #[test]
    fn linked_splits_are_as_good_as_crossed_ones(
        counts in proptest::collection::vec(0_u32..4, 8), shown in 0_u32..1 << 15, lower in 0_u32..2,
    ) {
        let (mut crossed, mut linked) = (PublicTable::new(8), PublicTable::new(8));
        // Crossed: row × column × home. Linked: row × column, then row × home.
        let pairs = |keep: &dyn Fn(u32) -> bool, of: &dyn Fn(u32) -> u32| {
            let leaves: Vec<u32> = (0..8).filter(|&leaf| keep(leaf)).collect();
            let linked: BTreeSet<u32> = leaves.iter().map(|&leaf| of(leaf)).collect();
            (leaves, linked.into_iter().collect::<Vec<u32>>())
        };
        let (row, column, home) = (|leaf: u32| leaf >> 2, |leaf: u32| leaf >> 1 & 1, |leaf: u32| leaf & 1);
        let by_column = |leaf: u32| row(leaf) * 2 + column(leaf);
        let by_home = |leaf: u32| 4 + row(leaf) * 2 + home(leaf);
        let mut sets = vec![pairs(&|_| true, &by_column)];
        for one in 0..2 {
            sets.push(pairs(&|leaf| row(leaf) == one, &by_column));
            sets.push(pairs(&|leaf| column(leaf) == one, &by_column));
            sets.push(pairs(&|leaf| home(leaf) == one, &by_home));
            for two in 0..2 {
                sets.push(pairs(&|leaf| row(leaf) == one && column(leaf) == two, &by_column));
                sets.push(pairs(&|leaf| row(leaf) == one && home(leaf) == two, &by_home));
            }
        }
        for (at, (leaves, as_linked)) in sets.iter().enumerate() {
            let count: u32 = leaves.iter().map(|&leaf| counts[leaf as usize]).sum();
            let is_shown = shown >> at & 1 == 1 || count == 0 && lower == 1;
            let told = if is_shown { Told::Exactly(count) } else { Told::Between { lower, upper: None } };
            crossed.push(leaves, told).unwrap();
            linked.push(as_linked, told).unwrap();
        }
        linked.link(&[0, 1], &[4, 5]).unwrap();
        linked.link(&[2, 3], &[6, 7]).unwrap();
        let (crossed_answers, linked_answers) = (crossed.examine(Depth::FULL), linked.examine(Depth::FULL));
        prop_assert_eq!(crossed_answers.answers.len(), linked_answers.answers.len());
        for (one, other) in crossed_answers.answers.iter().zip(&linked_answers.answers) {
            let exact = |answer: Answer| match answer {
                Answer::Exact { value, .. } => Some(value),
                _ => None,
            };
            let is_undecided = |answer: Answer| matches!(answer, Answer::Undecided { .. });
            prop_assert!(!is_undecided(one.1) && !is_undecided(other.1));
            prop_assert_eq!(exact(one.1), exact(other.1), "cell {}", one.0);
        }
        let exact = |deduced: Vec<Deduced>| {
            deduced.iter().map(Deduced::is_exact).collect::<Vec<_>>()
        };
        prop_assert_eq!(exact(crossed.deduce()), exact(linked.deduce()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_protected_withstands_and_what_is_laid_bare_does_not(
        counts in proptest::collection::vec(0_u32..9, 12), lifted in 0_usize..20, may_hide in 0..2,
    ) {
        let zeros = if may_hide == 1 { ZeroPolicy::MayHide } else { ZeroPolicy::Public };
        let policy = Policy { zeros, ..Policy::default() };
        let mut block = Block::new(counts.clone());
        for at in 0..3_u32 {
            block.push(&(at * 4..at * 4 + 4).collect::<Vec<_>>(), CellSpec::PUBLISHABLE).unwrap();
        }
        for at in 0..4_u32 {
            block.push(&[at, at + 4, at + 8], CellSpec::PUBLISHABLE).unwrap();
        }
        for leaf in 0..12_u32 {
            block.push(&[leaf], CellSpec::PUBLISHABLE).unwrap();
        }
        block.push(&(0..12).collect::<Vec<_>>(), CellSpec::PUBLISHABLE).unwrap();
        let protection = protect(&block, &policy).unwrap();
        prop_assume!(!protection.is_withheld());
        let mut is_published: Vec<bool> = (0..20).map(|cell| protection.is_published(cell)).collect();
        let small = |cell: usize| (1..5).contains(&block.count(cell));
        let exact = |is_published: &[bool]| -> Vec<usize> {
            let examination = verify::examine(&block, &policy, is_published, Depth::QUICK);
            let exact = examination.answers.iter().filter(|(_, answer)| matches!(answer, Answer::Exact { .. }));
            exact.map(|&(cell, _)| cell).filter(|&cell| small(cell)).collect()
        };
        prop_assert_eq!(exact(&is_published), Vec::<usize>::new());
        is_published[lifted] = true;
        let attacked: Vec<usize> = verify::attack(&block, &policy, &is_published).exposed().collect();
        let examined = exact(&is_published);
        prop_assert!(attacked.iter().all(|cell| examined.contains(cell)), "{:?} but not {:?}", attacked, examined);
    }
}

#[test]
fn without_work_nothing_is_claimed() {
    // A register is not even looked for with no step of branching; bounds alone decide nothing here.
    let tiny = Tiny::new(&[1, 2, 3, 2, 1, 3], 0b11_1111, 1);
    let nothing = Depth { rounds: 0, questions: 0, third_questions: 0, nodes: 0 };
    let examination = tiny.table().examine(nothing);
    let full = tiny.table().examine(Depth::FULL);
    assert_eq!(examination.answers.len(), full.answers.len());
    for (&(_, shallow), &(_, deep)) in examination.answers.iter().zip(&full.answers) {
        assert!(
            matches!(shallow, Answer::Undecided { .. })
                || std::mem::discriminant(&shallow) == std::mem::discriminant(&deep)
        );
        assert!(!matches!(deep, Answer::Undecided { .. }));
    }
}

#[test]
fn what_cannot_be_ends_even_where_nothing_limits_it() {
    // Each of two groups counts one more than the other.
    let mut table = PublicTable::new(3);
    let open = Told::Between { lower: 0, upper: None };
    for (leaves, told) in [(&[0][..], open), (&[1], Told::Exactly(1)), (&[2], open)] {
        table.push(leaves, told).unwrap();
    }
    table.link(&[0, 1], &[2]).unwrap();
    table.link(&[1, 2], &[0]).unwrap();
    assert_eq!(table.bounds(), None);
    assert_eq!(table.combinations(), [false, true, false]);
}

/// Seeded, since one in some thousand of such tables is of the kind that once broke the reader.
#[test]
fn tables_of_anything_end_in_bounds_or_in_a_contradiction() {
    let mut state: u64 = 88_172_645_463_325_252;
    let mut below = |n: u32| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        u32::try_from(state % u64::from(n)).unwrap()
    };
    let mut contradictions = 0;
    for _ in 0..20_000 {
        let leaves = 20 + below(180);
        let mut table = PublicTable::new(leaves as usize);
        for _ in 0..3 + below(60) {
            let from = below(leaves);
            let to = (from + 1 + below(leaves)).min(leaves);
            let set: Vec<u32> = (from..to).collect();
            let told = match below(2) {
                0 => Told::Exactly(below(200)),
                _ => Told::Between { lower: below(3), upper: (below(2) == 1).then(|| 3 + below(40)) },
            };
            table.push(&set, told).unwrap();
        }
        for leaf in 0..leaves {
            if below(4) > 0 {
                let told = Told::Between { lower: below(3), upper: (below(3) == 0).then(|| 3 + below(20)) };
                table.push(&[leaf], told).unwrap();
            }
        }
        contradictions += usize::from(table.bounds().is_none());
    }
    assert!((100..20_000).contains(&contradictions), "{contradictions} of 20,000 contradict themselves");
}
