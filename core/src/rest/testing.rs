//! What the tests of requests share.

use crate::model::Release;

/// The releases whose requests differ, with the Publisher's and the Developer Portal's base paths.
pub(crate) const BASES: [(Release, &str, &str); 6] = [
    (Release::V3_0, "/api/am/publisher/v1.0", "/api/am/store/v1.0"),
    (Release::V3_1, "/api/am/publisher/v1", "/api/am/store/v1"),
    (Release::V3_2, "/api/am/publisher/v1", "/api/am/store/v1"),
    (Release::V4_0, "/api/am/publisher/v2", "/api/am/devportal/v2"),
    (Release::V4_1, "/api/am/publisher/v3", "/api/am/devportal/v2"),
    (Release::V4_7, "/api/am/publisher/v4", "/api/am/devportal/v3"),
];
