//! The words of the product as types: pure data and rules, the same in the browser and on the server.
//!
//! Imports nothing of ours, does no I/O, knows neither Leptos, nor the database, nor LINE's JSON.
//! Everything here travels as JSON between server and client, so a change of shape is a change of
//! protocol: the snapshot tests at the foot of each file say so.

pub mod block;
pub mod connection;
pub mod contact;
pub mod directory;
pub mod event;
pub mod fold;
pub mod greeting;
pub mod id;
pub mod introduction;
pub mod japan;
pub mod keeping;
pub mod line_id;
pub mod links;
pub mod mark;
pub mod media;
pub mod member;
pub mod mention;
pub mod message;
pub mod new_room;
pub mod outbound;
pub mod permission;
pub mod person;
pub mod photo;
pub mod place;
pub mod profile;
pub mod public_page;
pub mod quota;
pub mod room;
pub mod sort;
pub mod sticker;
#[cfg(test)]
pub(crate) mod testing;
pub mod text;
pub mod time;
pub mod upload;

pub use block::{Block, BlockList, Blocked};
pub use connection::{
    ChannelId, ChatMode, Checkup, ConnectionEntry, Failing, Fault, Health, MonthOfUse,
    OfficialAccount, OwnAccounts, ProviderName, Providers, ReadMode, Signs, Step, Told, Usage,
};
pub use contact::{Contact, ContactCard, ContactEntry, ContactForm, ContactPage, ContactQuery};
pub use directory::{Company, DirectoryEntry, DirectoryPage, PasswordState, Standing};
pub use event::{Cursor, Epoch, Event, Frame, Goodbye, Numbered};
pub use greeting::{Greet, GreetingFault, GreetingLanguage, GreetingText, Greetings};
pub use id::{ConnectionId, ContactId, DeliveryId, MediaId, MemberId, MessageId, RoomId};
pub use introduction::Introduction;
pub use japan::{JapanDay, JapanMonth};
pub use keeping::{Keeping, RoomAct};
pub use mark::{Marked, TextMark};
pub use media::{Media, MediaKind, MediaState, SetPlace};
pub use member::{Email, Language, Me, ReadMarks, Role, Theme};
pub use mention::{Called, Mention};
pub use message::{
    Author, Body, Delivery, FailReason, LinkPreview, Message, Notice, Quote, Recipient, Remedy,
    Seq, Unsupported,
};
pub use new_room::{
    Additions, Candidate, Candidates, History, Naming, NewRoom, PeopleFault, RoomDescription,
    RoomName,
};
pub use outbound::{Outbound, Writing};
pub use permission::{Choice, Grant, LineChat, Newcomers, Rules};
pub use person::{Person, PersonId};
pub use photo::{PhotoSize, PhotoVersion};
pub use place::{PLACE_LINE_MAX, Place, PlaceFault, Position, SendablePlace, place_line};
pub use profile::{About, Phone, Profile, ProfileFault, ProfileForm, Website};
pub use public_page::{PageKey, PageName, PublicPage};
pub use quota::{Allowance, Quota};
pub use room::{
    Barred, Friendship, Headcount, LastLine, ListPlace, Participant, Room, RoomDetails, RoomKind,
    Talk,
};
pub use sort::Sort;
pub use sticker::{SENDABLE, SendableSticker, Sticker, StickerForm, StickerId};
pub use text::{TextError, TextMessage};
pub use time::Timestamp;
pub use upload::{NewUpload, Seen, UploadFault};
