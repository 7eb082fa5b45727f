//! Blocks that were published before: carried over while their period is frozen, renewed on a day of correction.
//!
//! What [`crate::versions`] read from earlier publications is laid beside the block of tonight, cell by cell;
//! [`naerblik_suppression::renew`] decides from there.

use std::collections::{BTreeMap, BTreeSet};

use naerblik_shared::{cell::Cell, schema::DimensionId};
use naerblik_suppression::{
    Block, Demand, Earlier, Gone, History as Past, Otherwise, Policy, Protection, Renewal, Tonight, Version,
    linked::LinkedTable, renew, verify,
};

use super::{
    Failure, SuppressedCell,
    block::{BlockCells, CellKey, Part, WITHOUT},
    context::BlockContext,
    further,
    linking::Universes,
    part::{Tools, block, table},
    universe::Universe,
};
use crate::{
    aggregate::ConfidentialBlock,
    catalogue::CuboidSpec,
    versions::{BlockRows, EarlierBlock, Freedom, History},
};

/// What all renewals of a night have in common.
pub(super) struct Renewals<'a> {
    pub(super) history: &'a History,
    pub(super) tools: Tools<'a>,
    /// The context with the municipalities that were counted before tonight; on nights that correct.
    pub(super) before: Option<&'a BlockContext<'a>>,
}

/// What became of a block that was published before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Renewed {
    pub(super) fate: Fate,
    /// Cells that were published and count too small a group by now.
    pub(super) small_now: usize,
}

/// What became of the figures of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// They are the register's.
    Unchanged,
    /// They stay although the register has others.
    Held,
    /// The register's stand in their place.
    Replaced,
    /// They are withheld.
    Withheld,
}

/// A block that was published before, as readers get it tonight.
pub(super) struct Outcome {
    /// Cells of each cuboid of the catalogue, in its order.
    pub(super) cells: Vec<Vec<SuppressedCell>>,
    pub(super) is_exposed: bool,
    pub(super) renewed: Renewed,
}

/// The numbers of a part of a block beside those of its earlier versions.
struct Beside<'a> {
    universe: &'a Universe,
    table: LinkedTable,
    keys: Vec<CellKey>,
    versions: Vec<Version>,
}

/// A part of a block as the algorithm takes it, beside its earlier versions.
struct RenewedPart {
    part: Part,
    cells: BlockCells,
    versions: Vec<Version>,
}

impl Renewals<'_> {
    /// Carries a block over, or renews it.
    pub(super) fn renew(
        &self,
        confidential: &ConfidentialBlock,
        earlier: &EarlierBlock<'_>,
        universes: &Universes,
    ) -> Result<Outcome, Failure> {
        let Tools { policy, context, .. } = self.tools;
        let mut parts = Vec::new();
        for part in [Part::Main, Part::Disease] {
            if let Some(universe) = universes.universe(part, context.period(confidential.period).grain()) {
                parts.push(self.beside(confidential, universe, earlier));
            }
        }
        let (mut is_changed, mut small_now) = (false, 0);
        for part in &parts {
            let comparison =
                past(&part.keys, &part.versions, (Otherwise::Hold, 0)).compare_cells(part.tonight(), &policy);
            is_changed |= comparison.is_changed;
            small_now += comparison.small_now;
        }
        let (fate, mut outcome) = match earlier.freedom {
            Freedom::Corrected(otherwise) if is_changed => {
                let parts = parts.into_iter().map(Beside::into_part).collect::<Result<_, _>>()?;
                self.correct(confidential, earlier, (parts, otherwise))?
            }
            Freedom::Corrected(_) | Freedom::Frozen => {
                let fate = if is_changed { Fate::Held } else { Fate::Unchanged };
                (fate, self.carried(confidential, earlier))
            }
        };
        outcome.renewed = Renewed { fate, small_now };
        Ok(outcome)
    }

    fn beside<'u>(
        &self,
        confidential: &ConfidentialBlock,
        universe: &'u Universe,
        earlier: &EarlierBlock<'_>,
    ) -> Beside<'u> {
        let table = table(confidential, universe, self.tools, 0);
        let keys: Vec<CellKey> = table.cells.iter().map(|cell| universe.key(cell.cell)).collect();
        let version = |rows: &&BlockRows| self.version(confidential, (universe.part, &keys), rows);
        let versions = earlier.versions.iter().map(version).collect();
        Beside { universe, table, keys, versions }
    }

    /// Replaces what can be replaced safely. Both parts show the same totals, so they are held together.
    fn correct(
        &self,
        confidential: &ConfidentialBlock,
        earlier: &EarlierBlock<'_>,
        (parts, otherwise): (Vec<RenewedPart>, Otherwise),
    ) -> Result<(Fate, Outcome), Failure> {
        let Tools { policy, protect, .. } = self.tools;
        let mut outcome = Outcome::new(self.tools.context.cuboids().count());
        let mut fate = Fate::Unchanged;
        let mut totals = BTreeMap::new();
        for mut part in parts {
            let is_main = part.part == Part::Main;
            self.protect_remainders(confidential, &mut part, policy);
            // Diseases can stay as they are only beside totals that stay as they are.
            let can_hold = is_main || fate == Fate::Unchanged;
            let otherwise = if can_hold { otherwise } else { Otherwise::Withhold };
            let least_kept = self.tools.context.least_kept_percent();
            let past = past(&part.cells.keys, &part.versions, (otherwise, least_kept));
            let renewal = renew(&part.cells.block, &policy, &past, protect).map_err(Failure::Policy)?;
            let own_totals = part.totals(&renewal);
            let is_apart = is_main || own_totals.iter().all(|(area, shown)| *shown && totals.get(area) == Some(shown));
            if is_main {
                totals = own_totals;
            }
            match renewal {
                Renewal::Held => return Ok((Fate::Held, self.carried(confidential, earlier))),
                Renewal::Unchanged if is_apart => outcome.add(self.carried_part(confidential, earlier, part.part)),
                Renewal::Replaced(protection) if is_apart => {
                    outcome.is_exposed |= is_exposed(&part.cells.block, policy, &protection);
                    outcome.add(part.cells.published(confidential, (self.tools.context, part.part), &protection));
                    fate = Fate::Replaced;
                }
                Renewal::Withheld | Renewal::Unchanged | Renewal::Replaced(_) => {
                    outcome.add(self.tools.context.all_suppressed(confidential.place(), part.part));
                    fate = if is_main { Fate::Withheld } else { Fate::Replaced };
                    totals.clear();
                }
            }
        }
        Ok((fate, outcome))
    }

    /// Demands protection for cells whose remainder of a public group changed by less than the threshold. Where no
    /// municipality joins, the group is the same, and the cell itself changed by as much.
    fn protect_remainders(&self, confidential: &ConfidentialBlock, part: &mut RenewedPart, policy: Policy) {
        let Some(before) = self.before else { return };
        for (at, key) in part.cells.keys.iter().enumerate() {
            let known = part.versions.first().and_then(|newest| newest.cells.get(at));
            let all = self.tools.context.denominator(*key, confidential.period);
            let all_before = before.denominator(*key, confidential.period);
            let (Some(Earlier::Known(then)), Some(all), Some(all_before)) = (known, all, all_before) else { continue };
            let rest = i64::from(all) - i64::from(part.cells.block.count(at));
            let rest_before = i64::from(all_before) - i64::from(*then);
            if (1..u64::from(policy.threshold)).contains(&rest.abs_diff(rest_before)) {
                part.cells.block.demand(at, Demand::Protect);
            }
        }
    }

    fn carried(&self, confidential: &ConfidentialBlock, earlier: &EarlierBlock<'_>) -> Outcome {
        let mut outcome = Outcome::new(self.tools.context.cuboids().count());
        for part in [Part::Main, Part::Disease] {
            outcome.add(self.carried_part(confidential, earlier, part));
        }
        outcome
    }

    fn carried_part(
        &self,
        confidential: &ConfidentialBlock,
        earlier: &EarlierBlock<'_>,
        part: Part,
    ) -> Vec<Vec<SuppressedCell>> {
        let place = (confidential.code, confidential.period);
        let carried = |(at, cuboid): (usize, &CuboidSpec)| {
            if Part::of(cuboid) == part { earlier.carried(at, place) } else { Vec::new() }
        };
        self.tools.context.cuboids().enumerate().map(carried).collect()
    }

    /// What readers have of each cell from one version.
    fn version(&self, confidential: &ConfidentialBlock, (part, keys): (Part, &[CellKey]), rows: &BlockRows) -> Version {
        let grain = self.tools.context.period(confidential.period).grain();
        let cuboids: Vec<(usize, &CuboidSpec)> =
            self.tools.context.cuboids_at(grain).filter(|(_, cuboid)| Part::of(cuboid) == part).collect();
        let mut rows_of = cuboids.iter().flat_map(|(at, _)| rows.of_cuboid(*at));
        let is_whole = |all: &[Vec<SuppressedCell>]| {
            cuboids.iter().all(|(at, _)| all.get(*at).map_or(0, Vec::len) == rows.of_cuboid(*at).len())
        };
        // A block that is withheld whole has a row for every cell, zeros included.
        let is_withheld = rows_of.all(|row| row.cell == Cell::Suppressed)
            && is_whole(&self.tools.context.all_suppressed(confidential.place(), part));
        if is_withheld {
            return Version { cells: vec![Earlier::Withheld; keys.len()], gone: Gone::Withheld };
        }
        let earlier = |key: &CellKey| self.earlier(*key, &cuboids, rows);
        Version { cells: keys.iter().map(earlier).collect(), gone: gone(keys, &cuboids, rows) }
    }

    fn earlier(&self, key: CellKey, cuboids: &[(usize, &CuboidSpec)], rows: &BlockRows) -> Earlier {
        if key.disease & WITHOUT != 0 {
            let with = CellKey { disease: key.disease & !WITHOUT, ..key };
            let all = CellKey { disease: 0, ..key };
            return match (self.earlier(all, cuboids, rows), self.earlier(with, cuboids, rows)) {
                (Earlier::Known(all), Earlier::Known(with)) => Earlier::Known(all.saturating_sub(with)),
                _ => Earlier::Absent,
            };
        }
        let having = cuboids.iter().filter(|(at, _)| self.tools.context.has_area(*at, key.area));
        let mut places = having.filter_map(|(at, cuboid)| Some((*at, key.in_cuboid(further(&cuboid.dimensions))?)));
        let cell = places.next().map(|(at, further)| rows.cell(at, key.area, further));
        match cell {
            Some(Cell::Value(citizens)) => Earlier::Known(citizens),
            Some(Cell::Suppressed) => Earlier::Withheld,
            Some(Cell::NotReported | Cell::NotApplicable) | None => Earlier::Absent,
        }
    }
}

/// What readers have of the cells of a part.
fn past<'a>(keys: &[CellKey], versions: &'a [Version], (otherwise, least_kept_percent): (Otherwise, u32)) -> Past<'a> {
    let anchor = keys.iter().position(|key| *key == CellKey::default());
    Past { versions, anchor, least_kept_percent, otherwise }
}

impl Beside<'_> {
    /// The numbers of tonight, cell by cell.
    fn tonight(&self) -> impl Iterator<Item = Tonight> {
        self.table.cells.iter().zip(&self.keys).map(|(cell, key)| Tonight {
            count: cell.count,
            denominator: cell.upper,
            is_publishable: key.disease & WITHOUT == 0,
        })
    }

    fn into_part(self) -> Result<RenewedPart, Failure> {
        let block = block(&self.table, self.universe).map_err(Failure::Block)?;
        let cells = BlockCells { block, keys: self.keys };
        Ok(RenewedPart { part: self.universe.part, cells, versions: self.versions })
    }
}

impl RenewedPart {
    /// Areas whose total is a cell of the part, with whether it is shown.
    fn totals(&self, renewal: &Renewal) -> BTreeMap<u16, bool> {
        if let Renewal::Replaced(protection) = renewal {
            return self.cells.totals(protection);
        }
        let newest = self.versions.first().map(|newest| newest.cells.as_slice()).unwrap_or_default();
        let is_total = |key: &CellKey| CellKey { area: 0, ..*key } == CellKey::default();
        let totals = self.cells.keys.iter().zip(newest).filter(|(key, _)| is_total(key));
        totals.map(|(key, earlier)| (key.area, matches!(earlier, Earlier::Known(_)))).collect()
    }
}

impl Outcome {
    fn new(cuboids: usize) -> Self {
        let renewed = Renewed { fate: Fate::Unchanged, small_now: 0 };
        Self { cells: vec![Vec::new(); cuboids], is_exposed: false, renewed }
    }

    fn add(&mut self, cells: Vec<Vec<SuppressedCell>>) {
        for (own, more) in self.cells.iter_mut().zip(cells) {
            own.extend(more);
        }
    }

    /// Whether a part is withheld whole: then it has a row for every cell, zeros included.
    pub(super) fn is_withheld(&self, block: &ConfidentialBlock, part: Part, context: &BlockContext<'_>) -> bool {
        let all = context.all_suppressed(block.place(), part);
        let mut cuboids = context.cuboids().zip(self.cells.iter().zip(&all));
        cuboids.all(|(cuboid, (cells, all))| {
            let is_whole = cells.len() == all.len() && cells.iter().all(|cell| cell.cell == Cell::Suppressed);
            Part::of(cuboid) != part || is_whole
        })
    }

    /// The cells of a part whose numbers are shown.
    pub(super) fn shown(&self, part: Part, context: &BlockContext<'_>) -> BTreeSet<CellKey> {
        let cuboids = context.cuboids().zip(&self.cells).filter(|(cuboid, _)| Part::of(cuboid) == part);
        let shown = cuboids.flat_map(|(cuboid, cells)| {
            let shown = cells.iter().filter(|cell| matches!(cell.cell, Cell::Value(_)));
            shown.map(move |cell| CellKey::of(cell.area, cell.further, cuboid))
        });
        shown.collect()
    }
}

/// Attacks a protected block as a reader would, and checks every proof of safety by exact re-aggregation.
fn is_exposed(block: &Block, policy: Policy, protection: &Protection) -> bool {
    let is_published: Vec<bool> = (0..block.cells().len()).map(|cell| protection.is_published(cell)).collect();
    !verify::verify(block, &policy, protection).is_empty()
        || verify::attack(block, &policy, &is_published).exposed().next().is_some()
}

/// Whether the version shows or withholds cells in which nobody is left.
fn gone(keys: &[CellKey], cuboids: &[(usize, &CuboidSpec)], rows: &BlockRows) -> Gone {
    let mut worst = Gone::None;
    for (at, cuboid) in cuboids {
        for row in rows.of_cuboid(*at) {
            if keys.binary_search(&CellKey::of(row.area, row.further, cuboid)).is_err() {
                match row.cell {
                    Cell::Value(_) => return Gone::Shown,
                    _ => worst = Gone::Withheld,
                }
            }
        }
    }
    worst
}

impl CellKey {
    /// The cell at positions of a cuboid.
    fn of(area: u16, at: [u8; 2], cuboid: &CuboidSpec) -> Self {
        let mut key = Self { area, ..Self::default() };
        for (dimension, at) in further(&cuboid.dimensions).iter().zip(at) {
            match dimension {
                DimensionId::Age => key.age = at,
                DimensionId::Sex => key.sex = at,
                DimensionId::CareHome => key.home = at,
                DimensionId::Disease => key.disease = at,
                DimensionId::Area | DimensionId::Period | DimensionId::Code => {}
            }
        }
        key
    }
}
