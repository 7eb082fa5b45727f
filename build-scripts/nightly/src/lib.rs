//! The nightly job: a register in, a suppressed publication out.
//!
//! Start reading at [`night`]: its `run` is the table of contents. Each station of the data path is a module named
//! after its verb, each hands on a type of its own, and each takes the previous one by value, so that exact counts
//! no longer exist under any name after [`suppress`].
//!
//! DataFusion appears only in [`read`], [`validate`] and [`derive`]; the demo register borrows its
//! Parquet writer.

pub mod aggregate;
pub mod assemble;
pub mod audit;
pub mod audit_command;
pub mod audit_publication;
pub mod catalogue;
pub mod cli;
pub mod demo_register;
pub mod derive;
pub mod night;
pub mod progress;
pub mod publish;
pub mod query_command;
pub mod read;
pub mod suppress;
pub mod suppress_command;
pub mod validate;
pub mod versions;
