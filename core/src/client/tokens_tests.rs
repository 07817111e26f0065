//! Tokens, without a server and against a scripted one.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use super::*;
use crate::client::options::ConnectOptions;
use crate::client::retry_options::RetryOptions;
use crate::client::testing::{Answer, Received, Server};
use crate::error::Retry;
use crate::model::Release;

fn held(expires_in: Option<i64>) -> Held {
    let account = Arc::new(Account::Client { id: "i".to_owned(), secret: SecretText::new("s") });
    let issued = IssuedToken {
        access_token: SecretText::new("a"),
        refresh_token: None,
        scope: Some("x y".to_owned()),
        expires_in,
    };
    Held::new(account, Some(issued), 1)
}

#[tokio::test(start_paused = true)]
async fn a_token_is_due_before_it_ends_and_one_without_an_end_never() {
    assert!(held(None).renew_at.is_none() && held(Some(-1)).renew_at.is_none());
    assert!(!held(Some(i64::MAX)).is_due());
    assert!(held(Some(0)).has_ended());
    for (life, due) in [(3600, 3540), (100, 90), (10, 9)] {
        let token = held(Some(life));
        let after = |at: Option<Instant>| at.unwrap() - Instant::now();
        assert_eq!(after(token.renew_at), Duration::from_secs(due));
        assert_eq!(after(token.ends_at), Duration::from_secs(life.try_into().unwrap()));
    }
    assert_eq!(*held(None).scopes.unwrap(), ["x", "y"]);
}

/// Registration and tokens as the test says.
async fn server(token: impl Fn(usize) -> Answer + Send + Sync + 'static) -> (Server, Link) {
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |received: &Received| {
        if received.line.ends_with("/register") {
            return json!({"clientId": "cid", "clientSecret": "c-s3cret"}).into();
        }
        token(asked.fetch_add(1, Ordering::SeqCst) + 1)
    })
    .await;
    let options = ConnectOptions::new().release(Release::V4_7).retry(RetryOptions::off());
    let link = Link::open(&server.url, &options).await.unwrap();
    (server, link)
}

fn issued(number: usize, expires_in: i64) -> Answer {
    json!({"access_token": format!("t{number}"), "expires_in": expires_in}).into()
}

fn password() -> Arc<Tokens> {
    Arc::new(Tokens::new(Credentials::password("admin", "hunter2")))
}

fn bearer(proof: &Proof) -> &str {
    match &proof.authorization {
        Authorization::Bearer(token) => token.expose(),
        _ => "",
    }
}

async fn thousand(tokens: &Arc<Tokens>, link: &Link) -> Vec<Result<Proof>> {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..1000 {
        let (tokens, link) = (Arc::clone(tokens), link.clone());
        tasks.spawn(async move { tokens.proof(&link, None).await });
    }
    tasks.join_all().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_calls_at_the_start_and_at_the_end_of_a_token_ask_for_one() {
    // The first one has ended as soon as it is there.
    let (server, link) = server(|number| issued(number, if number == 1 { 0 } else { 3600 })).await;
    let tokens = password();
    tokens.proof(&link, None).await.unwrap();
    assert_eq!((server.count("/oauth2/token"), server.count("/register")), (1, 1));
    for proof in thousand(&tokens, &link).await {
        assert_eq!(bearer(&proof.unwrap()), "t2");
    }
    assert_eq!((server.count("/oauth2/token"), server.count("/register")), (2, 1));

    let fresh = password();
    for proof in thousand(&fresh, &link).await {
        assert_eq!(bearer(&proof.unwrap()), "t3");
    }
    assert_eq!((server.count("/oauth2/token"), server.count("/register")), (3, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_waited_for_a_renewal_that_failed_are_told_why() {
    let (server, link) = server(|_| Answer::Json(503, String::new())).await;
    let tokens = password();
    let mut waiting = tokio::task::JoinSet::new();
    let gate = Arc::new(tokio::sync::Barrier::new(20));
    for _ in 0..20 {
        let (tokens, link, gate) = (Arc::clone(&tokens), link.clone(), Arc::clone(&gate));
        waiting.spawn(async move {
            // All note the count of failures before the first request is answered.
            let proof = tokens.proof(&link, None);
            gate.wait().await;
            proof.await.unwrap_err()
        });
    }
    for error in waiting.join_all().await {
        assert_eq!((error.code(), error.retry()), ("server-failed", Retry::Safe));
    }
    assert!(server.count("/oauth2/token") < 20, "{}", server.count("/oauth2/token"));
}

#[tokio::test]
async fn when_the_task_that_renews_gives_up_another_one_takes_over() {
    let (server, link) =
        server(|number| if number == 1 { Answer::Silence } else { issued(number, 3600) }).await;
    let tokens = password();
    let start = |tokens: &Arc<Tokens>| {
        let (tokens, link) = (Arc::clone(tokens), link.clone());
        tokio::spawn(async move { tokens.proof(&link, None).await })
    };
    let first = start(&tokens);
    while server.count("/oauth2/token") == 0 {
        tokio::task::yield_now().await;
    }
    let others = [start(&tokens), start(&tokens)];
    tokio::task::yield_now().await;
    first.abort();
    for other in others {
        assert_eq!(bearer(&other.await.unwrap().unwrap()), "t2");
    }
    assert_eq!((server.count("/oauth2/token"), server.count("/register")), (2, 1));
    assert_eq!(link.pipeline().limiter.under_way(), 0);
}

#[tokio::test]
async fn a_token_that_still_serves_is_used_while_it_is_renewed_and_when_that_fails() {
    let (server, link) = server(|number| match number {
        1 => issued(1, 3600),
        _ => Answer::Json(503, String::new()),
    })
    .await;
    let tokens = password();
    tokens.proof(&link, None).await.unwrap();
    {
        let mut current = tokens.current();
        let held = Arc::get_mut(current.held.as_mut().unwrap()).unwrap();
        held.renew_at = Some(Instant::now()); // due, and good for an hour
    }
    let renewing = tokens.renewal.lock().await;
    assert_eq!(bearer(&tokens.proof(&link, None).await.unwrap()), "t1", "somebody else renews");
    drop(renewing);
    for _ in 0..3 {
        assert_eq!(bearer(&tokens.proof(&link, None).await.unwrap()), "t1");
    }
    assert_eq!(server.count("/oauth2/token"), 2, "a renewal that failed is not tried each time");
}

#[tokio::test]
async fn a_client_that_was_deleted_is_registered_again_once() {
    let (server, link) = server(|number| match number {
        1 => issued(1, 0),
        2 => Answer::Json(401, r#"{"error":"invalid_client"}"#.to_owned()),
        number => issued(number, 3600),
    })
    .await;
    let tokens = password();
    tokens.proof(&link, None).await.unwrap();
    assert_eq!(bearer(&tokens.proof(&link, None).await.unwrap()), "t3");
    assert_eq!(server.count("/register"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_is_asked_when_its_token_ends_or_is_refused_by_one_task_at_a_time() {
    let (_, link) = server(|_| Answer::Reset).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let credentials = Credentials::callback(move || {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            tokio::task::yield_now().await;
            let life = Duration::from_secs(if number == 1 { 0 } else { 3600 });
            Ok(Credentials::expiring_token(format!("t{number}"), life))
        }
    });
    let tokens = Arc::new(Tokens::new(credentials));
    assert_eq!(bearer(&tokens.proof(&link, None).await.unwrap()), "t1");
    for proof in thousand(&tokens, &link).await {
        assert_eq!(bearer(&proof.unwrap()), "t2");
    }
    let refused = tokens.proof(&link, None).await.unwrap().generation;
    for _ in 0..10 {
        assert_eq!(bearer(&tokens.proof(&link, refused).await.unwrap()), "t3");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn what_a_callback_does_wrong_is_said() {
    let (_, link) = server(|_| Answer::Reset).await;
    let failing = Credentials::callback(|| async { Err("the vault is sealed".into()) });
    let error = Tokens::new(failing).proof(&link, None).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Unauthenticated, "credentials-callback-failed")
    );
    assert!(error.message().contains("the vault is sealed"), "{error}");
    let nested = Credentials::callback(|| async {
        Ok(Credentials::callback(|| async { Ok(Credentials::token("t")) }))
    });
    let error = Tokens::new(nested).proof(&link, None).await.unwrap_err();
    assert_eq!(error.code(), "nested-credentials-callback");
}

#[tokio::test]
async fn refusals_of_the_registration_say_what_to_do() {
    for (status, body, code, advice) in [
        (
            403,
            "Access is forbidden to the application",
            "client-of-another-user",
            "`gatewright_admin`",
        ),
        (
            400,
            "Logged in user and application owner should be the same",
            "registration-refused",
            "`password_with_client`",
        ),
        (
            500,
            "Dynamic Client Registration Service not available",
            "registration-unavailable",
            "`wait_until_ready`",
        ),
    ] {
        let body = json!({"code": status, "message": body, "description": ""}).to_string();
        let server = Server::start(move |_| Answer::Json(status, body.clone())).await;
        let options = ConnectOptions::new().release(Release::V4_7).retry(RetryOptions::off());
        let link = Link::open(&server.url, &options).await.unwrap();
        let error = password().proof(&link, None).await.unwrap_err();
        assert_eq!(error.code(), code);
        assert!(error.message().contains(advice), "{error}");
        let retry = if status == 500 { Retry::Safe } else { Retry::Never };
        assert_eq!(error.retry(), retry);
    }
}
