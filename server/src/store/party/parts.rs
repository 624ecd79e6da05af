//! A message that goes to several: one delivery for each recipient, and what they come to together.

use std::collections::HashMap;

use app::domain::{Author, ContactId, Delivery, DeliveryId, RoomId, Seq};
use serde::{Deserialize, Serialize};

use super::super::{
    StoreError,
    draft::Draft,
    line_messages,
    row::{Row, from_json, to_json},
    schema::MessageRow,
    timeline,
};
use crate::line::payload::SentMessage;

/// One recipient's share in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The recipient.
    pub contact: ContactId,
    /// The delivery that carries it.
    pub delivery: DeliveryId,
    /// How far it has come.
    pub state: Delivery,
    /// LINE's token to quote it with in the recipient's chat, once it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote_token: Option<String>,
}

/// What the parts of a message come to; nothing where there are none.
pub fn together(parts: &[Part]) -> Option<Delivery> {
    let first = parts.first()?.state;
    if parts.iter().all(|part| part.state == first) {
        return Some(first);
    }
    let count = |is: fn(&Delivery) -> bool| {
        let count = parts.iter().filter(|part| is(&part.state)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    };
    let waiting = count(|state| matches!(state, Delivery::Queued));
    let sent = count(|state| matches!(state, Delivery::Sent));
    let failed = count(|state| matches!(state, Delivery::Failed { .. }));
    Some(Delivery::Partly { waiting, sent, failed })
}

/// The parts of a message.
///
/// # Errors
/// When they do not read.
pub fn read(row: &MessageRow) -> Result<Vec<Part>, StoreError> {
    let parts = row.parts.clone().map(|parts| from_json(MessageRow::TABLE, parts)).transpose()?;
    Ok(parts.unwrap_or_default())
}

/// Keeps the parts in a message's row, and what they come to where that is the company's affair: that
/// what a LINE user said, or the word of who has joined, is on its way or has come is nothing to mark.
fn write(row: &mut MessageRow, parts: &[Part]) -> Result<(), StoreError> {
    let author: Author = from_json(MessageRow::TABLE, row.author.clone())?;
    let is_ours = matches!(author, Author::Member(_));
    let whole = together(parts).filter(|whole| is_ours || whole.is_failed());
    row.delivery = whole.as_ref().map(to_json);
    row.parts = Some(to_json(&parts));
    Ok(())
}

/// Notes how one recipient's delivery ended.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such message, or the database's failure.
pub async fn part_ended(
    draft: &mut Draft<'_>,
    (room, seq): (RoomId, Seq),
    delivery: DeliveryId,
    state: Delivery,
    sent: Option<SentMessage>,
) -> Result<(), StoreError> {
    if let Some(sent) = &sent {
        line_messages::note(draft, &sent.id, (room, i64::from(seq.0)), None);
    }
    timeline::change(draft, room, seq, |row| {
        let mut parts = read(row)?;
        for part in parts.iter_mut().filter(|part| part.delivery == delivery) {
            part.state = state;
            part.quote_token = sent.as_ref().and_then(|sent| sent.quote_token.clone());
        }
        write(row, &parts)
    })
    .await
}

/// The deliveries of a message's parts that have failed.
///
/// # Errors
/// When they do not read.
pub fn failed(row: &MessageRow) -> Result<Vec<DeliveryId>, StoreError> {
    let failed = |part: &Part| matches!(part.state, Delivery::Failed { .. });
    Ok(read(row)?.into_iter().filter(failed).map(|part| part.delivery).collect())
}

/// Notes that parts are on their way once more, by deliveries that may have new ids.
///
/// # Errors
/// When they do not read.
pub fn go_again(
    row: &mut MessageRow,
    ids: &HashMap<DeliveryId, DeliveryId>,
) -> Result<(), StoreError> {
    let mut parts = read(row)?;
    for part in &mut parts {
        if let Some(id) = ids.get(&part.delivery) {
            (part.delivery, part.state) = (*id, Delivery::Queued);
        }
    }
    write(row, &parts)
}

#[cfg(test)]
mod tests {
    use app::domain::FailReason;
    use uuid::Uuid;

    use super::*;

    fn parts(states: &[Delivery]) -> Vec<Part> {
        let part = |(n, state): (usize, &Delivery)| {
            let id = Uuid::from_u128(n as u128);
            Part {
                contact: ContactId::new(id),
                delivery: DeliveryId::new(id),
                state: *state,
                quote_token: None,
            }
        };
        states.iter().enumerate().map(part).collect()
    }

    #[test]
    fn what_all_parts_say_is_said_once_and_else_they_are_counted() {
        let failed = Delivery::Failed { reason: FailReason::Unfollowed };
        let (queued, sent) = (Delivery::Queued, Delivery::Sent);
        for (states, whole) in [
            (vec![], None),
            (vec![sent, sent], Some(sent)),
            (vec![queued], Some(queued)),
            (vec![failed, failed], Some(failed)),
            (
                vec![sent, failed, queued, sent],
                Some(Delivery::Partly { waiting: 1, sent: 2, failed: 1 }),
            ),
        ] {
            assert_eq!(together(&parts(&states)), whole, "{states:?}");
        }
    }
}
