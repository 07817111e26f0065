//! The emulator: one node with everything, and two environments.

use std::fmt::Write as _;

use gatewright_emulator::{
    Emulator, ImplementedOperation, Pack, free_offset_block, implemented_operations,
};

use crate::Result;

/// A name with a blank, and the name of the environment that 4.x ships.
pub(crate) const ENVIRONMENTS: [&str; 2] = ["Production Gateway", "Default"];

pub(crate) struct Node {
    pub(crate) emulator: Emulator,
    pub(crate) release: gatewright::Release,
    emulated: gatewright_emulator::Release,
    base: u16,
}

impl Node {
    pub(crate) async fn start(release: &str) -> Result<Self> {
        let block = free_offset_block(1)?;
        let base = block.base();
        let text = text(base)?;
        // A release that came after this was written is emulated as the newest known, as the client takes it.
        let known: gatewright::Release = release.parse()?;
        let newest = gatewright_emulator::Release::NEWEST;
        let is_newer = known > gatewright::Release::V4_7;
        let emulated = if is_newer { newest } else { release.parse()? };
        let emulator = Emulator::builder()
            .node_text("all-in-one", text, emulated, Pack::AllInOne)
            .offset_block(block)
            .start()
            .await?;
        Ok(Self { emulator, release: emulated.to_string().parse()?, emulated, base })
    }

    /// The operations that the emulator has, by its own list.
    pub(crate) fn operations(&self) -> Vec<ImplementedOperation> {
        implemented_operations(self.emulated)
    }

    /// The address of a port, named by its number at offset 0.
    pub(crate) fn url(&self, port: u16) -> String {
        format!("https://localhost:{}", port + self.base)
    }
}

fn text(base: u16) -> Result<String> {
    let mut text = format!(
        "[server]\nhostname = \"localhost\"\noffset = {base}\n\
         [super_admin]\nusername = \"admin\"\npassword = \"admin\"\n"
    );
    for (name, kind) in ENVIRONMENTS.iter().zip(["production", "hybrid"]) {
        write!(
            text,
            "[[apim.gateway.environment]]\nname = \"{name}\"\ntype = \"{kind}\"\n\
             display_in_api_console = true\nservice_url = \"https://localhost:{}/services/\"\n\
             username = \"${{admin.username}}\"\npassword = \"${{admin.password}}\"\n\
             http_endpoint = \"http://localhost:{}\"\nhttps_endpoint = \"https://localhost:{}\"\n",
            9443 + base,
            8280 + base,
            8243 + base,
        )?;
    }
    Ok(text)
}
