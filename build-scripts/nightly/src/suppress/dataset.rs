//! All blocks of a dataset: protected one by one, settled together, attacked, and turned into cuboids.

use std::collections::{BTreeMap, BTreeSet};

use naerblik_shared::period::Period;
use naerblik_suppression::{
    linked::{Linked, Settlement, settle},
    verify::Exposure,
};
use rayon::prelude::*;

use super::{
    DatasetReceipt, Failure, FreshBlocks, SuppressError, SuppressedCuboid, VersionsReceipt,
    block::{self, Part},
    linking::{Place, Universes},
    part::{ProtectedPart, Tools, is_exposed, protect_part, renewed_part},
    renewal::{Fate, Outcome, Renewals},
};
use crate::{
    aggregate::{ConfidentialBlock, ConfidentialDataset},
    progress::Progress,
};

/// Protects a dataset, attacks the result, and lets through what withstood.
///
/// # Errors
/// When the attack finds anything, or a block cannot be protected.
pub(super) fn protect_dataset(
    dataset: ConfidentialDataset,
    renewals: &Renewals<'_>,
    progress: Progress,
    versions: &mut VersionsReceipt,
) -> Result<(Vec<SuppressedCuboid>, FreshBlocks, DatasetReceipt), SuppressError> {
    let ConfidentialDataset { id, blocks } = dataset;
    let tools = renewals.tools;
    let blocks = renewals.history.with_gone(&id, blocks);
    let universes = Universes::of(&blocks, tools.context);
    let of_dataset = |failure: Failure| failure.in_dataset(&id);
    let renewed = renew(&blocks, &universes, renewals, &id).map_err(of_dataset)?;
    let open = open_groups(&blocks, &renewed, tools);
    let known = renewed_parts((&renewed, &open), &blocks, &universes, tools);
    let parts = protect_parts(&blocks, &universes, (&renewed, known), tools, (&id, progress)).map_err(of_dataset)?;
    let leaking = parts.iter().filter(|part| part.is_leaking()).count();
    let (mut parts, settlements) = settle_parts(parts, &blocks, &universes, tools, (&id, progress));
    let given_away: usize = settlements.iter().map(|(_, given_away)| given_away).sum();
    withhold_lone_diseases(&mut parts, &universes);
    let exposed = count_exposed(&parts, &universes, tools, (&id, progress)).map_err(of_dataset)?;
    let exposed = exposed + renewed.values().filter(|outcome| outcome.is_exposed).count();
    let exposed = exposed + leaking + given_away;
    if exposed > 0 {
        return Err(SuppressError::Exposed { dataset: id, blocks: exposed });
    }
    let mut receipt = DatasetReceipt::new(&id);
    for (settlement, _) in &settlements {
        receipt.add_settlement(settlement);
    }
    let new = |id: &str| SuppressedCuboid { id: id.to_owned(), cells: Vec::new() };
    let mut cuboids: Vec<SuppressedCuboid> = tools.context.cuboids().map(|spec| new(&spec.id)).collect();
    for (at, outcome) in &renewed {
        let period = blocks.get(*at).and_then(|block| renewals.history.period(block.period));
        versions.add(outcome.renewed, period);
        if outcome.renewed.fate != Fate::Replaced {
            for (cuboid, cells) in cuboids.iter_mut().zip(&outcome.cells) {
                cuboid.cells.extend(cells);
            }
        }
    }
    let mut fresh = FreshBlocks::new();
    for part in parts.iter().filter(|part| !part.table.is_fixed) {
        receipt.add(part);
        let place = blocks.get(part.block).zip(universes.all.get(part.universe));
        let Some((block, universe)) = place else { continue };
        fresh.extend(u16::try_from(block.period).ok().map(|period| (block.code, period)));
        for (cuboid, cells) in cuboids.iter_mut().zip(block::published(block, tools.context, universe, &part.table)) {
            cuboid.cells.extend(cells);
        }
    }
    for cuboid in &mut cuboids {
        cuboid.sort();
    }
    Ok((cuboids, fresh, receipt))
}

/// Carries over or renews the blocks that were published before; by position of the block.
fn renew(
    blocks: &[ConfidentialBlock],
    universes: &Universes,
    renewals: &Renewals<'_>,
    id: &str,
) -> Result<BTreeMap<usize, Outcome>, Failure> {
    let renew = |(at, block): (usize, &ConfidentialBlock)| {
        let earlier = renewals.history.block(id, block.code, block.period)?;
        Some(renewals.renew(block, &earlier, universes).map(|outcome| (at, outcome)))
    };
    blocks.par_iter().enumerate().filter_map(renew).collect()
}

/// The groups of periods in which figures are decided tonight. Nothing relates different groups, so all others stay as
/// they were settled, attacked and published on an earlier night.
fn open_groups(blocks: &[ConfidentialBlock], renewed: &BTreeMap<usize, Outcome>, tools: Tools<'_>) -> BTreeSet<Period> {
    let is_decided = |at: &usize| renewed.get(at).is_none_or(|outcome| outcome.renewed.fate == Fate::Replaced);
    let decided = blocks.iter().enumerate().filter(|(at, _)| is_decided(at));
    decided.map(|(_, block)| tools.context.group(block.period)).collect()
}

/// The parts of renewed blocks that say something about tonight's: those whose figures are the register's. What is held
/// although the register has other figures cannot be compared with tonight's.
fn renewed_parts(
    (renewed, open): (&BTreeMap<usize, Outcome>, &BTreeSet<Period>),
    blocks: &[ConfidentialBlock],
    universes: &Universes,
    tools: Tools<'_>,
) -> BTreeMap<Place, ProtectedPart> {
    let mut parts = BTreeMap::new();
    for (&at, outcome) in renewed {
        let Some(block) = blocks.get(at) else { continue };
        if !open.contains(&tools.context.group(block.period)) {
            continue;
        }
        let is_fixed = match outcome.renewed.fate {
            Fate::Unchanged => true,
            Fate::Replaced => false,
            Fate::Held | Fate::Withheld => continue,
        };
        let grain = tools.context.period(block.period).grain();
        for (universe_at, universe) in universes.all.iter().enumerate().filter(|(_, own)| own.grain == grain) {
            let shown = outcome.shown(universe.part, tools.context);
            let mut part = renewed_part((at, block), (universe_at, universe), (&shown, is_fixed), tools);
            part.table.is_withheld = outcome.is_withheld(block, universe.part, tools.context);
            parts.insert((at, universe_at), part);
        }
    }
    parts
}

/// Protects every part by itself, whatever others show: what follows from several is for settling to hold back, which
/// then chooses freely.
fn protect_parts(
    blocks: &[ConfidentialBlock],
    universes: &Universes,
    (renewed, mut parts): (&BTreeMap<usize, Outcome>, BTreeMap<Place, ProtectedPart>),
    tools: Tools<'_>,
    (id, progress): (&str, Progress),
) -> Result<Vec<ProtectedPart>, Failure> {
    let mut wanted = universes.parts_of(blocks, tools.context);
    wanted.retain(|(block, _)| !renewed.contains_key(block));
    let bar = progress.bar(&format!("suppress {id}"), wanted.len());
    let protected: Vec<ProtectedPart> = wanted
        .into_par_iter()
        .filter_map(|(block, universe)| {
            let (own, leaves) = (blocks.get(block)?, universes.all.get(universe)?);
            let part = protect_part((block, own), (universe, leaves), tools);
            bar.advance();
            Some(part)
        })
        .collect::<Result<_, _>>()?;
    parts.extend(protected.into_iter().map(|part| ((part.block, part.universe), part)));
    Ok(parts.into_values().collect())
}

/// Settles the parts of each group of periods: nothing relates different groups. With each settlement how many blocks give
/// something away that was not given away before, as an attack finds that is no part of settling.
fn settle_parts(
    parts: Vec<ProtectedPart>,
    blocks: &[ConfidentialBlock],
    universes: &Universes,
    tools: Tools<'_>,
    (id, progress): (&str, Progress),
) -> (Vec<ProtectedPart>, Vec<(Settlement, usize)>) {
    let mut groups: BTreeMap<(Part, Period), Vec<ProtectedPart>> = BTreeMap::new();
    for part in parts {
        let Some(block) = blocks.get(part.block) else { continue };
        groups.entry((universes.part(&part), tools.context.group(block.period))).or_default().push(part);
    }
    let bar = progress.bar(&format!("relations {id}"), groups.len());
    let settled: Vec<(Vec<ProtectedPart>, (Settlement, usize))> = groups
        .into_par_iter()
        .map(|(_, mut parts)| {
            let mut linked = universes.link(blocks, &mut parts, tools.context);
            let settlement = settle(&mut linked, universes.attacker());
            tracing::debug!(tables = linked.tables().len(), ?settlement, "relations settled");
            let given_away = given_away(&linked, universes).saturating_sub(settlement.published_before);
            for (part, table) in parts.iter_mut().zip(linked.into_tables()) {
                part.table = table;
            }
            bar.advance();
            (parts, (settlement, given_away))
        })
        .collect();
    let (parts, settlements): (Vec<_>, Vec<_>) = settled.into_iter().unzip();
    (parts.into_iter().flatten().collect(), settlements)
}

/// How many numbers follow from linked parts, besides those that were published before and cannot be taken back.
fn given_away(linked: &Linked, universes: &Universes) -> usize {
    let exposed = universes.attacker().attack(linked);
    let is_public = |exposure: &&Exposure| {
        let table = linked.tables().get(exposure.table).filter(|table| table.is_fixed);
        table.is_some_and(|table| table.cells.iter().any(|cell| cell.cell == exposure.cell && cell.is_published))
    };
    exposed.iter().filter(|exposure| !is_public(exposure)).count()
}

/// Withholds parts by disease whose totals are not shown in both parts of the block: what keeps the two apart.
fn withhold_lone_diseases(parts: &mut [ProtectedPart], universes: &Universes) {
    let mut shown = BTreeMap::new();
    for part in parts.iter().filter(|part| universes.part(part) == Part::Main) {
        shown.insert(part.block, universes.shown_totals(part));
    }
    for part in parts.iter_mut().filter(|part| universes.part(part) == Part::Disease && !part.table.is_fixed) {
        let own = universes.shown_totals(part);
        let is_shown = |area: &u16| shown.get(&part.block).and_then(|totals| totals.get(area)) == Some(&true);
        if !own.iter().all(|(area, is_own_shown)| *is_own_shown && is_shown(area)) {
            part.table.withhold();
        }
    }
}

/// Attacks every open part by itself, and checks its proofs; how many gave anything away.
fn count_exposed(
    parts: &[ProtectedPart],
    universes: &Universes,
    tools: Tools<'_>,
    (id, progress): (&str, Progress),
) -> Result<usize, Failure> {
    let bar = progress.bar(&format!("attack {id}"), parts.len());
    let attacked: Vec<bool> = parts
        .par_iter()
        .filter(|part| !part.table.is_withheld && !part.is_renewed)
        .filter_map(|part| {
            let exposed = is_exposed(&part.table, universes.all.get(part.universe)?, tools.policy);
            bar.advance();
            Some(exposed)
        })
        .collect::<Result<_, _>>()?;
    Ok(attacked.into_iter().filter(|is_exposed| *is_exposed).count())
}
