//! What bytes are, read from their beginning and from nothing that anybody says of them. Only what is in
//! this table is ever served as what it is; all else can be saved and not shown.

use app::domain::MediaKind;

/// So many bytes tell.
pub const HEAD: usize = 32;

/// The type under which bytes that begin so may be shown, if they are of the kind that LINE says. Pages,
/// drawings that can carry a script, and documents never are.
pub fn shown_as(kind: MediaKind, head: &[u8]) -> Option<&'static str> {
    match kind {
        MediaKind::Image => image(head),
        MediaKind::Video => video(head),
        MediaKind::Audio => audio(head),
        // Files are saved, whatever is in them.
        MediaKind::File => None,
    }
}

/// The type under which LINE takes bytes that begin so, if they are to be sent as this and LINE takes
/// them at all. Pictures are drawn anew before they go.
/// Reference: <https://developers.line.biz/en/reference/messaging-api/#message-objects>
pub fn sent_as(kind: MediaKind, head: &[u8]) -> Option<&'static str> {
    let sent = shown_as(kind, head)?;
    let is_taken = match kind {
        MediaKind::Image => true,
        MediaKind::Video => sent == "video/mp4",
        MediaKind::Audio => matches!(sent, "audio/mp4" | "audio/mpeg"),
        MediaKind::File => false,
    };
    is_taken.then_some(sent)
}

fn image(head: &[u8]) -> Option<&'static str> {
    Some(match head {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => "image/png",
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        _ => return None,
    })
}

fn video(head: &[u8]) -> Option<&'static str> {
    match head {
        [0x1A, 0x45, 0xDF, 0xA3, ..] => Some("video/webm"),
        _ => match brand(head)? {
            b"qt  " => Some("video/quicktime"),
            _ => Some("video/mp4"),
        },
    }
}

fn audio(head: &[u8]) -> Option<&'static str> {
    Some(match head {
        [b'I', b'D', b'3', ..] => "audio/mpeg",
        [b'O', b'g', b'g', b'S', ..] => "audio/ogg",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => "audio/wav",
        // ADTS has no layer; MPEG audio has one, and a bit rate.
        [0xFF, second, ..] if second & 0xF6 == 0xF0 => "audio/aac",
        [0xFF, second, third, ..]
            if second & 0xE0 == 0xE0 && second & 0x06 != 0 && third & 0xF0 != 0xF0 =>
        {
            "audio/mpeg"
        }
        _ => {
            brand(head)?;
            "audio/mp4"
        }
    })
}

/// What an ISO media file says it is first of all: `isom`, `mp42`, `M4A `, `qt  `. Pictures in the same
/// box (HEIC, AVIF) are none.
fn brand(head: &[u8]) -> Option<&[u8; 4]> {
    let [_, _, _, _, b'f', b't', b'y', b'p', rest @ ..] = head else { return None };
    let brand: &[u8; 4] = rest.first_chunk()?;
    let is_picture = matches!(
        brand,
        b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" | b"mif1" | b"msf1" | b"avif" | b"avis"
    );
    (!is_picture).then_some(brand)
}

/// The end of a file's name by which other programs know this type.
pub fn extension(content_type: &str) -> &'static str {
    match content_type {
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "video/mp4" => ".mp4",
        "video/quicktime" => ".mov",
        "video/webm" => ".webm",
        "audio/mpeg" => ".mp3",
        "audio/mp4" => ".m4a",
        "audio/aac" => ".aac",
        "audio/ogg" => ".ogg",
        "audio/wav" => ".wav",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_what_they_begin_with() {
        for (kind, head, shown) in [
            (MediaKind::Image, &b"\xFF\xD8\xFF\xE0"[..], Some("image/jpeg")),
            (MediaKind::Image, b"\x89PNG\r\n\x1A\n", Some("image/png")),
            (MediaKind::Image, b"GIF89a", Some("image/gif")),
            (MediaKind::Image, b"RIFF\0\0\0\0WEBPVP8 ", Some("image/webp")),
            (MediaKind::Video, b"\0\0\0\x18ftypmp42", Some("video/mp4")),
            (MediaKind::Video, b"\0\0\0\x18ftypqt  ", Some("video/quicktime")),
            (MediaKind::Video, b"\x1A\x45\xDF\xA3", Some("video/webm")),
            (MediaKind::Audio, b"\0\0\0\x18ftypM4A ", Some("audio/mp4")),
            (MediaKind::Audio, b"\0\0\0\x18ftypisom", Some("audio/mp4")),
            (MediaKind::Audio, b"ID3\x04", Some("audio/mpeg")),
            (MediaKind::Audio, b"\xFF\xFB\x90\x64", Some("audio/mpeg")),
            (MediaKind::Audio, b"\xFF\xF1\x50\x80", Some("audio/aac")),
        ] {
            assert_eq!(shown_as(kind, head), shown, "{kind:?} {head:?}");
        }
    }

    #[test]
    fn nothing_that_can_carry_a_script_is_shown() {
        let kinds = [MediaKind::Image, MediaKind::Video, MediaKind::Audio, MediaKind::File];
        let heads: [&[u8]; 9] = [
            b"<!DOCTYPE html><script>",
            b"<svg xmlns='http://www.w3.org/2000/svg'>",
            b"<?xml version='1.0'?>",
            b"%PDF-1.7",
            b"GIF8;<script>",
            b"\xEF\xBB\xBF<html>",
            b"\0\0\0\x18ftypheic",
            b"PK\x03\x04",
            b"",
        ];
        for kind in kinds {
            for head in heads {
                assert_eq!(shown_as(kind, head), None, "{kind:?} {head:?}");
            }
        }
    }

    #[test]
    fn line_takes_fewer_types_than_are_shown() {
        for (kind, head, sent) in [
            (MediaKind::Image, &b"GIF89a"[..], Some("image/gif")),
            (MediaKind::Video, b"\0\0\0\x18ftypmp42", Some("video/mp4")),
            (MediaKind::Video, b"\0\0\0\x18ftypqt  ", None),
            (MediaKind::Audio, b"\0\0\0\x18ftypM4A ", Some("audio/mp4")),
            (MediaKind::Audio, b"ID3\x04", Some("audio/mpeg")),
            (MediaKind::Audio, b"OggS", None),
            (MediaKind::File, b"\x89PNG\r\n\x1A\n", None),
        ] {
            assert_eq!(sent_as(kind, head), sent, "{kind:?} {head:?}");
        }
    }

    #[test]
    fn what_is_not_of_the_kind_that_line_says_is_a_file() {
        assert_eq!(shown_as(MediaKind::Image, b"\0\0\0\x18ftypmp42"), None);
        assert_eq!(shown_as(MediaKind::Video, b"\x89PNG\r\n\x1A\n"), None);
        assert_eq!(shown_as(MediaKind::File, b"\x89PNG\r\n\x1A\n"), None);
    }
}
