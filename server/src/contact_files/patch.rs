//! What a file says of one contact: what it does not speak of stays as it is.

use app::domain::{
    ContactForm, ContactId,
    contact::{CustomField, Way},
};

/// What one card or line says, as it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    /// Whom it means, if it came from here.
    pub id: Option<ContactId>,
    /// The name.
    pub name: Option<String>,
    /// How it is read.
    pub reading: Option<String>,
    /// Where they work.
    pub company: Option<String>,
    /// As what.
    pub title: Option<String>,
    /// Phone numbers.
    pub phones: Option<Vec<Way>>,
    /// E-mail addresses.
    pub emails: Option<Vec<Way>>,
    /// Where they are.
    pub address: Option<String>,
    /// When they were born.
    pub birthday: Option<String>,
    /// What else is to be known.
    pub memo: Option<String>,
    /// The company's own fields.
    pub custom: Option<Vec<CustomField>>,
    /// The company's tags, with commas between them.
    pub tags: Option<String>,
}

impl Patch {
    /// The form with what this says in it.
    #[must_use]
    pub fn apply(&self, form: ContactForm) -> ContactForm {
        let said = self.clone();
        ContactForm {
            name: said.name.unwrap_or(form.name),
            reading: said.reading.unwrap_or(form.reading),
            company: said.company.unwrap_or(form.company),
            title: said.title.unwrap_or(form.title),
            phones: said.phones.unwrap_or(form.phones),
            emails: said.emails.unwrap_or(form.emails),
            address: said.address.unwrap_or(form.address),
            birthday: said.birthday.unwrap_or(form.birthday),
            memo: said.memo.unwrap_or(form.memo),
            custom: said.custom.unwrap_or(form.custom),
            tags: said.tags.unwrap_or(form.tags),
            my_tags: form.my_tags,
        }
    }
}
