//! One node for itself.

use std::path::PathBuf;

use super::values;
use crate::diagnostic::shared::{EMPTY_KEY_MANAGER_CREDENTIALS, INVALID_OFFSET};
use crate::model::reader::Findings;
use crate::model::reader::{listed, nearest, shown};
use crate::model::topology::draft::{CredentialsDraft, List, NodeDraft, Place, Slot};
use crate::model::topology::rules::{
    DUPLICATE_ROLE, INVALID_HOME, INVALID_HOST, INVALID_NODE_NAME, INVALID_PROXY_PORT,
    MISSING_ROLE, PACK_NOT_IN_RELEASE, ROLE_NOT_IN_PACK, UNKNOWN_PACK, UNKNOWN_ROLE,
};
use crate::model::{Credentials, Endpoint, Host, Node, NodeName, Pack, PortOffset, Release, Role};

/// A node as far as it is valid: what is `None` was reported.
pub(super) struct CheckedNode<'d> {
    pub(super) draft: &'d NodeDraft,
    /// What messages call it.
    pub(super) subject: String,
    name: Option<NodeName>,
    pub(super) roles: Vec<Role>,
    /// False when a role was reported and left out.
    pub(super) roles_are_complete: bool,
    pub(super) pack: Option<Pack>,
    pub(super) host: Option<Host>,
    pub(super) offset: Option<PortOffset>,
    pub(super) home: Option<PathBuf>,
    http_proxy_port: Option<u16>,
    https_proxy_port: Option<u16>,
    key_manager: Option<Credentials>,
}

impl<'d> CheckedNode<'d> {
    pub(super) fn new(
        draft: &'d NodeDraft,
        index: usize,
        release: Option<Release>,
        findings: &mut Findings,
    ) -> Self {
        let mut node = Self {
            draft,
            subject: super::subject("node", index, draft.name.value().map(String::as_str)),
            name: None,
            roles: Vec::new(),
            roles_are_complete: false,
            pack: None,
            host: None,
            offset: None,
            home: None,
            http_proxy_port: None,
            https_proxy_port: None,
            key_manager: None,
        };
        node.name = node.check_name(findings);
        node.check_roles(findings);
        node.pack = node.check_pack(release, findings);
        node.host = node.check_host(findings);
        node.offset = node.check_offset(findings);
        node.home = node.check_home(findings);
        node.http_proxy_port =
            node.check_proxy_port("http_proxy_port", &draft.http_proxy_port, findings);
        node.https_proxy_port =
            node.check_proxy_port("https_proxy_port", &draft.https_proxy_port, findings);
        node.key_manager = node.check_key_manager(findings);
        node
    }

    pub(super) fn has_role(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Where its offset stands, or the node itself.
    pub(super) fn offset_place(&self) -> Place {
        self.draft.offset.place_or(&self.draft.place)
    }

    pub(super) fn into_node(self) -> Option<Node> {
        Some(Node {
            name: self.name?,
            roles: self.roles,
            pack: self.pack?,
            host: self.host?,
            offset: self.offset?,
            home: self.home,
            http_proxy_port: self.http_proxy_port,
            https_proxy_port: self.https_proxy_port,
            key_manager: self.key_manager,
        })
    }

    fn check_name(&self, findings: &mut Findings) -> Option<NodeName> {
        let given = self.draft.name.given()?;
        let name = NodeName::new(given.value.as_str());
        if name.is_none() {
            let message = format!(
                "`{}` is no name for a node: it names a folder, so it may hold letters, digits, `.`, `_` and `-` only, \
                 must start with a letter or digit, must not end with `.` and must have 1 to 64 of them",
                shown(&given.value)
            );
            findings
                .error(&INVALID_NODE_NAME, &given.place, message)
                .help(format!("write `{}`", usable_name(&given.value)));
        }
        name
    }

    fn check_roles(&mut self, findings: &mut Findings) {
        let Some(List { items, is_complete }) = self.draft.roles.value() else { return };
        self.roles_are_complete = *is_complete;
        if items.is_empty() && *is_complete {
            let place = self.draft.roles.place_or(&self.draft.place);
            findings
                .error(&MISSING_ROLE, &place, format!("{} has no role", self.subject))
                .help("write what it does, such as `roles = [\"gateway\"]`");
            self.roles_are_complete = false;
        }
        for item in items {
            let Some(role) = Role::from_name(&item.value) else {
                let known = Role::ALL.map(Role::as_str);
                let meant = nearest(&item.value, known);
                let message =
                    format!("{} has the unknown role `{}`", self.subject, shown(&item.value));
                findings
                    .error(&UNKNOWN_ROLE, &item.place, message)
                    .replacement(&item.place, meant.map(|role| format!("\"{role}\"")))
                    .help(did_you_mean(meant, &known));
                self.roles_are_complete = false;
                continue;
            };
            if self.roles.contains(&role) {
                let message = format!("{} has the role `{role}` twice", self.subject);
                findings
                    .error(&DUPLICATE_ROLE, &item.place, message)
                    .help("remove it, or write the role that was meant");
            } else {
                self.roles.push(role);
            }
        }
    }

    fn check_pack(&self, release: Option<Release>, findings: &mut Findings) -> Option<Pack> {
        let given = match &self.draft.pack {
            Slot::Given(given) => given,
            Slot::Broken => return None,
            Slot::Absent => {
                let release = release.filter(|_| self.roles_are_complete)?;
                return Some(Pack::default_for(release, &self.roles));
            }
        };
        let Some(pack) = Pack::from_name(&given.value) else {
            let known = Pack::ALL.map(Pack::as_str);
            let meant = nearest(&given.value, known);
            let message =
                format!("{} has the unknown pack `{}`", self.subject, shown(&given.value));
            findings
                .error(&UNKNOWN_PACK, &given.place, message)
                .replacement(&given.place, meant.map(|pack| format!("\"{pack}\"")))
                .help(did_you_mean(meant, &known));
            return None;
        };
        if let Some(release) = release.filter(|release| !pack.exists_in(*release)) {
            let message = format!(
                "{} has the pack `{pack}`, which API-M {release} does not have",
                self.subject
            );
            findings
                .error(&PACK_NOT_IN_RELEASE, &given.place, message)
                .help("write `all-in-one`, or leave `pack` out");
        }
        for role in self.roles.iter().filter(|role| !pack.can_be(**role)) {
            let message = format!(
                "{} is started as `{pack}`, which cannot be the `{role}` that its roles say",
                self.subject
            );
            findings.error(&ROLE_NOT_IN_PACK, &given.place, message).help(format!(
                "use `all-in-one`, leave `pack` out, or give the role `{role}` to another node"
            ));
        }
        Some(pack)
    }

    fn check_host(&self, findings: &mut Findings) -> Option<Host> {
        let given = self.draft.host.given()?;
        let host = Host::new(&given.value);
        let reachable = host.filter(|host| !host.is_unspecified());
        if reachable.is_none() {
            let message = format!(
                "the host `{}` of {} is no host name and no IP address at which others reach it",
                shown(&given.value),
                self.subject
            );
            findings.error(&INVALID_HOST, &given.place, message).help(host_help(&given.value));
        }
        reachable
    }

    fn check_offset(&self, findings: &mut Findings) -> Option<PortOffset> {
        let given = match &self.draft.offset {
            Slot::Given(given) => given,
            Slot::Broken => return None,
            Slot::Absent => return Some(PortOffset::ZERO),
        };
        match PortOffset::new(given.value) {
            Ok(offset) => Some(offset),
            Err(error) => {
                let message = format!(
                    "the offset {} of {} is out of range: {error}",
                    given.value, self.subject
                );
                let help = format!(
                    "write a number from 0 to {}; nodes of one host need offsets 1 to 36 apart",
                    PortOffset::MAX
                );
                findings.error(&INVALID_OFFSET, &given.place, message).help(help);
                None
            }
        }
    }

    fn check_home(&self, findings: &mut Findings) -> Option<PathBuf> {
        let given = self.draft.home.given()?;
        if given.value.trim().is_empty() || given.value.contains(char::is_control) {
            let message =
                format!("the home of {} is empty or holds a control character", self.subject);
            findings.error(&INVALID_HOME, &given.place, message).help(
                "write the folder of its pack, such as `/opt/apim/gateway-1`, or leave `home` out",
            );
            return None;
        }
        Some(PathBuf::from(&given.value))
    }

    fn check_proxy_port(
        &self,
        key: &str,
        slot: &Slot<i64>,
        findings: &mut Findings,
    ) -> Option<u16> {
        let given = slot.given()?;
        let port = u16::try_from(given.value).ok().filter(|port| *port > 0);
        if port.is_none() {
            let message = format!(
                "`{key}` of {} is {}, but a port is a number from 1 to 65535",
                self.subject, given.value
            );
            findings
                .error(&INVALID_PROXY_PORT, &given.place, message)
                .help("write the port by which clients reach the proxy, such as 443");
        }
        port
    }

    fn check_key_manager(&self, findings: &mut Findings) -> Option<Credentials> {
        let given = self.draft.key_manager.given()?;
        let CredentialsDraft { username, password } = &given.value;
        let mut valid = |key: &str, slot: &Slot<String>| {
            let at = slot.given()?;
            let subject = format!("`key_manager` of {}", self.subject);
            if at.value.is_empty() {
                let message = format!(
                    "`{key}` of {subject} is empty: that replaces API-M's default by no credentials at all"
                );
                findings
                    .error(&EMPTY_KEY_MANAGER_CREDENTIALS, &at.place, message)
                    .help("write an account of the key manager, or leave `key_manager` out");
                return None;
            }
            values::xml(key, &subject, at, findings);
            Some(at.value.clone())
        };
        let (username, password) = (valid("username", username), valid("password", password));
        Some(Credentials::new(username?, password?))
    }
}

pub(super) fn did_you_mean(meant: Option<&str>, known: &[&str]) -> String {
    meant.map_or_else(
        || format!("write one of {}", listed(known)),
        |meant| format!("did you mean `{meant}`?"),
    )
}

fn host_help(host: &str) -> String {
    let inner = Endpoint::parse(host).ok();
    if let Some(inner) =
        inner.as_ref().and_then(Endpoint::host).filter(|host| Host::new(host).is_some())
    {
        return format!(
            "write the host alone, `{inner}`: schemes and ports follow from release and offset"
        );
    }
    match host.rsplit_once(':') {
        Some((before, _)) if Host::new(before).is_some() => {
            format!("write the host alone, `{before}`: ports follow from the offset")
        }
        _ if host.contains('$') => {
            "write the host itself: it becomes part of URLs in the files of other nodes".to_owned()
        }
        _ => "write the name or address by which other nodes reach it, such as `gw1.example.com`"
            .to_owned(),
    }
}

fn usable_name(name: &str) -> String {
    let usable: String = name
        .chars()
        .take(64)
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' })
        .collect();
    let usable = usable.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    if usable.is_empty() { "gateway-1".to_owned() } else { usable.to_owned() }
}
