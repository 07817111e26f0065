//! `--apim`: steps 3 to 5 on nodes that run already, from the homes that `--keep` left.
#![allow(clippy::print_stdout, reason = "a test that leaves a part out says so")]

use std::fs;
use std::path::Path;
use std::process::Command;

use gatewright::client::{ConnectOptions, Credentials};
use gatewright::{ControlPlane, KeyType};
use gatewright_emulator::Emulator;

use crate::support::{Quickstart, offsets};

/// Homes that a first run kept, their first offset, and the nodes started from them.
async fn running(folder: &Path, release: &str) -> (Emulator, u16) {
    let keep = folder.join("homes");
    let arguments = ["--release", release, "--keep", keep.to_str().unwrap()];
    let stdout = Quickstart::new(arguments).output().success();
    let base = *offsets(&stdout).first().unwrap();
    let builder = ["control-plane", "gateway-1", "gateway-2"]
        .into_iter()
        .fold(Emulator::builder(), |builder, node| builder.home(keep.join(node)));
    let emulator = builder.start().await.unwrap();
    fs::write(folder.join("ca.pem"), emulator.ca_pem()).unwrap();
    (emulator, base)
}

fn quickstart(folder: &Path, emulator: &Emulator, base: u16, password: &str) -> Quickstart {
    Quickstart::new(["--apim", &format!("https://localhost:{}", 9443 + base)])
        .env("APIM_USERNAME", "admin")
        .env("APIM_PASSWORD", password)
        .env("APIM_BACKEND", emulator.echo_url())
        .env("APIM_CA_FILE", folder.join("ca.pem"))
}

async fn publishes(release: &str) {
    let folder = tempfile::tempdir().unwrap();
    let (emulator, base) = running(folder.path(), release).await;
    let refused = quickstart(folder.path(), &emulator, base, "wrong").output();
    refused.failure(1, &["3. Publish", "nothing was made on https://localhost:"]);

    let stdout = quickstart(folder.path(), &emulator, base, "admin").output().success();
    for (step, walked) in [(1, 0), (2, 0), (3, 1), (4, 1), (5, 1), (6, 0)] {
        assert_eq!(stdout.matches(&format!("\n{step}. ")).count(), walked, "{stdout}");
    }
    assert_eq!(stdout.matches("| 200 from the backend's / ").count(), 6, "{stdout}");
    assert_eq!(stdout.matches("| 401 Sandbox Key Provided for").count(), 2, "{stdout}");
    assert!(stdout.contains("and left there: the API GatewrightQuickstart 1.0.0, in "), "{stdout}");
    assert!(stdout.contains("and left there: the application gatewright-quickstart"), "{stdout}");

    printed_commands_work(folder.path(), &emulator, base, &stdout).await;

    let one = quickstart(folder.path(), &emulator, base, "admin")
        .env("APIM_ENVIRONMENTS", "Nowhere")
        .output();
    one.failure(1, &["Nowhere"]);
    emulator.stop().await;
    let gone = quickstart(folder.path(), &emulator, base, "admin").output();
    gone.failure(1, &[&format!("{}", 9443 + base)]);
}

/// The commands under the table, as a shell runs them with another application's keys: a token from every endpoint, and
/// with it a call through every gateway.
async fn printed_commands_work(folder: &Path, emulator: &Emulator, base: u16, stdout: &str) {
    if Command::new("curl").arg("--version").output().is_err() {
        println!("skipped: there is no curl here");
        return;
    }
    let url = format!("https://localhost:{}", 9443 + base);
    let options = ConnectOptions::new().ca_certificates(emulator.ca_pem());
    let user = Credentials::password("admin", "admin");
    let control_plane = ControlPlane::connect(&url, user, options).await.unwrap();
    let application = control_plane.application("curl").await.unwrap();
    application.subscribe("GatewrightQuickstart", "1.0.0").await.unwrap();
    let keys = application.keys(KeyType::Production).await.unwrap();
    let run = |command: &str, token: &str| {
        let output = Command::new("sh")
            .args(["-c", &format!("set -eu\n{command}")])
            .env("CURL_CA_BUNDLE", folder.join("ca.pem"))
            .env("CONSUMER_KEY", &keys.consumer_key)
            .env("CONSUMER_SECRET", keys.consumer_secret.expose())
            .env("PASSWORD", "admin")
            .env("ACCESS_TOKEN", token)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let answer = serde_json::from_str::<serde_json::Value>(&text);
        answer.unwrap_or_else(|error| panic!("{command}\n{text}: {error}\n{:?}", output.stderr))
    };
    let printed = stdout.split("the same with curl").nth(1).unwrap();
    let printed = printed.split("\n\n").next().unwrap();
    let commands: Vec<String> =
        printed.split("\ncurl ").skip(1).map(|command| format!("curl {command}")).collect();
    let (tokens, calls): (Vec<_>, Vec<_>) =
        commands.iter().partition(|command| command.contains("grant_type"));
    assert_eq!(calls.len(), 2, "{printed}");
    for command in &tokens {
        let issued = run(command, "");
        let token = issued.get("access_token").and_then(|token| token.as_str()).unwrap();
        for command in &calls {
            let echo = run(command, token);
            assert_eq!(echo.get("method").and_then(|method| method.as_str()), Some("GET"));
        }
    }
    assert!(!tokens.is_empty(), "{printed}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_classic_model_of_3_2() {
    publishes("3.2").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_revision_model_of_4_7() {
    publishes("4.7").await;
}
