//! What is drawn, before it is known what is around it.

use gatewright::{EnvironmentType, Role};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

pub(super) const RELEASES: [&str; 13] =
    ["3.0", "3.1", "3.2", "4.0", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.8", "5.0.1"];

/// Sets of hosts: names of the computer itself, or of others; never both, which gives a warning.
pub(super) const HOSTS: [&[&str]; 4] = [
    &["localhost"],
    &["localhost", "127.0.0.1", "::1"],
    &["cp.example.com", "GW-1.example.com", "gw_2"],
    &["10.0.0.5", "2001:db8::7"],
];

/// A node before it is known what is around it.
#[derive(Clone, Debug)]
pub(super) struct RawNode {
    pub(super) host: Index,
    pub(super) pack: Index,
    pub(super) offset: i64,
    pub(super) has_home: bool,
    pub(super) has_proxy: bool,
    pub(super) key_manager: Option<(String, String)>,
}

#[derive(Clone, Debug)]
pub(super) struct RawEnvironment {
    pub(super) name: String,
    pub(super) environment_type: EnvironmentType,
    pub(super) gateways: Vec<bool>,
    pub(super) description: Option<String>,
    pub(super) display: Option<bool>,
    pub(super) show: Option<bool>,
    pub(super) credentials: Option<(String, String)>,
    pub(super) urls: Urls,
    pub(super) extras: Extras,
}

/// What an environment may say besides, as far as the release reads it.
#[derive(Clone, Debug)]
pub(super) struct Extras {
    pub(super) display_name: Option<String>,
    pub(super) visibility: Vec<String>,
    pub(super) properties: Vec<(String, String)>,
    /// For each further virtual host, which of [`Given`] it says.
    pub(super) virtual_hosts: Vec<Vec<bool>>,
}

/// An environment of another vendor's gateway.
#[derive(Clone, Debug)]
pub(super) struct RawFederated {
    pub(super) provider: &'static str,
    pub(super) gateway_type: Option<&'static str>,
    pub(super) environment: RawEnvironment,
}

/// Which endpoints an environment says itself.
#[derive(Clone, Debug)]
pub(super) struct Urls {
    /// A load balancer's host, or the gateway's own.
    pub(super) host: Option<&'static str>,
    pub(super) suffix: &'static str,
    /// Whether each of [`Given`] is said.
    pub(super) given: Vec<bool>,
}

#[derive(Clone, Copy)]
pub(super) enum Given {
    Http,
    Https,
    Ws,
    Wss,
    WebSub,
    Service,
}

impl Urls {
    pub(super) fn has(&self, which: Given) -> bool {
        self.given[which as usize]
    }
}

#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub(super) release: &'static str,
    pub(super) hosts: &'static [&'static str],
    /// What the control plane does besides.
    pub(super) control_plane_roles: Vec<Role>,
    pub(super) control_plane: RawNode,
    pub(super) traffic_manager: Option<RawNode>,
    pub(super) key_manager: Option<RawNode>,
    pub(super) gateways: Vec<RawNode>,
    pub(super) environments: Vec<RawEnvironment>,
    pub(super) federated: Option<RawFederated>,
    /// A second control plane.
    pub(super) standby: Option<RawNode>,
    /// Whether a load balancer stands before the control planes, the traffic manager, the key manager.
    pub(super) load_balancers: Vec<bool>,
}

pub(super) fn raw(release: impl Strategy<Value = &'static str>) -> impl Strategy<Value = Raw> {
    let extra = select(vec![
        vec![],
        vec![Role::Gateway],
        vec![Role::Gateway, Role::TrafficManager, Role::KeyManager],
        vec![Role::TrafficManager],
        vec![Role::KeyManager],
    ]);
    (
        release,
        select(&HOSTS[..]),
        extra,
        node(),
        option::weighted(0.3, node()),
        option::weighted(0.3, node()),
        vec(node(), 0..5),
        vec(environment(), 1..5),
        option::weighted(0.3, federated()),
        (option::weighted(0.3, node()), vec(prop::bool::weighted(0.2), 3)),
    )
        .prop_map(
            |(
                release,
                hosts,
                extra,
                control_plane,
                traffic_manager,
                key_manager,
                gateways,
                environments,
                federated,
                (standby, load_balancers),
            )| Raw {
                release,
                hosts,
                control_plane_roles: extra,
                control_plane,
                traffic_manager,
                key_manager,
                gateways,
                environments,
                federated,
                standby,
                load_balancers,
            },
        )
}

pub(super) fn node() -> impl Strategy<Value = RawNode> {
    let offset = prop_oneof![4 => 0..40_i64, 1 => 0..=54_424_i64];
    let username = select(vec![
        "admin",
        "$ref{super_admin.username}",
        "$env{KM_USER}",
        "a&amp;b@carbon.super",
    ]);
    let password = select(vec![
        "$ref{super_admin.password}",
        "$secret{km_password}",
        "p\"w\\d#<![CDATA[&<]]>",
        "$sys{km}x",
    ]);
    let key_manager = option::weighted(0.4, (username, password)).prop_map(|pair| {
        pair.map(|(username, password)| (username.to_owned(), password.to_owned()))
    });
    let has_proxy = prop::bool::weighted(0.2);
    (any::<Index>(), any::<Index>(), offset, any::<bool>(), has_proxy, key_manager).prop_map(
        |(host, pack, offset, has_home, has_proxy, key_manager)| RawNode {
            host,
            pack,
            offset,
            has_home,
            has_proxy,
            key_manager,
        },
    )
}

pub(super) fn environment() -> impl Strategy<Value = RawEnvironment> {
    let description = option::of(prop_oneof![
        "[A-Za-z0-9 .,;:'\"/\\\\(){}\\[\\]$#=ÜÖ€😀\\t\\n>-]{0,30}"
            .prop_filter("no end of CDATA", |text| !text.contains("]]>")),
        select(vec![
            "Production &amp; Europe",
            "<![CDATA[a & b < c]]>",
            "$env{DESCRIPTION}",
            "${carbon.host}",
            "# no comment"
        ])
        .prop_map(str::to_owned),
    ]);
    let username = select(vec!["${admin.username}", "publisher", "$env{GW_USER}"]);
    let password = select(vec!["${admin.password}", "$secret{gw_password}", "s3cr'e\"t\\"]);
    let credentials = option::weighted(0.3, (username, password)).prop_map(|pair| {
        pair.map(|(username, password)| (username.to_owned(), password.to_owned()))
    });
    (
        "[A-Za-z0-9Ü][A-Za-z0-9 _.()+Ü-]{0,16}",
        select(&EnvironmentType::ALL[..]),
        vec(any::<bool>(), 6),
        description,
        any::<Option<bool>>(),
        any::<Option<bool>>(),
        credentials,
        (urls(), extras()),
    )
        .prop_map(
            |(name, environment_type, gateways, description, display, show, credentials, last)| {
                let (urls, extras) = last;
                RawEnvironment {
                    name,
                    environment_type,
                    gateways,
                    description,
                    display,
                    show,
                    credentials,
                    urls,
                    extras,
                }
            },
        )
}

fn extras() -> impl Strategy<Value = Extras> {
    let display_name = option::weighted(0.3, "[A-Za-z0-9Ü .,'\"#-]{1,20}");
    let role = select(vec!["internal/publisher", "Application/Ü x", "admin"]);
    let name = select(vec!["Organization", "Dev.Account", "with blank", "ü", "password"]);
    let value = select(vec!["Example", "$secret{solace}", "", "a = \"b\" # c", "$env{ORG}"]);
    let text = |pair: (&str, &str)| (pair.0.to_owned(), pair.1.to_owned());
    (
        display_name,
        vec(role.prop_map(str::to_owned), 0..3),
        vec((name, value).prop_map(text), 0..3),
        prop_oneof![3 => Just(Vec::new()), 1 => vec(vec(any::<bool>(), 6), 1..3)],
    )
        .prop_map(|(display_name, visibility, properties, virtual_hosts)| Extras {
            display_name,
            visibility,
            properties,
            virtual_hosts,
        })
}

fn federated() -> impl Strategy<Value = RawFederated> {
    let kind = option::of(select(vec!["AWS", "Regular", "APK", "Mine", "$env{KIND}"]));
    (select(vec!["solace", "WSO2", "external"]), kind, environment()).prop_map(
        |(provider, gateway_type, environment)| RawFederated {
            provider,
            gateway_type,
            environment,
        },
    )
}

pub(super) fn urls() -> impl Strategy<Value = Urls> {
    let host =
        select(vec![None, Some("lb.example.com"), Some("$env{GW_HOST}"), Some("[2001:db8::1]")]);
    let suffix = select(vec!["", "/", "/base", ":8443", ":443/base/"]);
    (host, suffix, vec(any::<bool>(), 6)).prop_map(|(host, suffix, given)| Urls {
        host,
        suffix,
        given,
    })
}
