//! The page on which a member writes the greeting for their new friends, and the field that it shares
//! with the admin's page.
//!
//! A plain document with a form, like the log-in page. The server owns the route and checks what is
//! posted; nothing here decides.

mod field;
mod page;

pub(crate) use field::GreetingField;
pub use page::{GreetingPage, GreetingSaid, greeting_page};
