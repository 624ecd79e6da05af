//! Whom members call upon in LINE groups: people of the group, and nobody else.
//!
//! Must hold: what the company calls somebody never reaches LINE. A text that is kept has LINE's own names
//! where people are called upon; those who read it here see the name that they have for them.

use std::collections::HashMap;

use app::domain::{
    Body, Called, ContactId, Marked, Mention, PersonId, RoomId, RoomKind, TextMark, TextMessage,
    mark::{Piece, pieces},
    text::utf16_len,
};
use uuid::Uuid;

use super::{
    Store, StoreError,
    draft::Draft,
    error::Refusal,
    queries::by_uuid,
    schema::{ContactRow, PartyRow, RoomRow},
    views,
};

/// The words that a member writes in a room, with those whom they call upon.
///
/// # Errors
/// [`Refusal::Unreachable`] when one is not in the LINE group, or the room is none; or the database's
/// failure.
pub(super) async fn words(
    draft: &mut Draft<'_>,
    (room, row): (RoomId, &RoomRow),
    text: &TextMessage,
    mentions: &[Mention],
) -> Result<Body, StoreError> {
    if mentions.is_empty() {
        return Ok(Body::text(text.as_str()));
    }
    if views::kind(row)? != RoomKind::Group {
        return Err(StoreError::Refused(Refusal::Unreachable));
    }
    let party = draft.get::<PartyRow>(room).await?.unwrap_or_default();
    let mut names = HashMap::new();
    for mention in mentions {
        let Called::One { contact } = mention.whom else { continue };
        if !party.people.contains(&contact.uuid()) {
            return Err(StoreError::Refused(Refusal::Unreachable));
        }
        let name = draft.need::<ContactRow>(contact).await?.name.unwrap_or_default();
        names.insert(PersonId::LineUser(contact), name);
    }
    let marks: Vec<TextMark> = mentions.iter().copied().map(TextMark::from).collect();
    Ok(with_names(text.as_str(), &marks, &names))
}

/// The same words, with these names where their people are called upon.
fn with_names(text: &str, marks: &[TextMark], names: &HashMap<PersonId, String>) -> Body {
    let (mut written, mut placed) = (String::with_capacity(text.len()), Vec::new());
    for piece in pieces(text, marks) {
        let (words, what) = match piece {
            Piece::Plain(words) => (words.to_owned(), None),
            Piece::Marked(words, what) => (called_as(words, what, names), Some(what)),
        };
        if let Some(what) = what {
            let (at, len) = (units(&written), units(&words));
            placed.push(TextMark { at, len, what: what.clone() });
        }
        written.push_str(&words);
    }
    Body::Text { text: written, marks: placed }
}

fn called_as(words: &str, what: &Marked, names: &HashMap<PersonId, String>) -> String {
    match what {
        Marked::Mention { who: Some(who) } => {
            format!("@{}", names.get(who).map(String::as_str).unwrap_or_default())
        }
        Marked::Mention { who: None } | Marked::Everybody | Marked::Us | Marked::Emoji { .. } => {
            words.to_owned()
        }
    }
}

fn units(text: &str) -> u32 {
    u32::try_from(utf16_len(text)).unwrap_or(u32::MAX)
}

impl Store {
    /// LINE's ids of those whom words call upon in a LINE group, as far as they are in it still.
    pub(super) async fn called(
        &self,
        body: &Body,
        (room, row): (RoomId, &RoomRow),
    ) -> Result<HashMap<PersonId, String>, StoreError> {
        let Body::Text { marks, .. } = body else { return Ok(HashMap::new()) };
        let whom = |mark: &TextMark| match mark.what {
            Marked::Mention { who: Some(PersonId::LineUser(contact)) } => Some(contact),
            _ => None,
        };
        let whom: Vec<ContactId> = marks.iter().filter_map(whom).collect();
        if whom.is_empty() || row.line_id.is_none() {
            return Ok(HashMap::new());
        }
        let party = self.get::<PartyRow>(room).await?.unwrap_or_default();
        let here = whom.into_iter().filter(|contact| party.people.contains(&contact.uuid()));
        let rows = by_uuid(self.get_all::<ContactRow>(here).await?);
        let id = |(contact, row): (Uuid, ContactRow)| {
            (PersonId::LineUser(ContactId::new(contact)), row.line_user_id)
        };
        Ok(rows.into_iter().map(id).collect())
    }
}

#[cfg(test)]
mod tests {
    use app::domain::{DeliveryId, Message, MessageId, Outbound, Writing};

    use super::*;
    use crate::{
        line::inbound::{LineUserId, What},
        outbox::store::{Content, OutboxStore},
        store::{
            contacts::{ProfileFound, RecordProfile},
            send::SendMessage,
            testing::{Company, NOW, says},
        },
    };

    const GROUP: &str = "Ca56f94637c";

    /// A group in which two people have spoken, by LINE's ids of them.
    async fn group() -> (Company, RoomId, [ContactId; 2]) {
        let company = Company::in_memory().await;
        let events = [
            (None, "e1", What::Join),
            (Some("U1"), "e2", says("hi")),
            (Some("U2"), "e3", says("hi")),
        ];
        for (user, id, what) in events {
            company.store.run(company.group_event(GROUP, user, id, NOW, what)).await.unwrap();
        }
        let room = company.store.snapshot(company.member).await.unwrap().rooms.remove(0).id;
        let people = company.store.get::<PartyRow>(room).await.unwrap().unwrap().people;
        let people: Vec<_> = people.into_iter().map(ContactId::new).collect();
        for (contact, name) in people.iter().zip(["由紀", "健太"]) {
            let profile = ProfileFound {
                name: name.to_owned(),
                picture_url: None,
                status_message: None,
                language: None,
            };
            let (contact, profile) = (*contact, Some(profile));
            company.store.run(RecordProfile { contact, profile, at: NOW }).await.unwrap();
        }
        (company, room, people.try_into().unwrap())
    }

    async fn call(
        company: &Company,
        room: RoomId,
        text: &str,
        mentions: Vec<Mention>,
    ) -> Result<Message, StoreError> {
        let what = Outbound::Text { text: TextMessage::parse(text).unwrap(), mentions };
        let writing = Writing { what, quote: None };
        let (id, delivery) = (MessageId::new(Uuid::now_v7()), DeliveryId::new(Uuid::now_v7()));
        let member = company.member;
        company.store.run(SendMessage { member, room, id, writing, delivery, now: NOW }).await
    }

    async fn called(company: &Company, room: RoomId) -> HashMap<PersonId, String> {
        match company.store.next(room).await.unwrap().unwrap().content {
            Content::Said { called, .. } => called,
            other @ Content::Greeting { .. } => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn what_the_company_calls_somebody_stays_here() {
        let (company, room, [yuki, kenta]) = group().await;
        let mentions = vec![
            Mention { at: 0, len: 8, whom: Called::One { contact: yuki } },
            Mention { at: 9, len: 3, whom: Called::One { contact: kenta } },
        ];
        let told = call(&company, room, "@由紀様、要注意 @健太 はい", mentions).await.unwrap();
        let mark = |at, len, contact| TextMark {
            at,
            len,
            what: Marked::Mention { who: Some(PersonId::LineUser(contact)) },
        };
        let marks = vec![mark(0, 3, yuki), mark(4, 3, kenta)];
        assert_eq!(told.body, Body::Text { text: "@由紀 @健太 はい".into(), marks });
        let ids = HashMap::from([
            (PersonId::LineUser(yuki), "U1".to_owned()),
            (PersonId::LineUser(kenta), "U2".to_owned()),
        ]);
        assert_eq!(called(&company, room).await, ids);
        // Whoever leaves before it goes out is called upon no more.
        let left = What::MembersLeft(vec![LineUserId("U1".into())]);
        let left = company.group_event(GROUP, None, "e4", NOW, left);
        company.store.run(left).await.unwrap();
        let ids: Vec<String> = called(&company, room).await.into_values().collect();
        assert_eq!(ids, ["U2"]);
    }

    #[tokio::test]
    async fn nobody_is_called_upon_who_is_not_in_the_group() {
        let (company, room, [yuki, _]) = group().await;
        let one = |contact| vec![Mention { at: 0, len: 2, whom: Called::One { contact } }];
        let refused = call(&company, room, "@A", one(ContactId::new(Uuid::now_v7()))).await;
        assert!(matches!(refused, Err(StoreError::Refused(Refusal::Unreachable))), "{refused:?}");
        // Nor in a room that is no group, where LINE would refuse the whole message.
        company.hear("U9", "e9", "hi").await;
        let direct = company.room().await;
        let refused = call(&company, direct, "@A", one(yuki)).await;
        assert!(matches!(refused, Err(StoreError::Refused(Refusal::Unreachable))), "{refused:?}");
        assert!(company.store.next(direct).await.unwrap().is_none());
    }

    #[test]
    fn names_take_the_place_of_the_words_that_stood_for_them() {
        let who = PersonId::LineUser(ContactId::new(Uuid::from_u128(1)));
        let marks = [
            TextMark { at: 2, len: 4, what: Marked::Mention { who: Some(who) } },
            TextMark { at: 6, len: 4, what: Marked::Everybody },
        ];
        let names = HashMap::from([(who, "Yuki".to_owned())]);
        let Body::Text { text, marks } = with_names("🙇@由紀様@All!", &marks, &names) else {
            panic!("words are words")
        };
        assert_eq!(text, "🙇@Yuki@All!");
        let places: Vec<_> = marks.iter().map(|mark| (mark.at, mark.len)).collect();
        assert_eq!(places, [(2, 5), (7, 4)]);
    }
}
