//! The admin's pages: the company and who may talk with LINE users, and the directory.
//!
//! Plain documents with forms, like the log-in page: they cost the members' client nothing and work
//! without any script. The server owns the routes and what is allowed; nothing here decides. A further
//! part is a file of its own with its [`Part`], which is named in [`frame`].

mod company;
mod frame;
mod members;
mod permission;
mod picture;

pub use company::{CompanyField, CompanyPage, CompanySaid, company_page};
pub use frame::{Part, Said, Tone};
pub use members::{MembersPage, MembersSaid, members_page};
pub use picture::{PicturePage, Whose, picture_page};
