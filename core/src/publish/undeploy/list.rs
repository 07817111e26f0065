//! The list of environments that an API carries in 3.x.

use crate::client::{ControlPlane, OnceOnly, reconcile};
use crate::error::{Error, ErrorKind, Result, Retry};
use crate::rest::api;

/// One name is added, or taken away. Each attempt reads the list anew, so that what others changed in it stays.
struct Changing<'c> {
    control_plane: &'c ControlPlane,
    api_id: &'c str,
    add: Option<&'c str>,
    remove: Option<&'c str>,
}

impl Changing<'_> {
    /// Whether a list is as it should be.
    fn holds(&self, listed: &[String]) -> bool {
        let has = |name: &str| listed.iter().any(|listed| listed == name);
        self.add.is_none_or(has) && !self.remove.is_some_and(has)
    }
}

impl OnceOnly<bool> for Changing<'_> {
    async fn send(&mut self) -> Result<bool> {
        let release = self.control_plane.release();
        let mut object = self.control_plane.send(&api::get(release, self.api_id)).await?;
        let mut listed = object.gateway_environments();
        if self.holds(&listed) {
            return Ok(false);
        }
        listed.retain(|name| Some(name.as_str()) != self.remove);
        if let Some(name) = self.add.filter(|add| !listed.iter().any(|name| name == add)) {
            listed.push(name.to_owned());
        }
        object.set_gateway_environments(&listed);
        self.control_plane.send(&api::update(release, &object)).await?;
        Ok(true)
    }

    async fn read_back(&mut self) -> Result<Option<bool>> {
        let get = api::get(self.control_plane.release(), self.api_id);
        let listed = self.control_plane.send(&get).await?.gateway_environments();
        Ok(self.holds(&listed).then_some(true))
    }
}

impl ControlPlane {
    /// Adds an environment to the list, or takes one away. False when the list was like that.
    ///
    /// # Errors
    /// [`ErrorKind::Server`], code `not-on-every-gateway`, when the list has changed and a gateway was not told;
    /// [`ErrorKind::Unexpected`], code `environments-not-stored`, when the server keeps another list.
    pub(crate) async fn change_list(
        &self,
        api_id: &str,
        add: Option<&str>,
        remove: Option<&str>,
    ) -> Result<bool> {
        let mut changing = Changing { control_plane: self, api_id, add, remove };
        let settled = reconcile(&self.session, &mut changing).await?;
        if let Some(error) = settled.after.filter(|error| error.kind() == ErrorKind::Server) {
            return Err(not_told(error));
        }
        let is_changed = settled.value;
        // 3.x drops what it does not know without a word.
        if is_changed && changing.read_back().await?.is_none() {
            let names: Vec<&str> = [add, remove].into_iter().flatten().collect();
            let message = format!(
                "the server did not keep the change of the API's list of environments ({}): look at its log",
                names.join(", ")
            );
            return Err(Error::new(ErrorKind::Unexpected, "environments-not-stored", message)
                .with_context("environments", names.join(", ")));
        }
        Ok(is_changed)
    }

    /// Stores an API as it is, which has 3.x send it to the gateways of its list again. Whether they took it, only they can
    /// say: that one of them could not be told is no error.
    pub(crate) async fn push_again(&self, api_id: &str) -> Result<()> {
        let release = self.release();
        let object = self.send(&api::get(release, api_id)).await?;
        match self.send(&api::update(release, &object)).await {
            Err(error) if error.kind() == ErrorKind::Server => Ok(()),
            Err(error) if error.retry() == Retry::Ambiguous => Ok(()),
            stored => stored.map(drop),
        }
    }
}

/// 3.x changes the API, goes on when one of its gateways cannot be reached, and answers 500 in the end.
fn not_told(error: Error) -> Error {
    let message = format!(
        "{}; the API's list of environments has changed all the same: API Manager 3.x answers so when it cannot reach one \
         of the gateways. See that each of them runs; one that was not told goes on as before until the API is changed \
         again",
        error.message()
    );
    Error::new(ErrorKind::Server, "not-on-every-gateway", message).with_source(error)
}
