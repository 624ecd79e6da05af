//! The pages on which a picture is uploaded: the member's own photo and a room's here, and the form that
//! the admin's pages show too.
//!
//! Plain documents with forms, like the log-in page: choosing a file needs no script, and the members'
//! client stays as it is. What may be uploaded and who may do it is the server's to say.

mod form;
mod page;
mod room;

pub use form::{PhotoFault, PhotoForm, PhotoSaid, Presence};
pub(crate) use page::sitter;
pub use page::{MyPhotoPage, my_photo_page};
pub use room::{RoomPhotoPage, room_photo_page, room_photo_path};
