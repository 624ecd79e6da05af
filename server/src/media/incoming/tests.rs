//! The worker beside a small LINE of our own: whatever LINE answers, and whatever people send.

mod dying;
mod elsewhere;

use app::{
    domain::{Body, Media, MediaKind, MediaState},
    sync::snapshot::PageAt,
};
use image::{ImageFormat, RgbImage};

use super::*;
use crate::{
    line::{
        inbound::{Attachment, What},
        tests::mini::{Answer, FakeClock, MiniLine},
    },
    media::{
        photo::testing::{RED, file, png_that_claims},
        storage::Size,
    },
    store::{
        media::tests::{attachment, sent},
        testing::{Company, NOW},
    },
};

const CONTENT: &str = "/v2/bot/message/m1/content";
const PREVIEW: &str = "/v2/bot/message/m1/content/preview";
const PROGRESS: &str = "/v2/bot/message/m1/content/transcoding";
const MP4: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0isom and so on";

/// A company whose LINE user has sent one thing, and a worker that has not begun.
struct Desk {
    company: Company,
    line: MiniLine,
    clock: Arc<FakeClock>,
    worker: Incoming,
}

impl Desk {
    async fn with(kind: MediaKind) -> Self {
        let (company, line) = (Company::in_memory().await, MiniLine::default());
        let (accounts, clock) = line.accounts_of(company.connection).await;
        let worker = Incoming {
            store: company.store.clone(),
            storage: Storage::in_memory(),
            accounts: Arc::new(accounts),
            web: Arc::new(OpenWeb::new(Vec::new())),
            shop: Arc::default(),
            hub: Arc::default(),
            clock: clock.clone(),
        };
        let desk = Self { company, line, clock, worker };
        let name = (kind == MediaKind::File).then(|| "a.pdf".to_owned());
        desk.told(sent("m1", Attachment { name, ..attachment(kind) }), "e1").await;
        desk
    }

    async fn told(&self, what: What, event: &str) {
        self.company.store.run(self.company.event("U1", event, NOW, what)).await.unwrap();
    }

    fn answers(self, path: &'static str, answers: impl IntoIterator<Item = Answer>) -> Self {
        self.line.answer(path, answers);
        self
    }

    /// Does once what is to be done.
    async fn work(&self) -> Vec<Option<Later>> {
        let due = self.worker.due(&UnderWay::new(), &Pace::default()).await.unwrap();
        let mut went = Vec::new();
        for task in due {
            went.push(self.worker.work(task).await.1);
        }
        went
    }

    async fn body(&self) -> Body {
        let (room, member) = (self.company.room().await, self.company.member);
        let page = self.company.store.page(member, room, PageAt::Head).await.unwrap();
        page.messages[0].body.clone()
    }

    async fn media(&self) -> Media {
        match self.body().await {
            Body::Media { media } => *media,
            other => panic!("{other:?}"),
        }
    }

    /// What was sent last.
    async fn newest(&self) -> Media {
        let (room, member) = (self.company.room().await, self.company.member);
        let page = self.company.store.page(member, room, PageAt::Head).await.unwrap();
        match page.messages.last().unwrap().body.clone() {
            Body::Media { media } => *media,
            other => panic!("{other:?}"),
        }
    }

    async fn kept(&self, media: MediaId, size: Size) -> Option<Vec<u8>> {
        self.worker.storage.whole(media, size).await.ok().map(Into::into)
    }
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    file(RgbImage::from_pixel(width, height, image::Rgb(RED)), ImageFormat::Jpeg)
}

fn bytes(bytes: &[u8]) -> [Answer; 1] {
    [Answer::Bytes(bytes.to_vec())]
}

#[tokio::test]
async fn a_picture_comes_and_is_shown() {
    let picture = jpeg(40, 20);
    let desk = Desk::with(MediaKind::Image).await.answers(CONTENT, bytes(&picture));
    assert_eq!(desk.work().await, [None]);
    let media = desk.media().await;
    assert_eq!((media.kind, media.state), (MediaKind::Image, MediaState::Here));
    assert_eq!((media.pixels, media.size), (Some((40, 20)), Some(picture.len() as u64)));
    assert!(media.blur.is_some());
    assert_eq!(desk.kept(media.id, Size::Original).await, Some(picture));
    assert!(desk.kept(media.id, Size::Small).await.is_some());
    assert_eq!(desk.work().await, [], "nothing is left to be done");
}

#[tokio::test]
async fn a_video_comes_with_the_still_that_line_has() {
    let desk = Desk::with(MediaKind::Video).await.answers(CONTENT, bytes(MP4));
    let desk = desk.answers(PREVIEW, bytes(&jpeg(16, 9)));
    desk.work().await;
    let media = desk.media().await;
    assert_eq!((media.kind, media.pixels), (MediaKind::Video, Some((16, 9))));
    let held = desk.company.store.media(desk.company.member, media.id).await.unwrap();
    assert_eq!((held.content_type.as_deref(), held.has_small), (Some("video/mp4"), true));
}

#[tokio::test]
async fn a_video_without_a_still_is_shown_all_the_same() {
    let desk = Desk::with(MediaKind::Video).await.answers(CONTENT, bytes(MP4));
    let desk = desk.answers(PREVIEW, [Answer::Status(400, "{}")]);
    desk.work().await;
    assert_eq!(desk.media().await.state, MediaState::Here);
}

#[tokio::test]
async fn what_line_prepares_is_waited_for() {
    let desk = Desk::with(MediaKind::Video).await;
    let desk = desk.answers(CONTENT, [Answer::Status(202, "{}"), Answer::Bytes(MP4.to_vec())]);
    let desk = desk.answers(PROGRESS, [Answer::Status(200, r#"{"status":"processing"}"#)]);
    assert_eq!(desk.work().await, [Some(Later::Preparing)]);
    assert_eq!(desk.media().await.state, MediaState::Coming);
    assert_eq!(desk.work().await, [None]);
    assert_eq!(desk.media().await.state, MediaState::Here);
}

#[tokio::test]
async fn what_line_could_not_prepare_is_gone() {
    let desk = Desk::with(MediaKind::Audio).await.answers(CONTENT, [Answer::Status(202, "{}")]);
    let desk = desk.answers(PROGRESS, [Answer::Status(200, r#"{"status":"failed"}"#)]);
    assert_eq!(desk.work().await, [None]);
    assert_eq!(desk.media().await.state, MediaState::Gone);
}

#[tokio::test]
async fn what_line_does_not_have_is_gone() {
    for status in [404, 410, 400] {
        let desk = Desk::with(MediaKind::Image).await;
        let desk = desk.answers(CONTENT, [Answer::Status(status, "{}")]);
        assert_eq!(desk.work().await, [None], "{status}");
        assert_eq!(desk.media().await.state, MediaState::Gone, "{status}");
    }
}

#[tokio::test]
async fn what_does_not_come_now_is_tried_again() {
    let desk = Desk::with(MediaKind::Image).await.answers(
        CONTENT,
        [
            Answer::Status(500, "{}"),
            Answer::Header(429, "retry-after", "7", "{}"),
            Answer::Cut(200),
            Answer::Bytes(jpeg(8, 8)),
        ],
    );
    let trouble = |seconds: Option<u64>| [Some(Later::Trouble(seconds.map(Duration::from_secs)))];
    assert_eq!(desk.work().await, trouble(None));
    assert_eq!(desk.work().await, trouble(Some(7)));
    assert_eq!(desk.work().await, trouble(None), "cut off");
    let media = desk.media().await.id;
    assert_eq!(desk.kept(media, Size::Original).await, None, "half of it is nothing");
    assert_eq!(desk.work().await, [None]);
    assert_eq!(desk.media().await.state, MediaState::Here);
}

#[tokio::test]
async fn what_does_not_come_for_a_day_is_given_up() {
    let desk = Desk::with(MediaKind::Image).await;
    let desk = desk.answers(CONTENT, [Answer::Status(500, "{}"), Answer::Status(500, "{}")]);
    desk.clock.pass(NOW.millis() / 1000 + 60);
    assert_eq!(desk.work().await, [Some(Later::Trouble(None))]);
    desk.clock.pass(24 * 60 * 60);
    assert_eq!(desk.work().await, [None]);
    assert_eq!(desk.media().await.state, MediaState::Gone);
}

#[tokio::test]
async fn a_token_that_line_refuses_is_renewed() {
    let desk = Desk::with(MediaKind::File).await;
    let desk = desk.answers(CONTENT, [Answer::Status(401, "{}"), Answer::Bytes(b"%PDF".to_vec())]);
    assert_eq!(desk.work().await, [None]);
    let asked = desk.line.asked().into_iter().filter(|asked| asked.what.ends_with("/content"));
    let bearers: Vec<_> = asked.filter_map(|asked| asked.bearer).collect();
    assert_eq!(bearers, ["Bearer token 1", "Bearer token 2"]);
    let media = desk.media().await;
    assert_eq!((media.state, media.name.as_deref()), (MediaState::Here, Some("a.pdf")));
}

#[tokio::test]
async fn what_is_too_large_is_cut_off_and_not_kept() {
    let desk = Desk::with(MediaKind::Image).await.answers(CONTENT, [Answer::Endless(200)]);
    assert_eq!(desk.work().await, [None]);
    let media = desk.media().await;
    assert_eq!(media.state, MediaState::Refused);
    assert_eq!(desk.kept(media.id, Size::Original).await, None);
}

#[tokio::test]
async fn what_is_not_what_it_claims_to_be_is_a_file_to_be_saved() {
    let mut both = jpeg(8, 8);
    both.truncate(40);
    both.extend(b"<script>alert(1)</script>");
    let pictures: [&[u8]; 6] = [
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        &png_that_claims(1, 65_535),
        &png_that_claims(50_000, 50_000),
        &both,
        MP4,
    ];
    for sent in pictures {
        let desk = Desk::with(MediaKind::Image).await.answers(CONTENT, bytes(sent));
        assert_eq!(desk.work().await, [None]);
        let media = desk.media().await;
        assert_eq!((media.kind, media.state), (MediaKind::File, MediaState::Here));
        let held = desk.company.store.media(desk.company.member, media.id).await.unwrap();
        assert_eq!((held.content_type, held.has_small), (None, false));
    }
}

#[tokio::test]
async fn what_is_taken_back_while_it_comes_leaves_nothing() {
    let desk = Desk::with(MediaKind::Image).await.answers(CONTENT, bytes(&jpeg(8, 8)));
    let (media, due) = (desk.media().await.id, UnderWay::new());
    let fetching = desk.worker.due(&due, &Pace::default()).await.unwrap().remove(0);
    desk.told(What::Unsent { line_message_id: "m1".into() }, "e2").await;
    assert_eq!(desk.worker.work(fetching).await, (media, None));
    assert_eq!(desk.body().await, Body::Unsent);
    assert_eq!(desk.kept(media, Size::Original).await, None);
    assert_eq!(desk.work().await, [None], "and what was to be removed is done with");
    assert_eq!(desk.work().await, []);
}

#[tokio::test]
async fn what_is_taken_back_later_is_removed() {
    let desk = Desk::with(MediaKind::Image).await.answers(CONTENT, bytes(&jpeg(8, 8)));
    desk.work().await;
    let media = desk.media().await.id;
    desk.told(What::Unsent { line_message_id: "m1".into() }, "e2").await;
    assert_eq!(desk.work().await, [None]);
    for size in [Size::Original, Size::Small] {
        assert_eq!(desk.kept(media, size).await, None);
    }
    assert_eq!(desk.work().await, []);
}

/// The process dies with the bytes kept and nothing recorded: the next one does it again.
#[tokio::test]
async fn what_a_crash_interrupts_is_begun_anew() {
    let picture = jpeg(8, 8);
    let desk = Desk::with(MediaKind::Image).await.answers(CONTENT, bytes(&picture));
    let media = desk.media().await.id;
    let mut half = desk.worker.storage.begin(media, Size::Original);
    half.put(axum::body::Bytes::from_static(b"of the one before")).await.unwrap();
    half.finish().await.unwrap();
    let stop = CancellationToken::new();
    let (Desk { company, worker, .. }, ended) = (desk, stop.clone());
    let (store, storage) = (company.store.clone(), worker.storage.clone());
    let running = tokio::spawn(worker.run(ended));
    let here = async { while store.media(company.member, media).await.is_err() {} };
    tokio::time::timeout(Duration::from_secs(20), here).await.unwrap();
    assert_eq!(storage.whole(media, Size::Original).await.unwrap(), picture);
    stop.cancel();
    running.await.unwrap();
}

#[tokio::test]
async fn the_media_of_one_account_do_not_hold_up_anothers() {
    let desk = Desk::with(MediaKind::Image).await;
    for n in 0..20 {
        desk.told(sent(&format!("x{n}"), attachment(MediaKind::Image)), &format!("x{n}")).await;
    }
    let due = desk.worker.due(&UnderWay::new(), &Pace::default()).await.unwrap();
    assert_eq!(due.len(), Turn::Line(desk.company.connection).at_once());
}
