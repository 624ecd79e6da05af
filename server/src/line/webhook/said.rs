//! Reads what somebody on LINE said: the `message` of a webhook event.
//!
//! Reference: <https://developers.line.biz/en/reference/messaging-api/#message-event>

use app::domain::{MediaKind, Place, Position, SetPlace, Sticker, StickerForm, StickerId};

use super::Json;
use crate::line::inbound::{
    Attachment, Content, Elsewhere, LineUserId, Said, WordMark, WordMarked, Words,
};

/// Reads a message. One that lacks what its kind must have is kept as [`Content::Unknown`].
pub(super) fn read(message: Json<'_>) -> Said {
    let content = match message.text("type") {
        Some("text") => words(message).map(Content::Words),
        Some("sticker") => sticker(message).map(Content::Sticker),
        Some("image") => Some(media(message, MediaKind::Image)),
        Some("video") => Some(media(message, MediaKind::Video)),
        Some("audio") => Some(media(message, MediaKind::Audio)),
        Some("file") => Some(media(message, MediaKind::File)),
        Some("location") => place(message).map(Content::Place),
        _ => None,
    };
    let owned = |name| message.text(name).map(str::to_owned);
    Said {
        line_message_id: owned("id"),
        content: content.unwrap_or(Content::Unknown),
        quote_token: owned("quoteToken"),
        mark_as_read_token: owned("markAsReadToken"),
    }
}

/// The words of a message, with its LINE emoji and mentions.
pub(super) fn words(message: Json<'_>) -> Option<Words> {
    let text = message.text("text")?.to_owned();
    let emojis = message.list("emojis").filter_map(emoji);
    let mentions = message.at("mention").list("mentionees").filter_map(mention);
    let mut marks: Vec<WordMark> = emojis.chain(mentions).collect();
    marks.sort_by_key(|mark| mark.at);
    Some(Words { text, marks })
}

fn emoji(emoji: Json<'_>) -> Option<WordMark> {
    // They become part of an address: what is no name stays words.
    let name = |of| Some(emoji.text(of)?.to_owned()).filter(|id| is_name(id));
    mark(emoji, WordMarked::Emoji { product: name("productId")?, emoji: name("emojiId")? })
}

fn is_name(id: &str) -> bool {
    id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn mention(mentionee: Json<'_>) -> Option<WordMark> {
    let user = || mentionee.text("userId").map(|id| LineUserId(id.to_owned()));
    let what = match mentionee.text("type") {
        Some("all") => WordMarked::Everybody,
        _ if mentionee.flag("isSelf") => WordMarked::Us,
        _ => WordMarked::Mention(user()),
    };
    mark(mentionee, what)
}

fn mark(stretch: Json<'_>, what: WordMarked) -> Option<WordMark> {
    Some(WordMark { at: stretch.count("index")?, len: stretch.count("length")?, what })
}

fn sticker(message: Json<'_>) -> Option<Sticker> {
    let number = |name| message.text(name)?.parse().ok();
    let id = StickerId { package: number("packageId")?, sticker: number("stickerId")? };
    let form = match message.text("stickerResourceType") {
        Some("ANIMATION" | "ANIMATION_SOUND" | "POPUP" | "POPUP_SOUND") => StickerForm::Animated,
        _ => StickerForm::Still,
    };
    let keywords = message.at("keywords").0.as_array().into_iter().flatten();
    Some(Sticker {
        id,
        form,
        text: message.text("text").map(Into::into),
        keywords: keywords.filter_map(|word| Some(word.as_str()?.to_owned())).collect(),
    })
}

fn media(message: Json<'_>, kind: MediaKind) -> Content {
    let set = message.at("imageSet");
    Content::Media(Attachment {
        kind,
        elsewhere: elsewhere(message.at("contentProvider")),
        name: message.text("fileName").map(Into::into),
        size: message.count("fileSize"),
        duration: message.count("duration"),
        set: set.text("id").map(|id| SetPlace {
            id: id.to_owned(),
            index: set.count("index"),
            total: set.count("total"),
        }),
    })
}

fn elsewhere(provider: Json<'_>) -> Option<Elsewhere> {
    let address = |name| provider.text(name).map(str::to_owned);
    match provider.text("type") {
        Some("external") => Some(Elsewhere {
            original: address("originalContentUrl")?,
            preview: address("previewImageUrl"),
        }),
        _ => None,
    }
}

fn place(message: Json<'_>) -> Option<Place> {
    let at = Position::of_degrees(message.degrees("latitude")?, message.degrees("longitude")?)?;
    let owned = |name| message.text(name).map(str::to_owned);
    Some(Place { title: owned("title"), address: owned("address"), at })
}
