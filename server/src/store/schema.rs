//! Every table: what a row holds and what it is found by. The database keeps no schema of its own;
//! this file is it.
//!
//! Nested domain values (author, body, delivery state) are objects in the domain's own JSON shape.

use app::domain::{
    ConnectionId, ContactId, Cursor, Delivery, DeliveryId, Friendship, MemberId, RoomId, RoomKind,
    Seq, Timestamp,
};
use serde_json::Value as Json;
use surrealdb::types::{Bytes, SurrealValue};

use super::{
    key::{MessageKey, PhotoKey, QueuedKey, SessionKey, Singleton, StreamKey, TextKey, WriterKey},
    row::Row,
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
    QueuedRow = "queued" by QueuedKey;
    SpentReplyRow = "spent_reply" by TextKey;
    WebhookEventRow = "webhook_event" by TextKey;
    HeadRow = "head" by MemberId;
    StreamRow = "stream" by StreamKey;
    WriterRow = "writer" by WriterKey;
}

/// This database.
#[derive(Clone, Debug, SurrealValue)]
pub struct InstanceRow {
    /// Grows with each unclean end: what was seen then may not have reached the disk.
    pub epoch: i64,
    /// Whether the last process ended cleanly.
    pub clean: bool,
}

/// The company. Its row is written when an admin first sets something.
#[derive(Clone, Debug, Default, SurrealValue)]
pub struct CompanyRow {
    /// Its name.
    pub name: Option<String>,
    /// Where its phones are, as two letters (ISO 3166).
    pub country: Option<String>,
    /// `domain::PhotoVersion` of its logo.
    pub logo: Option<String>,
    /// `domain::Rules`.
    pub rules: Option<Json>,
    /// `domain::Greetings`.
    pub greetings: Option<Json>,
    /// `domain::OwnAccounts`.
    pub own_accounts: Option<Json>,
}

/// Whether an admin has chosen a member to talk with LINE users. Apart from the member's row, and
/// changed only together with the member's stream, so that it may be cached.
#[derive(Clone, Debug, SurrealValue)]
pub struct PermissionRow {
    /// `domain::Choice`.
    pub choice: Json,
}

/// A person of the company with an account here.
#[derive(Clone, Debug, SurrealValue)]
pub struct MemberRow {
    /// The account name, lower-case.
    pub email: String,
    /// The name in the company directory.
    pub name: String,
    /// The group in the company directory.
    pub group: Option<String>,
    /// `domain::Role`.
    pub role: Json,
    /// `domain::Language`.
    pub language: Json,
    /// `domain::Theme`.
    pub theme: Json,
    /// `domain::Profile`, once the member has written one.
    pub profile: Option<Json>,
    /// `domain::PhotoVersion` of the photo in the company directory.
    pub photo: Option<String>,
    /// `domain::GreetingText`: what they say to new friends in place of the company's words.
    pub greeting: Option<String>,
    /// An Argon2id hash in PHC form; none until the member has chosen a password.
    pub password_hash: Option<String>,
    /// Whether the account may be used.
    pub active: bool,
    /// Sessions that began before are void, in Unix milliseconds: a new password ends them.
    pub sessions_since: i64,
    /// Unix milliseconds.
    pub created_at: i64,
}

/// A picture that the company shows of itself, in one size. The row of its owner, a member or the
/// company, names its version. A file: the journal does not keep it in memory.
#[derive(Clone, Debug, SurrealValue)]
pub struct PhotoRow {
    /// The file, JPEG or PNG as `domain::PhotoSize` says.
    pub bytes: Bytes,
}

/// The one-time link by which a member may choose a password.
#[derive(Clone, Debug, SurrealValue)]
pub struct PasswordLinkRow {
    /// The SHA-256 of its secret, in hexadecimal.
    pub hash: String,
    /// Unix milliseconds.
    pub expires_at: i64,
}

/// Which member an e-mail address belongs to.
#[derive(Clone, Debug, SurrealValue)]
pub struct EmailRow {
    /// The member.
    pub member: uuid::Uuid,
}

/// How a member's public page is found, from when they first looked for it.
#[derive(Clone, Debug, SurrealValue)]
pub struct PublicPageRow {
    /// `domain::PageKey`.
    pub key: String,
    /// `domain::PageName`.
    pub name: Json,
}

/// Whose public page a key leads to.
#[derive(Clone, Debug, SurrealValue)]
pub struct PageKeyRow {
    /// The member.
    pub member: uuid::Uuid,
}

/// A signed-in browser.
#[derive(Clone, Debug, SurrealValue)]
pub struct SessionRow {
    /// Whose.
    pub member: uuid::Uuid,
    /// Unix milliseconds.
    pub created_at: i64,
    /// Unix milliseconds; kept to the hour.
    pub seen_at: i64,
    /// Unix milliseconds.
    pub expires_at: i64,
    /// The browser's own word on what it is, cut.
    pub user_agent: Option<String>,
    /// The address it signed in from.
    pub address: Option<String>,
}

/// An official account bound to Kakehashi, or one that was: what was said through it stays.
#[derive(Clone, Debug, SurrealValue)]
pub struct ConnectionRow {
    /// The member it stands for.
    pub member: uuid::Uuid,
    /// LINE's channel id.
    pub channel_id: String,
    /// The channel secret, sealed; opens only with the server's key. None once it is unbound.
    pub sealed_secret: Option<String>,
    /// LINE's user id of the bot, once LINE has told it.
    pub bot_user_id: Option<String>,
    /// The ID that every account has, such as `@123abcde`, once LINE has told it.
    pub basic_id: Option<String>,
    /// The ID that was bought for it.
    pub premium_id: Option<String>,
    /// The account's name on LINE.
    pub display_name: Option<String>,
    /// Where LINE keeps the account's picture.
    pub picture_url: Option<String>,
    /// `domain::ChatMode`.
    pub chat_mode: Option<Json>,
    /// `domain::ReadMode`.
    pub read_mode: Option<Json>,
    /// When LINE last described the account, in Unix milliseconds.
    pub described_at: Option<i64>,
    /// The LINE provider it belongs to, as an admin has told.
    pub provider: Option<String>,
    /// `domain::Checkup`: what the last check found.
    pub checkup: Option<Json>,
    /// When it was unbound, in Unix milliseconds.
    pub unbound_at: Option<i64>,
    /// Unix milliseconds.
    pub created_at: i64,
}

/// Which connection a LINE channel is bound by. There is one while it is.
#[derive(Clone, Debug, SurrealValue)]
pub struct ChannelRow {
    /// The connection.
    pub connection: uuid::Uuid,
}

/// Which connection an official account is bound by, by the bot's LINE user id. There is one while it
/// is, once LINE has described the account.
#[derive(Clone, Debug, SurrealValue)]
pub struct BotRow {
    /// The connection.
    pub connection: uuid::Uuid,
}

/// A connection's signs of life. Apart from the connection's row, because it changes while nobody
/// looks after it.
#[derive(Clone, Debug, SurrealValue)]
pub struct SignsRow {
    /// `domain::Signs`.
    pub signs: Json,
}

/// A LINE user, as LINE describes them, and how the company calls them.
#[derive(Clone, Debug, SurrealValue)]
pub struct ContactRow {
    /// LINE's id of the person, for this LINE provider.
    pub line_user_id: String,
    /// The name on LINE, once LINE has told it.
    pub name: Option<String>,
    /// Where LINE keeps the picture.
    pub picture_url: Option<String>,
    /// The status message on LINE.
    pub status_message: Option<String>,
    /// The language of the person's LINE app.
    pub language: Option<String>,
    /// When the profile was last read, in Unix milliseconds.
    pub profile_at: Option<i64>,
    /// The rooms this person takes part in: who sits there may see them.
    pub rooms: Vec<uuid::Uuid>,
    /// How the company keeps them, exactly while they stand in Clients/Partners.
    pub kept: Option<KeptAs>,
    /// Unix milliseconds.
    pub created_at: i64,
}

/// How the company keeps a LINE user: what is needed of the [`ContactCardRow`] wherever they are drawn,
/// written with it.
#[derive(Clone, Debug, PartialEq, Eq, SurrealValue)]
pub struct KeptAs {
    /// The contact whose card it is: another one after a merge.
    pub card: uuid::Uuid,
    /// The name the company gave; empty leaves LINE's.
    pub name: String,
    /// Whose the card is, and who sees it.
    pub sharing: SharingRow,
}

/// `domain::Sharing`. With neither members nor groups, every member sees it.
#[derive(Clone, Debug, PartialEq, Eq, SurrealValue)]
pub struct SharingRow {
    /// The Contact Master.
    pub owner: uuid::Uuid,
    /// The members it is shown to.
    pub members: Option<Vec<uuid::Uuid>>,
    /// The groups it is shown to.
    pub groups: Option<Vec<String>>,
}

/// What the company keeps of a LINE user, in Clients/Partners or in the trash. Found by the contact,
/// after a merge by the one that stays.
#[derive(Clone, Debug, SurrealValue)]
pub struct ContactCardRow {
    /// `domain::ContactCard`.
    pub card: Json,
    /// The LINE users that are this person, the one it is found by among them.
    pub line_users: Vec<uuid::Uuid>,
    /// Whose it is, and who sees it.
    pub sharing: SharingRow,
    /// The tags of single members.
    pub own_tags: Vec<OwnTags>,
    /// How often it was changed.
    pub edition: i64,
    /// Since when it lies in the trash, in Unix milliseconds.
    pub trashed_at: Option<i64>,
    /// Unix milliseconds.
    pub added_at: i64,
    /// When it was last changed, in Unix milliseconds.
    pub edited_at: i64,
    /// Who did.
    pub edited_by: uuid::Uuid,
}

/// The tags that one member has given a contact, seen by nobody else.
#[derive(Clone, Debug, PartialEq, Eq, SurrealValue)]
pub struct OwnTags {
    /// Who.
    pub member: uuid::Uuid,
    /// The tags.
    pub tags: Vec<String>,
}

/// The address book as a whole: what is kept in memory of it is of this number.
#[derive(Clone, Debug, Default, SurrealValue)]
pub struct BookRow {
    /// Grows with every change of a card.
    pub n: i64,
}

/// Which contact a LINE user id belongs to.
#[derive(Clone, Debug, SurrealValue)]
pub struct LineUserRow {
    /// The contact.
    pub contact: uuid::Uuid,
}

/// A profile that is still to be read from LINE.
#[derive(Clone, Debug, SurrealValue)]
pub struct ProfileTaskRow {
    /// The connection to ask with.
    pub connection: uuid::Uuid,
    /// LINE's id of the group whose members LINE shows the profile to, where the person is known from
    /// there alone.
    pub group: Option<String>,
}

/// A message room.
#[derive(Clone, Debug, SurrealValue)]
pub struct RoomRow {
    /// `domain::RoomKind`.
    pub kind: Json,
    /// The official account it is reached through.
    pub connection: uuid::Uuid,
    /// The LINE user of a direct room.
    pub contact: Option<uuid::Uuid>,
    /// The members who take part.
    pub members: Vec<uuid::Uuid>,
    /// The members' name for a room that is not direct.
    pub name: Option<String>,
    /// What its LINE users were told that it is called, or what they call their group: no member's
    /// renaming changes it.
    pub line_name: Option<String>,
    /// What members say it is for.
    pub description: Option<String>,
    /// `domain::PhotoVersion` of the picture that members gave it.
    pub photo: Option<String>,
    /// Where LINE keeps the picture of a LINE group.
    pub picture_url: Option<String>,
    /// LINE's id of a LINE group, or of one of LINE's rooms.
    pub line_id: Option<String>,
    /// How many LINE users take part in a room that is not direct; in a LINE group as LINE counts.
    pub line_users: Option<i64>,
    /// How often it changed who takes part.
    pub edition: Option<i64>,
    /// Since when the official account is not in the LINE group any more, in Unix milliseconds.
    pub left_at: Option<i64>,
    /// `domain::Friendship`.
    pub friendship: Json,
    /// LINE's time of the event that `friendship` is from, or of the account's newest coming to or
    /// going from a LINE group, in Unix milliseconds: an older one that comes later changes nothing.
    pub friendship_at: i64,
    /// The number of the newest message; also the counter that numbers them.
    pub last_seq: i64,
    /// When the newest message was committed, in Unix milliseconds.
    pub last_at: i64,
    /// `domain::LastLine`.
    pub last: Option<Json>,
    /// The newest reply token that was not used.
    pub reply: Option<ReplyToken>,
    /// Unix milliseconds.
    pub created_at: i64,
}

impl RoomRow {
    /// A room in which nobody is and nothing was said yet.
    pub fn new(kind: RoomKind, connection: ConnectionId, now: Timestamp) -> Self {
        Self {
            kind: super::row::to_json(&kind),
            connection: connection.uuid(),
            contact: None,
            members: Vec::new(),
            name: None,
            line_name: None,
            description: None,
            photo: None,
            picture_url: None,
            line_id: None,
            line_users: None,
            edition: None,
            left_at: None,
            friendship: super::row::to_json(&Friendship::Stranger),
            friendship_at: 0,
            last_seq: 0,
            last_at: now.millis(),
            last: None,
            reply: None,
            created_at: now.millis(),
        }
    }
}

/// The LINE users who take part in a room that is not direct. Apart from the room's row, which is
/// written with every message.
#[derive(Clone, Debug, Default, SurrealValue)]
pub struct PartyRow {
    /// The contacts, as far as LINE has told who they are.
    pub people: Vec<uuid::Uuid>,
}

/// A right to answer once, for a moment and free of charge.
#[derive(Clone, Debug, SurrealValue)]
pub struct ReplyToken {
    /// LINE's token.
    pub token: String,
    /// When we received it, in Unix milliseconds.
    pub received_at: i64,
    /// The number of the message it came with. Only what is written after it may use it: an older
    /// message may have been pushed already, and a reply knows no retry key.
    pub seq: i64,
}

/// The direct room of a connection and a contact.
#[derive(Clone, Debug, SurrealValue)]
pub struct DirectRow {
    /// The room.
    pub room: uuid::Uuid,
}

/// The room of a LINE group as one connection has it.
#[derive(Clone, Debug, SurrealValue)]
pub struct LineGroupRow {
    /// The room.
    pub room: uuid::Uuid,
    /// When LINE was last asked about the group, in Unix milliseconds.
    pub read_at: Option<i64>,
    /// The member who has asked LINE to take the account out of the group, until that is done.
    pub leaving: Option<uuid::Uuid>,
}

impl LineGroupRow {
    /// A group of which nothing is known but its room.
    pub const fn of(room: RoomId) -> Self {
        Self { room: room.uuid(), read_at: None, leaving: None }
    }
}

/// A LINE group whose name, picture and count are still to be read from LINE.
#[derive(Clone, Debug, SurrealValue)]
pub struct GroupTaskRow {
    /// The connection to ask with.
    pub connection: uuid::Uuid,
    /// LINE's id of the group.
    pub group: String,
}

/// When a LINE user last came to a LINE group or went from it.
#[derive(Clone, Debug, SurrealValue)]
pub struct StayRow {
    /// LINE's time, in Unix milliseconds: an older coming or going that is told later changes nothing.
    pub at: i64,
}

/// A member's place in a room.
#[derive(Clone, Debug, SurrealValue)]
pub struct SeatRow {
    /// The room, again, for queries over a member's seats.
    pub room: uuid::Uuid,
    /// How far the member has read.
    pub read_seq: i64,
    /// The first message the member may see, where it is not the room's first.
    pub from_seq: Option<i64>,
    /// Whether the member has it stand above others.
    pub pinned: Option<bool>,
    /// Whether it calls nobody.
    pub muted: Option<bool>,
    /// The newest message when the member hid it: a newer one brings it back without another write.
    pub hidden_seq: Option<i64>,
    /// Whether the member has marked it to come back to; ends when they read on.
    pub marked_unread: Option<bool>,
}

impl SeatRow {
    /// The seat of somebody who has read so far, and has done nothing with the room yet.
    pub const fn new(room: RoomId, read_seq: i64) -> Self {
        Self {
            room: room.uuid(),
            read_seq,
            from_seq: None,
            pinned: None,
            muted: None,
            hidden_seq: None,
            marked_unread: None,
        }
    }

    /// The member has read as far as a message.
    pub const fn read_to(&mut self, seq: i64) {
        self.read_seq = seq;
        self.marked_unread = None;
    }
}

/// Whom a member has blocked. Changed only together with the member's stream, so that it may be cached.
#[derive(Clone, Debug, Default, SurrealValue)]
pub struct BlocksRow {
    /// Everybody, the newest block first.
    pub people: Vec<BlockedRow>,
    /// How often it was changed.
    pub edition: i64,
}

/// One of them.
#[derive(Clone, Debug, SurrealValue)]
pub struct BlockedRow {
    /// The LINE user.
    pub contact: uuid::Uuid,
    /// Since when, in Unix milliseconds.
    pub since: i64,
}

/// How much of what a blocked LINE user sent was dropped, since the block. Apart from the block, because
/// nobody is told of it.
#[derive(Clone, Debug, SurrealValue)]
pub struct DroppedRow {
    /// Messages, stickers and the like.
    pub count: i64,
}

/// A message.
#[derive(Clone, Debug, SurrealValue)]
pub struct MessageRow {
    /// `domain::MessageId`.
    pub message: uuid::Uuid,
    /// When it happened, in Unix milliseconds.
    pub at: i64,
    /// `domain::Author`.
    pub author: Json,
    /// `domain::Body`.
    pub body: Json,
    /// `domain::Delivery`, for what goes to LINE.
    pub delivery: Option<Json>,
    /// The delivery that carries it, where it is one.
    pub delivery_id: Option<uuid::Uuid>,
    /// `party::Part`s: the deliveries that carry it, where it goes to each LINE user of a room.
    pub parts: Option<Json>,
    /// LINE's id of the message, once known.
    pub line_message_id: Option<String>,
    /// LINE's token to quote it with, if it gave one.
    pub quote_token: Option<String>,
    /// LINE's token to mark it read with, if it gave one.
    pub mark_as_read_token: Option<String>,
}

/// Where the message with a client's id was put.
#[derive(Clone, Debug, SurrealValue)]
pub struct MessageKeyRow {
    /// The room.
    pub room: uuid::Uuid,
    /// The number there.
    pub seq: i64,
    /// Who sent it.
    pub member: uuid::Uuid,
}

/// One message on its way to one LINE recipient.
#[derive(Clone, Debug, SurrealValue)]
pub struct DeliveryRow {
    /// The room it was written in.
    pub room: uuid::Uuid,
    /// The message's number there; 0 for what stands in no timeline.
    pub seq: i64,
    /// The connection it goes through.
    pub connection: uuid::Uuid,
    /// LINE's id of the recipient.
    pub recipient: String,
    /// The member in whose name it goes.
    pub member: Option<uuid::Uuid>,
    /// The LINE user in whose name it goes: what they said in a room with several.
    pub speaker: Option<uuid::Uuid>,
    /// The recipient, where the message goes to each LINE user of a room.
    pub contact: Option<uuid::Uuid>,
    /// The text.
    pub text: Option<String>,
    /// `relay::Button`s below it.
    pub buttons: Option<Json>,
    /// `greeting::Form`, for the greeting that answers a follow: it has no text, what it says is put
    /// together when it goes out.
    pub greeting: Option<Json>,
    /// `domain::Delivery`.
    pub state: Json,
    /// When its id was made, in Unix milliseconds: LINE knows a retry key for 24 hours.
    pub made_at: i64,
    /// The reply token it has begun to use; its outcome is unsure until the delivery ends. A greeting
    /// has its own from the start, begun or not.
    pub reply: Option<ReplyToken>,
    /// When it began to use it, in Unix milliseconds; none when it has not.
    pub reply_begun_at: Option<i64>,
    /// `push` or `reply`, once sent.
    pub via: Option<String>,
    /// When it ended, in Unix milliseconds.
    pub done_at: Option<i64>,
}

impl DeliveryRow {
    /// A delivery that begins now; what it says is still to be put in.
    pub fn queued(to: Address, made_at: Timestamp) -> Self {
        Self {
            room: to.room.uuid(),
            seq: to.seq,
            connection: to.connection,
            recipient: to.recipient,
            member: None,
            speaker: None,
            contact: None,
            text: None,
            buttons: None,
            greeting: None,
            state: super::row::to_json(&Delivery::Queued),
            made_at: made_at.millis(),
            reply: None,
            reply_begun_at: None,
            via: None,
            done_at: None,
        }
    }

    /// Where it stands in its room's queue.
    pub fn key(&self, id: DeliveryId) -> QueuedKey {
        QueuedKey { room: RoomId::new(self.room), seq: self.seq, delivery: id }
    }
}

/// Where a delivery comes from, and where it goes.
pub struct Address {
    /// The room it was written in.
    pub room: RoomId,
    /// The message's number there; 0 for what stands in no timeline.
    pub seq: i64,
    /// The connection it goes through.
    pub connection: uuid::Uuid,
    /// LINE's id of the recipient.
    pub recipient: String,
}

/// What a LINE user of rooms with several has chosen: where their words go.
#[derive(Clone, Debug, SurrealValue)]
pub struct TalkRow {
    /// The room they talk in; none for the member alone.
    pub room: Option<uuid::Uuid>,
    /// LINE's time of the choice, in Unix milliseconds: an older one that comes later changes nothing.
    pub at: i64,
}

/// Which message of a room with several LINE users has this id at LINE, in one of their chats: who
/// quotes it speaks to that room.
#[derive(Clone, Debug, SurrealValue)]
pub struct LineMessageRow {
    /// The room.
    pub room: uuid::Uuid,
    /// The number there.
    pub seq: i64,
}

/// A delivery that is still on its way; deleted when it ends, so that a scan finds only what is due,
/// in the order of rooms and of messages in them.
#[derive(Clone, Debug, SurrealValue)]
pub struct QueuedRow {
    /// The room, again.
    pub room: uuid::Uuid,
    /// The delivery.
    pub delivery: uuid::Uuid,
}

/// A reply token that a delivery has taken: there is one row for each, so nobody takes it twice.
#[derive(Clone, Debug, SurrealValue)]
pub struct SpentReplyRow {
    /// The delivery.
    pub delivery: uuid::Uuid,
}

/// A webhook event, kept as it came.
#[derive(Clone, Debug, SurrealValue)]
pub struct WebhookEventRow {
    /// LINE's id of the event.
    pub event_id: String,
    /// The connection it came through.
    pub connection: uuid::Uuid,
    /// LINE's time of the event, in Unix milliseconds.
    pub at: i64,
    /// When it was committed here, in Unix milliseconds.
    pub received_at: i64,
    /// The event's JSON; nothing when it was dropped, because its sender is blocked.
    pub raw: String,
}

/// A member's stream as a whole.
#[derive(Clone, Debug, SurrealValue)]
pub struct HeadRow {
    /// The number of the newest event.
    pub n: i64,
    /// Events up to this number are removed.
    pub floor: i64,
    /// A cursor below this needs a snapshot: what the member may see changed as a whole.
    pub afresh: Option<i64>,
}

impl HeadRow {
    /// Where every stream begins.
    pub const START: Self = Self { n: 0, floor: 0, afresh: None };

    /// The place of the newest event.
    pub fn cursor(&self) -> Cursor {
        Cursor(u64::try_from(self.n).unwrap_or_default())
    }
}

/// One event of a member's stream.
#[derive(Clone, Debug, SurrealValue)]
pub struct StreamRow {
    /// The whole frame as it is sent.
    pub frame: String,
}

/// The last batch a process committed, to find out what became of a commit whose answer was lost.
#[derive(Clone, Debug, SurrealValue)]
pub struct WriterRow {
    /// The batch's number.
    pub batch: i64,
}
