//! The only modules that touch the browser directly; one capability per file.

pub mod content;
pub mod dialog;
pub mod download;
pub mod fetch;
pub mod focus;
pub mod media;
pub mod page;
pub mod rows;
pub mod settings;
pub mod small_trend;
pub mod svg;
pub mod width;
