//! Everything that a view needs, by digest.

use std::{collections::BTreeMap, future::Future, rc::Rc, sync::Arc};

use futures::{
    FutureExt as _,
    future::{LocalBoxFuture, Shared, join, join_all, join3},
};
use naerblik_shared::{
    cube::Cube,
    digest::Digest,
    manifest::{Latest, Manifest, Shard},
    query::{Query, route},
    wire,
};

use super::{
    error::LoadError,
    fetch::{Fetch, Freshness},
    gathered::Gathered,
    shelf::Shelf,
};
use crate::state::{
    ResolvedView,
    sides::{self, Side},
};

/// Pauses before the second and the third attempt, milliseconds.
const PAUSES: [u32; 2] = [400, 1600];

/// How many decoded shards are kept; a topic has at most a handful.
const CUBES_KEPT: usize = 24;

/// Wanted cubes, population, coverage.
type Cubes = (Vec<Arc<Cube>>, Arc<Cube>, Arc<Cube>);

type Load<T> = Shared<LocalBoxFuture<'static, Result<T, LoadError>>>;

/// Fetches, checks, decodes and keeps published files.
#[derive(Clone)]
pub struct Repository {
    inner: Rc<Inner>,
}

struct Inner {
    base: String,
    fetch: Rc<dyn Fetch>,
    manifests: Shelf<(), Load<Arc<Manifest>>>,
    cubes: Shelf<Digest, Load<Arc<Cube>>>,
}

/// The cubes of one view, with the view that they were loaded for.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The publication.
    pub manifest: Arc<Manifest>,
    /// The view that the cubes answer.
    pub view: ResolvedView,
    /// The shards of the view's dataset.
    pub cubes: Vec<Arc<Cube>>,
    /// The population, for rates.
    pub population: Arc<Cube>,
    /// Who reported which months.
    pub coverage: Arc<Cube>,
    /// The shards of other tables that the view needs.
    pub sides: Vec<(Side, Vec<Arc<Cube>>)>,
}

impl Repository {
    /// Reads from `base`, the address of the folder with `latest.json`, ending in `/`.
    pub fn new(base: impl Into<String>, fetch: Rc<dyn Fetch>) -> Self {
        let inner = Inner { base: base.into(), fetch, manifests: Shelf::new(1), cubes: Shelf::new(CUBES_KEPT) };
        Self { inner: Rc::new(inner) }
    }

    /// The newest publication's table of contents; the same one for as long as the page is open.
    ///
    /// # Errors
    /// When it cannot be fetched or read; the next call tries again.
    pub async fn manifest(&self) -> Result<Arc<Manifest>, LoadError> {
        let inner = Rc::clone(&self.inner);
        let load =
            self.inner.manifests.get_or(&(), || async move { inner.load_manifest().await }.boxed_local().shared());
        let result = load.await;
        if result.is_err() {
            self.inner.manifests.take(&());
        }
        result
    }

    /// Every cube that the view needs.
    ///
    /// # Errors
    /// When a file cannot be fetched or is damaged; the next call tries again.
    pub async fn load(&self, manifest: Arc<Manifest>, view: ResolvedView) -> Result<Loaded, LoadError> {
        let shards = route(&manifest, &view.own_query())
            .map_err(|_unpublished| LoadError::Incomplete { what: "table for the view" })?
            .shards;
        let wanted = sides::queries(&view, &manifest);
        let beside = join_all(wanted.iter().map(|(side, query)| self.side(&manifest, *side, query)));
        let (own, beside) = join(self.all(&manifest, shards), beside).await;
        let (cubes, population, coverage) = own?;
        let sides = beside.into_iter().collect::<Result<Vec<_>, _>>()?;
        Ok(Loaded { manifest, view, cubes, population, coverage, sides })
    }

    async fn side(&self, manifest: &Manifest, side: Side, query: &Query) -> Result<(Side, Vec<Arc<Cube>>), LoadError> {
        let route = route(manifest, query).map_err(|_unpublished| LoadError::Incomplete { what: "side table" })?;
        let cubes = join_all(route.shards.into_iter().map(|shard| self.cube(shard))).await;
        Ok((side, cubes.into_iter().collect::<Result<_, _>>()?))
    }

    /// The cubes that answer several queries, each file once.
    ///
    /// # Errors
    /// When a file cannot be fetched or is damaged; the next call tries again.
    pub async fn gather(&self, manifest: Arc<Manifest>, queries: Vec<Query>) -> Result<Gathered, LoadError> {
        let mut wanted: Vec<(&str, &Shard)> = Vec::new();
        for query in &queries {
            let unpublished = |_| LoadError::Incomplete { what: "table for the page" };
            let found = route(&manifest, query).map_err(unpublished)?;
            for shard in found.shards {
                if wanted.iter().all(|(_, own)| own.path != shard.path) {
                    wanted.push((found.dataset.id.as_str(), shard));
                }
            }
        }
        let (names, shards): (Vec<&str>, Vec<&Shard>) = wanted.into_iter().unzip();
        let (loaded, population, coverage) = self.all(&manifest, shards).await?;
        let mut cubes: BTreeMap<String, Vec<Arc<Cube>>> = BTreeMap::new();
        for (name, cube) in names.into_iter().zip(loaded) {
            cubes.entry(name.to_owned()).or_default().push(cube);
        }
        Ok(Gathered { manifest, cubes, population, coverage })
    }

    /// The cubes of some shards, and what rates need.
    async fn all(&self, manifest: &Manifest, shards: Vec<&Shard>) -> Result<Cubes, LoadError> {
        // Every load is awaited to its end, also when another failed: an abandoned one would fail again at the retry.
        let own = join_all(shards.into_iter().map(|shard| self.cube(shard)));
        let (cubes, population, coverage) =
            join3(own, self.only_cube(manifest, "population"), self.only_cube(manifest, "coverage")).await;
        Ok((cubes.into_iter().collect::<Result<_, _>>()?, population?, coverage?))
    }

    async fn only_cube(&self, manifest: &Manifest, dataset: &'static str) -> Result<Arc<Cube>, LoadError> {
        let cuboid = manifest.dataset(dataset).and_then(|dataset| dataset.cuboids.first());
        let shard = cuboid.and_then(|cuboid| cuboid.shards.first());
        self.cube(shard.ok_or(LoadError::Incomplete { what: dataset })?).await
    }

    async fn cube(&self, shard: &Shard) -> Result<Arc<Cube>, LoadError> {
        let inner = Rc::clone(&self.inner);
        let wanted = shard.clone();
        let load = self
            .inner
            .cubes
            .get_or(&shard.digest, || async move { inner.load_cube(&wanted).await }.boxed_local().shared());
        let result = load.await;
        if result.is_err() {
            self.inner.cubes.take(&shard.digest);
        }
        result
    }
}

impl Inner {
    async fn load_manifest(&self) -> Result<Arc<Manifest>, LoadError> {
        self.attempt(async |freshness| {
            // The pointer is always asked for anew: it is the only file that changes.
            let latest = Latest::parse(&self.bytes("latest.json", Freshness::Revalidated).await?)?;
            let manifest = self.bytes(&latest.manifest, freshness).await?;
            Ok(Arc::new(Manifest::parse(&manifest, &latest)?))
        })
        .await
    }

    async fn load_cube(&self, shard: &Shard) -> Result<Arc<Cube>, LoadError> {
        let bytes = self.attempt(async |freshness| self.checked(shard, freshness).await).await?;
        Ok(Arc::new(wire::decode_dense(&bytes, shard.rows)?))
    }

    async fn checked(&self, shard: &Shard, freshness: Freshness) -> Result<Vec<u8>, LoadError> {
        let bytes = self.bytes(&shard.path, freshness).await?;
        let found = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if found != shard.bytes {
            return Err(LoadError::Length { what: shard.path.clone(), found, expected: shard.bytes });
        }
        shard.check(&bytes)?;
        Ok(bytes)
    }

    async fn bytes(&self, path: &str, freshness: Freshness) -> Result<Vec<u8>, LoadError> {
        let fetched = self.fetch.fetch(format!("{}{path}", self.base), freshness).await;
        fetched.map_err(|source| LoadError::Fetch { what: path.to_owned(), source })
    }

    async fn attempt<T, F: Future<Output = Result<T, LoadError>>>(
        &self,
        load: impl Fn(Freshness) -> F,
    ) -> Result<T, LoadError> {
        let mut freshness = Freshness::Cached;
        for pause in PAUSES {
            match load(freshness).await {
                Err(error) if error.may_pass() => self.fetch.pause(pause).await,
                settled => return settled,
            }
            freshness = Freshness::Reloaded;
        }
        load(freshness).await
    }
}

#[cfg(test)]
#[path = "repository_tests.rs"]
mod tests;
