//! Schemes of endpoint URLs.

/// The scheme of an [`Endpoint`](super::Endpoint).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scheme {
    /// `http`
    Http,
    /// `https`
    Https,
    /// `ws`
    Ws,
    /// `wss`
    Wss,
    /// `tcp`
    Tcp,
    /// `ssl`
    Ssl,
    /// Any other; brokers and federated gateways use many.
    Other,
    /// Holds a reference whose value is not known here.
    Unknown,
}

impl Scheme {
    pub(super) fn of(name: &str) -> Self {
        if name.contains('$') {
            return Self::Unknown;
        }
        match name.to_ascii_lowercase().as_str() {
            "http" => Self::Http,
            "https" => Self::Https,
            "ws" => Self::Ws,
            "wss" => Self::Wss,
            "tcp" => Self::Tcp,
            "ssl" => Self::Ssl,
            _ => Self::Other,
        }
    }

    /// The scheme as it is written in a URL; empty for [`Scheme::Other`] and [`Scheme::Unknown`].
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
            Self::Ws => "ws",
            Self::Wss => "wss",
            Self::Tcp => "tcp",
            Self::Ssl => "ssl",
            Self::Other | Self::Unknown => "",
        }
    }
}
