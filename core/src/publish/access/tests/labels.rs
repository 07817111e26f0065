//! What a file says of the secrets that it holds, and who may read it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{RELEASES, Writes, access, collecting, world};
use crate::model::KeyType;
use crate::publish::{ApplicationAccess, Handover, SecretFileFormat, SecretSink};

fn entry(path: &Path, key_type: &str) -> Value {
    let json: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    json["applications"]["shop"][key_type].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_held_secrets_are_for_follows_the_subscriptions() {
    for release in RELEASES {
        let (world, control_plane) = world(release).await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.json");
        let sink = SecretSink::file(&path, SecretFileFormat::Json);
        let less = ApplicationAccess::new("shop").subscribe("Orders", "1.0.0");
        let less = less.key_type(KeyType::Production).key_type(KeyType::Sandbox).tokens();
        control_plane.provide_access(&[less], &sink).await.unwrap().into_result().unwrap();
        let before = entry(&path, "PRODUCTION");

        let more = [access("shop").tokens()];
        let writes = Writes::of(&world);
        let outcome = control_plane.provide_access(&more, &sink).await.unwrap();
        let outcome = outcome.into_result().unwrap();
        assert_eq!(writes.count(), 1, "{release}: a subscription, and no token: {outcome}");
        assert!(outcome.applications[0].keys.iter().all(|key| key.secret == Handover::Held));
        for key_type in ["PRODUCTION", "SANDBOX"] {
            let entry = entry(&path, key_type);
            let environments = entry["environments"].as_array().unwrap();
            assert_eq!(environments.len(), 2, "{release} {key_type}");
            for environment in environments {
                assert_eq!(environment["apis"][1]["api"], "Payments", "{release} {key_type}");
            }
        }
        let after = entry(&path, "PRODUCTION");
        for member in ["consumerKey", "consumerSecret", "accessToken", "accessTokenExpires"] {
            assert_eq!(after[member], before[member], "{release} {member}");
        }
        // Then nothing is left to say: a form of somebody's own stays.
        let compact = serde_json::from_str::<Value>(&fs::read_to_string(&path).unwrap()).unwrap();
        fs::write(&path, compact.to_string()).unwrap();
        control_plane.provide_access(&more, &sink).await.unwrap().into_result().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), compact.to_string());
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_whose_secrets_are_all_held_is_its_owners_alone_again() {
    use std::os::unix::fs::PermissionsExt as _;

    let (_world, control_plane) = world("4.7").await;
    for format in SecretFileFormat::ALL {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets");
        let sink = SecretSink::file(&path, format);
        let wanted = [access(&format!("shop-{}", format.as_str()))];
        control_plane.provide_access(&wanted, &sink).await.unwrap().into_result().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        control_plane.provide_access(&wanted, &sink).await.unwrap().into_result().unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scopes_that_are_not_granted_are_told_and_not_asked_for_at_each_run() {
    for release in RELEASES {
        let (world, control_plane) = world(release).await;
        let told = ["PRODUCTION", "SANDBOX"].map(|key_type| {
            format!("the {key_type} token was not granted the scopes `nobodys`, `no_ones`")
        });
        let scopes = ["nobodys", "device_1", "no_ones"];
        let (sink, kept) = collecting();
        let wanted = [access("function").tokens().scopes(scopes)];
        let outcome = control_plane.provide_access(&wanted, &sink).await.unwrap();
        assert!(outcome.is_ok(), "{release}: {outcome}");
        assert_eq!(outcome.applications[0].differences, told, "{release}");
        let granted = kept.lock().unwrap().last().map(|token| token.scopes.clone());
        assert_eq!(granted, Some(vec!["device_1".to_owned()]), "{release}");

        for format in SecretFileFormat::ALL {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("secrets");
            let sink = SecretSink::file(&path, format);
            let name = if format == SecretFileFormat::Json { "shop" } else { "env-shop" };
            let wanted = |scopes: &[&str]| [access(name).tokens().scopes(scopes.to_vec())];
            let first = control_plane.provide_access(&wanted(&scopes), &sink).await.unwrap();
            assert_eq!(first.applications[0].differences, told, "{release} {first}");
            if format == SecretFileFormat::Json {
                let entry = entry(&path, "SANDBOX");
                assert_eq!(entry["scopes"], json!(["device_1"]));
                assert_eq!(entry["requestedScopes"], json!(scopes));
            }
            let writes = Writes::of(&world);
            let again = control_plane.provide_access(&wanted(&scopes), &sink).await.unwrap();
            assert!(again.is_ok(), "{release}: {again}");
            assert_eq!(writes.count(), 0, "{release}: no token either");
            assert_eq!(again.applications[0].differences, told, "{release}");
            let less = control_plane.provide_access(&wanted(&["device_1"]), &sink).await.unwrap();
            assert!(less.applications[0].differences.is_empty(), "{less}");
            assert_eq!(writes.count(), 0, "{release}: they have it");
            let other = control_plane.provide_access(&wanted(&["device_2"]), &sink).await.unwrap();
            assert!(other.applications[0].differences.is_empty(), "{other}");
            assert_eq!(writes.count(), 2, "{release}");
            let text = fs::read_to_string(&path).unwrap();
            assert!(!text.contains("nobodys"), "all that was asked for was granted: {text}");
        }
    }
}
