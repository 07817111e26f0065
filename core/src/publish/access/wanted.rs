//! What an application should have.

use std::collections::HashSet;
use std::time::Duration;

use crate::error::{Error, ErrorKind, Result};
use crate::model::{KeyType, Release, SecretText};
use crate::publish::access::sink::Place;
use crate::publish::publication::{NO_NAME, is_name};
use crate::rest::capability::Capability;
use crate::rest::keys::RESIDENT;

/// The grant with which tokens are got here.
const CLIENT_CREDENTIALS: &str = "client_credentials";

/// An application, the APIs it should be subscribed to, and the keys and tokens it should have: for
/// [`ControlPlane::provide_access`](crate::ControlPlane::provide_access).
///
/// What is there stays as it is, and what is missing is made; nothing is ever taken away.
///
/// ```
/// use std::time::Duration;
/// use gatewright::KeyType;
/// use gatewright::publish::ApplicationAccess;
///
/// let checkout = ApplicationAccess::new("checkout")
///     .plan("Unlimited")
///     .subscribe("Orders", "1.0.0")
///     .subscribe_with_plan("Payments", "2.1.0", "Gold")
///     .key_type(KeyType::Production)
///     .key_type(KeyType::Sandbox)
///     .tokens()
///     .token_validity(Duration::from_secs(3600))
///     .environment("Production Gateway")
///     .environment("Sandbox Gateway");
/// assert_eq!(checkout.name(), "checkout");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationAccess {
    pub(crate) name: String,
    pub(crate) plan: Option<String>,
    pub(crate) description: String,
    pub(crate) subscriptions: Vec<WantedSubscription>,
    pub(crate) key_types: Vec<KeyType>,
    pub(crate) key_manager: String,
    pub(crate) grants: Option<Vec<String>>,
    pub(crate) callback_url: Option<String>,
    pub(crate) has_tokens: bool,
    pub(crate) token_validity: Option<Duration>,
    pub(crate) scopes: Vec<String>,
    pub(crate) environments: Vec<String>,
    pub(crate) consumer_secrets: Vec<(KeyType, SecretText)>,
}

/// An API an application should be subscribed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WantedSubscription {
    pub(crate) api: String,
    pub(crate) version: String,
    pub(crate) plan: Option<String>,
}

impl ApplicationAccess {
    /// The application of this name, without any subscription, key or token.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            plan: None,
            description: String::new(),
            subscriptions: Vec::new(),
            key_types: Vec::new(),
            key_manager: RESIDENT.to_owned(),
            grants: None,
            callback_url: None,
            has_tokens: false,
            token_validity: None,
            scopes: Vec::new(),
            environments: Vec::new(),
            consumer_secrets: Vec::new(),
        }
    }

    /// The plan, instead of `Unlimited`, of an application that is made.
    #[must_use]
    pub fn plan(mut self, plan: impl Into<String>) -> Self {
        self.plan = Some(plan.into());
        self
    }

    /// The description of an application that is made.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// Subscribes to a published API, with the plan `Unlimited` where the API offers it and its first plan elsewhere.
    #[must_use]
    pub fn subscribe(mut self, api: impl Into<String>, version: impl Into<String>) -> Self {
        let (api, version) = (api.into(), version.into());
        self.subscriptions.push(WantedSubscription { api, version, plan: None });
        self
    }

    /// Subscribes to a published API with this plan.
    #[must_use]
    pub fn subscribe_with_plan(
        mut self,
        api: impl Into<String>,
        version: impl Into<String>,
        plan: impl Into<String>,
    ) -> Self {
        let (api, version, plan) = (api.into(), version.into(), Some(plan.into()));
        self.subscriptions.push(WantedSubscription { api, version, plan });
        self
    }

    /// Wants keys of this type.
    #[must_use]
    pub fn key_type(mut self, key_type: KeyType) -> Self {
        if !self.key_types.contains(&key_type) {
            self.key_types.push(key_type);
        }
        self
    }

    /// The key manager that the keys are of, since 3.2, instead of API-M's own.
    #[must_use]
    pub fn key_manager(mut self, name: impl Into<String>) -> Self {
        self.key_manager = name.into();
        self
    }

    /// The grants that new keys can be used with, instead of client credentials, password and refresh token.
    #[must_use]
    pub fn grants(mut self, grants: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.grants = Some(grants.into_iter().map(Into::into).collect());
        self
    }

    /// Where authorisation codes are sent, of new keys.
    #[must_use]
    pub fn callback_url(mut self, url: impl Into<String>) -> Self {
        self.callback_url = Some(url.into());
        self
    }

    /// Wants an access token per key type as well, got by client credentials.
    #[must_use]
    pub fn tokens(mut self) -> Self {
        self.has_tokens = true;
        self
    }

    /// How long the tokens shall live, instead of what the server is set to.
    #[must_use]
    pub fn token_validity(mut self, validity: Duration) -> Self {
        self.token_validity = Some(validity);
        self
    }

    /// The scopes of the tokens. Those that are not granted are told among the differences.
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// An environment the keys are handed out for. Without any it is each one that a subscribed API is offered in.
    #[must_use]
    pub fn environment(mut self, name: impl Into<String>) -> Self {
        self.environments.push(name.into());
        self
    }

    /// A consumer secret that was kept when the keys were made: a server that does not show it again (4.7) gives a token
    /// for it. It does not print.
    #[must_use]
    pub fn consumer_secret(mut self, key_type: KeyType, secret: impl Into<SecretText>) -> Self {
        self.consumer_secrets.retain(|(known, _)| *known != key_type);
        self.consumer_secrets.push((key_type, secret.into()));
        self
    }

    /// The application's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn given_secret(&self, key_type: KeyType) -> Option<&SecretText> {
        self.consumer_secrets.iter().find(|(known, _)| *known == key_type).map(|(_, secret)| secret)
    }

    /// Where the secrets of its keys of this type go.
    pub(crate) fn place(&self, release: Release, key_type: KeyType) -> Place {
        let has_key_managers = Capability::KeyMappings.is_in(release);
        let key_manager = if has_key_managers { self.key_manager.clone() } else { String::new() };
        Place { application: self.name.clone(), key_type, key_manager }
    }

    /// Where its secrets go.
    pub(crate) fn places(&self, release: Release) -> impl Iterator<Item = Place> {
        self.key_types.iter().map(move |key_type| self.place(release, *key_type))
    }

    /// What can be wrong without a look at the server.
    pub(crate) fn validate(&self) -> Result<()> {
        if self.name.trim().is_empty() || self.name.trim() != self.name {
            let message = "an application's name is not empty and has no blank at either end";
            return Err(self.invalid("invalid-application-name", message));
        }
        if self.key_types.is_empty() {
            let message = format!(
                "the access of `{}` names no key type: name PRODUCTION, SANDBOX or both",
                self.name.escape_debug()
            );
            return Err(self.invalid("no-key-type", message));
        }
        self.validate_subscriptions()?;
        self.validate_keys()?;
        let mut named = HashSet::new();
        for environment in &self.environments {
            if !named.insert(environment) {
                let message = format!(
                    "the access of `{}` names the environment `{}` twice",
                    self.name.escape_debug(),
                    environment.escape_debug()
                );
                return Err(self.invalid("environment-named-twice", message));
            }
        }
        Ok(())
    }

    fn validate_subscriptions(&self) -> Result<()> {
        let mut named = HashSet::new();
        for wanted in &self.subscriptions {
            for (what, text) in [("name", &wanted.api), ("version", &wanted.version)] {
                if !is_name(text) {
                    let message =
                        format!("`{}` is no {what} of an API: {NO_NAME}", text.escape_debug());
                    return Err(self
                        .invalid("invalid-api-name", message)
                        .with_context("api", &wanted.api)
                        .with_context("version", &wanted.version));
                }
            }
            if !named.insert((&wanted.api, &wanted.version)) {
                let message = format!(
                    "the access of `{}` names the API `{}` {} twice: an application has one subscription to an API",
                    self.name.escape_debug(),
                    wanted.api,
                    wanted.version
                );
                return Err(self
                    .invalid("api-subscribed-twice", message)
                    .with_context("api", &wanted.api)
                    .with_context("version", &wanted.version));
            }
        }
        Ok(())
    }

    fn validate_keys(&self) -> Result<()> {
        let grants = self.grants.as_deref();
        if self.has_tokens
            && grants.is_some_and(|grants| !grants.iter().any(|it| it == CLIENT_CREDENTIALS))
        {
            let message = format!(
                "tokens are got by client credentials: add the grant `{CLIENT_CREDENTIALS}`, or want no tokens"
            );
            return Err(self.invalid("client-credentials-missing", message));
        }
        let needs_callback =
            |grant: &String| matches!(grant.as_str(), "authorization_code" | "implicit");
        let has_callback = self.callback_url.as_deref().is_some_and(|url| !url.trim().is_empty());
        if let Some(grant) = grants.into_iter().flatten().find(|grant| needs_callback(grant))
            && !has_callback
        {
            let message =
                format!("the grant `{grant}` sends its answer to a callback URL: give one");
            return Err(self.invalid("callback-url-missing", message));
        }
        let mut given = self.consumer_secrets.iter();
        if let Some((key_type, _)) = given.find(|(_, secret)| secret.expose().trim().is_empty()) {
            let message = format!(
                "the `consumer_secret` of the {key_type} keys is empty: give the secret, or leave it out"
            );
            return Err(self
                .invalid("invalid-option", message)
                .with_context("key_type", key_type.as_str()));
        }
        if self.token_validity.is_some_and(|validity| validity < Duration::from_secs(1)) {
            let message = "`token_validity` is less than a second: give whole seconds, 1 or more";
            return Err(self.invalid("invalid-option", message));
        }
        Ok(())
    }

    fn invalid(&self, code: &'static str, message: impl Into<String>) -> Error {
        Error::new(ErrorKind::InvalidInput, code, message).with_context("application", &self.name)
    }
}

/// Each access by itself, and that no application is named twice.
pub(crate) fn validate(accesses: &[ApplicationAccess]) -> Result<()> {
    let mut named = HashSet::new();
    for access in accesses {
        access.validate()?;
        if !named.insert(&access.name) {
            let message = format!(
                "the application `{}` is named twice: say all that it should have at once",
                access.name.escape_debug()
            );
            return Err(access.invalid("application-named-twice", message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_no_sense_is_refused_before_the_server_is_asked() {
        let shop = || ApplicationAccess::new("shop").key_type(KeyType::Production);
        let code = |access: ApplicationAccess| {
            let error = access.validate().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput);
            error.code()
        };
        shop().validate().unwrap();
        assert_eq!(code(ApplicationAccess::new(" shop")), "invalid-application-name");
        assert_eq!(code(ApplicationAccess::new("")), "invalid-application-name");
        assert_eq!(code(ApplicationAccess::new("shop")), "no-key-type");
        assert_eq!(code(shop().subscribe("Or\"ders", "1")), "invalid-api-name");
        assert_eq!(code(shop().subscribe("Orders", "")), "invalid-api-name");
        let error = shop().subscribe("Orders ", "1").validate().unwrap_err();
        assert!(error.message().contains("`Orders ` is no name of an API: it may not"), "{error}");
        let twice = shop().subscribe("Orders", "1").subscribe_with_plan("Orders", "1", "Gold");
        assert_eq!(code(twice), "api-subscribed-twice");
        shop().subscribe("Orders", "1").subscribe("Orders", "2").validate().unwrap();
        assert_eq!(code(shop().tokens().grants(["password"])), "client-credentials-missing");
        shop().grants(["password"]).validate().unwrap();
        assert_eq!(code(shop().grants(["authorization_code"])), "callback-url-missing");
        let short = Duration::from_millis(999);
        assert_eq!(code(shop().token_validity(short)), "invalid-option");
        assert_eq!(code(shop().consumer_secret(KeyType::Production, "")), "invalid-option");
        assert_eq!(code(shop().environment("a").environment("a")), "environment-named-twice");
        let error = validate(&[shop(), shop()]).unwrap_err();
        assert_eq!(error.code(), "application-named-twice");
    }

    #[test]
    fn a_key_type_counts_once_and_a_secret_does_not_print() {
        let access = ApplicationAccess::new("shop")
            .key_type(KeyType::Sandbox)
            .key_type(KeyType::Sandbox)
            .consumer_secret(KeyType::Sandbox, "old")
            .consumer_secret(KeyType::Sandbox, "hunter2");
        assert_eq!(access.key_types, [KeyType::Sandbox]);
        let given = access.given_secret(KeyType::Sandbox).map(SecretText::expose);
        assert_eq!(given, Some("hunter2"));
        assert!(access.given_secret(KeyType::Production).is_none());
        assert!(!format!("{access:?}").contains("hunter2"));
    }
}
