//! Every table: what a row holds, by subject, and what it is found by. The database keeps no schema of
//! its own; this folder is it.
//!
//! Nested domain values (author, body, delivery state) are objects in the domain's own JSON shape.

mod company;
mod connections;
mod contacts;
mod media;
mod messages;
mod previews;
mod quotas;
mod rooms;
mod streams;

use app::domain::{ConnectionId, ContactId, DeliveryId, JapanDay, MediaId, MemberId, RoomId, Seq};

use super::{
    key::{MessageKey, PhotoKey, QueuedKey, SessionKey, Singleton, StreamKey, TextKey, WriterKey},
    row::Row,
};

pub use self::{
    company::*, connections::*, contacts::*, media::*, messages::*, previews::*, quotas::*,
    rooms::*, streams::*,
};

macro_rules! rows {
    ($($row:ident = $table:literal by $key:ty;)+) => {
        $(impl Row for $row {
            const TABLE: &'static str = $table;
            type Key = $key;
        })+

        /// Every table there is.
        pub const TABLES: &[&str] = &[$($table),+];
    };
}

rows! {
    InstanceRow = "instance" by Singleton;
    CompanyRow = "company" by Singleton;
    MemberRow = "member" by MemberId;
    EmailRow = "email" by TextKey;
    PhotoRow = "photo" by PhotoKey;
    PermissionRow = "permission" by MemberId;
    PasswordLinkRow = "password_link" by MemberId;
    PublicPageRow = "public_page" by MemberId;
    PageKeyRow = "page_key" by TextKey;
    SessionRow = "session" by SessionKey;
    ConnectionRow = "connection" by ConnectionId;
    ChannelRow = "channel" by TextKey;
    BotRow = "bot" by TextKey;
    SignsRow = "signs" by ConnectionId;
    QuotaRow = "quota" by ConnectionId;
    UseRow = "use_by_day" by (ConnectionId, JapanDay);
    ContactRow = "contact" by ContactId;
    ContactCardRow = "contact_card" by ContactId;
    BookRow = "book" by Singleton;
    LineUserRow = "line_user" by TextKey;
    ProfileTaskRow = "profile_task" by ContactId;
    RoomRow = "room" by RoomId;
    PartyRow = "party" by RoomId;
    DirectRow = "direct" by (ConnectionId, ContactId);
    LineGroupRow = "line_group" by TextKey;
    GroupTaskRow = "group_task" by RoomId;
    StayRow = "stay" by (RoomId, ContactId);
    SeatRow = "seat" by (MemberId, RoomId);
    BlocksRow = "blocks" by MemberId;
    DroppedRow = "dropped" by (MemberId, ContactId);
    MessageRow = "message" by (RoomId, Seq);
    MessageKeyRow = "message_key" by MessageKey;
    DeliveryRow = "delivery" by DeliveryId;
    TalkRow = "talk" by (ConnectionId, ContactId);
    LineMessageRow = "line_message" by TextKey;
    EraseTaskRow = "erase_task" by (RoomId, Seq);
    AgainTaskRow = "again_task" by (RoomId, Seq);
    ReadTaskRow = "read_task" by RoomId;
    MediaRow = "media" by MediaId;
    MediaTaskRow = "media_task" by MediaId;
    LinkRow = "link" by TextKey;
    PreviewPictureRow = "preview_picture" by TextKey;
    PreviewTaskRow = "preview_task" by (RoomId, Seq);
    UploadRow = "upload" by (MemberId, MediaId);
    ShareRow = "share" by TextKey;
    QueuedRow = "queued" by QueuedKey;
    SpentReplyRow = "spent_reply" by TextKey;
    WebhookEventRow = "webhook_event" by TextKey;
    HeadRow = "head" by MemberId;
    StreamRow = "stream" by StreamKey;
    WriterRow = "writer" by WriterKey;
}
