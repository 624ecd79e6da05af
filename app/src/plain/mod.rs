//! Plain pages: whole documents that the server draws alone, without any script. They work before the
//! client has arrived, where it cannot come, and they cost it nothing.
//!
//! The parts that these pages are made of, without business words, as [`crate::ui`] has them for the
//! client. Each feature owns its pages; the server owns their routes.

mod choice;
mod document;
mod field;
mod logo;
mod said;
mod sheet;
mod textarea;
mod upload;

pub use choice::{radio, switch, tick};
pub use document::{Frame, document, whole, with_head};
pub use field::{Field, Input, Note};
pub use logo::Logo;
pub use said::{Said, Tone};
pub use sheet::{Back, Sheet};
pub use textarea::textarea_content;
pub use upload::TextUpload;
