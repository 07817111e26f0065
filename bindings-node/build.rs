//! Link arguments of a Node addon, which differ per platform.
fn main() {
    napi_build::setup();
}
