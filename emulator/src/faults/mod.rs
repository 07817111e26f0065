//! Faults on order: what goes wrong, for which requests, how often.

mod plain;
mod presets;
mod rate;
mod ready;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use plain::PlainFault;
use rate::Rate;

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// The request is answered later.
    Delay(Duration),
    /// The connection closes before anything was done.
    Reset,
    /// The request is done, and the connection closes without an answer.
    LoseAnswer,
    /// The request is done, and half of the answer is sent.
    HalfAnswer,
    /// This status and body are answered, and nothing is done.
    Status(u16, String),
    /// This status is answered with an error that quotes the request's headers and body, as a
    /// debugging proxy's page does, and nothing is done: what a client then prints and logs must
    /// hold no secret.
    Echo(u16),
}

impl Action {
    /// The names of the actions.
    pub const NAMES: [&str; 6] = ["delay", "reset", "lose-answer", "half-answer", "status", "echo"];

    /// Its name, one of [`Action::NAMES`].
    ///
    /// ```
    /// assert_eq!(gatewright_emulator::Action::LoseAnswer.name(), "lose-answer");
    /// ```
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Delay(_) => "delay",
            Self::Reset => "reset",
            Self::LoseAnswer => "lose-answer",
            Self::HalfAnswer => "half-answer",
            Self::Status(..) => "status",
            Self::Echo(_) => "echo",
        }
    }
}

/// One fault: an action, the requests it meets, and how many of them.
///
/// What nodes say to each other (below `/internal/data`, and `/services/APIGatewayAdmin`) meets a
/// fault only when the fault's path names it, so that counts are those of a client's requests.
///
/// ```
/// use gatewright_emulator::{Action, Fault};
/// // The second deploy answers 503, once.
/// let fault = Fault::new(Action::Status(503, String::new()))
///     .method("POST")
///     .path("/deploy-revision")
///     .after(1)
///     .times(1);
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    action: Action,
    node: Option<String>,
    method: Option<String>,
    path: Option<String>,
    skip: u32,
    left: Option<u32>,
    headers: Vec<(String, String)>,
    /// So many requests pass in a second; those beyond them meet the fault.
    rate: Option<Rate>,
    met: u32,
}

impl Fault {
    /// A fault that every request meets, until it is narrowed down.
    #[must_use]
    pub fn new(action: Action) -> Self {
        Self {
            action,
            node: None,
            method: None,
            path: None,
            skip: 0,
            left: None,
            headers: Vec::new(),
            rate: None,
            met: 0,
        }
    }

    /// Only requests that reach this node.
    #[must_use]
    pub fn node(mut self, name: impl Into<String>) -> Self {
        self.node = Some(name.into());
        self
    }

    /// Only requests of this method.
    #[must_use]
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.method = Some(method.into().to_uppercase());
        self
    }

    /// Only requests whose path, with its query, has this text in it; `*` stands for any text.
    #[must_use]
    pub fn path(mut self, pattern: impl Into<String>) -> Self {
        self.path = Some(pattern.into());
        self
    }

    /// The first so many matching requests pass.
    #[must_use]
    pub fn after(mut self, requests: u32) -> Self {
        self.skip = requests;
        self
    }

    /// So many matching requests meet it; without this, all do.
    #[must_use]
    pub fn times(mut self, requests: u32) -> Self {
        self.left = Some(requests);
        self
    }

    /// So many matching requests pass in each second, and only those beyond them meet it. 0 lets
    /// none pass.
    ///
    /// ```
    /// use gatewright_emulator::{Action, Fault};
    /// let fault = Fault::new(Action::Status(503, String::new())).per_second(10);
    /// ```
    #[must_use]
    pub fn per_second(mut self, requests: u32) -> Self {
        self.rate = Some(Rate::new(requests));
        self
    }

    /// A header of the answer that [`Action::Status`] and [`Action::Echo`] give, such as `Retry-After`.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// How many requests have met it so far: also a way to count requests, with a delay of zero.
    pub fn met(&self) -> u32 {
        self.met
    }

    fn meets(&self, node: &str, method: &str, path: &str) -> bool {
        let between_nodes = BETWEEN_NODES.iter().any(|own| {
            path.starts_with(own)
                && !self.path.as_deref().is_some_and(|pattern| pattern.contains(own))
        });
        !between_nodes
            && self.left != Some(0)
            && self.node.as_deref().is_none_or(|wanted| wanted == node)
            && self.method.as_deref().is_none_or(|wanted| wanted == method)
            && self.path.as_deref().is_none_or(|pattern| contains(path, pattern))
    }
}

const BETWEEN_NODES: [&str; 2] = ["/internal/data", "/services/APIGatewayAdmin"];

/// True when the pieces between the stars are in the text, one after the other.
fn contains(text: &str, pattern: &str) -> bool {
    let mut rest = text;
    pattern.split('*').all(|piece| match rest.split_once(piece) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// The fault script of an emulator: cloned handles share it.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    script: Arc<Mutex<Vec<Fault>>>,
    latency: Arc<Mutex<Duration>>,
}

impl Faults {
    fn script(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on every request of a client waits so long before anything else happens to it, also
    /// one that then meets a fault; what nodes say to each other does not wait.
    ///
    /// ```
    /// use std::time::Duration;
    /// let faults = gatewright_emulator::Faults::default();
    /// faults.set_latency(Duration::from_millis(40));
    /// assert_eq!(faults.latency(), Duration::from_millis(40));
    /// ```
    pub fn set_latency(&self, latency: Duration) {
        *self.latency.lock().unwrap_or_else(PoisonError::into_inner) = latency;
    }

    /// How long every request of a client waits.
    pub fn latency(&self) -> Duration {
        *self.latency.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long a request to this path waits.
    pub(crate) fn latency_of(&self, path: &str) -> Duration {
        let between_nodes = BETWEEN_NODES.iter().any(|own| path.starts_with(own));
        if between_nodes { Duration::ZERO } else { self.latency() }
    }

    /// Adds a fault. The first one that meets a request decides.
    pub fn add(&self, fault: Fault) {
        self.script().push(fault);
    }

    /// Takes every fault away; the latency stays.
    pub fn clear(&self) {
        self.script().clear();
    }

    /// The faults there are, in the order they were added, used up or not.
    ///
    /// ```
    /// use gatewright_emulator::{Action, Fault, Faults};
    /// let faults = Faults::default();
    /// faults.add(Fault::new(Action::Reset));
    /// assert_eq!(faults.list()[0].met(), 0);
    /// ```
    pub fn list(&self) -> Vec<Fault> {
        self.script().clone()
    }

    /// What happens to a request, which is counted.
    pub(crate) fn next(
        &self,
        node: &str,
        method: &str,
        path: &str,
    ) -> Option<(Action, Vec<(String, String)>)> {
        self.script().iter_mut().filter(|fault| fault.meets(node, method, path)).find_map(|fault| {
            if fault.skip > 0 {
                fault.skip -= 1;
                return None;
            }
            if fault.rate.as_mut().is_some_and(Rate::passes) {
                return None;
            }
            fault.met = fault.met.saturating_add(1);
            fault.left = fault.left.map(|left| left.saturating_sub(1));
            Some((fault.action.clone(), fault.headers.clone()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_counted() {
        let faults = Faults::default();
        faults
            .add(Fault::new(Action::Reset).method("post").path("/apis/*/deploy").after(1).times(2));
        let ask = |path| faults.next("n", "POST", path).map(|(action, _)| action);
        assert_eq!(ask("/v4/apis/1/deploy-revision"), None);
        assert_eq!(ask("/v4/apis/1"), None);
        assert_eq!(ask("/v4/apis/1/deploy-revision"), Some(Action::Reset));
        assert!(faults.next("n", "GET", "/apis/1/deploy").is_none());
        assert_eq!(ask("/v4/apis/2/deploy-revision"), Some(Action::Reset));
        assert_eq!(ask("/v4/apis/2/deploy-revision"), None);
        assert_eq!(faults.list().iter().map(Fault::met).collect::<Vec<_>>(), [2]);
        faults.clear();
        assert!(faults.list().is_empty());
    }

    #[test]
    fn nodes_are_met_only_by_name() {
        let faults = Faults::default();
        faults.add(Fault::new(Action::Reset).times(1));
        let own = "/internal/data/v1/runtime-artifacts";
        assert!(faults.next("n", "GET", own).is_none());
        assert!(faults.next("n", "GET", "/apis").is_some());
        faults.add(Fault::new(Action::Reset).path("/internal/data"));
        assert!(faults.next("n", "GET", own).is_some());
    }
}
