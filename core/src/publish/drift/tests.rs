//! Drift against the emulator, in both models.

use serde_json::{Value, json};

use super::DriftKind;
use crate::model::{Release, Topology};
use crate::publish::Publication;
use crate::publish::emulated::{HYBRID, PRODUCTION, World};

fn changed(topology: &Topology, edits: &[(&str, &str)]) -> Topology {
    let text = edits.iter().fold(topology.to_toml(), |text, (from, to)| {
        assert!(text.contains(from), "{from} in {text}");
        text.replacen(from, to, 1)
    });
    Topology::parse(&text).expect("a topology")
}

#[tokio::test]
async fn a_server_that_was_started_from_the_topology_has_not_drifted() {
    for release in [Release::V3_0, Release::V3_2, Release::V4_0, Release::V4_7] {
        let world = World::start(release).await;
        let pets = world.publication("Pets", &[PRODUCTION, HYBRID]);
        world.control_plane.publish([pets.clone()]).await.unwrap();
        let drift = world.control_plane.drift(Some(&world.topology), [pets]).await.unwrap();
        assert_eq!(drift.to_string(), "no drift", "{release}");
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn each_difference_is_told_apart() {
    for release in [Release::V3_2, Release::V4_7] {
        let world = World::start(release).await;
        let pets = world.publication("Pets", &[PRODUCTION]);
        world.control_plane.publish([pets.clone()]).await.unwrap();
        let port = world.topology.node("gateway-2").unwrap().offset.get() + 8243;
        let topology = changed(
            &world.topology,
            &[
                ("name = \"Production Gateway\"", "name = \"Another Gateway\""),
                (
                    "type = \"hybrid\"",
                    "type = \"sandbox\"\ndisplay_in_api_console = false\nhttps_endpoint = \"https://gw.example.com\"",
                ),
            ],
        );
        let more = pets.clone().environment(HYBRID);
        let gone = Publication::new("Gone", "1.0.0").environment(HYBRID);
        let drift = world.control_plane.drift(Some(&topology), [more, gone]).await.unwrap();
        let kinds: Vec<_> = drift
            .items
            .iter()
            .map(|item| (item.kind, item.environment.as_deref().or(item.api.as_deref()).unwrap()))
            .collect();
        assert_eq!(
            kinds,
            [
                (DriftKind::MissingOnServer, "Another Gateway"),
                (DriftKind::EnvironmentType, HYBRID),
                (DriftKind::ApiConsole, HYBRID),
                (DriftKind::Addresses, HYBRID),
                (DriftKind::MissingInTopology, PRODUCTION),
                (DriftKind::Api, "Pets"),
                (DriftKind::ApiCannot, "Gone"),
            ],
            "{release}: {drift}"
        );
        assert_eq!(drift.items[3].wanted.as_deref(), Some("https://gw.example.com:443"));
        assert!(
            drift.items[3].found.as_ref().unwrap().contains(&format!("https://localhost:{port}"))
        );
        let text = drift.to_string();
        assert!(
            text.contains(
                "\nProduction and Sandbox: type: the topology says sandbox, the server hybrid\n"
            ),
            "{text}"
        );
        assert!(text.contains("\nPets 1.0.0: it takes: "), "{text}");
        let json: Value = serde_json::from_str(&drift.to_json()).unwrap();
        assert_eq!(json["schema_version"], 1);
        assert_eq!(
            json["items"][1],
            json!({"kind": "environment-type", "environment": HYBRID, "wanted": "sandbox", "found": "hybrid",
                "message": "type: the topology says sandbox, the server hybrid"})
        );
        let nothing = world.control_plane.drift(None, [pets]).await.unwrap();
        assert!(nothing.is_empty(), "{nothing}");
        world.emulator.stop().await;
    }
}
