//! REST reference §5.2, and the codes of §6.2 as they are written.

use std::time::Duration;

use gatewright_emulator::{Action, Fault};
use serde_json::json;

use super::Row;
use crate::http::Answer;
use crate::world::{Plan, World, release as parsed};

/// What a call at the gateway is answered while a fault is there.
async fn call(world: &World, fault: Fault) -> Answer {
    world.emulator.faults().clear();
    world.emulator.faults().add(fault);
    world.http.call("GET", world.gw(1, "/pets/1.0.0/a")).send().await
}

const THROTTLING: [(u32, &str); 10] = [
    (900_800, "900800 API"),
    (900_801, "900801 hard limit"),
    (900_802, "900802 resource"),
    (900_803, "900803 application"),
    (900_804, "900804 subscription"),
    (900_805, "900805 blocked"),
    (900_806, "900806 custom policy"),
    (900_807, "900807 subscription burst"),
    (900_808, "900808 connection or event count"),
    (900_809, "900809 application burst"),
];

#[tokio::test]
async fn throttled_calls() {
    for release in ["3.2", "4.7"] {
        let world = Plan::new(release).start().await;
        for (code, words) in THROTTLING {
            let row = Row("§5.2", words);
            let fault = Fault::throttled(parsed(release), code, Duration::from_secs(60)).unwrap();
            let answer = row.is(release, call(&world, fault).await, 429);
            let row = Row("§5.2", "Retry-After is an HTTP date in GMT, not seconds");
            let date = answer.headers["retry-after"].to_str().unwrap().to_owned();
            row.holds(release, date.ends_with(" GMT") && date.len() == 29, &date);
            if release == "3.2" {
                let row =
                    Row("§5.2", "3.x: XML amt:fault with amt:code, \"Message throttled out\"");
                row.holds(release, answer.text.starts_with("<amt:fault"), &answer);
                let text = format!("<amt:code>{code}</amt:code>");
                row.holds(release, answer.text.contains(&text), &answer);
                if ![900_801, 900_805].contains(&code) {
                    row.holds(release, answer.text.contains("Message throttled out"), &answer);
                }
                continue;
            }
            let row =
                Row("§5.2", "4.x JSON with string code, message, description, nextAccessTime");
            let body = answer.json();
            row.same(release, body["code"].clone(), json!(code.to_string()));
            let fields: Vec<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
            row.same(release, fields, vec!["code", "description", "message", "nextAccessTime"]);
            row.holds(release, body["nextAccessTime"].as_str().unwrap().ends_with("UTC"), &body);
        }
        world.stop().await;
    }
}

/// Code, status and words of the table.
const FAILURES: [(u32, u16, &str); 14] = [
    (900_900, 500, "900900 unclassified failure"),
    (900_901, 401, "900901 invalid credentials"),
    (900_902, 401, "900902 missing credentials"),
    (900_903, 401, "900903 access token expired"),
    (900_904, 401, "900904 access token inactive"),
    (900_905, 401, "900905 incorrect token type"),
    (900_906, 403, "900906 no matching resource"),
    (900_907, 401, "900907 API or subscription blocked"),
    (900_908, 403, "900908 forbidden"),
    (900_909, 401, "900909 subscription inactive"),
    (900_910, 403, "900910 scope invalid for the resource"),
    (900_911, 500, "900911 missing OpenAPI definition"),
    (900_912, 401, "900912 claim mismatch"),
    (900_914, 403, "900914 audience mismatch"),
];

#[tokio::test]
async fn refused_calls() {
    for release in ["3.2", "4.7"] {
        let world = Plan::new(release).start().await;
        for (code, status, words) in FAILURES {
            let row = Row("§6.2", words);
            let fault = Fault::authentication_failure(parsed(release), code).unwrap();
            let answer = row.is(release, call(&world, fault).await, status);
            let row = Row("§6.2", "401 answers carry a WWW-Authenticate challenge");
            row.same(release, answer.headers.contains_key("www-authenticate"), status == 401);
            if release == "3.2" {
                let row = Row("§6.2", "Body: 3.x XML ams:fault");
                let text = format!("<ams:code>{code}</ams:code>");
                row.holds(release, answer.text.contains(&text), &answer);
                row.same(
                    release,
                    answer.headers["content-type"].to_str().unwrap(),
                    "application/xml",
                );
            } else {
                let row = Row("§6.2", "4.x flat {code, message, description} with a string code");
                let body = answer.json();
                row.same(release, body["code"].clone(), json!(code.to_string()));
                let fields: Vec<&str> =
                    body.as_object().unwrap().keys().map(String::as_str).collect();
                row.same(release, fields, vec!["code", "description", "message"]);
            }
        }
        world.stop().await;
    }
}

/// A client's own errors at the management APIs: §5.1, "429: unverified" is a status on order like any other.
#[tokio::test]
async fn a_management_api_can_be_told_to_throttle() {
    let world = Plan::new("4.7").start().await;
    let fault = Fault::new(Action::Status(429, String::new())).path("/applications");
    world.emulator.faults().add(fault.header("Retry-After", "1").times(1));
    let answer = world.admin("GET", "d/applications").send().await.expect(429);
    assert_eq!(answer.headers["retry-after"], "1");
    world.admin("GET", "d/applications").send().await.expect(200);
    world.stop().await;
}
