//! The member's own photo: `GET /profile/photo`, `POST /profile/photo`, `POST /profile/photo/remove`; and
//! how an uploaded picture is read ([`upload`]), for the admin's pages too.

mod own;
#[cfg(test)]
mod tests;
pub mod upload;

pub use own::routes;
