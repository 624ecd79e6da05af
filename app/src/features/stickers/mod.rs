//! What is fetched when a sticker is to be chosen or to move: the sheet from which members send
//! stickers, and the playing of those that LINE animates.

mod picker;
mod player;
mod recent;
mod step;

pub use picker::Picker;
pub use player::Player;
