//! What messages quote: kept as a number in the same room, and shown as what stands there now.
//!
//! A quote says no more than its reader may see: see [`since`], and `BlocksRow::veil`.

use app::domain::{Message, Quote, RoomId, Seq};

use super::{Store, StoreError, draft::Draft, queries::last_number, schema::MessageRow, views};

/// What is kept of a quote.
pub fn number(quote: &Quote) -> i64 {
    quote.seq().map_or(0, |seq| i64::from(seq.0))
}

/// A quote of a room's message.
///
/// # Errors
/// When the database fails.
pub async fn of(draft: &mut Draft<'_>, room: RoomId, seq: Seq) -> Result<Quote, StoreError> {
    match draft.get::<MessageRow>((room, seq)).await? {
        Some(row) => Ok(Quote::of(&views::message(room, seq, row)?)),
        None => Ok(Quote::Unknown),
    }
}

/// Puts into a message what it quotes, as its row says.
///
/// # Errors
/// When the database fails.
pub async fn fill(
    draft: &mut Draft<'_>,
    row: &MessageRow,
    message: &mut Message,
) -> Result<(), StoreError> {
    if let Some(seq) = row.quotes.filter(|seq| *seq > 0) {
        message.quote = Some(of(draft, message.room, views::seq(seq)).await?);
    }
    Ok(())
}

/// A message as one reads it who sees the room from `first` on.
pub fn since(first: Seq, message: Message) -> Message {
    let quote = message.quote.map(|quote| match quote.seq() {
        Some(seq) if seq < first => Quote::Unknown,
        _ => quote,
    });
    Message { quote, ..message }
}

impl Store {
    /// Puts into these messages of a room what they quote.
    pub(super) async fn fill_quotes(
        &self,
        room: RoomId,
        numbers: &[Option<i64>],
        messages: &mut [Message],
    ) -> Result<(), StoreError> {
        let wanted = numbers.iter().filter_map(|number| *number).filter(|seq| *seq > 0);
        let keys = wanted.map(|seq| (room, views::seq(seq)));
        let quoted = self
            .get_all::<MessageRow>(keys)
            .await?
            .into_iter()
            .map(|(id, row)| views::message(room, views::seq(last_number(&id)), row));
        let quoted = quoted.collect::<Result<Vec<Message>, _>>()?;
        for (number, message) in numbers.iter().zip(messages) {
            let found = quoted.iter().find(|found| Some(found.seq) == number.map(views::seq));
            if let Some(found) = found {
                message.quote = Some(Quote::of(found));
            }
        }
        Ok(())
    }
}
