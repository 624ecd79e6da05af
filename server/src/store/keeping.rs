//! How members keep rooms in their own lists: pinned, muted, hidden, marked to come back to.

use app::domain::{Event, MemberId, RoomAct, RoomId};

use super::{
    StoreError,
    draft::Draft,
    journal::Command,
    permission,
    schema::{RoomRow, SeatRow},
    timeline, views,
};

/// A member does something with a room in their list, on all of their devices.
pub struct KeepRoom {
    /// Who.
    pub member: MemberId,
    /// Which room.
    pub room: RoomId,
    /// What.
    pub act: RoomAct,
}

impl Command for KeepRoom {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        permission::need(draft, self.member).await?;
        let mut seat = draft.need::<SeatRow>((self.member, self.room)).await?;
        let row = draft.need::<RoomRow>(self.room).await?;
        let before = views::keeping(&row, &seat);
        keep(&row, &mut seat, self.act);
        if views::keeping(&row, &seat) == before {
            return Ok(());
        }
        let drawn = timeline::drawn(draft, &row).await?;
        let eyes = timeline::eyes(draft, self.member).await?;
        let room = views::room(self.room, &row, &seat, &drawn, &eyes)?;
        draft.put::<SeatRow>((self.member, self.room), seat);
        draft.emit(self.member, Event::Room { room }).await
    }
}

fn keep(row: &RoomRow, seat: &mut SeatRow, act: RoomAct) {
    match act {
        RoomAct::Pin => seat.pinned = Some(true),
        RoomAct::Unpin => seat.pinned = None,
        RoomAct::Mute => seat.muted = Some(true),
        RoomAct::Unmute => seat.muted = None,
        RoomAct::Hide { .. } if act.holds(views::seq(row.last_seq)) => {
            seat.hidden_seq = Some(row.last_seq);
        }
        // Something came in that the member had not seen.
        RoomAct::Hide { .. } => {}
        RoomAct::Show => seat.hidden_seq = None,
        RoomAct::MarkUnread => seat.marked_unread = Some(true),
        RoomAct::Unmark => seat.marked_unread = None,
    }
}

#[cfg(test)]
mod tests {
    use app::{
        domain::{Keeping, Seq},
        sync::snapshot::PageAt,
    };

    use super::*;
    use crate::store::{
        read_marks::MarkRead,
        testing::{Company, colleague},
    };

    /// By who knows of one message.
    const HIDE: RoomAct = RoomAct::Hide { seen: Seq(1) };

    async fn keep(company: &Company, room: RoomId, act: RoomAct) {
        let member = company.member;
        company.store.run(KeepRoom { member, room, act }).await.unwrap();
    }

    async fn kept(company: &Company, room: RoomId) -> Keeping {
        let page = company.store.page(company.member, room, PageAt::Head).await.unwrap();
        page.room.keeping
    }

    #[tokio::test]
    async fn nobody_keeps_a_room_in_which_they_have_no_seat() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let room = company.room().await;
        let outsider = colleague(&company, "ren").await;
        let refused =
            company.store.run(KeepRoom { member: outsider, room, act: RoomAct::Pin }).await;
        assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
        assert!(kept(&company, room).await.is_default());
    }

    #[tokio::test]
    async fn every_act_is_told_once_with_the_whole_room() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let room = company.room().await;
        for act in [RoomAct::Pin, RoomAct::Mute, HIDE, RoomAct::MarkUnread] {
            let before = company.store.cursor(company.member).await.unwrap();
            let expected = kept(&company, room).await.after(act);
            for _ in 0..2 {
                keep(&company, room, act).await;
            }
            assert_eq!(kept(&company, room).await, expected);
            assert_eq!(company.store.cursor(company.member).await.unwrap(), before.next());
        }
    }

    #[tokio::test]
    async fn a_hidden_room_comes_back_with_a_new_message() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let room = company.room().await;
        keep(&company, room, HIDE).await;
        assert!(kept(&company, room).await.hidden);
        company.hear("U1", "e2", "are you there?").await;
        assert!(!kept(&company, room).await.hidden);
    }

    #[tokio::test]
    async fn a_message_that_came_in_before_the_member_saw_it_is_not_hidden_with_the_room() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        company.hear("U1", "e2", "are you there?").await;
        let room = company.room().await;
        keep(&company, room, HIDE).await;
        assert!(!kept(&company, room).await.hidden);
    }

    #[tokio::test]
    async fn a_pinned_room_stands_above_newer_ones_in_every_stretch_of_the_list() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let pinned = company.room().await;
        keep(&company, pinned, RoomAct::Pin).await;
        for user in ["U2", "U3", "U4"] {
            company.hear(user, user, "hi").await;
        }
        let all = company.store.snapshot(company.member).await.unwrap().rooms;
        assert_eq!(all[0].id, pinned);
        let more = company.store.rooms_after(company.member, all[0].place(), 9).await.unwrap();
        assert_eq!(more.rooms, all[1..]);
    }

    #[tokio::test]
    async fn the_mark_to_come_back_ends_when_the_member_reads_on_or_writes() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let (member, room) = (company.member, company.room().await);
        let mark = || keep(&company, room, RoomAct::MarkUnread);
        mark().await;
        let seq = Seq(1);
        company.store.run(MarkRead { member, room, seq }).await.unwrap();
        assert!(!kept(&company, room).await.unread);
        mark().await;
        assert!(kept(&company, room).await.unread);
        company.say(room, "はい").await.unwrap();
        assert!(!kept(&company, room).await.unread);
    }
}
