//! What a member chooses for themselves, and how a page knows it before it knows the member.

pub mod chosen;
pub mod cookies;
mod page;
mod read_marks;

pub use chosen::Chosen;
pub use page::SettingsPage;
