//! What is typed to come in.

use crate::plain::Input;

/// The longest name, address or new password, in characters: as long as an address can be.
const LONGEST: Option<u32> = Some(254);

/// A code that nobody should remember.
pub(super) const CODE: Input = Input { longest: LONGEST, required: true, ..Input::WORDS };

/// A person's name.
pub(super) const NAME: Input = Input { autocomplete: "name", ..CODE };

/// An account's address.
pub(super) const EMAIL: Input = Input { kind: "email", autocomplete: "username", ..CODE };

/// A password that there is.
pub(super) const PASSWORD: Input =
    Input { kind: "password", autocomplete: "current-password", required: true, ..Input::WORDS };

/// A password that is being thought up, of so many characters at least.
pub(super) const fn new_password(shortest: u32) -> Input {
    Input { kind: "password", autocomplete: "new-password", shortest: Some(shortest), ..CODE }
}
