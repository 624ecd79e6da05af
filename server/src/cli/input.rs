//! Secrets from the standard input, where no process list and no shell history shows them.

use std::io::{self, Read};

use zeroize::Zeroizing;

use crate::secret::SecretText;

/// More than any password or channel secret has.
const MAX_BYTES: u64 = 4096;

/// What came in is no secret.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// It could not be read.
    #[error("the standard input could not be read: {0}")]
    Io(#[from] io::Error),
    /// Not text.
    #[error("the standard input is not UTF-8 text")]
    NotText,
    /// Nothing there.
    #[error("the standard input is empty, where a secret was expected")]
    Empty,
    /// More than one line, or a line that never ends.
    #[error("the standard input must be a single line of at most {MAX_BYTES} bytes")]
    NotOneLine,
}

/// Reads one line. The line break at its end, which most ways of piping add, is not part of it.
///
/// # Errors
/// When there is no line, more than one, or something that is not text.
pub fn read_secret(input: impl Read) -> Result<SecretText, InputError> {
    let mut bytes = Zeroizing::new(Vec::new());
    input.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(InputError::NotOneLine);
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| InputError::NotText)?;
    let line = text.strip_suffix('\n').unwrap_or(text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.is_empty() {
        return Err(InputError::Empty);
    }
    if line.contains(['\n', '\r']) {
        return Err(InputError::NotOneLine);
    }
    Ok(SecretText::new(line.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_with_or_without_its_end() {
        for piped in ["pass word ", "pass word \n", "pass word \r\n"] {
            assert_eq!(read_secret(piped.as_bytes()).unwrap().reveal(), "pass word ");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        assert!(matches!(read_secret(&b""[..]), Err(InputError::Empty)));
        assert!(matches!(read_secret(&b"\n"[..]), Err(InputError::Empty)));
        assert!(matches!(read_secret(&b"a\nb"[..]), Err(InputError::NotOneLine)));
        assert!(matches!(read_secret(&b"a\xff"[..]), Err(InputError::NotText)));
        assert!(matches!(read_secret(io::repeat(b'a')), Err(InputError::NotOneLine)));
    }
}
