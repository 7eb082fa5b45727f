//! Sixth station: the files of a publication.
//!
//! Takes nothing but a [`SuppressedCube`]. The same cube gives the same bytes.

mod dimensions;
mod public;
mod shards;

use std::collections::BTreeMap;

use naerblik_shared::{
    cell::Cell,
    digest::Digest,
    manifest::{Awaiting, Cuboid, Dataset, FORMAT_VERSION, Latest, Manifest, ManifestAxis, NextRelease, Withheld},
    period::{Grain, Period},
    schema::{DimensionId, Measure, MemberCode, Text},
    wire::WireError,
};

use crate::{
    catalogue::{Catalogue, CuboidSpec, DatasetSpec},
    derive::NightRecord,
    suppress::{SuppressedCell, SuppressedCube, SuppressedDataset, SuppressionReceipt},
    versions::Lineage,
};

/// A publication, ready to be written.
pub struct Publication {
    /// Files by path relative to `latest.json`; the names of data files are their digests.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The file that makes the publication the newest; written last.
    pub latest: Latest,
    /// The table of contents.
    pub manifest: Manifest,
    /// What is known about the night besides the figures.
    pub record: NightRecord,
    /// How much was suppressed.
    pub receipt: SuppressionReceipt,
}

/// Why a publication cannot be assembled.
#[derive(Debug, thiserror::Error)]
pub enum AssembleError {
    /// A shard does not fit the format.
    #[error("dataset `{dataset}`, cuboid `{cuboid}`: a shard cannot be written")]
    Shard {
        /// The dataset.
        dataset: String,
        /// The cuboid.
        cuboid: String,
        /// Why.
        source: WireError,
    },
    /// The manifest cannot be written as JSON.
    #[error("the manifest cannot be written")]
    Manifest {
        /// Why.
        source: serde_json::Error,
    },
}

/// Encodes every shard and writes the manifest.
///
/// # Errors
/// When a shard does not fit the format.
pub fn assemble(
    cube: &SuppressedCube,
    catalogue: &Catalogue,
    as_of: chrono::NaiveDate,
    lineage: Option<Lineage>,
) -> Result<Publication, AssembleError> {
    let mut files = BTreeMap::new();
    let mut datasets = Vec::new();
    for (spec, dataset) in catalogue.file.datasets.iter().zip(cube.datasets()) {
        datasets.push(code_dataset(cube, catalogue, (spec, dataset), &mut files)?);
    }
    datasets.push(public::population(cube, catalogue, &mut files)?);
    datasets.push(public::coverage(cube, catalogue, &mut files)?);
    let record = cube.record().clone();
    let mut manifest = Manifest {
        format: FORMAT_VERSION,
        publication: String::new(),
        as_of: as_of.to_string(),
        fictive: record.register.fictive.then(|| catalogue.file.fictive_notice.clone()),
        threshold_citizens: catalogue.file.threshold_citizens,
        dimensions: dimensions::all(catalogue, &record.coverage.periods),
        datasets,
        series_breaks: catalogue.file.series_breaks.clone(),
        previous: None,
        corrected: lineage.as_ref().map(|lineage| lineage.corrected.clone()).unwrap_or_default(),
        awaiting: awaiting(cube, catalogue, as_of),
        next_release: next_release(cube, catalogue, as_of),
        contact: catalogue.file.contact.clone(),
    };
    let content = Digest::of(&to_json(&manifest)?);
    manifest.publication = format!("{as_of}-{}", content.as_str().get(..8).unwrap_or_default());
    manifest.previous = match lineage {
        Some(newest) if newest.publication == manifest.publication => newest.previous,
        newest => newest.map(|newest| newest.publication),
    };
    let bytes = to_json(&manifest)?;
    let latest = Latest {
        format: FORMAT_VERSION,
        manifest: format!("manifests/{}.json", manifest.publication),
        digest: Digest::of(&bytes),
    };
    files.insert(latest.manifest.clone(), bytes);
    Ok(Publication { files, latest, manifest, record, receipt: cube.receipt().clone() })
}

/// The periods that are to be corrected, and when.
fn awaiting(cube: &SuppressedCube, catalogue: &Catalogue, as_of: chrono::NaiveDate) -> Option<Awaiting> {
    let periods: Vec<Period> = cube.receipt().versions.awaiting.iter().copied().collect();
    let correction = catalogue.file.versions.next_correction(as_of).map(|day| day.to_string());
    (!periods.is_empty()).then_some(Awaiting { periods, correction })
}

/// The next periods after the published ones, and the first day on which the lag lets them out.
fn next_release(cube: &SuppressedCube, catalogue: &Catalogue, as_of: chrono::NaiveDate) -> Option<NextRelease> {
    let grains = [Grain::Year, Grain::Quarter, Grain::Month];
    let published = &cube.record().coverage.periods;
    let newest = |grain| published.iter().copied().filter(|period| period.grain() == grain).max();
    let next: Vec<Period> = grains.into_iter().filter_map(newest).map(Period::next).collect();
    let versions = &catalogue.file.versions;
    let days = next.iter().filter_map(|period| versions.first_day(*period));
    let day = days.filter(|day| *day > as_of).min()?;
    let periods = next.into_iter().filter(|period| versions.is_ripe(*period, day)).collect();
    Some(NextRelease { day: day.to_string(), periods })
}

fn to_json(manifest: &Manifest) -> Result<Vec<u8>, AssembleError> {
    serde_json::to_vec(manifest).map_err(|source| AssembleError::Manifest { source })
}

fn code_dataset(
    cube: &SuppressedCube,
    catalogue: &Catalogue,
    (spec, dataset): (&DatasetSpec, &SuppressedDataset),
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<Dataset, AssembleError> {
    let mut cuboids = Vec::new();
    for cuboid in &catalogue.file.cuboids {
        let axes = axes(cube, catalogue, (spec, cuboid));
        let shards = shards::of_codes(cube, catalogue, (spec, dataset, cuboid), &axes, files)?;
        cuboids.push(Cuboid { id: cuboid.id.clone(), grains: cuboid.grains.clone(), axes, shards });
    }
    Ok(Dataset {
        id: spec.id.clone(),
        label: spec.label.clone(),
        measure: Measure {
            id: "citizens".to_owned(),
            label: spec.measure_label.clone(),
            unit: Text::new("borgere", "citizens"),
            sums_over: vec![DimensionId::Area, DimensionId::Age, DimensionId::Sex, DimensionId::CareHome],
        },
        declaration: spec.declaration.clone(),
        code_root: MemberCode::parse(&spec.id).ok(),
        cuboids,
        withheld: withheld(cube, catalogue, dataset),
    })
}

/// Counts figures and withheld ones by level of area, of codes that are in force.
fn withheld(cube: &SuppressedCube, catalogue: &Catalogue, dataset: &SuppressedDataset) -> Vec<Withheld> {
    let areas = &catalogue.areas.dimension.members;
    let periods = &cube.record().coverage.periods;
    let is_in_force = |cell: &&SuppressedCell| {
        let code = catalogue.codes.member(cell.code);
        code.zip(periods.get(usize::from(cell.period))).is_some_and(|(code, period)| code.is_in_force(*period))
    };
    let mut by_area = vec![(0_u64, 0_u64); areas.len()];
    let cuboids = catalogue.file.cuboids.iter();
    for cell in cuboids.flat_map(|cuboid| dataset.cells(&cuboid.id)).filter(is_in_force) {
        if let Some((figures, withheld)) = by_area.get_mut(usize::from(cell.area)) {
            *figures += 1;
            *withheld += u64::from(cell.cell == Cell::Suppressed);
        }
    }
    let mut levels: Vec<Withheld> = Vec::new();
    for (area, (figures, withheld)) in areas.iter().zip(by_area) {
        match levels.iter_mut().find(|known| known.level == area.level) {
            Some(known) => {
                known.figures += figures;
                known.withheld += withheld;
            }
            None => levels.push(Withheld { level: area.level.clone(), figures, withheld }),
        }
    }
    levels
}

fn axes(
    cube: &SuppressedCube,
    catalogue: &Catalogue,
    (spec, cuboid): (&DatasetSpec, &CuboidSpec),
) -> Vec<ManifestAxis> {
    let members = |dimension: DimensionId| match dimension {
        DimensionId::Area => {
            let areas = catalogue.areas.dimension.members.iter().zip(catalogue.areas_of(cuboid));
            areas.filter(|(_, is_in)| *is_in).map(|(area, _)| area.code.clone()).collect()
        }
        DimensionId::Period => {
            let periods = cube.record().coverage.periods.iter();
            periods.filter(|period| cuboid.grains.contains(&period.grain())).map(|p| (*p).into()).collect()
        }
        DimensionId::Code => {
            let codes = catalogue.codes.of_dataset(&spec.id);
            codes.iter().filter_map(|code| catalogue.codes.member(*code)).map(|m| m.code.clone()).collect()
        }
        other => catalogue.others.get(other).map(dimensions::codes_of).unwrap_or_default(),
    };
    let axis = |dimension: &DimensionId| ManifestAxis { dimension: *dimension, members: members(*dimension) };
    cuboid.dimensions.iter().map(axis).collect()
}
