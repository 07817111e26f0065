//! Access of whole applications: what is wanted, and where secrets go.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "api-subscribed-twice",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["api", "application", "version"],
        summary: "An application should be subscribed to one API twice.",
        documentation: r"
## What happened

An access names the same API and version twice. Nothing was written.

## Usual causes

- Two lists of APIs were joined.
- Two plans of one API are wanted: an application has one subscription to an API.

## How to fix it

Name each API once.
",
    },
    ErrorCode {
        code: "application-named-twice",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["application"],
        summary: "Two accesses name one application.",
        documentation: r"
## What happened

They are done side by side, so one application has one access. Nothing was written.

## Usual causes

- Two lists of applications were joined.

## How to fix it

Say in one access all that the application should have.
",
    },
    ErrorCode {
        code: "approval-refused",
        kinds: &[ErrorKind::Rejected],
        retries: &[Retry::Never],
        context: &["api", "application", "done", "key_type", "version"],
        summary: "Somebody has refused an application, a subscription or keys.",
        documentation: r"
## What happened

The control plane has an approval workflow, and whoever decides has said no.

## Usual causes

- It was refused in the Admin Portal.

## How to fix it

Settle it with whoever refused it; delete what was refused, and run again.
",
    },
    ErrorCode {
        code: "callback-url-missing",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["application"],
        summary: "A grant needs a callback URL, and none is given.",
        documentation: r"
## What happened

The grants `authorization_code` and `implicit` send their answer to a callback URL. Nothing was written.

## Usual causes

- The grant was added without the URL.

## How to fix it

Give the callback URL, or leave the grant out.
",
    },
    ErrorCode {
        code: "client-credentials-missing",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["application"],
        summary: "Tokens are wanted of keys without the grant that they are got by.",
        documentation: r"
## What happened

Tokens are got by client credentials, and the grants that are named do not have `client_credentials`. Nothing was written.

## Usual causes

- The grants were narrowed, and tokens are wanted all the same.

## How to fix it

Add the grant `client_credentials`, or want no tokens.
",
    },
    ErrorCode {
        code: "key-type-not-accepted",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["application", "environment"],
        summary: "An environment takes tokens of none of the wanted key types.",
        documentation: r"
## What happened

A production environment takes tokens of production keys alone, a sandbox one those of sandbox keys, a hybrid one
both. Nothing was written.

## Usual causes

- The key type that fits the environment was not named.
- The environment has another type than was thought.

## How to fix it

Want keys of the type that the message names, or leave the environment out.
",
    },
    ErrorCode {
        code: "no-key-type",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["application"],
        summary: "An access names no key type.",
        documentation: r"
## What happened

Keys are of the type `PRODUCTION` or `SANDBOX`, and none was named. Nothing was written.

## Usual causes

- The key types were forgotten.

## How to fix it

Name one or both.
",
    },
    ErrorCode {
        code: "secret-not-stored",
        kinds: &[ErrorKind::Io],
        retries: &[Retry::Never],
        context: &["application", "done", "key_type"],
        summary: "A secret is on the server, and the sink did not take it.",
        documentation: r"
## What happened

Keys or a token were made or read, and the function or file that secrets go to failed with what the message says. The
application was stopped there; what was made stays.

## Usual causes

- A vault was not reached, or refused.
- The disk became full, or the file unusable, after it was looked at right before the keys were made.

## How to fix it

Mend the sink and run again. A server that shows a consumer secret only once (4.7) does not show it then: make a
further secret of the keys, give it as a known consumer secret, and run again; revoke the lost one once nobody uses it.
",
    },
    ErrorCode {
        code: "unusable-secret-file",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["application", "path"],
        summary: "A file cannot take secrets.",
        documentation: r"
## What happened

It holds something else than its format wants, or has no place for the secret. It is as it was.

## Usual causes

- It is not JSON, or its member `applications` is something else.
- Two applications have names that make the same variables, or those of an application that an earlier run stored there.
- Where an application's secrets go it has something else than an object.
- An application's name has a control character, which a line cannot hold.
- Its format is not the one that was named.

## How to fix it

Mend it, or name another file.
",
    },
];
