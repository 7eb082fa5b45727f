//! The vocabulary that the nightly job and the browser share.
//!
//! Here: what a published figure is ([`cell`], [`schema`], [`period`]), how a set of them is held in memory
//! ([`cube`]) and on the wire ([`wire`]), what a publication contains ([`manifest`]), how questions are answered
//! ([`query`]), and what may be said about the answers ([`stats`]). Not here: files, network, clocks, threads,
//! languages on screen. The code that a native test runs is the code that the browser runs.
//!
//! Start reading at [`query`].

pub mod cell;
pub mod cube;
pub mod digest;
pub mod manifest;
pub mod period;
pub mod query;
pub mod schema;
pub mod stats;
pub mod testing;
pub mod wire;
