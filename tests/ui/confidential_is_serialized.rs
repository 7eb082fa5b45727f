//! Exact counts cannot be serialized.
use naerblik_nightly::aggregate::ConfidentialCube;

fn write(cube: &ConfidentialCube) -> String {
    serde_json::to_string(cube).unwrap()
}

fn main() {
    let _ = write;
}
