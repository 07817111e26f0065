//! Verifications, and proof from gateways.

use super::*;

#[test]
fn a_verification_reads_as_lines() {
    let state = |environment: &str, is_deployed, is_pending, is_shown, urls| EnvironmentState {
        environment: environment.to_owned(),
        is_deployed,
        is_pending,
        is_rejected: false,
        is_shown,
        urls,
    };
    let urls = EndpointUrls {
        environment: "a".to_owned(),
        environment_type: None,
        http: Some("http://gw/pets/1".to_owned()),
        https: Some("https://gw/pets/1".to_owned()),
        ws: None,
        wss: None,
    };
    let mut verification = Verification {
        lifecycle: "PUBLISHED".to_owned(),
        wanted_lifecycle: Lifecycle::Published,
        environments: vec![
            state("a", true, false, true, Some(urls)),
            state("b", true, true, true, None),
            state("c", false, false, false, None),
        ],
    };
    assert_eq!(
        verification.to_string(),
        "lifecycle: PUBLISHED\n\
         a: deployed, the Developer Portal offers it at https://gw/pets/1, http://gw/pets/1\n\
         b: awaits an approval, the Developer Portal does not offer it\n\
         c: not deployed"
    );
    assert!(!verification.is_ok() && verification.environments[0].is_ok());
    verification.environments.truncate(1);
    assert!(verification.is_ok());
    verification.environments[0].is_rejected = true;
    assert!(!verification.is_ok());
    assert!(verification.to_string().contains("\na: was refused an approval, the"));
    verification.environments.clear();
    verification.lifecycle = "CREATED".to_owned();
    assert!(!verification.is_ok());
    assert_eq!(verification.to_string(), "lifecycle: CREATED, not published");
    verification.wanted_lifecycle = Lifecycle::Unchanged;
    assert!(verification.is_ok());
}

mod proof {
    use std::time::Duration;

    use crate::model::Release;
    use crate::publish::emulated::{HYBRID, PRODUCTION, World};
    use crate::publish::verify::{Certainty, NodeAddress, Proof, VerifyOptions};

    const SOON: Duration = Duration::from_secs(10);

    fn kinds(live: &crate::publish::LiveVerification) -> Vec<(&str, Option<&str>, &'static str)> {
        let one = |evidence: &'_ crate::publish::Evidence| evidence.proof.kind();
        live.evidence
            .iter()
            .map(|found| (found.environment.as_str(), found.node.as_deref(), one(found)))
            .collect()
    }

    #[tokio::test]
    async fn each_release_proves_what_it_can() {
        for (release, word) in [
            (
                Release::V3_2,
                vec![
                    (PRODUCTION, None, "unknown"),
                    (PRODUCTION, Some("gateway-1"), "live"),
                    (HYBRID, None, "unknown"),
                    (HYBRID, Some("gateway-2"), "live"),
                ],
            ),
            (
                Release::V4_3,
                vec![
                    (PRODUCTION, Some("gateway-1"), "listed"),
                    (HYBRID, Some("gateway-2"), "listed"),
                ],
            ),
            (
                Release::V4_7,
                vec![
                    (PRODUCTION, None, "acknowledged"),
                    (PRODUCTION, Some("gateway-1"), "live"),
                    (HYBRID, None, "acknowledged"),
                    (HYBRID, Some("gateway-2"), "live"),
                ],
            ),
        ] {
            let world = World::start(release).await;
            let pets = world.publication("Pets", &[PRODUCTION, HYBRID]);
            world.control_plane.publish([pets.clone()]).await.unwrap();
            let options = VerifyOptions::new().timeout(SOON).topology(&world.topology);
            let options = options.node_account("admin", "admin");
            let probed = options.clone().probed();
            let live = world.control_plane.verify_with(&pets, &probed).await.unwrap();
            assert!(live.is_ok(), "{release}: {live}");
            assert!(live.to_string().starts_with(
                "proven: it stands in 2 of 2 environments, and 4 of 4 proofs were given\nlifecycle: PUBLISHED\n"
            ));
            assert_eq!(
                kinds(&live),
                [
                    (PRODUCTION, None, "live"),
                    (PRODUCTION, Some("gateway-1"), "live"),
                    (HYBRID, None, "live"),
                    (HYBRID, Some("gateway-2"), "live"),
                ]
            );
            let said =
                world.control_plane.verify_with(&pets, &options.acknowledged()).await.unwrap();
            assert_eq!(kinds(&said), word, "{release}");
            let expected =
                if release.is_classic() { Certainty::Unproven } else { Certainty::Proven };
            assert_eq!(said.certainty(), expected);
            world.emulator.stop().await;
        }
    }

    #[tokio::test]
    async fn a_gateway_that_is_down_or_was_never_told_is_no_error() {
        let world = World::start(Release::V4_7).await;
        let pets = world.publication("Pets", &[PRODUCTION, HYBRID]);
        world.emulator.stop_node("gateway-1").await.unwrap();
        world.control_plane.publish([pets.clone()]).await.unwrap();
        let options = VerifyOptions::new()
            .acknowledged()
            .probed()
            .nodes([(HYBRID, "https://localhost:1")])
            .timeout(Duration::from_secs(2))
            .poll_interval(Duration::from_millis(50));
        let live = world.control_plane.verify_with(&pets, &options).await.unwrap();
        assert_eq!(live.certainty(), Certainty::Disproved);
        let found = kinds(&live);
        // No gateway is alive, or the control plane has not noticed yet that this one is gone.
        let first = [(PRODUCTION, None, "unknown"), (PRODUCTION, None, "missing")];
        assert!(first.contains(&found[0]), "{live}");
        assert_eq!(
            found[1..],
            [
                (PRODUCTION, None, "unreachable"),
                (HYBRID, None, "acknowledged"),
                (HYBRID, None, "live"),
                (HYBRID, Some("https://localhost:1"), "unreachable"),
            ],
            "{live}"
        );
        assert!(live.to_string().starts_with(
            "disproved: it stands in 2 of 2 environments, and 2 of 5 proofs were given\n"
        ));
        world.emulator.stop().await;
    }

    /// Whoever names nodes has them asked, and an environment none of them is in as well.
    #[tokio::test]
    async fn nodes_that_are_named_are_asked() {
        for release in [Release::V3_2, Release::V4_7] {
            let world = World::start(release).await;
            let pets = world.publication("Pets", &[PRODUCTION, HYBRID]);
            world.control_plane.publish([pets.clone()]).await.unwrap();
            let verify = |options: VerifyOptions| {
                let options = options.node_account("admin", "admin");
                let (control_plane, pets) = (&world.control_plane, &pets);
                async move { control_plane.verify_with(pets, &options).await.unwrap() }
            };
            let by_topology = || VerifyOptions::new().topology(&world.topology);
            let live = verify(by_topology().timeout(SOON)).await;
            assert!(live.is_ok(), "{release}: {live}");
            let nodes = [(PRODUCTION, "gateway-1"), (HYBRID, "gateway-2")];
            let all = |kind| nodes.map(|(environment, node)| (environment, Some(node), kind));
            assert_eq!(kinds(&live), all("live"), "{release}");

            world.emulator.stop_node("gateway-1").await.unwrap();
            world.emulator.stop_node("gateway-2").await.unwrap();
            let live = verify(by_topology()).await;
            assert_eq!(live.certainty(), Certainty::Disproved, "{release}: {live}");
            assert_eq!(kinds(&live), all("unreachable"), "{release}");
            let one = VerifyOptions::new().nodes([(PRODUCTION, "https://localhost:1")]);
            let live = verify(one).await;
            let expected = [
                (PRODUCTION, Some("https://localhost:1"), "unreachable"),
                (HYBRID, None, "unreachable"),
            ];
            assert_eq!(kinds(&live), expected, "{release}");
            // No proof that was asked for is not a proof that was given.
            let live = verify(VerifyOptions::new()).await;
            assert_eq!((live.certainty(), live.is_ok()), (Certainty::Unproven, true), "{live}");
            assert!(live.to_string().starts_with(
                "unproven: it stands in 2 of 2 environments, and no proof was asked for\n"
            ));
            world.emulator.stop().await;
        }
    }

    #[tokio::test]
    async fn what_is_not_known_of_nodes_is_said() {
        let world = World::start(Release::V4_3).await;
        let pets = world.publication("Pets", &[PRODUCTION]);
        world.control_plane.publish([pets.clone()]).await.unwrap();
        let url = world.management("gateway-1");
        let address = NodeAddress::new(PRODUCTION, "https://localhost:1");
        for (options, expected) in [
            (VerifyOptions::new(), "name them"),
            (VerifyOptions::new().nodes([address.clone()]), "management address"),
            (VerifyOptions::new().nodes([address.clone().management_url(&url)]), "no account"),
            (
                VerifyOptions::new()
                    .nodes([address.clone().management_url(&url)])
                    .node_account("admin", "wrong"),
                "refuse",
            ),
        ] {
            let options = options.acknowledged().timeout(SOON);
            let live = world.control_plane.verify_with(&pets, &options).await.unwrap();
            let [evidence] = live.evidence.as_slice() else { panic!("{live}") };
            let Proof::Unknown(why) = &evidence.proof else { panic!("{live}") };
            assert!(why.contains(expected), "{why}");
            assert_eq!(live.certainty(), Certainty::Unproven);
        }
        world.emulator.stop().await;
    }
}
