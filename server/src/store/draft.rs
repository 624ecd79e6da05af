//! What a command wants to write, before it is written: an overlay over the rows it reads.
//!
//! A command reads through its draft, changes rows in it, and leaves notes for after the commit.
//! Drafts of one batch are laid over each other; a refused command's draft is simply dropped.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use app::domain::{Cursor, Event, Frame, MemberId, Numbered};
use surrealdb::types::{RecordId, Value};

use super::{
    StoreError,
    database::{Database, Vars},
    key::StreamKey,
    row::Row,
    schema::{HeadRow, StreamRow},
};

/// Rows as they are known to be: `None` is a row that does not exist.
pub(super) type Rows = HashMap<RecordId, Option<Value>>;

/// Changes that belong together.
#[derive(Debug, Default)]
pub(super) struct Writes {
    /// Rows that must not exist yet, table by table. A number that another writer took is found out
    /// by this.
    pub inserts: BTreeMap<&'static str, Vec<Value>>,
    /// Rows to write, whether or not they exist.
    pub puts: BTreeMap<RecordId, Value>,
    /// Rows to write over.
    pub updates: BTreeMap<RecordId, Value>,
    /// Rows to remove.
    pub deletes: HashSet<RecordId>,
}

/// What the rest of the server is told after the commit. Carries no truth: all of it can be found
/// again in the rows.
#[derive(Debug, Default)]
pub struct Aftermath {
    /// What was added to members' streams.
    pub news: Vec<(MemberId, Cursor, News)>,
    /// Rooms with a delivery that can go out.
    pub queued: Vec<app::domain::RoomId>,
    /// Contacts whose profile is to be read.
    pub profiles: Vec<app::domain::ContactId>,
    /// Rooms whose LINE group is to be asked about.
    pub groups: Vec<app::domain::RoomId>,
    /// Media about which something is to be done.
    pub media: Vec<app::domain::MediaId>,
    /// Rooms with a message whose link is to be looked at.
    pub previews: Vec<app::domain::RoomId>,
    /// Connections of whose quota LINE is to be asked.
    pub quotas: Vec<app::domain::ConnectionId>,
    /// Rooms of which something is to be marked read at LINE.
    pub reads: Vec<app::domain::RoomId>,
    /// Whether the address book is another now.
    pub address_book: bool,
}

/// What an open device is told of a change to its member's stream.
#[derive(Clone, Debug)]
pub enum News {
    /// A frame, as it is sent.
    Frame(Arc<str>),
    /// What the member may see changed as a whole: look again, if the session still lives.
    Afresh,
}

/// A command's view of the database, with its own changes.
pub struct Draft<'a> {
    db: &'a Database,
    /// Rows known from earlier batches.
    cache: &'a Rows,
    /// Rows changed or read by the earlier commands of this batch.
    batch: &'a Rows,
    /// Rows changed or read by this command.
    own: Rows,
    pub(super) writes: Writes,
    pub(super) aftermath: Aftermath,
}

/// A draft without its borrows: what remains when the command has succeeded.
pub(super) struct Finished {
    pub rows: Rows,
    pub writes: Writes,
    pub aftermath: Aftermath,
}

impl<'a> Draft<'a> {
    pub(super) fn new(db: &'a Database, cache: &'a Rows, batch: &'a Rows) -> Self {
        Self {
            db,
            cache,
            batch,
            own: Rows::new(),
            writes: Writes::default(),
            aftermath: Aftermath::default(),
        }
    }

    pub(super) fn finish(self) -> Finished {
        Finished { rows: self.own, writes: self.writes, aftermath: self.aftermath }
    }

    /// What is known of a row.
    fn known(&self, id: &RecordId) -> Option<&Option<Value>> {
        [&self.own, self.batch, self.cache].into_iter().find_map(|rows| rows.get(id))
    }

    /// The row with this key as it will be after everything before it in the batch.
    ///
    /// # Errors
    /// When the database fails or the row does not read.
    pub async fn get<R: Row>(&mut self, key: R::Key) -> Result<Option<R>, StoreError> {
        let id = R::id(key);
        if let Some(known) = self.known(&id) {
            return known.clone().map(R::read).transpose();
        }
        let mut found =
            self.db.query("SELECT * FROM ONLY $id", Vars::new().with("id", id.clone())).await?;
        let value: Option<Value> = found.take(0).map_err(StoreError::from)?;
        let value = value.filter(|value| !matches!(value, Value::None | Value::Null));
        self.own.insert(id, value.clone());
        value.map(R::read).transpose()
    }

    /// Reads many rows at once, so that [`Self::get`] finds them here.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read_ahead<R: Row>(
        &mut self,
        keys: impl IntoIterator<Item = R::Key>,
    ) -> Result<(), StoreError> {
        let ids = keys.into_iter().map(R::id);
        let ids: Vec<RecordId> = ids.filter(|id| self.known(id).is_none()).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let list = ids.iter().cloned().map(Value::RecordId).collect();
        let mut found =
            self.db.query("SELECT * FROM $ids", Vars::new().with_list("ids", list)).await?;
        self.own.extend(ids.into_iter().map(|id| (id, None)));
        let Value::Array(rows) = found.take(0)? else { return Ok(()) };
        for row in rows {
            let id = match &row {
                Value::Object(object) => object.get("id").cloned(),
                _ => None,
            };
            if let Some(Value::RecordId(id)) = id {
                self.own.insert(id, Some(row));
            }
        }
        Ok(())
    }

    /// As [`Self::get`], where the row must exist.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it does not.
    pub async fn need<R: Row>(&mut self, key: R::Key) -> Result<R, StoreError> {
        self.get(key).await?.ok_or(StoreError::NotFound)
    }

    /// Adds a row that must not exist yet.
    pub fn insert<R: Row>(&mut self, key: R::Key, row: R) {
        let value = row.write(key);
        self.own.insert(R::id(key), Some(value.clone()));
        self.writes.inserts.entry(R::TABLE).or_default().push(value);
    }

    /// Writes over a row that was read, of a table whose rows are never removed: one that is not there
    /// would not be written. Costs the engine less than [`Self::put`], the more so the more the
    /// transaction holds.
    pub fn update<R: Row>(&mut self, key: R::Key, row: R) {
        let (id, value) = (R::id(key), row.write(key));
        self.own.insert(id.clone(), Some(value.clone()));
        self.writes.update(id, value);
    }

    /// Writes a row over whatever is there.
    pub fn put<R: Row>(&mut self, key: R::Key, row: R) {
        let (id, value) = (R::id(key), row.write(key));
        self.own.insert(id.clone(), Some(value.clone()));
        self.writes.put(id, value);
    }

    /// Removes a row.
    pub fn delete<R: Row>(&mut self, key: R::Key) {
        let id = R::id(key);
        self.own.insert(id.clone(), None);
        self.writes.forget(&id);
        self.writes.deletes.insert(id);
    }

    /// Adds an event to a member's stream, in the same transaction as what it tells of.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn emit(&mut self, member: MemberId, event: Event) -> Result<(), StoreError> {
        let mut head = self.head(member).await?;
        head.n += 1;
        let n = head.cursor();
        let frame = in_text(&Frame::Event(Box::new(Numbered { n, event })))?;
        self.insert::<StreamRow>(StreamKey(member, head.n), StreamRow { frame: frame.clone() });
        self.update::<HeadRow>(member, head);
        self.aftermath.news.push((member, n, News::Frame(frame.into())));
        Ok(())
    }

    /// Sends a member's devices to a fresh snapshot: what they may see changed as a whole. Takes a
    /// number like any event, so that another server finds out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn send_to_snapshot(&mut self, member: MemberId) -> Result<(), StoreError> {
        let mut head = self.head(member).await?;
        head.n += 1;
        head.afresh = Some(head.n);
        let n = head.cursor();
        let frame = in_text(&Frame::Resync)?;
        self.insert::<StreamRow>(StreamKey(member, head.n), StreamRow { frame });
        self.update::<HeadRow>(member, head);
        self.aftermath.news.push((member, n, News::Afresh));
        Ok(())
    }

    /// The head of a member's stream, which is begun where there is none.
    async fn head(&mut self, member: MemberId) -> Result<HeadRow, StoreError> {
        if let Some(head) = self.get::<HeadRow>(member).await? {
            return Ok(head);
        }
        self.insert::<HeadRow>(member, HeadRow::START);
        Ok(HeadRow::START)
    }
}

fn in_text(frame: &Frame) -> Result<String, StoreError> {
    serde_json::to_string(frame).map_err(|e| StoreError::malformed(StreamRow::TABLE, e))
}

impl Finished {
    /// Lays this command's changes over those of the commands before it.
    pub fn merge_into(self, rows: &mut Rows, writes: &mut Writes, aftermath: &mut Aftermath) {
        rows.extend(self.rows);
        for (table, values) in self.writes.inserts {
            writes.inserts.entry(table).or_default().extend(values);
        }
        for id in &self.writes.deletes {
            writes.forget(id);
        }
        for (id, value) in self.writes.puts {
            writes.put(id, value);
        }
        for (id, value) in self.writes.updates {
            writes.update(id, value);
        }
        writes.deletes.extend(self.writes.deletes);
        aftermath.news.extend(self.aftermath.news);
        aftermath.queued.extend(self.aftermath.queued);
        aftermath.profiles.extend(self.aftermath.profiles);
        aftermath.groups.extend(self.aftermath.groups);
        aftermath.media.extend(self.aftermath.media);
        aftermath.previews.extend(self.aftermath.previews);
        aftermath.quotas.extend(self.aftermath.quotas);
        aftermath.reads.extend(self.aftermath.reads);
        aftermath.address_book |= self.aftermath.address_book;
    }
}

impl Writes {
    pub fn is_empty(&self) -> bool {
        self.inserts.is_empty()
            && self.puts.is_empty()
            && self.updates.is_empty()
            && self.deletes.is_empty()
    }

    fn put(&mut self, id: RecordId, value: Value) {
        self.deletes.remove(&id);
        self.updates.remove(&id);
        self.puts.insert(id, value);
    }

    /// What is put comes first, so that what is put and then written over is there.
    fn update(&mut self, id: RecordId, value: Value) {
        match self.puts.get_mut(&id) {
            Some(put) => *put = value,
            None => drop(self.updates.insert(id, value)),
        }
    }

    /// Writes a row no more.
    fn forget(&mut self, id: &RecordId) {
        self.puts.remove(id);
        self.updates.remove(id);
    }
}
