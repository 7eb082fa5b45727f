//! Whether tonight publishes figures of the same shape as an earlier publication.

use naerblik_shared::{
    manifest::{Dataset, Manifest},
    schema::{Dimension, DimensionId, MemberCode},
};

use super::VersionsError;
use crate::{
    catalogue::{Catalogue, CuboidSpec},
    read::RegisterInfo,
};

/// Compares tonight's catalogue with a publication.
///
/// Labels, texts and weights may change, and codes may be added. What a cell counts may not.
///
/// # Errors
/// Names the first difference.
pub(super) fn check(manifest: &Manifest, catalogue: &Catalogue, register: &RegisterInfo) -> Result<(), VersionsError> {
    let shape = Shape { manifest };
    let kind = |is_fictive| if is_fictive { "made up" } else { "real" }.to_owned();
    shape.same("the register", kind(register.fictive), kind(manifest.fictive.is_some()))?;
    let threshold = catalogue.file.threshold_citizens.to_string();
    shape.same("threshold_citizens", threshold, manifest.threshold_citizens.to_string())?;
    let others = &catalogue.others;
    for dimension in [&catalogue.areas.dimension, &others.age, &others.sex, &others.care_home, &others.disease] {
        let earlier = manifest.dimension(dimension.id).map(members).unwrap_or_default();
        shape.same_list(&format!("dimension {}", dimension.id), &members(dimension), &earlier)?;
    }
    if let Some(earlier) = manifest.dimension(DimensionId::Code) {
        let tonight = members(&catalogue.codes.dimension);
        let kept: Vec<_> = tonight.into_iter().filter(|(code, _)| earlier.member(code).is_some()).collect();
        shape.same_list("the list of codes", &kept, &members(earlier))?;
    }
    let with_codes = || manifest.datasets.iter().filter(|dataset| dataset.code_root.is_some());
    let ids: Vec<&str> = catalogue.file.datasets.iter().map(|spec| spec.id.as_str()).collect();
    let earlier: Vec<&str> = with_codes().map(|dataset| dataset.id.as_str()).collect();
    shape.same_list("the list of datasets", &ids, &earlier)?;
    let tonight: Vec<String> = catalogue.file.cuboids.iter().map(|spec| cuboid(spec, catalogue)).collect();
    for dataset in with_codes() {
        shape.same_list(&format!("the list of cuboids of {}", dataset.id), &tonight, &cuboids(dataset))?;
    }
    Ok(())
}

/// Members with their parents: what a figure over one of them counts.
fn members(dimension: &Dimension) -> Vec<(MemberCode, Vec<MemberCode>)> {
    dimension.members.iter().map(|member| (member.code.clone(), member.parents.clone())).collect()
}

/// Name, dimensions, grains and areas of a cuboid, as text.
fn cuboid(spec: &CuboidSpec, catalogue: &Catalogue) -> String {
    let areas = catalogue.areas_of(spec).into_iter().filter(|is_in| *is_in).count();
    format!("{} of {:?} by {:?} for {areas} areas", spec.id, spec.dimensions, spec.grains)
}

fn cuboids(dataset: &Dataset) -> Vec<String> {
    let text = |cuboid: &naerblik_shared::manifest::Cuboid| {
        let dimensions: Vec<DimensionId> = cuboid.axes.iter().map(|axis| axis.dimension).collect();
        let areas = cuboid.members(DimensionId::Area).map_or(0, <[MemberCode]>::len);
        format!("{} of {dimensions:?} by {:?} for {areas} areas", cuboid.id, cuboid.grains)
    };
    dataset.cuboids.iter().map(text).collect()
}

struct Shape<'a> {
    manifest: &'a Manifest,
}

impl Shape<'_> {
    fn same(&self, what: &str, found: String, expected: String) -> Result<(), VersionsError> {
        if found == expected {
            return Ok(());
        }
        let publication = self.manifest.publication.clone();
        Err(VersionsError::Changed { what: what.to_owned(), found, expected, publication })
    }

    /// Names the first entry that differs.
    fn same_list<T: PartialEq + std::fmt::Debug>(
        &self,
        what: &str,
        found: &[T],
        expected: &[T],
    ) -> Result<(), VersionsError> {
        let longest = found.len().max(expected.len());
        let Some(at) = (0..longest).find(|at| found.get(*at) != expected.get(*at)) else { return Ok(()) };
        let text = |list: &[T]| list.get(at).map_or_else(|| "absent".to_owned(), |entry| format!("{entry:?}"));
        self.same(&format!("entry {} of {what}", at + 1), text(found), text(expected))
    }
}
