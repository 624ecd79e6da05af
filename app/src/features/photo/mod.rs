//! The pages on which a picture is uploaded: the member's own photo here, and the form that the admin's
//! pages show too.
//!
//! Plain documents with forms, like the log-in page: choosing a file needs no script, and the members'
//! client stays as it is. What may be uploaded and who may do it is the server's to say.

mod form;
mod page;

pub use form::{PhotoFault, PhotoForm, PhotoSaid, Presence};
pub(crate) use page::sitter;
pub use page::{MyPhotoPage, my_photo_page};
