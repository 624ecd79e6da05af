//! The address book's part of the server functions.

use leptos::prelude::server;

use super::ApiError;
use crate::{
    domain::{
        Contact, ContactForm, ContactId, ContactPage, ContactQuery, Person,
        contact::{Added, Keeping, Saved, Sharing},
    },
    json::Json,
};

/// A stretch of the list of contacts.
#[server(endpoint = "read_contacts", input = Json, output = Json)]
pub async fn read_contacts(query: ContactQuery) -> Result<ContactPage, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.contacts(viewer, query).await
}

/// A contact. What LINE says of them is read again meanwhile, if it is a day old.
#[server(endpoint = "read_contact", input = Json, output = Json)]
pub async fn read_contact(id: ContactId) -> Result<Contact, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.contact(viewer, id).await
}

/// Whether a LINE user stands in Clients/Partners.
#[server(endpoint = "read_keeping", input = Json, output = Json)]
pub async fn read_keeping(user: ContactId) -> Result<Keeping, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.keeping(viewer, user).await
}

/// Puts a LINE user into Clients/Partners.
#[server(endpoint = "add_contact", input = Json, output = Json)]
pub async fn add_contact(user: ContactId) -> Result<Added, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.add_contact(viewer, user).await
}

/// Keeps a changed contact, if what was changed is the newest and nothing is wrong with it.
#[server(endpoint = "save_contact", input = Json, output = Json)]
pub async fn save_contact(
    id: ContactId,
    edition: u32,
    form: ContactForm,
    sharing: Option<Sharing>,
) -> Result<Saved, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.save_contact(viewer, id, edition, form, sharing).await
}

/// Moves a contact to the trash.
#[server(endpoint = "trash_contact", input = Json, output = Json)]
pub async fn trash_contact(id: ContactId) -> Result<(), ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.trash_contact(viewer, id).await
}

/// Brings a contact back from the trash.
#[server(endpoint = "restore_contact", input = Json, output = Json)]
pub async fn restore_contact(id: ContactId) -> Result<(), ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.restore_contact(viewer, id).await
}

/// Deletes a contact in the trash for good.
#[server(endpoint = "delete_contact", input = Json, output = Json)]
pub async fn delete_contact(id: ContactId) -> Result<(), ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.delete_contact(viewer, id).await
}

/// Makes one contact of two: `from` ends.
#[server(endpoint = "merge_contacts", input = Json, output = Json)]
pub async fn merge_contacts(into: ContactId, from: ContactId) -> Result<(), ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.merge_contacts(viewer, into, from).await
}

/// The first members whose name, group or address is meant, to be shown a contact.
#[server(endpoint = "find_members", input = Json, output = Json)]
pub async fn find_members(search: String) -> Result<Vec<Person>, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.find_members(viewer, search).await
}

/// The groups of the company directory, by name.
#[server(endpoint = "read_groups", input = Json, output = Json)]
pub async fn read_groups() -> Result<Vec<String>, ApiError> {
    let (backend, viewer) = crate::backend::authorised()?;
    backend.group_names(viewer).await
}
