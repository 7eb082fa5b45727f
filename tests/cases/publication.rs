//! The contract of the published bytes.

use std::collections::BTreeMap;

use naerblik_nightly::query_command::{OpenPublication, QueryCommandError};
use naerblik_shared::{cell::Cell, manifest::ManifestError, schema::DimensionId, wire};

use crate::support::Workplace;

#[test]
fn every_file_is_the_one_that_the_manifest_names() {
    let place = Workplace::with_publication("out");
    let publication = OpenPublication::open(place.publication("out")).unwrap();
    assert!(publication.manifest.fictive.is_some(), "made-up data say so");
    let mut shards = 0;
    for dataset in &publication.manifest.datasets {
        for cuboid in &dataset.cuboids {
            for shard in &cuboid.shards {
                let bytes = std::fs::read(place.publication("out").join(&shard.path)).unwrap();
                assert_eq!(u64::try_from(bytes.len()).unwrap(), shard.bytes);
                shard.check(&bytes).unwrap();
                let cube = wire::decode(&bytes, shard.rows).unwrap();
                assert_eq!((cube.header.dataset.as_str(), cube.header.cuboid.as_str()), (&*dataset.id, &*cuboid.id));
                assert!(cube.header.fictive);
                assert_eq!(wire::encode(&cube).unwrap(), bytes, "encoding is the inverse of decoding");
                shards += 1;
            }
        }
    }
    assert!(shards > 100, "only {shards} shards");
}

#[test]
fn a_damaged_or_missing_file_is_named_and_not_decoded() {
    let place = Workplace::with_publication("out");
    let publication = OpenPublication::open(place.publication("out")).unwrap();
    let shard = &publication.manifest.datasets[0].cuboids[0].shards[0];
    let path = place.publication("out").join(&shard.path);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let error = publication.load(shard).unwrap_err();
    assert!(matches!(error, QueryCommandError::Manifest(ManifestError::Digest { .. })), "{error}");
    bytes.truncate(50);
    std::fs::write(&path, &bytes).unwrap();
    assert!(matches!(publication.load(shard), Err(QueryCommandError::Manifest(ManifestError::Digest { .. }))));
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(publication.load(shard), Err(QueryCommandError::Missing { .. })));
}

#[test]
fn the_manifest_says_how_many_figures_are_withheld() {
    let place = Workplace::with_publication("out");
    let publication = OpenPublication::open(place.publication("out")).unwrap();
    let areas = publication.manifest.dimension(DimensionId::Area).unwrap();
    let level: BTreeMap<&str, &str> = areas.members.iter().map(|area| (area.code.as_str(), &*area.level)).collect();
    for dataset in &publication.manifest.datasets {
        let mut counted: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for shard in dataset.cuboids.iter().flat_map(|cuboid| &cuboid.shards).filter(|_| dataset.code_root.is_some()) {
            let cube = publication.load(shard).unwrap();
            for (at, area) in cube.axes()[0].members.iter().enumerate() {
                let (figures, withheld) = counted.entry(level[area.as_str()]).or_default();
                let (stride, from) = (cube.stride(0).unwrap(), at * cube.stride(0).unwrap());
                for cell in (from..from + stride).filter_map(|offset| cube.at(offset)) {
                    *figures += u64::from(matches!(cell, Cell::Value(1..) | Cell::Suppressed));
                    *withheld += u64::from(cell == Cell::Suppressed);
                }
            }
        }
        let told = dataset.withheld.iter().map(|own| (own.level.as_str(), (own.figures, own.withheld)));
        assert_eq!(told.collect::<BTreeMap<_, _>>(), counted, "{}", dataset.id);
        assert!(counted.values().all(|(figures, withheld)| withheld < figures), "{counted:?}");
    }
}
