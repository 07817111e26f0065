//! Updates of an API whose answers get lost, against a scripted server.

use serde_json::{Value, json};

use super::ApiDocument;
use super::operation_tests::Script;
use super::testing::Answer;
use crate::error::{ErrorKind, Retry};
use crate::model::Release;

const GET: &str = "GET /apis/a";
const PUT: &str = "PUT /apis/a";

fn pets(description: &str, updated: &str) -> Value {
    json!({"id": "a", "name": "Pets", "version": "1.0.0", "context": "/pets", "description": description,
        "lastUpdatedTime": updated})
}

fn document(value: &Value) -> ApiDocument {
    ApiDocument::from_value(value).unwrap()
}

#[tokio::test]
async fn an_update_that_was_made_is_not_sent_again() {
    let (before, made) = (pets("old", "1"), pets("new", "2"));
    for lost in [Answer::Reset, Answer::Half, Answer::Json(503, String::new())] {
        let read = vec![before.clone().into(), made.clone().into()];
        let script = Script::start(Release::V4_2, [(GET, read), (PUT, vec![lost])]).await;
        let updated = script.control_plane.update_api(&document(&pets("new", "1"))).await.unwrap();
        assert_eq!((updated.last_updated(), script.asked()), ("2", own([GET, PUT, GET])));
    }
}

#[tokio::test]
async fn an_update_that_was_not_made_is_sent_again() {
    let answers = vec![Answer::Json(503, String::new()), Answer::Reset, pets("new", "2").into()];
    let read = vec![pets("old", "1").into()];
    let script = Script::start(Release::V4_7, [(GET, read), (PUT, answers)]).await;
    let updated = script.control_plane.update_api(&document(&pets("new", "1"))).await.unwrap();
    assert_eq!(updated.last_updated(), "2");
    // What a server said is over is read once; what may still be at work, four times.
    assert_eq!(script.asked(), own([GET, PUT, GET, PUT, GET, GET, GET, GET, PUT]));
}

#[tokio::test]
async fn a_slow_update_is_waited_for() {
    let (before, made) = (pets("old", "1"), pets("new", "2"));
    let read = vec![before.clone().into(), before.clone().into(), before.into(), made.into()];
    let script = Script::start(Release::V3_2, [(GET, read), (PUT, vec![Answer::Reset])]).await;
    script.control_plane.update_api(&document(&pets("new", "1"))).await.unwrap();
    assert_eq!(script.asked(), own([GET, PUT, GET, GET, GET]));
}

#[tokio::test]
async fn what_somebody_else_wrote_is_not_overwritten_after_a_lost_answer() {
    let read = vec![pets("old", "1").into(), pets("somebody else's", "2").into()];
    let script = Script::start(Release::V4_7, [(GET, read), (PUT, vec![Answer::Reset])]).await;
    let error = script.control_plane.update_api(&document(&pets("new", "1"))).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code(), error.retry(), error.operation()),
        (ErrorKind::ConcurrentChange, "update-uncertain", Retry::Ambiguous, "update_api")
    );
    assert!(std::error::Error::source(&error).is_some(), "what lost the answer: {error:?}");
    assert_eq!(script.asked(), own([GET, PUT, GET]));
}

#[tokio::test]
async fn without_a_time_of_the_last_change_what_is_stored_tells() {
    let read = vec![pets("old", "").into()];
    let answers = vec![Answer::Json(502, String::new()), pets("new", "").into()];
    let script = Script::start(Release::V3_0, [(GET, read), (PUT, answers)]).await;
    script.control_plane.update_api(&document(&pets("new", ""))).await.unwrap();
    assert_eq!(script.asked(), own([GET, PUT, GET, GET, GET, GET, PUT]));

    let read = vec![pets("old", "").into(), pets("somebody else's", "").into()];
    let script = Script::start(Release::V3_0, [(GET, read), (PUT, vec![Answer::Half])]).await;
    let error = script.control_plane.update_api(&document(&pets("new", ""))).await.unwrap_err();
    assert_eq!((error.code(), script.asked()), ("update-uncertain", own([GET, PUT, GET])));
}

#[tokio::test]
async fn an_update_of_what_is_gone_says_so_and_that_it_may_have_been_made() {
    let gone = Answer::Json(404, r#"{"code":900308,"message":"API not found"}"#.to_owned());
    let read = vec![pets("old", "1").into(), gone];
    let script = Script::start(Release::V4_7, [(GET, read), (PUT, vec![Answer::Reset])]).await;
    let error = script.control_plane.update_api(&document(&pets("new", "1"))).await.unwrap_err();
    assert_eq!((error.code(), error.retry()), ("connection-lost", Retry::Ambiguous));
    assert!(error.context().iter().any(|(key, _)| *key == "read_back"), "{error:?}");
    assert_eq!(script.asked(), own([GET, PUT, GET]));
}

fn own<const N: usize>(lines: [&str; N]) -> Vec<String> {
    lines.map(str::to_owned).to_vec()
}
