//! Links: URLs by which a node reaches a service of another one, and what is really behind them.
//!
//! What lives here: whether a link's URL leads to a node that has the service, and the words in which a rule says that it
//! does not. What does not: which keys are links, and who must have the service, which each rule knows.

use super::computers::Computer;
use super::gateways::{local_port, port_number, why_not_compared};
use super::values::{port_span, quoted, verbatim_start};
use super::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::{Edit, Fix, Rule, Safety, Severity, Sink};
use crate::model::{Endpoint, EndpointError, Host, Port, Scheme};

/// What a link is for, which decides the ports it may name.
///
/// Source: API-M 3.0–4.7, the port table and rows 8 to 10 and 16 of the values that must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    /// Admin and internal services: 9443, or 9763 without TLS.
    Servlet,
    /// Events: 5672, or 8672 with TLS.
    Broker,
    /// Throttling events: 9611.
    Receiver,
    /// Authentication of those who send throttling events: 9711.
    ReceiverAuth,
}

impl Service {
    const fn ports(self) -> &'static [Port] {
        match self {
            Self::Servlet => &[Port::ServletHttps, Port::ServletHttp],
            Self::Broker => &[Port::Amqp, Port::AmqpTls],
            Self::Receiver => &[Port::BinaryReceiver],
            Self::ReceiverAuth => &[Port::BinaryReceiverAuth],
        }
    }

    /// The port that a URL of this scheme names.
    fn port(self, endpoint: &Endpoint, url: &str) -> Port {
        match self {
            Self::Servlet if endpoint.scheme() == Scheme::Http => Port::ServletHttp,
            Self::Servlet => Port::ServletHttps,
            Self::Broker if url.starts_with("ssl:") => Port::AmqpTls,
            Self::Broker => Port::Amqp,
            Self::Receiver => Port::BinaryReceiver,
            Self::ReceiverAuth => Port::BinaryReceiverAuth,
        }
    }

    /// True for a port that stands for a proxy, which forwards to whom it likes.
    fn is_proxied(self, number: u16) -> bool {
        self == Self::Servlet && matches!(number, 80 | 443)
    }
}

/// A link: one URL of a node's file.
#[derive(Clone, Copy)]
pub(crate) struct Link<'d> {
    /// The key, for messages.
    pub(crate) key: &'static str,
    pub(crate) item: Item<'d>,
    pub(crate) service: Service,
}

/// Who must have the service.
#[derive(Clone, Copy)]
pub(crate) struct Provider {
    /// As a message calls it: `event hub`.
    pub(crate) name: &'static str,
    /// False for a node that certainly has not.
    pub(crate) accepts: fn(from: &NodeView, other: &NodeView) -> bool,
    /// True for a node that certainly has.
    pub(crate) is_meant: fn(&NodeView) -> bool,
}

/// A link that does not lead where it must.
pub(crate) struct Wrong<'s> {
    link: Link<'s>,
    host: String,
    number: u16,
    /// The port that the URL should name.
    port: Port,
    /// Whose the port is, when it is a node's.
    owner: Option<(&'s NodeView, Port)>,
    /// The node on that computer that certainly has the service.
    target: Option<&'s NodeView>,
}

impl Wrong<'_> {
    /// How far the port is from the default: one wrong offset gives one of these.
    fn apart(&self) -> i64 {
        i64::from(self.number) - i64::from(self.port.default_number())
    }
}

/// The links of a list, or the one that is no list.
pub(crate) fn links_of<'d>(
    key: &'static str,
    item: Option<Item<'d>>,
    service: Service,
) -> impl Iterator<Item = Link<'d>> {
    let lone = item.filter(|item| item.as_str().is_some());
    let many = item.into_iter().flat_map(Item::elements);
    lone.into_iter().chain(many).map(move |item| Link { key, item, service })
}

/// Judges the links of one node and reports those that are wrong: one finding for each host and wrong offset.
pub(crate) fn check<'s>(
    rule: &'static Rule,
    set: &'s DeploymentSet,
    node: &'s NodeView,
    links: impl IntoIterator<Item = Link<'s>>,
    provider: Provider,
    sink: &mut Sink,
) {
    let mut groups: Vec<Vec<Wrong<'s>>> = Vec::new();
    for link in links {
        let Some(url) = link.item.as_str() else { continue };
        match Endpoint::parse(&url) {
            Ok(endpoint) => {
                let Some(wrong) = judge(rule, set, node, link, &endpoint, provider, sink) else {
                    continue;
                };
                let is_same = |group: &&mut Vec<Wrong<'s>>| {
                    group.first().is_some_and(|first| {
                        first.host == wrong.host && first.apart() == wrong.apart()
                    })
                };
                match groups.iter_mut().find(is_same) {
                    Some(group) => group.push(wrong),
                    None => groups.push(vec![wrong]),
                }
            }
            Err(error) => report_malformed(rule, node, link, &url, error, sink),
        }
    }
    for group in &groups {
        report(rule, set, node, group, provider, sink);
    }
}

fn judge<'s>(
    rule: &'static Rule,
    set: &'s DeploymentSet,
    node: &'s NodeView,
    link: Link<'s>,
    endpoint: &Endpoint,
    provider: Provider,
    sink: &mut Sink,
) -> Option<Wrong<'s>> {
    let host = endpoint.host()?;
    let Some(computer) = set.computer_at(node, host) else {
        if !set.is_single() {
            let why = why_not_compared(node, host);
            sink.not_compared(format!(
                "`{}` of `{}` was not compared: {why}",
                link.key, node.label
            ));
        }
        return None;
    };
    // A port of this node in a URL of another one has a rule of its own.
    if local_port(endpoint).is_some() && !computer.has(node) {
        return None;
    }
    let number = port_number(node, endpoint).filter(|number| !link.service.is_proxied(*number))?;
    let answers = |(other, port): (&NodeView, Port)| {
        link.service.ports().contains(&port) && (provider.accepts)(node, other)
    };
    if !computer.ports_are_known() {
        return None;
    }
    if computer.at(number).any(answers) {
        let found = OtherProtocol::find(computer, number, endpoint.scheme(), answers);
        if let Some(found) = found {
            found.report(rule, node, link.item, short(link.key), sink);
        }
        return None;
    }
    let owner = computer.owner(number);
    let target = computer.nodes().find(|other| (provider.is_meant)(other));
    // What nobody opens may be a proxy's; or the offset of a node is wrong, which is reported there.
    let may_be_fine =
        set.is_single() || target.is_none() || computer.collides() || set.some_is_unreadable();
    if owner.is_none() && may_be_fine {
        return None;
    }
    let port = link.service.port(endpoint, &link.item.as_str()?);
    Some(Wrong { link, host: host.to_owned(), number, port, owner, target })
}

/// A URL that leads to the right node, but speaks TLS to its port without, or the other way round.
///
/// Source: API-M 3.0–4.7, the port table: 9443 is HTTPS alone, 9763 plain HTTP alone.
pub(crate) struct OtherProtocol<'s> {
    owner: &'s NodeView,
    port: Port,
    number: u16,
}

impl<'s> OtherProtocol<'s> {
    /// Looks at the ports of this number that `answers` holds for; `None` when one of them may take what the URL speaks.
    pub(crate) fn find(
        computer: Computer<'s>,
        number: u16,
        scheme: Scheme,
        answers: impl Fn((&NodeView, Port)) -> bool,
    ) -> Option<Self> {
        let other = match scheme {
            Scheme::Https => Port::ServletHttp,
            Scheme::Http => Port::ServletHttps,
            _ => return None,
        };
        let is_open =
            |node: &NodeView| node.ports().is_some_and(|ports| ports.get(other).is_some());
        let mut answering = computer.at(number).filter(|(node, port)| answers((node, *port)));
        let (owner, port) = answering.next()?;
        let fits = |(node, port): (&NodeView, Port)| port == other && is_open(node);
        (fits((owner, port)) && answering.all(fits)).then_some(Self { owner, port, number })
    }

    /// Both would work again, TLS and none; what goes over the wire is a password.
    pub(crate) fn report(
        &self,
        rule: &'static Rule,
        node: &NodeView,
        item: Item<'_>,
        key: &str,
        sink: &mut Sink,
    ) {
        let Self { owner, port, number } = self;
        let Some(secure) = owner.port_number(Port::ServletHttps) else { return };
        let (spoken, taken, help, edit) = if *port == Port::ServletHttp {
            let help = format!("write port {secure}, where the same services speak TLS");
            let edit = port_span(item).map(|span| node.edit(span, secure.to_string()));
            ("`https` to", "no TLS", help, edit)
        } else {
            let help = "write `https`: the port speaks nothing else".to_owned();
            ("plain `http` to", "TLS alone", help, scheme_edit(node, item))
        };
        let whose =
            if owner.is(node) { "this node".to_owned() } else { format!("`{}`", owner.label) };
        let message = format!(
            "`{key}` speaks {spoken} port {number}, the {port} port of {whose}, which takes {taken}"
        );
        let found = sink
            .report(rule, Some(&node.at(item)), message)
            .severity(Severity::Error)
            .related(Some(&owner.at_offset()), format!("the offset of `{}`", owner.label))
            .help(help);
        if let Some(edit) = edit {
            found.fix(Fix::new(Safety::Unsafe, vec![edit]));
        }
    }
}

fn scheme_edit(node: &NodeView, item: Item<'_>) -> Option<Edit> {
    let url = item.as_str()?;
    let start = verbatim_start(item, &url)?;
    Some(node.edit(start..start + url.find("://")?, "https"))
}

fn report(
    rule: &'static Rule,
    set: &DeploymentSet,
    node: &NodeView,
    group: &[Wrong<'_>],
    provider: Provider,
    sink: &mut Sink,
) {
    let Some((first, others)) = group.split_first() else { return };
    let key = short(first.link.key);
    let (severity, whose) = match first.owner {
        Some((owner, port)) => {
            let whose = if owner.is(node) {
                "this node's own".to_owned()
            } else {
                format!("`{}`'s", owner.label)
            };
            (Severity::Error, format!("which is {whose} {port} port and no {}'s", provider.name))
        }
        None => (Severity::Warning, format!("which no node of `{}` opens", first.host)),
    };
    let message = format!("`{key}` names port {}, {whose}", first.number);
    let mut found = sink.report(rule, Some(&node.at(first.link.item)), message).severity(severity);
    for other in others {
        let what = format!("the same in `{}`: port {}", short(other.link.key), other.number);
        found = found.related(Some(&node.at(other.link.item)), what);
    }
    if let Some(target) = first.target {
        found =
            found.related(Some(&target.at_offset()), format!("the offset of `{}`", target.label));
    }
    let found = found.help(help(set, first, others.len(), provider));
    if let Some(edits) =
        group.iter().map(|wrong| port_edit(node, wrong)).collect::<Option<Vec<_>>>()
    {
        found.fix(Fix::new(Safety::Unsafe, edits));
    }
}

fn port_edit(node: &NodeView, wrong: &Wrong<'_>) -> Option<Edit> {
    let right = wrong.target?.port_number(wrong.port)?;
    Some(node.edit(port_span(wrong.link.item)?, right.to_string()))
}

/// Never the URL: it may hold a password.
fn help(set: &DeploymentSet, wrong: &Wrong<'_>, others: usize, provider: Provider) -> String {
    let default = wrong.port.default_number();
    let too = if others > 0 { ", and change the others alike" } else { "" };
    let right = |node: &NodeView| node.port_number(wrong.port);
    if let Some((target, number)) = wrong.target.and_then(|node| Some((node, right(node)?))) {
        let or = if wrong.owner.is_none() {
            "; or check the file of the node that opens it as well"
        } else {
            ""
        };
        return format!(
            "write {number}, that is {default} plus the offset of `{}`{too}{or}",
            target.label
        );
    }
    let elsewhere = set.nodes().find(|node| (provider.is_meant)(node));
    match elsewhere.and_then(|node| Some((node, node.host.as_ref()?, right(node)?))) {
        Some((target, host, number)) => format!(
            "write `{}:{number}`, the host of `{}` and {default} plus its offset{too}",
            Host::in_url(host),
            target.label
        ),
        None => format!("write the {}'s host, and {default} plus its offset{too}", provider.name),
    }
}

fn report_malformed(
    rule: &'static Rule,
    node: &NodeView,
    link: Link<'_>,
    url: &str,
    error: EndpointError,
    sink: &mut Sink,
) {
    let text = crate::model::Text::parse(url);
    // A reference may stand for more than one part, and `{tcp://a,tcp://b}` is a whole group.
    if !text.is_plain() || url.contains(['{', ',']) {
        return;
    }
    let message = format!("`{}` is no URL that can be called: {error}", short(link.key));
    let scheme = match link.service {
        Service::Servlet => "https",
        Service::Broker | Service::Receiver => "tcp",
        Service::ReceiverAuth => "ssl",
    };
    let port = link.service.ports().first().map_or(0, |port| port.default_number());
    sink.report(rule, Some(&node.at(link.item)), message).severity(Severity::Error).help(format!(
        "write {}, with the host and the port of the node it leads to",
        quoted(&format!("{scheme}://host:{port}"))
    ));
}

/// The last segment of a key.
fn short(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}
