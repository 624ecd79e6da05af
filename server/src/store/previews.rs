//! Previews of links, as far as the database has to do with them: that a message's first link is to be
//! looked at, what was found, who may see it, and that it goes with the words it belongs to.
//!
//! Who looks is [`crate::previews`]. A task is written with the message, and deleted with what came of
//! it; so whoever dies in between looks again.

use app::domain::{Body, LinkPreview, MemberId, RoomId, Seq, Timestamp, links};
use axum::body::Bytes;
use sha2::{Digest, Sha256};

use super::{
    Store, StoreError,
    draft::Draft,
    journal::Command,
    key::{TextKey, hex},
    row::{Row, from_json},
    schema::{
        LinkRow, MessageRow, PreviewKept, PreviewPictureRow, PreviewTaskRow, RoomRow, SeatRow,
    },
    timeline, views,
};

mod tidy;

/// For so long a page is taken to be what it was, in milliseconds.
const A_DAY: i64 = 24 * 60 * 60 * 1000;
/// For so long it is remembered that there was nothing to be shown, in milliseconds.
const AN_HOUR: i64 = 60 * 60 * 1000;

/// Where a message stands.
pub type At = (RoomId, Seq);

/// A message whose link is to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewTask {
    /// Which.
    pub at: At,
    /// Where the link leads, as it was written.
    pub url: String,
}

/// A page as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where the link leads.
    pub url: String,
    /// The host that answered, and what it calls its site.
    pub site: String,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub description: Option<String>,
    /// Its picture: a small JPEG.
    pub picture: Option<Bytes>,
}

/// What is known of where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// Nobody looks here.
    Never,
    /// It is known from before, whether or not there is something to be shown.
    Before(Option<PreviewKept>),
    /// Somebody has looked at it at this time.
    Now(Option<Page>, Timestamp),
}

/// Has the first link of a body looked at, if there is one.
pub(super) fn want(draft: &mut Draft<'_>, at: At, body: &Body) {
    let Some(url) = link_of(body) else { return };
    let (room, seq) = (at.0.uuid(), i64::from(at.1.0));
    draft.put::<PreviewTaskRow>(at, PreviewTaskRow { room, seq, url: url.to_owned() });
    draft.aftermath.previews.push(at.0);
}

fn link_of(body: &Body) -> Option<&str> {
    match body {
        Body::Text { text, .. } => links::first_page(text),
        _ => None,
    }
}

/// Follows a change of a message's words: a preview goes with its link, and another link is looked at.
///
/// # Errors
/// When a row does not read, or the database fails.
pub(super) async fn follow(
    draft: &mut Draft<'_>,
    at: At,
    before: &MessageRow,
    row: &mut MessageRow,
) -> Result<(), StoreError> {
    if before.body == row.body {
        return Ok(());
    }
    let read = |row: &MessageRow| from_json::<Body>(MessageRow::TABLE, row.body.clone());
    let (old, new) = (read(before)?, read(row)?);
    let (was, is) = (link_of(&old), link_of(&new));
    if was == is {
        return Ok(());
    }
    if let Some(link) = was {
        draft.delete::<PreviewTaskRow>(at);
        // The address is among what was said, and does not outlast it. Another message looks again.
        forget(draft, link).await?;
    }
    if let Some(picture) = row.preview.take().and_then(|preview| preview.picture) {
        release(draft, &picture).await?;
    }
    want(draft, at, &new);
    Ok(())
}

/// Forgets what is known of an address; messages that show it go on showing it.
async fn forget(draft: &mut Draft<'_>, url: &str) -> Result<(), StoreError> {
    let key = TextKey::of(url);
    let Some(row) = draft.get::<LinkRow>(key).await? else { return Ok(()) };
    draft.delete::<LinkRow>(key);
    match row.page.and_then(|page| page.picture) {
        Some(picture) => release(draft, &picture).await,
        None => Ok(()),
    }
}

/// Notes one more who shows a picture. Answers whether it is here.
async fn hold(
    draft: &mut Draft<'_>,
    picture: &str,
    bytes: Option<&Bytes>,
) -> Result<bool, StoreError> {
    let key = TextKey::of(picture);
    let known = draft.get::<PreviewPictureRow>(key).await?;
    let fresh = || bytes.map(|bytes| PreviewPictureRow { bytes: bytes.clone().into(), uses: 0 });
    let Some(mut row) = known.or_else(fresh) else { return Ok(false) };
    row.uses += 1;
    draft.put::<PreviewPictureRow>(key, row);
    Ok(true)
}

/// Notes one less who shows a picture.
async fn release(draft: &mut Draft<'_>, picture: &str) -> Result<(), StoreError> {
    let key = TextKey::of(picture);
    let Some(mut row) = draft.get::<PreviewPictureRow>(key).await? else { return Ok(()) };
    row.uses -= 1;
    if row.uses > 0 {
        draft.put::<PreviewPictureRow>(key, row);
    } else {
        draft.delete::<PreviewPictureRow>(key);
    }
    Ok(())
}

/// Records what came of looking at the link of a message, for everybody who sees the message.
pub struct RecordPreview {
    /// Which message, and which link.
    pub task: PreviewTask,
    /// What came of it.
    pub looked: Looked,
}

impl Command for RecordPreview {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let (at, url) = (self.task.at, &self.task.url);
        let task = draft.get::<PreviewTaskRow>(at).await?;
        // Its words may have changed meanwhile: then nothing of this is wanted any more.
        if task.is_none_or(|task| task.url != *url) {
            return Ok(());
        }
        draft.delete::<PreviewTaskRow>(at);
        let (page, bytes) = match &self.looked {
            Looked::Never => return Ok(()),
            Looked::Before(page) => (page.clone(), None),
            Looked::Now(page, now) => {
                let bytes = page.as_ref().and_then(|page| page.picture.as_ref());
                let page = page.as_ref().map(Page::kept);
                remember(draft, url, (page.as_ref(), bytes), *now).await?;
                (page, bytes)
            }
        };
        let Some(mut page) = page else { return Ok(()) };
        if let Some(picture) = page.picture.take()
            && hold(draft, &picture, bytes).await?
        {
            page.picture = Some(picture);
        }
        timeline::change(draft, at.0, at.1, |row| {
            row.preview = Some(page);
            Ok(())
        })
        .await
    }
}

/// Keeps what came of looking at an address, for the next message with it.
async fn remember(
    draft: &mut Draft<'_>,
    url: &str,
    (page, bytes): (Option<&PreviewKept>, Option<&Bytes>),
    now: Timestamp,
) -> Result<(), StoreError> {
    if let Some(picture) = page.and_then(|page| page.picture.as_deref()) {
        hold(draft, picture, bytes).await?;
    }
    forget(draft, url).await?;
    let row = LinkRow { url: url.to_owned(), page: page.cloned(), looked_at: now.millis() };
    draft.put::<LinkRow>(TextKey::of(url), row);
    Ok(())
}

impl Page {
    fn kept(&self) -> PreviewKept {
        let name = |bytes: &Bytes| hex(&Sha256::digest(bytes)[..16]);
        PreviewKept {
            url: self.url.clone(),
            site: self.site.clone(),
            title: self.title.clone(),
            description: self.description.clone(),
            picture: self.picture.as_ref().map(name),
        }
    }
}

impl LinkRow {
    /// Whether it is to be asked anew.
    fn is_stale(&self, now: Timestamp) -> bool {
        let lasts = if self.page.is_some() { A_DAY } else { AN_HOUR };
        now.since(Timestamp::from_millis(self.looked_at)) >= lasts
    }
}

/// A preview as the message at this place shows it.
pub(super) fn shown((room, seq): At, kept: PreviewKept) -> LinkPreview {
    let picture = kept.picture.map(|name| format!("/previews/{room}/{}/{name}", seq.0));
    LinkPreview {
        url: kept.url,
        site: kept.site,
        title: kept.title,
        description: kept.description,
        picture,
    }
}

impl Store {
    /// Messages whose links are to be looked at, from behind `after`, at most `limit`.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn preview_tasks(
        &self,
        after: Option<At>,
        limit: usize,
    ) -> Result<Vec<PreviewTask>, StoreError> {
        let after = after.map(|at| PreviewTaskRow::id(at).key);
        let rows = self.scan::<PreviewTaskRow>(after, limit).await?.into_iter();
        let task = |row: PreviewTaskRow| PreviewTask {
            at: (RoomId::new(row.room), views::seq(row.seq)),
            url: row.url,
        };
        Ok(rows.map(|(_, row)| task(row)).collect())
    }

    /// What is known of an address, if somebody has looked at it not long ago.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn known_link(
        &self,
        url: &str,
        now: Timestamp,
    ) -> Result<Option<Looked>, StoreError> {
        let row = self.get::<LinkRow>(TextKey::of(url)).await?;
        Ok(row.filter(|row| !row.is_stale(now)).map(|row| Looked::Before(row.page)))
    }

    /// The picture of a message's preview, for a member who may see the message.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none, or it is not for this member.
    pub async fn preview_picture(
        &self,
        member: MemberId,
        (room_id, seq): At,
        name: &str,
    ) -> Result<Bytes, StoreError> {
        self.need_permission(member).await?;
        let seat = self.get::<SeatRow>((member, room_id)).await?.ok_or(StoreError::NotFound)?;
        let room = self.get::<RoomRow>(room_id).await?.ok_or(StoreError::NotFound)?;
        let row = self.get::<MessageRow>((room_id, seq)).await?.ok_or(StoreError::NotFound)?;
        let picture = row.preview.as_ref().and_then(|preview| preview.picture.clone());
        let message = views::message(room_id, seq, row)?;
        let blocks = self.blocks(member).await?;
        let is_seen = seq >= views::first(&seat) && !blocks.hide(&room, message.author);
        let picture = picture.filter(|picture| is_seen && picture == name);
        let key = TextKey::of(&picture.ok_or(StoreError::NotFound)?);
        let row = self.get::<PreviewPictureRow>(key).await?.ok_or(StoreError::NotFound)?;
        Ok(row.bytes.into())
    }
}

#[cfg(test)]
mod tests;
