//! Who listens on a port of this computer, where the system tells (Linux).

use std::fs;
use std::path::Path;

use crate::error::PortHolder;

/// The program that listens on a port, if it can be found out.
pub(super) fn holder(port: u16) -> PortHolder {
    find(port).unwrap_or(PortHolder::Unknown)
}

fn find(port: u16) -> Option<PortHolder> {
    let sockets: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .flat_map(|table| table.lines().filter_map(|line| listener(line, port)).collect::<Vec<_>>())
        .map(|inode| format!("socket:[{inode}]"))
        .collect();
    if sockets.is_empty() {
        return None;
    }
    fs::read_dir("/proc").ok()?.flatten().find_map(|entry| {
        let process: u32 = entry.file_name().to_str()?.parse().ok()?;
        let holds = fs::read_dir(entry.path().join("fd")).ok()?.flatten().any(|descriptor| {
            fs::read_link(descriptor.path())
                .is_ok_and(|target| sockets.iter().any(|socket| Path::new(socket) == target))
        });
        let name = || fs::read_to_string(entry.path().join("comm")).unwrap_or_default();
        holds.then(|| PortHolder::Program { name: name().trim().to_owned(), process })
    })
}

/// The inode of a line of the table that stands for a listener on the port.
fn listener(line: &str, port: u16) -> Option<String> {
    let mut columns = line.split_whitespace();
    let local = columns.nth(1)?;
    let state = columns.nth(1)?;
    let (_, local_port) = local.rsplit_once(':')?;
    (state == "0A" && u16::from_str_radix(local_port, 16) == Ok(port))
        .then(|| columns.nth(5).map(str::to_owned))
        .flatten()
}
