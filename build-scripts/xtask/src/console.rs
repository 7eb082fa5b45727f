//! What a person sees: each step by name, and how long it took.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the only module that talks to the person at the terminal"
)]

use std::time::{Duration, Instant};

use crate::error::TaskError;

/// Runs a step between a line that names it and a line that says how long it took.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T, TaskError>) -> Result<T, TaskError> {
    println!("-> {name}");
    let started = Instant::now();
    let result = work();
    let outcome = if result.is_ok() { "ok" } else { "FAILED" };
    println!("{outcome:>6}  {name} ({})", seconds(started.elapsed()));
    result
}

/// A step whose inputs have not changed.
pub(crate) fn unchanged(name: &str) {
    println!("    ok  {name} (unchanged)");
}

/// Something worth knowing that is no failure.
pub(crate) fn notice(text: &str) {
    println!("  note  {text}");
}

/// A line as it is.
pub(crate) fn say(text: &str) {
    println!("{}", text.trim_end());
}

/// The error and the way out.
pub(crate) fn failure(error: &TaskError) {
    eprintln!("error: {error}");
    if let Some(hint) = error.hint() {
        eprintln!("hint: {hint}");
    }
}

/// `0.4 s`, `38 s`, `4 min 05 s`.
pub(crate) fn seconds(elapsed: Duration) -> String {
    match elapsed.as_secs() {
        0..10 => format!("{:.1} s", elapsed.as_secs_f32()),
        whole @ 10..60 => format!("{whole} s"),
        whole => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_exact_as_a_reader_needs() {
        let cases = [(400, "0.4 s"), (38_600, "38 s"), (245_000, "4 min 05 s")];
        for (milliseconds, expected) in cases {
            assert_eq!(seconds(Duration::from_millis(milliseconds)), expected);
        }
    }
}
