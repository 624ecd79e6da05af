//! What a member chooses for themselves, and how a page knows it before it knows the member.

pub mod cookies;
