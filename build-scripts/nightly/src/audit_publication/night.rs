//! The audit that stands between a finished publication and its readers.
//!
//! The night examines what it is about to publish with the code of `nightly audit`, as a stranger would. Where several
//! figures together give a small number away, it holds back as few of tonight's figures as it takes ([`Repair`]);
//! what is left is a reason not to publish. Figures of earlier nights are public and cannot be held back: periods to
//! which nothing new relates are not looked at again.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

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
    /// Reasons not to publish.
    pub findings: Findings,
    /// Codes and periods that were examined.
    pub blocks: usize,
}

/// Reasons not to publish, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Findings {
    /// Small numbers, or small remainders of public groups, that stand in the files.
    pub shown: usize,
    /// Codes and periods whose figures fit no register, and cells in which a group and its codes contradict each other.
    pub contradictions: usize,
    /// Small numbers that follow from several figures, whatever of tonight's is held back.
    pub following: usize,
    /// Withheld cells of which the search could not tell whether their small number follows.
    pub undecided: usize,
}

impl Findings {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { shown, contradictions, following, undecided } = self;
        write!(
            f,
            "{shown} small numbers shown, {contradictions} contradictions, \
             {following} small numbers that follow, {undecided} undecided"
        )
    }
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

/// All periods that say something about some of them: those that hold each other, directly or through others.
/// No others are looked at, for nothing follows for them from tonight.
fn related(periods: &[Period], some: impl Iterator<Item = usize>) -> Vec<Period> {
    let mut is_related = vec![false; periods.len()];
    let mut open: Vec<usize> = some.collect();
    while let Some(at) = open.pop() {
        let Some(period) = periods.get(at) else { continue };
        if is_related.get_mut(at).is_none_or(|own| std::mem::replace(own, true)) {
            continue;
        }
        let months: Vec<Period> = period.months().collect();
        let touches = |other: &Period| other.months().any(|month| months.contains(&month));
        open.extend(periods.iter().enumerate().filter(|(_, other)| touches(other)).map(|(at, _)| at));
    }
    periods.iter().zip(is_related).filter(|(_, is_related)| *is_related).map(|(period, _)| *period).collect()
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
        let periods = related(positions.periods, fresh.iter().map(|(_, period)| usize::from(*period)));
        let study = Study::of(figures, dataset, &geography, (rules, &periods));
        let is_fresh = study.layouts.iter().map(|layout| {
            let period = positions.period(layout.period);
            let of_code = |code| positions.code(code).zip(period).is_some_and(|block| fresh.contains(&block));
            dataset.codes.iter().map(of_code).collect()
        });
        let is_fresh: Vec<Vec<bool>> = is_fresh.collect();
        self.blocks += study.all().count();
        self.findings.add_blocks(&study, &is_fresh);
        let mut repair = Repair::new(study, &geography, is_fresh);
        let outcome = repair.run();
        self.followed += outcome.followed;
        self.findings.following += outcome.following;
        self.findings.contradictions += outcome.contradictions;
        self.findings.undecided += outcome.undecided;
        let withheld: BTreeSet<BlockAt> = repair.withheld().collect();
        let figures = repair.hidden().filter(|at| !withheld.contains(&(at.0, at.1)));
        self.held_back.extend(figures.filter_map(|place| positions.held_back(&repair.study, place)));
        self.withheld.extend(withheld.into_iter().filter_map(|block| positions.withheld(&repair.study, block)));
    }
}

impl Findings {
    /// Counts what is wrong within tonight's blocks; which they are is logged for who may see it, without any number.
    fn add_blocks(&mut self, study: &Study<'_>, is_fresh: &[Vec<bool>]) {
        for ((layout, blocks), is_fresh) in study.layouts.iter().zip(&study.blocks).zip(is_fresh) {
            let blocks = study.dataset.codes.iter().zip(blocks).zip(is_fresh).filter(|(_, is_fresh)| **is_fresh);
            for (code, block) in blocks.filter_map(|((code, block), _)| Some((code, block.as_ref()?))) {
                let is_small = |verdict: &&Verdict| matches!(verdict, Verdict::ShownSmall | Verdict::ShownSmallRest);
                let shown = block.result.verdicts.iter().filter(is_small).count();
                let is_contradictory = block.result.is_contradictory;
                self.shown += shown;
                self.contradictions += usize::from(is_contradictory);
                if shown > 0 || is_contradictory {
                    let (dataset, code, period) = (&study.dataset.id, code.as_str(), layout.period.to_string());
                    tracing::debug!(dataset, code, period, shown, is_contradictory, "block with findings");
                }
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_period_brings_those_along_that_published_periods_relate_to_it() {
        let related_to = |periods: &str, new: &str| {
            let periods: Vec<Period> = periods.split(' ').map(|period| Period::parse(period).unwrap()).collect();
            let new = periods.iter().position(|period| period.to_string() == new);
            related(&periods, new.into_iter()).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        let two_months = "2025Q3 2025-07 2025-08 2025-09 2025-10 2025-11";
        assert_eq!(related_to(two_months, "2025-11"), "2025-11", "nothing published holds the two months");
        let quarter = format!("{two_months} 2025Q4 2025-12");
        assert_eq!(related_to(&quarter, "2025-12"), "2025-10 2025-11 2025Q4 2025-12");
        let year = format!("2025 {quarter} 2026-01");
        assert_eq!(related_to(&year, "2025-12"), format!("2025 {quarter}"));
        assert_eq!(related_to(&year, "2025-08"), format!("2025 {quarter}"), "through the year");
        assert_eq!(related_to(&year, "2026-01"), "2026-01");
    }
}
