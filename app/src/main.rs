//! Starts the app in the page.

fn main() {
    naerblik_app::start();
}
