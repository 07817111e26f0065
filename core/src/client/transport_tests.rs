//! How requests travel: certificates, proxies, headers, addresses, repetitions.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::testing::{Answer, Received, Server};
use super::{ConnectOptions, ControlPlane, Credentials, RetryOptions};
use crate::error::{Error, ErrorKind, Retry};
use crate::model::Release;

fn options() -> ConnectOptions {
    let retry = RetryOptions::new().first_delay(Duration::from_millis(1));
    ConnectOptions::new().release(Release::V4_7).retry(retry)
}

async fn connect(url: &str, options: ConnectOptions) -> ControlPlane {
    ControlPlane::connect(url, Credentials::token("t"), options).await.unwrap()
}

fn settings(_: &Received) -> Answer {
    json!({"environment": [{"name": "Default"}]}).into()
}

fn context<'e>(error: &'e Error, key: &str) -> &'e str {
    error.context().iter().find(|(known, _)| *known == key).map_or("", |(_, value)| value)
}

/// Fails a few times, then succeeds.
fn failing(
    times: usize,
    failure: impl Fn() -> Answer + Send + Sync + 'static,
    success: impl Fn(&Received) -> Answer + Send + Sync + 'static,
) -> impl Fn(&Received) -> Answer + Send + Sync + 'static {
    let count = AtomicUsize::new(0);
    move |received| {
        if count.fetch_add(1, Ordering::SeqCst) < times { failure() } else { success(received) }
    }
}

#[tokio::test]
async fn a_client_certificate_proves_who_the_client_is_and_its_key_does_not_print() {
    let (server, ca, (certificate, key)) = Server::start_mutual_tls(settings).await;
    let trusting = options().ca_certificates(ca);
    let refused = connect(&server.url, trusting.clone()).await.environments().await.unwrap_err();
    assert!(matches!(refused.kind(), ErrorKind::Tls | ErrorKind::Connect), "{refused:?}");
    let known = trusting.clone().client_certificate(certificate.clone(), key.clone());
    assert_eq!(connect(&server.url, known.clone()).await.environments().await.unwrap().len(), 1);
    let line = key.lines().nth(1).unwrap().to_owned();
    assert!(!format!("{known:?}").contains(&line));

    let other_key = rcgen::KeyPair::generate().unwrap().serialize_pem();
    for (certificate, key) in [(certificate.clone(), other_key), (key, certificate)] {
        let wrong = trusting.clone().client_certificate(certificate, key);
        let error =
            ControlPlane::connect(&server.url, Credentials::token("t"), wrong).await.unwrap_err();
        assert_eq!(error.code(), "invalid-certificate");
        assert!(!format!("{error:?}").contains(&line));
    }
}

#[tokio::test]
async fn a_proxy_carries_what_is_not_for_this_computer() {
    let proxy = Server::start(settings).await;
    let through = options().danger_allow_plain_http().proxy(proxy.url.replace("://", "://u:p@"));
    let far = connect("http://apim.invalid:9763", through.clone()).await;
    assert_eq!(far.environments().await.unwrap().len(), 1);
    assert_eq!(proxy.lines(), ["GET http://apim.invalid:9763/api/am/publisher/v4/settings"]);
    assert_eq!(proxy.received()[0].header("proxy-authorization"), "Basic dTpw");
    assert_eq!(far.warnings()[0].code, "plain-http-allowed");
    proxy.forget();
    let server = Server::start(settings).await;
    connect(&server.url, through).await.environments().await.unwrap();
    assert_eq!((proxy.lines().len(), server.lines().len()), (0, 1));
    let unsupported = options().proxy("socks5://127.0.0.1:1");
    let error =
        ControlPlane::connect(&server.url, Credentials::token("t"), unsupported).await.unwrap_err();
    assert_eq!(error.code(), "invalid-proxy");
}

#[tokio::test]
async fn headers_of_the_users_own_go_along_and_override_nothing() {
    let server = Server::start(settings).await;
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    let own = options().user_agent("pipeline/2.1").headers(move || {
        let number = counter.fetch_add(1, Ordering::SeqCst) + 1;
        vec![("X-Ticket".to_owned(), format!("CHG-{number}"))]
    });
    let control_plane = connect(&server.url, own).await;
    for _ in 0..2 {
        control_plane.environments().await.unwrap();
    }
    let received = server.received();
    assert_eq!(received[1].header("x-ticket"), "CHG-2");
    let agent = received[0].header("user-agent");
    assert!(agent.starts_with("gatewright/") && agent.ends_with(" pipeline/2.1"), "{agent}");
    server.forget();
    let overriding =
        options().headers(|| vec![("Authorization".to_owned(), "Basic hunter2".to_owned())]);
    let error = connect(&server.url, overriding).await.environments().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "invalid-header-name"));
    assert!(!format!("{error:?}").contains("hunter2"));
    assert_eq!(server.lines().len(), 0);
    for wrong in [options().user_agent("a\nb"), options().max_concurrency(0)] {
        let error =
            ControlPlane::connect(&server.url, Credentials::token("t"), wrong).await.unwrap_err();
        assert_eq!(error.code(), "invalid-option");
    }
}

#[tokio::test]
async fn each_part_is_asked_where_it_is() {
    let empty = |_: &Received| -> Answer { json!({"list": [], "environment": []}).into() };
    let publisher = Server::start(empty).await;
    let devportal =
        Server::start(|_| json!({"list": [{"applicationId": "a", "name": "n"}]}).into()).await;
    let identity = Server::start(|received| {
        if received.line.contains("register") {
            return json!({"clientId": "c", "clientSecret": "s"}).into();
        }
        json!({"access_token": "t"}).into()
    })
    .await;
    let options = options()
        .publisher_url(&publisher.url)
        .devportal_url(&devportal.url)
        .registration_url(&identity.url)
        .token_url(format!("{}/as/token", identity.url));
    let credentials = Credentials::password("u", "p");
    let control_plane =
        ControlPlane::connect("http://127.0.0.1:1", credentials, options).await.unwrap();
    control_plane.environments().await.unwrap();
    control_plane.application("n").await.unwrap();
    assert_eq!(identity.lines(), ["POST /client-registration/v0.17/register", "POST /as/token"]);
    assert_eq!(publisher.lines(), ["GET /api/am/publisher/v4/settings"]);
    assert_eq!(devportal.count("GET /api/am/devportal/v3/applications"), 1);
}

#[tokio::test]
async fn a_compressed_answer_is_read() {
    let compressed = [
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xab, 0x56, 0x4a, 0xcd, 0x2b,
        0xcb, 0x2c, 0xca, 0xcf, 0xcb, 0x4d, 0xcd, 0x2b, 0x51, 0xb2, 0x8a, 0xae, 0x56, 0xca, 0x4b,
        0xcc, 0x4d, 0x55, 0xb2, 0x52, 0x72, 0x49, 0x4d, 0x4b, 0x2c, 0xcd, 0x29, 0x51, 0xaa, 0x8d,
        0xad, 0x05, 0x00, 0xa7, 0x97, 0xc0, 0xe4, 0x24, 0x00, 0x00, 0x00,
    ];
    let server = Server::start(move |_| {
        Answer::Headed(200, vec![("content-encoding", "gzip".to_owned())], compressed.to_vec())
    })
    .await;
    let environments = connect(&server.url, options()).await.environments().await.unwrap();
    assert_eq!(environments[0].name, "Default");
    assert!(server.received()[0].header("accept-encoding").contains("gzip"));
}

#[tokio::test]
async fn transient_failures_are_repeated_and_told_when_they_last() {
    let throttled = || Answer::Headed(429, vec![("retry-after", "0".to_owned())], Vec::new());
    let general = || {
        let body =
            r#"{"code":900967,"message":"General Error","description":"Server Error Occurred"}"#;
        Answer::Json(500, body.to_owned())
    };
    let failures: [fn() -> Answer; 6] = [
        throttled,
        general,
        || Answer::Json(502, "<html>Bad Gateway</html>".to_owned()),
        || Answer::Reset,
        || Answer::Half,
        || Answer::Json(200, "<html>login</html>".to_owned()),
    ];
    for failure in failures {
        let server = Server::start(failing(3, failure, settings)).await;
        let control_plane = connect(&server.url, options()).await;
        assert_eq!(control_plane.environments().await.unwrap().len(), 1);
        assert_eq!(server.lines().len(), 4);

        let server = Server::start(failing(usize::MAX, failure, settings)).await;
        let error = connect(&server.url, options()).await.environments().await.unwrap_err();
        assert_eq!((context(&error, "attempts"), context(&error, "gave_up")), ("4", "attempts"));
        assert_eq!((server.lines().len(), error.retry()), (4, Retry::Safe));

        let off = ConnectOptions::new().release(Release::V4_7).retry(RetryOptions::off());
        server.forget();
        connect(&server.url, off).await.environments().await.unwrap_err();
        assert_eq!(server.lines().len(), 1);
    }
    for status in [400, 403, 404, 409, 412, 501] {
        let server = Server::start(move |_| Answer::Json(status, String::new())).await;
        let error = connect(&server.url, options()).await.environments().await.unwrap_err();
        assert_eq!((server.lines().len(), error.retry()), (1, Retry::Never), "{status}");
    }
}

#[tokio::test]
async fn the_servers_own_words_are_in_the_context() {
    let body =
        r#"{"code":900504,"message":"Not found","description":"no hunter2 here","error":[]}"#;
    let server = Server::start(|_| Answer::Json(400, body.to_owned())).await;
    let credentials = Credentials::basic("u", "hunter2");
    let control_plane = ControlPlane::connect(&server.url, credentials, options()).await.unwrap();
    let error = control_plane.api("Pets", "1.0.0").await.unwrap_err();
    for (key, value) in [
        ("api_manager_code", "900504"),
        ("api_manager_message", "Not found"),
        ("api_manager_description", "no *** here"),
        ("api", "Pets"),
        ("version", "1.0.0"),
        ("status", "400"),
    ] {
        assert_eq!(context(&error, key), value, "{error:?}");
    }
}

#[tokio::test]
async fn a_deadlock_halves_what_is_under_way_and_is_repeated() {
    let deadlock = || {
        Answer::Json(
            500,
            r#"{"code":500,"description":"Deadlock found when trying to get lock"}"#.to_owned(),
        )
    };
    let server = Server::start(failing(1, deadlock, settings)).await;
    let control_plane = connect(&server.url, options()).await;
    control_plane.environments().await.unwrap();
    assert_eq!(control_plane.session.link.pipeline().limiter.limit(), 2);
}

/// A server on which one application can be made, whose first answer to that is lost.
async fn forgetful(takes_effect: bool, lost: fn() -> Answer) -> Server {
    let made = AtomicUsize::new(0);
    let posts = AtomicUsize::new(0);
    Server::start(move |received| {
        if received.line.starts_with("POST ") {
            let is_first = posts.fetch_add(1, Ordering::SeqCst) == 0;
            if !is_first || takes_effect {
                made.fetch_add(1, Ordering::SeqCst);
            }
            if is_first {
                return lost();
            }
            return Answer::Json(201, r#"{"applicationId":"a","name":"n"}"#.to_owned());
        }
        let applications =
            vec![json!({"applicationId": "a", "name": "n"}); made.load(Ordering::SeqCst)];
        json!({"list": applications}).into()
    })
    .await
}

#[tokio::test]
async fn what_must_not_be_done_twice_is_read_before_it_is_sent_again() {
    // What may still be at work is read four times; what the server says has failed, once.
    let losses: [(fn() -> Answer, usize); 3] =
        [(|| Answer::Reset, 4), (|| Answer::Half, 4), (|| Answer::Json(503, String::new()), 1)];
    for (lost, reads) in losses {
        let again = [vec!["GET", "POST"], vec!["GET"; reads], vec!["POST"]].concat();
        for (takes_effect, expected) in [(true, vec!["GET", "POST", "GET"]), (false, again)] {
            let server = forgetful(takes_effect, lost).await;
            let control_plane = connect(&server.url, options()).await;
            assert_eq!(control_plane.application("n").await.unwrap().id(), "a");
            let methods: Vec<String> = server
                .lines()
                .iter()
                .map(|line| line.split(' ').next().unwrap_or_default().to_owned())
                .collect();
            assert_eq!(methods, expected);
            assert!(control_plane.session.link.pipeline().budget.is_full());
        }
    }
    let server = forgetful(false, || Answer::Reset).await;
    let off = ConnectOptions::new().release(Release::V4_7).retry(RetryOptions::off());
    let error = connect(&server.url, off).await.application("n").await.unwrap_err();
    assert_eq!((error.retry(), server.count("POST ")), (Retry::Ambiguous, 1));
}

#[tokio::test]
async fn what_cannot_be_read_back_is_not_sent_again() {
    let posted = AtomicUsize::new(0);
    let server = Server::start(move |received| {
        if received.line.starts_with("POST ") {
            posted.fetch_add(1, Ordering::SeqCst);
            return Answer::Reset;
        }
        if posted.load(Ordering::SeqCst) > 0 {
            return Answer::Json(404, r#"{"code":404,"message":"gone"}"#.to_owned());
        }
        json!({"list": []}).into()
    })
    .await;
    let error = connect(&server.url, options()).await.application("n").await.unwrap_err();
    assert_eq!((error.retry(), server.count("POST ")), (Retry::Ambiguous, 1));
    assert!(context(&error, "read_back").contains("gone"), "{error:?}");
}

#[tokio::test]
async fn connections_are_kept_and_each_has_one_handshake() {
    let (server, ca) = Server::start_tls(|received| {
        if received.line.ends_with("/register") {
            return json!({"clientId": "c", "clientSecret": "s"}).into();
        }
        if received.line == "POST /oauth2/token" {
            return json!({"access_token": "t"}).into();
        }
        settings(received)
    })
    .await;
    let credentials = Credentials::password("u", "p");
    let options = options().ca_certificates(ca);
    let control_plane = ControlPlane::connect(&server.url, credentials, options).await.unwrap();
    for _ in 0..50 {
        control_plane.environments().await.unwrap();
    }
    assert_eq!(server.connections(), (1, 1), "one after the other they need one connection");

    // Four at a time, as many as a session begins with.
    let four = || async {
        let call = || control_plane.environments();
        let (a, b, c, d) = tokio::join!(call(), call(), call(), call());
        [a, b, c, d].map(|done| done.unwrap().len())
    };
    four().await;
    // A connection that was begun for a request that another one served in the end is kept as well.
    while server.connections().0 != server.connections().1 || server.connections().0 < 4 {
        four().await;
    }
    let (made, shaken) = server.connections();
    for _ in 0..50 {
        assert_eq!(four().await, [1, 1, 1, 1]);
    }
    assert_eq!(server.connections(), (made, shaken), "no new one in steady state");
}

#[tokio::test]
async fn an_answer_without_an_end_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let sent = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&sent);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
            stream.write_all(head).await.unwrap();
            let chunk = [b"100000\r\n".to_vec(), vec![b' '; 1 << 20], b"\r\n".to_vec()].concat();
            while stream.write_all(&chunk).await.is_ok() {
                counter.fetch_add(1, Ordering::SeqCst);
            }
        }
    });
    let error = connect(&url, options()).await.environments().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Unexpected, "answer-too-long"));
    assert_eq!(context(&error, "attempts"), "1", "it would be as long again");
    assert!((64..100).contains(&sent.load(Ordering::SeqCst)), "{sent:?} MiB were sent");
}

#[tokio::test]
async fn an_identifier_that_is_a_step_of_a_path_is_never_sent() {
    let server = Server::start(settings).await;
    let control_plane = connect(&server.url, options()).await;
    for id in ["..", "."] {
        let error = control_plane.delete_revision("api", id).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "invalid-url"));
        assert_eq!(error.retry(), Retry::Never);
    }
    assert!(server.lines().iter().all(|line| !line.starts_with("DELETE ")), "{:?}", server.lines());
}

#[tokio::test(start_paused = true)]
async fn a_function_for_headers_that_never_answers_keeps_no_permit() {
    let options = options().max_concurrency(1).headers_callback(std::future::pending);
    let control_plane = connect("http://127.0.0.1:9", options).await;
    let error = control_plane.environments().await.unwrap_err();
    assert_eq!(error.code(), "headers-callback-failed");
    assert_eq!(control_plane.session.link.pipeline().limiter.under_way(), 0);
}

#[tokio::test]
async fn tokens_are_revoked_beside_a_token_url_and_never_at_a_host_called_revoke() {
    let server = Server::start(settings).await;
    for (path, revoked_at) in [("", "POST /oauth2/revoke"), ("/km/token", "POST /km/revoke")] {
        server.forget();
        let options = options().token_url(format!("{}{path}", server.url));
        let control_plane = connect(&server.url, options).await;
        let keys = super::ApplicationKeys::new(crate::model::KeyType::Production, "k", "s");
        let token = super::AccessToken::from(crate::rest::identity::IssuedToken {
            access_token: crate::model::SecretText::new("t"),
            refresh_token: None,
            scope: None,
            expires_in: None,
        });
        control_plane.revoke_token(&keys, &token).await.unwrap();
        assert_eq!(server.lines(), [revoked_at]);
    }
}
