//! What the interface may ask of the server about the address book.

use super::{Answer, Viewer};
use crate::domain::{
    Contact, ContactForm, ContactId, ContactPage, ContactQuery, Person,
    contact::{Added, Keeping, Saved, Sharing},
};

/// The address book, as the interface sees it.
pub trait AddressBook {
    /// A stretch of the list of contacts.
    fn contacts(&self, viewer: Viewer, query: ContactQuery) -> Answer<'_, ContactPage>;

    /// A contact.
    fn contact(&self, viewer: Viewer, id: ContactId) -> Answer<'_, Contact>;

    /// Whether a LINE user whom the member knows stands in Clients/Partners.
    fn keeping(&self, viewer: Viewer, user: ContactId) -> Answer<'_, Keeping>;

    /// Puts a LINE user whom the member knows into Clients/Partners.
    fn add_contact(&self, viewer: Viewer, user: ContactId) -> Answer<'_, Added>;

    /// Keeps a changed contact, unless it was changed meanwhile or something is wrong with it.
    fn save_contact(
        &self,
        viewer: Viewer,
        id: ContactId,
        edition: u32,
        form: ContactForm,
        sharing: Option<Sharing>,
    ) -> Answer<'_, Saved>;

    /// Moves a contact to the trash.
    fn trash_contact(&self, viewer: Viewer, id: ContactId) -> Answer<'_, ()>;

    /// Brings a contact back from the trash.
    fn restore_contact(&self, viewer: Viewer, id: ContactId) -> Answer<'_, ()>;

    /// Deletes a contact in the trash for good.
    fn delete_contact(&self, viewer: Viewer, id: ContactId) -> Answer<'_, ()>;

    /// Makes one contact of two: `from` ends.
    fn merge_contacts(&self, viewer: Viewer, into: ContactId, from: ContactId) -> Answer<'_, ()>;

    /// The first members who are meant by what was typed.
    fn find_members(&self, viewer: Viewer, search: String) -> Answer<'_, Vec<Person>>;

    /// The groups of the company directory, by name.
    fn group_names(&self, viewer: Viewer) -> Answer<'_, Vec<String>>;
}
