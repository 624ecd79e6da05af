//! Who may talk with LINE users, as it is kept, and what follows when it changes.
//!
//! It is worked out at each reading, never kept twice: a change holds at once for everything that is
//! read or sent after it. Open devices learn of it by being sent to a fresh snapshot.

use app::domain::{
    Grant, MemberId,
    permission::{Choice, Rules},
};

use super::{
    Store, StoreError,
    draft::Draft,
    journal::Command,
    key::Singleton,
    queries::uuid_of,
    row::{Row, from_json, to_json},
    schema::{CompanyRow, MemberRow, PermissionRow},
};

/// Members changed in one transaction: others wait for it.
const CHUNK: usize = 200;

/// Whether a member may talk with LINE users, as a command sees it.
///
/// # Errors
/// When the database fails.
pub async fn permitted(draft: &mut Draft<'_>, member: MemberId) -> Result<bool, StoreError> {
    let rules = rules(draft.get::<CompanyRow>(Singleton).await?)?;
    Ok(rules.permit(choice(draft.get::<PermissionRow>(member).await?)?))
}

/// As [`permitted`], where it must be so.
///
/// # Errors
/// [`StoreError::NotFound`] when it is not: nothing of LINE exists for such a member.
pub async fn need(draft: &mut Draft<'_>, member: MemberId) -> Result<(), StoreError> {
    if permitted(draft, member).await? { Ok(()) } else { Err(StoreError::NotFound) }
}

/// The company's rules, which are the default until an admin has spoken.
fn rules(row: Option<CompanyRow>) -> Result<Rules, StoreError> {
    let rules = row.and_then(|row| row.rules);
    Ok(rules.map(|rules| from_json(CompanyRow::TABLE, rules)).transpose()?.unwrap_or_default())
}

/// The choice in a member's row: not chosen until an admin has spoken.
pub(super) fn choice(row: Option<PermissionRow>) -> Result<Choice, StoreError> {
    let choice = row.map(|row| from_json(PermissionRow::TABLE, row.choice)).transpose()?;
    Ok(choice.unwrap_or(Choice::NotChosen))
}

/// Notes the choice that a new member starts with.
pub(super) async fn start(draft: &mut Draft<'_>, member: MemberId) -> Result<(), StoreError> {
    let rules = rules(draft.get::<CompanyRow>(Singleton).await?)?;
    let row = PermissionRow { choice: to_json(&rules.newcomers.choice()) };
    draft.insert::<PermissionRow>(member, row);
    Ok(())
}

/// An admin chooses members, or takes the choice back.
pub struct Choose {
    /// Whom. As many as one transaction should hold.
    pub members: Vec<MemberId>,
    /// What they are from now on.
    pub choice: Choice,
}

impl Command for Choose {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        let rules = rules(draft.get::<CompanyRow>(Singleton).await?)?;
        for member in self.members.iter().copied() {
            draft.need::<MemberRow>(member).await?;
            let before = choice(draft.get::<PermissionRow>(member).await?)?;
            if before == self.choice {
                continue;
            }
            draft.put::<PermissionRow>(member, PermissionRow { choice: to_json(&self.choice) });
            if rules.permit(before) != rules.permit(self.choice) {
                draft.send_to_snapshot(member).await?;
            }
        }
        Ok(())
    }
}

/// An admin sets the company's rules.
struct SetRules(Rules);

impl Command for SetRules {
    /// What they were.
    type Output = Rules;

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<Rules, StoreError> {
        let row = draft.get::<CompanyRow>(Singleton).await?;
        let before = rules(row.clone())?;
        let row = CompanyRow { rules: Some(to_json(&self.0)), ..row.unwrap_or_default() };
        draft.put::<CompanyRow>(Singleton, row);
        Ok(before)
    }
}

/// Members whose devices must look again, because what stands above them all has changed.
struct LookAgain(Vec<MemberId>);

impl Command for LookAgain {
    type Output = ();

    async fn apply(&self, draft: &mut Draft<'_>) -> Result<(), StoreError> {
        for member in self.0.iter().copied() {
            draft.send_to_snapshot(member).await?;
        }
        Ok(())
    }
}

impl Store {
    /// The company's rules.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn rules(&self) -> Result<Rules, StoreError> {
        rules(self.get::<CompanyRow>(Singleton).await?)
    }

    /// Whether a member may talk with LINE users.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn permitted(&self, member: MemberId) -> Result<bool, StoreError> {
        let choice = choice(self.get::<PermissionRow>(member).await?)?;
        Ok(self.rules().await?.permit(choice))
    }

    /// As [`Self::permitted`], where it must be so.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not: nothing of LINE exists for such a member.
    pub(super) async fn need_permission(&self, member: MemberId) -> Result<(), StoreError> {
        if self.permitted(member).await? { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// Sets the company's rules, which hold at once; then every open device is told to look again.
    /// Where members are chosen one by one from now on, those who are permitted start as chosen.
    ///
    /// # Errors
    /// The database's failure.
    pub async fn set_rules(&self, rules: Rules) -> Result<(), StoreError> {
        let before = self.rules().await?;
        if (before.grant, rules.grant) == (Grant::Everyone, Grant::Chosen) {
            self.each_chunk(|members| Choose { members, choice: Choice::Chosen }).await?;
        }
        let before = self.run(SetRules(rules)).await?;
        if before != rules {
            self.all_look_again().await?;
        }
        Ok(())
    }

    /// Tells every member's open devices to look again.
    ///
    /// # Errors
    /// The database's failure.
    pub(super) async fn all_look_again(&self) -> Result<(), StoreError> {
        self.each_chunk(LookAgain).await
    }

    async fn each_chunk<C: Command<Output = ()>>(
        &self,
        command: impl Fn(Vec<MemberId>) -> C,
    ) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let rows = self.scan::<MemberRow>(after, CHUNK).await?;
            let Some((last, _)) = rows.last() else { return Ok(()) };
            after = Some(last.key.clone());
            let members = rows.iter().filter_map(|(id, _)| uuid_of(id)).map(MemberId::new);
            self.run(command(members.collect())).await?;
        }
    }
}

#[cfg(test)]
mod tests {
    use app::{
        domain::{
            Cursor, DeliveryId, FailReason, LineChat, MessageId, Newcomers, Seq, TextMessage,
        },
        sync::snapshot::PageAt,
    };
    use uuid::Uuid;

    use super::*;
    use crate::{
        outbox::store::OutboxStore,
        store::{
            Behind,
            read_marks::MarkRead,
            send::SendMessage,
            testing::{Company, NOW},
        },
    };

    const OFF: Rules =
        Rules { line_chat: LineChat::Off, grant: Grant::Everyone, newcomers: Newcomers::Chosen };
    const BY_MEMBER: Rules =
        Rules { line_chat: LineChat::On, grant: Grant::Chosen, newcomers: Newcomers::NotChosen };

    async fn withdraw(company: &Company) {
        company.store.set_rules(BY_MEMBER).await.unwrap();
        let members = vec![company.member];
        company.store.run(Choose { members, choice: Choice::NotChosen }).await.unwrap();
    }

    async fn grant(company: &Company) {
        let members = vec![company.member];
        company.store.run(Choose { members, choice: Choice::Chosen }).await.unwrap();
    }

    #[tokio::test]
    async fn without_permission_nothing_of_line_is_there_and_with_it_all_is_back() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "before").await;
        let room = company.room().await;
        withdraw(&company).await;
        company.hear("U1", "e2", "meanwhile").await;
        let (store, member) = (&company.store, company.member);
        let snapshot = store.snapshot(member).await.unwrap();
        assert_eq!((snapshot.rooms.len(), snapshot.me.permitted), (0, false));
        assert_eq!(snapshot.me.line_id, None);
        let page = store.page(member, room, PageAt::Head).await;
        assert!(matches!(page, Err(StoreError::NotFound)));
        let mark = store.run(MarkRead { member, room, seq: Seq(1) }).await;
        assert!(matches!(mark, Err(StoreError::NotFound)));
        let sent = company.say(room, "late").await;
        assert!(matches!(sent, Err(StoreError::NotFound)));

        grant(&company).await;
        let rooms = store.snapshot(member).await.unwrap().rooms;
        assert_eq!((rooms.len(), rooms[0].last_seq), (1, Seq(2)), "what came meanwhile is there");
        company.say(room, "again").await.unwrap();
    }

    #[tokio::test]
    async fn the_switch_of_the_company_takes_all_rooms_away_and_gives_them_back() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        company.store.set_rules(OFF).await.unwrap();
        assert!(company.store.snapshot(company.member).await.unwrap().rooms.is_empty());
        company.store.set_rules(Rules::default()).await.unwrap();
        assert_eq!(company.store.snapshot(company.member).await.unwrap().rooms.len(), 1);
    }

    #[tokio::test]
    async fn open_devices_are_sent_to_a_fresh_snapshot_and_hear_nothing_meanwhile() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let seen = company.store.cursor(company.member).await.unwrap();
        withdraw(&company).await;
        let behind = company.store.behind(company.member, seen).await.unwrap();
        assert!(matches!(behind, Behind::Resync), "{behind:?}");
        let after = company.store.cursor(company.member).await.unwrap();
        company.hear("U1", "e2", "secret").await;
        let behind = company.store.behind(company.member, after).await.unwrap();
        assert!(matches!(behind, Behind::Frames(frames, _) if frames.is_empty()));
        assert!(company.store.cursor(company.member).await.unwrap() > Cursor(1));
    }

    #[tokio::test]
    async fn what_is_queued_when_the_permission_goes_is_not_sent() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let room = company.room().await;
        company.say(room, "queued").await.unwrap();
        withdraw(&company).await;
        assert_eq!(company.store.next(room).await.unwrap(), None);
        grant(&company).await;
        let page = company.store.page(company.member, room, PageAt::Head).await.unwrap();
        let reason = FailReason::NotPermitted;
        let failed = Some(app::domain::Delivery::Failed { reason });
        assert_eq!(page.messages[1].delivery, failed);
    }

    #[tokio::test]
    async fn who_is_permitted_stays_so_when_members_are_chosen_from_now_on() {
        let company = Company::in_memory().await;
        company.store.set_rules(BY_MEMBER).await.unwrap();
        assert!(company.store.permitted(company.member).await.unwrap());
    }

    #[tokio::test]
    async fn a_repeated_command_of_a_member_without_permission_tells_nothing() {
        let company = Company::in_memory().await;
        company.hear("U1", "e1", "hi").await;
        let room = company.room().await;
        let (id, delivery) = (MessageId::new(Uuid::from_u128(7)), Uuid::from_u128(8));
        let send = || SendMessage {
            member: company.member,
            room,
            id,
            writing: TextMessage::parse("once").unwrap().into(),
            delivery: DeliveryId::new(delivery),
            now: NOW,
        };
        company.store.run(send()).await.unwrap();
        withdraw(&company).await;
        assert!(matches!(company.store.run(send()).await, Err(StoreError::NotFound)));
    }
}
