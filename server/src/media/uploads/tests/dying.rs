//! The process ends between any two steps of an upload; the browser repeats what it has no answer to. The
//! machine loses parts that it had taken; the browser is told, and brings them again.

use super::*;
use crate::media::{dying::steps, storage::Size};

/// More steps than it takes.
const MOST: usize = 1_000;

#[tokio::test]
async fn whenever_the_process_dies_an_upload_becomes_one_whole_file() {
    let desk = Desk::open().await;
    let file: Vec<u8> = (0..3_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    for most in 1..MOST {
        let id = fresh();
        let bringing = async {
            desk.begin(id, "a.bin", file.len() as u64).await;
            desk.put(id, 0, &file).await;
            desk.finish(id, FILE).await;
        };
        let has_ended = steps(most, bringing).await.is_some();
        assert_eq!(desk.begin(id, "a.bin", file.len() as u64).await.status, StatusCode::CREATED);
        assert_eq!(desk.put(id, 0, &file).await.status, StatusCode::NO_CONTENT);
        let whole = desk.finish(id, FILE).await;
        assert_eq!(whole.status, StatusCode::OK, "after {most} steps: {}", whole.body);
        let media: Media = serde_json::from_str(&whole.body).unwrap();
        let kept = desk.site.storage.whole(id, Size::Original).await.unwrap();
        assert_eq!(kept, file, "after {most} steps");
        // The process may die before it answers a send, too: the browser repeats it under its id.
        let message = Uuid::now_v7();
        let what = json!({ "kind": "media", "media": media });
        let call = json!({ "room": desk.room, "id": message, "writing": { "what": what } });
        let call = call.to_string();
        let send = || desk.site.call("send_message", &call, Some(&desk.cookie));
        steps(most, send()).await;
        assert_eq!(send().await.status, StatusCode::OK, "after {most} steps");
        let page = desk.site.store.page(desk.member, desk.room, PageAt::Head).await.unwrap();
        let those = page.messages.iter().filter(|one| one.id.uuid() == message);
        assert_eq!(those.count(), 1, "after {most} steps");
        if has_ended {
            return;
        }
    }
    panic!("it does not end");
}

#[tokio::test]
async fn parts_that_a_power_failure_took_are_missed_and_brought_again() {
    let desk = Desk::open().await;
    let (id, part) = (fresh(), upload::PART_BYTES as usize);
    let file: Vec<u8> = (0..upload::PART_BYTES + 5).map(|n| n.to_le_bytes()[0]).collect();
    desk.begin(id, "a.bin", file.len() as u64).await;
    desk.put(id, 0, &file[..part]).await;
    desk.put(id, 1, &file[part..]).await;
    desk.site.storage.remove_parts(id).await.unwrap();
    assert_eq!(fault(&desk.finish(id, FILE).await), UploadFault::Incomplete, "all are lost");
    desk.put(id, 1, &file[part..]).await;
    assert_eq!(fault(&desk.finish(id, FILE).await), UploadFault::Incomplete, "the first is lost");
    desk.put(id, 0, &file[..part]).await;
    assert_eq!(desk.finish(id, FILE).await.status, StatusCode::OK);
    assert_eq!(desk.site.storage.whole(id, Size::Original).await.unwrap(), file);
}
