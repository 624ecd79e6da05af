//! Brings deliveries to LINE: once each, in the order of their room, or to a visible failure.
//!
//! The database is the queue ([`store`]). A [`worker`] keeps one [`lane`] for each room that has
//! something to send; a lane takes the room's first delivery, tries it until it has an end, records
//! that, and goes on. So a room keeps its order, and rooms do not wait for each other except for a
//! place among the calls under way ([`calls`]). What to do at which moment is decided in [`rules`],
//! which is pure.
//!
//! # Why nothing is sent twice or lost
//! **Push** takes a retry key, and LINE takes each key once: the delivery's id, on disk together
//! with the message, before anybody could try it. So a push needs no note before it. Whatever became
//! of the first try (time-out, server error, our own death), the next one settles it: 200 means
//! taken now, 409 taken before. LINE remembers a key for 24 hours; a delivery older than 23 fails
//! instead, because trying it again could double it, and because nobody expects yesterday's words.
//!
//! **A try without a certain end** is noted with its delivery before anything else happens, so that the
//! delivery never fails with a reason by which LINE certainly has not got it: a person who believes that
//! may delete it, or write it anew. Where a lane may have died over something, the next one there notes the
//! same of whatever stands first, before it does anything else.
//!
//! **Several in one call** cost as much as one. What is queued behind a delivery when its turn comes
//! goes along with it, at most five together, if the store finds that they belong together. Their call
//! has a retry key of its own, noted on disk with the list of what is in it before the call: LINE takes
//! all of it or nothing, so whatever became of a try, the same list under the same key settles it. A
//! delivery that may have been tried alone before is never put into such a call: under the new key it
//! could come twice. What a person puts back into the queue goes back alone, or, while LINE may have
//! its call, with the whole of it. When LINE refuses a call of several, it took none of it, and each goes
//! on alone under its own id.
//!
//! **Reply** costs nothing but takes no retry key. What protects it is that its token works once.
//! Before the call the delivery, the first of several that go along, notes the token on disk. Then:
//! - 200: sent.
//! - a definite no: the note is removed on disk, and only then is it pushed.
//! - no certain answer, or we died in between: the *same token* is tried again while it must still
//!   be alive. 200 means that the first try was lost, and it is sent now. 400 means that the token is
//!   spent, which only our first try can have done: it is sent. When the token grows too old to tell,
//!   the delivery fails as unsure, and a person decides.
//!
//! A reply never follows a push whose end is unknown: it uses only a token that the room held when
//! the delivery was made, which every try before it would have used as well. A call of several that
//! may have been tried goes by no token.
//!
//! **A word of the server's own** to a LINE user (what a button did) has a token of its own: that of the
//! event that it answers. It goes by it while that is fresh, and else by push.
//!
//! **A greeting** goes by reply, with a token of its own: the one of the follow that it answers. It is
//! never pushed, which would cost, so it ends as failed when that token is too old to begin with.
//! What is said of replies holds for it, but for a definite no: then the note is removed, and the same
//! token is used again while it is fresh. A 400 to the first try of the card took nothing, whether
//! LINE minds the card or the token; so it is noted on disk that the words alone are sent from now
//! on, and they are tried with the same token, once.
//!
//! The reasoning for 400 leans on the tokens of a channel being used by nobody else, and on the text
//! having passed the domain's rule before it was kept. One gap is left: LINE refuses a first reply
//! and the process dies before that is noted; the next 400 is then read as success. It takes a fresh
//! token that LINE does not know, or a card that it does not take, and a death within the same
//! millisecond. What is lost then was not sent twice.
//!
//! One worker may run per database: two would keep neither a room's order, nor apart what one of them has
//! tried alone and the other has seen waiting.

pub mod calls;
mod lane;
mod rules;
pub mod sender;
pub mod store;
pub mod timer;
pub mod worker;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use rules::retry_key_lives;
pub use worker::{Hints, Outbox, Worker};
