//! The audit that stands between a finished publication and its readers.
//!
//! The night examines what it is about to publish with the code of `nightly audit`, as a stranger would. Where several
//! figures together give a small number away, it holds back as few of tonight's figures as it takes ([`Repair`]);
//! what is left is a reason not to publish. Figures of earlier nights are public and cannot be held back: years in
//! which nothing is new are not looked at again.

use std::collections::{BTreeMap, BTreeSet};

use naerblik_shared::{
    cell::Cell,
    manifest::Manifest,
    period::Period,
    schema::{DimensionId, MemberCode},
};
use naerblik_suppression::{Policy, ZeroPolicy, verify::examine::Depth};

use super::{
    AuditError, Study,
    block::{Rules, Verdict},
    figures::{DatasetFigures, Figures},
    layout::Geography,
    repair::{BlockAt, Repair},
};
use crate::{
    catalogue::CodeIdx,
    progress::Progress,
    suppress::{FreshBlocks, HeldBack, SuppressedCell, WithheldBlock},
};

/// What the night's own audit says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NightAudit {
    /// Figures that must be suppressed before the publication may be written.
    pub held_back: Vec<HeldBack>,
    /// Blocks that must be withheld throughout, zeros included.
    pub withheld: Vec<WithheldBlock>,
    /// Small numbers that followed from several figures before anything was held back.
    pub followed: usize,
    /// Small numbers that are given away all the same, or of which nobody can tell: reasons not to publish.
    pub findings: usize,
    /// Codes and periods that were examined.
    pub blocks: usize,
}

/// A publication that is not written yet.
#[derive(Clone, Copy)]
pub struct Unpublished<'a> {
    /// Its table of contents.
    pub manifest: &'a Manifest,
    /// Its files by path.
    pub files: &'a BTreeMap<String, Vec<u8>>,
}

/// Examines the years of a publication in which something is new.
///
/// `fresh` has for each dataset the blocks that were decided tonight, by positions of code and period in their
/// dimensions; only their figures are held back.
///
/// # Errors
/// When the publication is not one that readers could read.
pub fn audit_night(
    publication: Unpublished<'_>,
    fresh: &BTreeMap<String, FreshBlocks>,
    progress: Progress,
) -> Result<NightAudit, AuditError> {
    let figures = Figures::of(publication)?;
    let periods = periods(&figures)?;
    let threshold = figures.manifest().threshold_citizens;
    let least = u32::from(Policy::default().zeros == ZeroPolicy::Public);
    let rules = Rules { threshold, least, depth: Depth::QUICK };
    let mut audit = NightAudit::default();
    let bar = progress.bar("audit", figures.datasets.len());
    for dataset in &figures.datasets {
        if let Some(fresh) = fresh.get(&dataset.id).filter(|fresh| !fresh.is_empty()) {
            let positions = Positions::new(&figures, dataset, &periods);
            audit.add(&figures, dataset, (rules, &positions), fresh);
        }
        bar.advance();
    }
    Ok(audit)
}

/// All periods, in the order of their dimension.
fn periods(figures: &Figures) -> Result<Vec<Period>, AuditError> {
    let members = figures.manifest().dimension(DimensionId::Period).map_or(&[][..], |dimension| &dimension.members);
    members.iter().map(|member| Ok(Period::parse(member.code.as_str())?)).collect()
}

impl NightAudit {
    fn add(
        &mut self,
        figures: &Figures,
        dataset: &DatasetFigures,
        (rules, positions): (Rules, &Positions<'_>),
        fresh: &FreshBlocks,
    ) {
        let geography = Geography::new(figures, dataset);
        let years: BTreeSet<u16> = fresh.iter().filter_map(|block| positions.year(*block)).collect();
        let periods: Vec<Period> =
            positions.periods.iter().copied().filter(|period| years.contains(&period.year())).collect();
        let study = Study::of(figures, dataset, &geography, (rules, &periods));
        let is_fresh = study.layouts.iter().map(|layout| {
            let period = positions.period(layout.period);
            let of_code = |code| positions.code(code).zip(period).is_some_and(|block| fresh.contains(&block));
            dataset.codes.iter().map(of_code).collect()
        });
        let is_fresh: Vec<Vec<bool>> = is_fresh.collect();
        self.blocks += study.all().count();
        self.findings += shown_small(&study, &is_fresh);
        let mut repair = Repair::new(study, &geography, is_fresh);
        let outcome = repair.run();
        self.followed += outcome.followed;
        self.findings += outcome.left;
        let withheld: BTreeSet<BlockAt> = repair.withheld().collect();
        let figures = repair.hidden().filter(|at| !withheld.contains(&(at.0, at.1)));
        self.held_back.extend(figures.filter_map(|place| positions.held_back(&repair.study, place)));
        self.withheld.extend(withheld.into_iter().filter_map(|block| positions.withheld(&repair.study, block)));
    }
}

/// Small numbers, or small remainders, that stand in tonight's blocks.
fn shown_small(study: &Study<'_>, is_fresh: &[Vec<bool>]) -> usize {
    let fresh = study.blocks.iter().zip(is_fresh).flat_map(|(blocks, is_fresh)| blocks.iter().zip(is_fresh));
    let of_block = |(block, is_fresh): (&Option<super::Block>, &bool)| {
        let block = block.as_ref().filter(|_| *is_fresh)?;
        let is_small = |verdict: &&Verdict| matches!(verdict, Verdict::ShownSmall | Verdict::ShownSmallRest);
        let contradicts = usize::from(block.result.is_contradictory);
        Some(block.result.verdicts.iter().filter(is_small).count() + contradicts)
    };
    fresh.filter_map(of_block).sum()
}

/// Where the members of a dataset stand among all areas, codes and periods of the night.
struct Positions<'a> {
    dataset: &'a DatasetFigures,
    area: BTreeMap<&'a MemberCode, u16>,
    code: BTreeMap<&'a MemberCode, CodeIdx>,
    periods: &'a [Period],
}

impl<'a> Positions<'a> {
    fn new(figures: &'a Figures, dataset: &'a DatasetFigures, periods: &'a [Period]) -> Self {
        let of = |id: DimensionId| {
            let members = figures.manifest().dimension(id).map_or(&[][..], |dimension| &dimension.members);
            members.iter().map(|member| &member.code).zip(0..).collect()
        };
        Self { dataset, area: of(DimensionId::Area), code: of(DimensionId::Code), periods }
    }

    fn year(&self, (_, period): (CodeIdx, u16)) -> Option<u16> {
        self.periods.get(usize::from(period)).map(|period| period.year())
    }

    fn period(&self, period: Period) -> Option<u16> {
        self.periods.iter().position(|known| *known == period).and_then(|at| u16::try_from(at).ok())
    }

    fn code(&self, code: &MemberCode) -> Option<CodeIdx> {
        self.code.get(code).copied()
    }

    fn withheld(&self, study: &Study<'_>, (layout, code): BlockAt) -> Option<WithheldBlock> {
        let period = self.period(study.layouts.get(layout)?.period)?;
        let code = self.code(self.dataset.codes.get(code)?)?;
        Some(WithheldBlock { dataset: self.dataset.id.clone(), code, period })
    }

    fn held_back(&self, study: &Study<'_>, (layout, code, cell): (usize, usize, usize)) -> Option<HeldBack> {
        let layout = study.layouts.get(layout)?;
        let place = layout.cells.get(cell)?;
        let cuboid = self.dataset.cuboids.get(place.cuboid)?;
        let mut further = [0; 2];
        for (own, at) in further.iter_mut().zip(&place.further) {
            *own = u8::try_from(*at).ok()?;
        }
        let cell = SuppressedCell {
            area: *self.area.get(cuboid.areas.get(place.area)?)?,
            period: self.period(layout.period)?,
            code: self.code(self.dataset.codes.get(code)?)?,
            further,
            cell: Cell::Suppressed,
        };
        Some(HeldBack { dataset: self.dataset.id.clone(), cuboid: cuboid.id.clone(), cell })
    }
}
