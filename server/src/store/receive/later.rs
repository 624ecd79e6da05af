//! What LINE users do with what they said before: they take it back, or change its words.
//!
//! What is taken back is removed wherever it is kept: from the timeline, from what is still on its way
//! to others, from the webhook event that brought it, and, by [`super::super::erase`], from streams.

use app::domain::{Author, Body, ContactId, DeliveryId, RoomId, Seq};

use super::ReceiveEvent;
use crate::{
    line::inbound::{Source, Words},
    store::{
        StoreError,
        draft::Draft,
        erase,
        key::TextKey,
        line_messages::{self, Early, Edit},
        media, party,
        row::{Row, from_json, to_json},
        schema::{
            DeliveryRow, LineMessageRow, LineUserRow, MessageRow, QueuedRow, WebhookEventRow,
        },
        timeline,
    },
};

/// A message that stands in a room, and by which event it came.
struct Found {
    room: RoomId,
    seq: Seq,
    row: MessageRow,
    event: Option<String>,
}

impl ReceiveEvent {
    /// Somebody took a message back.
    pub(super) async fn taken_back(
        &self,
        draft: &mut Draft<'_>,
        line_id: &str,
    ) -> Result<(), StoreError> {
        let Some(found) = self.their_own(draft, line_id, &Early::Unsent).await? else {
            return Ok(());
        };
        for part in party::parts_of(&found.row)? {
            withdraw(draft, part.delivery, self.received_at.millis()).await?;
        }
        if let Some(event) = &found.event {
            let key = TextKey::of(event);
            if let Some(mut row) = draft.get::<WebhookEventRow>(key).await? {
                row.raw = String::new();
                draft.put::<WebhookEventRow>(key, row);
            }
        }
        media::forget(draft, &from_json(MessageRow::TABLE, found.row.body)?).await?;
        erase::from_streams(draft, found.room, found.seq);
        timeline::change(draft, found.room, found.seq, |row| {
            row.body = to_json(&Body::Unsent);
            (row.delivery, row.parts, row.quotes, row.edited_at) = (None, None, None, None);
            row.quote_token = None;
            Ok(())
        })
        .await
    }

    /// Somebody changed the words of a message. LINE may tell late: the newest change stands.
    pub(super) async fn reworded(
        &self,
        draft: &mut Draft<'_>,
        line_id: &str,
        words: &Words,
        quote_token: Option<&String>,
    ) -> Result<(), StoreError> {
        let at = self.event.at.millis();
        let body = self.words(draft, words).await?;
        let edit = Edit { at, body, quote_token: quote_token.cloned() };
        let early = Early::Edited(edit.clone());
        let Some(found) = self.their_own(draft, line_id, &early).await? else { return Ok(()) };
        let body: Body = from_json(MessageRow::TABLE, found.row.body)?;
        let is_old = found.row.edited_at.is_some_and(|newest| newest >= at);
        if is_old || !matches!(body, Body::Text { .. }) {
            return Ok(());
        }
        timeline::change(draft, found.room, found.seq, |row| {
            row.body = to_json(&edit.body);
            row.edited_at = Some(edit.at);
            row.quote_token = edit.quote_token.or(row.quote_token.take());
            Ok(())
        })
        .await
    }

    /// The message with this id, if whom the event is from said it. One that has not come yet is met by
    /// what is remembered of it.
    async fn their_own(
        &self,
        draft: &mut Draft<'_>,
        line_id: &str,
        early: &Early,
    ) -> Result<Option<Found>, StoreError> {
        let Some((room, seq, at)) = line_messages::find(draft, self.connection, line_id).await?
        else {
            if draft
                .get::<LineMessageRow>(TextKey::of(line_id))
                .await?
                .is_none_or(|row| row.seq == 0)
            {
                line_messages::remember(draft, line_id, early).await?;
            }
            return Ok(None);
        };
        let row = draft.need::<MessageRow>((room, seq)).await?;
        let author: Author = from_json(MessageRow::TABLE, row.author.clone())?;
        let is_theirs = match author {
            Author::LineUser(said_it) => {
                self.known_source(draft).await?.is_none_or(|contact| contact == said_it)
            }
            Author::Unnamed => true,
            Author::Member(_) | Author::System => false,
        };
        Ok(is_theirs.then_some(Found { room, seq, row, event: at.event }))
    }

    /// Whom the event is from, where LINE says and they are known.
    async fn known_source(&self, draft: &mut Draft<'_>) -> Result<Option<ContactId>, StoreError> {
        let user = match &self.event.source {
            Source::User(user) | Source::Group { user: Some(user), .. } => user,
            Source::Group { user: None, .. } | Source::Unknown => return Ok(None),
        };
        let known = draft.get::<LineUserRow>(TextKey::of(&user.0)).await?;
        Ok(known.map(|row| ContactId::new(row.contact)))
    }
}

/// Takes what a delivery brings out of it, and the delivery out of the queue. What LINE has already, or
/// is being given in this moment, cannot be had back.
async fn withdraw(draft: &mut Draft<'_>, id: DeliveryId, now: i64) -> Result<(), StoreError> {
    let Some(mut row) = draft.get::<DeliveryRow>(id).await? else { return Ok(()) };
    if row.done_at.is_none() {
        draft.delete::<QueuedRow>(row.key(id));
        row.done_at = Some(now);
    }
    (row.body, row.text) = (None, None);
    draft.put::<DeliveryRow>(id, row);
    Ok(())
}

#[cfg(test)]
mod tests;
