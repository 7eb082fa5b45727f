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
    let Some((_, shards)) = listed(publication)? else { return Ok(None) };
    let mut largest = Largest { overview: 0, detail: 0 };
    for (purpose, path) in shards {
        let most = if purpose == Purpose::Overview { &mut largest.overview } else { &mut largest.detail };
        *most = transferred(&publication.join(path))?.max(*most);
    }
    Ok(Some(largest))
}

/// Files of the publication in a folder that first screens load: the manifest, overviews, and what has no codes.
///
/// # Errors
/// When the publication is not one.
pub(crate) fn of_first_screens(publication: &Path) -> Result<Vec<String>, SiteError> {
    let Some((manifest, shards)) = listed(publication)? else { return Ok(Vec::new()) };
    let first = shards.into_iter().filter(|(purpose, _)| *purpose != Purpose::Detail);
    Ok(std::iter::once(manifest).chain(first.map(|(_, path)| path)).collect())
}

/// What readers load a shard for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// The totals of all codes, in the smallest cuboid.
    Overview,
    /// What every figure is set in proportion to: population and coverage.
    Base,
    Detail,
}

/// The manifest's path, and each shard's with what it is loaded for.
type Listed = (String, Vec<(Purpose, String)>);

/// All files of a publication; `None` when there is no publication.
fn listed(publication: &Path) -> Result<Option<Listed>, SiteError> {
    let pointer = publication.join("latest.json");
    if !pointer.exists() {
        return Ok(None);
    }
    let latest: Latest = parsed(&pointer)?;
    let manifest: Manifest = parsed(&publication.join(&latest.manifest))?;
    let mut all = Vec::new();
    for Dataset { code_root, cuboids } in manifest.datasets {
        for (position, cuboid) in cuboids.into_iter().enumerate() {
            for Shard { path, only } in cuboid.shards {
                let has = |root: &String| position == 0 && only.get("code").is_some_and(|codes| codes.contains(root));
                let purpose = match &code_root {
                    None => Purpose::Base,
                    Some(root) if has(root) => Purpose::Overview,
                    Some(_) => Purpose::Detail,
                };
                all.push((purpose, path));
            }
        }
    }
    Ok(Some((latest.manifest, all)))
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
        assert_eq!(of_first_screens(&data).unwrap(), ["m.json", "total.arrow", "b.arrow"]);
        assert!(of_first_screens(folder.path()).unwrap().is_empty());
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
