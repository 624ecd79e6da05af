//! What is still to be done about media, with all that it takes. A task is written with what causes it,
//! and deleted with what came of it; so whoever dies in between does it again.

use app::domain::{ConnectionId, MediaId, MediaKind, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    line::inbound::Elsewhere,
    outbox::store::{Share, Whence},
    store::{
        Store, StoreError,
        draft::Draft,
        journal::Command,
        queries::uuid_of,
        row::{Row, from_json, to_json},
        schema::{MediaRow, MediaTaskRow},
    },
};

/// What is to be done about media.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// The bytes are to be fetched from LINE.
    Fetch,
    /// The bytes are to be fetched from where somebody else keeps them.
    FetchElsewhere(Elsewhere),
    /// The bytes are to be removed from here, if they have come.
    Remove,
    /// The parts in which they came are to be removed; the whole stays.
    Tidy,
}

impl MediaTaskRow {
    /// How far the media is for whoever is to be sent it.
    pub(in crate::store) fn share(self) -> Result<Share, StoreError> {
        Ok(match from_json(Self::TABLE, self.work)? {
            Work::Fetch => Share::Coming(Whence::Line),
            Work::FetchElsewhere(_) => Share::Coming(Whence::Elsewhere),
            Work::Remove | Work::Tidy => Share::Nothing,
        })
    }
}

/// Has something done.
pub(in crate::store) fn task(draft: &mut Draft<'_>, media: MediaId, work: Work) {
    draft.put::<MediaTaskRow>(media, MediaTaskRow { work: to_json(&work) });
    draft.aftermath.media.push(media);
}

/// Bytes that were to be removed are not here any more, or never came.
pub struct MediaDone {
    /// Whose.
    pub media: MediaId,
    /// What was to be done, and is.
    pub work: Work,
}

impl Command for MediaDone {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        // More may have come to be done meanwhile.
        let task = draft.get::<MediaTaskRow>(self.media).await?;
        if task.is_some_and(|task| task.work == to_json(&self.work)) {
            draft.delete::<MediaTaskRow>(self.media);
        }
        Ok(())
    }
}

/// Something to be done about media.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaTask {
    /// Which.
    pub media: MediaId,
    /// What.
    pub what: MediaWork,
}

/// What is to be done about media, with all that it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaWork {
    /// To be fetched.
    Fetch(Asked),
    /// To be removed from here.
    Remove,
    /// Only the parts in which it came are to be removed.
    Tidy,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The connection it came through.
    pub connection: ConnectionId,
    /// Whom to ask.
    pub of: Source,
    /// What LINE calls it.
    pub kind: MediaKind,
    /// Since when it is wanted.
    pub since: Timestamp,
}

/// Who has bytes that are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// LINE, by its id of the message, in the name of the connection.
    Line(String),
    /// Somebody else.
    Elsewhere(Elsewhere),
}

impl Store {
    /// What is to be done about media, the oldest first, from behind `after`, at most `limit`.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn media_tasks(
        &self,
        after: Option<MediaId>,
        limit: usize,
    ) -> Result<Vec<MediaTask>, StoreError> {
        let after = after.map(|media| MediaTaskRow::id(media).key);
        let mut tasks = Vec::new();
        for (id, task) in self.scan::<MediaTaskRow>(after, limit).await? {
            let Some(media) = uuid_of(&id).map(MediaId::new) else { continue };
            let what = match from_json(MediaTaskRow::TABLE, task.work)? {
                Work::Fetch => self.to_fetch(media, None).await?,
                Work::FetchElsewhere(elsewhere) => self.to_fetch(media, Some(elsewhere)).await?,
                Work::Remove => MediaWork::Remove,
                Work::Tidy => MediaWork::Tidy,
            };
            tasks.push(MediaTask { media, what });
        }
        Ok(tasks)
    }

    /// What is asked for; to be removed where the message was taken back.
    async fn to_fetch(
        &self,
        media: MediaId,
        elsewhere: Option<Elsewhere>,
    ) -> Result<MediaWork, StoreError> {
        let Some(row) = self.get::<MediaRow>(media).await? else { return Ok(MediaWork::Remove) };
        let Some((connection, line_id)) = row.connection.zip(row.line_message_id) else {
            return Ok(MediaWork::Remove);
        };
        Ok(MediaWork::Fetch(Asked {
            connection: ConnectionId::new(connection),
            of: elsewhere.map_or(Source::Line(line_id), Source::Elsewhere),
            kind: from_json(MediaRow::TABLE, row.kind)?,
            since: Timestamp::from_millis(row.created_at),
        }))
    }
}
