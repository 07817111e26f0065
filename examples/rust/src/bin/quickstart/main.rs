//! The quickstart: one API through two gateways, from three unpacked homes to calls that are answered, and back.
//!
//! ```text
//! cargo run --bin quickstart                          # API-M 4.7 on the embedded emulator
//! cargo run --bin quickstart -- --release 3.2         # the original procedure's model
//! cargo run --bin quickstart -- --help
//! ```
//!
//! One file per step: [`homes`] (1), [`nodes`] (2), [`publish`] (3 and 4), [`calls`] (5), [`undo`] (6).

mod calls;
mod homes;
mod nodes;
mod options;
mod publish;
mod run;
mod screen;
mod server;
mod undo;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser as _;

use options::Options;
use run::{End, Run};
use server::Server;

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

#[tokio::main(worker_threads = 2)]
async fn main() -> ExitCode {
    let options = Options::parse();
    let mut run = Run::default();
    let end = tokio::select! {
        biased;
        () = interrupted() => End::Interrupted,
        result = walk(&options, &mut run) => result.map_or_else(End::Failed, |()| End::Done),
    };
    run.finish(end).await
}

/// Ctrl-C. Where the system has no such thing, nothing ever interrupts.
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// The steps, one after the other. What each of them writes or starts is noted in `run` first, so that it can be told and
/// stopped wherever the walk ends.
async fn walk(options: &Options, run: &mut Run) -> Result<()> {
    if let Some(url) = &options.apim {
        let server = Server::from_environment(url)?;
        screen::title(&format!("One API through the gateways of {url}"));
        run.server = Some(url.clone());
        let published = publish::publish(&server, run).await?;
        let places = publish::read_back(&published, run).await?;
        calls::call(&server, &published, &places, run).await?;
        screen::heading("What you have now");
        screen::places(&places);
        return Ok(());
    }
    let release = options.release.as_str();
    screen::title(&format!("One API through two gateways: API-M {release}, on the emulator"));
    let (homes, offsets) = homes::prepare(options, run).await?;
    let server = nodes::start(&homes, offsets, run).await?;
    let published = publish::publish(&server, run).await?;
    let places = publish::read_back(&published, run).await?;
    let calls = calls::call(&server, &published, &places, run).await?;
    undo::undeploy(&published, &places, &calls, run).await?;
    undo::revert(&homes, run).await?;
    screen::heading("What you have seen");
    screen::places(&places);
    Ok(())
}
