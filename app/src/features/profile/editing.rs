//! A member's changes to what LINE users see of them, from the first keystroke until the server has
//! them. They stand beside the page, so that nothing typed is lost when it is left.

use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    api::{self, ApiError},
    browser,
    domain::{About, Profile, ProfileFault, ProfileForm},
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
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldName {
    /// The introduction.
    About,
    /// The phone number.
    Phone,
    /// The address of a website.
    Website,
}

/// The changes. Cheap to copy; get it from the context.
#[derive(Clone, Copy)]
pub struct Editing {
    is_open: RwSignal<bool>,
    /// The fields as typed.
    pub typed: RwSignal<ProfileForm>,
    /// What was wrong with them when they were last to be saved.
    pub faults: RwSignal<Vec<ProfileFault>>,
    /// How far they have come.
    pub saving: RwSignal<Saving>,
    /// The button that has opened the form: the focus goes back there.
    opener: StoredValue<Option<NodeRef<html::Button>>>,
}

impl Editing {
    /// Puts the state into the context; nothing is being edited.
    pub fn provide() {
        provide_context(Self {
            is_open: RwSignal::new(false),
            typed: RwSignal::default(),
            faults: RwSignal::default(),
            saving: RwSignal::default(),
            opener: StoredValue::new(None),
        });
    }

    /// Whether the form is open; follows changes.
    pub fn is_open(self) -> bool {
        self.is_open.get()
    }

    /// Opens the form with what holds now.
    pub fn begin(self, now: &Profile, opener: NodeRef<html::Button>) {
        self.typed.set(form_of(now));
        self.faults.set(Vec::new());
        self.saving.set(Saving::NotYet);
        self.opener.set_value(Some(opener));
        self.is_open.set(true);
    }

    /// Closes the form and lets go of what was typed.
    pub fn end(self) {
        self.is_open.set(false);
        // The button is hidden until the form has gone.
        request_animation_frame(move || {
            let opener = self.opener.try_get_value().flatten();
            let button = opener.and_then(|opener| opener.try_get_untracked().flatten());
            if let Some(button) = button {
                let _out_of_sight = button.focus();
            }
        });
    }

    /// The fault of a field; follows changes.
    pub fn fault(self, field: FieldName) -> Option<ProfileFault> {
        self.faults.with(|faults| faults.iter().copied().find(|fault| field_of(*fault) == field))
    }

    /// What saves the changes; one call at a time, however often it is asked for. Call it where the
    /// language is in the context, and what it returns in event handlers.
    pub fn saver(self) -> impl Fn() + Copy {
        let (i18n, toaster) = (use_i18n(), expect_context::<Toaster>());
        move || {
            if self.saving.get_untracked() == Saving::Underway {
                return;
            }
            let form = self.typed.get_untracked();
            let faults = faults_at_sight(&form);
            if !faults.is_empty() {
                return self.faults.set(faults);
            }
            self.saving.set(Saving::Underway);
            spawn_local(async move {
                let answer = api::save_profile(form).await;
                self.saving.set(if answer.is_ok() { Saving::NotYet } else { Saving::Failed });
                match answer {
                    Ok(faults) if faults.is_empty() => {
                        self.end();
                        toaster.say(tu_string!(i18n, profile.saved));
                    }
                    Ok(faults) => self.faults.set(faults),
                    Err(ApiError::SignedOut) => browser::go_to_login(),
                    Err(_) => {}
                }
            });
        }
    }
}

/// What holds now, to be changed.
fn form_of(profile: &Profile) -> ProfileForm {
    let Profile { about, phone, website } = profile;
    ProfileForm {
        about: about.as_ref().map(|about| about.as_str().to_owned()).unwrap_or_default(),
        phone: phone.as_ref().map(|phone| phone.shown.clone()).unwrap_or_default(),
        website: website.as_ref().map(|website| website.as_str().to_owned()).unwrap_or_default(),
    }
}

/// What needs no server to be seen. It knows the rest.
fn faults_at_sight(form: &ProfileForm) -> Vec<ProfileFault> {
    About::parse(&form.about).err().map(|_| ProfileFault::AboutTooLong).into_iter().collect()
}

const fn field_of(fault: ProfileFault) -> FieldName {
    match fault {
        ProfileFault::AboutTooLong => FieldName::About,
        ProfileFault::PhoneUnknown => FieldName::Phone,
        ProfileFault::WebsiteUnknown => FieldName::Website,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Phone, Website, profile::ABOUT_MAX};

    #[test]
    fn the_form_begins_with_what_holds() {
        let profile = Profile {
            about: About::parse("Kitchens\nand baths").unwrap(),
            phone: Some(Phone { number: "+81312345678".into(), shown: "03-1234-5678".into() }),
            website: Some(Website::try_from("https://sagawa.example/".to_owned()).unwrap()),
        };
        let form = form_of(&profile);
        assert_eq!(form.about, "Kitchens\nand baths");
        assert_eq!(form.phone, "03-1234-5678");
        assert_eq!(form.website, "https://sagawa.example/");
        assert_eq!(form_of(&Profile::default()), ProfileForm::default());
    }

    #[test]
    fn too_long_an_introduction_is_not_sent() {
        let form = |about: String| ProfileForm { about, ..ProfileForm::default() };
        assert_eq!(faults_at_sight(&form("あ".repeat(ABOUT_MAX))), []);
        let faults = faults_at_sight(&form("あ".repeat(ABOUT_MAX + 1)));
        assert_eq!(faults, [ProfileFault::AboutTooLong]);
    }
}
