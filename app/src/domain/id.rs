//! Newtyped ids, so that a room can never be passed where a member is meant.
//!
//! All are UUID version 7: they sort by the moment they were made. The browser mints the id of a
//! message before it is sent, which is what makes sending idempotent.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID that is known to name this kind of thing.
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID behind the name.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(s: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(s).map(Self)
            }
        }
    )+};
}

ids! {
    /// A person of the company with an account here.
    MemberId
    /// An official account bound to Kakehashi.
    ConnectionId
    /// The company's own record of a LINE user.
    ContactId
    /// A message room.
    RoomId
    /// A message, in whichever direction.
    MessageId
    /// A picture, a video, a sound or a file.
    MediaId
    /// One message on its way to one LINE recipient; also the retry key that LINE is given.
    DeliveryId
}
