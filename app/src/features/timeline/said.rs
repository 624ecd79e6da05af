//! What a bubble says. What people wrote is put into text nodes and nowhere else.

use leptos::{either::Either, prelude::*};

use super::{media::Carried, words};
use crate::{
    domain::{
        Body, Marked, Place, TextMark,
        links::{self, Piece},
        mark::{self, Piece as MarkedPiece},
    },
    features::messenger::names,
    i18n::{t, t_string, use_i18n},
    sync::Store,
    ui::Icon,
};

/// A body, as it stands in a bubble.
pub fn said(body: Body) -> AnyView {
    let i18n = use_i18n();
    match body {
        Body::Text { text, marks } => {
            view! { <p dir="auto">{marked(&text, &marks)}</p> }.into_any()
        }
        Body::Place { place } => view! { <OnMap place /> }.into_any(),
        Body::Unsupported { what } => {
            view! { <p>{move || words::unsupported(i18n, what)}</p> }.into_any()
        }
        Body::Unsent => view! { <p>{t!(i18n, messenger.an_unsend)}</p> }.into_any(),
        Body::Discarded => view! { <p>{t!(i18n, messenger.a_discarded)}</p> }.into_any(),
        Body::Media { media } => view! { <Carried media=*media /> }.into_any(),
        // A sticker stands without a bubble.
        Body::Sticker { .. } | Body::Notice { .. } | Body::Hidden => ().into_any(),
    }
}

/// Words, with LINE emoji as pictures and those who are mentioned set off.
fn marked(text: &str, marks: &[TextMark]) -> impl IntoView + use<> {
    let show = |piece| match piece {
        MarkedPiece::Plain(words) => linked(words).into_any(),
        MarkedPiece::Marked(words, what) => mark_of(words.to_owned(), what.clone()),
    };
    mark::pieces(text, marks).into_iter().map(show).collect_view()
}

fn mark_of(words: String, what: Marked) -> AnyView {
    let (i18n, store) = (use_i18n(), expect_context::<Store>());
    match what {
        Marked::Emoji { product, emoji } => {
            let address = format!("/emoji/{product}/{emoji}.png");
            view! { <img class="line-emoji" src=address alt=words loading="lazy" /> }.into_any()
        }
        Marked::Mention { who: Some(who) } => {
            let name = move || match store.person(who) {
                Some(_) => format!("@{}", names::person(i18n, store, who)),
                None => words.clone(),
            };
            view! { <b class="mention" dir="auto">{name}</b> }.into_any()
        }
        Marked::Us => view! { <b class="mention us" dir="auto">{words}</b> }.into_any(),
        Marked::Mention { who: None } | Marked::Everybody => {
            view! { <b class="mention" dir="auto">{words}</b> }.into_any()
        }
    }
}

fn linked(text: &str) -> impl IntoView + use<> {
    // `dir` isolates it: direction marks in the text cannot show another address.
    let link = |href: String, text: &str| {
        Either::Right(view! {
            <a href=href dir="ltr" target="_blank" rel="noopener noreferrer">
                {text.to_owned()}
            </a>
        })
    };
    let show = |piece| match piece {
        Piece::Words(words) => Either::Left(words.to_owned()),
        Piece::Link(address) => link(address.to_owned(), address),
        Piece::Mail(address) => link(format!("mailto:{address}"), address),
    };
    links::split(text).into_iter().map(show).collect_view()
}

/// A place, and the way to a map of it.
#[component]
fn OnMap(place: Place) -> impl IntoView {
    let i18n = use_i18n();
    let title = place.title.clone();
    let title = move || {
        title.clone().unwrap_or_else(|| t_string!(i18n, messenger.word_location).to_owned())
    };
    view! {
        <a
            class="place"
            href=place.at.map_url()
            target="_blank"
            rel="noopener noreferrer"
        >
            {Icon::MapPin.draw()}
            <b dir="auto">{title}</b>
            {place.address.map(|address| view! { <span dir="auto">{address}</span> })}
            <small>{t!(i18n, messenger.show_on_map)}</small>
        </a>
    }
}
