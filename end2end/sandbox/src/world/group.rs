//! LINE groups and rooms, and the one official account that each may hold.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Author, Entry, Picture, Refused, World, event::NewEvent};
use crate::{
    clock::Moment,
    ids::{ChannelId, ChatKey, EventId, GroupId, UserKey, drawn_hex},
};

/// Group or room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum GroupKind {
    /// A group: with name and picture.
    #[default]
    Group,
    /// A room: several people without a name; old, but still there.
    Room,
}

impl GroupKind {
    /// The property that holds its id in a source.
    pub fn id_property(self) -> &'static str {
        match self {
            Self::Group => "groupId",
            Self::Room => "roomId",
        }
    }

    fn letter(self) -> char {
        match self {
            Self::Group => 'C',
            Self::Room => 'R',
        }
    }
}

/// A group or room.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// `C…` or `R…`.
    pub group_id: GroupId,
    /// Group or room.
    pub kind: GroupKind,
    /// Its name.
    pub name: String,
    /// Its picture.
    pub picture: Picture,
    /// The people in it.
    pub members: BTreeSet<UserKey>,
    /// The official account in it.
    pub account: Option<ChannelId>,
}

impl World {
    /// Makes a group.
    pub fn create_group(
        &mut self,
        kind: GroupKind,
        name: &str,
        picture: Picture,
        members: BTreeSet<UserKey>,
    ) -> &Group {
        let place = self.groups.len().to_string();
        let hex = drawn_hex(&self.seed, &["group", &place, name], 32);
        let id = GroupId(format!("{}{hex}", kind.letter()));
        self.groups.entry(id.clone()).or_insert(Group {
            group_id: id,
            kind,
            name: name.to_owned(),
            picture,
            members,
            account: None,
        })
    }

    /// Invites an official account; it joins at once, unless another one is in.
    pub fn invite(
        &mut self,
        now: Moment,
        group: &GroupId,
        channel: &ChannelId,
    ) -> Result<Option<EventId>, Refused> {
        if !self.channel(&channel.0)?.allow_groups {
            return Err(Refused::Conflict("the account does not allow group chats".to_owned()));
        }
        let state = self.group_mut(&group.0)?;
        if let Some(other) = &state.account {
            return Err(Refused::Conflict(format!("the official account {other} is in it")));
        }
        state.account = Some(channel.clone());
        self.notice(now, group, "The official account joined");
        let event = NewEvent::new(channel, "join").of_group(group, None).with_reply_token();
        Ok(self.emit(now, event))
    }

    /// Takes the official account out.
    pub fn remove_account(
        &mut self,
        now: Moment,
        group: &GroupId,
    ) -> Result<Option<EventId>, Refused> {
        let Some(channel) = self.group_mut(&group.0)?.account.take() else {
            return Err(Refused::Conflict("no official account is in it".to_owned()));
        };
        self.notice(now, group, "The official account left");
        let event = NewEvent::new(&channel, "leave").of_group(group, None);
        Ok(self.emit(now, event))
    }

    /// A person joins.
    pub fn join_group(
        &mut self,
        now: Moment,
        group: &GroupId,
        user: &UserKey,
    ) -> Result<Option<EventId>, Refused> {
        let state = self.group_mut(&group.0)?;
        if !state.members.insert(user.clone()) {
            return Err(Refused::Conflict(format!("{user} is a member already")));
        }
        self.notice(now, group, &format!("{} joined", self.name_of(user)));
        Ok(self.tell_members(now, group, user, "memberJoined"))
    }

    /// A person leaves.
    pub fn leave_group(
        &mut self,
        now: Moment,
        group: &GroupId,
        user: &UserKey,
    ) -> Result<Option<EventId>, Refused> {
        let state = self.group_mut(&group.0)?;
        if !state.members.remove(user) {
            return Err(Refused::Conflict(format!("{user} is not a member")));
        }
        self.notice(now, group, &format!("{} left", self.name_of(user)));
        Ok(self.tell_members(now, group, user, "memberLeft"))
    }

    fn tell_members(
        &mut self,
        now: Moment,
        group: &GroupId,
        user: &UserKey,
        kind: &str,
    ) -> Option<EventId> {
        let channel = self.groups.get(group)?.account.clone()?;
        let provider = &self.channels.get(&channel)?.provider_id;
        let mut member = json!({ "type": "user" });
        if self.users.get(user).is_some_and(|user| user.consents) {
            member["userId"] = self.user_id(provider, user).into();
        }
        let list = json!({ "members": [member] });
        let event = NewEvent::new(&channel, kind).of_group(group, None);
        let event = match kind {
            "memberJoined" => event.with("joined", list).with_reply_token(),
            _ => event.with("left", list),
        };
        self.emit(now, event)
    }

    fn name_of(&self, user: &UserKey) -> String {
        self.users.get(user).map_or_else(|| user.0.clone(), |user| user.name.clone())
    }

    /// A line in the chat that nobody wrote.
    pub fn notice(&mut self, now: Moment, group: &GroupId, text: &str) {
        let id = self.next_message_id();
        let message: Value = json!({ "type": "notice", "text": text });
        self.append(&ChatKey::group(group), Entry::new(id, now.at, Author::Notice, message));
        self.journal.note(now, "group", json!({ "groupId": group, "text": text }));
    }

    /// The channel whose bot sees a chat.
    pub fn channel_of_chat(&self, chat: &ChatKey) -> Option<&ChannelId> {
        match chat.0.split_once('/') {
            Some((channel, _)) => self.channels.get(channel).map(|channel| &channel.channel_id),
            None => self.groups.get(chat.0.as_str())?.account.as_ref(),
        }
    }
}
