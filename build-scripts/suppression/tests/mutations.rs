//! Publishes one suppressed cell too many, a thousand times for each zero policy, and asks of every register whether
//! a small group is determined then. Verification must find every such group.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use naerblik_suppression::verify::{Finding, verify};
use naerblik_suppression::{Block, CellSpec, Insiders, Mark, Policy, Protection, Reason, ZeroPolicy, protect};

const MUTATIONS: usize = 1_000;
/// Fewer confirmed mutations than this would say little about verification.
const CONFIRMED_AT_LEAST: usize = 900;
/// Of these the published cell is not small itself, so that the small group follows from sums.
const FROM_SUMS_AT_LEAST: usize = 300;

/// All sums of a table with two or three dimensions; with public zeros, combinations without citizens are no leaves.
fn table(lengths: &[usize], counts: &[u32], zeros: ZeroPolicy) -> Block {
    let is_leaf = |at: &usize| zeros == ZeroPolicy::MayHide || counts[*at] > 0;
    let positions: Vec<usize> = (0..counts.len()).filter(is_leaf).collect();
    let mut block = Block::new(positions.iter().map(|&at| counts[at]).collect());
    let members: usize = lengths.iter().map(|length| length + 1).product();
    for cell in 0..members {
        let belongs = |at: usize| {
            let (mut cell, mut at) = (cell, at);
            lengths.iter().all(|&length| {
                let (of_cell, of_leaf) = (cell % (length + 1), at % length);
                (cell, at) = (cell / (length + 1), at / length);
                of_cell == length || of_cell == of_leaf
            })
        };
        let leaves: Vec<u32> = (0..).zip(&positions).filter(|(_, at)| belongs(**at)).map(|(leaf, _)| leaf).collect();
        if !leaves.is_empty() {
            block.push(&leaves, CellSpec::PUBLISHABLE).unwrap();
        }
    }
    block
}

/// Looks at every register that readers cannot tell from the true one, leaf after leaf.
///
/// A leaf in no published cell has no largest number. One citizen more than in truth stands for all larger numbers:
/// it alters the same cells and leaves them above the least that readers know.
struct Enumeration<'a> {
    block: &'a Block,
    is_published: &'a [bool],
    least: u32,
    register: Vec<u32>,
    /// Per published cell how many citizens are still to be placed.
    left: Vec<u32>,
    /// Sensitive cells that had their true number in every register so far.
    determined: Vec<usize>,
}

impl Enumeration<'_> {
    fn determined(block: &Block, policy: Policy, is_published: &[bool]) -> Vec<usize> {
        let cells = 0..block.cells().len();
        let mut enumeration = Enumeration {
            block,
            is_published,
            least: u32::from(policy.zeros == ZeroPolicy::Public),
            register: Vec::new(),
            left: cells.clone().map(|cell| block.count(cell)).collect(),
            determined: cells.filter(|&cell| policy.is_sensitive(block.count(cell), None)).collect(),
        };
        enumeration.place();
        enumeration.determined
    }

    /// Tries every number of citizens in the next leaf.
    fn place(&mut self) {
        let leaf = self.register.len();
        let Some(&truth) = self.block.leaf_counts().get(leaf) else {
            self.compare();
            return;
        };
        let has_leaf = |cell: usize| self.block.leaves(cell).iter().any(|&at| usize::try_from(at) == Ok(leaf));
        let published: Vec<usize> =
            (0..self.left.len()).filter(|&cell| self.is_published[cell] && has_leaf(cell)).collect();
        let is_last = |cell: usize| self.block.leaves(cell).last().is_some_and(|&at| usize::try_from(at) == Ok(leaf));
        let complete: Vec<usize> = published.iter().copied().filter(|&cell| is_last(cell)).collect();
        let limit = published.iter().map(|&cell| self.left[cell]).min().unwrap_or(truth + 1);
        for citizens in 0..=limit {
            if self.determined.is_empty() {
                return;
            }
            for &cell in &published {
                self.left[cell] -= citizens;
            }
            self.register.push(citizens);
            if complete.iter().all(|&cell| self.left[cell] == 0) {
                self.place();
            }
            self.register.pop();
            for &cell in &published {
                self.left[cell] += citizens;
            }
        }
    }

    /// Takes note of a complete register, if readers cannot rule it out.
    fn compare(&mut self) {
        let (block, register) = (self.block, &self.register);
        let count = |cell: usize| -> u32 {
            block.leaves(cell).iter().map(|&leaf| register[usize::try_from(leaf).unwrap()]).sum()
        };
        if (0..block.cells().len()).all(|cell| count(cell) >= self.least) {
            self.determined.retain(|&cell| count(cell) == block.count(cell));
        }
    }
}

/// Seeded numbers below a bound.
fn random(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    }
}

fn published(protection: &Protection) -> Vec<bool> {
    (0..protection.marks.len()).map(|cell| protection.is_published(cell)).collect()
}

fn every_disclosing_mutation_is_found(zeros: ZeroPolicy) {
    let policy = Policy { zeros, insiders: Insiders::Ignore, ..Policy::default() };
    let mut random = random(20_260_101);
    let (mut mutations, mut confirmed, mut from_sums) = (0, 0, 0);
    while mutations < MUTATIONS {
        let lengths: &[usize] = [&[2, 3][..], &[3, 3], &[2, 2, 2]][random(3)];
        let counts: Vec<u32> = (0..lengths.iter().product()).map(|_| [0, 1, 1, 2, 3, 4, 5, 6, 8][random(9)]).collect();
        let block = table(lengths, &counts, zeros);
        let mut protection = protect(&block, &policy).unwrap();
        let is_suppressed = |cell: &usize| matches!(protection.marks[*cell], Mark::Suppressed(_));
        let suppressed: Vec<usize> = (0..protection.marks.len()).filter(is_suppressed).collect();
        if protection.is_withheld() || suppressed.is_empty() {
            continue;
        }
        assert_eq!(verify(&block, &policy, &protection), []);
        assert_eq!(Enumeration::determined(&block, policy, &published(&protection)), []);
        let cell = suppressed[random(suppressed.len())];
        let reason = std::mem::replace(&mut protection.marks[cell], Mark::Published);
        let determined = Enumeration::determined(&block, policy, &published(&protection));
        let found: Vec<usize> =
            verify(&block, &policy, &protection).into_iter().map(|Finding { cell, .. }| cell).collect();
        for cell in &determined {
            assert!(found.contains(cell), "cell {cell} of {lengths:?} {counts:?} is determined and passes");
        }
        mutations += 1;
        confirmed += usize::from(!determined.is_empty());
        from_sums += usize::from(!determined.is_empty() && reason == Mark::Suppressed(Reason::Secondary));
    }
    assert!(confirmed >= CONFIRMED_AT_LEAST, "{confirmed} of {mutations} mutations determine a small group");
    assert!(from_sums >= FROM_SUMS_AT_LEAST, "{from_sums} of {mutations} mutations determine a small group by sums");
}

#[test]
fn where_zeros_are_public_no_disclosing_mutation_passes() {
    every_disclosing_mutation_is_found(ZeroPolicy::Public);
}

#[test]
fn where_zeros_may_hide_no_disclosing_mutation_passes() {
    every_disclosing_mutation_is_found(ZeroPolicy::MayHide);
}
