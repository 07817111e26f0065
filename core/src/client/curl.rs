//! The same call as a command for a POSIX shell, with a variable for every secret.

use std::fmt::Write as _;

use crate::client::api_request::ApiRequest;
use crate::client::keys::ApplicationKeys;
use crate::client::secrets::{ACCESS_TOKEN, Piece, header_pieces, url_pieces};
use crate::client::token::Grant;

impl ApiRequest {
    /// The request as one `curl` command for a POSIX shell. The token is `$ACCESS_TOKEN`; another secret is a variable of
    /// its header's or parameter's name, such as `$APIKEY`: set them before.
    ///
    /// Certificates are verified. To trust a CA of your own, name its file in the variable `CURL_CA_BUNDLE`, or add
    /// `--cacert FILE`. What [`ControlPlane::call`](crate::ControlPlane::call) would refuse is printed all the same.
    ///
    /// ```
    /// use gatewright::client::ApiRequest;
    ///
    /// let request = ApiRequest::get("https://localhost:8244/pets/1.0.0/pets").bearer("t0ken");
    /// assert_eq!(
    ///     request.to_curl(),
    ///     "curl 'https://localhost:8244/pets/1.0.0/pets' \\\n  -H \"Authorization: Bearer $ACCESS_TOKEN\""
    /// );
    /// ```
    pub fn to_curl(&self) -> String {
        let mut command = Command::new();
        let content = self.content();
        match (self.method(), content) {
            ("GET", None) | ("POST", Some(_)) => {}
            ("HEAD", None) => command.begin("--head"),
            (method, _) => command.begin(&format!("-X {}", word(method))),
        }
        command.url(self.url());
        if self.has_token() {
            command.option("-H", &[Piece::Plain("Authorization: Bearer "), token()]);
        }
        for (name, value) in self.headers() {
            command.header(name, &header_pieces(name, value), value.is_empty());
        }
        let Some((content_type, body)) = content else { return command.text };
        command.header("Content-Type", &[Piece::Plain(content_type)], content_type.is_empty());
        match std::str::from_utf8(body) {
            Ok(body) if !body.contains('\0') => {
                command.option("--data-raw", &[Piece::Plain(body)]);
                command.text
            }
            _ => {
                command.option("--data-binary", &[Piece::Plain("@-")]);
                format!("printf '{}' | {}", octal(body), command.text)
            }
        }
    }
}

impl ApplicationKeys {
    /// Asking for a token as one `curl` command for a POSIX shell. The keys are `$CONSUMER_KEY` and `$CONSUMER_SECRET`, the
    /// user's password is `$PASSWORD`, the token that is renewed `$REFRESH_TOKEN`: set them before.
    ///
    /// Certificates are verified. To trust a CA of your own, name its file in the variable `CURL_CA_BUNDLE`, or add
    /// `--cacert FILE`.
    ///
    /// ```
    /// use gatewright::KeyType;
    /// use gatewright::client::{ApplicationKeys, Grant};
    ///
    /// let keys = ApplicationKeys::new(KeyType::Production, "key", "s3cret");
    /// assert_eq!(
    ///     keys.to_curl("https://localhost:8244/token", &Grant::password("alice", "hunter2")),
    ///     r#"curl 'https://localhost:8244/token' \
    ///   -u "$CONSUMER_KEY:$CONSUMER_SECRET" \
    ///   -d 'grant_type=password' \
    ///   --data-urlencode 'username=alice' \
    ///   --data-urlencode "password=$PASSWORD""#
    /// );
    /// ```
    pub fn to_curl(&self, token_url: &str, grant: &Grant) -> String {
        let mut command = Command::new();
        command.url(token_url);
        command.option(
            "-u",
            &[variable("CONSUMER_KEY"), Piece::Plain(":"), variable("CONSUMER_SECRET")],
        );
        match grant {
            Grant::ClientCredentials => {
                command.option("-d", &[Piece::Plain("grant_type=client_credentials")]);
            }
            Grant::Password { user, .. } => {
                command.option("-d", &[Piece::Plain("grant_type=password")]);
                command
                    .option("--data-urlencode", &[Piece::Plain("username="), Piece::Plain(user)]);
                command
                    .option("--data-urlencode", &[Piece::Plain("password="), variable("PASSWORD")]);
            }
            Grant::RefreshToken(_) => {
                command.option("-d", &[Piece::Plain("grant_type=refresh_token")]);
                let token = variable("REFRESH_TOKEN");
                command.option("--data-urlencode", &[Piece::Plain("refresh_token="), token]);
            }
        }
        command.text
    }
}

fn variable(name: &str) -> Piece<'static> {
    Piece::Secret { variable: name.to_owned() }
}

fn token() -> Piece<'static> {
    variable(ACCESS_TOKEN)
}

/// A command as it grows.
struct Command {
    text: String,
}

impl Command {
    fn new() -> Self {
        Self { text: "curl".to_owned() }
    }

    /// An option before the URL.
    fn begin(&mut self, option: &str) {
        let _ = write!(self.text, " {option}");
    }

    fn url(&mut self, url: &str) {
        // curl takes brackets and braces for ranges and lists.
        if url.contains(['[', ']', '{', '}']) {
            self.begin("--globoff");
        }
        // What is no URL is not taken for an option.
        if url.starts_with('-') {
            self.begin("--url");
        }
        self.begin(&quoted(&url_pieces(url)));
    }

    fn option(&mut self, name: &str, value: &[Piece<'_>]) {
        let _ = write!(self.text, " \\\n  {name} {}", quoted(value));
    }

    fn header(&mut self, name: &str, value: &[Piece<'_>], is_empty: bool) {
        // curl leaves a header without a value out, unless it ends in a semicolon.
        let start = if is_empty { format!("{name};") } else { format!("{name}: ") };
        let mut pieces = vec![Piece::Plain(start.as_str())];
        if !is_empty {
            pieces.extend_from_slice(value);
        }
        self.option("-H", &pieces);
    }
}

/// One word of a shell command. Variables stand in double quotes, together with the rest where that means nothing to a
/// shell (`!` does to an interactive one); the rest stands in single quotes.
fn quoted(pieces: &[Piece<'_>]) -> String {
    let is_tame = |text: &str| !text.contains(['"', '\\', '$', '`', '!']);
    let has_variable = pieces.iter().any(|piece| matches!(piece, Piece::Secret { .. }));
    let all_tame = pieces.iter().all(|piece| match piece {
        Piece::Plain(text) => is_tame(text),
        Piece::Secret { .. } => true,
    });
    if has_variable && all_tame {
        let inner: String = pieces
            .iter()
            .enumerate()
            .map(|(at, piece)| match piece {
                Piece::Plain(text) => (*text).to_owned(),
                Piece::Secret { variable } if runs_on(pieces.get(at + 1)) => {
                    format!("${{{variable}}}")
                }
                Piece::Secret { variable } => format!("${variable}"),
            })
            .collect();
        return format!("\"{inner}\"");
    }
    if !has_variable {
        let text: String = pieces.iter().map(Piece::plain).collect();
        return single(&text);
    }
    let apart = pieces.iter().map(|piece| match piece {
        Piece::Plain("") => String::new(),
        Piece::Plain(text) => single(text),
        Piece::Secret { variable } => format!("\"${variable}\""),
    });
    apart.collect()
}

/// True when what follows a variable would be read as part of its name.
fn runs_on(next: Option<&Piece<'_>>) -> bool {
    let next = next.and_then(|next| next.plain().chars().next());
    next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A word without quotes where it needs none.
fn word(text: &str) -> String {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_plain { text.to_owned() } else { single(text) }
}

/// Bytes as `printf` writes them.
fn octal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        match byte {
            byte if byte.is_ascii_alphanumeric() => text.push(char::from(*byte)),
            byte => {
                let _ = write!(text, "\\{byte:03o}");
            }
        }
        text
    })
}
