//! The contract of the published bytes.

use naerblik_nightly::query_command::{OpenPublication, QueryCommandError};
use naerblik_shared::{manifest::ManifestError, wire};

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
