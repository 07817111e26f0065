//! Options of a connection.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "headers-callback-failed",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["request"],
        summary: "The function that gives headers failed.",
        documentation: r"
## What happened

The function of the `headers` option answered with an error, which is this error's cause. Nothing was sent.

## Usual causes

- What it reads is not there.
- In Python, it raised an exception, or gave something else than pairs of texts or a coroutine of them.

## How to fix it

See the message for what the function said.
",
    },
    ErrorCode {
        code: "invalid-option",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["application", "key_type"],
        summary: "A number or text among the options makes no sense.",
        documentation: r"
## What happened

An option of the connection, or of what an application should have (`provide_access`), would send nothing, cannot be sent, or
is empty. The message names it. Nothing was sent.

## Usual causes

- `max_concurrency`, or `attempts` or `deadline` of the retry options, is 0.
- `user_agent` has a line break or a letter that is not ASCII.
- `token_validity` of an application's access is less than a second.
- A `consumer_secret` of it is empty: a variable that it was read from is not set.

## How to fix it

Give the option a value in its range, or leave it out for the default.
",
    },
    ErrorCode {
        code: "invalid-proxy",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "The proxy is none that can be used.",
        documentation: r"
## What happened

The option `proxy`, or a variable such as `HTTPS_PROXY`, names something that is no URL of an HTTP proxy. To go round it in
silence would break what it is there for.

## Usual causes

- A SOCKS proxy: only `http://` and `https://` proxies are supported.
- A mistake in the URL.

## How to fix it

Name an HTTP proxy as `http://host:port`. To leave the environment's proxies alone, say so in the connection options.
",
    },
];
