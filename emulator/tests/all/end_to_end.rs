//! The procedure, in both models.

use crate::http::Answer;
use crate::world::{NAMES, Plan, World};

async fn call(world: &World, n: u16, token: &str) -> Answer {
    world.http.call("GET", world.gw(n, "/pets/1.0.0/all?x=1")).bearer(token).send().await
}

async fn one_api_through_two_gateways(version: &str) {
    let world = Plan::new(version).start().await;
    let id = world.publish(&world.document("Pets")).await;
    // §6.3 unknown until it is there, then §6.2 900902 without a token.
    for n in [1, 2] {
        world.eventually(&world.gw(n, "/pets/1.0.0/all"), 401).await;
    }
    // §3.1 one set of URLs per environment, for anonymous callers.
    let seen = world.portal("GET", &format!("d/apis/{id}")).send().await.expect(200).json();
    let urls = seen["endpointURLs"].as_array().unwrap();
    assert_eq!(urls.len(), 2);
    for (n, url) in (1..).zip(urls) {
        assert_eq!(url["environmentName"], NAMES[usize::from(n - 1)]);
        assert_eq!(url["URLs"]["https"], world.gw(n, "/pets/1.0.0"));
        assert_eq!(url["URLs"]["wss"], serde_json::Value::Null);
    }
    // §6.1 production: one key type; hybrid: both, each to its endpoint.
    let [production, sandbox] = world.tokens(&id).await;
    let answer = call(&world, 1, &production).await.expect(200).json();
    assert_eq!(answer["path"], "/production/all");
    assert_eq!(answer["query"], "x=1");
    assert!(answer["headers"].get("authorization").is_none());
    let refused = call(&world, 1, &sandbox).await.expect(401);
    assert_eq!(
        refused.text,
        "<error><message>Sandbox Key Provided for Production Gateway</message></error>"
    );
    assert_eq!(refused.headers["content-type"], "application/xml");
    assert_eq!(call(&world, 2, &production).await.expect(200).json()["path"], "/production/all");
    assert_eq!(call(&world, 2, &sandbox).await.expect(200).json()["path"], "/sandbox/all");
    // Away from the first gateway; the second still serves.
    undeploy(&world, &id, NAMES[0]).await;
    world.eventually(&world.gw(1, "/pets/1.0.0/all"), 404).await;
    assert_eq!(call(&world, 2, &production).await.status, 200);
    world.stop().await;
}

async fn undeploy(world: &World, id: &str, name: &str) {
    if world.release.is_classic() {
        let mut api = world.admin("GET", &format!("p/apis/{id}")).send().await.expect(200).json();
        api["gatewayEnvironments"].as_array_mut().unwrap().retain(|known| known != name);
        world.admin("PUT", &format!("p/apis/{id}")).json(&api).send().await.expect(200);
    } else {
        let path = format!("p/apis/{id}/undeploy-revision?revisionNumber=1");
        let body = serde_json::json!([{"name": name}]);
        world.admin("POST", &path).json(&body).send().await.expect(201);
    }
}

#[tokio::test]
async fn classic_3_0() {
    // 3.0's bases differ; the rest of the walk is that of 3.2.
    let world = Plan::new("3.0").start().await;
    world.admin("GET", "p/settings").send().await.expect(200);
    let url = world.cp("/api/am/publisher/v1/settings");
    world.http.call("GET", url).basic("admin", "admin").send().await.expect(404);
    world.stop().await;
}

#[tokio::test]
async fn classic_3_2() {
    one_api_through_two_gateways("3.2").await;
}

#[tokio::test]
async fn revisions_4_7() {
    one_api_through_two_gateways("4.7").await;
}

#[tokio::test]
async fn revisions_4_2() {
    one_api_through_two_gateways("4.2").await;
}

#[tokio::test]
async fn twenty_at_once() {
    let all: Vec<_> = (0..20)
        .map(|_| tokio::spawn(async { Plan::new("4.7").start().await.stop().await }))
        .collect();
    for one in all {
        one.await.unwrap();
    }
}

#[tokio::test]
async fn a_restarted_node_serves_again() {
    for version in ["3.2", "4.7"] {
        let world = Plan::new(version).start().await;
        world.publish(&world.document("Pets")).await;
        world.eventually(&world.gw(1, "/pets/1.0.0/a"), 401).await;
        for node in ["gateway-1", "control-plane"] {
            world.emulator.stop_node(node).await.unwrap();
            world.emulator.start_node(node).await.unwrap();
        }
        world.eventually(&world.gw(1, "/pets/1.0.0/a"), 401).await;
        assert_eq!(world.admin("GET", "p/apis").send().await.json()["count"], 1);
        assert!(world.emulator.stop_node("nobody").await.is_err());
        world.stop().await;
    }
}

#[tokio::test]
async fn nothing_starts_after_the_end() {
    let world = Plan::new("4.7").start().await;
    world.emulator.stop().await;
    let error = world.emulator.start_node("gateway-1").await.unwrap_err();
    assert_eq!(error.code(), "emulator-stopped");
    assert!(error.to_string().contains("gateway-1"), "{error}");
    assert!(world.emulator.nodes().await.iter().all(|node| !node.running));
    world.emulator.stop().await;
}

/// A stopped node refuses connections, and nobody who draws a block is given its ports.
#[tokio::test]
async fn the_ports_of_a_stopped_node_stay_its_own() {
    let world = Plan::new("4.7").start().await;
    let port = world.emulator.nodes().await[1].port(9443);
    world.emulator.stop_node("gateway-1").await.unwrap();
    let connected = tokio::net::TcpStream::connect(("127.0.0.1", port)).await;
    assert_eq!(connected.unwrap_err().kind(), std::io::ErrorKind::ConnectionRefused);
    let drawn = tokio::net::TcpSocket::new_v4().unwrap();
    drawn.set_reuseaddr(false).unwrap();
    let address = std::net::SocketAddr::from((std::net::Ipv4Addr::LOCALHOST, port));
    assert_eq!(drawn.bind(address).unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
    world.emulator.start_node("gateway-1").await.unwrap();
    assert!(tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok());
    world.stop().await;
}
