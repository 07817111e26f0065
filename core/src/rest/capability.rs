//! What a release can do at all, and since when.

use crate::error::{Error, ErrorKind, Result};
use crate::model::Release;

/// Something that not every release can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Capability {
    /// What every release can.
    Always,
    /// Revisions and their deployment to environments.
    Revisions,
    /// A virtual host per deployment.
    VirtualHosts,
    /// A deployment that the Developer Portal does not show.
    HiddenDeployments,
    /// Deployments that await an approval.
    DeploymentApprovals,
    /// The gateway nodes' own REST API.
    GatewayApi,
    /// Its question whether a gateway node has started.
    GatewayHealth,
    /// `oauth-keys`, one entry per key manager and key type; older releases list `keys`.
    KeyMappings,
    /// The Developer Portal's list of key managers.
    KeyManagers,
    /// Tokens are issued at each gateway's `/token`.
    GatewayTokens,
    /// Several secrets per key.
    SeveralSecrets,
    ApiKeyRevocation,
    ApiKeyListing,
    /// Another plan for a subscription.
    SubscriptionChanges,
    /// Environments that are made at run time.
    AdminEnvironments,
    /// The gateway nodes that stand behind an environment.
    GatewayInstances,
    /// What waits for a decision.
    WorkflowListing,
    /// Archives by the Publisher's API; older releases take them by the Admin API.
    PublisherArchives,
    AdminArchives,
    /// An import that only says what it would do.
    ImportDryRun,
    /// The order of a listing.
    Sorting,
}

impl Capability {
    const ALL: [Self; 21] = [
        Self::Always,
        Self::Revisions,
        Self::VirtualHosts,
        Self::HiddenDeployments,
        Self::DeploymentApprovals,
        Self::GatewayApi,
        Self::GatewayHealth,
        Self::KeyMappings,
        Self::KeyManagers,
        Self::GatewayTokens,
        Self::SeveralSecrets,
        Self::ApiKeyRevocation,
        Self::ApiKeyListing,
        Self::SubscriptionChanges,
        Self::AdminEnvironments,
        Self::GatewayInstances,
        Self::WorkflowListing,
        Self::PublisherArchives,
        Self::AdminArchives,
        Self::ImportDryRun,
        Self::Sorting,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Always => "API Manager's REST APIs",
            Self::Revisions => "revisions",
            Self::VirtualHosts => "a virtual host per deployment",
            Self::HiddenDeployments => "a deployment that the Developer Portal does not show",
            Self::DeploymentApprovals => "deployments that await an approval",
            Self::GatewayApi => "the REST API of gateway nodes",
            Self::GatewayHealth => "a health check of gateway nodes by their REST API",
            Self::KeyMappings => "key mappings",
            Self::KeyManagers => "a list of key managers",
            Self::GatewayTokens => "tokens issued by gateways",
            Self::SeveralSecrets => "several secrets of one key",
            Self::ApiKeyRevocation => "API keys that can be revoked",
            Self::ApiKeyListing => "a list of API keys",
            Self::SubscriptionChanges => "subscriptions that can be changed",
            Self::AdminEnvironments => "environments made at run time",
            Self::GatewayInstances => "a list of an environment's gateway nodes",
            Self::WorkflowListing => "a list of tasks that await a decision",
            Self::PublisherArchives => "archives of APIs in the Publisher",
            Self::AdminArchives => "archives of APIs in the Admin API",
            Self::ImportDryRun => "an import that only says what it would do",
            Self::Sorting => "listings in an order of the caller's",
        }
    }

    /// The first release that can, and the last where a later one cannot. `rest-api.md` §2.2, §2.7, §3.2, §3.3, §4, §7.1;
    /// listing workflow tasks is documented since 3.2.
    const fn window(self) -> (Release, Option<Release>) {
        match self {
            Self::Always => (Release::V3_0, None),
            Self::ApiKeyRevocation => (Release::V3_1, None),
            Self::KeyMappings
            | Self::KeyManagers
            | Self::SubscriptionChanges
            | Self::WorkflowListing => (Release::V3_2, None),
            Self::Revisions
            | Self::VirtualHosts
            | Self::HiddenDeployments
            | Self::GatewayApi
            | Self::AdminEnvironments
            | Self::PublisherArchives => (Release::V4_0, None),
            Self::GatewayHealth | Self::Sorting => (Release::V4_1, None),
            Self::DeploymentApprovals => (Release::V4_3, None),
            Self::ImportDryRun => (Release::V4_5, None),
            Self::GatewayInstances => (Release::V4_6, None),
            Self::SeveralSecrets | Self::ApiKeyListing => (Release::V4_7, None),
            Self::GatewayTokens | Self::AdminArchives => (Release::V3_0, Some(Release::V3_2)),
        }
    }

    pub(crate) fn is_in(self, release: Release) -> bool {
        let (first, last) = self.window();
        release >= first && last.is_none_or(|last| release <= last)
    }

    /// # Errors
    /// [`ErrorKind::Unsupported`], saying since when, or until when, it can be done.
    pub(crate) fn require(self, release: Release) -> Result<()> {
        debug_assert!(Self::ALL.contains(&self));
        if self.is_in(release) {
            return Ok(());
        }
        let (first, last) = self.window();
        let when = match last {
            Some(last) if release > last => format!("was last in {last}"),
            _ => format!("came with {first}"),
        };
        let message =
            format!("API Manager {release} has no such thing as {}: it {when}", self.name());
        Err(Error::new(ErrorKind::Unsupported, "unsupported-by-release", message)
            .with_context("release", release.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_release_cannot_do_says_since_when() {
        let error = Capability::Revisions.require(Release::V3_2).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert_eq!(
            error.message(),
            "API Manager 3.2 has no such thing as revisions: it came with 4.0"
        );
        let error = Capability::GatewayTokens.require(Release::V4_0).unwrap_err();
        assert!(error.message().ends_with("it was last in 3.2"), "{error}");
        assert!(
            Capability::KeyMappings.is_in(Release::V3_2)
                && !Capability::KeyMappings.is_in(Release::V3_1)
        );
        for capability in Capability::ALL {
            assert!(Release::KNOWN.into_iter().any(|release| capability.is_in(release)));
        }
    }
}
