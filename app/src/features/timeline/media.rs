//! Pictures, videos, sounds and files in the timeline, each in a place of a size that is known before
//! they are here.

use leptos::{ev::MouseEvent, prelude::*};

use super::{
    album::{Shot, in_order},
    words,
};
use crate::{
    domain::{Media, MediaKind, MediaState, RoomId, Seq},
    features::viewer::Viewing,
    i18n::{t, t_string, use_i18n},
    ui::Icon,
};

/// The place of a picture or a video is no larger than this, in CSS pixels, as in the style sheet.
const LARGEST: (u32, u32) = (300, 340);
/// Nor smaller, so that a finger finds it.
const SMALLEST: u32 = 72;
/// The place where nothing is known of the shape.
const UNKNOWN: (u32, u32) = (300, 169);

/// Pictures and videos: one by itself, or those that were sent together as a grid.
#[component]
pub fn Pictures(
    /// The room being read.
    room: RoomId,
    /// The pictures.
    shots: Vec<Shot>,
) -> impl IntoView {
    let shots = in_order(shots);
    let class = match shots.len() {
        1 => "pictures",
        2 | 4 => "pictures set two",
        _ => "pictures set",
    };
    let one = |shot: Shot| view! { <Looked room seq=shot.seq media=shot.media /> };
    view! { <div class=class>{shots.into_iter().map(one).collect_view()}</div> }
}

#[component]
fn Looked(room: RoomId, seq: Option<Seq>, media: Media) -> AnyView {
    let i18n = use_i18n();
    let (id, kind) = (media.id, media.kind);
    let seq = seq.map(|Seq(seq)| seq);
    let (width, height) = place(media.pixels);
    let what = move || words::media_kind(i18n, kind);
    let blur = media.blur.map(|blur| view! { <img class="blur" src=blur alt="" /> });
    match (media.state, kind) {
        (MediaState::Coming, _) => {
            let coming = move || t_string!(i18n, media.coming, what = what());
            view! { <div class="picture awaited" role="img" aria-label=coming data-seq=seq></div> }
                .into_any()
        }
        (_, MediaKind::Video) => view! {
            <video
                class="picture"
                controls
                playsinline
                preload="none"
                src=id.original()
                poster=media.pixels.map(|_| id.small())
                width=width
                height=height
                aria-label=what
                data-seq=seq
            ></video>
        }
        .into_any(),
        _ => {
            let viewing = expect_context::<Viewing>();
            let look = move |event: MouseEvent| {
                // With a key held, the browser opens the picture elsewhere.
                if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                    event.prevent_default();
                    viewing.open(room, id);
                }
            };
            view! {
                <a class="picture" href=id.original() target="_blank" data-seq=seq on:click=look>
                    {blur}
                    <img
                        src=id.small()
                        alt=what
                        width=width
                        height=height
                        loading="lazy"
                        decoding="async"
                    />
                </a>
            }
            .into_any()
        }
    }
}

/// A sound or a file, or what is to be said of media that is not here.
#[component]
pub fn Carried(
    /// Which.
    media: Media,
) -> AnyView {
    let i18n = use_i18n();
    let (id, kind, name) = (media.id, media.kind, media.name);
    let what = move || name.clone().unwrap_or_else(|| words::media_kind(i18n, kind).to_owned());
    let withdrawn = (media.state == MediaState::Withdrawn)
        .then(|| view! { <small>{t!(i18n, media.withdrawn)}</small> });
    let size = media.size.map(bytes);
    match (media.state, kind) {
        (MediaState::Here | MediaState::Withdrawn, MediaKind::Audio) => view! {
            <div class="sound">
                <audio controls preload="none" src=id.original() aria-label=what></audio>
                {media.duration.map(|length| view! { <small>{minutes(length)}</small> })}
            </div>
        }
        .into_any(),
        (MediaState::Here | MediaState::Withdrawn, _) => view! {
            <a class="file" href=id.download() download="">
                {Icon::FileText.draw()}
                <b dir="auto">{what}</b>
                {size.map(|size| view! { <small>{size}</small> })}
                {withdrawn}
            </a>
        }
        .into_any(),
        (MediaState::Coming, _) => {
            view! { <p dir="auto">{move || t_string!(i18n, media.coming, what = what())}</p> }
                .into_any()
        }
        (MediaState::Gone, _) => {
            view! { <p dir="auto">{move || t_string!(i18n, media.gone, what = what())}</p> }
                .into_any()
        }
        (MediaState::Refused, _) => {
            view! { <p dir="auto">{move || t_string!(i18n, media.refused, what = what())}</p> }
                .into_any()
        }
    }
}

/// The place of something of this shape, in CSS pixels. What is very long or very flat is cut off, by the
/// same limits as in the style sheet: there the place is worked out again from the picture that came.
fn place(pixels: Option<(u32, u32)>) -> (u32, u32) {
    let Some((width, height)) = pixels.filter(|(width, height)| *width > 0 && *height > 0) else {
        return UNKNOWN;
    };
    let (most_wide, most_high) = LARGEST;
    let scaled = |side: u32, most: u32, of: u32| {
        let by = u64::from(side) * u64::from(most) / u64::from(of);
        u32::try_from(by).unwrap_or(u32::MAX)
    };
    let wide = scaled(width, most_high, height).min(most_wide).min(width).max(SMALLEST);
    (wide, scaled(height, wide, width).clamp(SMALLEST, most_high))
}

/// So many bytes, for people.
pub fn bytes(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} B"),
        1_000..1_000_000 => format!("{} KB", count.div_ceil(1_000)),
        _ => format!("{}.{} MB", count / 1_000_000, count % 1_000_000 / 100_000),
    }
}

/// Milliseconds as minutes and seconds.
fn minutes(millis: u32) -> String {
    let seconds = millis.div_ceil(1_000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_the_shape_of_what_comes_there() {
        for (pixels, expected) in [
            ((3000, 2000), (300, 200)),
            ((1000, 3400), (100, 340)),
            ((200, 100), (200, 100)),
            ((8, 8), (72, 72)),
            ((30, 100), (72, 240)),
            ((64, 48), (72, 72)),
            ((4000, 100), (300, 72)),
            ((1, 65_535), (72, 340)),
            ((u32::MAX, u32::MAX), (300, 300)),
        ] {
            assert_eq!(place(Some(pixels)), expected, "{pixels:?}");
        }
        assert_eq!(place(None), UNKNOWN);
        assert_eq!(place(Some((0, 5))), UNKNOWN);
    }

    #[test]
    fn sizes_and_lengths_are_for_people() {
        assert_eq!([7, 1_001, 12_345_678].map(bytes), ["7 B", "2 KB", "12.3 MB"]);
        assert_eq!([900, 61_000].map(minutes), ["0:01", "1:01"]);
    }
}
