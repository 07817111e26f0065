//! URLs, certificates, times: what a connection is made of.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "invalid-certificate",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A certificate or its key cannot be used.",
        documentation: r"
## What happened

The text of a CA certificate, or of the client's own certificate or key, is no PEM, cannot be read, or the two do not
belong together.

## Usual causes

- The path of a file was given instead of its text.
- The file is a key store (`.jks`, `.p12`) or binary (DER).

## How to fix it

Give PEM text. `keytool -exportcert -rfc -alias wso2carbon -keystore wso2carbon.jks`, in
`repository/resources/security`, writes the certificate that API-M comes with.
",
    },
    ErrorCode {
        code: "invalid-duration",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["option"],
        summary: "A number is no length of time.",
        documentation: r"
## What happened

Times are finite, not negative and at most ten years. The message names the option and its unit.

## Usual causes

- Negative, infinite, or not a number.
- Milliseconds were given where seconds are meant, or the other way round.

## How to fix it

Give a number from 0 on, in the unit that the message names. To wait long, give a large number, not infinity.
",
    },
    ErrorCode {
        code: "invalid-header-name",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["header", "request"],
        summary: "A header of a call has a name that cannot be sent.",
        documentation: r"
## What happened

The name is none that HTTP has, or belongs to the connection, which the client alone sets.

## Usual causes

- Name and value were given in one text: `Accept: text/plain`.
- The header is `Host`, `Content-Length` or another of the connection's.

## How to fix it

Give name and value apart, and leave out what the client sets.
",
    },
    ErrorCode {
        code: "invalid-header-value",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["header", "request", "server"],
        summary: "A header's value cannot be sent.",
        documentation: r"
## What happened

HTTP headers carry visible ASCII characters and blanks between them. The value is not shown, because it may be secret.

## Usual causes

- A token or password was read from a file, with the line's end.
- The value has letters beyond ASCII.

## How to fix it

Trim the value, or encode it as the API expects.
",
    },
    ErrorCode {
        code: "invalid-method",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A text is no HTTP method of a call.",
        documentation: r"
## What happened

Calls have one of the methods that OpenAPI knows, in upper case. The message lists them.

## Usual causes

- The method is in lower case, or misspelt.

## How to fix it

Write it as `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD` or `OPTIONS`.
",
    },
    ErrorCode {
        code: "invalid-token",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A text cannot be an access token.",
        documentation: r"
## What happened

A token is not empty and has visible ASCII characters only. It is not shown.

## Usual causes

- It was given with `Bearer` before it.
- It was read from a file with the line's end.

## How to fix it

Give the token alone, trimmed.
",
    },
    ErrorCode {
        code: "invalid-url",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["url", "request", "server", "method"],
        summary: "A URL cannot be used.",
        documentation: r"
## What happened

The message says what is wrong with it. Nothing was sent.

## Usual causes

- The scheme is missing: `localhost:9443` instead of `https://localhost:9443`.
- User and password stand in the URL.
- It holds a query, a fragment or a blank where only a path may be.

## How to fix it

Write it as `https://host:port`. Credentials are given apart from it, and blanks as `%20`.
",
    },
    ErrorCode {
        code: "plain-http",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["url"],
        summary: "Credentials would be sent unencrypted.",
        documentation: r"
## What happened

The address begins with `http://` and is not of this computer, so that everybody on the way could read the password or
token. Nothing was sent.

## Usual causes

- The HTTP port (9763, 8280) was used instead of the HTTPS port (9443, 8243).
- TLS ends at a proxy, and the address behind it was given.

## How to fix it

Use `https`. In a network that is protected otherwise, allow it with `danger_allow_plain_http`.
",
    },
    ErrorCode {
        code: "repeated-header",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["header"],
        summary: "A header is given twice.",
        documentation: r"
## What happened

The request has the header already: `Authorization` comes from its token, `Content-Type` from its body.

## Usual causes

- Both ways were used at once.

## How to fix it

Give one of the two.
",
    },
];
