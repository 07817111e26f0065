//! What the keys of an error's context mean.

/// A key and its meaning, which is the same whatever the code.
const MEANINGS: [(&str, &str); 35] = [
    ("api", "the API's name."),
    ("api_manager_code", "the code in API-M's answer, such as 900967."),
    ("api_manager_description", "the description in API-M's answer."),
    ("api_manager_message", "the message in API-M's answer."),
    ("application", "the application's name in the Developer Portal."),
    ("attempts", "how often the request was sent."),
    ("called", "the function that was called on the way, where `operation` names the outer one."),
    ("client", "the name of the client that was to be registered."),
    ("column", "the column in the file, from 1."),
    ("context", "the context that the API has on the server."),
    (
        "correlation_id",
        "what finds the request in API-M's correlation logs: the value of its header `activityid`.",
    ),
    (
        "done",
        "the steps that were done before the one that failed; `nothing` when it was the first.",
    ),
    ("environment", "the gateway environment's name."),
    ("environments", "the names of the gateway environments concerned, separated by commas."),
    (
        "gave_up",
        "why a failure that may be repeated was not repeated again: `attempts`, `budget` or `deadline`.",
    ),
    ("granted_scopes", "the scopes that the access token has, separated by blanks."),
    ("header", "the header's name; its value is never shown."),
    ("key_type", "`PRODUCTION` or `SANDBOX`."),
    (
        "left_behind",
        "what of this run stays, or why it could not be taken back, when somebody else changed the API.",
    ),
    ("line", "the line in the file, from 1."),
    ("method", "the HTTP method of the call."),
    ("needed_scopes", "the scopes of which the request needs one, separated by blanks."),
    ("node", "the node's name in the topology, or as it was inferred from its file."),
    ("option", "the option or argument, as the language spells it."),
    ("path", "the file or folder."),
    ("read_back", "why the server could not be read for whether a request was done."),
    ("release", "the API-M release that the connection speaks to."),
    ("request", "what the server was asked to do, in words."),
    ("retry_after", "what the server says of when to come back: seconds, or a date."),
    ("server", "the address that was asked."),
    ("status", "the HTTP status of the answer."),
    ("url", "the URL that was given, without user and password."),
    ("user", "the user's name."),
    ("version", "the API's version."),
    ("virtual_host", "the virtual host that was named."),
];

/// The key with its meaning; `None` for a key that no error has.
pub(crate) fn meaning(key: &str) -> Option<(&'static str, &'static str)> {
    MEANINGS.into_iter().find(|(known, _)| *known == key)
}
