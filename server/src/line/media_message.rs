//! Media as LINE takes it: by addresses that LINE fetches when it likes to. What LINE shows nothing of
//! goes as a card with a link.

use app::domain::{Media, MediaKind};

use super::{
    flex::{AltText, Bubble, Line, Part, PictureUrl, Uri, Voice, Words},
    message::Saying,
};

/// Where media is fetched, by LINE and by whoever reads the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaLinks {
    /// As it was sent.
    pub original: String,
    /// A small JPEG of it, if there is one.
    pub small: Option<String>,
    /// Its type, where it can be shown as what it is.
    pub content_type: Option<String>,
    /// What stands on the button that opens a file, in the reader's language.
    pub open: &'static str,
}

impl Saying {
    /// Media under these addresses; none where LINE would not fetch them.
    pub fn media(media: &Media, links: &MediaLinks) -> Option<Self> {
        let original_content_url = PictureUrl::new(&links.original)?;
        let small = links.small.as_deref().and_then(PictureUrl::new);
        let content_type = links.content_type.as_deref().unwrap_or_default();
        match (media.kind, content_type, small, media.duration) {
            (MediaKind::Image, "image/jpeg" | "image/png", Some(preview_image_url), _) => {
                Some(Self::Image { original_content_url, preview_image_url })
            }
            (MediaKind::Video, "video/mp4", Some(preview_image_url), _) => {
                Some(Self::Video { original_content_url, preview_image_url })
            }
            (MediaKind::Audio, "audio/mp4" | "audio/mpeg", _, Some(duration)) => {
                Some(Self::Audio { original_content_url, duration })
            }
            _ => card(media, links),
        }
    }
}

/// A card with the name of a file and a button that opens it: LINE's own browser saves nothing, so
/// another one does.
/// Reference: <https://developers.line.biz/en/docs/line-login/using-line-url-scheme/#opening-url-in-external-browser>
fn card(media: &Media, links: &MediaLinks) -> Option<Saying> {
    let name = media.name.as_deref().unwrap_or("file");
    let name_line = Line::new(Words::new(name)?, Voice::Plain);
    let size = media.size.map(size).and_then(|size| Words::new(&size));
    let further = size.map(|size| Part::Text(Line::new(size, Voice::Quiet)));
    let uri = Uri::new(&format!("{}?openExternalBrowser=1", links.original))?;
    let bubble = Bubble::new(name_line, further.into_iter().collect())
        .with_buttons(vec![Part::link(links.open, uri)]);
    Some(Saying::Flex { alt_text: AltText::new(name)?, contents: Box::new(bubble) })
}

/// So many bytes, for people of every language.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use app::domain::MediaState;

    use super::*;

    fn media(kind: MediaKind) -> Media {
        Media {
            id: "0191d5c8-0000-7000-8000-000000000009".parse().unwrap(),
            kind,
            state: MediaState::Here,
            name: Some("見積 \"A\".pdf".into()),
            size: Some(1_234_567),
            pixels: None,
            duration: Some(1500),
            blur: None,
            set: None,
        }
    }

    fn links(end: &str, content_type: Option<&str>) -> MediaLinks {
        MediaLinks {
            original: format!("https://chat.example.com/files/KEY/original{end}"),
            small: Some("https://chat.example.com/files/KEY/small.jpg".into()),
            content_type: content_type.map(str::to_owned),
            open: "ファイルを開く",
        }
    }

    #[test]
    fn media_as_line_gets_it() {
        let sent = |kind, end, content_type| {
            Saying::media(&media(kind), &links(end, content_type)).unwrap()
        };
        insta::assert_json_snapshot!([
            sent(MediaKind::Image, ".png", Some("image/png")),
            sent(MediaKind::Video, ".mp4", Some("video/mp4")),
            sent(MediaKind::Audio, ".m4a", Some("audio/mp4")),
            sent(MediaKind::File, "", None),
        ]);
    }

    #[test]
    fn what_line_does_not_show_is_a_link() {
        for (kind, content_type) in [
            (MediaKind::Image, Some("image/gif")),
            (MediaKind::Video, Some("video/quicktime")),
            (MediaKind::Audio, Some("audio/ogg")),
            (MediaKind::Image, None),
        ] {
            let sent = Saying::media(&media(kind), &links("", content_type));
            assert!(matches!(sent, Some(Saying::Flex { .. })), "{kind:?} {content_type:?}");
        }
        let unending = Media { duration: None, ..media(MediaKind::Audio) };
        let sent = Saying::media(&unending, &links("", Some("audio/mp4")));
        assert!(matches!(sent, Some(Saying::Flex { .. })), "LINE wants to know how long it plays");
    }

    #[test]
    fn what_line_cannot_fetch_is_no_message() {
        let original = "http://chat.example.com/files/KEY/original.png".to_owned();
        let links = MediaLinks { original, ..links("", Some("image/png")) };
        assert_eq!(Saying::media(&media(MediaKind::Image), &links), None);
    }
}
