//! The twin that compiles: what passed the door may be assembled.
use naerblik_nightly::{assemble::assemble, catalogue::Catalogue, suppress::SuppressedCube};

fn publish(cube: &SuppressedCube, catalogue: &Catalogue, as_of: chrono::NaiveDate) {
    drop(assemble(cube, catalogue, as_of, None));
}

fn main() {
    let _ = publish;
}
