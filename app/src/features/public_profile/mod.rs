//! What people outside the company see of a member, and where the member says under which address.
//!
//! Plain documents without any script, like the log-in page: they work in whatever browser a LINE user
//! opens them. The server owns the routes and decides whether there is anything to show.

mod chooser;
mod page;

pub use chooser::{ChooserPage, ChooserSaid, chooser_page};
pub use page::{PublicProfile, public_page};

use crate::i18n::{Locale, td_string};

/// What a profile card says of the ID on it.
pub fn invitation(locale: Locale) -> &'static str {
    td_string!(locale, public.invitation)
}
