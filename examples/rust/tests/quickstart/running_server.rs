//! `--apim`: steps 3 to 5 on nodes that run already, from the homes that `--keep` left.

use std::fs;
use std::path::Path;

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

    let one = quickstart(folder.path(), &emulator, base, "admin")
        .env("APIM_ENVIRONMENTS", "Nowhere")
        .output();
    one.failure(1, &["Nowhere"]);
    emulator.stop().await;
    let gone = quickstart(folder.path(), &emulator, base, "admin").output();
    gone.failure(1, &[&format!("{}", 9443 + base)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_classic_model_of_3_2() {
    publishes("3.2").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_revision_model_of_4_7() {
    publishes("4.7").await;
}
