//! What the repository wants from the world: bytes, and time to pass.

use futures::future::LocalBoxFuture;

/// Whether an answer from the browser's cache will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Files named by digest never change.
    Cached,
    /// Ask the server whether there is a newer one.
    Revalidated,
    /// The cached bytes were wrong; fetch them again.
    Reloaded,
}

/// Why there are no bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// No answer at all.
    #[error("no answer")]
    Network,
    /// The server answered, but not with the file.
    #[error("answer with status {0}")]
    Status(u16),
}

/// Access to files and to time.
pub trait Fetch {
    /// Fetches a file.
    fn fetch(&self, url: String, freshness: Freshness) -> LocalBoxFuture<'static, Result<Vec<u8>, FetchError>>;

    /// Waits.
    fn pause(&self, milliseconds: u32) -> LocalBoxFuture<'static, ()>;
}
