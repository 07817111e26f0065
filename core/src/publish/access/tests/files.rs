//! Files of secrets.

use std::fs;
use std::path::Path;

use super::{RELEASES, Writes, access, world};
use crate::model::KeyType;
use crate::publish::{Handover, SecretFileFormat, SecretSink};

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Neither a temporary file nor another one is left beside it.
fn is_alone(path: &Path) -> bool {
    fs::read_dir(path.parent().unwrap()).unwrap().count() == 1
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_keeps_what_it_holds_and_a_second_run_asks_for_nothing() {
    for release in RELEASES {
        let (world, control_plane) = world(release).await;
        for (format, others) in [
            (
                SecretFileFormat::Json,
                "{\"ours\": {\"b\": 1.50, \"a\": 123456789012345678901}, \"applications\": {\"other\": {\"x\": \"y\"}}}",
            ),
            (SecretFileFormat::Dotenv, "# ours\r\nexport DB_PASSWORD='p$w'\r\n"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("secrets");
            fs::write(&path, others).unwrap();
            let sink = SecretSink::file(&path, format);
            // Several at a time: each in the same file.
            let names: Vec<String> = (0..6).map(|at| format!("{}-{at}", format.as_str())).collect();
            let wanted: Vec<_> = names.iter().map(|name| access(name).tokens()).collect();
            let outcome = control_plane.provide_access(&wanted, &sink).await.unwrap();
            let outcome = outcome.into_result().unwrap();
            #[cfg(unix)]
            assert_eq!(mode(&path), 0o600);
            assert!(is_alone(&path));
            let text = fs::read_to_string(&path).unwrap();
            for key in outcome.applications.iter().flat_map(|it| &it.keys) {
                assert!(text.contains(&key.consumer_key), "{release}");
            }
            match format {
                SecretFileFormat::Json => {
                    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
                    let ours = "{\n  \"ours\": {\"b\": 1.50, \"a\": 123456789012345678901},\n";
                    assert!(text.starts_with(ours), "what others wrote stays as it is: {text}");
                    assert_eq!(json["applications"]["other"]["x"], "y");
                    let entry = &json["applications"]["json-0"]["SANDBOX"];
                    assert!(
                        entry["consumerSecret"].is_string() && entry["accessToken"].is_string()
                    );
                    assert!(
                        entry["accessTokenExpires"].as_u64().is_some_and(|end| end > 1_700_000_000)
                    );
                    assert!(entry["environments"].as_array().is_some_and(|all| all.len() == 2));
                }
                SecretFileFormat::Dotenv => {
                    assert!(text.starts_with(others), "what others wrote stays");
                    assert!(text.contains("\r\nDOTENV_0_SANDBOX_ACCESS_TOKEN="));
                    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
                }
            }

            let writes = Writes::of(&world);
            let again = control_plane.provide_access(&wanted, &sink).await.unwrap();
            assert!(again.is_ok(), "{release}: {again}");
            assert_eq!(writes.count(), 0, "no token either: {again}");
            assert!(again.applications.iter().all(|it| it.done.is_empty()));
            let mut keys = again.applications.iter().flat_map(|it| &it.keys);
            assert!(
                keys.all(|key| {
                    key.secret == Handover::Held && key.token == Some(Handover::Held)
                })
            );
            assert_eq!(fs::read_to_string(&path).unwrap(), text);

            // A token of other scopes, or one that is nearly over, is got anew with the secret that is held.
            let other = [access(&names[0]).tokens().scopes(["device_1"])];
            let outcome = control_plane.provide_access(&other, &sink).await.unwrap();
            assert!(outcome.is_ok(), "{outcome}");
            assert_eq!(writes.count(), 2);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_cannot_take_secrets_is_told_before_anything_is_written() {
    let (world, control_plane) = world("4.7").await;
    let writes = Writes::of(&world);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secrets.json");
    let nowhere = folder.path().join("missing/secrets.json");
    let (json, dotenv) = (SecretFileFormat::Json, SecretFileFormat::Dotenv);
    for (text, says) in [
        ("{\"a\": \"c4nary\"", "it is not JSON, at line 1"),
        ("[\"c4nary\"]", "it is no JSON object"),
        ("{\"applications\": \"c4nary\"}", "its member `applications` is no object"),
        ("{\"applications\": {\"shop\": \"c4nary\"}}", "its member `shop` is no object"),
        (
            "{\"applications\": {\"shop\": {\"SANDBOX\": [\"c4nary\"]}}}",
            "its member `SANDBOX` is no object",
        ),
    ] {
        fs::write(&path, text).unwrap();
        let sink = SecretSink::file(&path, json);
        let error = control_plane.provide_access(&[access("shop")], &sink).await.unwrap_err();
        assert_eq!(error.code(), "unusable-secret-file");
        assert!(error.message().contains(says), "{error}");
        assert!(!format!("{error:?}").contains("c4nary"), "{error:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    let sink = SecretSink::file(&nowhere, json);
    let error = control_plane.provide_access(&[access("shop")], &sink).await.unwrap_err();
    assert_eq!(error.code(), "unwritable-file");
    let sink = SecretSink::file(folder.path().join(".env"), dotenv);
    let same = [access("my-shop"), access("my shop")];
    let error = control_plane.provide_access(&same, &sink).await.unwrap_err();
    assert!(error.message().contains("make the same variables"), "{error}");
    // The variables of one application's own key manager may be those of another one.
    let same = [access("shop").key_manager("production"), access("shop_production")];
    let error = control_plane.provide_access(&same, &sink).await.unwrap_err();
    assert!(error.message().contains("make the same variables"), "{error}");
    let error = control_plane.provide_access(&[access("sh\u{7}op")], &sink).await.unwrap_err();
    assert!(error.message().contains("another control character"), "{error}");
    assert_eq!(writes.count(), 0);
}

/// The variables of another application are not written over, though it is wanted by another run.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_applications_variables_are_left_alone() {
    let (world, control_plane) = world("4.7").await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".env");
    let sink = SecretSink::file(&path, SecretFileFormat::Dotenv);
    control_plane.provide_access(&[access("my-shop")], &sink).await.unwrap().into_result().unwrap();
    let before = fs::read_to_string(&path).unwrap();
    let writes = Writes::of(&world);
    let error = control_plane.provide_access(&[access("my shop")], &sink).await.unwrap_err();
    assert_eq!(error.code(), "unusable-secret-file");
    assert!(error.message().contains("are those of `my-shop`"), "{error}");
    assert_eq!(writes.count(), 0, "its secret would be lost");
    assert_eq!(fs::read_to_string(&path).unwrap(), before);
}

/// Keys that were made anew: what is held of the old ones is of no use.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn entries_of_keys_that_are_gone_are_replaced() {
    let (_world, control_plane) = world("4.7").await;
    for format in SecretFileFormat::ALL {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets");
        let sink = SecretSink::file(&path, format);
        let name = format!("shop-{}", format.as_str());
        let wanted = [access(&name).tokens()];
        let first = control_plane.provide_access(&wanted, &sink).await.unwrap();
        let old = first.into_result().unwrap().applications[0].keys[0].consumer_key.clone();
        control_plane.application(&name).await.unwrap().delete().await.unwrap();
        let again = control_plane.provide_access(&wanted, &sink).await.unwrap();
        let again = again.into_result().unwrap();
        let key = &again.applications[0].keys[0];
        assert_eq!((key.key_type, key.secret), (KeyType::Production, Handover::HandedOut));
        assert_eq!(key.token, Some(Handover::HandedOut));
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(&key.consumer_key) && !text.contains(&old));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_run_left_beside_the_file_is_removed_by_the_next_one() {
    let (_world, control_plane) = world("4.7").await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secrets.json");
    let sink = SecretSink::file(&path, SecretFileFormat::Json);
    let wanted = [access("shop")];
    assert!(control_plane.provide_access(&wanted, &sink).await.unwrap().is_ok());
    let left = folder.path().join(".gatewright-secrets.json-k1LLed.tmp");
    fs::copy(&path, &left).unwrap();
    let hour = std::time::Duration::from_secs(3600);
    let file = fs::File::options().write(true).open(&left).unwrap();
    file.set_modified(std::time::SystemTime::now() - 2 * hour).unwrap();
    drop(file);
    assert!(control_plane.provide_access(&wanted, &sink).await.unwrap().is_ok());
    assert!(is_alone(&path), "also by a run that stores nothing");
}
