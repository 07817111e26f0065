//! OAuth: clients, how they register, and their tokens (REST reference §1.1, §1.2). Who may do what with a token is said
//! in `scopes`.

mod clients;
mod registration;
mod token_life;
mod tokens;

pub(crate) use clients::{Client, RefreshToken, Secret, Token};
pub(crate) use registration::register;
pub(crate) use token_life::TokenLife;
pub(crate) use tokens::{revoke, token};
