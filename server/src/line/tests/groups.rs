//! Groups: what is asked about them, and what LINE's answers mean.

use super::mini::{Answer, CONNECTION, MiniLine};
use crate::line::{
    inbound::{GroupId, LineUserId},
    lookup::LookupError,
    payload::{GroupSummary, Profile},
};

fn group() -> GroupId {
    GroupId::new("Ca56f94637c".into())
}

#[tokio::test]
async fn what_is_asked_about_groups() {
    let line = MiniLine::default();
    let accounts = line.accounts().await.0;
    let user = LineUserId("U4af4980629".into());
    for group in [group(), GroupId::new("Ra8dbf4673c".into())] {
        accounts.member_count(CONNECTION, &group).await.unwrap_err();
        accounts.member_profile(CONNECTION, &group, &user).await.unwrap_err();
        accounts.leave(CONNECTION, &group).await.unwrap();
    }
    accounts.group_summary(CONNECTION, &group()).await.unwrap_err();
    insta::assert_debug_snapshot!(line.asked());
}

#[tokio::test]
async fn what_line_tells_of_a_group() {
    let line = MiniLine::default();
    let accounts = line.accounts().await.0;
    let at = |path, body| line.answer(path, [Answer::Status(200, body)]);
    at(
        "/v2/bot/group/Ca56f94637c/summary",
        r#"{"groupId":"Ca56f94637c","groupName":"旅行","pictureUrl":"https://a/b"}"#,
    );
    at("/v2/bot/group/Ca56f94637c/members/count", r#"{"count":3}"#);
    at("/v2/bot/group/Ca56f94637c/member/U1", r#"{"displayName":"LINE taro","userId":"U1"}"#);
    let summary = accounts.group_summary(CONNECTION, &group()).await.unwrap();
    let picture_url = Some("https://a/b".into());
    assert_eq!(summary, GroupSummary { group_name: "旅行".into(), picture_url });
    assert_eq!(accounts.member_count(CONNECTION, &group()).await, Ok(3));
    let user = LineUserId("U1".into());
    let profile = accounts.member_profile(CONNECTION, &group(), &user).await.unwrap();
    let expected = Profile {
        user_id: "U1".into(),
        display_name: "LINE taro".into(),
        picture_url: None,
        status_message: None,
        language: None,
    };
    assert_eq!(profile, expected);
}

#[tokio::test]
async fn leaving_is_done_or_was_done_or_is_to_be_asked_again() {
    for (answer, came_to) in [
        (Answer::Status(200, "{}"), Ok(())),
        (Answer::Status(404, r#"{"message":"Not found"}"#), Err(LookupError::NotAvailable)),
        (Answer::Status(500, "{}"), Err(LookupError::NotNow)),
        (Answer::Hang, Err(LookupError::NotNow)),
    ] {
        let line = MiniLine::default();
        line.answer("/v2/bot/group/Ca56f94637c/leave", [answer]);
        let accounts = line.accounts().await.0;
        assert_eq!(accounts.leave(CONNECTION, &group()).await, came_to);
    }
}
