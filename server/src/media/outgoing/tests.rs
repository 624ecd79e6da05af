//! Files put together from their parts.

use app::domain::{MediaId, MediaKind, Seen, upload};
use axum::body::Bytes;

use super::*;
use crate::media::photo::testing::{RED, exif, file_with, plain, png_that_claims};

const ID: MediaId = MediaId::new(uuid::Uuid::from_u128(7));
const MP4: &[u8] = b"\0\0\0\x18ftypmp42 and so on";
const M4A: &[u8] = b"\0\0\0\x18ftypM4A and so on";

/// What becomes of a file that came whole, and what LINE would fetch.
async fn put_together(file: &[u8], seen: Seen, still: Option<Bytes>) -> (Sendable, Bytes) {
    let (storage, shop) = (Storage::in_memory(), PhotoShop::default());
    for (n, part) in file.chunks(upload::PART_BYTES as usize).enumerate() {
        let part = Bytes::copy_from_slice(part);
        storage.keep_part(ID, Part::Nth(n as u64), part).await.unwrap();
    }
    if let Some(still) = still {
        storage.keep_part(ID, Part::Still, still).await.unwrap();
    }
    let upload = Upload { name: "a".into(), size: file.len() as u64, sendable: None };
    let bench = Bench { storage: &storage, shop: &shop, media: ID, upload: &upload };
    let sendable = bench.whole(seen).await.unwrap();
    assert_eq!(storage.whole(ID, Size::Small).await.is_ok(), sendable.has_small);
    (sendable, storage.whole(ID, Size::Original).await.unwrap())
}

const fn seen(kind: MediaKind, duration: Option<u32>) -> Seen {
    Seen { kind, duration }
}

#[tokio::test]
async fn a_video_goes_with_its_still_or_with_a_drawn_one() {
    let still = Bytes::from(plain(RED));
    let video = seen(MediaKind::Video, Some(1500));
    let (sent, bytes) = put_together(MP4, video, Some(still)).await;
    assert_eq!((sent.kind, sent.content_type.as_deref()), (MediaKind::Video, Some("video/mp4")));
    assert_eq!((sent.pixels, sent.duration, bytes.as_ref()), (Some((8, 8)), Some(1500), MP4));
    for still in [None, Some(Bytes::from_static(b"<svg onload=alert(1)>"))] {
        let (sent, _) = put_together(MP4, video, still).await;
        assert_eq!((sent.kind, sent.pixels, sent.has_small), (MediaKind::Video, None, true));
    }
    assert!(Preview::of_file(NO_STILL).is_ok());
}

#[tokio::test]
async fn a_sound_tells_how_long_it_plays_or_goes_as_a_file() {
    let (sent, _) = put_together(M4A, seen(MediaKind::Audio, Some(1500)), None).await;
    assert_eq!((sent.kind, sent.content_type.as_deref()), (MediaKind::Audio, Some("audio/mp4")));
    for duration in [None, Some(0)] {
        let (sent, _) = put_together(M4A, seen(MediaKind::Audio, duration), None).await;
        assert_eq!((sent.kind, sent.content_type), (MediaKind::File, None));
    }
}

#[tokio::test]
async fn what_is_not_what_it_says_goes_as_a_file_byte_for_byte() {
    let bomb = png_that_claims(60_000, 60_000);
    let mut half =
        file_with(image::RgbImage::new(400, 300), image::ImageFormat::Jpeg, Some(exif(1)));
    half.truncate(half.len() / 2);
    for (kind, file) in [
        (MediaKind::Image, &bomb[..]),
        (MediaKind::Image, &half),
        (MediaKind::Image, b"<html><script>alert(1)</script>"),
        (MediaKind::Image, MP4),
        (MediaKind::Video, b"\0\0\0\x18ftypqt  not for LINE"),
        (MediaKind::Video, b"<html>"),
        (MediaKind::Audio, b"OggS not for LINE"),
        (MediaKind::File, b"\x89PNG\r\n\x1A\n"),
    ] {
        let (sent, bytes) = put_together(file, seen(kind, Some(1)), None).await;
        assert_eq!((sent.kind, sent.content_type, sent.has_small), (MediaKind::File, None, false));
        assert_eq!(bytes, file, "{kind:?}");
    }
}

#[tokio::test]
async fn what_is_missing_or_short_is_not_put_together() {
    let (storage, shop) = (Storage::in_memory(), PhotoShop::default());
    let size = u64::from(upload::PART_BYTES) + 5;
    let upload = Upload { name: "a".into(), size, sendable: None };
    let bench = Bench { storage: &storage, shop: &shop, media: ID, upload: &upload };
    let file = seen(MediaKind::File, None);
    assert!(matches!(bench.whole(file).await, Err(NotWhole::Incomplete)));
    let whole = Bytes::from(vec![1; upload::PART_BYTES as usize]);
    storage.keep_part(ID, Part::Nth(0), whole).await.unwrap();
    assert!(matches!(bench.whole(file).await, Err(NotWhole::Incomplete)));
    storage.keep_part(ID, Part::Nth(1), Bytes::from_static(b"four")).await.unwrap();
    assert!(matches!(bench.whole(file).await, Err(NotWhole::Incomplete)));
    assert!(storage.whole(ID, Size::Original).await.is_err(), "nothing half is there");
    storage.keep_part(ID, Part::Nth(1), Bytes::from_static(b"fives")).await.unwrap();
    assert_eq!(bench.whole(file).await.unwrap().size, size);
}
