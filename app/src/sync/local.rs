//! What a device keeps over a reload, in the browser's storage, apart for each member: drafts,
//! messages that have not gone out, read marks that have not been told, the order of the room list, and the
//! stickers that were sent last. Each has a key of its own, so that tabs do not overwrite what
//! other tabs keep. Never on the server; losing it loses no sent message.
//!
//! Storage may be full or forbidden. Then a reload forgets; nothing else changes.

use std::collections::HashMap;

use gloo::storage::{LocalStorage, Storage};
use serde::de::DeserializeOwned;

use crate::{
    domain::{MemberId, MessageId, RoomId, Seq, Sort, StickerId, mention::Chosen},
    json,
};

use super::Pending;

fn pending_prefix(member: MemberId) -> String {
    format!("kakehashi.pending.{member}.")
}

fn draft_prefix(member: MemberId) -> String {
    format!("kakehashi.draft.{member}.")
}

fn chosen_prefix(member: MemberId) -> String {
    format!("kakehashi.called.{member}.")
}

fn mark_prefix(member: MemberId) -> String {
    format!("kakehashi.read.{member}.")
}

/// The keys of a prefix.
fn keys(prefix: &str) -> Vec<String> {
    let storage = LocalStorage::raw();
    let keys = (0..LocalStorage::length()).filter_map(|n| storage.key(n).ok().flatten());
    keys.filter(|key| key.starts_with(prefix)).collect()
}

/// What is kept under a key.
fn read<T: DeserializeOwned>(key: &str) -> Option<T> {
    json::read(LocalStorage::raw().get_item(key).ok()??.as_bytes()).ok()
}

/// All that is kept under keys of a prefix, with the rest of the key.
fn read_all<T: DeserializeOwned>(prefix: &str) -> Vec<(String, T)> {
    let entry = |key: String| Some((key[prefix.len()..].to_owned(), read(&key)?));
    keys(prefix).into_iter().filter_map(entry).collect()
}

/// The same where the rest of the key is a room.
fn by_room<T: DeserializeOwned>(prefix: &str) -> HashMap<RoomId, T> {
    let kept = read_all(prefix).into_iter();
    kept.filter_map(|(room, value)| Some((room.parse().ok()?, value))).collect()
}

/// The messages that had not gone out, in the order in which they were written.
pub fn read_pending(member: MemberId) -> Vec<Pending> {
    let kept = read_all(&pending_prefix(member)).into_iter().map(|(_, message)| message);
    let mut kept: Vec<Pending> = kept.collect();
    kept.sort_by_key(|message| message.id);
    kept
}

/// Keeps a message that has not gone out.
pub fn keep_pending(member: MemberId, message: &Pending) {
    let key = format!("{}{}", pending_prefix(member), message.id);
    // The message itself is on the screen and on its way; only a reload would miss this copy.
    let _full_or_forbidden = LocalStorage::set(key, message);
}

/// Forgets a message that has gone out, or that its writer gave up.
pub fn forget_pending(member: MemberId, id: MessageId) {
    LocalStorage::delete(format!("{}{id}", pending_prefix(member)));
}

/// Forgets all that is kept for a member: drafts with those they call upon, messages and read marks.
pub fn forget_all(member: MemberId) {
    let prefixes = [pending_prefix, draft_prefix, chosen_prefix, mark_prefix];
    for prefix in prefixes.map(|prefix| prefix(member)) {
        keys(&prefix).into_iter().for_each(LocalStorage::delete);
    }
}

/// The drafts of all rooms.
pub fn read_drafts(member: MemberId) -> HashMap<RoomId, String> {
    by_room(&draft_prefix(member))
}

/// A room's draft; empty when there is none.
pub fn read_draft(member: MemberId, room: RoomId) -> String {
    read(&format!("{}{room}", draft_prefix(member))).unwrap_or_default()
}

/// Keeps a room's draft; an empty one is forgotten.
pub fn keep_draft(member: MemberId, room: RoomId, draft: &str) {
    let key = format!("{}{room}", draft_prefix(member));
    if draft.trim().is_empty() {
        LocalStorage::delete(key);
    } else {
        let _full_or_forbidden = LocalStorage::set(key, draft);
    }
}

/// Whom the draft of a room calls upon.
pub fn chosen(member: MemberId, room: RoomId) -> Vec<Chosen> {
    read(&format!("{}{room}", chosen_prefix(member))).unwrap_or_default()
}

/// Keeps whom the draft of a room calls upon; nobody is forgotten.
pub fn keep_chosen(member: MemberId, room: RoomId, chosen: &[Chosen]) {
    let key = format!("{}{room}", chosen_prefix(member));
    if chosen.is_empty() {
        LocalStorage::delete(key);
    } else {
        let _full_or_forbidden = LocalStorage::set(key, chosen);
    }
}

/// How far rooms were read, where the server is not known to have it.
pub fn read_marks(member: MemberId) -> HashMap<RoomId, Seq> {
    by_room(&mark_prefix(member))
}

/// Keeps how far a room was read, unless another tab has read further.
pub fn keep_mark(member: MemberId, room: RoomId, seq: Seq) {
    let key = format!("{}{room}", mark_prefix(member));
    if read(&key).is_some_and(|kept: Seq| kept >= seq) {
        return;
    }
    let _full_or_forbidden = LocalStorage::set(key, seq);
}

/// Forgets how far a room was read, unless it was read further than `seq` since.
pub fn forget_mark(member: MemberId, room: RoomId, seq: Seq) {
    let key = format!("{}{room}", mark_prefix(member));
    if read(&key).is_some_and(|kept: Seq| kept <= seq) {
        LocalStorage::delete(key);
    }
}

fn sort_key(member: MemberId) -> String {
    format!("kakehashi.sort.{member}")
}

/// The order of the room list.
pub fn read_sort(member: MemberId) -> Sort {
    read(&sort_key(member)).unwrap_or_default()
}

/// Keeps the order of the room list.
pub fn keep_sort(member: MemberId, sort: Sort) {
    let _full_or_forbidden = LocalStorage::set(sort_key(member), sort);
}

fn stickers_key(member: MemberId) -> String {
    format!("kakehashi.stickers.{member}")
}

/// The stickers that were sent last, newest first.
pub fn read_stickers(member: MemberId) -> Vec<StickerId> {
    read(&stickers_key(member)).unwrap_or_default()
}

/// Keeps the stickers that were sent last, newest first.
pub fn keep_stickers(member: MemberId, stickers: &[StickerId]) {
    let _full_or_forbidden = LocalStorage::set(stickers_key(member), stickers);
}
