//! Taking ports.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

use tokio::net::{TcpListener, TcpSocket};

use super::holder::holder;
use crate::error::{Error, Result};

/// A port, on both loopback addresses where the computer has them.
pub(crate) struct Listeners {
    pub(crate) sockets: Vec<TcpListener>,
}

const BACKLOG: u32 = 1024;

/// Takes a port for a node, the one that was reserved for it when there is one.
pub(crate) fn bind(
    node: &str,
    port: u16,
    purpose: &'static str,
    reserved: Option<Reserved>,
) -> Result<Listeners> {
    let failed = |source: std::io::Error| match source.kind() {
        ErrorKind::AddrInUse => {
            Error::PortTaken { node: node.to_owned(), port, purpose, holder: holder(port) }
        }
        _ => Error::System { doing: format!("cannot listen on port {port}"), source },
    };
    let first = match reserved {
        Some(reserved) => reserved.socket.listen(BACKLOG).map_err(failed)?,
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

/// True when a node could listen on the port.
pub(crate) fn is_free(port: u16) -> bool {
    let tried = open(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    !matches!(tried, Err(error) if error.kind() == ErrorKind::AddrInUse)
}

/// A port that is taken and not listened on, so that callers are refused rather than kept waiting.
///
/// A TCP socket alone would not do: one that insists on the port for itself is kept out for a minute by what lingers of
/// former connections, and two that do not insist are both let in. So the UDP port of the same number, where nothing
/// lingers, says whose it is.
pub(crate) struct Reserved {
    socket: TcpSocket,
    _lock: UdpSocket,
}

/// Takes a port without listening.
pub(crate) fn reserve(port: u16) -> std::io::Result<Reserved> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let lock = UdpSocket::bind(address)?;
    let socket = TcpSocket::new_v4()?;
    // On Windows the option would let two programs share a port, and nothing lingers.
    socket.set_reuseaddr(cfg!(unix))?;
    socket.bind(address)?;
    Ok(Reserved { socket, _lock: lock })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_port_is_reserved_once_and_what_lingers_of_connections_keeps_nobody_out() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        assert!(reserve(address.port()).is_err(), "somebody listens");
        let client = tokio::net::TcpStream::connect(address).await.unwrap();
        // The side that closes first lingers.
        drop(listener.accept().await.unwrap());
        drop(client);
        drop(listener);
        let reserved = reserve(address.port()).unwrap();
        assert!(reserve(address.port()).is_err(), "it is reserved");
        let refused = tokio::net::TcpStream::connect(address).await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
        let taken = bind("node", address.port(), "test", Some(reserved)).unwrap();
        assert!(tokio::net::TcpStream::connect(address).await.is_ok());
        drop(taken);
    }
}
