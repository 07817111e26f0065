//! The API-M that steps 3 to 5 talk to: the emulator's, or the user's.

use gatewright::client::{ConnectOptions, Credentials};
use gatewright::{ControlPlane, KeyType};

use crate::Result;

/// Where it is, and how to sign in.
pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) username: String,
    pub(crate) password: String,
    pub(crate) options: ConnectOptions,
    /// Where calls with keys of each type go.
    pub(crate) backend: Backend,
    /// The environments to publish in; all the server has when empty.
    pub(crate) environments: Vec<String>,
    /// The name of the application that calls.
    pub(crate) application: String,
}

/// The backend's URL per key type.
pub(crate) struct Backend {
    pub(crate) production: String,
    pub(crate) sandbox: String,
}

pub(crate) const APPLICATION: &str = "gatewright-quickstart";

impl Server {
    /// A running API-M: what the URL does not say is in the environment. Everything that is missing is named at once.
    pub(crate) fn from_environment(url: &str) -> Result<Self> {
        if url.contains('@') {
            // It is not quoted: it may hold a password.
            return Err("the URL of --apim holds credentials: give it without them, and the user in APIM_USERNAME and \
                 APIM_PASSWORD"
                .into());
        }
        let read = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let mut missing = Vec::new();
        let mut required = |name: &'static str, what: &str| {
            read(name).unwrap_or_else(|| {
                missing.push(format!("  {name}: {what}"));
                String::new()
            })
        };
        let username = required("APIM_USERNAME", "a user who may create, publish and subscribe");
        let password = required("APIM_PASSWORD", "the user's password");
        let backend = required("APIM_BACKEND", "the backend's URL, as the gateways reach it");
        if !missing.is_empty() {
            let missing = missing.join("\n");
            return Err(
                format!("--apim needs these variables of the environment too:\n{missing}").into()
            );
        }
        let mut options = ConnectOptions::new();
        if let Some(file) = read("APIM_CA_FILE") {
            let pem = std::fs::read_to_string(&file);
            let pem = pem.map_err(|error| format!("cannot read APIM_CA_FILE {file}: {error}"))?;
            options = options.ca_certificates(pem);
        }
        let environments = read("APIM_ENVIRONMENTS").unwrap_or_default();
        let environments = environments.split(',').map(|name| name.trim().to_owned());
        Ok(Self {
            url: url.to_owned(),
            username,
            password,
            options,
            backend: Backend { production: backend.clone(), sandbox: backend },
            environments: environments.filter(|name| !name.is_empty()).collect(),
            application: read("APIM_APPLICATION").unwrap_or_else(|| APPLICATION.to_owned()),
        })
    }

    pub(crate) async fn connect(&self) -> Result<ControlPlane> {
        let credentials = Credentials::password(&self.username, &self.password);
        Ok(ControlPlane::connect(&self.url, credentials, self.options.clone()).await?)
    }
}

impl Backend {
    pub(crate) fn of(&self, key_type: KeyType) -> &str {
        match key_type {
            KeyType::Sandbox => &self.sandbox,
            _ => &self.production,
        }
    }
}
