//! The card below a message with a link: what the page says of itself, put into text nodes and nowhere
//! else. Of one height from the first frame, its picture included.

use leptos::prelude::*;

use super::layout::Talk;

/// The side of the picture's place, in CSS pixels; the style sheet says the same.
const SIDE: u32 = 72;

/// The card, where the server has looked at the link.
#[component]
pub fn LinkCard(
    /// The message.
    talk: Memo<Talk>,
) -> impl IntoView {
    let preview = Memo::new(move |_| talk.with(|talk| talk.preview.clone()));
    move || {
        preview.get().map(|preview| {
            let preview = *preview;
            view! {
                <a class="link-card" href=preview.url target="_blank" rel="noopener noreferrer">
                    {preview.picture.map(|src| {
                        view! { <img src=src alt="" width=SIDE height=SIDE loading="lazy" /> }
                    })}
                    <span>
                        <small class="clip" dir="ltr">{preview.site}</small>
                        <b class="clip" dir="auto">{preview.title}</b>
                        {preview.description.map(|about| {
                            view! { <small class="clip" dir="auto">{about}</small> }
                        })}
                    </span>
                </a>
            }
        })
    }
}
