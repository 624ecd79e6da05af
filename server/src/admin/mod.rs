//! The admin's page: its acts ([`office`]), and its routes ([`pages`]). To everybody else it does not
//! exist.

mod office;
mod pages;

#[cfg(test)]
mod tests;

pub use pages::routes;
