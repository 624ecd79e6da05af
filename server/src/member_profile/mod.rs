//! What a member writes of themselves, checked: what is kept is what a phone can call and a browser
//! may open. Knows neither the database nor who asks.

mod phone;
mod website;

use app::domain::{About, Profile, ProfileFault, ProfileForm};

pub use phone::Country;

/// Reads a form as typed. Phone numbers without a country code are those of `country`.
///
/// # Errors
/// Every fault there is, in the order of the fields.
pub fn read(form: &ProfileForm, country: Country) -> Result<Profile, Vec<ProfileFault>> {
    let about = About::parse(&form.about).map_err(|_| ProfileFault::AboutTooLong);
    let phone = filled(&form.phone)
        .map(|typed| phone::read(typed, country).ok_or(ProfileFault::PhoneUnknown))
        .transpose();
    let website = filled(&form.website)
        .map(|typed| website::read(typed).ok_or(ProfileFault::WebsiteUnknown))
        .transpose();
    match (about, phone, website) {
        (Ok(about), Ok(phone), Ok(website)) => Ok(Profile { about, phone, website }),
        (about, phone, website) => {
            Err([about.err(), phone.err(), website.err()].into_iter().flatten().collect())
        }
    }
}

fn filled(typed: &str) -> Option<&str> {
    Some(typed.trim()).filter(|typed| !typed.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(about: &str, phone: &str, website: &str) -> ProfileForm {
        ProfileForm { about: about.into(), phone: phone.into(), website: website.into() }
    }

    #[test]
    fn an_empty_form_is_an_empty_profile() {
        assert_eq!(read(&form(" ", "", "\n"), Country::JAPAN), Ok(Profile::default()));
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let all = form(&"あ".repeat(501), "12", "javascript:alert(1)");
        let faults = read(&all, Country::JAPAN).unwrap_err();
        let expected =
            [ProfileFault::AboutTooLong, ProfileFault::PhoneUnknown, ProfileFault::WebsiteUnknown];
        assert_eq!(faults, expected);
    }
}
