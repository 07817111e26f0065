//! A request as a value.

use base64::Engine as _;
use bytes::Bytes;
use hyper::header::HeaderMap;
use serde_json::{Map, Value};

use super::url::{decode, pairs};

pub(crate) use hyper::Method;

/// A request with its whole body.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: Method,
    /// As sent, still encoded.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) secure: bool,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The decoded parts of the path below a base, or `None` when it is not below it.
    pub(crate) fn below(&self, base: &str) -> Option<Vec<String>> {
        let rest = self.path.strip_prefix(base)?;
        let rest = if rest.is_empty() { rest } else { rest.strip_prefix('/')? };
        Some(rest.split('/').filter(|part| !part.is_empty()).map(decode).collect())
    }

    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        pairs(&self.query).into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// A field of a form in the body.
    pub(crate) fn form(&self, name: &str) -> Option<String> {
        self.form_pairs().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Every field of a form in the body.
    pub(crate) fn form_pairs(&self) -> impl Iterator<Item = (String, String)> + use<> {
        pairs(std::str::from_utf8(&self.body).unwrap_or_default()).into_iter()
    }

    pub(crate) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    pub(crate) fn json_object(&self) -> Option<Map<String, Value>> {
        match self.json()? {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The user name and password of HTTP Basic.
    pub(crate) fn basic(&self) -> Option<(String, String)> {
        let encoded = self.credentials("Basic")?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(encoded.trim()).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (user, password) = text.split_once(':')?;
        Some((user.to_owned(), password.to_owned()))
    }

    pub(crate) fn bearer(&self) -> Option<&str> {
        self.credentials("Bearer").map(str::trim)
    }

    fn credentials(&self, scheme: &str) -> Option<&str> {
        let (found, rest) = self.header("authorization")?.split_once(' ')?;
        found.eq_ignore_ascii_case(scheme).then_some(rest)
    }

    /// The parts of a multipart form by name.
    pub(crate) fn parts(&self) -> Vec<(String, Bytes)> {
        let Some(boundary) = self.header("content-type").and_then(boundary) else {
            return Vec::new();
        };
        let delimiter = format!("--{boundary}");
        let mut found = Vec::new();
        let mut rest: &[u8] = &self.body;
        while let Some(start) = find(rest, delimiter.as_bytes()) {
            rest = rest.get(start + delimiter.len()..).unwrap_or_default();
            let end = find(rest, delimiter.as_bytes()).unwrap_or(rest.len());
            let part = rest.get(..end).unwrap_or_default();
            if let Some(part) = part_of(part) {
                found.push(part);
            }
        }
        found
    }
}

fn boundary(content_type: &str) -> Option<String> {
    let (_, rest) = content_type.split_once("boundary=")?;
    let value = rest.split(';').next()?.trim().trim_matches('"');
    Some(value.to_owned())
}

fn part_of(part: &[u8]) -> Option<(String, Bytes)> {
    let head_end = find(part, b"\r\n\r\n")?;
    let head = std::str::from_utf8(part.get(..head_end)?).ok()?;
    let (_, after) = head.split_once("name=\"")?;
    let (name, _) = after.split_once('"')?;
    let content = part.get(head_end + 4..)?;
    let content = content.strip_suffix(b"\r\n").unwrap_or(content);
    Some((name.to_owned(), Bytes::copy_from_slice(content)))
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_multipart_form() {
        let body = "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n\
                    --X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\
                    Content-Type: text/plain\r\n\r\ntwo\r\n\r\n\r\n--X--\r\n";
        let mut headers = HeaderMap::new();
        headers.insert("content-type", "multipart/form-data; boundary=X".parse().unwrap());
        let request = Request {
            method: Method::POST,
            path: "/".into(),
            query: String::new(),
            headers,
            body: Bytes::from_static(body.as_bytes()),
            secure: true,
        };
        let parts = request.parts();
        assert_eq!(parts[0], ("a".into(), Bytes::from_static(b"one")));
        assert_eq!(parts[1], ("file".into(), Bytes::from_static(b"two\r\n\r\n")));
        assert_eq!(parts.len(), 2);
    }
}
