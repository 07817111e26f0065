//! The definition of an API in the Publisher: an `OpenAPI` document as the server keeps it.

use crate::model::Release;
use crate::rest::encode::Part;
use crate::rest::operation::{GET_DEFINITION, UPDATE_DEFINITION};
use crate::rest::portal::read_definition;
use crate::rest::request::{Body, Call};

/// The definition as text: of an API, or of a revision of one by the revision's identifier.
pub(crate) fn get(release: Release, api_id: &str) -> Call<String> {
    let target = GET_DEFINITION.target(release, &[api_id], &[]);
    Call::new(&GET_DEFINITION, target, Body::Empty, read_definition)
}

/// Replaces the definition, JSON or YAML; the answer is what the server keeps of it.
pub(crate) fn update(release: Release, api_id: &str, definition: &str) -> Call<String> {
    let target = UPDATE_DEFINITION.target(release, &[api_id], &[]);
    let parts = vec![Part::field("apiDefinition", definition.to_owned())];
    Call::new(&UPDATE_DEFINITION, target, Body::Multipart(parts), read_definition)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rest::testing::BASES;

    #[test]
    fn each_release_has_it_below_the_api() {
        for (release, publisher, _) in BASES {
            let read = get(release, "a/1");
            assert_eq!(read.request.line(), format!("GET {publisher}/apis/a%2F1/swagger"));
            assert_eq!(read.read(br#"{"openapi":"3.0.1"}"#).unwrap(), r#"{"openapi":"3.0.1"}"#);
            let written = update(release, "a/1", "openapi: 3.0.1\n");
            assert_eq!(written.request.line(), format!("PUT {publisher}/apis/a%2F1/swagger"));
            assert_eq!(
                written.request.text(),
                "--gatewright\r\nContent-Disposition: form-data; name=\"apiDefinition\"\r\n\r\nopenapi: 3.0.1\n\r\n\
                 --gatewright--\r\n"
            );
            // The documents say that it is a text.
            assert_eq!(written.read(br#""{\"swagger\":1}""#).unwrap(), r#"{"swagger":1}"#);
            assert!(written.read(b"<html></html>").is_err());
        }
    }
}
