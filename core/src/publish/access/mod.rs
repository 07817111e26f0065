//! Access of whole applications: the application, its subscriptions, keys and tokens, wanted as a whole and made where they
//! are missing; secrets go to a sink alone.
//!
//! What lives here: what is wanted ([`wanted`]), where secrets go ([`sink`]), which environment takes whose tokens
//! ([`environments`]), the reading before anything is written ([`ground`]), doing it ([`run`], [`secrets`]) and the account of it
//! ([`outcome`]). What does not: single operations on applications ([`client`](crate::client)).

mod environments;
mod ground;
mod outcome;
mod run;
mod secrets;
mod sink;
#[cfg(test)]
mod tests;
mod wanted;

use tracing::Instrument as _;

use crate::client::{ControlPlane, span};
use crate::error::Result;
use crate::publish::together::together;

pub use environments::{ApiAddress, EnvironmentAccess};
pub use outcome::{
    AccessAction, AccessFailure, AccessOutcome, AccessStep, ApplicationAccessOutcome, Handover,
    ProvidedKey,
};
pub use sink::{ProvidedSecret, SecretFileFormat, SecretKind, SecretSink};
pub use wanted::ApplicationAccess;

const NAME: &str = "provide_access";

impl ControlPlane {
    /// Gives applications what they should have: makes each application that is not there, its missing subscriptions and
    /// keys, and gets tokens where they are wanted. What is there stays as it is, so that a second run makes nothing.
    ///
    /// Secrets go to the sink and nowhere else; the outcome holds consumer keys, and says for each environment which keys'
    /// tokens its gateways take. The sink gets a consumer secret as often as the server shows it, and a token at each run,
    /// unless it is a file that holds them. A server that shows a secret only once (4.7) does not show those of keys that
    /// are there: that is told as a failure, code `secret-not-shown`, and no other secret is made; see
    /// [`ApplicationAccess::consumer_secret`].
    ///
    /// The applications are done side by side; what goes wrong with one stands in the outcome and does not stop the others.
    /// What awaits an approval is told as pending: the next run goes on from there.
    ///
    /// # Errors
    /// Nothing was written then: [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) for something wanted that makes
    /// no sense, an environment that is not there or takes tokens of no wanted key type (code `key-type-not-accepted`), or a
    /// file that cannot take secrets (code `unusable-secret-file`, or another that says what is wrong with it);
    /// [`ErrorKind::NotFound`](crate::ErrorKind::NotFound) or [`ErrorKind::Io`](crate::ErrorKind::Io) for one that cannot be
    /// read or written. See [`ErrorKind`](crate::ErrorKind).
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::KeyType;
    /// use gatewright::publish::{ApplicationAccess, SecretFileFormat, SecretSink};
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let checkout = ApplicationAccess::new("checkout")
    ///     .subscribe("Orders", "1.0.0")
    ///     .key_type(KeyType::Production)
    ///     .key_type(KeyType::Sandbox)
    ///     .tokens();
    /// let sink = SecretSink::file("secrets.json", SecretFileFormat::Json);
    /// let outcome = control_plane.provide_access(&[checkout], &sink).await?.into_result()?;
    /// println!("{outcome}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn provide_access(
        &self,
        accesses: &[ApplicationAccess],
        sink: &SecretSink,
    ) -> Result<AccessOutcome> {
        let work = Box::pin(self.provide(accesses, sink)).instrument(span(NAME));
        work.await.map_err(|error| error.with_operation(NAME))
    }

    async fn provide(
        &self,
        accesses: &[ApplicationAccess],
        sink: &SecretSink,
    ) -> Result<AccessOutcome> {
        wanted::validate(accesses)?;
        let places = accesses.iter().flat_map(|access| access.places(self.release()));
        sink.check(places.collect()).await?;
        let grounds = self.ground(accesses).await?;
        let mut work = Vec::with_capacity(accesses.len());
        for (wanted, ground) in accesses.iter().zip(grounds) {
            work.push(Box::pin(run::provide(self, wanted, ground, sink)));
        }
        Ok(AccessOutcome { applications: together(self.breadth(), work).await })
    }
}
