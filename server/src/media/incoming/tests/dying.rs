//! The process ends between any two steps of bringing something here; the next one begins anew.

use super::*;
use crate::{config::MediaPlace, media::dying::steps};

/// More steps than it takes.
const MOST: usize = 1_000;

#[tokio::test]
async fn whenever_the_process_dies_what_was_sent_comes_whole_and_once() {
    let (picture, dir) = (jpeg(40, 20), tempfile::tempdir().unwrap());
    let mut desk = Desk::with(MediaKind::Image).await.answers(CONTENT, bytes(&picture));
    desk.worker.storage = Storage::open(&MediaPlace::Directory(dir.path().into())).unwrap();
    desk.work().await;
    for most in 1..MOST {
        let id: &'static str = format!("d{most}").leak();
        // Whoever dies asks for it, and so does the next.
        let twice = [Answer::Bytes(picture.clone()), Answer::Bytes(picture.clone())];
        desk.line.answer(format!("/v2/bot/message/{id}/content").leak(), twice);
        desk.told(sent(id, attachment(MediaKind::Image)), id).await;
        let has_ended = steps(most, desk.work()).await.is_some();
        let media = desk.newest().await;
        if let Some(kept) = desk.kept(media.id, Size::Original).await {
            assert_eq!(kept, picture, "what has a name is whole, after {most} steps");
        }
        desk.worker.storage.sweep().await.unwrap();
        desk.work().await;
        let media = desk.newest().await;
        let (state, size) = (MediaState::Here, Some(picture.len() as u64));
        assert_eq!((media.state, media.size), (state, size), "after {most} steps");
        assert_eq!(desk.kept(media.id, Size::Original).await.as_ref(), Some(&picture));
        assert!(desk.kept(media.id, Size::Small).await.is_some());
        assert_eq!(desk.work().await, [], "nothing is left to be done");
        if has_ended {
            return;
        }
    }
    panic!("it does not end");
}
