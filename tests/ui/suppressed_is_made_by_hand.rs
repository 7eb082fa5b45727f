//! Nobody but `suppress` makes a protected cube.
use naerblik_nightly::suppress::SuppressedCube;

fn main() {
    let _ = SuppressedCube { datasets: Vec::new() };
}
