//! Tests of the whole: the golden night, attacks on what it publishes, the contract of the published bytes, types
//! that must not compile, and the rules of the house.

mod compile_fail;
mod night;
mod privacy;
mod publication;
mod support;
mod tidy;
