//! The form itself: the picture as it is, a file to put in its place, and the way to have none.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    i18n::{Locale, td_string},
    plain::Said,
};

/// The kinds of files that are offered. Browsers that have others (such as an iPhone's own) turn them
/// into one of these when they know that nothing else is taken.
const KINDS: &str = "image/jpeg,image/png,image/webp";

/// The ids of the form, of the file's field (which is posted under it), and of what is said about it.
const FORM: &str = "photo-form";
const FILE: &str = "photo";
const HINT: &str = "photo-hint";

/// What is wrong with an uploaded file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoFault {
    /// There is none.
    NoFile,
    /// It is no picture of a kind that is taken.
    NotAPicture,
    /// It has too many bytes.
    TooLarge,
    /// It has too many pixels.
    TooManyPixels,
    /// It is not all there.
    Damaged,
}

/// What came of the last act on a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoSaid {
    /// It is kept.
    Kept,
    /// It is removed.
    Removed,
}

impl PhotoSaid {
    pub(crate) fn said(self, locale: Locale) -> Said {
        Said::done(match self {
            Self::Kept => td_string!(locale, photo.kept),
            Self::Removed => td_string!(locale, photo.removed),
        })
    }
}

/// The form. It posts a file as `photo` to `action`, and nothing to `{action}/remove`.
pub struct PhotoForm {
    /// The language.
    pub locale: Locale,
    /// Where it posts to.
    pub action: String,
    /// Whether there is a picture to remove.
    pub present: Presence,
    /// What is wrong with the file that was posted.
    pub fault: Option<PhotoFault>,
}

/// Whether there is a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// There is one.
    Present,
    /// There is none.
    Absent,
}

impl Presence {
    /// Whether there is a picture at this address.
    pub const fn of(picture: Option<&String>) -> Self {
        if picture.is_some() { Self::Present } else { Self::Absent }
    }
}

impl PhotoForm {
    /// The form, beside the picture as it is.
    pub(crate) fn view(self, picture: impl IntoView) -> impl IntoView {
        let Self { locale, action, present, fault } = self;
        let remove = (present == Presence::Present).then(|| remove(locale, &action));
        let hint = match fault {
            Some(fault) => fault_text(locale, fault),
            None => td_string!(locale, photo.hint),
        };
        view! {
            <section class="photo-edit settings-part" aria-label=td_string!(locale, photo.title)>
                {picture}
                <div>
                    <form id=FORM method="post" action=action enctype="multipart/form-data">
                        <div class="field" class:bad=fault.is_some()>
                            <label for=FILE>{td_string!(locale, photo.file)}</label>
                            <input
                                class="input"
                                id=FILE
                                name=FILE
                                type="file"
                                accept=KINDS
                                required
                                aria-invalid=fault.map(|_| "true")
                                aria-describedby=HINT
                            />
                            <p class="hint" id=HINT>
                                {hint}
                            </p>
                        </div>
                    </form>
                    <div class="acts">
                        <button class="btn primary" type="submit" form=FORM>
                            {td_string!(locale, photo.save)}
                        </button>
                        {remove}
                    </div>
                </div>
            </section>
        }
    }
}

fn remove(locale: Locale, action: &str) -> impl IntoView + use<> {
    view! {
        <form method="post" action=format!("{action}/remove")>
            <button class="btn quiet" type="submit">
                {td_string!(locale, photo.remove)}
            </button>
        </form>
    }
}

fn fault_text(locale: Locale, fault: PhotoFault) -> &'static str {
    match fault {
        PhotoFault::NoFile => td_string!(locale, photo.no_file),
        PhotoFault::NotAPicture => td_string!(locale, photo.not_a_picture),
        PhotoFault::TooLarge => td_string!(locale, photo.too_large),
        PhotoFault::TooManyPixels => td_string!(locale, photo.too_many_pixels),
        PhotoFault::Damaged => td_string!(locale, photo.damaged),
    }
}
