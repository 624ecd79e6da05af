//! Changes to a contact, from the first keystroke until the server has them. What was typed stays until
//! it is kept or given up.

use leptos::{html, prelude::*, task::spawn_local};

use super::open::Open;
use crate::{
    api::{self, ApiError},
    browser,
    domain::{
        Contact, ContactForm, ContactId, Person,
        contact::{ContactFault, ContactField, Rights, Saved, Sharing},
    },
    i18n::{tu_string, use_i18n},
    ui::Toaster,
};

/// How far the changes have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// They are being typed.
    #[default]
    NotYet,
    /// On their way to the server.
    Underway,
    /// The server did not take them, for no fault of theirs.
    Failed,
    /// Somebody else has saved meanwhile.
    Overtaken,
}

/// The changes. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Editing {
    open: StoredValue<Open>,
    /// Whose changes they are, and which edition they began with.
    of: RwSignal<Option<(ContactId, u32)>>,
    /// The fields as typed.
    pub typed: RwSignal<ContactForm>,
    /// Whose it is to be, and who is to see it, for who may say so.
    pub sharing: RwSignal<Option<Sharing>>,
    /// The members that the sharing names, to be drawn.
    pub people: RwSignal<Vec<Person>>,
    /// What was wrong when it was last to be saved.
    pub faults: RwSignal<Vec<ContactFault>>,
    /// How far the changes have come.
    pub saving: RwSignal<Saving>,
    /// What opens the form, and has the focus again when it has gone.
    pub opener: NodeRef<html::Button>,
}

impl Editing {
    /// Nothing is being edited.
    pub fn begin(open: Open) -> Self {
        Self {
            open: StoredValue::new(open),
            of: RwSignal::new(None),
            typed: RwSignal::default(),
            sharing: RwSignal::new(None),
            people: RwSignal::default(),
            faults: RwSignal::default(),
            saving: RwSignal::default(),
            opener: NodeRef::new(),
        }
    }

    /// Whether the contact that the address names is being edited; follows changes.
    pub fn is_open(self) -> bool {
        let open = self.open.get_value().id.get();
        self.of.get().is_some_and(|(id, _)| self.is_of(id, open))
    }

    /// The address of one that was merged names another.
    fn is_of(self, id: ContactId, open: Option<ContactId>) -> bool {
        let known =
            self.open.get_value().known.with(|known| known.as_ref().map(|contact| contact.id));
        open.is_some() && known == Some(id)
    }

    /// Opens the form with what holds now.
    pub fn open(self, contact: &Contact) {
        self.typed.set(ContactForm::of(&contact.card, &contact.my_tags));
        let may_share = contact.rights == Rights::Manage;
        self.sharing.set(may_share.then(|| contact.sharing.clone()));
        self.people.set(contact.people.clone());
        self.faults.set(Vec::new());
        self.saving.set(Saving::NotYet);
        self.of.set(Some((contact.id, contact.edition)));
    }

    /// Closes the form and lets go of what was typed.
    pub fn end(self) {
        self.of.set(None);
        // The button is drawn again when the form has gone.
        request_animation_frame(move || {
            if let Some(opener) = self.opener.try_get_untracked().flatten() {
                let _out_of_sight = opener.focus();
            }
        });
    }

    /// The first fault of a field; follows changes.
    pub fn fault(self, field: ContactField) -> Option<ContactFault> {
        self.faults.with(|faults| faults.iter().copied().find(|fault| fault.field() == field))
    }

    /// What saves the changes; one call at a time, however often it is asked for. Call it where the
    /// language is in the context, and what it returns in event handlers.
    pub fn saver(self) -> impl Fn() + Copy {
        let (i18n, toaster) = (use_i18n(), expect_context::<Toaster>());
        move || {
            let Some((id, edition)) = self.of.get_untracked() else { return };
            if self.saving.get_untracked() == Saving::Underway {
                return;
            }
            let (form, sharing) = (self.typed.get_untracked(), self.sharing.get_untracked());
            if let Err(faults) = form.read() {
                return self.faults.set(faults);
            }
            self.saving.set(Saving::Underway);
            spawn_local(async move {
                let answer = api::save_contact(id, edition, form, sharing).await;
                // The page may have been left meanwhile.
                if self.saving.try_get_untracked().is_none() {
                    return;
                }
                let saved = answer.is_ok();
                self.saving.set(if saved { Saving::NotYet } else { Saving::Failed });
                let open = self.open.get_value();
                match answer {
                    Ok(Saved::Kept { contact }) => {
                        self.end();
                        open.take(*contact);
                        open.listing.refresh();
                        toaster.say(tu_string!(i18n, contacts.saved));
                    }
                    Ok(Saved::GivenAway) => {
                        self.end();
                        open.changed();
                    }
                    Ok(Saved::Faulty { faults }) => self.faults.set(faults),
                    Ok(Saved::Overtaken { contact }) => {
                        self.of.set(Some((id, contact.edition)));
                        open.take(*contact);
                        self.saving.set(Saving::Overtaken);
                    }
                    Err(ApiError::SignedOut) => browser::go_to_login(),
                    Err(_) => {}
                }
            });
        }
    }
}
