//! Words and numbers for the screen, without screen: plain Rust, tested natively.
//!
//! [`Page::present`] turns loaded cubes into everything that the explorer shows; [`Choices::of`] turns a view into what
//! its filters offer. Nothing here fetches, draws or knows the browser. Start reading at [`page`].

pub mod about;
pub mod beside;
pub mod choices;
pub mod comparators;
pub mod comparison;
pub mod coverage;
pub mod crossed;
pub mod distribution;
pub mod extract;
pub mod figures;
pub mod finding;
pub mod front;
pub mod funnel;
pub mod heading;
pub mod headline;
pub mod judgement;
pub mod map;
pub mod nearest;
pub mod overview;
pub mod page;
pub mod picker;
pub mod pivot;
pub mod profile;
pub mod release;
pub mod search;
pub mod selection;
pub mod stretch;
pub mod table;
pub mod topic;
pub mod trend;

pub use choices::Choices;
pub use page::Page;
