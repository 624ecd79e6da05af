//! The client's entry: takes over the page that the server has drawn.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the page, when the client has arrived.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    app::features::parts::take_over_with_parts(|| leptos::mount::hydrate_body(app::app::App));
}

/// Room for the parts. Whoever splits the client lays the data of all parts out anew, within the space that the
/// linker gave it; where their alignment takes a byte more than that, all of it goes into what is loaded first,
/// 50 KB of it in vain. Nobody reads this, so none of it travels.
#[used]
static ROOM: [u8; 4096] = [0xA5; 4096];
