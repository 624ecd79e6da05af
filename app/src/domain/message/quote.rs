//! What a message quotes.

use serde::{Deserialize, Serialize};

use super::{Author, Body, Message, PersonId, Seq};

/// What a message quotes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "quoted", rename_all = "snake_case")]
pub enum Quote {
    /// Another message of the room.
    Known {
        /// Its number.
        seq: Seq,
        /// Who wrote it.
        author: Author,
        /// What it says now, in short.
        body: Box<Body>,
    },
    /// One that is not here, or not for this reader: it was said before the connection, or before they
    /// took part.
    Unknown,
}

impl Quote {
    /// A quote of this message.
    pub fn of(message: &Message) -> Self {
        let body = Box::new(message.body.clone().shortened());
        Self::Known { seq: message.seq, author: message.author, body }
    }

    /// Its number, where it is known.
    pub const fn seq(&self) -> Option<Seq> {
        match self {
            Self::Known { seq, .. } => Some(*seq),
            Self::Unknown => None,
        }
    }

    /// Everybody that must be known to draw it.
    pub(super) fn people(&self) -> Vec<PersonId> {
        match self {
            Self::Known { author, body, .. } => {
                author.person().into_iter().chain(body.people()).collect()
            }
            Self::Unknown => Vec::new(),
        }
    }
}
