//! How a member begins to talk with LINE users: choosing them, finding the rooms where they are together
//! already, making a new one.

mod choose;
mod describe;
pub mod fields;
mod gathering;
pub mod hindrance;
mod panel;
mod together;
mod way;

pub use panel::CreatePanel;
pub use way::{CreateAtFoot, CreateAtTop};
