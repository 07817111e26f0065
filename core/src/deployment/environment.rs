//! A typed view of one `[[apim.gateway.environment]]`.

use std::borrow::Cow;
use std::ops::Range;

use super::{Item, ItemKind, TableKind};
use crate::model::{Endpoint, is_federated};

/// One gateway environment of a file: its section, with the keys that matter by name.
///
/// Source: API-M 3.0–4.7, deployment.toml, `[[apim.gateway.environment]]`.
#[derive(Clone, Copy, Debug)]
pub struct Environment<'d> {
    item: Item<'d>,
}

impl<'d> Environment<'d> {
    /// The endpoint keys, in the order API-M documents them; the last two exist since 4.0.
    pub const ENDPOINT_KEYS: [&'static str; 6] = [
        "http_endpoint",
        "https_endpoint",
        "ws_endpoint",
        "wss_endpoint",
        "websub_event_receiver_http_endpoint",
        "websub_event_receiver_https_endpoint",
    ];

    pub(super) fn new(item: Item<'d>) -> Self {
        Self { item }
    }

    /// The section as an item.
    pub fn item(self) -> Item<'d> {
        self.item
    }

    /// The item under one of its keys.
    pub fn get(self, key: &str) -> Option<Item<'d>> {
        self.item.get(key)
    }

    /// The value of a key that holds a string; `None` also when it holds something else.
    pub fn string(self, key: &str) -> Option<Cow<'d, str>> {
        self.get(key)?.as_str()
    }

    /// Its name, also when it is written as a number; `None` when the key is absent or holds no single value.
    pub fn name(self) -> Option<Cow<'d, str>> {
        self.get("name")?.as_scalar()
    }

    /// The endpoint under a key, when it is there and can be taken apart.
    pub fn endpoint(self, key: &str) -> Option<Endpoint> {
        Endpoint::parse(&self.string(key)?).ok()
    }

    /// True for an environment of another vendor's gateway (`provider` other than `wso2`, `gateway_type` other than
    /// `Regular`), which follows other port and host rules.
    pub fn is_federated(self) -> bool {
        is_federated(self.string("provider").as_deref(), self.string("gateway_type").as_deref())
    }

    /// The bytes that stand for the whole environment in a message: its header, or its opening brace.
    pub fn header_span(self) -> Range<usize> {
        let span = self.item.span();
        match self.item.kind() {
            ItemKind::Table(TableKind::Inline) => span.start..(span.start + 1).min(span.end),
            _ => span,
        }
    }

    /// The further virtual hosts, `[[apim.gateway.environment.virtual_host]]` (since 4.0).
    pub fn virtual_hosts(self) -> impl Iterator<Item = Item<'d>> {
        self.get("virtual_host").into_iter().flat_map(Item::elements)
    }
}
