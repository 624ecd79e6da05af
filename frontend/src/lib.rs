//! The client's entry: takes over the page that the server has drawn.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the page, when the client has arrived.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    app::features::parts::take_over_with_parts(|| leptos::mount::hydrate_body(app::app::App));
}
