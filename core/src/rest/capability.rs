//! What a release can do at all, and since when.

use crate::error::{Error, ErrorKind, Result};
use crate::model::Release;

/// Something that not every release can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Capability {
    /// Revisions and their deployment to environments.
    Revisions,
    /// A virtual host per deployment.
    VirtualHosts,
    /// The gateway nodes' own REST API.
    GatewayApi,
    /// `oauth-keys`, one entry per key manager and key type; older releases list `keys`.
    KeyMappings,
    /// Tokens are issued at each gateway's `/token`.
    GatewayTokens,
}

impl Capability {
    const ALL: [Self; 5] = [
        Self::Revisions,
        Self::VirtualHosts,
        Self::GatewayApi,
        Self::KeyMappings,
        Self::GatewayTokens,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Revisions => "revisions",
            Self::VirtualHosts => "a virtual host per deployment",
            Self::GatewayApi => "the REST API of gateway nodes",
            Self::KeyMappings => "key mappings",
            Self::GatewayTokens => "tokens issued by gateways",
        }
    }

    /// The first release that can, and the last where a later one cannot.
    const fn window(self) -> (Release, Option<Release>) {
        match self {
            Self::Revisions | Self::VirtualHosts | Self::GatewayApi => (Release::V4_0, None),
            Self::KeyMappings => (Release::V3_2, None),
            Self::GatewayTokens => (Release::V3_0, Some(Release::V3_2)),
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
