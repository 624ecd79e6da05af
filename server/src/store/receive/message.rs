//! What somebody on LINE did, as a message.

use app::domain::{
    Author, Body, ContactId, Marked, Notice, PersonId, RoomId, TextMark, Unsupported,
};

use super::{ReceiveEvent, Worth};
use crate::{
    line::inbound::{Content, Elsewhere, Said, What, WordMarked, Words},
    store::{
        StoreError,
        draft::Draft,
        key::TextKey,
        line_messages::{self, Early},
        media,
        schema::{LineUserRow, RoomRow},
        timeline::{LineTokens, NewMessage},
    },
};

impl ReceiveEvent {
    /// What somebody on LINE did, as the next message of a room.
    pub(super) async fn message(
        &self,
        draft: &mut Draft<'_>,
        (room, row): (RoomId, &RoomRow),
        author: Author,
    ) -> Result<(NewMessage, Worth), StoreError> {
        let mut new = self.new_message(match &self.event.what {
            What::Follow { again: false } => notice(Notice::Followed),
            What::Follow { again: true } => notice(Notice::FollowedAgain),
            What::Unfollow => notice(Notice::Unfollowed),
            What::Said(said) => {
                let body = self.body(draft, said).await?;
                (author, body, LineTokens::of(said))
            }
            What::Unsupported(what) => placeholder(author, *what),
            What::Pressed(_) => placeholder(author, Unsupported::Postback),
            // What concerns a group happens nowhere else, and what is done with an earlier message is no
            // message.
            What::Unsent { .. }
            | What::Edited { .. }
            | What::Join
            | What::Leave
            | What::MembersJoined(_)
            | What::MembersLeft(_)
            | What::Broken => placeholder(author, Unsupported::Other),
        });
        if let Some(quoted) = &self.event.quoted {
            new.quote = Some(line_messages::quote(draft, room, quoted).await?);
        }
        let mut worth = Worth::Whole;
        if let Some(line_id) = new.tokens.message_id.clone() {
            match line_messages::early(draft, &line_id).await? {
                Some(Early::Unsent) => {
                    (new.body, new.quote, worth) = (Body::Unsent, None, Worth::Dropped);
                }
                Some(Early::Edited(edit)) => {
                    (new.body, new.edited_at) = (edit.body, Some(edit.at));
                    new.tokens.quote = edit.quote_token.or(new.tokens.quote);
                }
                None => {}
            }
            let (at, event) = ((room, row.last_seq + 1), Some(self.event.event_id.0.as_str()));
            line_messages::note(draft, &line_id, at, event);
            if let Body::Media { media } = &new.body {
                let (connection, elsewhere) = (self.connection, elsewhere(&self.event.what));
                let origin = media::Origin { at, connection, line_id, elsewhere };
                media::want(draft, media, origin, self.received_at);
            }
        }
        Ok((new, worth))
    }

    /// What somebody said, as it stands in a timeline.
    async fn body(&self, draft: &mut Draft<'_>, said: &Said) -> Result<Body, StoreError> {
        Ok(match &said.content {
            Content::Words(words) => self.words(draft, words).await?,
            Content::Sticker(sticker) => Body::Sticker { sticker: sticker.clone() },
            Content::Place(place) => Body::Place { place: place.clone() },
            Content::Media(attachment) if said.line_message_id.is_some() => {
                Body::Media { media: Box::new(media::as_told(self.fresh.media, attachment)) }
            }
            // Without an id nobody can ask for the bytes.
            Content::Media(_) | Content::Unknown => Body::Unsupported { what: Unsupported::Other },
        })
    }

    /// Words, with those who are mentioned in them as far as they are known here.
    pub(super) async fn words(
        &self,
        draft: &mut Draft<'_>,
        words: &Words,
    ) -> Result<Body, StoreError> {
        let mut marks = Vec::with_capacity(words.marks.len());
        for mark in &words.marks {
            let what = match &mark.what {
                WordMarked::Emoji { product, emoji } => {
                    Marked::Emoji { product: product.clone(), emoji: emoji.clone() }
                }
                WordMarked::Us => Marked::Us,
                WordMarked::Everybody => Marked::Everybody,
                WordMarked::Mention(user) => {
                    let known = match user {
                        Some(user) => draft.get::<LineUserRow>(TextKey::of(&user.0)).await?,
                        None => None,
                    };
                    let who = known.map(|row| PersonId::LineUser(ContactId::new(row.contact)));
                    Marked::Mention { who }
                }
            };
            marks.push(TextMark { at: mark.at, len: mark.len, what });
        }
        Ok(Body::Text { text: words.text.clone(), marks })
    }

    fn new_message(&self, (author, body, tokens): Told) -> NewMessage {
        NewMessage {
            id: self.fresh.message,
            at: self.event.at,
            author,
            body,
            delivery: None,
            delivery_id: None,
            parts: Vec::new(),
            tokens,
            quote: None,
            edited_at: None,
        }
    }
}

/// Who, what, and what LINE gave with it.
type Told = (Author, Body, LineTokens);

fn notice(notice: Notice) -> Told {
    (Author::System, Body::Notice { notice }, LineTokens::default())
}

fn placeholder(author: Author, what: Unsupported) -> Told {
    (author, Body::Unsupported { what }, LineTokens::default())
}

/// Where the bytes are of what was said, where LINE does not keep them itself.
fn elsewhere(what: &What) -> Option<Elsewhere> {
    match what {
        What::Said(Said { content: Content::Media(attachment), .. }) => {
            attachment.elsewhere.clone()
        }
        _ => None,
    }
}
