//! Replacements of a definition whose answers get lost, against a scripted server.

use serde_json::{Value, json};

use super::operation_tests::Script;
use super::testing::Answer;
use crate::error::{ErrorKind, Retry};
use crate::model::Release;

const GET: &str = "GET /apis/a/swagger";
const PUT: &str = "PUT /apis/a/swagger";
const WANTED: &str = "openapi: 3.0.1\npaths: {/new: {get: {responses: {}}}}\n";

fn kept(path: &str) -> Value {
    json!({"openapi": "3.0.1", "paths": {path: {"get": {"x-auth-type": "Any"}}}})
}

async fn replaced(read: &[&str], written: Vec<Answer>) -> (crate::Result<String>, Vec<String>) {
    let read = read.iter().map(|path| kept(path).into()).collect();
    let script = Script::start(Release::V4_7, [(GET, read), (PUT, written)]).await;
    let result = script.control_plane.update_api_definition("a", WANTED).await;
    (result, script.asked())
}

#[tokio::test]
async fn what_was_replaced_is_not_sent_again_and_what_was_not_is() {
    let (stored, asked) = replaced(&["/old", "/new"], vec![Answer::Reset]).await;
    assert_eq!((stored.unwrap(), asked), (kept("/new").to_string(), own(&[GET, PUT, GET])));
    let answers = vec![Answer::Json(503, String::new()), kept("/new").into()];
    let (stored, asked) = replaced(&["/old"], answers).await;
    assert_eq!((stored.unwrap(), asked), (kept("/new").to_string(), own(&[GET, PUT, GET, PUT])));
}

#[tokio::test]
async fn what_somebody_else_wrote_is_not_overwritten_after_a_lost_answer() {
    let (stored, asked) = replaced(&["/old", "/else"], vec![Answer::Reset]).await;
    let error = stored.unwrap_err();
    assert_eq!(
        (error.kind(), error.code(), error.retry()),
        (ErrorKind::ConcurrentChange, "update-uncertain", Retry::Ambiguous)
    );
    assert_eq!(asked, own(&[GET, PUT, GET]));
}

#[tokio::test]
async fn what_is_no_document_is_not_sent() {
    let script = Script::start(Release::V4_7, []).await;
    for (text, code) in [(" ", "empty-document"), ("no document", "invalid-definition")] {
        let error = script.control_plane.update_api_definition("a", text).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, code));
    }
    assert_eq!(script.asked(), Vec::<String>::new());
}

fn own(asked: &[&str]) -> Vec<String> {
    asked.iter().map(|line| (*line).to_owned()).collect()
}
