//! Exact counts cannot be assembled.
use naerblik_nightly::{aggregate::ConfidentialCube, assemble::assemble, catalogue::Catalogue};

fn publish(cube: &ConfidentialCube, catalogue: &Catalogue, as_of: chrono::NaiveDate) {
    drop(assemble(cube, catalogue, as_of, None));
}

fn main() {
    let _ = publish;
}
