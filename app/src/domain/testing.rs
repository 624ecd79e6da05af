//! What tests of rules stand on: a member who is signed in, and a room before anybody has written.

use uuid::Uuid;

use super::{
    Email, Friendship, Headcount, Keeping, Language, Me, MemberId, OwnAccounts, Profile, ReadMarks,
    Role, Room, RoomId, RoomKind, Seq, Theme, Timestamp,
};

/// Who is signed in.
pub const ME: MemberId = MemberId::new(Uuid::from_u128(1));

/// Who is signed in, as a snapshot has it.
pub fn me() -> Me {
    Me {
        id: ME,
        name: "Aoi".into(),
        picture: None,
        group: None,
        email: Email::parse("aoi@example.com").unwrap(),
        role: Role::Member,
        language: Language::Auto,
        theme: Theme::Auto,
        permitted: true,
        line_id: None,
        own_account: OwnAccounts::NotAllowed,
        company: None,
        profile: Profile::default(),
        read_marks: ReadMarks::default(),
        blocks: 0,
    }
}

/// An empty room.
pub fn room(id: RoomId) -> Room {
    Room {
        id,
        kind: RoomKind::Direct,
        title: "Yuki".into(),
        picture: None,
        faces: Vec::new(),
        contact: None,
        description: None,
        friendship: Friendship::Friend,
        barred: None,
        talks_elsewhere: false,
        people: Headcount { line_users: 1, members: 1 },
        edition: 0,
        last_seq: Seq::ZERO,
        read_seq: Seq::ZERO,
        first_seq: Seq(1),
        last_at: Timestamp::default(),
        last: None,
        keeping: Keeping::default(),
    }
}
