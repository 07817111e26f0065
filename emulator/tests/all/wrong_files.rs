//! Issue 3, "Done when" 5: wrong files fail as they fail in API-M.

use gatewright_emulator::{Emulator, Error, Pack, PortHolder, Release, free_offset_block};

use crate::world::{NAMES, Plan, release};

/// Deployment reference §1.3, "two environments with one name".
#[tokio::test]
async fn duplicate_name_keeps_the_first() {
    for version in ["3.2", "4.7"] {
        let world = Plan::new(version).change(0, NAMES[1], NAMES[0]).start().await;
        let settings = world.admin("GET", "p/settings").send().await.expect(200).json();
        let environments = settings["environment"].as_array().unwrap();
        assert_eq!(environments.len(), 1);
        assert_eq!(environments[0]["type"], "production");
        let log = world.emulator.log("control-plane").await.unwrap();
        assert!(log.contains(&format!(
            "Duplicate environment name found in api-manager.xml {}",
            NAMES[0]
        )));
        world.stop().await;
    }
}

/// Deployment reference §1.4, "anything else (`Hybrid`, `prod`, `\"\"`)".
#[tokio::test]
async fn type_hybrid_is_neither() {
    for version in ["3.2", "4.7"] {
        let world = Plan::new(version).types(["production", "Hybrid"]).start().await;
        let id = world.publish(&world.document("Pets")).await;
        let url = world.gw(2, "/pets/1.0.0/a");
        world.eventually(&url, 401).await;
        let [production, sandbox] = world.tokens(&id).await;
        world.http.call("GET", &url).bearer(&production).send().await.expect(200);
        let refused = world.http.call("GET", &url).bearer(&sandbox).send().await.expect(401);
        assert_eq!(refused.text, "<error></error>");
        world.stop().await;
    }
}

/// Deployment reference §4.3 row 11.
#[tokio::test]
async fn a_wrong_label_is_never_loaded() {
    let label = format!("gateway_labels = [\"{}\"]", NAMES[0]);
    let world = Plan::new("4.7")
        .change(1, &label, "gateway_labels = [\"production gateway\"]")
        .start()
        .await;
    world.publish(&world.document("Pets")).await;
    world.eventually(&world.gw(2, "/pets/1.0.0/a"), 401).await;
    let absent = world.http.call("GET", world.gw(1, "/pets/1.0.0/a")).send().await.expect(404);
    assert_eq!(absent.json()["code"], "404");
    let log = world.emulator.log("control-plane").await.unwrap();
    assert!(
        log.contains(&"Environment not found for label: production gateway".to_owned()),
        "{log:?}"
    );
    world.stop().await;
}

/// Deployment reference §4.3 row 6: 900900.
#[tokio::test]
async fn a_wrong_key_manager_url_gives_900900() {
    for version in ["3.2", "4.7"] {
        let plan = Plan::new(version);
        let world = plan
            .change(
                1,
                "[apim.key_manager]\nservice_url = \"https://localhost:",
                "[apim.key_manager]\nservice_url = \"https://localhost:1",
            )
            .start()
            .await;
        let id = world.publish(&world.document("Pets")).await;
        world.eventually(&world.gw(1, "/pets/1.0.0/a"), 401).await;
        if version == "4.7" {
            let [production, _] = world.tokens(&id).await;
            let call = world.http.call("GET", world.gw(1, "/pets/1.0.0/a")).bearer(&production);
            let answer = call.send().await.expect(500).json();
            assert_eq!(answer["code"], "900900");
            assert_eq!(answer["message"], "Unclassified Authentication Failure");
        } else {
            let call = world.http.call("GET", world.gw(1, "/pets/1.0.0/a")).bearer("any");
            let answer = call.header("accept", "application/json").send().await.expect(500).json();
            assert_eq!(answer["fault"]["code"], 900_900);
            // The token API is a proxy to the same place.
            world.http.call("POST", world.gw(1, "/token")).send().await.expect(500);
        }
        world.stop().await;
    }
}

/// Deployment reference §4.3 row 7: the page's `""` cannot work literally.
#[tokio::test]
async fn empty_key_manager_credentials_give_900900() {
    let world = Plan::new("4.7")
        .change(1, "username = \"$ref{super_admin.username}\"", "username = \"\"")
        .start()
        .await;
    let id = world.publish(&world.document("Pets")).await;
    let [production, _] = world.tokens(&id).await;
    let url = world.gw(1, "/pets/1.0.0/a");
    world.eventually(&url, 401).await;
    let answer = world.http.call("GET", &url).bearer(&production).send().await.expect(500).json();
    assert_eq!(answer["code"], "900900");
    world.stop().await;
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

/// A port that another program, or another node, has.
#[tokio::test]
async fn a_taken_port_is_named() {
    let base = { free_offset_block(1).unwrap().base() };
    let port = 9763 + base;
    let holder = std::net::TcpListener::bind(("127.0.0.1", port)).unwrap();
    let text = format!("[server]\noffset = {base}\n");
    let start =
        || Emulator::builder().node_text("one", text.clone(), Release::NEWEST, None).start();
    let error = start().await.unwrap_err();
    assert!(
        matches!(&error, Error::PortTaken { node, port: found, .. } if node == "one" && *found == port)
    );
    assert!(
        error.to_string().contains(&format!("port {port} (servlet HTTP) is taken by")),
        "{error}"
    );
    drop(holder);
    // What was taken before the failure is free again.
    start().await.unwrap().stop().await;
}

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
