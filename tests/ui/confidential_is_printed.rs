//! Exact counts cannot be printed.
use naerblik_nightly::aggregate::ConfidentialCube;

fn print(cube: &ConfidentialCube) -> String {
    format!("{cube}")
}

fn main() {
    let _ = print;
}
