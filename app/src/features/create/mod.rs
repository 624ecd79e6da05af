//! How a member begins to talk with LINE users: choosing them, finding the rooms where they are together
//! already, making a new one. Choosing people, step by step, serves rooms that exist as well.

pub mod choices;
mod choose;
mod describe;
pub mod fields;
pub mod finder;
mod gathering;
pub mod hindrance;
mod panel;
mod together;
mod way;

pub use panel::CreatePanel;
pub use way::{CreateAtFoot, CreateAtTop};
