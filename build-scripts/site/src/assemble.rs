//! Puts the folder together that any static host can serve: shell, assets, public files, publication.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::arguments::Sources;
use crate::compress::{self, Effort};
use crate::error::SiteError;
use crate::headers;
use crate::shards;
use crate::template;

/// Names of the bundled files by purpose, as `build-scripts/web/build.mjs` writes them.
#[derive(Debug, Deserialize)]
pub(crate) struct Assets {
    /// The script that starts the app.
    pub(crate) app: String,
    /// The chart bundle, loaded by the app when it first draws.
    pub(crate) charts: String,
    /// The stylesheet.
    pub(crate) style: String,
    /// The app.
    pub(crate) wasm: String,
    /// The font of running text, worth an early start.
    pub(crate) font: String,
}

impl Assets {
    /// Reads `assets.json` of the web bundle.
    ///
    /// # Errors
    /// When the bundle was not built, or by another version of its script.
    pub(crate) fn read(web: &Path) -> Result<Self, SiteError> {
        let path = web.join(ASSETS);
        let text = fs::read_to_string(&path).map_err(SiteError::file("read", &path))?;
        serde_json::from_str(&text).map_err(|error| SiteError::Malformed { path, reason: error.to_string() })
    }
}

const ASSETS: &str = "assets.json";
const POINTER: &str = "latest.json";

/// Writes the site. Unchanged files keep their time, so that twins are made only for new content.
///
/// `index.html` comes last: it never names an asset that is not there yet.
///
/// # Errors
/// When a source is missing or malformed; what was there before stays as far as it was not replaced.
pub(crate) fn run(sources: &Sources) -> Result<(), SiteError> {
    let mut site = Site::new(&sources.out);
    site.take(&sources.public, "", Effort::Most)?;
    site.take(&sources.web, "assets", Effort::Most)?;
    if let Some(publication) = &sources.publication {
        site.take(publication, "data", Effort::Usual)?;
        for path in shards::of_first_screens(publication)? {
            site.data.remove(&site.root.join("data").join(path));
        }
    }
    let shell = shell(sources)?;
    site.write("index.html", shell.as_bytes())?;
    site.remove_the_rest()?;
    let compressed = compress::run(&site.to_compress())?;
    report(&site, compressed);
    Ok(())
}

fn shell(sources: &Sources) -> Result<String, SiteError> {
    let assets = Assets::read(&sources.web)?;
    let text = fs::read_to_string(&sources.index).map_err(SiteError::file("read", &sources.index))?;
    let policy = headers::policy_in_page();
    let values = [
        ("policy", policy.as_str()),
        ("base", sources.base.as_str()),
        ("app", &assets.app),
        ("charts", &assets.charts),
        ("font", &assets.font),
        ("style", &assets.style),
        ("wasm", &assets.wasm),
    ];
    template::fill(&text, &values, &sources.index)
}

/// The folder being written, and what belongs in it.
struct Site {
    root: PathBuf,
    files: BTreeSet<PathBuf>,
    data: BTreeSet<PathBuf>,
}

impl Site {
    fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), files: BTreeSet::new(), data: BTreeSet::new() }
    }

    /// Copies all files of a folder to a folder of the site; the pointer to a publication comes after what it names.
    fn take(&mut self, from: &Path, to: &str, effort: Effort) -> Result<(), SiteError> {
        let mut files = files_below(from)?;
        files.sort_by_key(|file| (file.ends_with(POINTER), file.clone()));
        for file in files {
            let Ok(below) = file.strip_prefix(from) else {
                continue;
            };
            if below == Path::new(ASSETS) {
                continue;
            }
            let bytes = fs::read(&file).map_err(SiteError::file("read", &file))?;
            let target = Path::new(to).join(below);
            self.write(&target, &bytes)?;
            if effort == Effort::Usual {
                self.data.insert(self.root.join(target));
            }
        }
        Ok(())
    }

    fn write(&mut self, to: impl AsRef<Path>, bytes: &[u8]) -> Result<(), SiteError> {
        let path = self.root.join(to);
        if !is_same(&path, bytes) {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(SiteError::file("create", folder))?;
            }
            fs::write(&path, bytes).map_err(SiteError::file("write", &path))?;
        }
        self.files.insert(path);
        Ok(())
    }

    /// Assets and shards of earlier builds would otherwise pile up.
    fn remove_the_rest(&self) -> Result<(), SiteError> {
        for path in files_below(&self.root)? {
            let original = match path.extension() {
                Some(extension) if extension == "br" || extension == "gz" => path.with_extension(""),
                _ => path.clone(),
            };
            if !self.files.contains(&original) && !self.files.contains(&path) {
                fs::remove_file(&path).map_err(SiteError::file("remove", &path))?;
            }
        }
        Ok(())
    }

    fn to_compress(&self) -> Vec<(PathBuf, Effort)> {
        let effort = |path| {
            if self.data.contains(path) { Effort::Usual } else { Effort::Most }
        };
        self.files.iter().map(|path| (path.clone(), effort(path))).collect()
    }
}

/// The length is compared first: most files of a large publication differ in it or are the same.
fn is_same(path: &Path, bytes: &[u8]) -> bool {
    let has_same_length =
        fs::metadata(path).is_ok_and(|metadata| u64::try_from(bytes.len()).is_ok_and(|len| len == metadata.len()));
    has_same_length && fs::read(path).is_ok_and(|existing| existing == bytes)
}

/// All files below a folder, in name order.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>, SiteError> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(SiteError::file("list", &folder))? {
            let path = entry.map_err(SiteError::file("list", &folder))?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[expect(clippy::print_stdout, reason = "the one line this command says")]
fn report(site: &Site, compressed: usize) {
    println!("{} files in {}, {compressed} of them compressed anew", site.files.len(), site.root.display());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::Base;

    const ASSETS_JSON: &str =
        r#"{"app":"app-A.js","charts":"charts-C.js","style":"style-S.css","wasm":"w-W.wasm","font":"f-F.woff2"}"#;

    fn sources(folder: &Path) -> Sources {
        let write = |name: &str, text: &str| {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("index.html", "{{base}}assets/{{app}} {{policy}}");
        write("public/icons/a.svg", "<svg/>");
        write("web/assets.json", ASSETS_JSON);
        write("web/app-A.js", "1");
        write("publication/latest.json", r#"{"manifest":"manifests/m.json"}"#);
        write("publication/manifests/m.json", r#"{"datasets":[{"cuboids":[{"shards":[{"path":"data/ab.arrow"}]}]}]}"#);
        write("publication/data/ab.arrow", "ARROW1");
        Sources {
            index: folder.join("index.html"),
            public: folder.join("public"),
            web: folder.join("web"),
            publication: Some(folder.join("publication")),
            base: Base::default(),
            out: folder.join("site"),
        }
    }

    #[test]
    fn a_site_holds_shell_assets_public_files_and_publication() {
        let folder = tempfile::tempdir().unwrap();
        let sources = sources(folder.path());
        run(&sources).unwrap();

        let shell = fs::read_to_string(sources.out.join("index.html")).unwrap();
        assert!(shell.starts_with("/assets/app-A.js default-src 'none'"));
        for file in ["icons/a.svg", "assets/app-A.js", "data/latest.json", "data/data/ab.arrow"] {
            assert!(sources.out.join(file).is_file(), "{file}");
        }
        assert!(!sources.out.join("assets/assets.json").exists());
    }

    #[test]
    fn a_publication_without_its_manifest_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let sources = sources(folder.path());
        fs::remove_file(folder.path().join("publication/manifests/m.json")).unwrap();
        assert!(run(&sources).unwrap_err().to_string().contains("m.json"));
    }

    #[test]
    fn what_no_source_holds_any_more_is_removed_with_its_twins() {
        let folder = tempfile::tempdir().unwrap();
        let sources = sources(folder.path());
        run(&sources).unwrap();
        let stale = sources.out.join("assets/app-OLD.js");
        for path in [stale.clone(), compress::twin(&stale, "br")] {
            fs::write(path, "old").unwrap();
        }

        run(&sources).unwrap();

        assert!(!stale.exists() && !compress::twin(&stale, "br").exists());
        assert!(sources.out.join("assets/app-A.js").exists());
    }

    #[test]
    fn a_missing_bundle_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let sources = sources(folder.path());
        fs::remove_file(folder.path().join("web/assets.json")).unwrap();
        let message = run(&sources).unwrap_err().to_string();
        assert!(message.starts_with("cannot read") && message.contains("assets.json"));
    }
}
