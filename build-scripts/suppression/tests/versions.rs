//! Chains of nights: what a reader learns who keeps every version.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;

use naerblik_suppression::verify::{Deduced, PublicTable, Told};
use naerblik_suppression::{
    Block, CellSpec, Demand, Earlier, Gone, History, Mark, Otherwise, Policy, ProtectError, Protection, Renewal,
    Version, protect, renew,
};

const ROWS: usize = 3;
const COLUMNS: usize = 3;
const LEAVES: usize = ROWS * COLUMNS;
const NIGHTS: usize = 10;

/// Citizens by municipality (rows) and age (columns).
type Register = [u32; LEAVES];

/// What readers have of each cell of a version, and the register behind it.
#[derive(Clone)]
struct Published {
    register: Register,
    cells: Vec<Earlier>,
}

/// Leaves of every cell of the full table: the total first, then rows, columns and single leaves.
fn cells() -> Vec<Vec<u32>> {
    let leaves = |belongs: &dyn Fn(usize) -> bool| -> Vec<u32> {
        (0_u32..).zip(0..LEAVES).filter(|(_, at)| belongs(*at)).map(|(leaf, _)| leaf).collect()
    };
    let mut cells = vec![leaves(&|_| true)];
    cells.extend((0..ROWS).map(|row| leaves(&|at| at / COLUMNS == row)));
    cells.extend((0..COLUMNS).map(|column| leaves(&|at| at % COLUMNS == column)));
    cells.extend((0..LEAVES).map(|leaf| leaves(&|at| at == leaf)));
    cells
}

fn sum(register: &Register, leaves: &[u32]) -> u32 {
    leaves.iter().map(|leaf| register[usize::try_from(*leaf).unwrap()]).sum()
}

/// The block that the night builds: leaves and cells in which anybody is counted, with the full table's cell of each.
fn block(register: &Register) -> (Block, Vec<usize>) {
    let lived: Vec<u32> = (0_u32..).zip(register).filter(|(_, count)| **count > 0).map(|(leaf, _)| leaf).collect();
    let mut block = Block::new(register.iter().copied().filter(|count| *count > 0).collect());
    let mut keys = Vec::new();
    for (key, leaves) in cells().iter().enumerate().filter(|(_, leaves)| sum(register, leaves) > 0) {
        let own: Vec<u32> = (0_u32..).zip(&lived).filter(|(_, leaf)| leaves.contains(leaf)).map(|(at, _)| at).collect();
        block.push(&own, CellSpec::PUBLISHABLE).unwrap();
        keys.push(key);
    }
    (block, keys)
}

fn version(register: Register, keys: &[usize], protection: &Protection) -> Published {
    let mut all = vec![Earlier::Known(0); cells().len()];
    for (at, key) in keys.iter().enumerate() {
        let count = sum(&register, &cells()[*key]);
        all[*key] = if protection.is_published(at) { Earlier::Known(count) } else { Earlier::Withheld };
    }
    Published { register, cells: all }
}

/// What became of a night.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
enum Fate {
    Unchanged,
    Held,
    Withheld,
    Replaced,
}

fn night(register: Register, earlier: &[Published], otherwise: Otherwise) -> (Fate, Option<Published>) {
    let (block, keys) = block(&register);
    let of_version = |version: &Published| {
        let left = |key: &usize| !keys.contains(key);
        let gone = (0..cells().len()).filter(left).map(|key| match version.cells[key] {
            Earlier::Known(1..) => Gone::Shown,
            Earlier::Withheld => Gone::Withheld,
            Earlier::Known(0) | Earlier::Absent => Gone::None,
        });
        let gone = gone.fold(Gone::None, |worst, gone| match (worst, gone) {
            (Gone::Shown, _) | (_, Gone::Shown) => Gone::Shown,
            (Gone::Withheld, _) | (_, Gone::Withheld) => Gone::Withheld,
            (Gone::None, Gone::None) => Gone::None,
        });
        Version { cells: keys.iter().map(|key| version.cells[*key]).collect(), gone }
    };
    let versions: Vec<Version> = earlier.iter().rev().map(of_version).collect();
    let anchor = keys.iter().position(|key| *key == 0);
    let history = History { versions: &versions, anchor, least_kept_percent: 0, otherwise };
    match renew(&block, &Policy::default(), &history, protect).unwrap() {
        Renewal::Unchanged => (Fate::Unchanged, None),
        Renewal::Held => (Fate::Held, None),
        Renewal::Withheld => {
            (Fate::Withheld, Some(Published { register, cells: vec![Earlier::Withheld; cells().len()] }))
        }
        Renewal::Replaced(protection) => (Fate::Replaced, Some(version(register, &keys, &protection))),
    }
}

fn told(earlier: Earlier) -> Told {
    match earlier {
        Earlier::Known(count) => Told::Exactly(count),
        Earlier::Withheld => Told::Between { lower: 1, upper: None },
        Earlier::Absent => Told::Between { lower: 0, upper: None },
    }
}

/// What a reader deduces of each cell from one version and from further facts about the same register.
fn deduce(version: &Published, facts: &[(usize, u32)]) -> Vec<Deduced> {
    let mut table = PublicTable::new(LEAVES);
    // Nothing is said of a block that is withheld whole, not even that somebody is in it.
    let is_blank = version.cells.iter().all(|cell| *cell == Earlier::Withheld);
    for (leaves, cell) in cells().iter().zip(&version.cells) {
        table.push(leaves, told(if is_blank { Earlier::Absent } else { *cell })).unwrap();
    }
    for (cell, count) in facts {
        table.push(&cells()[*cell], Told::Exactly(*count)).unwrap();
    }
    table.deduce().into_iter().take(cells().len()).collect()
}

/// Facts of other versions that hold for this one's register as well.
fn lasting_facts(version: &Published, others: &[Published]) -> Vec<(usize, u32)> {
    let facts = others.iter().flat_map(|other| other.cells.iter().enumerate());
    let lasts = |(cell, earlier): (usize, &Earlier)| match earlier {
        Earlier::Known(count) if *count == sum(&version.register, &cells()[cell]) => Some((cell, *count)),
        _ => None,
    };
    facts.filter_map(lasts).collect()
}

/// Small groups of any version that follow, even for a reader who is certain of each figure that still holds.
fn exposed_groups(chain: &[Published]) -> usize {
    let exposed = |version: &Published| {
        let deduced = deduce(version, &lasting_facts(version, chain));
        let is_exposed = |(cell, found): (usize, &Deduced)| {
            found.is_exact() && (1..5).contains(&sum(&version.register, &cells()[cell]))
        };
        deduced.iter().enumerate().filter(|(cell, found)| is_exposed((*cell, *found))).count()
    };
    chain.iter().map(exposed).sum()
}

/// Changes of one to four between any two versions that follow for the same reader.
fn exposed_changes(chain: &[Published]) -> usize {
    let deduced: Vec<Vec<Deduced>> =
        chain.iter().map(|version| deduce(version, &lasting_facts(version, chain))).collect();
    let mut exposed = 0;
    for (later, now) in deduced.iter().enumerate() {
        for before in deduced.iter().take(later) {
            let both = before.iter().zip(now).filter(|(before, now)| before.is_exact() && now.is_exact());
            exposed += both.filter(|(before, now)| (1..5).contains(&before.lower.abs_diff(now.lower))).count();
        }
    }
    exposed
}

/// Changes of one to four that follow for a reader who knows that citizens were only added between two versions, or
/// only taken out.
fn exposed_additions(chain: &[Published]) -> usize {
    let mut exposed = 0;
    for (later, now) in chain.iter().enumerate() {
        for before in chain.iter().take(later) {
            let pairs = || before.register.iter().zip(&now.register);
            if pairs().all(|(before, now)| before <= now) || pairs().all(|(before, now)| before >= now) {
                let found = differences(before, now).deduce();
                exposed += found.iter().filter(|found| found.is_exact() && (1..5).contains(&found.lower)).count();
            }
        }
    }
    exposed
}

/// How far the numbers of two versions are apart, where readers have both.
fn differences(before: &Published, now: &Published) -> PublicTable {
    let mut table = PublicTable::new(LEAVES);
    for (leaves, pair) in cells().iter().zip(before.cells.iter().zip(&now.cells)) {
        let told = match pair {
            (Earlier::Known(before), Earlier::Known(now)) => Told::Exactly(before.abs_diff(*now)),
            _ => Told::Between { lower: 0, upper: None },
        };
        table.push(leaves, told).unwrap();
    }
    table
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(limit)).unwrap()
    }

    fn leaf(&mut self) -> usize {
        usize::try_from(self.below(u32::try_from(LEAVES).unwrap())).unwrap()
    }
}

/// The register one night later: single corrections, deletions, a large late delivery, or nothing.
fn changed(mut register: Register, random: &mut Random) -> Register {
    match random.below(6) {
        0 => {}
        1 => register[random.leaf()] += 1 + random.below(4),
        2 => {
            let leaf = random.leaf();
            register[leaf] -= register[leaf].min(1 + random.below(4));
        }
        3 => {
            let row = random.leaf() / COLUMNS;
            for count in &mut register[row * COLUMNS..(row + 1) * COLUMNS] {
                *count += 5 + random.below(20);
            }
        }
        4 => {
            register[random.leaf()] += 5 + random.below(30);
            let leaf = random.leaf();
            register[leaf] -= register[leaf].min(random.below(4));
        }
        _ => {
            for _ in 0..4 {
                register[random.leaf()] += random.below(9);
            }
        }
    }
    register
}

fn first(random: &mut Random) -> (Register, Published) {
    let mut register = [0; LEAVES];
    // The last row has not reported yet in half of the chains.
    let reported = LEAVES - COLUMNS * usize::try_from(random.below(2)).unwrap();
    for count in register.iter_mut().take(reported) {
        *count = if random.below(4) == 0 { random.below(5) } else { random.below(40) };
    }
    let (block, keys) = block(&register);
    let protection = protect(&block, &Policy::default()).unwrap();
    if protection.is_withheld() {
        return (register, Published { register, cells: vec![Earlier::Withheld; cells().len()] });
    }
    (register, version(register, &keys, &protection))
}

#[test]
fn no_version_of_ten_nights_gives_away_a_small_group_or_a_small_change() {
    let mut fates: BTreeMap<Fate, usize> = BTreeMap::new();
    let mut additions = 0;
    for seed in 0..600 {
        let mut random = Random(seed * 7919 + 1);
        let (mut register, published) = first(&mut random);
        let mut chain = vec![published];
        for _ in 1..NIGHTS {
            register = changed(register, &mut random);
            let otherwise = if random.below(3) == 0 { Otherwise::Withhold } else { Otherwise::Hold };
            let (fate, next) = night(register, &chain, otherwise);
            *fates.entry(fate).or_default() += 1;
            chain.extend(next);
        }
        assert_eq!(exposed_groups(&chain), 0, "seed {seed}: a small group");
        assert_eq!(exposed_changes(&chain), 0, "seed {seed}: a small change");
        additions += exposed_additions(&chain);
    }
    assert_eq!(additions, 0);
    assert!(fates.len() == 4 && fates.values().all(|times| *times > 40), "too few of some fate: {fates:?}");
}

#[test]
fn the_same_attack_breaks_versions_that_are_protected_one_by_one() {
    let (mut groups, mut changes) = (0, 0);
    for seed in 0..100 {
        let mut random = Random(seed * 7919 + 1);
        let (mut register, published) = first(&mut random);
        let mut chain = vec![published];
        for _ in 1..NIGHTS {
            register = changed(register, &mut random);
            let (block, keys) = block(&register);
            let protection = protect(&block, &Policy::default()).unwrap();
            if !protection.is_withheld() {
                chain.push(version(register, &keys, &protection));
            }
        }
        groups += usize::from(exposed_groups(&chain) > 0);
        changes += usize::from(exposed_changes(&chain) > 0);
    }
    assert!(groups > 50 && changes > 50, "{groups} and {changes} chains of 100 are broken");
}

/// A row of three cells with their total.
fn row(counts: [u32; 3]) -> Block {
    let mut block = Block::new(counts.to_vec());
    for leaves in [&[0, 1, 2][..], &[0], &[1], &[2]] {
        block.push(leaves, CellSpec::PUBLISHABLE).unwrap();
    }
    block
}

fn renewed(tonight: [u32; 3], before: [Earlier; 4], otherwise: Otherwise) -> Renewal {
    let versions = [Version { cells: before.to_vec(), gone: Gone::None }];
    let history = History { versions: &versions, anchor: Some(0), least_kept_percent: 0, otherwise };
    renew(&row(tonight), &Policy::default(), &history, protect).unwrap()
}

fn published(renewal: Renewal) -> Vec<bool> {
    let Renewal::Replaced(protection) = renewal else { panic!("not replaced: {renewal:?}") };
    (0..4).map(|cell| protection.is_published(cell)).collect()
}

#[test]
fn numbers_that_are_still_right_leave_the_block_alone() {
    let before = [30, 10, 12, 8].map(Earlier::Known);
    assert_eq!(renewed([10, 12, 8], before, Otherwise::Hold), Renewal::Unchanged);
}

#[test]
fn a_large_change_alone_is_published() {
    let before = [30, 10, 12, 8].map(Earlier::Known);
    assert_eq!(published(renewed([10, 17, 8], before, Otherwise::Hold)), [true; 4]);
}

#[test]
fn a_block_whose_total_changes_little_is_held() {
    let before = [30, 10, 12, 8].map(Earlier::Known);
    assert_eq!(renewed([10, 12, 9], before, Otherwise::Hold), Renewal::Held);
    assert_eq!(renewed([7, 12, 8], before, Otherwise::Hold), Renewal::Held);
}

#[test]
fn a_block_that_would_lose_too_many_figures_is_held() {
    let versions = [Version { cells: [60, 10, 20, 30].map(Earlier::Known).to_vec(), gone: Gone::None }];
    let fate = |least_kept_percent| {
        let history = History { versions: &versions, anchor: Some(0), least_kept_percent, otherwise: Otherwise::Hold };
        renew(&row([12, 20, 36]), &Policy::default(), &history, protect).unwrap()
    };
    assert_eq!(published(fate(50)), [true, false, true, false]);
    assert_eq!(fate(51), Renewal::Held);
}

#[test]
fn a_small_change_hides_behind_another_change_and_not_behind_a_number_that_readers_have() {
    let before = [60, 10, 20, 30].map(Earlier::Known);
    // The second cell would do for one version alone: it is the smallest companion. But its number is out.
    assert_eq!(published(renewed([12, 20, 36], before, Otherwise::Hold)), [true, false, true, false]);
}

/// Publishes everything, whatever is demanded.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature of `protect`")]
fn publish_all(block: &Block, policy: &Policy) -> Result<Protection, ProtectError> {
    let mut protection = protect(block, policy)?;
    protection.marks.fill(Mark::Published);
    Ok(protection)
}

#[test]
fn a_pattern_without_proof_is_not_published() {
    let versions = [Version { cells: [60, 10, 20, 30].map(Earlier::Known).to_vec(), gone: Gone::None }];
    let fate = |otherwise| {
        let history = History { versions: &versions, anchor: Some(0), least_kept_percent: 0, otherwise };
        renew(&row([12, 20, 36]), &Policy::default(), &history, publish_all).unwrap()
    };
    assert_eq!(fate(Otherwise::Hold), Renewal::Held);
    assert_eq!(fate(Otherwise::Withhold), Renewal::Withheld);
}

#[test]
fn what_was_withheld_stays_withheld() {
    let before = [Earlier::Known(60), Earlier::Withheld, Earlier::Withheld, Earlier::Known(30)];
    assert_eq!(published(renewed([10, 20, 60], before, Otherwise::Hold)), [true, false, false, true]);
}

#[test]
fn a_number_that_was_published_and_is_small_now_is_counted() {
    let versions = [Version { cells: [60, 10, 20, 30].map(Earlier::Known).to_vec(), gone: Gone::None }];
    let history = History { versions: &versions, anchor: Some(0), least_kept_percent: 0, otherwise: Otherwise::Hold };
    let comparison = history.compare(&row([3, 20, 60]), &Policy::default());
    assert_eq!((comparison.is_changed, comparison.small_changes, comparison.small_now), (true, 0, 1));
}

#[test]
fn a_cell_to_be_protected_is_withheld_with_a_companion_whatever_its_size() {
    let mut block = row([10, 20, 30]);
    block.demand(1, Demand::Protect);
    let protection = protect(&block, &Policy::default()).unwrap();
    let shown: Vec<bool> = (0..4).map(|cell| protection.is_published(cell)).collect();
    assert_eq!(shown, [true, false, false, true]);
    assert!(!protection.certificates.is_empty());
}
