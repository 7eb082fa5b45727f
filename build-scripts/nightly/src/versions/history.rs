//! What tonight may do with what was published.

use std::collections::{BTreeMap, BTreeSet};

use naerblik_shared::{manifest::Latest, period::Period};
use naerblik_suppression::Otherwise;

use super::{
    Recalled, VersionsError,
    published::{BlockRows, Published},
};
use crate::{
    aggregate::ConfidentialBlock,
    catalogue::{Catalogue, CodeIdx},
    suppress::SuppressedCell,
    validate::Coverage,
};

/// What was published before tonight, laid on tonight's periods.
#[derive(Default)]
pub struct History {
    newest: Option<Published>,
    older: Vec<Published>,
    periods: Vec<Period>,
    freedoms: BTreeMap<Period, Freedom>,
    late: BTreeSet<Period>,
    before: Option<Coverage>,
}

/// Where a publication comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lineage {
    /// The newest publication before tonight.
    pub publication: String,
    /// The one before that.
    pub previous: Option<String>,
    /// Publications whose figures were replaced by a correction, tonight's included, oldest first.
    pub corrected: Vec<Latest>,
}

/// What may happen to a period that is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Freedom {
    /// Its figures stay.
    Frozen,
    /// Its figures are corrected.
    Corrected(Otherwise),
}

/// What was published of one block.
pub(crate) struct EarlierBlock<'a> {
    /// Newest first; at least one.
    pub(crate) versions: Vec<&'a BlockRows>,
    pub(crate) freedom: Freedom,
}

impl Recalled {
    /// Decides what becomes of each period, and who is counted in it.
    ///
    /// A period that is published stays published. One that is not is published when its lag has passed. In a frozen
    /// period exactly the municipalities are counted that were counted when it was published.
    ///
    /// # Errors
    /// When a published period or code is missing tonight, or nothing may be published.
    pub fn settle(self, tonight: &Coverage, catalogue: &Catalogue) -> Result<(Coverage, History), VersionsError> {
        let Self { newest, older, as_of, is_correction } = self;
        let versions = &catalogue.file.versions;
        let is_published = |period: &Period| newest.as_ref().is_some_and(|newest| newest.periods.contains(period));
        let is_shown = |period: &Period| is_published(period) || versions.is_ripe(*period, as_of);
        let periods: Vec<Period> = tonight.periods.iter().copied().filter(is_shown).collect();
        if periods.is_empty() {
            return Err(VersionsError::NothingRipe { lag_days: versions.lag_days, as_of: as_of.to_string() });
        }
        let Some(newest) = newest else {
            let coverage = Coverage::new(periods, tonight.municipalities(), |m, p| tonight.is_counted(m, p));
            return Ok((coverage, History::default()));
        };
        check_periods(&newest, &periods)?;
        if !is_correction {
            check_codes(&newest, catalogue)?;
        }
        let is_same = |period: Period| {
            let mut all = (0..=u8::MAX).take(tonight.municipalities());
            all.all(|municipality| newest.is_counted(municipality, period) == tonight.is_counted(municipality, period))
        };
        let late: BTreeSet<Period> = newest.periods.iter().copied().filter(|period| !is_same(*period)).collect();
        let freedom = |period: &Period| match (is_correction, late.contains(period)) {
            (false, _) => Freedom::Frozen,
            (true, false) => Freedom::Corrected(Otherwise::Hold),
            (true, true) => Freedom::Corrected(Otherwise::Withhold),
        };
        let freedoms: BTreeMap<Period, Freedom> = newest.periods.iter().map(|p| (*p, freedom(p))).collect();
        let coverage = Coverage::new(periods.clone(), tonight.municipalities(), |municipality, period| match freedoms
            .get(&period)
        {
            Some(Freedom::Frozen) => newest.is_counted(municipality, period),
            Some(Freedom::Corrected(_)) | None => tonight.is_counted(municipality, period),
        });
        let before = is_correction
            .then(|| Coverage::new(periods.clone(), tonight.municipalities(), |m, p| newest.is_counted(m, p)));
        Ok((coverage, History { newest: Some(newest), older, periods, freedoms, late, before }))
    }
}

impl History {
    /// Where tonight's publication comes from; `None` for the first.
    pub fn lineage(&self) -> Option<Lineage> {
        let newest = self.newest.as_ref()?;
        let is_correction = self.before.is_some();
        let tonight = is_correction.then(|| newest.pointer.clone());
        let manifest = &newest.manifest;
        Some(Lineage {
            publication: manifest.publication.clone(),
            previous: manifest.previous.clone(),
            corrected: manifest.corrected.iter().cloned().chain(tonight).collect(),
        })
    }

    /// Who was counted before tonight, on a night that corrects.
    pub(crate) fn coverage_before(&self) -> Option<&Coverage> {
        self.before.as_ref()
    }

    /// Frozen periods of which the register has other municipalities by now.
    pub(crate) fn late(&self) -> impl Iterator<Item = Period> {
        let is_frozen = |period: &&Period| self.freedoms.get(period) == Some(&Freedom::Frozen);
        self.late.iter().filter(is_frozen).copied()
    }

    /// How many periods are frozen, and how many are corrected.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let frozen = self.freedoms.values().filter(|freedom| **freedom == Freedom::Frozen).count();
        (frozen, self.freedoms.len() - frozen)
    }

    /// The period at a position of tonight's coverage.
    pub(crate) fn period(&self, position: usize) -> Option<Period> {
        self.periods.get(position).copied()
    }

    /// What was published of a block; `None` for one that is published for the first time.
    pub(crate) fn block(&self, dataset: &str, code: CodeIdx, position: usize) -> Option<EarlierBlock<'_>> {
        let period = self.period(position)?;
        let newest = self.newest.as_ref()?.block(dataset, code, period)?;
        let older = self.older.iter().filter_map(|version| version.block(dataset, code, period));
        let freedom = *self.freedoms.get(&period)?;
        Some(EarlierBlock { versions: std::iter::once(newest).chain(older).collect(), freedom })
    }

    /// Adds the blocks of a dataset that are published and in which nobody is counted tonight.
    pub(crate) fn with_gone(&self, dataset: &str, mut blocks: Vec<ConfidentialBlock>) -> Vec<ConfidentialBlock> {
        let counted: BTreeSet<(CodeIdx, usize)> = blocks.iter().map(|block| (block.code, block.period)).collect();
        for (code, period) in self.newest.iter().flat_map(|newest| newest.blocks_of(dataset)) {
            let Some(position) = self.periods.iter().position(|own| *own == period) else { continue };
            if !counted.contains(&(code, position)) {
                blocks.push(ConfidentialBlock { code, period: position, leaves: Vec::new() });
            }
        }
        blocks.sort_by_key(|block| (block.code, block.period));
        blocks
    }
}

impl EarlierBlock<'_> {
    /// The newest version's cells of a cuboid, on tonight's positions.
    pub(crate) fn carried(&self, cuboid: usize, (code, period): (CodeIdx, usize)) -> Vec<SuppressedCell> {
        let rows = self.versions.first().map(|newest| newest.of_cuboid(cuboid)).unwrap_or_default();
        let period = u16::try_from(period).unwrap_or(u16::MAX);
        let cell = |row: &super::published::Row| SuppressedCell {
            area: row.area,
            period,
            code,
            further: row.further,
            cell: row.cell,
        };
        rows.iter().map(cell).collect()
    }
}

fn check_periods(newest: &Published, periods: &[Period]) -> Result<(), VersionsError> {
    match newest.periods.iter().find(|period| !periods.contains(period)) {
        Some(period) => {
            let first = newest.periods.first().copied().unwrap_or(*period);
            Err(VersionsError::PeriodGone { period: *period, first })
        }
        None => Ok(()),
    }
}

/// In a frozen period the same codes must be in force as when it was published.
fn check_codes(newest: &Published, catalogue: &Catalogue) -> Result<(), VersionsError> {
    for (code, member) in (0..).zip(&catalogue.codes.dimension.members) {
        for period in &newest.periods {
            let was_in_force = newest.codes.contains(&code) && !newest.not_applicable.contains(&(code, *period));
            if was_in_force != member.is_in_force(*period) {
                let text = |is_in_force| if is_in_force { "in force" } else { "not in force" }.to_owned();
                return Err(VersionsError::Changed {
                    what: format!("code {} in the frozen period {period}", member.code),
                    found: text(!was_in_force),
                    expected: text(was_in_force),
                    publication: newest.manifest.publication.clone(),
                });
            }
        }
    }
    Ok(())
}
