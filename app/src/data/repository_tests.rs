//! Damaged, missing and repeated files.

use std::cell::RefCell;

use futures::{executor::block_on, future::join};

use super::*;
use crate::{
    data::FetchError,
    testing::{self, Folder},
};

fn repository(folder: &Rc<Folder>) -> Repository {
    let fetch: Rc<dyn Fetch> = folder.clone();
    Repository::new("/data/", fetch)
}

fn load(repository: &Repository, query: &str) -> Result<Loaded, LoadError> {
    let manifest = block_on(repository.manifest())?;
    let view = testing::view(&manifest, query);
    block_on(repository.load(manifest, view))
}

fn first_shard(folder: &Folder) -> String {
    let files = folder.files.borrow();
    let latest = Latest::parse(&files["latest.json"]).unwrap();
    let manifest = Manifest::parse(&files[&latest.manifest], &latest).unwrap();
    manifest.datasets[0].cuboids[0].shards[0].path.clone()
}

#[test]
fn a_file_is_fetched_once_also_when_asked_for_twice_at_the_same_time() {
    let folder = Rc::new(Folder::new(testing::files()));
    let repository = repository(&folder);
    let manifest = block_on(repository.manifest()).unwrap();
    let view = testing::view(&manifest, "");
    let twice = join(repository.load(manifest.clone(), view.clone()), repository.load(manifest, view));
    assert!(block_on(async { matches!(twice.await, (Ok(_), Ok(_))) }));
    load(&repository, "area=0573&period=2026Q1").unwrap();
    let asked = folder.asked.borrow().iter().filter(|(path, _)| path.starts_with("data/")).count();
    assert_eq!(asked, 3, "one shard, the population and the coverage");
}

#[test]
fn a_changed_byte_is_found_and_fetched_again_past_the_cache() {
    let folder = Rc::new(Folder::new(testing::files()));
    let path = first_shard(&folder);
    let last = folder.files.borrow()[&path].len() - 1;
    folder.files.borrow_mut().get_mut(&path).unwrap()[last] ^= 1;
    let repository = repository(&folder);
    let error = load(&repository, "").unwrap_err();
    assert_eq!(error.public_code(), "D-104");
    let asked: Vec<Freshness> =
        folder.asked.borrow().iter().filter(|(own, _)| *own == path).map(|(_, freshness)| *freshness).collect();
    assert_eq!(asked, [Freshness::Cached, Freshness::Reloaded, Freshness::Reloaded]);
}

#[test]
fn a_cut_file_is_refused_by_its_length() {
    let folder = Rc::new(Folder::new(testing::files()));
    let path = first_shard(&folder);
    folder.files.borrow_mut().get_mut(&path).unwrap().truncate(100);
    assert_eq!(load(&repository(&folder), "").unwrap_err().public_code(), "D-103");
}

#[test]
fn a_missing_file_is_an_error_until_it_is_there() {
    let folder = Rc::new(Folder::new(testing::files()));
    let path = first_shard(&folder);
    let bytes = folder.files.borrow_mut().remove(&path).unwrap();
    let repository = repository(&folder);
    let error = load(&repository, "").unwrap_err();
    assert_eq!(error.public_code(), "D-102");
    folder.files.borrow_mut().insert(path, bytes);
    assert!(load(&repository, "").is_ok(), "the next attempt finds it");
}

#[test]
fn a_manifest_that_is_not_the_named_one_is_refused() {
    let folder = Rc::new(Folder::new(testing::files()));
    folder.files.borrow_mut().get_mut("manifests/x.json").unwrap().push(b' ');
    assert_eq!(load(&repository(&folder), "").unwrap_err().public_code(), "D-104");
}

#[test]
fn a_page_instead_of_the_pointer_is_unreadable() {
    let folder = Rc::new(Folder::new(testing::files()));
    folder.files.borrow_mut().insert("latest.json".to_owned(), b"<html>".to_vec());
    assert_eq!(load(&repository(&folder), "").unwrap_err().public_code(), "D-105");
}

/// Fails so many times, then serves.
struct Shaky {
    folder: Folder,
    failures: RefCell<u32>,
}

impl Fetch for Shaky {
    fn fetch(&self, url: String, freshness: Freshness) -> LocalBoxFuture<'static, Result<Vec<u8>, FetchError>> {
        let mut failures = self.failures.borrow_mut();
        if *failures == 0 {
            return self.folder.fetch(url, freshness);
        }
        *failures -= 1;
        async { Err(FetchError::Network) }.boxed_local()
    }

    fn pause(&self, milliseconds: u32) -> LocalBoxFuture<'static, ()> {
        self.folder.pause(milliseconds)
    }
}

#[test]
fn two_lost_connections_are_bridged_and_three_are_an_error() {
    for (failures, expected) in [(2, None), (3, Some("D-101"))] {
        let fetch = Shaky { folder: Folder::new(testing::files()), failures: RefCell::new(failures) };
        let repository = Repository::new("/data/", Rc::new(fetch));
        let outcome = load(&repository, "");
        assert_eq!(outcome.err().map(|error| error.public_code()), expected);
    }
}

#[test]
fn one_retry_is_enough_after_everything_failed() {
    let folder = Rc::new(Folder::new(testing::files()));
    let files = folder.files.borrow().clone();
    let repository = repository(&folder);
    block_on(repository.manifest()).unwrap();
    folder.files.borrow_mut().retain(|path, _| !path.starts_with("data/"));
    assert_eq!(load(&repository, "").unwrap_err().public_code(), "D-102");
    *folder.files.borrow_mut() = files;
    assert!(load(&repository, "").is_ok());
}
