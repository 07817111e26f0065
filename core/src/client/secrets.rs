//! Where a call through a gateway holds secrets: in some headers and some query parameters. Each has a name, under which a
//! printed command refers to it.

use crate::diagnostic::mask::is_secret_name;

/// What a printed command calls the token of a call.
pub(crate) const ACCESS_TOKEN: &str = "ACCESS_TOKEN";

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    Plain(&'t str),
    /// A secret, and the name of the variable that stands for it.
    Secret {
        variable: String,
    },
}

impl<'t> Piece<'t> {
    /// The text; of a secret nothing.
    pub(crate) fn plain(&self) -> &'t str {
        match self {
            Self::Plain(text) => text,
            Self::Secret { .. } => "",
        }
    }
}

/// True when what stands under this name opens something: `Authorization`, `ApiKey`, `Cookie`, …
pub(crate) fn is_secret(name: &str) -> bool {
    is_secret_name(name) || name.to_ascii_lowercase().ends_with("cookie")
}

fn secret(name: &str) -> Piece<'static> {
    let upper = name.chars().map(|c| match c {
        c if c.is_ascii_alphanumeric() => c.to_ascii_uppercase(),
        _ => '_',
    });
    let variable: String = upper.collect();
    let starts_with_digit = variable.starts_with(|c: char| c.is_ascii_digit());
    Piece::Secret { variable: if starts_with_digit { format!("_{variable}") } else { variable } }
}

/// A header's value. Of `Authorization` the scheme is no secret.
pub(crate) fn header_pieces<'t>(name: &str, value: &'t str) -> Vec<Piece<'t>> {
    if !is_secret(name) {
        return vec![Piece::Plain(value)];
    }
    match value.split_once(' ') {
        Some((scheme, _)) if name.eq_ignore_ascii_case("authorization") && is_word(scheme) => {
            let end = scheme.len() + 1;
            vec![Piece::Plain(value.get(..end).unwrap_or_default()), secret(name)]
        }
        _ => vec![secret(name)],
    }
}

fn is_word(text: &str) -> bool {
    matches!(text.to_ascii_lowercase().as_str(), "bearer" | "basic" | "digest" | "negotiate")
}

/// A URL: secret are the user and password of its authority, and the values of parameters such as `apikey`.
pub(crate) fn url_pieces(url: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (before, query) = match url.find('?') {
        Some(at) => url.split_at(at + 1),
        None => (url, ""),
    };
    authority(before, &mut pieces);
    for (at, pair) in query.split('&').enumerate() {
        if at > 0 {
            pieces.push(Piece::Plain("&"));
        }
        match pair.split_once('=') {
            Some((name, value)) if is_secret(name) && !value.is_empty() => {
                pieces.push(Piece::Plain(pair.get(..=name.len()).unwrap_or_default()));
                pieces.push(secret(name));
            }
            _ => pieces.push(Piece::Plain(pair)),
        }
    }
    pieces
}

fn authority<'t>(text: &'t str, pieces: &mut Vec<Piece<'t>>) {
    let start = text.find("://").map_or(0, |at| at + 3);
    let (scheme, rest) = text.split_at(start);
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    match rest.get(..end).and_then(|authority| authority.rfind('@')) {
        Some(at) => {
            let (_, after) = rest.split_at(at);
            pieces.extend([Piece::Plain(scheme), secret("user_and_password"), Piece::Plain(after)]);
        }
        None => pieces.push(Piece::Plain(text)),
    }
}

/// The text with `***` for its secrets.
pub(crate) fn masked(pieces: &[Piece<'_>]) -> String {
    let shown = pieces.iter().map(|piece| match piece {
        Piece::Plain(text) => text,
        Piece::Secret { .. } => "***",
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_of_headers_and_urls_are_found() {
        for (name, value, shown) in [
            ("Accept", "text/plain", "text/plain"),
            ("Authorization", "Bearer abc", "Bearer ***"),
            ("authorization", "abc def", "***"),
            ("ApiKey", "abc", "***"),
            ("apikey", "abc", "***"),
            ("Internal-Key", "abc", "***"),
            ("X-API-Key", "abc", "***"),
            ("Cookie", "a=b", "***"),
            ("Set-Cookie", "a=b", "***"),
            ("X-Auth-Token", "a", "***"),
            ("Proxy-Authorization", "Basic a", "***"),
        ] {
            assert_eq!(masked(&header_pieces(name, value)), shown, "{name}");
        }
        for (url, shown) in [
            ("https://gw/pets/1?limit=5", "https://gw/pets/1?limit=5"),
            ("https://gw/pets/1?apikey=abc&a=b&c", "https://gw/pets/1?apikey=***&a=b&c"),
            ("https://gw?access_token=abc", "https://gw?access_token=***"),
            ("https://me:pw@gw/a@b", "https://***@gw/a@b"),
            ("https://gw/a@b", "https://gw/a@b"),
            ("", ""),
        ] {
            assert_eq!(masked(&url_pieces(url)), shown);
        }
    }

    #[test]
    fn a_secret_is_named_as_a_variable_can_be() {
        assert_eq!(secret("X-API-Key"), Piece::Secret { variable: "X_API_KEY".to_owned() });
        assert_eq!(secret("2fa-token"), Piece::Secret { variable: "_2FA_TOKEN".to_owned() });
    }
}
