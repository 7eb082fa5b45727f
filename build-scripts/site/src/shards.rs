//! The shards of a publication as a reader's network sees them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::SiteError;
use crate::size::transferred;

/// The most bytes of one shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Largest {
    /// Of those with the totals of all codes, which answer the first screens.
    pub(crate) overview: u64,
    /// Of all others.
    pub(crate) detail: u64,
}

#[derive(Deserialize)]
struct Latest {
    manifest: String,
}

#[derive(Deserialize)]
struct Manifest {
    datasets: Vec<Dataset>,
}

#[derive(Deserialize)]
struct Dataset {
    code_root: Option<String>,
    /// The smallest stands first.
    cuboids: Vec<Cuboid>,
}

#[derive(Deserialize)]
struct Cuboid {
    shards: Vec<Shard>,
}

#[derive(Deserialize)]
struct Shard {
    path: String,
    #[serde(default)]
    only: BTreeMap<String, Vec<String>>,
}

/// The largest shards of the publication in a folder; `None` when there is no publication.
///
/// # Errors
/// When the publication is not one, or names a file that is not there.
pub(crate) fn largest(publication: &Path) -> Result<Option<Largest>, SiteError> {
    let pointer = publication.join("latest.json");
    if !pointer.exists() {
        return Ok(None);
    }
    let latest: Latest = parsed(&pointer)?;
    let manifest: Manifest = parsed(&publication.join(latest.manifest))?;
    let mut largest = Largest { overview: 0, detail: 0 };
    for Dataset { code_root, cuboids } in &manifest.datasets {
        for (position, cuboid) in cuboids.iter().enumerate() {
            for shard in &cuboid.shards {
                let is_total = |codes: &Vec<String>| code_root.as_ref().is_some_and(|root| codes.contains(root));
                let is_overview = position == 0 && shard.only.get("code").is_some_and(is_total);
                let most = if is_overview { &mut largest.overview } else { &mut largest.detail };
                *most = transferred(&publication.join(&shard.path))?.max(*most);
            }
        }
    }
    Ok(Some(largest))
}

fn parsed<T: DeserializeOwned>(path: &Path) -> Result<T, SiteError> {
    let bytes = fs::read(path).map_err(SiteError::file("read", path))?;
    serde_json::from_slice(&bytes)
        .map_err(|error| SiteError::Malformed { path: path.to_owned(), reason: error.to_string() })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A publication with the totals in the first shard, and shards of so many bytes.
    pub(crate) fn publication(folder: &Path, shards: [(&str, usize); 3]) {
        fs::create_dir(folder).unwrap();
        for (name, bytes) in shards {
            fs::write(folder.join(name), "x".repeat(bytes)).unwrap();
        }
        let [total, first, second] = shards.map(|(name, _)| name);
        let manifest = serde_json::json!({ "datasets": [
            { "code_root": "all", "cuboids": [
                { "shards": [{ "path": total, "only": { "code": ["all", "A"] } }, { "path": first, "only": { "code": ["A1"] } }] },
                { "shards": [{ "path": second, "only": { "code": ["all"] } }] },
            ] },
            { "cuboids": [{ "shards": [{ "path": second }] }] },
        ] });
        fs::write(folder.join("m.json"), manifest.to_string()).unwrap();
        fs::write(folder.join("latest.json"), r#"{"manifest":"m.json"}"#).unwrap();
    }

    #[test]
    fn totals_of_the_smallest_cuboid_are_the_overview() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(largest(folder.path()).unwrap(), None);
        let data = folder.path().join("data");
        publication(&data, [("total.arrow", 5), ("a.arrow", 7), ("b.arrow", 9)]);
        assert_eq!(largest(&data).unwrap(), Some(Largest { overview: 5, detail: 9 }));
    }

    #[test]
    fn a_shard_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        publication(&data, [("total.arrow", 5), ("a.arrow", 7), ("b.arrow", 9)]);
        fs::remove_file(data.join("a.arrow")).unwrap();
        assert!(largest(&data).unwrap_err().to_string().contains("a.arrow"));
    }
}
