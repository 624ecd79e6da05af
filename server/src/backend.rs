//! The interface's questions, answered from the store. Authorising is part of each store call: what
//! a member has no seat in does not exist for them.

mod contacts;

use std::sync::Arc;

use app::{
    api::{ApiError, Preferences},
    backend::{Answer, Backend, Viewer},
    domain::{
        Additions, Block, BlockList, Candidates, ContactId, DeliveryId, ListPlace, Message,
        MessageId, Naming, NewRoom, Person, PersonId, ProfileFault, ProfileForm, ReadMarks,
        Recipient, Remedy, Room, RoomAct, RoomDescription, RoomDetails, RoomId, Seq, Writing,
    },
    sync::{
        MoreRooms, Opening, Page,
        snapshot::{PageAt, STRETCH_ROOMS},
    },
};

use crate::{
    clock::Clock,
    line::{account::Accounts, lookup::LookupError},
    member_profile::{self, Country},
    store::{
        Refusal, Store, StoreError,
        again::RetryAt,
        blocks::SetBlock,
        discard::Discard,
        edit_room::EditRoom,
        keeping::KeepRoom,
        line_groups::{AskToLeave, LookAtGroup, RecordLeft, StayInGroup},
        members::SetPreferences,
        party::{AddPeople, CreateRoom, RemovePerson},
        profile::EditProfile,
        quota::LookAtAllowance,
        read_marks::{MarkRead, SetReadMarks},
        retry::Retry,
        send::SendMessage,
        shares::Withdraw,
    },
};

/// The store as the interface sees it.
pub struct StoreBackend {
    store: Store,
    accounts: Arc<Accounts>,
    clock: Arc<dyn Clock>,
    build: String,
}

impl StoreBackend {
    /// A backend over this store, for the client of `build`. What members ask of LINE itself, `accounts`
    /// passes on.
    pub fn new(
        store: Store,
        accounts: Arc<Accounts>,
        clock: Arc<dyn Clock>,
        build: String,
    ) -> Self {
        Self { store, accounts, clock, build }
    }

    /// Has what LINE says of somebody who is being looked at read again, if it is old. Whoever looks is
    /// shown what is known, whatever comes of it.
    async fn refresh_profile(&self, contact: Option<ContactId>) {
        let Some(contact) = contact else { return };
        if let Err(error) = self.store.refresh_profile(contact, self.clock.now()).await {
            tracing::warn!(%error, "a profile cannot be read again");
        }
    }

    fn fresh_delivery(&self) -> DeliveryId {
        DeliveryId::new(self.clock.uuid())
    }
}

impl StoreBackend {
    async fn leave(&self, viewer: Viewer, room: RoomId) -> Result<(), ApiError> {
        let ask = AskToLeave { member: viewer.member, room };
        let Some(group) = self.store.run(ask).await.map_err(api_error)? else { return Ok(()) };
        match self.accounts.leave(group.connection, &group.group).await {
            // What LINE does not know the account to be in, it has left.
            Ok(()) | Err(LookupError::NotAvailable) => {
                let notice = MessageId::new(self.clock.uuid());
                let left = RecordLeft { room, notice, at: self.clock.now() };
                self.store.run(left).await.map_err(api_error)
            }
            Err(LookupError::Unauthorized) => {
                self.store.run(StayInGroup(group)).await.map_err(api_error)?;
                Err(ApiError::Unavailable)
            }
            // LINE may have done it: then its webhook will tell.
            Err(LookupError::NotNow) => Err(ApiError::Unavailable),
        }
    }
}

/// The error as the interface may see it; what only we can mend is logged here, once.
pub fn api_error(error: StoreError) -> ApiError {
    match error {
        StoreError::NotFound => ApiError::NotFound,
        StoreError::Refused(Refusal::Unreachable) => ApiError::Unreachable,
        StoreError::Refused(Refusal::Blocked) => ApiError::Blocked,
        StoreError::Refused(refusal) => ApiError::Invalid { detail: refusal.to_string() },
        error => {
            tracing::error!(%error, "a call of the interface failed");
            ApiError::Unavailable
        }
    }
}

impl Backend for StoreBackend {
    fn open(&self, viewer: Viewer, room: Option<RoomId>) -> Answer<'_, Opening> {
        Box::pin(async move {
            // First, so that nothing in the page is older than the snapshot's cursor: what changes
            // from here on comes again as an event.
            let snapshot = self.store.snapshot(viewer.member).await.map_err(api_error)?;
            let page = match room {
                Some(room) => match self.store.page(viewer.member, room, PageAt::Unread).await {
                    Ok(page) => {
                        self.refresh_profile(page.room.contact).await;
                        Some(page)
                    }
                    Err(StoreError::NotFound) => None,
                    Err(error) => return Err(api_error(error)),
                },
                None => None,
            };
            Ok(Opening { snapshot, page, build: self.build.clone() })
        })
    }

    fn rooms_after(&self, viewer: Viewer, after: ListPlace) -> Answer<'_, MoreRooms> {
        Box::pin(async move {
            let more = self.store.rooms_after(viewer.member, after, STRETCH_ROOMS).await;
            more.map_err(api_error)
        })
    }

    fn page(&self, viewer: Viewer, room: RoomId, at: PageAt) -> Answer<'_, Page> {
        Box::pin(async move {
            let page = self.store.page(viewer.member, room, at).await.map_err(api_error)?;
            if matches!(at, PageAt::Unread | PageAt::Head) {
                self.refresh_profile(page.room.contact).await;
            }
            Ok(page)
        })
    }

    fn details(&self, viewer: Viewer, room: RoomId) -> Answer<'_, RoomDetails> {
        Box::pin(async move { self.store.details(viewer.member, room).await.map_err(api_error) })
    }

    fn candidates(&self, viewer: Viewer, search: String, from: u32) -> Answer<'_, Candidates> {
        Box::pin(async move {
            self.store.candidates(viewer.member, &search, from).await.map_err(api_error)
        })
    }

    fn rooms_with(&self, viewer: Viewer, people: Vec<ContactId>) -> Answer<'_, Vec<Room>> {
        Box::pin(
            async move { self.store.rooms_with(viewer.member, &people).await.map_err(api_error) },
        )
    }

    fn colleagues(&self, viewer: Viewer, search: String) -> Answer<'_, Vec<Person>> {
        Box::pin(async move {
            self.store.colleagues_meant(viewer.member, &search).await.map_err(api_error)
        })
    }

    fn create_room(&self, viewer: Viewer, room: NewRoom) -> Answer<'_, RoomId> {
        let (fresh, now) = (self.clock.uuid(), self.clock.now());
        Box::pin(async move {
            room.check().map_err(|fault| ApiError::Invalid { detail: fault.to_string() })?;
            let id = room.id;
            let create = CreateRoom { member: viewer.member, new: room, fresh, now };
            self.store.run(create).await.map_err(api_error)?;
            Ok(id)
        })
    }

    fn add_people(&self, viewer: Viewer, room: RoomId, additions: Additions) -> Answer<'_, ()> {
        let (fresh, now) = (self.clock.uuid(), self.clock.now());
        let add = AddPeople { member: viewer.member, room, additions, fresh, now };
        Box::pin(async move { self.store.run(add).await.map_err(api_error) })
    }

    fn remove_person(&self, viewer: Viewer, room: RoomId, person: PersonId) -> Answer<'_, ()> {
        let (fresh, now) = (self.clock.uuid(), self.clock.now());
        let remove = RemovePerson { member: viewer.member, room, person, fresh, now };
        Box::pin(async move { self.store.run(remove).await.map_err(api_error) })
    }

    fn recipients(&self, viewer: Viewer, room: RoomId, seq: Seq) -> Answer<'_, Vec<Recipient>> {
        Box::pin(
            async move { self.store.recipients(viewer.member, room, seq).await.map_err(api_error) },
        )
    }

    fn edit_room(
        &self,
        viewer: Viewer,
        room: RoomId,
        name: Naming,
        description: Option<RoomDescription>,
    ) -> Answer<'_, ()> {
        let (fresh, now) = (MessageId::new(self.clock.uuid()), self.clock.now());
        let edit = EditRoom { member: viewer.member, room, name, description, fresh, now };
        Box::pin(async move { self.store.run(edit).await.map_err(api_error) })
    }

    fn look_at_group(&self, viewer: Viewer, room: RoomId) -> Answer<'_, ()> {
        let look = LookAtGroup { member: viewer.member, room, now: self.clock.now() };
        Box::pin(async move { self.store.run(look).await.map_err(api_error) })
    }

    fn look_at_allowance(&self, viewer: Viewer, room: RoomId) -> Answer<'_, ()> {
        let look = LookAtAllowance { member: viewer.member, room, now: self.clock.now() };
        Box::pin(async move { self.store.run(look).await.map_err(api_error) })
    }

    fn leave_group(&self, viewer: Viewer, room: RoomId) -> Answer<'_, ()> {
        Box::pin(self.leave(viewer, room))
    }

    fn send_message(
        &self,
        viewer: Viewer,
        room: RoomId,
        id: MessageId,
        writing: Writing,
    ) -> Answer<'_, Message> {
        let (delivery, now) = (self.fresh_delivery(), self.clock.now());
        let send = SendMessage { member: viewer.member, room, id, writing, delivery, now };
        Box::pin(async move { self.store.run(send).await.map_err(api_error) })
    }

    fn remedy(&self, viewer: Viewer, room: RoomId, seq: Seq, remedy: Remedy) -> Answer<'_, ()> {
        let (member, now) = (viewer.member, self.clock.now());
        let at = match remedy {
            Remedy::AgainAt { at } => Some(at),
            Remedy::Again | Remedy::NotAgain | Remedy::Discard => None,
        };
        let fresh = self.fresh_delivery();
        Box::pin(async move {
            let done = match remedy {
                Remedy::Again => self.store.run(Retry { member, room, seq, fresh, now }).await,
                Remedy::AgainAt { .. } | Remedy::NotAgain => {
                    self.store.run(RetryAt { member, room, seq, at, now }).await
                }
                Remedy::Discard => self.store.run(Discard { member, room, seq }).await,
            };
            done.map_err(api_error)
        })
    }

    fn withdraw(&self, viewer: Viewer, room: RoomId, seq: Seq) -> Answer<'_, ()> {
        let withdraw = Withdraw { member: viewer.member, room, seq };
        Box::pin(async move { self.store.run(withdraw).await.map_err(api_error) })
    }

    fn mark_read(&self, viewer: Viewer, room: RoomId, seq: Seq) -> Answer<'_, ()> {
        let mark = MarkRead { member: viewer.member, room, seq };
        Box::pin(async move { self.store.run(mark).await.map_err(api_error) })
    }

    fn keep_room(&self, viewer: Viewer, room: RoomId, act: RoomAct) -> Answer<'_, ()> {
        let keep = KeepRoom { member: viewer.member, room, act };
        Box::pin(async move { self.store.run(keep).await.map_err(api_error) })
    }

    fn set_block(&self, viewer: Viewer, contact: ContactId, block: Block) -> Answer<'_, ()> {
        let set = SetBlock { member: viewer.member, contact, block, now: self.clock.now() };
        Box::pin(async move { self.store.run(set).await.map_err(api_error) })
    }

    fn blocks(&self, viewer: Viewer) -> Answer<'_, BlockList> {
        Box::pin(async move { self.store.block_list(viewer.member).await.map_err(api_error) })
    }

    fn set_preferences(&self, viewer: Viewer, preferences: Preferences) -> Answer<'_, ()> {
        let set = SetPreferences { member: viewer.member, preferences };
        Box::pin(async move { self.store.run(set).await.map_err(api_error) })
    }

    fn set_read_marks(&self, viewer: Viewer, read_marks: ReadMarks) -> Answer<'_, ()> {
        let set = SetReadMarks { member: viewer.member, read_marks };
        Box::pin(async move { self.store.run(set).await.map_err(api_error) })
    }

    fn save_profile(&self, viewer: Viewer, form: ProfileForm) -> Answer<'_, Vec<ProfileFault>> {
        Box::pin(async move {
            let country = self.store.country().await.map_err(api_error)?;
            let country = country.and_then(|code| Country::parse(&code));
            match member_profile::read(&form, country.unwrap_or(Country::JAPAN)) {
                Ok(profile) => {
                    let edit = EditProfile { member: viewer.member, profile };
                    self.store.run(edit).await.map_err(api_error)?;
                    Ok(Vec::new())
                }
                Err(faults) => Ok(faults),
            }
        })
    }
}
