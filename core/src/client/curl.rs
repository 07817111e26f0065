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

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::process::{Command as Process, Stdio};

    use proptest::prelude::*;

    use super::*;
    use crate::model::KeyType;

    const TOKEN: &str = "t0k'e\"n $HOME `id` \\";

    /// What `curl` is given as arguments, and on its standard input, when a shell runs the command.
    fn run(command: &str, variables: &[(&str, &str)]) -> (Vec<String>, Vec<u8>) {
        let script = format!(
            "set -u\ncurl() {{ printf '%s\\0' \"$@\" >&2; case \"$*\" in *@-) cat;; esac; }}\n{command}\n"
        );
        let output = Process::new("sh")
            .args(["-c", &script])
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{command}\n{words}");
        let mut words: Vec<String> = words.split('\0').map(str::to_owned).collect();
        assert_eq!(words.pop().as_deref(), Some(""), "each word ends in NUL: {words:?}");
        (words, output.stdout)
    }

    #[test]
    fn a_shell_reads_every_word_as_it_was_meant() {
        let body = "it's \"two\"\nlines, $HOME `id` \\ and !";
        let request =
            ApiRequest::new("PUT", "https://gw:8244/p/1.0.0/a{b}?q=it's&apikey=s3cret&x=1")
                .bearer(TOKEN)
                .header("X-Note", "it's $5!")
                .header("X-Empty", "")
                .header("ApiKey", "s3cret")
                .header("Cookie", "session=s3cret")
                .body("application/json", body);
        let command = request.to_curl();
        assert!(!command.contains("s3cret") && !command.contains("t0k"), "{command}");
        let variables = [("ACCESS_TOKEN", TOKEN), ("APIKEY", "a b"), ("COOKIE", "c=d; e='f'")];
        let (words, _) = run(&command, &variables);
        assert_eq!(
            words,
            [
                "-X",
                "PUT",
                "--globoff",
                "https://gw:8244/p/1.0.0/a{b}?q=it's&apikey=a b&x=1",
                "-H",
                &format!("Authorization: Bearer {TOKEN}"),
                "-H",
                "X-Note: it's $5!",
                "-H",
                "X-Empty;",
                "-H",
                "ApiKey: a b",
                "-H",
                "Cookie: c=d; e='f'",
                "-H",
                "Content-Type: application/json",
                "--data-raw",
                body,
            ]
        );
    }

    #[test]
    fn a_token_request_reads_the_same_in_a_shell() {
        let keys = ApplicationKeys::new(KeyType::Sandbox, "ck", "cs");
        let variables = [
            ("CONSUMER_KEY", "k"),
            ("CONSUMER_SECRET", "s'$x"),
            ("PASSWORD", "p w"),
            ("REFRESH_TOKEN", "r"),
        ];
        let url = "https://gw:8244/token";
        for (grant, fields) in [
            (Grant::ClientCredentials, vec!["-d", "grant_type=client_credentials"]),
            (
                Grant::password("o'hara!", "hunter2"),
                vec![
                    "-d",
                    "grant_type=password",
                    "--data-urlencode",
                    "username=o'hara!",
                    "--data-urlencode",
                    "password=p w",
                ],
            ),
            (
                Grant::RefreshToken("hunter2".into()),
                vec!["-d", "grant_type=refresh_token", "--data-urlencode", "refresh_token=r"],
            ),
        ] {
            let command = keys.to_curl(url, &grant);
            assert!(!command.contains("hunter2") && !command.contains("cs"), "{command}");
            let mut expected = vec![url, "-u", "k:s'$x"];
            expected.extend(fields);
            assert_eq!(run(&command, &variables).0, expected);
        }
    }

    #[test]
    fn methods_are_said_where_curl_would_choose_another() {
        let start = |request: ApiRequest| run(&request.to_curl(), &[]).0;
        let url = "https://gw/x";
        assert_eq!(start(ApiRequest::get(url)), [url]);
        assert_eq!(start(ApiRequest::new("HEAD", url)), ["--head", url]);
        assert_eq!(start(ApiRequest::new("POST", url)), ["-X", "POST", url]);
        assert_eq!(start(ApiRequest::get(url).body("text/plain", ""))[..3], ["-X", "GET", url]);
        assert_eq!(start(ApiRequest::new("POST", url).body("text/plain", ""))[0], url);
        assert_eq!(start(ApiRequest::get("-o/tmp/x")), ["--url", "-o/tmp/x"]);
        assert_eq!(start(ApiRequest::new("a b'c", url)), ["-X", "a b'c", url]);
    }

    #[test]
    fn a_body_that_is_no_text_comes_over_a_pipe() {
        let body: Vec<u8> = (0..=255).collect();
        let request =
            ApiRequest::new("POST", "https://gw/x").body("application/octet-stream", body.clone());
        let (words, piped) = run(&request.to_curl(), &[]);
        assert_eq!(words[3..], ["--data-binary", "@-"]);
        assert_eq!(piped, body);
    }

    #[test]
    fn a_variable_ends_where_its_name_does() {
        let pieces = [Piece::Plain("a="), variable("A"), Piece::Plain("b")];
        assert_eq!(quoted(&pieces), "\"a=${A}b\"");
        let pieces = [Piece::Plain("it!"), variable("A"), Piece::Plain("b")];
        assert_eq!(quoted(&pieces), "'it!'\"$A\"'b'");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn no_text_breaks_out_of_its_word(
            path in "[^\0?#]{0,12}", value in "[^\0]{1,12}", secret in "[^\0]{0,12}", body in "[^\0]{0,24}"
        ) {
            let url = format!("https://gw/{path}");
            let request = ApiRequest::new("POST", &url)
                .bearer("t")
                .header("X-Note", &value)
                .header("X-Api-Key", "s")
                .body("text/plain", body.as_str());
            let variables = [("ACCESS_TOKEN", secret.as_str()), ("X_API_KEY", secret.as_str())];
            let (words, _) = run(&request.to_curl(), &variables);
            let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| *word != "--globoff").collect();
            let expected = [
                url.as_str(), "-H", &format!("Authorization: Bearer {secret}"), "-H", &format!("X-Note: {value}"),
                "-H", &format!("X-Api-Key: {secret}"), "-H", "Content-Type: text/plain", "--data-raw", &body,
            ];
            prop_assert_eq!(words, expected);
        }
    }
}
