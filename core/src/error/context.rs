//! What the keys of an error's context mean.

/// A key and its meaning, which is the same whatever the code.
const MEANINGS: [(&str, &str); 24] = [
    ("api", "the API's name."),
    ("api_manager_code", "the code in API-M's answer, such as 900967."),
    ("application", "the application's name in the Developer Portal."),
    ("called", "the function that was called on the way, where `operation` names the outer one."),
    ("context", "the context that the API has on the server."),
    (
        "done",
        "the steps that were done before the one that failed; `nothing` when it was the first.",
    ),
    ("environment", "the gateway environment's name."),
    ("environments", "the names of the gateway environments concerned, separated by commas."),
    ("granted_scopes", "the scopes that the access token has, separated by blanks."),
    ("header", "the header's name; its value is never shown."),
    ("key_type", "`PRODUCTION` or `SANDBOX`."),
    ("method", "the HTTP method of the call."),
    ("needed_scopes", "the scopes of which the request needs one, separated by blanks."),
    ("node", "the node's name in the topology, or as it was inferred from its file."),
    ("option", "the option or argument, as the language spells it."),
    ("path", "the file or folder."),
    ("release", "the API-M release that the connection speaks to."),
    ("request", "what the server was asked to do, in words."),
    ("retry_after", "what the server says of when to come back: seconds, or a date."),
    ("server", "the address that was asked."),
    ("status", "the HTTP status of the answer."),
    ("url", "the URL that was given, without user and password."),
    ("version", "the API's version."),
    ("virtual_host", "the virtual host that was named."),
];

/// The key with its meaning; `None` for a key that no error has.
pub(crate) fn meaning(key: &str) -> Option<(&'static str, &'static str)> {
    MEANINGS.into_iter().find(|(known, _)| *known == key)
}
