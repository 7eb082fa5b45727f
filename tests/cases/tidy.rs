//! The rules of the house that a compiler cannot check.

use std::path::{Path, PathBuf};

use naerblik_shared::digest::Digest;

use crate::support::root;

const CODE: [&str; 6] = [
    "app/src",
    "shared/src",
    "build-scripts/nightly/src",
    "build-scripts/suppression/src",
    "build-scripts/xtask",
    "build-scripts/site",
];

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{folder} has no source");
    found
}

fn no_mention(folder: &str, words: &[&str], allowed: &[&str]) {
    for (path, text) in sources(folder) {
        let name = path.to_string_lossy().replace('\\', "/");
        if allowed.iter().any(|part| name.contains(part)) {
            continue;
        }
        for word in words {
            assert!(!text.contains(word), "{name} mentions `{word}`, allowed only in {allowed:?}");
        }
    }
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn files_stay_under_400_lines() {
    for folder in CODE {
        for (path, text) in sources(folder) {
            assert!(text.lines().count() <= 400, "{} has {} lines", path.display(), text.lines().count());
        }
    }
}

#[test]
fn shared_touches_no_world_and_is_the_same_everywhere() {
    let world = [
        "std::fs",
        "std::net",
        "std::thread",
        "SystemTime",
        "Instant::now",
        "std::env",
        "cfg(target_arch",
        "cfg(feature",
    ];
    no_mention("shared/src", &world, &[]);
    assert!(!read("shared/Cargo.toml").contains("[features]"));
}

#[test]
fn only_wire_knows_arrow() {
    no_mention("shared/src", &["arrow2"], &["shared/src/wire/"]);
    no_mention("app/src", &["arrow2"], &[]);
}

#[test]
fn datafusion_stays_in_its_stations() {
    let stations = [
        "src/read.rs",
        "src/validate/",
        "src/derive/",
        "src/demo_register/parquet_out.rs",
        "src/demo_register/file_tests.rs",
        "src/lib.rs",
    ];
    no_mention("build-scripts/nightly/src", &["datafusion::"], &stations);
    no_mention("build-scripts/suppression/src", &["datafusion", "std::fs"], &[]);
}

#[test]
fn each_edge_of_the_app_has_one_home() {
    no_mention(
        "app/src",
        &["web_sys::"],
        &[
            "app/src/browser/",
            "app/src/charts/echarts.rs",
            "app/src/charts/plate.rs",
            "app/src/charts/easel.rs",
            "app/src/charts/map/sheet.rs",
        ],
    );
    no_mention("app/src", &["leptos_router"], &["app/src/state/handle.rs", "app/src/app.rs"]);
    for folder in ["app/src/state", "app/src/view_model", "app/src/i18n"] {
        no_mention(folder, &["leptos"], &["state/handle.rs"]);
    }
}

#[test]
fn nothing_is_left_undone_in_the_code() {
    for folder in CODE {
        no_mention(folder, &["todo!(", "unimplemented!(", "#[ignore", "FIXME"], &[]);
    }
}

#[test]
fn the_format_document_was_open_when_the_wire_code_changed() {
    let mut wire = String::new();
    for (path, text) in sources("shared/src/wire") {
        if path.file_name().is_some_and(|name| name != "tests.rs") {
            wire.push_str(&text);
        }
    }
    let digest = Digest::of(wire.as_bytes());
    let document = read("docs/format.md");
    assert!(document.contains(digest.as_str()), "docs/format.md must name the digest of shared/src/wire: {digest}");
}

#[test]
fn the_readme_names_the_two_commands_and_every_link_leads_somewhere() {
    let readme = read("README.md");
    assert!(readme.contains("cargo xtask serve") && readme.contains("cargo xtask test"));
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        for link in local_links(&read(document)) {
            assert!(root().join(&link).exists(), "{document} links to {link}, which does not exist");
        }
    }
}

#[test]
fn every_exit_code_has_a_section_in_the_runbook() {
    let runbook = read("docs/runbook.md");
    for code in 0..=6 {
        assert!(runbook.contains(&format!("## Exit code {code}")), "docs/runbook.md lacks exit code {code}");
    }
}

fn local_links(text: &str) -> Vec<String> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let local = targets.filter(|target| !target.starts_with("http") && !target.starts_with('#'));
    local.map(|target| target.split('#').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn folders_named_in_the_architecture_exist() {
    for folder in ["app", "shared", "build-scripts", "public", "tests", "docs/adr"] {
        assert!(Path::new(&root()).join(folder).is_dir(), "{folder}");
    }
}
