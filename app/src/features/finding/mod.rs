//! Finding somebody by what is typed, and choosing them: several with a box each ([`choices`]), or one
//! with a press ([`offers`]).

pub mod choices;
pub mod finder;
pub mod offers;
