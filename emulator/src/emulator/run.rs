//! One node: started, stopped, started again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::{NodeInfo, OffsetBlock, Shared, echo};
use crate::control_plane::{ControlPlane, Store, tell};
use crate::error::{Error, Result};
use crate::faults::{Action, Faults};
use crate::gateway::{Gateway, Shelf, synchronise};
use crate::node::{NodeFile, NodeSource, ports_of};
use crate::server::{
    Conduct, Handler, Reply, Request, Reserved, Serving, bind, is_free, reserve, serve,
};

/// A node's place: its file, its databases, and, while it runs, its tasks.
pub(super) struct Slot {
    source: NodeSource,
    file: Arc<NodeFile>,
    store: Option<Arc<Store>>,
    shelf: Arc<Shelf>,
    running: Option<Serving>,
    /// True when its ports come of a block that was drawn for it: nobody else may draw them while it is stopped.
    is_drawn: bool,
    /// The ports of a stopped node, taken and not listened on.
    kept: BTreeMap<u16, Reserved>,
}

impl Slot {
    pub(super) fn new(source: NodeSource, shared: &Shared) -> Result<Self> {
        let file = Arc::new(source.read(&shared.surroundings)?);
        let store = file
            .pack
            .has_control_plane()
            .then(|| Arc::new(Store::new(&file.admin, shared.token_life)));
        let (shelf, kept) = (Arc::default(), BTreeMap::new());
        Ok(Self { source, file, store, shelf, running: None, is_drawn: false, kept })
    }

    pub(super) fn info(&self) -> NodeInfo {
        NodeInfo::new(&self.file, self.running.is_some())
    }

    pub(super) fn store(&self) -> Option<&Arc<Store>> {
        self.store.as_ref()
    }

    pub(super) fn is_its_own_key_manager(&self) -> bool {
        let own = format!(":{}/", self.file.port(9443));
        self.file.links.key_manager.service_url.contains(&own)
    }

    pub(super) fn listens_on(&self, port: u16) -> bool {
        let mut ports = ports_of(self.file.pack, self.file.release);
        self.running.is_some() && ports.any(|item| item.served && self.file.port(item.base) == port)
    }

    pub(super) fn log(&self) -> Vec<String> {
        let mut log = self.file.log.clone();
        log.extend(self.store.iter().flat_map(|store| store.log()));
        log
    }

    /// Stops it until it is started again: callers are refused, and its ports stay its own if they were drawn for it.
    pub(super) async fn pause(&mut self) {
        let was_running = self.running.is_some();
        self.stop().await;
        if was_running && self.is_drawn {
            let served = ports_of(self.file.pack, self.file.release).filter(|port| port.served);
            let numbers = served.map(|port| self.file.port(port.base));
            self.kept = numbers.filter_map(|port| Some((port, reserve(port).ok()?))).collect();
        }
    }

    pub(super) async fn stop(&mut self) {
        self.kept.clear();
        if let Some(mut serving) = self.running.take() {
            serving.stop().await;
            self.settle().await;
        }
        if !self.file.release.is_classic() {
            self.shelf.clear();
        }
    }

    /// A process that is being started elsewhere in this program holds copies of its sockets until it runs a program of
    /// its own: for so long the ports of a node that has stopped look taken.
    async fn settle(&self) {
        for port in ports_of(self.file.pack, self.file.release).filter(|port| port.served) {
            let number = self.file.port(port.base);
            for _ in 0..LOOKS {
                if is_free(number) {
                    break;
                }
                tokio::time::sleep(BETWEEN_LOOKS).await;
            }
        }
    }

    /// Takes every port before anything is served, so that a failure leaves nothing.
    pub(super) fn start(
        &mut self,
        shared: &Arc<Shared>,
        mut block: Option<&mut OffsetBlock>,
    ) -> Result<()> {
        if self.running.is_some() {
            return Ok(());
        }
        if shared.is_stopped.load(Ordering::SeqCst) {
            return Err(Error::Stopped { node: self.file.name.clone() });
        }
        let file = Arc::new(self.source.read(&shared.surroundings)?);
        let tls = shared.authority.server(&file.hostname)?;
        let mut taken = Vec::new();
        for port in ports_of(file.pack, file.release).filter(|port| port.served) {
            if port.base == BROKER && self.store.is_none() {
                continue;
            }
            let number = file.port(port.base);
            let drawn = block.as_mut().and_then(|block| block.take(number));
            let reserved = drawn.or_else(|| self.kept.remove(&number));
            taken.push((port.base, bind(&file.name, number, port.purpose, reserved)?));
        }
        let client = &shared.client;
        let node = Arc::new(Node {
            control_plane: self.store.as_ref().map(|store| {
                ControlPlane::new(Arc::clone(&file), Arc::clone(store), client.clone())
            }),
            gateway: file
                .pack
                .has_gateway()
                .then(|| Gateway::new(Arc::clone(&file), Arc::clone(&self.shelf), client.clone())),
            faults: shared.faults.clone(),
            file: Arc::clone(&file),
        });
        let servlet = Arc::new(Servlet(Arc::clone(&node)));
        let pass_through = Arc::new(PassThrough(node));
        let mut serving = Serving::default();
        for (base, listeners) in taken {
            match base {
                9443 => serve(&mut serving, listeners, Some(&tls), &servlet),
                9763 => serve(&mut serving, listeners, None, &servlet),
                8243 => serve(&mut serving, listeners, Some(&tls), &pass_through),
                8280 => serve(&mut serving, listeners, None, &pass_through),
                _ => {
                    for socket in listeners.sockets {
                        if let Some(store) = &self.store {
                            let connections = serving.connections();
                            serving.spawn(tell(socket, Arc::clone(store), connections));
                        }
                    }
                }
            }
        }
        if file.pack.has_gateway() && !file.release.is_classic() {
            let (own, served) = (Arc::clone(&file), Arc::clone(&self.shelf));
            serving.spawn(synchronise(own, served, client.clone(), shared.delay));
        }
        self.file = file;
        self.is_drawn |= block.is_some();
        self.kept.clear();
        self.running = Some(serving);
        Ok(())
    }
}

const BROKER: u16 = 5672;
const LOOKS: u32 = 25;
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// What a node's ports lead to.
struct Node {
    file: Arc<NodeFile>,
    control_plane: Option<ControlPlane>,
    gateway: Option<Gateway>,
    faults: Faults,
}

impl Node {
    /// The fault script first, then the answer.
    async fn conduct(&self, request: &Request, answer: impl Future<Output = Reply>) -> Conduct {
        let target = match request.query.as_str() {
            "" => request.path.clone(),
            query => format!("{}?{query}", request.path),
        };
        let latency = self.faults.latency_of(&target);
        if !latency.is_zero() {
            tokio::time::sleep(latency).await;
        }
        let fault = self.faults.next(&self.file.name, request.method.as_str(), &target);
        let Some((action, headers)) = fault else { return Conduct::Answer(answer.await) };
        match action {
            Action::Delay(time) => {
                tokio::time::sleep(time).await;
                Conduct::Answer(answer.await)
            }
            Action::Reset => Conduct::Drop,
            Action::LoseAnswer => {
                answer.await;
                Conduct::Drop
            }
            Action::HalfAnswer => Conduct::Half(answer.await),
            Action::Status(status, body) => {
                Conduct::Answer(Reply::new(status, "application/json", body).with_all(headers))
            }
            Action::Echo(status) => Conduct::Answer(echo::quote(status, request).with_all(headers)),
        }
    }

    fn version(&self, request: &Request) -> Option<Reply> {
        if request.path.trim_end_matches('/') != "/services/Version" {
            return None;
        }
        let body = format!(
            "<ns:getVersionResponse xmlns:ns=\"http://version.services.core.carbon.wso2.org\">\
             <return>WSO2 API Manager-{}</return></ns:getVersionResponse>",
            self.file.release
        );
        Some(Reply::xml(200, body))
    }
}

/// The ports 9443 and 9763.
struct Servlet(Arc<Node>);

impl Handler for Servlet {
    async fn handle(&self, request: Request) -> Conduct {
        let node = &self.0;
        let answer = async {
            if let Some(reply) = node.version(&request) {
                return reply;
            }
            if let Some(gateway) = &node.gateway
                && let Some(reply) = gateway.servlet(&request).await
            {
                return reply;
            }
            if let Some(control_plane) = &node.control_plane
                && let Some(reply) = control_plane.handle(&request).await
            {
                return reply;
            }
            Reply::new(404, "text/html", "<html><body>HTTP Status 404 - Not Found</body></html>")
        };
        Box::pin(node.conduct(&request, answer)).await
    }
}

/// The ports 8243 and 8280.
struct PassThrough(Arc<Node>);

impl Handler for PassThrough {
    async fn handle(&self, request: Request) -> Conduct {
        let node = &self.0;
        let answer = async {
            if let Some(reply) = node.version(&request) {
                return reply;
            }
            match &node.gateway {
                Some(gateway) => gateway.pass_through(&request).await,
                None => Reply::empty(404),
            }
        };
        Box::pin(node.conduct(&request, answer)).await
    }
}
