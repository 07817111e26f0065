//! `gatewright-emulator run HOME…`: nodes from their homes, until Ctrl-C or SIGTERM.
#![forbid(unsafe_code)]

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use gatewright_emulator::{Emulator, NodeInfo, NodeSource, Release};

const USAGE: &str = "\
usage: gatewright-emulator run HOME… [options]
       gatewright-emulator free-offset N
       gatewright-emulator operations [--release X.Y]

Starts one node from each home's own repository/conf/deployment.toml, control plane first,
and runs until Ctrl-C or SIGTERM. Written from WSO2's public sources; it is not WSO2 API Manager.

free-offset prints an offset at which, and at the N - 1 after it, every port of a node is free,
between 10000 and 32767: write it into the files, and nothing else runs there.

operations prints the operations of the management APIs that there are in a release, as JSON.

options:
  --release X.Y    the release of homes without bin/version.txt
  --ca FILE        write the certificate authority's certificate there (default: print it)
  --help           this text
";

#[tokio::main(worker_threads = 2)]
async fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            let _ = write!(io::stdout(), "{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            let _ = writeln!(io::stderr(), "{problem}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let done = match options {
        Options::FreeOffset(nodes) => free_offset(nodes),
        Options::Operations(release) => operations(release),
        Options::Run(run_options) => run(run_options).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            let _ = writeln!(io::stderr(), "error: {problem}");
            ExitCode::FAILURE
        }
    }
}

enum Options {
    Run(RunOptions),
    FreeOffset(u16),
    Operations(Release),
}

#[derive(Default)]
struct RunOptions {
    homes: Vec<PathBuf>,
    release: Option<Release>,
    authority: Option<PathBuf>,
}

impl Options {
    /// `None` when help is asked for.
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        match arguments.next().as_deref() {
            Some("run") => {}
            Some("free-offset") => {
                let count = arguments.next().unwrap_or_else(|| "1".to_owned());
                return match count.parse() {
                    Ok(nodes @ 1..=30) => Ok(Some(Self::FreeOffset(nodes))),
                    _ => Err(format!("'{count}' is not a number of nodes from 1 to 30")),
                };
            }
            Some("operations") => {
                let release = match (arguments.next().as_deref(), arguments.next()) {
                    (None, _) => Release::NEWEST,
                    (Some("--release"), Some(text)) => {
                        text.parse().map_err(|error| format!("{error}"))?
                    }
                    (Some(other), _) => {
                        return Err(format!("'{other}' is not an option with a value"));
                    }
                };
                return Ok(Some(Self::Operations(release)));
            }
            Some("--help" | "-h") => return Ok(None),
            Some(other) => return Err(format!("'{other}' is not a command")),
            None => return Err("no command is given".to_owned()),
        }
        let mut options = RunOptions::default();
        while let Some(argument) = arguments.next() {
            let mut value =
                || arguments.next().ok_or_else(|| format!("{argument} needs a value after it"));
            match argument.as_str() {
                "--help" | "-h" => return Ok(None),
                "--release" => {
                    options.release = Some(value()?.parse().map_err(|error| format!("{error}"))?);
                }
                "--ca" => options.authority = Some(value()?.into()),
                other if other.starts_with('-') => {
                    return Err(format!("'{other}' is not an option"));
                }
                home => options.homes.push(home.into()),
            }
        }
        if options.homes.is_empty() {
            return Err("no home is given".to_owned());
        }
        Ok(Some(Self::Run(options)))
    }
}

fn free_offset(nodes: u16) -> Result<(), Box<dyn std::error::Error>> {
    writeln!(io::stdout(), "{}", gatewright_emulator::free_offset_block(nodes)?.base())?;
    Ok(())
}

fn operations(release: Release) -> Result<(), Box<dyn std::error::Error>> {
    let operations = gatewright_emulator::implemented_operations(release);
    writeln!(io::stdout(), "{}", serde_json::to_string_pretty(&operations)?)?;
    Ok(())
}

async fn run(options: RunOptions) -> Result<(), Box<dyn std::error::Error>> {
    let mut stop = Stop::listen()?;
    let mut builder = Emulator::builder();
    for source in options.homes.iter().map(NodeSource::home) {
        builder = builder.node(match options.release {
            Some(release) => source.release_if_unknown(release),
            None => source,
        });
    }
    let emulator = tokio::select! {
        started = builder.start() => started?,
        // What was started is dropped with the future, and the process ends.
        () = stop.asked() => return Ok(()),
    };
    let mut out = io::stdout().lock();
    match &options.authority {
        Some(path) => std::fs::write(path, emulator.ca_pem())?,
        None => write!(out, "{}", emulator.ca_pem())?,
    }
    for node in emulator.nodes().await {
        writeln!(out, "{}", line(&node))?;
    }
    writeln!(out, "echo backend: {}", emulator.echo_url())?;
    writeln!(out, "ready; Ctrl-C stops all nodes")?;
    out.flush()?;
    drop(out);
    stop.asked().await;
    emulator.stop().await;
    Ok(())
}

/// Signals that ask the program to stop, heard from the moment it is made: one that comes while
/// nodes start, or right after the program said that it is ready, must not kill it half-way.
#[cfg(unix)]
struct Stop {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Stop {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let (interrupt, terminate) = (SignalKind::interrupt(), SignalKind::terminate());
        Ok(Self { interrupt: signal(interrupt)?, terminate: signal(terminate)? })
    }

    async fn asked(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(windows)]
struct Stop(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Stop {
    fn listen() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn asked(&mut self) {
        self.0.recv().await;
    }
}

fn line(node: &NodeInfo) -> String {
    let mut text = format!(
        "{}: API-M {}, {}, https://localhost:{}",
        node.name,
        node.release,
        node.pack,
        node.port(9443)
    );
    if node.pack.has_gateway() {
        let _ = write!(text, ", gateway https://localhost:{}", node.port(8243));
    }
    text
}
