//! The card as a file, handed on by what the device offers for that. In a browser only.

use js_sys::{Array, Object, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Blob, ClipboardItem, File, FilePropertyBag, Response, ShareData};

use crate::browser;

const PNG: &str = "image/png";
const NAME: &str = "profile-card.png";

/// How a picture can be handed on, besides being saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By the device's share sheet.
    Share,
    /// By the clipboard.
    Copy,
}

impl Way {
    /// The share sheet where it takes files, else the clipboard where it takes pictures.
    pub fn offered() -> Option<Self> {
        let copies = || Reflect::has(&window(), &"ClipboardItem".into()).unwrap_or(false);
        if shares_files() {
            Some(Self::Share)
        } else {
            (copies() && browser::clipboard().is_some()).then_some(Self::Copy)
        }
    }

    /// Hands the picture at an address on.
    ///
    /// # Errors
    /// When it cannot be had, or the clipboard does not take it.
    pub async fn hand_on(self, picture: String) -> Result<(), JsValue> {
        match self {
            Self::Share => share(&picture).await,
            Self::Copy => copy(picture).await,
        }
    }
}

/// Whether there is a share sheet that takes pictures (Web Share API, level 2).
fn shares_files() -> bool {
    let navigator = window().navigator();
    Reflect::has(&navigator, &"canShare".into()).unwrap_or(false)
        && Blob::new()
            .and_then(|nothing| data(&nothing))
            .is_ok_and(|data| navigator.can_share_with_data(&data))
}

fn data(picture: &Blob) -> Result<ShareData, JsValue> {
    let kind = FilePropertyBag::new();
    kind.set_type(PNG);
    let file = File::new_with_blob_sequence_and_options(&Array::of1(picture), NAME, &kind)?;
    let data = ShareData::new();
    data.set_files(&Array::of1(&file));
    Ok(data)
}

async fn share(picture: &str) -> Result<(), JsValue> {
    let data = data(&fetched(picture).await?)?;
    // Rejected when the member thinks better of it: nothing to say.
    let _thought_better = JsFuture::from(window().navigator().share_with_data(&data)).await;
    Ok(())
}

/// The clipboard is asked at once, with the promise of a picture: some browsers ask for a press that
/// is not long ago.
async fn copy(picture: String) -> Result<(), JsValue> {
    let clipboard = browser::clipboard().ok_or(JsValue::UNDEFINED)?;
    let promise = future_to_promise(async move { fetched(&picture).await.map(JsValue::from) });
    let kinds = Object::new();
    Reflect::set(&kinds, &PNG.into(), &promise)?;
    let item = ClipboardItem::new_with_record_from_str_to_blob_promise(&kinds)?;
    JsFuture::from(clipboard.write(&Array::of1(&item))).await.map(drop)
}

async fn fetched(address: &str) -> Result<Blob, JsValue> {
    let answer = JsFuture::from(window().fetch_with_str(address)).await?;
    let answer: Response = answer.dyn_into()?;
    if !answer.ok() {
        return Err(JsValue::UNDEFINED);
    }
    JsFuture::from(answer.blob()?).await?.dyn_into()
}
