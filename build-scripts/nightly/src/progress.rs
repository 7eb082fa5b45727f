//! Saying what goes on: bars on a terminal, lines elsewhere.

use std::{
    io::{IsTerminal as _, Write as _},
    time::Instant,
};

use indicatif::{ProgressBar, ProgressStyle};

/// Where progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// On standard error: bars on a terminal, lines elsewhere.
    Shown,
    /// Nowhere; for tests.
    Silent,
}

/// A long step with a known number of parts.
pub struct Bar(Option<ProgressBar>);

impl Progress {
    /// Runs one station, and says how long it took.
    pub fn station<T>(self, name: &str, started: Instant, outcome: T) -> T {
        self.line(&format!("{name:<10} {:>7.1} s", started.elapsed().as_secs_f64()));
        outcome
    }

    /// Says one line.
    pub fn line(self, text: &str) {
        if self == Self::Shown {
            // Nobody can be told when standard error is closed.
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }

    /// Starts a bar over `parts` parts; shown on terminals only.
    pub fn bar(self, name: &str, parts: usize) -> Bar {
        if self == Self::Silent || !std::io::stderr().is_terminal() {
            return Bar(None);
        }
        let style = ProgressStyle::with_template("{prefix} {wide_bar} {pos}/{len} {eta}");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::new(u64::try_from(parts).unwrap_or(0)).with_style(style).with_prefix(name.to_owned());
        Bar(Some(bar))
    }
}

impl Bar {
    /// One more part is done.
    pub fn advance(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
