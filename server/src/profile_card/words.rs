//! What is written on a card, measured.

use app::{
    domain::{About, Introduction, Website},
    ui::face::initials,
};

use super::{
    CardError,
    lines::Ellipsis,
    measure::{Cluster, measure},
};

/// Everything that is written. What there is nothing of is empty.
pub(super) struct Words {
    /// The name; the ID where no font has anything of the name.
    pub name: Vec<Cluster>,
    /// Group and company.
    pub place: Vec<Cluster>,
    /// The introduction, line by line.
    pub about: Vec<Vec<Cluster>>,
    /// What to do with the ID, in the language of the card.
    pub invitation: Vec<Cluster>,
    /// The official account's ID.
    pub line_id: Vec<Cluster>,
    /// The phone number, as it is read.
    pub phone: Vec<Cluster>,
    /// The website, as it is read.
    pub website: Vec<Cluster>,
    /// What stands where there is no photo.
    pub initials: Vec<Cluster>,
    /// What stands for what is cut.
    pub ellipsis: Ellipsis,
}

impl Words {
    /// Measures what is written for a member.
    ///
    /// # Errors
    /// See [`measure`].
    pub(super) fn of(card: &Introduction, invitation: &str) -> Result<Self, CardError> {
        let profile = &card.profile;
        let place = card.place().unwrap_or_default();
        let initials = initials(&card.name);
        let phone = profile.phone.as_ref().map_or("", |phone| &phone.shown);
        let website = profile.website.as_ref().map_or("", Website::shown);
        let about = profile.about.as_ref().map_or("", About::as_str);
        let [wide, narrow] = Ellipsis::TEXTS;
        let one_line = [
            wide,
            narrow,
            &initials,
            website,
            phone,
            &card.line_id,
            invitation,
            &place,
            &card.name,
        ];
        let mut measured = measure(&one_line.into_iter().chain(about.lines()).collect::<Vec<_>>())?;
        let about = measured.split_off(one_line.len());
        let mut next = || measured.pop().unwrap_or_default();
        let (name, place, invitation, line_id) = (next(), next(), next(), next());
        let (phone, website, initials) = (next(), next(), next());
        let ellipsis = Ellipsis { narrow: next(), wide: next() };
        let name = if name.is_empty() { line_id.clone() } else { name };
        let initials =
            if initials.is_empty() { name[..name.len().min(1)].to_vec() } else { initials };
        Ok(Self { name, place, about, invitation, line_id, phone, website, initials, ellipsis })
    }
}
