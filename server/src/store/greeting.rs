//! Greetings: what is said to new friends, as it is kept; when one is queued; and what is known when it
//! goes out.

use app::domain::{
    ConnectionId, ContactId, DeliveryId, Greet, GreetingText, Greetings, MemberId, RoomId,
    Timestamp,
};

use super::{
    Store, StoreError,
    draft::Draft,
    journal::Command,
    key::Singleton,
    permission,
    row::{Row, from_json, to_json},
    schema::{Address, CompanyRow, ConnectionRow, ContactRow, DeliveryRow, MemberRow, ReplyToken},
    send::enqueue,
    views,
};
use crate::{
    greeting::{Addressee, Form, Greeting, Host},
    line::inbound::LineUserId,
};

/// A LINE user has added an official account, and may be answered.
pub struct Follow<'a> {
    /// The official account.
    pub connection: ConnectionId,
    /// The room it stands in.
    pub room: RoomId,
    /// Who.
    pub user: &'a LineUserId,
    /// The right to answer, and the number of the notice.
    pub token: &'a ReplyToken,
    /// How much is to be said.
    pub form: Form,
    /// A fresh id for the greeting's delivery.
    pub delivery: DeliveryId,
}

/// Queues the greeting for a new friend, with the reply token for its own: nothing else may use that,
/// and the greeting uses no other. None where nobody greets.
///
/// It has no message of its own, which would count as unread: how far it has come stands with the
/// notice, whose place in the room's queue it takes.
///
/// # Errors
/// When the database fails.
pub async fn answer(
    draft: &mut Draft<'_>,
    follow: Follow<'_>,
) -> Result<Option<DeliveryId>, StoreError> {
    let Follow { connection, room, user, token, form, delivery } = follow;
    let member = draft.need::<ConnectionRow>(connection).await?.member;
    let greets = greetings(draft.get::<CompanyRow>(Singleton).await?)?.greet;
    if greets == Greet::Off || !permission::permitted(draft, MemberId::new(member)).await? {
        return Ok(None);
    }
    let recipient = user.0.clone();
    let to = Address { room, seq: token.seq, connection: connection.uuid(), recipient };
    let row = DeliveryRow {
        member: Some(member),
        greeting: Some(to_json(&form)),
        reply: Some(token.clone()),
        ..DeliveryRow::queued(to, Timestamp::from_millis(token.received_at))
    };
    enqueue(draft, delivery, &row);
    draft.insert::<DeliveryRow>(delivery, row);
    Ok(Some(delivery))
}

/// What the company has settled, which is the default until an admin has spoken.
pub(super) fn greetings(row: Option<CompanyRow>) -> Result<Greetings, StoreError> {
    let kept = row.and_then(|row| row.greetings);
    Ok(kept.map(|kept| from_json(CompanyRow::TABLE, kept)).transpose()?.unwrap_or_default())
}

fn own(row: &MemberRow) -> Result<Option<GreetingText>, StoreError> {
    let kept = row.greeting.clone().map(GreetingText::try_from).transpose();
    kept.map_err(|e| StoreError::malformed(MemberRow::TABLE, e))
}

/// An admin settles how LINE users are greeted.
pub struct SetGreetings(pub Greetings);

impl Command for SetGreetings {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let row = draft.get::<CompanyRow>(Singleton).await?.unwrap_or_default();
        let row = CompanyRow { greetings: Some(to_json(&self.0)), ..row };
        draft.put::<CompanyRow>(Singleton, row);
        Ok(())
    }
}

/// A member writes their own greeting, or takes it back.
pub struct SetOwnGreeting {
    /// Who.
    pub member: MemberId,
    /// What they say from now on; none for the company's words.
    pub text: Option<GreetingText>,
}

impl Command for SetOwnGreeting {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        permission::need(draft, self.member).await?;
        let mut row = draft.need::<MemberRow>(self.member).await?;
        row.greeting = self.text.clone().map(String::from);
        draft.put::<MemberRow>(self.member, row);
        Ok(())
    }
}

/// What a member is shown of greetings.
pub struct MemberGreeting {
    /// What they say in place of the company's words.
    pub own: Option<GreetingText>,
    /// What the company has settled.
    pub greetings: Greetings,
}

impl Store {
    /// What the company has settled of greetings.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn greetings(&self) -> Result<Greetings, StoreError> {
        greetings(self.get::<CompanyRow>(Singleton).await?)
    }

    /// A member's own greeting, and what stands in its place without one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when they may not talk with LINE users, or the database's failure.
    pub async fn member_greeting(&self, member: MemberId) -> Result<MemberGreeting, StoreError> {
        self.need_permission(member).await?;
        let row = self.get::<MemberRow>(member).await?.ok_or(StoreError::NotFound)?;
        Ok(MemberGreeting { own: own(&row)?, greetings: self.greetings().await? })
    }

    /// A member's greeting for a contact, as it is now.
    pub(super) async fn greeting(
        &self,
        form: Form,
        member: MemberId,
        contact: ContactId,
    ) -> Result<Greeting, StoreError> {
        let to = self.get::<ContactRow>(contact).await?.ok_or(StoreError::NotFound)?;
        let from = self.get::<MemberRow>(member).await?.ok_or(StoreError::NotFound)?;
        let company = self.get::<CompanyRow>(Singleton).await?;
        let name = company.as_ref().and_then(|row| row.name.clone());
        Ok(Greeting {
            form,
            to: Addressee { name: to.name, language: to.language },
            from: host(from, name)?,
            greetings: greetings(company)?,
        })
    }
}

fn host(row: MemberRow, company: Option<String>) -> Result<Host, StoreError> {
    Ok(Host {
        photo: views::photo(&row),
        greeting: own(&row)?,
        profile: views::profile(row.profile)?,
        language: from_json(MemberRow::TABLE, row.language)?,
        name: row.name,
        group: row.group,
        company,
    })
}

#[cfg(test)]
mod tests;
