//! The pictures that an admin gives: a member's photo, and the company's logo. Each has a page of its
//! own, which other pages lead to.

use leptos::prelude::*;

use super::{
    company,
    frame::{Part, PartSheet},
    members,
};
use crate::{
    domain::MemberId,
    features::photo::{PhotoFault, PhotoForm, PhotoSaid, Presence, sitter},
    i18n::td_string,
    plain::{Frame, Logo, Said},
};

/// Whose picture a page is about.
#[derive(Clone, Debug)]
pub enum Whose {
    /// A member's.
    Member {
        /// Who.
        id: MemberId,
        /// The name.
        name: String,
    },
    /// The company's.
    Company,
}

/// What a page shows. It posts to its own address, and to `/remove` below it.
#[derive(Clone, Debug)]
pub struct PicturePage {
    /// Language, colours, style sheet.
    pub frame: Frame,
    /// Whose picture.
    pub whose: Whose,
    /// Where the picture is, if there is one.
    pub picture: Option<String>,
    /// What is wrong with the file that was posted.
    pub fault: Option<PhotoFault>,
    /// What came of the last act.
    pub said: Option<PhotoSaid>,
}

/// Where the page with a member's photo is.
pub(super) fn photo_path(member: MemberId) -> String {
    format!("/admin/members/{member}/photo")
}

impl Whose {
    /// Where the page is.
    pub fn path(&self) -> String {
        match self {
            Self::Member { id, .. } => photo_path(*id),
            Self::Company => "/admin/logo".to_owned(),
        }
    }

    const fn part(&self) -> Part {
        match self {
            Self::Member { .. } => members::PART,
            Self::Company => company::PART,
        }
    }
}

/// The page as a whole document.
pub fn picture_page(page: PicturePage) -> String {
    let PicturePage { frame, whose, picture, fault, said } = page;
    let locale = frame.locale;
    let said = match fault {
        Some(_) => Some(Said::wrong(td_string!(locale, login.problems))),
        None => said.map(|said| said.said(locale)),
    };
    let (title, lead) = match whose {
        Whose::Member { .. } => (td_string!(locale, photo.title), td_string!(locale, photo.lead)),
        Whose::Company => (td_string!(locale, photo.logo), td_string!(locale, photo.logo_lead)),
    };
    let form =
        PhotoForm { locale, action: whose.path(), present: Presence::of(picture.as_ref()), fault };
    PartSheet { part: whose.part(), title, said }.document(&frame, || {
        let shown = match whose {
            Whose::Member { id, name } => sitter(id, name, picture).into_any(),
            Whose::Company => picture.map(|picture| view! { <Logo picture /> }).into_any(),
        };
        view! {
            <p class="hint">{lead}</p>
            {form.view(shown)}
        }
    })
}
