//! Base paths per release: `rest-api.md` §1.1, §1.2, §2.1.

use crate::model::Release;

/// A part of API-M with an address of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Service {
    /// What stands beside the REST APIs on the control plane: the version.
    Root,
    /// Dynamic client registration.
    Registration,
    /// The token endpoint and its neighbour that revokes; the targets of its requests are empty, the address is whole.
    Token,
    Revoke,
    Publisher,
    DevPortal,
    Admin,
    /// A gateway node's own REST API, since 4.0.
    Gateway,
}

/// The path before an operation's own; `None` when the release has no such API.
pub(crate) fn base(service: Service, release: Release) -> Option<&'static str> {
    let release = release.or_newest_known();
    Some(match service {
        Service::Root => "",
        Service::Registration => match release {
            Release::V3_0 => "/client-registration/v0.15",
            Release::V3_1 => "/client-registration/v0.16",
            _ => "/client-registration/v0.17",
        },
        Service::Token => "/oauth2/token",
        Service::Revoke => "/oauth2/revoke",
        Service::Publisher => match release {
            Release::V3_0 => "/api/am/publisher/v1.0",
            Release::V3_1 | Release::V3_2 => "/api/am/publisher/v1",
            Release::V4_0 => "/api/am/publisher/v2",
            Release::V4_1 => "/api/am/publisher/v3",
            _ => "/api/am/publisher/v4",
        },
        Service::DevPortal => match release {
            Release::V3_0 => "/api/am/store/v1.0",
            Release::V3_1 | Release::V3_2 => "/api/am/store/v1",
            Release::V4_0 | Release::V4_1 => "/api/am/devportal/v2",
            _ => "/api/am/devportal/v3",
        },
        Service::Admin => match release {
            Release::V3_0 => "/api/am/admin/v0.15",
            Release::V3_1 => "/api/am/admin/v0.16",
            Release::V3_2 => "/api/am/admin/v1",
            Release::V4_0 => "/api/am/admin/v2",
            Release::V4_1 => "/api/am/admin/v3",
            _ => "/api/am/admin/v4",
        },
        Service::Gateway => {
            if release.is_classic() {
                return None;
            }
            "/api/am/gateway/v2"
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_release_has_its_paths() {
        // rest-api.md §1.1 and §2.1, row by row.
        let table = [
            (Release::V3_0, "v0.15", "publisher/v1.0", "store/v1.0", "v0.15"),
            (Release::V3_1, "v0.16", "publisher/v1", "store/v1", "v0.16"),
            (Release::V3_2, "v0.17", "publisher/v1", "store/v1", "v1"),
            (Release::V4_0, "v0.17", "publisher/v2", "devportal/v2", "v2"),
            (Release::V4_1, "v0.17", "publisher/v3", "devportal/v2", "v3"),
            (Release::V4_2, "v0.17", "publisher/v4", "devportal/v3", "v4"),
            (Release::V4_3, "v0.17", "publisher/v4", "devportal/v3", "v4"),
            (Release::V4_4, "v0.17", "publisher/v4", "devportal/v3", "v4"),
            (Release::V4_5, "v0.17", "publisher/v4", "devportal/v3", "v4"),
            (Release::V4_6, "v0.17", "publisher/v4", "devportal/v3", "v4"),
            (Release::V4_7, "v0.17", "publisher/v4", "devportal/v3", "v4"),
        ];
        assert_eq!(table.len(), Release::KNOWN.len());
        for (release, registration, publisher, portal, admin) in table {
            let is = |service, expected: String| {
                assert_eq!(
                    base(service, release),
                    Some(expected.as_str()),
                    "{release} {service:?}"
                );
            };
            is(Service::Registration, format!("/client-registration/{registration}"));
            is(Service::Publisher, format!("/api/am/{publisher}"));
            is(Service::DevPortal, format!("/api/am/{portal}"));
            is(Service::Admin, format!("/api/am/admin/{admin}"));
            is(Service::Token, "/oauth2/token".to_owned());
            assert_eq!(base(Service::Gateway, release).is_some(), !release.is_classic());
        }
    }

    #[test]
    fn a_newer_release_has_the_newest_known_paths() {
        let newer = "5.0".parse().unwrap();
        assert_eq!(base(Service::Publisher, newer), Some("/api/am/publisher/v4"));
    }
}
