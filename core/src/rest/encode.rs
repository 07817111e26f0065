//! Texts as they stand in URLs, forms and multipart bodies.

use std::fmt::Write as _;

/// A text as one path segment or one query value: everything but letters, digits and `-._~` is escaped.
pub(crate) fn percent(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// `name=value&name=value`
pub(crate) fn query<'t>(pairs: impl IntoIterator<Item = (&'t str, &'t str)>) -> String {
    let pairs: Vec<String> =
        pairs.into_iter().map(|(name, value)| format!("{name}={}", percent(value))).collect();
    pairs.join("&")
}

/// One part of a multipart body. It does not print: it may hold secrets.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) name: &'static str,
    pub(crate) file_name: Option<&'static str>,
    pub(crate) content_type: Option<&'static str>,
    pub(crate) content: Vec<u8>,
}

impl Part {
    pub(crate) fn field(name: &'static str, content: String) -> Self {
        Self { name, file_name: None, content_type: None, content: content.into_bytes() }
    }
}

/// The content type and bytes of a `multipart/form-data` body. The boundary follows from the parts: the same parts give
/// the same bytes.
pub(crate) fn multipart(parts: &[Part]) -> (String, Vec<u8>) {
    let mut boundary = String::from("gatewright");
    while parts.iter().any(|part| holds(&part.content, boundary.as_bytes())) {
        boundary.push('-');
    }
    let mut body = Vec::new();
    for part in parts {
        let mut head =
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", part.name);
        if let Some(file_name) = part.file_name {
            let _ = write!(head, "; filename=\"{file_name}\"");
        }
        if let Some(content_type) = part.content_type {
            let _ = write!(head, "\r\nContent-Type: {content_type}");
        }
        head.push_str("\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(&part.content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

fn holds(content: &[u8], text: &[u8]) -> bool {
    content.windows(text.len()).any(|window| window == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boundary_never_occurs_in_a_part() {
        let (content_type, body) =
            multipart(&[Part::field("a", "gatewright gatewright-".to_owned())]);
        assert_eq!(content_type, "multipart/form-data; boundary=gatewright--");
        let body = String::from_utf8(body).unwrap();
        assert_eq!(
            body,
            "--gatewright--\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ngatewright gatewright-\r\n\
             --gatewright----\r\n"
        );
    }

    #[test]
    fn queries_are_escaped() {
        assert_eq!(
            query([("action", "Re-Publish"), ("q", "a b&ü+")]),
            "action=Re-Publish&q=a%20b%26%C3%BC%2B"
        );
    }
}
