//! A text that comes as a file or is pasted, and is looked at before anything is done with it.

use leptos::prelude::*;

use super::textarea_content;

/// The two fields, `file` and `text`, and the button `act=check`.
pub struct TextUpload {
    /// What the file is called.
    pub file: &'static str,
    /// Which files are offered, as `accept` says it.
    pub accept: &'static str,
    /// What the pasted text is called.
    pub pasted: &'static str,
    /// The text that was sent.
    pub text: String,
    /// What the button says.
    pub check: &'static str,
}

impl TextUpload {
    /// Draws it.
    pub fn view(self) -> impl IntoView {
        let Self { file, accept, pasted, text, check } = self;
        view! {
            <div class="field">
                <label for="file">{file}</label>
                <input class="input" id="file" name="file" type="file" accept=accept />
            </div>
            <div class="field">
                <label for="text">{pasted}</label>
                <textarea
                    class="input admin-text"
                    id="text"
                    name="text"
                    rows="10"
                    spellcheck="false"
                    autocomplete="off"
                    inner_html=textarea_content(&text)
                ></textarea>
            </div>
            <button class="btn" type="submit" name="act" value="check">
                {check}
            </button>
        }
    }
}
