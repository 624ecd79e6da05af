//! `/profile/photo`: the member's own photo.

use leptos::prelude::*;

use super::form::{PhotoFault, PhotoForm, PhotoSaid, Presence};
use crate::{
    domain::{MemberId, PhotoSize, photo::in_size},
    i18n::td_string,
    plain::{Back, Frame, Said, Sheet},
    ui::{Face, Shape},
};

/// What the page shows. It posts to `/profile/photo` and `/profile/photo/remove`.
#[derive(Clone, Debug)]
pub struct MyPhotoPage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// Who is signed in.
    pub id: MemberId,
    /// Their name.
    pub name: String,
    /// Where their photo is, if there is one.
    pub picture: Option<String>,
    /// What is wrong with the file that was posted.
    pub fault: Option<PhotoFault>,
    /// What came of the last act.
    pub said: Option<PhotoSaid>,
}

/// The page as a whole document.
pub fn my_photo_page(page: MyPhotoPage) -> String {
    let MyPhotoPage { frame, id, name, picture, fault, said } = page;
    let locale = frame.locale;
    let said = match fault {
        Some(_) => Some(Said::wrong(td_string!(locale, login.problems))),
        None => said.map(|said| said.said(locale)),
    };
    let form = PhotoForm {
        locale,
        action: "/profile/photo".to_owned(),
        present: Presence::of(picture.as_ref()),
        fault,
    };
    let title = td_string!(locale, photo.mine);
    let back = Back { href: "/profile".into(), label: td_string!(locale, profile.title) };
    Sheet { title, back, said }.document(&frame, || {
        view! {
            <p class="hint">{td_string!(locale, photo.lead)}</p>
            {form.view(sitter(id, name, picture))}
        }
    })
}

/// A member's face, large, with the name that must stand beside it.
pub(crate) fn sitter(id: MemberId, name: String, picture: Option<String>) -> impl IntoView {
    let large = picture.map(|picture| in_size(&picture, PhotoSize::Large));
    view! {
        <div class="sitter">
            <Face shape=Shape::Member id=id.uuid() name=name.clone() picture=large />
            <b dir="auto">{name}</b>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{domain::Theme, i18n::Locale};

    fn page(picture: Option<&str>, fault: Option<PhotoFault>) -> String {
        my_photo_page(MyPhotoPage {
            frame: Frame {
                locale: Locale::en,
                theme: Theme::Auto,
                stylesheet: "/a.css".to_owned(),
            },
            id: MemberId::new(Uuid::from_u128(1)),
            name: "<img src=x onerror=alert(1)>".to_owned(),
            picture: picture.map(str::to_owned),
            fault,
            said: None,
        })
    }

    #[test]
    fn needs_no_script_and_shows_a_hostile_name_as_text() {
        let html = page(None, None);
        assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
        assert!(html.contains("&lt;img src=x"), "{html}");
    }

    #[test]
    fn a_photo_is_shown_large_and_only_then_to_be_removed() {
        let html = page(Some("/photos/0af9/96.jpg"), None);
        assert!(html.contains("src=\"/photos/0af9/512.jpg\""), "{html}");
        assert!(html.contains("action=\"/profile/photo/remove\""), "{html}");
        assert!(!page(None, None).contains("/remove"));
    }

    #[test]
    fn a_fault_is_said_at_the_field() {
        let html = page(None, Some(PhotoFault::TooManyPixels));
        assert!(html.contains("aria-invalid=\"true\""), "{html}");
        assert!(html.contains("id=\"photo-hint\""), "{html}");
    }
}
