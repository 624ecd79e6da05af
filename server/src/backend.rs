//! The interface's questions, answered from the store. Authorising is part of each store call: what
//! a member has no seat in does not exist for them.

mod contacts;

use std::sync::Arc;

use app::{
    api::{ApiError, Preferences},
    backend::{Answer, Backend, Viewer},
    domain::{
        ContactId, DeliveryId, ListPlace, Message, MessageId, ProfileFault, ProfileForm,
        RoomDetails, RoomId, Seq, TextMessage,
    },
    sync::{
        MoreRooms, Opening, Page,
        snapshot::{PageAt, SNAPSHOT_ROOMS},
    },
};

use crate::{
    clock::Clock,
    member_profile::{self, Country},
    store::{
        Refusal, Store, StoreError,
        members::SetPreferences,
        profile::EditProfile,
        read_marks::MarkRead,
        send::{Retry, SendText},
    },
};

/// The store as the interface sees it.
pub struct StoreBackend {
    store: Store,
    clock: Arc<dyn Clock>,
    build: String,
}

impl StoreBackend {
    /// A backend over this store, for the client of `build`.
    pub fn new(store: Store, clock: Arc<dyn Clock>, build: String) -> Self {
        Self { store, clock, build }
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

/// The error as the interface may see it; what only we can mend is logged here, once.
fn api_error(error: StoreError) -> ApiError {
    match error {
        StoreError::NotFound => ApiError::NotFound,
        StoreError::Refused(Refusal::Unreachable) => ApiError::Unreachable,
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
            let more = self.store.rooms_after(viewer.member, after, SNAPSHOT_ROOMS).await;
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

    fn send_text(
        &self,
        viewer: Viewer,
        room: RoomId,
        id: MessageId,
        text: TextMessage,
    ) -> Answer<'_, Message> {
        let (delivery, now) = (self.fresh_delivery(), self.clock.now());
        let send = SendText { member: viewer.member, room, id, text, delivery, now };
        Box::pin(async move { self.store.run(send).await.map_err(api_error) })
    }

    fn retry(&self, viewer: Viewer, room: RoomId, seq: Seq) -> Answer<'_, ()> {
        let (fresh, now) = (self.fresh_delivery(), self.clock.now());
        let retry = Retry { member: viewer.member, room, seq, fresh, now };
        Box::pin(async move { self.store.run(retry).await.map_err(api_error) })
    }

    fn mark_read(&self, viewer: Viewer, room: RoomId, seq: Seq) -> Answer<'_, ()> {
        let mark = MarkRead { member: viewer.member, room, seq };
        Box::pin(async move { self.store.run(mark).await.map_err(api_error) })
    }

    fn set_preferences(&self, viewer: Viewer, preferences: Preferences) -> Answer<'_, ()> {
        let set = SetPreferences { member: viewer.member, preferences };
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
