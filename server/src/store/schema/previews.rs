//! What pages say of themselves: below messages, and for a while by their addresses.

use surrealdb::types::{Bytes, SurrealValue};

/// What a page says of itself. Stands in the row of each message that shows it, so that a message
/// changes with events alone, however often somebody looks again.
#[derive(Clone, Debug, PartialEq, Eq, SurrealValue)]
pub struct PreviewKept {
    /// Where the link leads.
    pub url: String,
    /// The host that answered, and what it calls its site.
    pub site: String,
    /// What the page is called.
    pub title: String,
    /// What it is about.
    pub description: Option<String>,
    /// What its picture in [`PreviewPictureRow`] is found by.
    pub picture: Option<String>,
}

/// What came of looking at an address, for the next message with it. Found by the address.
#[derive(Clone, Debug, SurrealValue)]
pub struct LinkRow {
    /// The address, as it was written.
    pub url: String,
    /// What the page says; nothing where there is nothing to be shown.
    pub page: Option<PreviewKept>,
    /// When it was looked at, in Unix milliseconds.
    pub looked_at: i64,
}

/// A page's picture, small and drawn anew. Found by what it is: pages that show the same share it.
#[derive(Clone, Debug, SurrealValue)]
pub struct PreviewPictureRow {
    /// A JPEG.
    pub bytes: Bytes,
    /// How many messages and [`LinkRow`]s name it; without any it is removed.
    pub uses: i64,
}

/// A message whose link is still to be looked at.
#[derive(Clone, Debug, SurrealValue)]
pub struct PreviewTaskRow {
    /// The room.
    pub room: uuid::Uuid,
    /// The number there.
    pub seq: i64,
    /// Where its first link leads.
    pub url: String,
}
