//! What is in the sheet from which a place is sent: where this device is, or an address as typed. An
//! address without a point on the map goes as words with a link: no service is asked where it lies.

use leptos::{prelude::*, task::spawn_local, text_prop::TextProp};
use leptos_i18n::I18nContext;

use super::position::{Unlocated, locate};
use crate::{
    domain::{
        Outbound, PLACE_LINE_MAX, Place, PlaceFault, Position, RoomId, SendablePlace, TextMessage,
        Writing, place_line,
    },
    features::messenger::desk::Desk,
    i18n::{Locale, t, t_string, use_i18n},
    sync::outbox::Outbox,
    ui::{Field, Icon},
};

/// What is known of the point on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Point {
    /// It was not asked for.
    NotAsked,
    /// The browser is at it.
    Asking,
    /// Here.
    Known(Position),
    /// It was asked for in vain.
    Not(Unlocated),
}

/// The sheet.
#[component]
pub fn PlaceForm(
    /// Where the place goes.
    room: RoomId,
    /// Called when it has been sent.
    close: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (desk, outbox) = (expect_context::<Desk>(), expect_context::<Outbox>());
    let (name, address) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let point = RwSignal::new(Point::NotAsked);
    let sendable = Memo::new(move |_| {
        name.with(|name| address.with(|address| outbound(name, address, point.get())))
    });
    let find = move |_| {
        if point.get_untracked() == Point::Asking {
            return;
        }
        point.set(Point::Asking);
        spawn_local(async move {
            let found = locate().await.map_or_else(Point::Not, Point::Known);
            let _sheet_was_closed = point.try_set(found);
        });
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(what) = sendable.get_untracked() else { return };
        // Of these, LINE links only words to what they answer to.
        let quote = match what {
            Outbound::Text { .. } => desk.take_answer(room),
            Outbound::Sticker { .. } | Outbound::Place { .. } | Outbound::Media { .. } => None,
        };
        outbox.send(room, Writing { what, quote });
        desk.written.notify();
        close.run(());
    };
    view! {
        <form class="place-form" on:submit=send>
            <button
                type="button"
                class="btn"
                aria-disabled=move || (point.get() == Point::Asking).then_some("true")
                on:click=find
            >
                {Icon::MapPin.small()}
                {t!(i18n, attach.place_here)}
            </button>
            <p class="hint" role="status">
                {move || told(i18n, point.get())}
            </p>
            <Line
                id="place-name"
                label=move || t_string!(i18n, attach.place_name)
                hint=move || t_string!(i18n, attach.place_name_hint)
                typed=name
            />
            <Line
                id="place-address"
                label=move || t_string!(i18n, attach.place_address)
                hint=move || match point.get() {
                    Point::Known(_) => "",
                    _ => t_string!(i18n, attach.place_as_words),
                }
                typed=address
            />
            <button
                type="submit"
                class="btn primary"
                disabled=move || sendable.with(Option::is_none)
            >
                {t!(i18n, attach.place_send)}
            </button>
        </form>
    }
}

/// What is said of the point on the map, with a way to look at it.
fn told(i18n: I18nContext<Locale>, point: Point) -> AnyView {
    match point {
        Point::NotAsked => ().into_any(),
        Point::Asking => t_string!(i18n, attach.place_asking).into_any(),
        Point::Known(at) => view! {
            {t_string!(i18n, attach.place_known)}
            " "
            <a href=at.map_url() target="_blank" rel="noopener noreferrer">
                {t_string!(i18n, attach.place_look)}
            </a>
        }
        .into_any(),
        Point::Not(Unlocated::Denied) => t_string!(i18n, attach.place_denied).into_any(),
        Point::Not(Unlocated::Unknown) => t_string!(i18n, attach.place_unknown).into_any(),
    }
}

/// What would be sent; none where that is nothing, or too long.
fn outbound(name: &str, address: &str, point: Point) -> Option<Outbound> {
    let (title, address) = (place_line(name).ok()?, place_line(address).ok()?);
    let Point::Known(at) = point else {
        let link = map_of(address.as_deref()?);
        let lines = [title, address, Some(link)].into_iter().flatten().collect::<Vec<_>>();
        return TextMessage::parse(&lines.join("\n")).ok().map(Outbound::from);
    };
    let place = SendablePlace::try_from(Place { title, address, at }).ok()?;
    Some(Outbound::Place { place })
}

/// Where a map looks for an address.
fn map_of(address: &str) -> String {
    let query = String::from(js_sys::encode_uri_component(address));
    format!("https://www.google.com/maps/search/?api=1&query={query}")
}

#[component]
fn Line(
    id: &'static str,
    #[prop(into)] label: TextProp,
    #[prop(into)] hint: TextProp,
    typed: RwSignal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let over = Memo::new(move |_| match typed.with(|typed| place_line(typed)) {
        Err(PlaceFault::TooLong { over }) => Some(over),
        Ok(_) | Err(PlaceFault::NotOnEarth) => None,
    });
    let hint = move || match over.get() {
        Some(over) => {
            t_string!(i18n, attach.place_too_long, over = over, limit = PLACE_LINE_MAX)
        }
        None => hint.get().into_owned(),
    };
    view! {
        <Field id label hint bad=Signal::derive(move || over.get().is_some())>
            <input
                class="input"
                id=id
                type="text"
                dir="auto"
                autocomplete="off"
                aria-describedby=format!("{id}-hint")
                aria-invalid=move || over.get().map(|_| "true")
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
        </Field>
    }
}
