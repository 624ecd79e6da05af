//! The interface's questions about the address book, answered from the store, which authorises them.

use app::{
    backend::{AddressBook, Answer, Viewer},
    domain::{
        Contact, ContactForm, ContactId, ContactPage, ContactQuery, Person,
        contact::{Added, Keeping, Saved, Sharing},
    },
};

use super::{StoreBackend, api_error};
use crate::store::{
    Refusal, StoreError,
    address_book::{
        AddContact, DeleteContact, EditContact, Edited, MergeContacts, RestoreContact, TrashContact,
    },
};

/// The longest list of members that a search answers.
const MEMBERS: usize = 20;

impl AddressBook for StoreBackend {
    fn contacts(&self, viewer: Viewer, query: ContactQuery) -> Answer<'_, ContactPage> {
        Box::pin(async move { self.store.contacts(viewer.member, &query).await.map_err(api_error) })
    }

    fn contact(&self, viewer: Viewer, id: ContactId) -> Answer<'_, Contact> {
        Box::pin(async move {
            let contact = self.store.contact(viewer.member, id).await.map_err(api_error)?;
            for line in &contact.line {
                self.refresh_profile(Some(line.id)).await;
            }
            Ok(contact)
        })
    }

    fn keeping(&self, viewer: Viewer, user: ContactId) -> Answer<'_, Keeping> {
        Box::pin(async move { self.store.keeping(viewer.member, user).await.map_err(api_error) })
    }

    fn add_contact(&self, viewer: Viewer, user: ContactId) -> Answer<'_, Added> {
        let add = AddContact { by: viewer.member, contact: user, now: self.clock.now() };
        Box::pin(async move {
            match self.store.run(add).await {
                Ok(id) => Ok(Added::As(id)),
                Err(StoreError::Refused(Refusal::ContactTaken)) => Ok(Added::ByAnother),
                Err(error) => Err(api_error(error)),
            }
        })
    }

    fn save_contact(
        &self,
        viewer: Viewer,
        id: ContactId,
        edition: u32,
        form: ContactForm,
        sharing: Option<Sharing>,
    ) -> Answer<'_, Saved> {
        let (by, now) = (viewer.member, self.clock.now());
        Box::pin(async move {
            let (card, my_tags) = match form.read() {
                Ok(read) => read,
                Err(faults) => return Ok(Saved::Faulty { faults }),
            };
            let edit = EditContact { by, contact: id, edition, card, my_tags, sharing, now };
            let edited = self.store.run(edit).await.map_err(api_error)?;
            let contact = match self.store.contact(by, id).await {
                Ok(contact) => Box::new(contact),
                Err(StoreError::NotFound) => return Ok(Saved::GivenAway),
                Err(error) => return Err(api_error(error)),
            };
            Ok(match edited {
                Edited::Kept => Saved::Kept { contact },
                Edited::Overtaken => Saved::Overtaken { contact },
            })
        })
    }

    fn trash_contact(&self, viewer: Viewer, id: ContactId) -> Answer<'_, ()> {
        let trash = TrashContact { by: viewer.member, contact: id, now: self.clock.now() };
        Box::pin(async move { self.store.run(trash).await.map_err(api_error) })
    }

    fn restore_contact(&self, viewer: Viewer, id: ContactId) -> Answer<'_, ()> {
        let restore = RestoreContact { by: viewer.member, contact: id };
        Box::pin(async move { self.store.run(restore).await.map_err(api_error) })
    }

    fn delete_contact(&self, viewer: Viewer, id: ContactId) -> Answer<'_, ()> {
        let delete = DeleteContact { by: viewer.member, contact: id };
        Box::pin(async move { self.store.run(delete).await.map_err(api_error) })
    }

    fn merge_contacts(&self, viewer: Viewer, into: ContactId, from: ContactId) -> Answer<'_, ()> {
        let merge = MergeContacts { by: viewer.member, into, from, now: self.clock.now() };
        Box::pin(async move { self.store.run(merge).await.map_err(api_error) })
    }

    fn find_members(&self, viewer: Viewer, search: String) -> Answer<'_, Vec<Person>> {
        Box::pin(async move {
            let found = self.store.find_members(viewer.member, &search, MEMBERS).await;
            found.map_err(api_error)
        })
    }

    fn group_names(&self, viewer: Viewer) -> Answer<'_, Vec<String>> {
        Box::pin(async move { self.store.group_names(viewer.member).await.map_err(api_error) })
    }
}
