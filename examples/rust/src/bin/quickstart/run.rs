//! What the quickstart has done so far, and what is said of it at the end, however it ends.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use gatewright_emulator::Emulator;
use tempfile::TempDir;

use crate::screen;

/// Everything that outlives a step.
#[derive(Default)]
pub(crate) struct Run {
    heading: String,
    /// Where the homes are.
    pub(crate) folder: Option<Folder>,
    /// The files that are not as they were laid out.
    pub(crate) written: Vec<PathBuf>,
    /// The nodes that run.
    pub(crate) emulator: Option<Emulator>,
    /// The URL of an API-M that goes on running.
    pub(crate) server: Option<String>,
    /// What was made there.
    pub(crate) made: BTreeMap<&'static str, String>,
}

/// A folder for the homes.
pub(crate) enum Folder {
    /// Removed at the end.
    Temporary(TempDir),
    /// The user's.
    Kept(PathBuf),
}

impl Folder {
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Temporary(folder) => folder.path(),
            Self::Kept(folder) => folder,
        }
    }
}

/// How it ended.
pub(crate) enum End {
    Done,
    Failed(Box<dyn Error>),
    Interrupted,
}

impl Run {
    /// Begins a step. Yields, so that an interruption is noticed between steps that wait for nothing.
    pub(crate) async fn step(&mut self, heading: &str) {
        heading.clone_into(&mut self.heading);
        screen::heading(heading);
        tokio::task::yield_now().await;
    }

    /// Stops the nodes, if any run.
    pub(crate) async fn stop(&mut self) {
        if let Some(emulator) = self.emulator.take() {
            emulator.stop().await;
        }
    }

    /// Stops and removes what does not stay, and says what was written and what stays.
    pub(crate) async fn finish(mut self, end: End) -> ExitCode {
        self.stop().await;
        match end {
            End::Done => {
                for text in self.stays() {
                    screen::line(text);
                }
                self.remove(ExitCode::SUCCESS)
            }
            End::Failed(error) => {
                let step = if self.heading.is_empty() {
                    String::new()
                } else {
                    format!(" in step {}", self.heading)
                };
                screen::complain(format_args!("\nerror{step}:\n{error}"));
                if let Some(error) = error.downcast_ref::<gatewright::Error>() {
                    for (key, value) in error.context() {
                        screen::complain(format_args!("  {key}: {value}"));
                    }
                }
                self.confess();
                self.remove(ExitCode::FAILURE)
            }
            End::Interrupted => {
                screen::complain(format_args!("\ninterrupted in step {}", self.heading));
                self.confess();
                self.remove(ExitCode::from(130))
            }
        }
    }

    /// What is said when it did not come to its end.
    fn confess(&self) {
        screen::complain("nothing is left running");
        if self.written.is_empty() {
            screen::complain("no file is changed");
        }
        for text in self.stays() {
            screen::complain(text);
        }
    }

    /// What stays, and what was written and goes.
    fn stays(&self) -> Vec<String> {
        let mut texts = Vec::new();
        let written: Vec<_> = self.written.iter().map(|path| path.display().to_string()).collect();
        match &self.folder {
            Some(Folder::Temporary(folder)) if !written.is_empty() => texts.push(format!(
                "written, and removed with {}: {}",
                folder.path().display(),
                written.join(", ")
            )),
            Some(Folder::Kept(folder)) => {
                texts.push(format!("kept: {}", folder.display()));
                if !written.is_empty() {
                    texts.push(format!(
                        "written there, and not reverted (`revert` takes it back): {}",
                        written.join(", ")
                    ));
                }
            }
            _ => {}
        }
        if let Some(server) = &self.server {
            if self.made.is_empty() {
                texts.push(format!("nothing was made on {server}"));
            }
            for (what, name) in &self.made {
                texts.push(format!("made on {server}, and left there: {what} {name}"));
            }
        }
        texts
    }

    /// Removes the folder unless it is the user's.
    fn remove(self, code: ExitCode) -> ExitCode {
        let Some(Folder::Temporary(folder)) = self.folder else { return code };
        let path = folder.path().to_owned();
        match folder.close() {
            Ok(()) => code,
            Err(error) => {
                screen::complain(format_args!("cannot remove {}: {error}", path.display()));
                ExitCode::FAILURE
            }
        }
    }
}
