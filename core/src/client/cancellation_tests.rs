//! A future that is dropped at any point leaves nothing behind, and the session stays of use.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;

use super::testing::{Answer, Received, Server, polled};
use super::{ConnectOptions, ControlPlane, Credentials, RetryOptions};
use crate::error::Result;
use crate::model::{KeyType, Release};

/// A control plane on which everything is there already, whose tokens end at once, and which fails every third request,
/// so that renewals and repetitions are dropped as well.
fn answer(count: usize, received: &Received) -> Answer {
    let line = received.line.as_str();
    if count % 3 == 2 {
        return Answer::Json(503, String::new());
    }
    if line.ends_with("/register") {
        return json!({"clientId": "c", "clientSecret": "s"}).into();
    }
    if line == "POST /oauth2/token" {
        return json!({"access_token": "t", "scope": "", "expires_in": 0}).into();
    }
    if line.contains("/publisher/v4/settings") {
        return json!({"environment": [{"name": "Default", "vhosts": [{"host": "gw", "httpsPort": 8243}]}]})
            .into();
    }
    if line.contains("/publisher/v4/apis?") {
        return json!({"list": [{"id": "1", "name": "Pets", "version": "1", "context": "/pets",
            "lifeCycleStatus": "PUBLISHED"}], "pagination": {"total": 1}})
        .into();
    }
    if line.starts_with("POST ") && line.ends_with("/applications") {
        return Answer::Json(201, r#"{"applicationId":"a","name":"new"}"#.to_owned());
    }
    if line.contains("/applications?") {
        return json!({"list": [{"applicationId": "a", "name": "quick"}]}).into();
    }
    if line.contains("/oauth-keys") {
        return json!({"list": [{"consumerKey": "k", "consumerSecret": "s", "keyType": "PRODUCTION"}]})
            .into();
    }
    let endpoints = json!({"production_endpoints": {"url": "https://backend"}});
    json!({"endpointURLs": [], "list": [], "endpointConfig": endpoints, "lifeCycleStatus": "PUBLISHED"})
        .into()
}

/// Every operation that is dropped, by number; the last one is none.
async fn run(number: usize, control_plane: &ControlPlane) -> Option<Result<()>> {
    Some(match number {
        0 => control_plane.environments().await.map(drop),
        1 => control_plane.apis().await.map(drop),
        2 => control_plane.api("Pets", "1").await.map(drop),
        3 => control_plane.endpoint_urls("Pets", "1").await.map(drop),
        4 => control_plane.application("quick").await.map(drop),
        5 => control_plane.application("new").await.map(drop),
        6 => match control_plane.application("quick").await {
            Ok(application) => application.keys(KeyType::Production).await.map(drop),
            Err(error) => Err(error),
        },
        7 => match control_plane.application("quick").await {
            Ok(application) => application.subscribe("Pets", "1").await,
            Err(error) => Err(error),
        },
        _ => return None,
    })
}

#[tokio::test]
async fn an_operation_that_is_dropped_after_any_poll_leaves_nothing_behind() {
    let requests = AtomicUsize::new(0);
    let server =
        Server::start(move |received| answer(requests.fetch_add(1, Ordering::SeqCst), received))
            .await;
    let retry = RetryOptions::new().first_delay(Duration::from_micros(1)).attempts(9);
    let options = ConnectOptions::new().release(Release::V4_7).retry(retry).max_concurrency(1);
    let credentials = Credentials::password("admin", "x");
    let control_plane = ControlPlane::connect(&server.url, credentials, options).await.unwrap();
    let pipeline = control_plane.session.link.pipeline();
    let mut operations = 0;
    while run(operations, &control_plane).await.is_some() {
        let mut dropped = 0;
        for polls in 0.. {
            let done = polled(polls, run(operations, &control_plane)).await;
            assert_eq!(pipeline.limiter.under_way(), 0, "operation {operations}, {polls} polls");
            assert!(pipeline.budget.is_full(), "operation {operations}, {polls} polls");
            match done {
                None => dropped += 1,
                Some(result) => {
                    result.unwrap().unwrap_or_else(|error| panic!("{operations}: {error:?}"));
                    break;
                }
            }
            // One permit, one renewal: a leak of either would wait here for ever.
            control_plane.environments().await.unwrap();
        }
        assert!(dropped > 3, "operation {operations} was dropped {dropped} times");
        operations += 1;
    }
    assert_eq!(operations, 8);
}

#[tokio::test]
async fn a_connection_that_is_given_up_leaves_nothing_behind() {
    let server = Server::start(|received| answer(0, received)).await;
    for polls in 0.. {
        let options = ConnectOptions::new().release(Release::V4_7);
        let credentials = Credentials::password("admin", "x");
        let connect = ControlPlane::connect(&server.url, credentials, options);
        if let Some(connected) = polled(polls, connect).await {
            assert_eq!(connected.unwrap().environments().await.unwrap().len(), 1);
            return;
        }
    }
}
