//! WSO2's own files, where `GATEWRIGHT_CORPUS` names the folder that holds them.

use std::fs;
use std::path::PathBuf;

use gatewright_emulator::{Emulator, Pack, free_offset_block};

/// Every shipped file starts its node.
#[tokio::test]
async fn every_shipped_file_starts() {
    let Some(corpus) = std::env::var_os("GATEWRIGHT_CORPUS").map(PathBuf::from) else { return };
    let mut started = 0;
    for folder in fs::read_dir(corpus.join("deployment-toml")).unwrap().flatten() {
        let Ok(release) = folder.file_name().to_str().unwrap().parse() else { continue };
        for file in fs::read_dir(folder.path()).unwrap().flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if file.path().extension().is_none_or(|extension| extension != "toml") {
                continue;
            }
            let block = free_offset_block(1).unwrap();
            let server = format!("[server]\noffset = {}\n", block.base());
            let text = fs::read_to_string(file.path()).unwrap().replacen("[server]\n", &server, 1);
            let pack = match name.as_str() {
                name if name.contains("control-plane-deployment") => Some(Pack::ControlPlane),
                name if name.starts_with("gateway-") => Some(Pack::Gateway),
                name if name.starts_with("traffic-manager-") => Some(Pack::TrafficManager),
                _ => None,
            };
            let builder = Emulator::builder().node_text(&name, text, release, pack);
            match builder.offset_block(block).start().await {
                Ok(emulator) => emulator.stop().await,
                Err(error) => panic!("{}: {error}", file.path().display()),
            }
            started += 1;
        }
    }
    assert!(started > 0, "no file was found");
}
