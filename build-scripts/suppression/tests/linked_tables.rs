//! Groups of codes and their codes: what the tables say about each other, compared with all registers.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::needless_range_loop,
    reason = "three leaves and three tables are numbered here; a test fails on what it did not expect"
)]

use std::collections::{BTreeMap, BTreeSet};

use naerblik_suppression::{
    Block, CellSpec, Effort, Insiders, Policy, ZeroPolicy,
    linked::{Cover, Linked, LinkedCell, LinkedTable, Points, Settlement, Space, settle},
    protect,
    verify::LinkedAttacker,
};

/// Three areas: all of them, the first two together, and each.
const CELLS: [&[u32]; 5] = [&[0, 1, 2], &[0, 1], &[0], &[1], &[2]];
const THRESHOLD: u32 = 3;
/// A group of two codes: whoever has at least one of them.
const TABLES: usize = 3;
const MOST: u32 = 5;

type Counts = [[u32; 3]; TABLES];

#[test]
fn what_the_attack_claims_enumeration_confirms_and_settled_tables_give_nothing_away() {
    let mut random = Random(7);
    let (mut claimed, mut sensitive, mut given_away_before, mut given_away_after) = (0, 0, 0, 0);
    for _ in 0..400 {
        let counts = random.register();
        let mut linked = protected(&counts);
        let before = possible(&linked, &counts);
        for exposure in attacker(&linked).attack(&linked) {
            assert_eq!(before[&(exposure.table, exposure.cell)].len(), 1, "{counts:?}: {exposure:?}");
            claimed += 1;
        }
        given_away_before += determined(&linked, &before);
        settled(&mut linked);
        let after = possible(&linked, &counts);
        given_away_after += determined(&linked, &after);
        sensitive += linked.tables().iter().flat_map(|table| &table.cells).filter(|cell| cell.is_sensitive).count();
    }
    assert!(claimed > 50, "the attack found {claimed} of {sensitive} sensitive cells, too few to test anything");
    // What neither sums nor relations say one at a time: 2 of 71 on these registers. None after settling.
    assert!(claimed * 20 >= given_away_before * 19, "{claimed} of {given_away_before} determined cells were found");
    assert_eq!(given_away_after, 0, "of {sensitive} sensitive cells");
}

#[test]
fn settling_publishes_nothing_that_a_table_suppressed_unless_it_follows_from_the_rest() {
    let mut random = Random(11);
    let mut suppressed = 0;
    for _ in 0..200 {
        let mut linked = protected(&random.register());
        let before = linked.clone();
        let settlement = settled(&mut linked);
        assert_eq!((settlement.withheld, settlement.published_before), (0, 0));
        let mut hidden = 0;
        for (before, after) in before.tables().iter().zip(linked.tables()) {
            for (before, after) in before.cells.iter().zip(&after.cells) {
                assert!(before.is_published || !after.is_published);
                hidden += usize::from(before.is_published != after.is_published);
            }
        }
        assert_eq!(hidden, settlement.suppressed);
        suppressed += hidden;
    }
    assert!(suppressed > 20, "{suppressed} cells are too few to test anything");
}

#[test]
fn what_was_published_before_stays_and_is_counted_where_it_gives_something_away() {
    let mut random = Random(13);
    let (mut fixed, mut given_away) = (0, 0);
    for _ in 0..200 {
        let counts = random.register();
        let linked = protected(&counts);
        let is_given_away = !attacker(&linked).attack(&linked).is_empty();
        let mut tables = linked.tables().to_vec();
        for table in tables.iter_mut().filter(|table| !table.is_withheld) {
            table.is_fixed = true;
            fixed += 1;
        }
        let (spaces, covers) = (linked.spaces().to_vec(), linked.covers().to_vec());
        let mut linked = Linked::new(spaces, Vec::new(), tables.clone(), covers);
        let settlement = settled(&mut linked);
        assert_eq!(settlement.suppressed, 0);
        assert!(settlement.published_before > 0 || !is_given_away, "{counts:?}");
        for (before, after) in tables.iter().zip(linked.tables()).filter(|(table, _)| table.is_fixed) {
            assert_eq!(before.cells, after.cells);
        }
        given_away += usize::from(is_given_away);
    }
    assert!(fixed > 300 && given_away > 10, "{fixed} tables, {given_away} registers are too few to test anything");
}

fn attacker(linked: &Linked) -> LinkedAttacker {
    LinkedAttacker::new(linked.spaces())
}

fn settled(linked: &mut Linked) -> Settlement {
    let attacker = attacker(linked);
    settle(linked, &attacker)
}

/// Sensitive cells of open tables with one possible number.
fn determined(linked: &Linked, possible: &BTreeMap<(usize, u32), BTreeSet<u32>>) -> usize {
    let tables = linked.tables().iter().enumerate().filter(|(_, table)| !table.is_withheld);
    tables
        .flat_map(|(at, table)| table.cells.iter().map(move |cell| (at, cell)))
        .filter(|(at, cell)| cell.is_sensitive && possible[&(*at, cell.cell)].len() == 1)
        .count()
}

/// Per table and cell every number that some register has which readers cannot tell from the true one.
fn possible(linked: &Linked, truth: &Counts) -> BTreeMap<(usize, u32), BTreeSet<u32>> {
    let mut possible: BTreeMap<(usize, u32), BTreeSet<u32>> = BTreeMap::new();
    let most = truth.iter().flatten().max().unwrap() + 3;
    let of_leaf: Vec<[u32; TABLES]> = (0..=most)
        .flat_map(|whole| (0..=whole).flat_map(move |a| (whole.saturating_sub(a)..=whole).map(move |b| [whole, a, b])))
        .collect();
    for first in &of_leaf {
        for second in &of_leaf {
            for third in &of_leaf {
                let register: Counts = std::array::from_fn(|table| [first[table], second[table], third[table]]);
                if (0..TABLES).all(|table| looks_the_same(&linked.tables()[table], &register[table])) {
                    for (table, counts) in register.iter().enumerate() {
                        for (cell, leaves) in (0..).zip(CELLS) {
                            possible.entry((table, cell)).or_default().insert(sum(counts, leaves));
                        }
                    }
                }
            }
        }
    }
    possible
}

fn looks_the_same(table: &LinkedTable, counts: &[u32; 3]) -> bool {
    (0..).zip(CELLS).all(|(cell, leaves)| {
        let count = sum(counts, leaves);
        match table.cells.iter().find(|known| known.cell == cell) {
            _ if table.is_withheld => true,
            None => count == 0,
            Some(known) if known.is_published => count == known.count,
            Some(_) => count >= 1,
        }
    })
}

fn sum(counts: &[u32; 3], leaves: &[u32]) -> u32 {
    leaves.iter().map(|&leaf| counts[leaf as usize]).sum()
}

/// Each table protected by itself.
fn protected(counts: &Counts) -> Linked {
    let mut space = Space::default();
    for leaf in 0..3 {
        space.push((0..).zip(CELLS).filter(|(_, leaves)| leaves.contains(&leaf)).map(|(cell, _)| cell));
    }
    let policy = Policy {
        threshold: THRESHOLD,
        zeros: ZeroPolicy::Public,
        insiders: Insiders::Ignore,
        effort: Effort::Balanced,
    };
    let tables = counts.iter().map(|counts| protected_table(counts, policy)).collect();
    let cover = Cover { whole: 0, parts: vec![1, 2], points: Points::Leaves };
    Linked::new(vec![space], Vec::new(), tables, vec![cover])
}

fn protected_table(counts: &[u32; 3], policy: Policy) -> LinkedTable {
    let present: Vec<u32> = (0..3).filter(|&leaf| counts[leaf as usize] > 0).collect();
    let mut block = Block::new(present.iter().map(|&leaf| counts[leaf as usize]).collect());
    let mut cells = Vec::new();
    for (cell, leaves) in (0..).zip(CELLS) {
        let own: Vec<u32> =
            (0..).zip(&present).filter(|(_, leaf)| leaves.contains(leaf)).map(|(position, _)| position).collect();
        if !own.is_empty() {
            block.push(&own, CellSpec::PUBLISHABLE).unwrap();
            cells.push(cell);
        }
    }
    let protection = protect(&block, &policy).unwrap();
    let linked_cell = |(at, cell): (usize, u32)| LinkedCell {
        cell,
        count: block.count(at),
        weight: block.count(at),
        upper: None,
        least: 1,
        is_published: protection.is_published(at),
        is_sensitive: policy.is_sensitive(block.count(at), None),
    };
    LinkedTable {
        space: 0,
        leaves: present.iter().map(|&leaf| (leaf, counts[leaf as usize])).collect(),
        cells: cells.into_iter().enumerate().map(linked_cell).collect(),
        is_withheld: protection.is_withheld(),
        is_fixed: false,
        hidden_zeros: [].into(),
        proofs: protection
            .certificates
            .iter()
            .map(|proof| proof.changes.iter().map(|&(leaf, by)| (present[leaf as usize], by)).collect())
            .collect(),
    }
}

/// A small generator, so that cases are the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(end)).unwrap()
    }

    /// Citizens in three areas, each with one of two codes or both.
    fn register(&mut self) -> Counts {
        let mut counts = Counts::default();
        for leaf in 0..3 {
            for _ in 0..self.below(MOST + 1) {
                let kind = self.below(4);
                counts[0][leaf] += 1;
                counts[1][leaf] += u32::from(kind != 0);
                counts[2][leaf] += u32::from(kind == 0 || kind == 3);
            }
        }
        counts
    }
}
