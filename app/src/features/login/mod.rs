//! The pages outside the messenger: log in, set up the first admin, choose a password, and what went
//! wrong.
//!
//! They are whole documents without any script: they work before the client has arrived, where it
//! cannot come, and while the server is away (the service worker keeps one of them). The server
//! owns the routes, checks what is posted, and passes in what to show; nothing here knows an account.

mod entry;
mod error;
mod input;
mod password;
mod setup;

pub use entry::{LoginPage, Occasion, Refusal, login_page};
pub use error::{Trouble, error_page};
pub use password::{PasswordPage, Typed, password_page};
pub use setup::{SetupField, SetupPage, setup_page};
