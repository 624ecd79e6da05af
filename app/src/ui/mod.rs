//! The parts that every feature is made of. They know no rooms, no messages and no server: what they
//! show and what happens on a click comes from whoever uses them.

pub mod again;
pub mod banner;
pub mod blank;
pub mod copy;
pub mod dialog;
pub mod did_not_load;
pub mod each;
pub mod early;
pub mod face;
pub mod field;
pub mod find;
pub mod head;
pub mod icon;
pub mod in_sight;
pub mod mark;
pub mod menu;
pub mod part;
pub mod press;
pub mod skeleton;
pub mod toast;

pub use again::Again;
pub use banner::Banner;
pub use blank::{Blank, Blankness};
pub use copy::Copy;
pub use dialog::Dialog;
pub use did_not_load::DidNotLoad;
pub use each::Each;
pub use early::Early;
pub use face::{Face, Faces, Mark, Portrait, Shape};
pub use field::Field;
pub use find::Find;
pub use head::HeadLinks;
pub use icon::Icon;
pub use in_sight::{InSight, Rows, Sight};
pub use mark::{Kakehashi, LineMark};
pub use menu::{Menu, MenuSheet};
pub use part::{Missing, Part};
pub use press::press;
pub use skeleton::{RoomsSkeleton, TalkSkeleton};
pub use toast::{Toaster, Toasts};
