//! Files that members send to LINE users: what is said of one before its bytes and after them, and how
//! large one may be. A file travels in parts, so that a bad network costs one part and not the file.

use serde::{Deserialize, Serialize};

use super::{MediaId, MediaKind, RoomId};

/// The length of each part but the last, in bytes.
pub const PART_BYTES: u32 = 2 << 20;

/// A file that is about to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUpload {
    /// The id that the browser gives it; the same call with it may be repeated.
    pub id: MediaId,
    /// The room it is for, and for no other.
    pub room: RoomId,
    /// The file's name, as the browser tells it.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
}

/// What the browser found the file to be, which the server sees for itself as far as it can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// What it is to be sent as.
    pub kind: MediaKind,
    /// How long it plays, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<u32>,
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum UploadFault {
    /// There is nothing in it.
    Empty,
    /// It is larger than what is taken.
    TooLarge {
        /// What is taken, in bytes.
        most: u64,
    },
    /// The member has too much that waits to be sent.
    TooMuch,
    /// LINE cannot fetch files from this server: it is not reached over https.
    NotOpen,
    /// Some of its bytes are missing.
    Incomplete,
}

/// The most bytes that are taken of something that is to be sent as this. Of a picture LINE takes 10 MB,
/// and it gets one that is made smaller.
/// Reference: <https://developers.line.biz/en/reference/messaging-api/#message-objects>
pub const fn most(kind: MediaKind) -> u64 {
    match kind {
        MediaKind::Image => 20 << 20,
        MediaKind::Video | MediaKind::Audio => 200 << 20,
        MediaKind::File => 300 << 20,
    }
}

/// Whether so many bytes are taken of something that is to be sent as this.
///
/// # Errors
/// When there are none, or too many.
pub const fn check(kind: MediaKind, size: u64) -> Result<(), UploadFault> {
    match size {
        0 => Err(UploadFault::Empty),
        _ if size > most(kind) => Err(UploadFault::TooLarge { most: most(kind) }),
        _ => Ok(()),
    }
}

/// In how many parts a file of so many bytes travels.
pub const fn parts(size: u64) -> u64 {
    size.div_ceil(PART_BYTES as u64)
}

/// How many bytes a part of it has.
pub const fn part_len(size: u64, part: u64) -> u64 {
    let from = part * PART_BYTES as u64;
    let left = size.saturating_sub(from);
    if left < PART_BYTES as u64 { left } else { PART_BYTES as u64 }
}

impl MediaKind {
    /// What LINE shows a file of this type as; a link to a file where it shows no such thing.
    pub fn of_type(content_type: &str) -> Self {
        match content_type {
            "image/jpeg" | "image/png" | "image/webp" | "image/gif" => Self::Image,
            "video/mp4" => Self::Video,
            "audio/mpeg" | "audio/mp4" | "audio/x-m4a" | "audio/m4a" => Self::Audio,
            _ => Self::File,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uploads_on_the_wire() {
        let id = "0191d5c8-0000-7000-8000-000000000009".parse().unwrap();
        let room = "0191d5c8-0000-7000-8000-000000000001".parse().unwrap();
        let new = NewUpload { id, room, name: "見積.pdf".into(), size: 5_000_000_000 };
        let seen = [
            Seen { kind: MediaKind::File, duration: None },
            Seen { kind: MediaKind::Audio, duration: Some(1500) },
        ];
        let faults = [
            UploadFault::Empty,
            UploadFault::TooLarge { most: 20 << 20 },
            UploadFault::TooMuch,
            UploadFault::NotOpen,
            UploadFault::Incomplete,
        ];
        insta::assert_json_snapshot!((new, seen, faults));
    }

    #[test]
    fn parts_are_as_long_as_the_file_together() {
        let part = u64::from(PART_BYTES);
        for size in [1, part - 1, part, part + 1, 7 * part + 5] {
            let lengths: Vec<u64> = (0..parts(size)).map(|n| part_len(size, n)).collect();
            assert_eq!(lengths.iter().sum::<u64>(), size);
            assert!(lengths.iter().all(|length| (1..=part).contains(length)), "{lengths:?}");
        }
        assert_eq!((parts(0), part_len(10, 7)), (0, 0));
    }

    #[test]
    fn sizes_are_refused_with_what_is_taken() {
        assert_eq!(check(MediaKind::File, 0), Err(UploadFault::Empty));
        assert_eq!(check(MediaKind::Video, 200 << 20), Ok(()));
        let most = 20 << 20;
        assert_eq!(check(MediaKind::Image, most + 1), Err(UploadFault::TooLarge { most }));
    }

    #[test]
    fn what_line_does_not_show_goes_as_a_file() {
        assert_eq!(MediaKind::of_type("image/png"), MediaKind::Image);
        for other in
            ["image/svg+xml", "image/heic", "video/quicktime", "audio/ogg", "text/html", ""]
        {
            assert_eq!(MediaKind::of_type(other), MediaKind::File, "{other}");
        }
    }
}
