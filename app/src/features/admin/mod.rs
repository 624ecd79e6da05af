//! The admin's page: the company, who may talk with LINE users, and the directory.
//!
//! A plain document with forms, like the log-in page: it costs the members' client nothing and works
//! without any script. The server owns the routes and what is allowed; nothing here decides.

mod directory;
mod page;
mod permission;

pub use page::{AdminPage, Said, admin_page};
