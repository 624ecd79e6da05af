//! What a member is to LINE users: how they are found (ID, URL, QR code), and what is seen of them.
//!
//! Nothing of it is shown to a member who may not talk with LINE users: [`Reach`] decides.

mod card;
mod card_file;
mod editing;
mod form;
mod give;
mod hello;
mod home;
mod page;
mod panels;
pub mod qr;
pub mod reach;
mod save;
mod seen;
mod share;

pub use editing::Editing;
pub use home::HomePage;
pub use page::ProfilePage;
pub use panels::ProfilePanels;
pub use reach::Reach;
