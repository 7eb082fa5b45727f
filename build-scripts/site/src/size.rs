//! Sizes as a reader's network sees them, against their budgets.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::assemble::Assets;
use crate::compress;
use crate::error::SiteError;
use crate::shards;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Budgets {
    brotli_bytes: BrotliBytes,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BrotliBytes {
    app_wasm: Budget,
    app_script: Budget,
    chart_bundle: Budget,
    stylesheet: Budget,
    overview_shard: Budget,
    detail_shard: Budget,
}

/// Bytes after brotli at its strongest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    /// Where we want to be.
    goal: u64,
    /// Above this the check fails.
    limit: u64,
}

/// Prints each size beside its goal and limit; of the publication's shards too, when the site has one.
///
/// # Errors
/// `OverBudget` names every kind of file with one above its limit.
pub(crate) fn run(site: &Path, web: &Path, budgets: &Path) -> Result<(), SiteError> {
    let assets = Assets::read(web)?;
    let limits = read(budgets)?.brotli_bytes;
    let of_asset = |file: &str| transferred(&site.join("assets").join(file));
    let mut rows = vec![
        ("app wasm", of_asset(&assets.wasm)?, limits.app_wasm),
        ("app script", of_asset(&assets.app)?, limits.app_script),
        ("chart bundle", of_asset(&assets.charts)?, limits.chart_bundle),
        ("stylesheet", of_asset(&assets.style)?, limits.stylesheet),
    ];
    if let Some(largest) = shards::largest(&site.join("data"))? {
        rows.push(("overview", largest.overview, limits.overview_shard));
        rows.push(("detail shard", largest.detail, limits.detail_shard));
    }
    let mut over = Vec::new();
    for (name, bytes, budget) in rows {
        report(name, bytes, &budget);
        if bytes > budget.limit {
            over.push(name);
        }
    }
    if over.is_empty() { Ok(()) } else { Err(SiteError::OverBudget { names: over.join(", ") }) }
}

fn read(path: &Path) -> Result<Budgets, SiteError> {
    let text = fs::read_to_string(path).map_err(SiteError::file("read", path))?;
    toml::from_str(&text).map_err(|error| SiteError::Malformed { path: path.to_owned(), reason: error.to_string() })
}

/// A file too small for a twin travels as it is.
pub(crate) fn transferred(file: &Path) -> Result<u64, SiteError> {
    fs::metadata(compress::twin(file, "br"))
        .or_else(|_absent| fs::metadata(file))
        .map(|metadata| metadata.len())
        .map_err(SiteError::file("read", file))
}

#[expect(clippy::print_stdout, reason = "the table that this command is for")]
fn report(name: &str, bytes: u64, budget: &Budget) {
    let verdict = match bytes {
        bytes if bytes > budget.limit => "OVER BUDGET",
        bytes if bytes > budget.goal => "within budget, above goal",
        _ => "within goal",
    };
    println!("{name:<13} {:>8} bytes brotli (goal {}, limit {}): {verdict}", bytes, budget.goal, budget.limit);
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASSETS_JSON: &str = r#"{"app":"a.js","charts":"c.js","style":"s.css","wasm":"w.wasm","font":"f.woff2"}"#;

    /// Sizes of app wasm and chart bundle against limits of 10 bytes each.
    fn check(wasm: usize, charts: usize) -> Result<(), String> {
        check_in(&tempfile::tempdir().unwrap(), wasm, charts)
    }

    fn check_in(folder: &tempfile::TempDir, wasm: usize, charts: usize) -> Result<(), String> {
        let assets = folder.path().join("assets");
        fs::create_dir(&assets).unwrap();
        for (name, bytes) in [("w.wasm.br", wasm), ("c.js.br", charts), ("a.js", 1), ("s.css", 1)] {
            fs::write(assets.join(name), "x".repeat(bytes)).unwrap();
        }
        fs::write(folder.path().join("assets.json"), ASSETS_JSON).unwrap();
        let budgets = folder.path().join("budgets.toml");
        let lines = ["app_wasm", "app_script", "chart_bundle", "stylesheet", "overview_shard", "detail_shard"]
            .map(|name| format!("{name} = {{ goal = 5, limit = 10 }}"));
        fs::write(&budgets, format!("[brotli_bytes]\n{}\n", lines.join("\n"))).unwrap();
        run(folder.path(), folder.path(), &budgets).map_err(|error| error.to_string())
    }

    #[test]
    fn a_limit_itself_still_holds() {
        assert_eq!(check(10, 10), Ok(()));
    }

    #[test]
    fn every_file_above_its_limit_is_named() {
        assert_eq!(check(11, 12), Err("over budget: app wasm, chart bundle".to_owned()));
    }

    #[test]
    fn the_largest_shards_of_a_publication_are_held_to_theirs() {
        let folder = tempfile::tempdir().unwrap();
        shards::tests::publication(&folder.path().join("data"), [("total.arrow", 11), ("a.arrow", 10), ("b.arrow", 9)]);
        assert_eq!(check_in(&folder, 1, 1), Err("over budget: overview".to_owned()));
    }
}
