//! A QR code as a file on the reader's device. Drawn here, so that it needs no server. Browser only.

use gloo::timers::callback::Timeout;
use js_sys::Promise;
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, Url};

use super::qr::{Qr, Run};

/// The least width and height of the picture, in pixels: sharp on a poster.
const LEAST: usize = 1024;

/// Until the browser has surely read what it downloads, in milliseconds.
const READ: u32 = 60_000;

/// Saves the code as a PNG.
///
/// # Errors
/// When the browser draws no canvas or makes no file of it.
pub async fn save_png(qr: &Qr, file: &str) -> Result<(), JsValue> {
    let canvas = draw(qr)?;
    let mut asked = Ok(());
    let made = Promise::new(&mut |resolve, _| asked = canvas.to_blob(&resolve));
    asked?;
    let png: Blob = JsFuture::from(made).await?.dyn_into()?;
    download(&png, file)
}

/// The name of the file: what is not usual in file names is left out.
pub fn file_name(line_id: &str) -> String {
    let usual = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    format!("line-qr-{}.png", line_id.chars().filter(usual).collect::<String>())
}

fn draw(qr: &Qr) -> Result<HtmlCanvasElement, JsValue> {
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.dyn_into()?;
    let module = pixels(qr.module(LEAST));
    let side = module * pixels(qr.side());
    canvas.set_width(side);
    canvas.set_height(side);
    let pen: CanvasRenderingContext2d =
        canvas.get_context("2d")?.ok_or(JsValue::UNDEFINED)?.dyn_into()?;
    let module = f64::from(module);
    pen.set_fill_style_str("#fff");
    pen.fill_rect(0.0, 0.0, f64::from(side), f64::from(side));
    pen.set_fill_style_str("#000");
    for Run { x, y, length } in qr.runs() {
        let [x, y, length] = [x, y, length].map(|modules| f64::from(pixels(modules)) * module);
        pen.fill_rect(x, y, length, module);
    }
    Ok(canvas)
}

/// A code has at most 185 modules a side, so nothing is cut off.
fn pixels(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn download(file: &Blob, name: &str) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(file)?;
    let link: HtmlAnchorElement = document().create_element("a")?.dyn_into()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Timeout::new(READ, move || {
        let _gone_already = Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_file_is_named_for_the_id_and_stays_in_its_folder() {
        assert_eq!(file_name("@123abcde"), "line-qr-123abcde.png");
        assert_eq!(file_name("@../x y"), "line-qr-..xy.png");
    }
}
