//! Publishes linked tables together: cell by cell, as long as nothing small can be computed.
#![expect(clippy::indexing_slicing, reason = "tables and cells are numbered by the caller")]

use std::{cmp::Reverse, collections::BTreeSet};

use super::Linked;
use super::network::{Network, Precision};
use crate::variables::signed;
use crate::verify::LinkedAttacker;

/// What it took to settle linked tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// Cells that their own table could publish, and that are suppressed because of others.
    pub suppressed: usize,
    /// Tables withheld, because nothing else helped.
    pub withheld: usize,
    /// Sensitive cells that tables published before give away alone; zero when there are none.
    pub published_before: usize,
}

/// How far the bounds of a sensitive number must stay apart, where they were when nothing was published: three numbers
/// are possible then. Who has more than bounds comes closer, but rarely to one number.
const APART: i32 = 2;
/// Cells published before all that follows is passed on.
const TOGETHER: usize = 256;

/// Publishes of linked tables what no reader of all of them can use to compute a sensitive number.
///
/// All cells are suppressed at first. Those that their own table could publish are tried one after another, those
/// first that readers miss most: the number is told to a reader who passes bounds along all sums and relations, and if
/// the bounds of a sensitive number meet, the cell stays suppressed and the reader forgets what he learnt.
pub fn settle(linked: &mut Linked, attacker: &LinkedAttacker) -> Settlement {
    let mut settlement = Settlement::default();
    let candidates = linked.published();
    for precision in [Precision::Coarse, Precision::Exact] {
        let mut network = Network::of(linked, attacker, precision);
        while !linked.agree(&mut network, &mut settlement) {
            network = Network::of(linked, attacker, precision);
        }
        let open: Vec<(usize, usize)> =
            candidates.iter().copied().filter(|place| !linked.tables[place.0].is_withheld).collect();
        linked.publish_all(&open, &mut network);
        linked.publish_known(&open, &network);
        linked.derive(&mut network);
        if network.finish() {
            break;
        }
    }
    settlement.suppressed = candidates.iter().filter(|place| !linked.is_published(**place)).count();
    settlement
}

impl Linked {
    /// Unpublished sensitive cells of open tables: table, number and how far its bounds are apart.
    fn sensitive<'a>(&'a self, network: &'a Network) -> impl Iterator<Item = (usize, u32, i32)> + 'a {
        let open = self.tables.iter().enumerate().filter(|(_, table)| !table.is_withheld);
        open.flat_map(move |(at, table)| {
            let numbers = table.cells.iter().zip(&network.cells[at]);
            let hidden = numbers.filter(|(cell, _)| cell.is_sensitive && !cell.is_published);
            hidden.map(move |(_, &number)| {
                let (lower, upper) = network.bounds(number);
                (at, number, upper - lower)
            })
        })
    }

    /// Begins with nothing published: what rules and earlier publications say must give no sensitive number away, or
    /// tables are withheld. Whether none had to be.
    fn agree(&mut self, network: &mut Network, settlement: &mut Settlement) -> bool {
        network.follow_up();
        network.remember();
        let sensitive: Vec<(usize, u32, i32)> = self.sensitive(network).collect();
        let exposed = || sensitive.iter().filter(|(_, _, apart)| *apart == 0).map(|(table, _, _)| *table);
        let withheld = self.withhold(exposed());
        settlement.withheld += withheld;
        settlement.published_before = exposed().count();
        for (_, number, apart) in sensitive {
            network.keep_apart(number, apart.min(APART));
        }
        withheld == 0
    }

    /// Published cells of tables that were not published before, those first that readers miss most. Numbers that are
    /// missed about as much are taken table by table, because what follows from them is then near, too.
    fn published(&self) -> Vec<(usize, usize)> {
        let open = self.tables.iter().enumerate().filter(|(_, table)| !table.is_withheld && !table.is_fixed);
        let mut cells: Vec<(Reverse<u32>, usize, usize)> = open
            .flat_map(|(at, table)| {
                let cells = table.cells.iter().enumerate().filter(|(_, cell)| cell.is_published);
                cells.map(move |(position, cell)| (Reverse(cell.weight.checked_ilog2().unwrap_or(0)), at, position))
            })
            .collect();
        cells.sort_unstable();
        cells.into_iter().map(|(_, table, position)| (table, position)).collect()
    }

    fn is_published(&self, (table, position): (usize, usize)) -> bool {
        self.tables[table].cells[position].is_published
    }

    /// Publishes what can be published of some cells.
    fn publish_all(&mut self, cells: &[(usize, usize)], network: &mut Network) {
        let mut suppressed = Vec::new();
        for some in cells.chunks(TOGETHER) {
            self.publish_some(some, network, &mut suppressed);
        }
        for &(table, position) in cells {
            self.tables[table].cells[position].is_published = true;
        }
        for (table, position) in suppressed {
            self.tables[table].cells[position].is_published = false;
        }
    }

    /// Publishes cells that the others tell anyway.
    fn publish_known(&mut self, cells: &[(usize, usize)], network: &Network) {
        for &(table, position) in cells {
            let (lower, upper) = network.bounds(network.cells[table][position]);
            self.tables[table].cells[position].is_published |= lower == upper;
        }
    }

    /// Publishes some cells: each if nothing follows at once, and all of them if nothing follows in the end, or else
    /// one half after the other.
    fn publish_some(&self, cells: &[(usize, usize)], network: &mut Network, suppressed: &mut Vec<(usize, usize)>) {
        let before = network.moment();
        let n_suppressed = suppressed.len();
        for &(table, at) in cells {
            let moment = network.moment();
            if !network.tell(network.cells[table][at], signed(self.tables[table].cells[at].count)) {
                network.forget(moment);
                suppressed.push((table, at));
            }
        }
        if network.follow_up() {
            network.remember();
            return;
        }
        network.forget(before);
        suppressed.truncate(n_suppressed);
        match cells.split_at(cells.len() / 2) {
            ([], lone) => suppressed.extend(lone),
            (first, second) => {
                self.publish_some(first, network, suppressed);
                self.publish_some(second, network, suppressed);
            }
        }
    }

    /// Withholds tables and everything they have relations with, the last resort. Returns how many were open.
    fn withhold(&mut self, tables: impl IntoIterator<Item = usize>) -> usize {
        let mut withheld = 0;
        for table in tables.into_iter().collect::<BTreeSet<usize>>() {
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
}
