//! The ports of a node.

use gatewright::{Error, Pack, Port, PortOffset, Ports, Release};
use napi_derive::napi;

use crate::failure::{Answer, answer};

/// The ports of a node.
#[napi]
pub struct NativePorts {
    ports: Ports,
}

impl From<Ports> for NativePorts {
    fn from(ports: Ports) -> Self {
        Self { ports }
    }
}

/// A port that a node opens.
#[napi(object, object_from_js = false)]
pub struct OpenPort {
    /// Its name.
    pub name: &'static str,
    /// Its number.
    pub number: u16,
}

/// Two ports that have one number.
#[napi(object, object_from_js = false)]
pub struct Collision {
    /// The name on this node.
    pub mine: &'static str,
    /// The name on the other.
    pub theirs: &'static str,
    /// The number.
    pub number: u16,
}

/// The ports of a node that is started as `pack`.
#[napi]
pub fn ports(pack: String, release: String, offset: i64) -> Answer<NativePorts> {
    let pack = Pack::from_name(&pack).unwrap_or(Pack::AllInOne);
    let ports = || -> Result<Ports, Error> {
        Ok(Ports::new(pack, release.parse::<Release>()?, PortOffset::new(offset)?))
    };
    answer(ports(), NativePorts::from)
}

#[napi]
impl NativePorts {
    /// The open ports, in the order of API-M's table.
    #[napi]
    pub fn open(&self) -> Vec<OpenPort> {
        self.ports.iter().map(|(port, number)| OpenPort { name: port.as_str(), number }).collect()
    }

    /// The open port with a number.
    #[napi]
    pub fn find(&self, number: i64) -> Option<&'static str> {
        let number = u16::try_from(number).ok()?;
        self.ports.find(number).map(Port::as_str)
    }

    /// The pairs of ports that have one number.
    #[napi]
    pub fn collisions(&self, other: &NativePorts) -> Vec<Collision> {
        let collision = |(mine, theirs, number): (Port, Port, u16)| Collision {
            mine: mine.as_str(),
            theirs: theirs.as_str(),
            number,
        };
        self.ports.collisions(&other.ports).map(collision).collect()
    }
}
