//! Cutting cuboids into files by branch of the code dimension.

use std::collections::BTreeMap;

use naerblik_shared::{
    cell::Cell,
    cube::{Axis, CubeHeader, SparseCube},
    digest::Digest,
    manifest::{ManifestAxis, Shard},
    period::Period,
    schema::{DimensionId, Member, MemberCode, level},
    wire,
};

use super::AssembleError;
use crate::{
    catalogue::{Catalogue, CodeIdx, CuboidSpec, DatasetSpec},
    suppress::{SuppressedCell, SuppressedCube, SuppressedDataset, further},
};

/// Writes the shards of one cuboid of a dataset with codes into `files`.
pub(super) fn of_codes(
    cube: &SuppressedCube,
    catalogue: &Catalogue,
    (spec, dataset, cuboid): (&DatasetSpec, &SuppressedDataset, &CuboidSpec),
    axes: &[ManifestAxis],
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<Vec<Shard>, AssembleError> {
    let periods = &cube.record().coverage.periods;
    let published: Vec<Period> = periods.iter().copied().filter(|p| cuboid.grains.contains(&p.grain())).collect();
    let areas = positions_on_axis(catalogue.areas_of(cuboid));
    let on_axis = positions_on_axis(periods.iter().map(|period| cuboid.grains.contains(&period.grain())));
    let mut shards = Vec::new();
    let cut = if further(&cuboid.dimensions).is_empty() { level::DOMAIN } else { level::CODE_GROUP };
    let mut rows: BTreeMap<CodeIdx, usize> = BTreeMap::new();
    for cell in dataset.cells(&cuboid.id) {
        *rows.entry(cell.code).or_default() += 1;
    }
    let branches = branches(catalogue, &spec.id, cut);
    let pieces: Vec<Vec<CodeIdx>> = branches.into_iter().flat_map(|branch| pieces(branch, &rows)).collect();
    let positions = AxisPositions { codes: codes_on_axes(&pieces), areas: &areas, periods: &on_axis };
    let mut cells = vec![Vec::new(); pieces.len()];
    let header = |codes: &[&Member]| CubeHeader {
        dataset: spec.id.clone(),
        cuboid: cuboid.id.clone(),
        measure: "citizens".to_owned(),
        axes: shard_axes(axes, codes),
        not_reported: not_reported(cube, catalogue, (&published, &catalogue.areas_of(cuboid))),
        not_applicable: not_applicable(codes, &published),
        fictive: cube.record().register.fictive,
    };
    let codes_of =
        |piece: &[CodeIdx]| -> Vec<&Member> { piece.iter().filter_map(|code| catalogue.codes.member(*code)).collect() };
    let headers: Vec<CubeHeader> = pieces.iter().map(|piece| header(&codes_of(piece))).collect();
    positions.place(dataset.cells(&cuboid.id), &headers, &mut cells);
    for ((piece, header), cells) in pieces.iter().zip(headers).zip(cells) {
        let codes = codes_of(piece).into_iter().map(|member| member.code.clone()).collect();
        shards.push(write(&SparseCube { header, cells }, [(DimensionId::Code, codes)].into(), files)?);
    }
    Ok(shards)
}

/// Encodes a cube, files it under its digest, and describes it.
pub(super) fn write(
    cube: &SparseCube,
    only: BTreeMap<DimensionId, Vec<MemberCode>>,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<Shard, AssembleError> {
    let bytes = wire::encode(cube).map_err(|source| AssembleError::Shard {
        dataset: cube.header.dataset.clone(),
        cuboid: cube.header.cuboid.clone(),
        source,
    })?;
    let digest = Digest::of(&bytes);
    let path = format!("data/{digest}.arrow");
    let rows = u64::try_from(cube.cells.len()).unwrap_or(u64::MAX);
    let shard = Shard { path: path.clone(), digest, bytes: u64::try_from(bytes.len()).unwrap_or(0), rows, only };
    files.insert(path, bytes);
    Ok(shard)
}

/// Areas in which no municipality is counted, by period.
pub(super) fn not_reported(
    cube: &SuppressedCube,
    catalogue: &Catalogue,
    (published, has_area): (&[Period], &[bool]),
) -> Vec<(MemberCode, MemberCode)> {
    let coverage = &cube.record().coverage;
    let mut pairs = Vec::new();
    for (position, period) in coverage.periods.iter().enumerate().filter(|(_, p)| published.contains(p)) {
        let mut counted = vec![false; catalogue.areas.dimension.members.len()];
        for (municipality, _) in (0_u8..).zip(catalogue.areas.municipality_codes()) {
            if coverage.of(municipality).contains(position) {
                for area in catalogue.areas.containing(municipality) {
                    if let Some(is_counted) = counted.get_mut(usize::from(*area)) {
                        *is_counted = true;
                    }
                }
            }
        }
        let areas = catalogue.areas.dimension.members.iter().zip(counted).zip(has_area);
        let absent = areas.filter(|((_, is_counted), has_area)| !is_counted && **has_area);
        pairs.extend(absent.map(|((member, _), _)| (member.code.clone(), MemberCode::from(*period))));
    }
    pairs
}

/// The codes of a dataset, cut into branches below members of the level `cut`; the root and the domains go together.
fn branches(catalogue: &Catalogue, dataset: &str, cut: &str) -> Vec<Vec<CodeIdx>> {
    let mut top = Vec::new();
    let mut below: BTreeMap<CodeIdx, Vec<CodeIdx>> = BTreeMap::new();
    for code in catalogue.codes.of_dataset(dataset) {
        let Some(member) = catalogue.codes.member(code) else { continue };
        let above = catalogue.codes.upwards(code);
        let is_top = matches!(member.level.as_str(), level::ALL_CODES | level::DOMAIN);
        let head = above.iter().rev().find(|up| catalogue.codes.member(**up).is_some_and(|m| m.level == cut));
        let domain = above.iter().find(|up| catalogue.codes.member(**up).is_some_and(|m| m.level == level::DOMAIN));
        match head.or(domain) {
            Some(head) if !is_top => below.entry(*head).or_default().push(code),
            _ => top.push(code),
        }
    }
    std::iter::once(top).chain(below.into_values()).filter(|branch| !branch.is_empty()).collect()
}

/// As many rows as a shard may have before it is cut in two: about 150 kB after brotli.
const MOST_ROWS: usize = 130_000;

/// A branch cut in halves until no piece has too many rows, or a single code.
fn pieces(mut branch: Vec<CodeIdx>, rows: &BTreeMap<CodeIdx, usize>) -> Vec<Vec<CodeIdx>> {
    let all: usize = branch.iter().filter_map(|code| rows.get(code)).sum();
    if all <= MOST_ROWS || branch.len() < 2 {
        return vec![branch];
    }
    let second = branch.split_off(branch.len().div_ceil(2));
    [branch, second].into_iter().flat_map(|half| pieces(half, rows)).collect()
}

fn shard_axes(axes: &[ManifestAxis], codes: &[&Member]) -> Vec<Axis> {
    let members = |axis: &ManifestAxis| match axis.dimension {
        DimensionId::Code => codes.iter().map(|member| member.code.clone()).collect(),
        _ => axis.members.clone(),
    };
    axes.iter().map(|axis| Axis { dimension: axis.dimension, members: members(axis) }).collect()
}

fn not_applicable(codes: &[&Member], published: &[Period]) -> Vec<(MemberCode, MemberCode)> {
    let mut pairs = Vec::new();
    for member in codes {
        let absent = published.iter().filter(|period| !member.is_in_force(**period));
        pairs.extend(absent.map(|period| (member.code.clone(), MemberCode::from(*period))));
    }
    pairs
}

/// Where codes, areas and periods lie on the axes of the shards of a cuboid.
struct AxisPositions<'a> {
    /// For each code its shard and its position on the axis.
    codes: BTreeMap<CodeIdx, (usize, u32)>,
    /// For each area of the dimension its position on the axis.
    areas: &'a [Option<u32>],
    /// For each period of the coverage its position on the axis.
    periods: &'a [Option<u32>],
}

/// For each code its piece and its position there.
fn codes_on_axes(pieces: &[Vec<CodeIdx>]) -> BTreeMap<CodeIdx, (usize, u32)> {
    let of_piece = |(piece, codes): (usize, &Vec<CodeIdx>)| {
        let codes: Vec<(CodeIdx, (usize, u32))> =
            codes.iter().zip(0..).map(|(code, at)| (*code, (piece, at))).collect();
        codes
    };
    pieces.iter().enumerate().flat_map(of_piece).collect()
}

impl AxisPositions<'_> {
    /// Puts each cell into its shard, with its offset in the dense cube.
    fn place(&self, cells: &[SuppressedCell], headers: &[CubeHeader], shards: &mut [Vec<(u32, Cell)>]) {
        let last = self.codes.keys().last().map_or(0, |last| usize::from(*last) + 1);
        let mut codes = vec![None; last];
        for (code, place) in &self.codes {
            codes.get_mut(usize::from(*code)).into_iter().for_each(|own| *own = Some(*place));
        }
        let size = |axis: &Axis| u32::try_from(axis.members.len()).unwrap_or(u32::MAX);
        let sizes: Vec<Vec<u32>> = headers.iter().map(|header| header.axes.iter().map(size).collect()).collect();
        for cell in cells {
            let Some((piece, code)) = codes.get(usize::from(cell.code)).copied().flatten() else { continue };
            let Some(period) = self.periods.get(usize::from(cell.period)).copied().flatten() else { continue };
            let Some(area) = self.areas.get(usize::from(cell.area)).copied().flatten() else { continue };
            let [first, second] = cell.further.map(u32::from);
            let Some((shard, sizes)) = shards.get_mut(piece).zip(sizes.get(piece)) else { continue };
            let positions = [area, period, code, first, second];
            let offset = positions.iter().zip(sizes).fold(0, |offset, (at, size)| offset * size + at);
            shard.push((offset, cell.cell));
        }
        for cells in shards {
            cells.sort_unstable_by_key(|(offset, _)| *offset);
        }
    }
}

/// For each member of a dimension its position on an axis that has only some.
fn positions_on_axis(is_on_axis: impl IntoIterator<Item = bool>) -> Vec<Option<u32>> {
    let mut next = 0..;
    is_on_axis.into_iter().map(|is_on| if is_on { next.next() } else { None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_branch_is_cut_until_its_pieces_are_small() {
        let cut = |rows: &[usize]| {
            let codes: Vec<CodeIdx> = (0..).take(rows.len()).collect();
            let rows = codes.iter().copied().zip(rows.iter().copied()).collect();
            pieces(codes, &rows)
        };
        assert_eq!(cut(&[MOST_ROWS / 2, MOST_ROWS / 2]), [vec![0, 1]], "as many as may be");
        assert_eq!(cut(&[MOST_ROWS, 1, 1, 1]), [vec![0], vec![1], vec![2, 3]], "halves, and halves of halves");
        assert_eq!(cut(&[2 * MOST_ROWS]), [vec![0]], "one code is not cut");
    }
}
