//! The admin's pages: the company and who may talk with LINE users, the directory and its groups, the
//! connections, the greeting.
//!
//! Plain documents with forms, like the log-in page: they cost the members' client nothing and work
//! without any script. The server owns the routes and what is allowed; nothing here decides. A further
//! part is a file of its own with its [`Part`], which is named in [`frame`].

mod company;
mod connections;
mod frame;
mod greeting;
mod groups;
mod import;
mod input;
mod member;
mod members;
mod permission;
mod picture;

pub use company::{CompanyField, CompanyPage, CompanySaid, company_page};
pub use connections::{
    ConnectPage, ConnectTyped, ConnectWrong, ConnectionsPage, ConnectionsSaid, Holder, OnePage,
    SecretWrong, Stand, connect_page, connections_page, one_page,
};
pub use frame::Part;
pub use greeting::{GreetingFaults, GreetingsPage, GreetingsSaid, GreetingsTyped, greetings_page};
pub use groups::{GroupFault, GroupsPage, GroupsSaid, MergePage, groups_page, merge_page};
pub use import::{
    BadLine, ColumnNames, ImportPage, ImportedPage, LineFault, Preview, import_page, imported_page,
};
pub use member::{
    LinkPage, MemberFault, MemberForm, MemberPage, MemberSaid, NewMemberPage, link_page,
    member_page, new_member_page,
};
pub use members::{MembersPage, MembersSaid, members_page};
pub use picture::{PicturePage, Whose, picture_page};
