//! Where the preview listens, and under which addresses it is found.
//!
//! In: what the user asked for. Out: a listener, and addresses for people. Nothing is sent.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, UdpSocket};

/// Where the search for a free port begins.
const FIRST_PORT: u16 = 4000;
/// Addresses that nobody has (RFC 5737 and 3849).
const NOBODY: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
const NOBODY_6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);
/// How many ports are tried before the system chooses one.
const TRIES: u16 = 20;

/// The port that was asked for, or the first that is free.
pub(super) fn bind(address: IpAddr, port: Option<u16>) -> io::Result<TcpListener> {
    if let Some(port) = port {
        return TcpListener::bind((address, port));
    }
    let mut ports = FIRST_PORT..FIRST_PORT + TRIES;
    let free = ports.find_map(|port| TcpListener::bind((address, port)).ok());
    free.map_or_else(|| TcpListener::bind((address, 0)), Ok)
}

/// The address of the server on this computer, and for others where it listens on all addresses.
pub(super) fn addresses(address: SocketAddr) -> (SocketAddr, Option<SocketAddr>) {
    let (local, elsewhere): (IpAddr, IpAddr) = match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => (Ipv4Addr::LOCALHOST.into(), NOBODY.into()),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => (Ipv6Addr::LOCALHOST.into(), NOBODY_6.into()),
        _ => return (address, None),
    };
    // Nothing is sent: the system only says from where it would be.
    let own = || {
        let socket = UdpSocket::bind(SocketAddr::new(address.ip(), 0)).ok()?;
        socket.connect((elsewhere, 9)).ok()?;
        Some(SocketAddr::new(socket.local_addr().ok()?.ip(), address.port()))
    };
    (SocketAddr::new(local, address.port()), own())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_searched_from_the_first_on() {
        let local = Ipv4Addr::LOCALHOST.into();
        let one = bind(local, None).unwrap();
        let other = bind(local, None).unwrap();
        assert_ne!(one.local_addr().unwrap(), other.local_addr().unwrap());
        let taken = one.local_addr().unwrap().port();
        assert_eq!(bind(local, Some(taken)).unwrap_err().kind(), io::ErrorKind::AddrInUse);
    }

    #[test]
    fn all_addresses_are_found_under_this_computer_s() {
        let check = |address: &str, here: &str| {
            let expected: SocketAddr = here.parse().unwrap();
            assert_eq!(addresses(address.parse().unwrap()).0, expected);
        };
        check("0.0.0.0:4000", "127.0.0.1:4000");
        check("[::]:4000", "[::1]:4000");
        check("127.0.0.1:4000", "127.0.0.1:4000");
        check("192.168.1.2:80", "192.168.1.2:80");
        assert_eq!(addresses("127.0.0.1:4000".parse().unwrap()).1, None);
    }
}
