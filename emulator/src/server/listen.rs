//! Taking ports.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::{TcpListener, TcpSocket};

use super::holder::holder;
use crate::error::{Error, Result};

/// A port, on both loopback addresses where the computer has them.
pub(crate) struct Listeners {
    pub(crate) sockets: Vec<TcpListener>,
}

const BACKLOG: u32 = 1024;

/// Takes a port for a node. A socket that is already bound to it is used for its address.
pub(crate) fn bind(
    node: &str,
    port: u16,
    purpose: &'static str,
    reserved: Option<TcpSocket>,
) -> Result<Listeners> {
    let failed = |source: std::io::Error| match source.kind() {
        ErrorKind::AddrInUse => {
            Error::PortTaken { node: node.to_owned(), port, purpose, holder: holder(port) }
        }
        _ => Error::System { doing: format!("cannot listen on port {port}"), source },
    };
    let first = match reserved {
        Some(socket) => {
            // Connections inherit it: what lingers of them must not keep a restarted node out.
            if cfg!(unix) {
                socket.set_reuseaddr(true).map_err(failed)?;
            }
            socket.listen(BACKLOG).map_err(failed)?
        }
        None => open(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).map_err(failed)?,
    };
    let mut sockets = vec![first];
    match open(SocketAddr::from((Ipv6Addr::LOCALHOST, port))) {
        Ok(second) => sockets.push(second),
        Err(error) if error.kind() == ErrorKind::AddrInUse => return Err(failed(error)),
        // A computer without IPv6.
        Err(_) => {}
    }
    Ok(Listeners { sockets })
}

/// Takes a port without listening, so that callers are refused rather than kept waiting.
pub(crate) fn reserve(port: u16) -> std::io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    // What lingers of connections must not keep it out.
    if cfg!(unix) {
        socket.set_reuseaddr(true)?;
    }
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    Ok(socket)
}

fn open(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // On Windows the option would let two programs share a port.
    if cfg!(unix) {
        socket.set_reuseaddr(true)?;
    }
    socket.bind(address)?;
    socket.listen(BACKLOG)
}
