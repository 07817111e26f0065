//! What is said to be implemented is, and nothing else is.

use std::path::PathBuf;

use gatewright_emulator::implemented_operations;
use serde_json::{Value, json};

use super::alone;
use crate::world::Plan;

/// A path with something for each of its parameters.
fn concrete(path: &str) -> String {
    let parts = path.trim_start_matches('/').split('/');
    let parts: Vec<&str> =
        parts.map(|part| if part.starts_with('{') { "none" } else { part }).collect();
    parts.join("/")
}

fn reads_as(path: &str, template: &str) -> bool {
    let (path, template): (Vec<_>, Vec<_>) =
        (path.split('/').collect(), template.split('/').collect());
    path.len() == template.len()
        && template.iter().zip(path).all(|(a, b)| a.starts_with('{') || *a == b)
}

fn short(portal: &str) -> &str {
    match portal {
        "publisher" => "p",
        "devportal" => "d",
        _ => "a",
    }
}

/// What is on other ports and paths.
const BESIDE: [&str; 2] = ["oauth", "gateway"];

/// Registration, tokens and the gateway's REST API: none is 404, except where a gateway has no such API.
#[tokio::test]
async fn what_is_beside_the_portals_is_there() {
    for version in ["3.0", "3.2", "4.0", "4.7"] {
        let world = Plan::new(version).start().await;
        let listed = implemented_operations(world.release).into_iter();
        for operation in listed.filter(|operation| BESIDE.contains(&operation.portal)) {
            let path = concrete(&operation.path);
            let servlet = 9443 + world.base;
            let url = match operation.portal {
                "gateway" => format!("https://localhost:{}/api/am/gateway/v2/{path}", servlet + 1),
                _ if path.contains('2') || path.contains('-') => world.cp(&format!("/{path}")),
                _ => world.gw(1, &format!("/{path}")),
            };
            let call = world.http.call(operation.method, &url).basic("admin", "admin");
            let answer = call.json(&json!({})).send().await;
            let expected: &[u16] =
                if operation.portal == "gateway" { &[200, 400] } else { &[400, 401] };
            assert!(expected.contains(&answer.status), "{version}: {operation:?}: {answer:?}");
        }
        world.stop().await;
    }
}

#[tokio::test]
async fn what_is_listed_is_there() {
    for version in ["3.0", "3.1", "3.2", "4.0", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7"] {
        let world = alone(version).await;
        let listed = implemented_operations(world.release).into_iter();
        for operation in listed.filter(|operation| !BESIDE.contains(&operation.portal)) {
            let path = format!("{}/{}", short(operation.portal), concrete(&operation.path));
            let answer = world.admin(operation.method, &path).json(&json!({})).send().await;
            assert_ne!(answer.status, 501, "{version}: {operation:?}: {}", answer.text);
            assert_ne!(answer.status, 401, "{version}: {operation:?}");
        }
        world.stop().await;
    }
}

/// With `GATEWRIGHT_SPECS`: every operation of the documents is listed, or answers 501 naming it.
#[tokio::test]
async fn what_is_not_listed_is_not_there() {
    let Some(folder) = std::env::var_os("GATEWRIGHT_SPECS").map(PathBuf::from) else { return };
    for version in ["3.2", "4.1", "4.3", "4.7"] {
        let world = alone(version).await;
        let listed = implemented_operations(world.release);
        for portal in ["publisher", "devportal", "admin"] {
            let file = folder.join(format!("{version}.0/{portal}.json"));
            let Ok(text) = std::fs::read_to_string(file) else { continue };
            let document: Value = serde_json::from_str(&text).unwrap();
            for (path, item) in document["paths"].as_object().unwrap() {
                for method in item.as_object().unwrap().keys().filter(|key| *key != "parameters") {
                    let method = method.to_uppercase();
                    // Also what reads as another operation: `/applications/export` as an id.
                    let is_listed = listed.iter().any(|o| {
                        o.portal == portal && o.method == method && reads_as(path, &o.path)
                    });
                    if is_listed {
                        continue;
                    }
                    let concrete = concrete(path);
                    let call = world.admin(&method, &format!("{}/{concrete}", short(portal)));
                    let answer = call.json(&json!({})).send().await;
                    assert_eq!(
                        answer.status, 501,
                        "{version} {method} {portal} {path}: {}",
                        answer.text
                    );
                    if !answer.text.is_empty() {
                        assert!(answer.text.contains(&method), "{}", answer.text);
                    }
                }
            }
        }
        world.stop().await;
    }
}
