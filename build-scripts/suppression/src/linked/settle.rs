//! Mends what neighbouring tables give away, by suppressing what stands in the way of a joint change.
#![expect(clippy::indexing_slicing, reason = "tables, leaves and cells are numbered by the caller")]

use std::{cmp::Reverse, collections::BTreeSet};

use super::joint::Joint;
use super::{Linked, LinkedTable};
use crate::change::Change;
use crate::verify::{Exposure, LinkedAttacker};

/// What it took to settle linked tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// Sensitive cells that other tables gave away at first.
    pub given_away: usize,
    /// Joint changes that were found for them.
    pub joint_changes: usize,
    /// Further cells suppressed in the end.
    pub suppressed: usize,
    /// Cells that were suppressed and, in the end, need not be.
    pub republished: usize,
    /// Tables withheld, because nothing else helped.
    pub withheld: usize,
    /// Sensitive cells that tables published before give away alone; zero when there are none.
    pub published_before: usize,
}

/// Rounds in which joint changes are looked for.
const MENDING: usize = 3;
/// Rounds of suppressing single cells; tables that are given away after that are withheld with all around them.
const ROUNDS: usize = 24;
/// One in so many of the suppressed cells is tried again, those that readers miss most. More could be published against
/// this attacker, but not against one who combines sums: an audit in other code found small cells then.
const SHARES: [usize; 1] = [10];
/// Rounds of taking cells back before all of them are.
const TAKING_BACK: usize = 10;
/// Proofs of one table that are followed to other tables, for each cell at most.
const PROOFS: usize = 3;
/// Moves of one citizen between two leaves that are followed to other tables, for each cell at most.
const MOVES: usize = 6;
/// Leaves of the cell from which moves start.
const INSIDE: usize = 4;
/// Leaves outside it that each of them is paired with, where some pairs cannot change.
const PARTNERS: usize = 24;

/// Attacks linked tables as a reader of all of them would, and suppresses more until nothing is found.
///
/// For a cell that is given away, a joint change is looked for and made invisible. Where there is none, the published
/// cells that it follows from are suppressed, those first that readers miss least; in the end tables are withheld.
/// It ends, because every round suppresses something. Then cells are published again, those first that readers miss
/// most, as far as that gives nothing away. The last attack on what comes out finds nothing.
pub fn settle(linked: &mut Linked, attacker: &LinkedAttacker) -> Settlement {
    let before = linked.published();
    let mut settlement = suppress_until_safe(linked, attacker);
    if settlement.published_before == 0 {
        settlement.republished = linked.republish(&before, attacker);
        settlement.suppressed -= settlement.republished.min(settlement.suppressed);
    }
    settlement
}

fn suppress_until_safe(linked: &mut Linked, attacker: &LinkedAttacker) -> Settlement {
    let mut settlement = Settlement::default();
    for round in 0.. {
        let exposed = attacker.attack(linked);
        if exposed.is_empty() {
            break;
        }
        if round == 0 {
            settlement.given_away = exposed.len();
        }
        if round >= ROUNDS {
            let tables: BTreeSet<usize> = exposed.iter().map(|exposure| exposure.table).collect();
            let withheld = linked.withhold(tables);
            settlement.withheld += withheld;
            if withheld == 0 {
                settlement.published_before = exposed.len();
                break;
            }
            continue;
        }
        let (joint_changes, suppressed) = if round < MENDING { linked.mend(&exposed) } else { (0, 0) };
        settlement.joint_changes += joint_changes;
        settlement.suppressed += suppressed;
        if suppressed == 0 {
            let explained = attacker.explain(linked);
            let sources = explained.iter().map(|exposure| exposure.sources.as_slice());
            settlement.suppressed += linked.loosen(sources, 1 << (round / 3));
        }
    }
    settlement
}

impl Linked {
    /// Finds joint changes for exposed cells, and suppresses the published cells that they alter. Returns how many
    /// joint changes there were, and how many cells it suppressed.
    fn mend(&mut self, exposed: &[Exposure]) -> (usize, usize) {
        let (mut joint_changes, mut suppressed) = (0, 0);
        let mut is_mended: BTreeSet<(usize, u32)> = BTreeSet::new();
        let mut leaves = (usize::MAX, Vec::new());
        for exposure in exposed {
            if exposure.table != leaves.0 {
                leaves = (exposure.table, self.published_of_leaves(exposure.table));
            }
            if is_mended.contains(&(exposure.table, exposure.cell)) {
                continue;
            }
            let Some(joint) = self.cheapest(exposure.table, exposure.cell, &leaves.1) else { continue };
            for (&table, change) in &joint.changes {
                suppressed += self.suppress(table, change);
                let altered = self.spaces[self.tables[table].space].altered(change);
                is_mended.extend(altered.into_iter().map(|(cell, _)| (table, cell)));
            }
            joint_changes += 1;
        }
        (joint_changes, suppressed)
    }

    /// Suppresses of each list the `width` published cells that readers miss least. Returns how many it suppressed.
    fn loosen<'s>(&mut self, sources: impl IntoIterator<Item = &'s [(usize, u32)]>, width: usize) -> usize {
        let mut suppressed = 0;
        for sources in sources {
            let mut cells: Vec<(u32, usize, u32)> = sources
                .iter()
                .filter_map(|&(table, cell)| {
                    let about = self.tables[table].cells[self.tables[table].position(cell)?];
                    about.is_published.then_some((about.weight, table, cell))
                })
                .collect();
            cells.sort_unstable();
            for (_, table, cell) in cells.into_iter().take(width) {
                suppressed += self.suppress_same(table, cell);
            }
        }
        suppressed
    }

    /// Suppresses a cell and all that count the same citizens, and returns how many.
    fn suppress_same(&mut self, table: usize, cell: u32) -> usize {
        let about = &self.tables[table];
        let space = &self.spaces[about.space];
        let counts = |leaf: u32, cell: u32| space.cells_of(leaf).binary_search(&cell).is_ok();
        let inside: Vec<u32> = about.leaves.iter().map(|&(leaf, _)| leaf).filter(|&leaf| counts(leaf, cell)).collect();
        let count = about.count(cell);
        let is_same = |other: u32| inside.iter().all(|&leaf| counts(leaf, other));
        let same: Vec<usize> = (0..about.cells.len())
            .filter(|&at| {
                let other = &about.cells[at];
                !about.is_fixed && other.is_published && other.count == count && is_same(other.cell)
            })
            .collect();
        for &at in &same {
            self.tables[table].cells[at].is_published = false;
        }
        same.len()
    }

    /// Published cells, by table and position.
    fn published(&self) -> BTreeSet<(usize, usize)> {
        let cells = |(table, about): (usize, &LinkedTable)| {
            let published = about.cells.iter().enumerate().filter(|(_, cell)| cell.is_published);
            published.map(|(at, _)| (table, at)).collect::<Vec<_>>()
        };
        self.tables.iter().enumerate().flat_map(cells).collect()
    }

    /// Publishes cells again that were published before and gave nothing away by themselves, some at a time, those
    /// first that readers miss most; returns how many.
    fn republish(&mut self, before: &BTreeSet<(usize, usize)>, attacker: &LinkedAttacker) -> usize {
        let is_hidden = |&&(table, at): &&(usize, usize)| {
            !self.tables[table].is_withheld && !self.tables[table].cells[at].is_published
        };
        let mut hidden: Vec<(usize, usize)> = before.iter().filter(is_hidden).copied().collect();
        hidden.sort_by_key(|&(table, at)| (Reverse(self.tables[table].cells[at].weight), table, at));
        let mut republished = 0;
        for share in SHARES {
            let rest = hidden.split_off(hidden.len() / share);
            republished += self.republish_some(&hidden, attacker);
            hidden = rest;
        }
        republished
    }

    /// Publishes cells, and takes back those from which anything follows, until nothing does.
    fn republish_some(&mut self, cells: &[(usize, usize)], attacker: &LinkedAttacker) -> usize {
        let mut shown: BTreeSet<(usize, usize)> = cells.iter().copied().collect();
        for &(table, at) in cells {
            self.tables[table].cells[at].is_published = true;
        }
        for round in 0.. {
            let exposed = attacker.explain(self);
            if exposed.is_empty() {
                break;
            }
            let sources = exposed.iter().flat_map(|exposure| &exposure.sources);
            let position = |&(table, cell): &(usize, u32)| Some((table, self.tables[table].position(cell)?));
            let mut back: BTreeSet<(usize, usize)> =
                sources.filter_map(position).filter(|place| shown.contains(place)).collect();
            if back.is_empty() || round == TAKING_BACK {
                back.clone_from(&shown);
            }
            for (table, at) in back {
                self.tables[table].cells[at].is_published = false;
                shown.remove(&(table, at));
            }
        }
        shown.len()
    }

    /// Withholds tables and everything they have relations with, the last resort. Returns how many were open.
    fn withhold(&mut self, tables: impl IntoIterator<Item = usize>) -> usize {
        let mut withheld = 0;
        for table in tables {
            let covers = self.covers_of[table].iter().map(|&cover| &self.covers[cover]);
            let around: BTreeSet<usize> =
                covers.flat_map(|cover| cover.parts.iter().copied().chain([cover.whole])).chain([table]).collect();
            for at in around {
                let table = &mut self.tables[at];
                withheld += usize::from(!table.is_withheld && !table.is_fixed);
                table.withhold();
            }
        }
        withheld
    }

    /// Suppresses the published cells that a change alters, and returns how many.
    fn suppress(&mut self, table: usize, change: &[(u32, i32)]) -> usize {
        let altered = self.spaces[self.tables[table].space].altered(change);
        let table = &mut self.tables[table];
        let mut suppressed = 0;
        for (cell, _) in altered.into_iter().filter(|_| !table.is_fixed) {
            if let Some(at) = table.position(cell) {
                suppressed += usize::from(std::mem::replace(&mut table.cells[at].is_published, false));
            }
        }
        suppressed
    }

    /// The joint change of a cell that costs least: one that starts with a move or with a proof of its table.
    fn cheapest(&self, table: usize, cell: u32, leaves: &[(u32, Vec<(u32, u64)>)]) -> Option<Joint> {
        let mut candidates = self.moves_of(table, cell, leaves);
        candidates.extend(self.proofs_of(table, cell));
        self.cheapest_of(table, candidates)
    }

    /// Per leaf of a table what is published of its cells, rising, with what readers would miss.
    fn published_of_leaves(&self, table: usize) -> Vec<(u32, Vec<(u32, u64)>)> {
        let about = &self.tables[table];
        let space = &self.spaces[about.space];
        let published = |leaf: u32| {
            let cells = space.cells_of(leaf).iter().filter_map(|&cell| about.position(cell));
            let cells = cells.map(|at| &about.cells[at]).filter(|cell| cell.is_published);
            cells.map(|cell| (cell.cell, u64::from(cell.weight) + 1)).collect()
        };
        about.leaves.iter().map(|&(leaf, _)| (leaf, published(leaf))).collect()
    }

    fn cheapest_of(&self, table: usize, candidates: Vec<Change>) -> Option<Joint> {
        let mut best: Option<Joint> = None;
        for change in candidates {
            for change in [negated(&change), change] {
                let most = best.as_ref().map_or(u64::MAX, |best| best.cost - 1);
                if let Some(joint) = self.close(table, change, most) {
                    if joint.cost == 0 {
                        return Some(joint);
                    }
                    best = Some(joint);
                }
            }
        }
        best
    }

    /// The shortest proofs of a table that alter a cell.
    fn proofs_of(&self, table: usize, cell: u32) -> Vec<Change> {
        let about = &self.tables[table];
        let space = &self.spaces[about.space];
        let is_in = |leaf: u32| space.cells_of(leaf).binary_search(&cell).is_ok();
        let by = |change: &Change| change.iter().filter(|entry| is_in(entry.0)).map(|entry| entry.1).sum::<i32>();
        let mut proofs: Vec<&Change> = about.proofs.iter().filter(|proof| by(proof) != 0).collect();
        proofs.sort_by_key(|proof| proof.len());
        proofs.into_iter().take(PROOFS).cloned().collect()
    }

    /// Moves of one citizen into or out of a cell, those first for which least must be suppressed in the table.
    fn moves_of(&self, table: usize, cell: u32, leaves: &[(u32, Vec<(u32, u64)>)]) -> Vec<Change> {
        let space = &self.spaces[self.tables[table].space];
        let is_in = |leaf: u32| space.cells_of(leaf).binary_search(&cell).is_ok();
        let (inside, outside): (Vec<_>, Vec<_>) = leaves.iter().partition(|(leaf, _)| is_in(*leaf));
        let mut moves: Vec<(u64, Change)> = Vec::new();
        for (from, of_from) in inside.iter().take(INSIDE) {
            let mut partners: Vec<(u64, u32)> =
                outside.iter().map(|(to, of_to)| (difference(of_from, of_to), *to)).collect();
            partners.sort_unstable();
            let changes =
                partners.into_iter().map(|(cost, to)| (cost, vec![(*from.min(&to), 1), (*from.max(&to), -1)]));
            let is_possible =
                |change: &Change| self.cost(table, change).is_some() || self.cost(table, &negated(change)).is_some();
            moves.extend(changes.take(PARTNERS).filter(|(_, change)| is_possible(change)).take(MOVES));
        }
        moves.sort_unstable();
        moves.into_iter().take(MOVES).map(|(_, change)| change).collect()
    }
}

/// What readers would miss if the cells that are in one list only were suppressed.
fn difference(left: &[(u32, u64)], right: &[(u32, u64)]) -> u64 {
    let (mut missed, mut right) = (0, right.iter().peekable());
    for &(cell, weight) in left {
        while let Some(&(_, other)) = right.next_if(|other| other.0 < cell) {
            missed += other;
        }
        if right.next_if(|other| other.0 == cell).is_none() {
            missed += weight;
        }
    }
    missed + right.map(|&(_, weight)| weight).sum::<u64>()
}

fn negated(change: &Change) -> Change {
    change.iter().map(|&(leaf, by)| (leaf, -by)).collect()
}
