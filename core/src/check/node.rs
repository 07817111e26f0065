//! One node of the set as rules see it: its file, and what is known of it.

use std::ops::{Range, RangeInclusive};
use std::path::Path;
use std::sync::Arc;

use super::gateways::GATEWAY_LABELS;
use super::infer::Doubt;
use super::misspelling::is_misspelt_in;
use crate::deployment::{Document, Environment, Item};
use crate::diagnostic::{Edit, Location};
use crate::model::{Host, Pack, Port, PortOffset, Ports, Release, Role};
use crate::text::SourceText;

/// What `[server] offset` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offset {
    /// An offset within the range, or none written.
    Known(PortOffset),
    /// A number outside the range.
    OutOfRange(i64),
    /// No number.
    Invalid,
    /// A reference whose value is not known here.
    Unknown,
}

impl Offset {
    pub(super) fn of(document: &Document) -> Self {
        let Some(item) = document.get("server.offset") else {
            // What `offest = 1` was meant to say must not be judged as if it said 0.
            let is_meant = is_misspelt(document, "server.offset");
            return if is_meant { Self::Unknown } else { Self::Known(PortOffset::ZERO) };
        };
        let number = match item.as_str() {
            // API-M reads the text with Integer.parseInt: a numeric string is as good as a number.
            Some(text) if text.contains('$') => return Self::Unknown,
            Some(text) => text.parse().ok(),
            None => item.as_integer(),
        };
        match number.map(|number| (number, PortOffset::new(number))) {
            Some((_, Ok(offset))) => Self::Known(offset),
            Some((number, Err(_))) => Self::OutOfRange(number),
            None => Self::Invalid,
        }
    }
}

/// Who said the release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReleaseSource {
    Caller,
    /// The pack's `bin/version.txt`.
    Pack,
    /// The pack has one, and it names no release.
    UnreadPack,
    Nobody,
}

/// One node of a [`DeploymentSet`](super::DeploymentSet).
#[derive(Debug)]
pub(crate) struct NodeView {
    pub(crate) source: Arc<SourceText>,
    pub(crate) document: Document,
    /// The node's name when the caller gave one, otherwise its path: for messages.
    pub(crate) label: String,
    /// The computer it runs on, when that is known for certain.
    pub(crate) host: Option<Host>,
    /// What it does: said by the caller, or inferred.
    pub(crate) roles: Vec<Role>,
    /// True when the caller said the roles.
    pub(crate) roles_are_certain: bool,
    /// What the other files of the set may decide of its roles.
    pub(super) doubt: Doubt,
    /// True when another node of its host opens one of its ports: then what other files say of its ports is no evidence,
    /// because the offset itself is probably the mistake.
    pub(crate) collides: bool,
    /// What is started on it: said by the caller, or certain from file and release.
    pub(crate) pack: Option<Pack>,
    /// The releases it may be of; one when that is known.
    pub(crate) releases: RangeInclusive<Release>,
    pub(super) release_source: ReleaseSource,
    pub(crate) offset: Offset,
}

impl NodeView {
    pub(crate) fn has_role(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// True when the node's environments are what API-M works with.
    pub(crate) fn is_control_plane(&self) -> bool {
        self.has_role(Role::ControlPlane)
    }

    /// True when the condition holds for every release that the node may be of: the mildest verdict.
    pub(crate) fn certainly(&self, condition: impl Fn(Release) -> bool) -> bool {
        // Conditions are thresholds ("since", "up to"), so that the two ends decide.
        condition(*self.releases.start()) && condition(*self.releases.end())
    }

    pub(crate) fn environments(&self) -> impl Iterator<Item = Environment<'_>> {
        self.document.environments()
    }

    pub(crate) fn get(&self, path: &str) -> Option<Item<'_>> {
        self.document.get(path)
    }

    pub(crate) fn location(&self, span: Range<usize>) -> Location {
        Location { source: Arc::clone(&self.source), span }
    }

    /// The value of an item.
    pub(crate) fn at(&self, item: Item<'_>) -> Location {
        self.location(item.span())
    }

    /// The key of an item.
    pub(crate) fn at_key(&self, item: Item<'_>) -> Location {
        self.location(item.key_span())
    }

    /// The header of an environment.
    pub(crate) fn at_environment(&self, environment: Environment<'_>) -> Location {
        self.location(environment.header_span())
    }

    /// A replacement in the node's file, for a fix.
    pub(crate) fn edit(&self, span: Range<usize>, replacement: impl Into<String>) -> Edit {
        Edit {
            path: self.source.path().map(Path::to_path_buf),
            span,
            replacement: replacement.into(),
        }
    }

    /// True when the file lacks a key, but holds a misspelling of it or of its section, which is what must be said.
    pub(crate) fn misspells(&self, path: &str) -> bool {
        is_misspelt(&self.document, path)
    }

    /// True when the file gives a servlet port another base than the default: then the port table does not hold for it.
    /// The default plus the offset is taken for a slip, which has a rule of its own.
    ///
    /// Source: API-M 3.0–4.7, deployment.toml, `[transport.https.properties] port` is a base, to which the offset is
    /// added.
    pub(crate) fn moves_servlet_ports(&self) -> bool {
        [Port::ServletHttps, Port::ServletHttp].into_iter().any(|port| {
            let base = port.base_key().and_then(|key| self.get(key));
            base.is_some_and(|item| {
                let number = item
                    .as_integer()
                    .or_else(|| item.as_str().and_then(|text| text.trim().parse().ok()));
                let usual = [Some(port.default_number()), self.port_number(port)];
                number.is_none_or(|number| {
                    !usual.into_iter().flatten().any(|usual| i64::from(usual) == number)
                })
            })
        })
    }

    /// True when the node is, or may be, one that issues tokens.
    pub(crate) fn may_be_key_manager(&self) -> bool {
        self.is_control_plane()
            || self.has_role(Role::KeyManager)
            || self.roles.is_empty()
            || self.doubt == Doubt::MayBeKeyManager
    }

    /// True when the node is, or may be, a control plane.
    pub(crate) fn may_be_control_plane(&self) -> bool {
        // Environments may be left over from the pack, or be what a control plane beside a key manager of its own serves.
        let is_guessed = !self.roles_are_certain && self.environments().next().is_some();
        self.is_control_plane()
            || self.roles.is_empty()
            || self.doubt == Doubt::MayBeControlPlane
            || is_guessed
    }

    /// True when the node is, or may be, one that decides on throttling: the control plane does unless another node does.
    pub(crate) fn may_be_traffic_manager(&self) -> bool {
        // What links to a key manager is a gateway or a traffic manager; labels and its profile are a gateway's alone.
        let is_guessed = !self.roles_are_certain
            && self.pack != Some(Pack::Gateway)
            && self.get(GATEWAY_LABELS).is_none();
        self.may_be_control_plane() || self.has_role(Role::TrafficManager) || is_guessed
    }

    /// True when the node looked like the whole product until another file turned out to be the control plane: it can
    /// be anything, a gateway too.
    pub(crate) fn can_be_anything(&self) -> bool {
        self.roles.is_empty() && self.doubt == Doubt::MayBeLeftOver
    }

    /// The first of these paths that the file has: a value, or the header of a section; the start of the file when it
    /// has none of them.
    pub(crate) fn at_first_of(&self, paths: &[&str]) -> Location {
        let found = paths.iter().find_map(|path| self.get(path));
        found.map_or_else(|| self.location(0..0), |item| self.at(item))
    }

    /// Where the offset is written, or where it would be.
    pub(crate) fn at_offset(&self) -> Location {
        self.at_first_of(&["server.offset", "server"])
    }

    /// True when both are the same node of one set.
    pub(crate) fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }

    /// The ports that the node certainly opens; `None` when its offset is not known.
    pub(crate) fn ports(&self) -> Option<Ports> {
        let Offset::Known(offset) = self.offset else { return None };
        Some(self.ports_with(offset))
    }

    /// The ports that the node would certainly open with another offset.
    pub(crate) fn ports_with(&self, offset: PortOffset) -> Ports {
        Ports::new(self.smallest_pack(), *self.releases.start(), offset)
    }

    /// The pack, or the smallest one that it may be: what is open there is open in the larger ones as well.
    pub(crate) fn smallest_pack(&self) -> Pack {
        match self.pack {
            Some(pack) => pack,
            None if self.roles.is_empty() => Pack::KeyManager,
            // A file with environments looks like the whole product, and may be a control plane's.
            None if self.is_control_plane() && !self.roles_are_certain => Pack::ControlPlane,
            // What links to another node is a gateway or a traffic manager; labels are a gateway's alone.
            None if !self.roles_are_certain && self.get(GATEWAY_LABELS).is_none() => {
                Pack::KeyManager
            }
            None => Pack::default_for(Release::NEWEST, &self.roles),
        }
    }

    /// The number of a port of this node, open or not; `None` when its offset is not known.
    pub(crate) fn port_number(&self, port: Port) -> Option<u16> {
        let Offset::Known(offset) = self.offset else { return None };
        Some(port.number(offset))
    }
}

fn is_misspelt(document: &Document, path: &str) -> bool {
    let mut table = document.root();
    for key in path.split('.') {
        match table.get(key) {
            Some(item) => table = item,
            None => return is_misspelt_in(table, key),
        }
    }
    false
}
