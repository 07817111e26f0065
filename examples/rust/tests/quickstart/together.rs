//! Twenty at once.

use std::net::TcpListener;
use std::process::Child;
use std::thread::sleep;
use std::time::Duration;

use crate::support::{Finished, Quickstart, assert_walked, offsets};

#[test]
fn twenty_at_once_succeed_and_leave_nothing() {
    let mut runs: Vec<(Quickstart, Child)> = Vec::new();
    for number in 0..20 {
        let release = if number % 2 == 0 { "3.2" } else { "4.7" };
        let mut run = Quickstart::new(["--release", release]);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut run.command, 0);
        let child = run.command.spawn().unwrap();
        runs.push((run, child));
    }
    // Read side by side: a full pipe would hold a run, and its ports, until its turn.
    let readers = runs.into_iter().map(|(run, child)| {
        std::thread::spawn(move || {
            let process = child.id();
            let finished = Finished::from(child.wait_with_output().unwrap());
            run.assert_clean();
            (process, finished.success())
        })
    });
    for reader in readers.collect::<Vec<_>>() {
        let (process, stdout) = reader.join().unwrap();
        assert_walked(&stdout);
        assert!(!has_processes(process), "a process is left in the group {process}");
        for offset in offsets(&stdout) {
            for port in [9443, 9763, 8243, 8280, 5672] {
                wait_until_free(port + offset);
            }
        }
    }
}

/// Another quickstart on this computer may have drawn the port since; it ends soon. What a run left behind stays.
fn wait_until_free(port: u16) {
    for _ in 0..600 {
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return;
        }
        sleep(Duration::from_millis(200));
    }
    panic!("port {port} is not free");
}

/// Whether a process group has any process.
fn has_processes(group: u32) -> bool {
    if !cfg!(unix) {
        return false;
    }
    let test = format!("kill -0 -- -{group} 2>/dev/null");
    std::process::Command::new("sh").args(["-c", &test]).status().unwrap().success()
}
