//! What a server says back must not carry secrets into an error: servers, and what stands before them, quote requests.
//!
//! What lives here: which secrets a request carried, and taking them out of the server's words in every form in which
//! they were sent or may be quoted. What does not: reading those words ([`failure`](super::failure)).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::HeaderMap;

use crate::client::api_request::ApiRequest;
use crate::client::credentials::Account;
use crate::client::transport::Authorization;
use crate::diagnostic::mask::mask;
use crate::model::SecretText;
use crate::rest::request::Body;
use crate::rest::{Request, encode};

/// Fields of OAuth's forms that are no secrets.
const PLAIN_FIELDS: [&str; 4] = ["grant_type", "scope", "token_type_hint", "username"];
/// Shorter ones are taken out only where they stand alone: within words they are chance.
const SHORT: usize = 4;
const STARS: &str = "***";

/// The secrets of one request, as they may be quoted.
#[derive(Default)]
pub(crate) struct Sent {
    /// The longest first: one may hold another.
    forms: Vec<String>,
    /// The grant of a request for a token.
    grant: Option<String>,
}

impl Sent {
    /// What a request carried, and what its session could have.
    pub(crate) fn of(
        request: &Request,
        authorization: &Authorization,
        account: Option<&Account>,
    ) -> Self {
        let mut sent = Self::default();
        match authorization {
            Authorization::None => {}
            Authorization::Bearer(token) => sent.add(token.expose()),
            Authorization::Basic(user, password) => sent.add_account(user, password),
        }
        if let Body::Form(fields) = &request.body {
            let grant = fields.iter().find(|(name, _)| *name == "grant_type");
            sent.grant = grant.map(|(_, grant)| grant.expose().to_owned());
            for (_, value) in fields.iter().filter(|(name, _)| !PLAIN_FIELDS.contains(name)) {
                sent.add(value.expose());
            }
        }
        for secret in request.body.named_secrets() {
            sent.add(&secret);
        }
        match account {
            None => {}
            Some(Account::Token { token, .. }) => sent.add(token.expose()),
            Some(Account::Client { id, secret }) => sent.add_account(id, secret),
            Some(Account::Basic { user, password }) => sent.add_account(user, password),
            Some(Account::Password { user, password, client }) => {
                sent.add_account(user, password);
                if let Some((id, secret)) = client {
                    sent.add_account(id, secret);
                }
            }
        }
        sent.sort();
        sent
    }

    /// The grant that a token was asked for with, as OAuth names it.
    pub(crate) fn grant(&self) -> Option<&str> {
        self.grant.as_deref()
    }

    /// And the secret ones among the user's own headers.
    pub(crate) fn and_headers(mut self, own: &HeaderMap) -> Self {
        let secrets = own.values().filter(|value| value.is_sensitive());
        secrets.filter_map(|value| value.to_str().ok()).for_each(|value| self.add(value));
        self.sort();
        self
    }

    fn sort(&mut self) {
        self.forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        self.forms.dedup();
    }

    fn add_account(&mut self, user: &str, password: &SecretText) {
        self.add(password.expose());
        self.forms.push(STANDARD.encode(format!("{user}:{}", password.expose())));
    }

    /// As it is, and as URLs, forms, JSON and XML write it.
    fn add(&mut self, secret: &str) {
        if secret.trim().is_empty() {
            return;
        }
        let percent = encode::percent(secret);
        let json = serde_json::Value::from(secret).to_string();
        let json = json.strip_prefix('"').and_then(|json| json.strip_suffix('"'));
        let xml = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let quoted = xml.replace('"', "&quot;");
        self.forms.extend([
            percent.replace("%20", "+"),
            percent.to_lowercase(),
            percent,
            json.unwrap_or(secret).to_owned(),
            quoted.replace('\'', "&#39;"),
            quoted,
            xml,
            secret.trim().to_owned(),
        ]);
    }

    /// What a call through a gateway carried.
    pub(crate) fn with_call(call: &ApiRequest) -> Self {
        let mut sent = Self::default();
        call.secrets().into_iter().for_each(|secret| sent.add(secret));
        sent.forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        sent
    }

    /// A server's words without them, and without what looks like a secret.
    pub(crate) fn redact(&self, text: &str) -> String {
        mask(&self.without(text))
    }

    /// A gateway's words without them. What looks like a secret stays: API-M's own advice does, which names the header
    /// to send.
    pub(crate) fn without(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for form in &self.forms {
            text = if form.chars().count() < SHORT {
                without_word(&text, form)
            } else {
                text.replace(form, STARS)
            };
        }
        text
    }
}

/// Takes out the places at which a short secret stands alone.
fn without_word(text: &str, word: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for (at, found) in text.match_indices(word) {
        let end = at + found.len();
        let joins = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(end..).and_then(|after| after.chars().next());
        if joins(before) || joins(after) {
            continue;
        }
        kept.push_str(text.get(from..at).unwrap_or_default());
        kept.push_str(STARS);
        from = end;
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Release;
    use crate::rest::identity;

    fn sent(password: &str) -> Sent {
        let client = identity::Client {
            client_id: "id".to_owned(),
            client_secret: SecretText::new("client s3cret"),
        };
        let grant = identity::Grant::Password {
            user: "admin".to_owned(),
            password: SecretText::new(password),
        };
        let call = identity::token(&client, &grant, &["apim:api_view".to_owned()]);
        let secret = client.client_secret;
        Sent::of(&call.request, &Authorization::Basic("id".to_owned(), secret), None)
    }

    #[test]
    fn every_form_of_a_secret_goes_and_the_rest_stays() {
        let sent = sent("p&w \"<x>\"");
        for (text, left) in [
            ("no password here, admin", "no password here, admin"),
            ("it was p&w \"<x>\", was it?", "it was ***, was it?"),
            ("grant_type password username admin", "grant_type password username admin"),
            ("a p%26w%20%22%3Cx%3E%22 b", "a *** b"),
            ("a p%26w+%22%3Cx%3E%22 b", "a *** b"),
            ("a p%26w%20%22%3cx%3e%22 b", "a *** b"),
            ("a p&w \\\"<x>\\\" b", "a *** b"),
            ("a p&amp;w \"&lt;x&gt;\" b", "a *** b"),
            ("a p&amp;w &quot;&lt;x&gt;&quot; b", "a *** b"),
            ("Basic aWQ6Y2xpZW50IHMzY3JldA== and client s3cret", "Basic *** and ***"),
        ] {
            assert_eq!(sent.redact(text), left);
        }
    }

    #[test]
    fn a_gateway_quotes_no_secret_and_keeps_its_advice() {
        let call = ApiRequest::get("https://gw/pets?apikey=k3y%21&limit=5")
            .bearer("t0ken")
            .header("Cookie", "a=s3ssion")
            .header("Authorization", "Basic dTpodW50ZXIy");
        let sent = Sent::with_call(&call);
        let quoted = "t0ken, a=s3ssion, k3y%21 and limit=5; Basic dTpodW50ZXIy";
        assert_eq!(sent.without(quoted), "***, ***, *** and limit=5; Basic ***");
        let advice = "Make sure your call has a header: 'Authorization : Bearer ACCESS_TOKEN'";
        assert_eq!(sent.without(advice), advice);
    }

    #[test]
    fn a_short_secret_goes_where_it_stands_alone() {
        let sent = sent("a");
        assert_eq!(sent.redact("an answer: a, 'a' (a)"), "an answer: ***, '***' (***)");
        assert_eq!(sent.redact("a"), "***");
    }

    #[test]
    fn what_the_session_could_have_sent_goes_as_well() {
        let call = identity::version();
        let account = Account::Password {
            user: "u".to_owned(),
            password: SecretText::new("hunter2"),
            client: Some(("id".to_owned(), SecretText::new("client1"))),
        };
        let sent = Sent::of(&call.request, &Authorization::None, Some(&account));
        assert_eq!(sent.redact("hunter2 client1 u id"), "*** *** u id");
        let register = identity::register(Release::V4_7, "n", "u", &SecretText::new("hunter2"));
        let bearer = Authorization::Bearer(SecretText::new("t0ken"));
        let sent = Sent::of(&register.request, &bearer, None);
        assert_eq!(sent.redact("Bearer t0ken is inactive"), "Bearer *** is inactive");
        let sent = Sent::of(&call.request, &Authorization::None, None);
        assert_eq!(sent.redact("at https://u:hunter2@h/"), "at https://u:***@h/");
    }
}
