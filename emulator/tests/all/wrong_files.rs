//! Issue 3, "Done when" 5: wrong files fail as they fail in API-M.

use gatewright_emulator::{Emulator, Error, Pack, PortHolder, Release, free_offset_block};

use serde_json::{Value, json};

use crate::world::{NAMES, Plan, World, release};

/// The environments of the Publisher's settings: name, type, service URL.
async fn settings(world: &World) -> Vec<[String; 3]> {
    let body = world.admin("GET", "p/settings").send().await.expect(200).json();
    let list = body["environment"].as_array().unwrap().iter();
    list.map(|item| ["name", "type", "serverUrl"].map(|key| item[key].as_str().unwrap().to_owned()))
        .collect()
}

/// What the portal shows of a published API: each environment's name and HTTPS URL.
async fn portal(world: &World, id: &str) -> Vec<(String, String)> {
    let body = world.portal("GET", &format!("d/apis/{id}")).send().await.expect(200).json();
    let list = body["endpointURLs"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    list.map(|item| (text(&item["environmentName"]), text(&item["URLs"]["https"]))).collect()
}

/// Deployment reference §1.3, "two environments with one name": logged, the first kept, start-up
/// goes on. What follows from it: 3.x skips a name that is not there (REST reference §2.6, "unknown
/// or removed name"), 4.x refuses it (§2.7, "unknown environment name on deploy"), and the second
/// gateway has nothing.
#[tokio::test]
async fn duplicate_name_keeps_the_first() {
    for version in ["3.2", "4.7"] {
        let world = Plan::new(version).change(0, NAMES[1], NAMES[0]).start().await;
        let first = format!("https://localhost:{}/services/", 9443 + world.base + 1);
        assert_eq!(settings(&world).await, [[NAMES[0], "production", &first]]);
        let log = world.emulator.log("control-plane").await.unwrap();
        let line = format!("Duplicate environment name found in api-manager.xml {}", NAMES[0]);
        assert!(log.contains(&line), "{log:?}");
        // Both names are in 3.x's list; 4.x is asked for both, then for the one.
        let id = world.create(&world.document("Pets")).await;
        if version == "4.7" {
            let revision = world.revision(&id).await;
            let refused = world.deploy(&id, &revision, &NAMES).await.refuses(400, 900_504);
            assert_eq!(refused.text.matches(NAMES[1]).count(), 2, "{}", refused.text);
            world.deploy(&id, &revision, &NAMES[..1]).await.expect(201);
        }
        world.change_lifecycle(&id, "Publish").await.expect(200);
        assert_eq!(portal(&world, &id).await, [(NAMES[0].to_owned(), world.gw(1, "/pets/1.0.0"))]);
        world.eventually(&world.gw(1, "/pets/1.0.0/a"), 401).await;
        world.http.call("GET", world.gw(2, "/pets/1.0.0/a")).send().await.expect(404);
        world.stop().await;
    }
}

/// Deployment reference §1.4, "anything else (`Hybrid`, `prod`, `\"\"`)": production keys only, an
/// empty error element for the others, and no warning anywhere.
#[tokio::test]
async fn type_hybrid_is_neither() {
    for version in ["3.2", "4.7"] {
        let world = Plan::new(version).types(["production", "Hybrid"]).start().await;
        assert_eq!(settings(&world).await[1][1], "Hybrid");
        let id = world.publish(&world.document("Pets")).await;
        assert_eq!(portal(&world, &id).await.len(), 2);
        let url = world.gw(2, "/pets/1.0.0/a");
        world.eventually(&url, 401).await;
        let [production, sandbox] = world.tokens(&id).await;
        world.http.call("GET", &url).bearer(&production).send().await.expect(200);
        let refused = world.http.call("GET", &url).bearer(&sandbox).send().await.expect(401);
        assert_eq!(refused.text, "<error></error>");
        assert_eq!(refused.headers["content-type"], "application/xml");
        assert!(world.emulator.log("control-plane").await.unwrap().is_empty());
        world.stop().await;
    }
}

/// Deployment reference §4.3 row 11 (4.x): the control plane deploys and advertises, the gateway
/// never loads.
#[tokio::test]
async fn a_wrong_label_is_never_loaded() {
    let label = format!("gateway_labels = [\"{}\"]", NAMES[0]);
    let world = Plan::new("4.7")
        .change(1, &label, "gateway_labels = [\"production gateway\"]")
        .start()
        .await;
    assert_eq!(settings(&world).await.len(), 2);
    let id = world.publish(&world.document("Pets")).await;
    world.eventually(&world.gw(2, "/pets/1.0.0/a"), 401).await;
    let absent = world.http.call("GET", world.gw(1, "/pets/1.0.0/a")).send().await.expect(404);
    assert_eq!(absent.json()["code"], "404");
    // The portal shows both; the counters of 4.6 tell them apart.
    assert_eq!(portal(&world, &id).await.len(), 2);
    let counters = async || {
        let path = format!("p/apis/{id}/deployments");
        let list = world.admin("GET", &path).send().await.expect(200).json();
        let of = |at: usize| {
            ["liveGatewayCount", "deployedGatewayCount"].map(|key| list[at][key].as_u64())
        };
        (of(0), of(1))
    };
    // A gateway tells that it has loaded a revision after it serves it.
    let mut found = counters().await;
    for _ in 0..100 {
        if found.1[1] == Some(1) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        found = counters().await;
    }
    assert_eq!(found, ([Some(0), Some(0)], [Some(1), Some(1)]));
    let log = world.emulator.log("control-plane").await.unwrap();
    let line = "Environment not found for label: production gateway".to_owned();
    assert!(log.contains(&line), "{log:?}");
    world.stop().await;
}

/// Deployment reference §4.3 row 6: 900900 at that gateway alone; in 3.x its token API, which is a
/// proxy to the same place, fails as well.
#[tokio::test]
async fn a_wrong_key_manager_url_gives_900900() {
    for version in ["3.2", "4.7"] {
        let plan = Plan::new(version);
        let url = "[apim.key_manager]\nservice_url = \"https://localhost:";
        let world = plan.change(1, url, &format!("{url}1")).start().await;
        assert_eq!(settings(&world).await.len(), 2);
        let id = world.publish(&world.document("Pets")).await;
        for n in [1, 2] {
            world.eventually(&world.gw(n, "/pets/1.0.0/a"), 401).await;
        }
        assert_eq!(portal(&world, &id).await.len(), 2);
        let [production, _] = world.tokens_at(&id, 2).await;
        let call = |n| world.http.call("GET", world.gw(n, "/pets/1.0.0/a")).bearer(&production);
        call(2).send().await.expect(200);
        let answer = call(1).send().await.expect(500);
        let message = "Unclassified Authentication Failure";
        if version == "4.7" {
            let answer = answer.json();
            assert_eq!((&answer["code"], &answer["message"]), (&json!("900900"), &json!(message)));
        } else {
            assert!(answer.text.contains("<ams:code>900900</ams:code>"), "{}", answer.text);
            assert!(answer.text.contains(message), "{}", answer.text);
            let answer = call(1).header("accept", "application/json").send().await.expect(500);
            assert_eq!(answer.json()["fault"]["code"], 900_900);
            world.http.call("POST", world.gw(1, "/token")).send().await.expect(500);
        }
        world.stop().await;
    }
}

/// Deployment reference §4.3 row 7: the page's `""` cannot work literally.
#[tokio::test]
async fn empty_key_manager_credentials_give_900900() {
    for version in ["3.2", "4.7"] {
        let plan = Plan::new(version);
        let world = plan
            .change(1, "username = \"$ref{super_admin.username}\"", "username = \"\"")
            .start()
            .await;
        let id = world.publish(&world.document("Pets")).await;
        let [production, _] = world.tokens_at(&id, 2).await;
        let url = world.gw(1, "/pets/1.0.0/a");
        world.eventually(&url, 401).await;
        let answer = world.http.call("GET", &url).bearer(&production).send().await.expect(500);
        assert!(answer.text.contains("900900"), "{}", answer.text);
        assert!(answer.text.contains("Unclassified Authentication Failure"), "{}", answer.text);
        world.stop().await;
    }
}

/// Deployment reference §4.3 row 1: publishing fails for that environment; the others continue.
#[tokio::test]
async fn a_wrong_service_url_fails_the_push() {
    let world =
        Plan::new("3.2").change(0, "https://localhost:", "https://localhost:1").start().await;
    let id = world.create(&world.document("Pets")).await;
    let answer = world.change_lifecycle(&id, "Publish").await.expect(500);
    assert!(answer.field("description").contains(&format!("Error while updating API : {id}")));
    world.stop().await;
}

/// Deployment reference §4.3 row 5: 401 on publish.
#[tokio::test]
async fn wrong_environment_credentials_fail_the_push() {
    let world = Plan::new("3.2").change(0, "${admin.password}", "wrong").start().await;
    let id = world.create(&world.document("Pets")).await;
    world.change_lifecycle(&id, "Publish").await.expect(500);
    let log = world.emulator.log("control-plane").await.unwrap();
    assert!(log.iter().any(|line| line.contains("status 401")), "{log:?}");
    world.stop().await;
}

/// Deployment reference §4.3 row 8: APIs never appear.
#[tokio::test]
async fn a_wrong_event_endpoint_misses_what_is_published_later() {
    let world = Plan::new("4.7").change(1, "tcp://localhost:", "tcp://localhost:1").start().await;
    world.publish(&world.document("Pets")).await;
    world.eventually(&world.gw(2, "/pets/1.0.0/a"), 401).await;
    world.http.call("GET", world.gw(1, "/pets/1.0.0/a")).send().await.expect(404);
    // What is fetched at start is there after a restart.
    world.emulator.stop_node("gateway-1").await.unwrap();
    world.emulator.start_node("gateway-1").await.unwrap();
    world.eventually(&world.gw(1, "/pets/1.0.0/a"), 401).await;
    world.stop().await;
}

/// Deployment reference §3.1: a port of the table that another program has. The program is named,
/// and what was taken before it is free again.
#[tokio::test]
async fn a_taken_port_is_named() {
    for (version, base_port, purpose) in [
        ("3.2", 9763, "servlet HTTP"),
        ("3.2", 8243, "pass-through HTTPS"),
        ("4.7", 9763, "servlet HTTP"),
        ("4.7", 8280, "pass-through HTTP"),
    ] {
        let base = { free_offset_block(1).unwrap().base() };
        let port = base_port + base;
        let holder = std::net::TcpListener::bind(("127.0.0.1", port)).unwrap();
        let text = format!("[server]\noffset = {base}\n");
        let start =
            || Emulator::builder().node_text("one", text.clone(), release(version), None).start();
        let error = start().await.unwrap_err();
        let Error::PortTaken { node, port: found, holder: program, .. } = &error else {
            panic!("{error}")
        };
        assert_eq!((node.as_str(), *found), ("one", port));
        if cfg!(target_os = "linux") {
            let process = std::process::id();
            assert!(
                matches!(program, PortHolder::Program { process: found, .. } if *found == process)
            );
        }
        let shown = error.to_string();
        assert!(shown.contains(&format!("port {port} ({purpose}) is taken by")), "{shown}");
        assert!(shown.contains("free it or choose another [server] offset"), "{shown}");
        drop(holder);
        start().await.unwrap().stop().await;
    }
}

/// The same when another node of the set has it.
#[tokio::test]
async fn two_nodes_with_one_port_are_named() {
    let base = { free_offset_block(1).unwrap().base() };
    let text = format!("[server]\noffset = {base}\n");
    let builder = Emulator::builder()
        .node_text("one", text.clone(), Release::NEWEST, Pack::ControlPlane)
        .node_text("two", text, Release::NEWEST, Pack::Gateway);
    let Err(Error::PortTaken { node, holder, .. }) = builder.start().await else { panic!() };
    assert_eq!((node.as_str(), holder), ("two", PortHolder::Node("one".to_owned())));
}

#[tokio::test]
async fn homes_are_read() {
    let base = { free_offset_block(1).unwrap().base() };
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("cp");
    std::fs::create_dir_all(home.join("repository/conf")).unwrap();
    let Err(Error::File { path, .. }) = Emulator::builder().home(&home).start().await else {
        panic!()
    };
    assert!(path.ends_with("cp/repository/conf/deployment.toml"));
    std::fs::write(
        home.join("repository/conf/deployment.toml"),
        format!("[server]\noffset = {base}\n"),
    )
    .unwrap();
    let Err(Error::UnknownRelease { node }) = Emulator::builder().home(&home).start().await else {
        panic!()
    };
    assert_eq!(node, "cp");
    std::fs::create_dir(home.join("bin")).unwrap();
    std::fs::write(home.join("bin/version.txt"), "WSO2 API Manager v3.2.0\n").unwrap();
    let emulator = Emulator::builder().home(&home).start().await.unwrap();
    assert_eq!(emulator.nodes().await[0].release, release("3.2"));
    emulator.stop().await;
}

/// Design §6, law 9: files hold passwords, and what is printed of a builder does not.
#[tokio::test]
async fn passwords_are_not_printed() {
    let text = "[super_admin]\npassword = \"s3cret\"\n";
    let builder = Emulator::builder()
        .node_text("one", text, Release::NEWEST, None)
        .variable("PASSWORD", "s3cret")
        .property("password", "s3cret");
    assert!(!format!("{builder:?}").contains("s3cret"));
    // The parser's and the mapper's messages name keys, not values.
    let wrong =
        format!("{text}[apim.key_manager]\npassword = \"$env{{GATEWRIGHT_NO_SUCH}}s3cret\"\n");
    let error = Emulator::builder().node_text("one", wrong, Release::NEWEST, None).start().await;
    let shown = error.unwrap_err().to_string();
    assert!(shown.contains("GATEWRIGHT_NO_SUCH") && !shown.contains("s3cret"), "{shown}");
}
