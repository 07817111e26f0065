//! Three port tables, written apart, that must agree: the emulator's, the SDK's and a literal one typed from WSO2's
//! documentation. The emulator shares no belief with the SDK, so a slip in one of them shows here.

use std::collections::BTreeSet;

use gatewright::{PortOffset, Ports};
use gatewright_emulator::{Pack, Release, ports_of};

const BASE: [u16; 4] = [9443, 9763, 9999, 11111];
const GATEWAY: [u16; 4] = [8280, 8243, 9099, 8099];
const WEBSUB: [u16; 2] = [9021, 8021];
const BROKER: [u16; 4] = [5672, 8672, 9611, 9711];

fn documented(pack: Pack, is_classic: bool) -> BTreeSet<u16> {
    let mut ports = BTreeSet::from(BASE);
    if matches!(pack, Pack::AllInOne | Pack::Gateway) {
        ports.extend(GATEWAY);
        ports.extend(WEBSUB.iter().filter(|_| !is_classic));
    }
    if matches!(pack, Pack::AllInOne | Pack::ControlPlane | Pack::TrafficManager) {
        ports.extend(BROKER);
    }
    ports
}

#[test]
fn the_three_tables_agree_for_every_release_and_pack() {
    for release in gatewright::Release::KNOWN {
        let text = release.to_string();
        let emulated: Release = text.parse().unwrap();
        for (pack, known) in [
            (Pack::AllInOne, gatewright::Pack::AllInOne),
            (Pack::ControlPlane, gatewright::Pack::ControlPlane),
            (Pack::Gateway, gatewright::Pack::Gateway),
            (Pack::TrafficManager, gatewright::Pack::TrafficManager),
        ] {
            let literal = documented(pack, release.is_classic());
            let emulator: BTreeSet<u16> = ports_of(pack, emulated).map(|port| port.base).collect();
            let core: BTreeSet<u16> = Ports::new(known, release, PortOffset::ZERO)
                .iter()
                .map(|(_, number)| number)
                .collect();
            assert_eq!(emulator, literal, "emulator, {text}, {known}");
            assert_eq!(core, literal, "core, {text}, {known}");
        }
    }
}
