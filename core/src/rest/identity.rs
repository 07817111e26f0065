//! Version, client registration, tokens: `rest-api.md` §1.1, §1.2, §2.1.

use serde::Deserialize;
use serde_json::json;

use crate::model::{Release, SecretText};
use crate::rest::operation::{REGISTER_CLIENT, REVOKE_TOKEN, TOKEN, VERSION};
use crate::rest::request::{Auth, Body, Call};

/// Asks the control plane for its release; no login is needed.
pub(crate) fn version() -> Call<Release> {
    let target = "/services/Version".to_owned();
    Call::new(&VERSION, target, Body::Empty, read_version).with_auth(Auth::None)
}

/// `…<return>WSO2 API Manager-4.1.0</return>…`
fn read_version(body: &[u8]) -> Result<Release, String> {
    let text = String::from_utf8_lossy(body);
    let after_dashes = text.split('-').skip(1);
    let release = after_dashes
        .map(|rest| {
            rest.split(|c: char| c != '.' && !c.is_ascii_digit()).next().unwrap_or_default()
        })
        .filter(|candidate| candidate.contains('.'))
        .find_map(|candidate| candidate.parse().ok());
    release.ok_or_else(|| "it names no API Manager release of 3.0 or later".to_owned())
}

/// A registered client.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Client {
    pub(crate) client_id: String,
    #[serde(deserialize_with = "secret")]
    pub(crate) client_secret: SecretText,
}

/// Registers a client of this name for a user, or gives the one that is there.
pub(crate) fn register(
    release: Release,
    client_name: &str,
    user: &str,
    password: &SecretText,
) -> Call<Client> {
    let body = json!({
        "clientName": client_name,
        "owner": user,
        "callbackUrl": "",
        "grantType": "password client_credentials refresh_token",
        "saasApp": true,
    });
    let auth = Auth::Basic { user: user.to_owned(), password: password.clone() };
    let target = REGISTER_CLIENT.target(release, &[], &[]);
    Call::json(&REGISTER_CLIENT, target, Body::Json(body)).with_auth(auth)
}

/// How a token is asked for.
#[derive(Clone, Debug)]
pub(crate) enum Grant {
    Password { user: String, password: SecretText },
    ClientCredentials,
    Refresh { token: SecretText },
}

/// A token, as it is issued.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct IssuedToken {
    #[serde(deserialize_with = "secret")]
    pub(crate) access_token: SecretText,
    #[serde(default, deserialize_with = "optional_secret")]
    pub(crate) refresh_token: Option<SecretText>,
    /// What was granted, separated by blanks; absent when the server does not say.
    #[serde(default)]
    pub(crate) scope: Option<String>,
    /// In seconds; negative or absent for a token that does not expire.
    #[serde(default)]
    pub(crate) expires_in: Option<i64>,
}

/// Asks for a token. The target is empty: a token endpoint's address is a whole one.
pub(crate) fn token(client: &Client, grant: &Grant, scopes: &[String]) -> Call<IssuedToken> {
    let plain = SecretText::new;
    let mut form = match grant {
        Grant::Password { user, password } => vec![
            ("grant_type", plain("password")),
            ("username", plain(user)),
            ("password", password.clone()),
        ],
        Grant::ClientCredentials => vec![("grant_type", plain("client_credentials"))],
        Grant::Refresh { token } => {
            vec![("grant_type", plain("refresh_token")), ("refresh_token", token.clone())]
        }
    };
    if !scopes.is_empty() {
        form.push(("scope", SecretText::new(scopes.join(" "))));
    }
    Call::json(&TOKEN, String::new(), Body::Form(form)).with_auth(basic(client))
}

/// Makes an access token worthless.
pub(crate) fn revoke(client: &Client, token: &SecretText) -> Call<()> {
    let form = vec![("token", token.clone()), ("token_type_hint", SecretText::new("access_token"))];
    Call::unit(&REVOKE_TOKEN, String::new(), Body::Form(form)).with_auth(basic(client))
}

fn basic(client: &Client) -> Auth {
    Auth::Basic { user: client.client_id.clone(), password: client.client_secret.clone() }
}

pub(crate) fn secret<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<SecretText, D::Error> {
    String::deserialize(deserializer).map(SecretText::new)
}

pub(crate) fn optional_secret<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SecretText>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(SecretText::new))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client() -> Client {
        Client { client_id: "id".to_owned(), client_secret: SecretText::new("s3cret") }
    }

    #[test]
    fn the_version_is_read_from_its_sentence() {
        let read = |text: &str| read_version(text.as_bytes());
        assert_eq!(version().request.line(), "GET /services/Version");
        let answer = "<ns:getVersionResponse xmlns:ns=\"http://version.services.core.carbon.wso2.org\">\
            <ns:return>WSO2 API Manager-4.1.0</ns:return></ns:getVersionResponse>";
        assert_eq!(read(answer), Ok(Release::V4_1));
        assert_eq!(read("<return>WSO2 API Manager-3.2.0</return>"), Ok(Release::V3_2));
        assert!(read("<return>WSO2 API Manager-2.6.0</return>").is_err());
        assert!(read("<html>nothing-here</html>").is_err());
    }

    #[test]
    fn each_release_registers_at_its_path() {
        for (release, version) in [
            (Release::V3_0, "v0.15"),
            (Release::V3_1, "v0.16"),
            (Release::V3_2, "v0.17"),
            (Release::V4_7, "v0.17"),
        ] {
            let call = register(release, "gatewright_admin", "admin", &SecretText::new("pw"));
            assert_eq!(
                call.request.line(),
                format!("POST /client-registration/{version}/register")
            );
            assert_eq!(
                call.request.text(),
                r#"{"callbackUrl":"","clientName":"gatewright_admin","grantType":"password client_credentials refresh_token","owner":"admin","saasApp":true}"#
            );
            let basic = Auth::Basic { user: "admin".to_owned(), password: SecretText::new("pw") };
            assert_eq!(call.request.auth, basic);
        }
        let read = register(Release::V4_7, "n", "u", &SecretText::new("p"))
            .read(br#"{"clientId":"a","clientSecret":"b","callBackURL":null,"isSaasApplication":true}"#)
            .unwrap();
        assert_eq!((read.client_id.as_str(), read.client_secret.expose()), ("a", "b"));
        assert!(!format!("{read:?}").contains("\"b\""));
    }

    #[test]
    fn each_grant_has_its_form() {
        let scopes = ["apim:api_view".to_owned(), "apim:api_create".to_owned()];
        let password =
            Grant::Password { user: "admin".to_owned(), password: SecretText::new("p&w") };
        let text =
            |grant: &Grant, scopes: &[String]| token(&client(), grant, scopes).request.text();
        assert_eq!(
            text(&password, &scopes),
            "grant_type=password&username=admin&password=p%26w&scope=apim%3Aapi_view%20apim%3Aapi_create"
        );
        assert_eq!(text(&Grant::ClientCredentials, &[]), "grant_type=client_credentials");
        let refresh = Grant::Refresh { token: SecretText::new("r") };
        assert_eq!(text(&refresh, &[]), "grant_type=refresh_token&refresh_token=r");
        let revoke = revoke(&client(), &SecretText::new("t"));
        assert_eq!(revoke.request.text(), "token=t&token_type_hint=access_token");
    }

    #[test]
    fn an_issued_token_is_read_and_does_not_print() {
        let call = token(&client(), &Grant::ClientCredentials, &[]);
        let issued = call
            .read(br#"{"access_token":"at0","refresh_token":"rt0","scope":"a b","token_type":"Bearer","expires_in":3600}"#)
            .unwrap();
        assert_eq!(issued.expires_in, Some(3600));
        let shown = format!("{issued:?}{call:?}");
        assert!(
            !shown.contains("at0") && !shown.contains("rt0") && !shown.contains("s3cret"),
            "{shown}"
        );
        assert!(call.read(br#"{"access_token":"only"}"#).unwrap().refresh_token.is_none());
    }
}
