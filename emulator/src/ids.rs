//! Random identifiers.

use std::fmt::Write as _;

/// Random bytes as lower-case hexadecimal digits.
pub(crate) fn secret() -> String {
    bytes::<16>().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A random UUID in its usual form.
pub(crate) fn uuid() -> String {
    let mut text = secret();
    for at in [20, 16, 12, 8] {
        text.insert(at, '-');
    }
    text
}

/// A random number below a limit.
pub(crate) fn below(limit: u16) -> u16 {
    u16::from_le_bytes(bytes::<2>()) % limit.max(1)
}

fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if getrandom::fill(&mut bytes).is_err() {
        // No source of randomness: identifiers must differ all the same.
        let id = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), N);
        for (byte, other) in bytes.iter_mut().zip(id.to_le_bytes().into_iter().cycle()) {
            *byte = other;
        }
    }
    bytes
}
