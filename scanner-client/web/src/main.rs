//! Starts the web app.
fn main() {
    inwards_web::run();
}
