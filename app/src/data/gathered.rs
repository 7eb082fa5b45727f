//! Cubes of several datasets at once, for pages that show many codes.

use std::{collections::BTreeMap, sync::Arc};

use naerblik_shared::{cube::Cube, manifest::Manifest};

use super::Loaded;
use crate::state::ResolvedView;

/// Loaded cubes by dataset, with what rates need.
#[derive(Debug, Clone)]
pub struct Gathered {
    /// The publication.
    pub manifest: Arc<Manifest>,
    /// The loaded shards of each dataset.
    pub cubes: BTreeMap<String, Vec<Arc<Cube>>>,
    /// The population, for rates.
    pub population: Arc<Cube>,
    /// Who reported which months.
    pub coverage: Arc<Cube>,
}

impl Gathered {
    /// One view of what is loaded.
    pub fn of_view(&self, view: ResolvedView) -> Loaded {
        Loaded {
            manifest: Arc::clone(&self.manifest),
            cubes: self.cubes.get(&view.dataset).cloned().unwrap_or_default(),
            population: Arc::clone(&self.population),
            coverage: Arc::clone(&self.coverage),
            view,
            sides: Vec::new(),
        }
    }
}
