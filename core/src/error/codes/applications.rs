//! Applications in the Developer Portal, and their keys.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "approval-pending",
        kinds: &[ErrorKind::Rejected],
        retries: &[Retry::Never],
        context: &["application", "key_type"],
        summary: "Somebody has to approve an application or its keys first.",
        documentation: r"
## What happened

The control plane has an approval workflow; until somebody approves, there is nothing to use.

## Usual causes

- Workflows are on for applications or for keys.

## How to fix it

Approve it in the Admin Portal, and call again.
",
    },
    ErrorCode {
        code: "invalid-application-name",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A text cannot be the name of an application.",
        documentation: r"
## What happened

The name is empty, or has a blank at an end.

## Usual causes

- The name was read from a file with the line's end.

## How to fix it

Trim the name.
",
    },
    ErrorCode {
        code: "secret-not-shown",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &["application", "key_type"],
        summary: "Keys are there, but the server does not show their secret again.",
        documentation: r"
## What happened

The server is set to show a consumer secret only when it is made, which is so since 4.7, and these were made before.

## Usual causes

- The keys were made by an earlier run, or in the Developer Portal.
- They awaited an approval: there was no secret yet when they were asked for, and whoever reads them once they are approved
  is not shown it any more.
- The answer that held the secret was lost on its way.

## How to fix it

Give the secret that was kept then: in `provide_access` as the known `consumer_secret` of the key type, once; a secret file
keeps it for the next runs.

When nobody has it, make a further one, and give that one. Since 4.7 a pair of keys may have several secrets, and those that
are there go on working:

1. `generate_secret` of the application, with the `mapping_id` of the keys, answers with it. The outcome of `provide_access`
   has the identifier, and so has `all_keys` of the application.
2. Run `provide_access` again with it as the known `consumer_secret`.
3. Once nobody uses the lost one, revoke it: `secrets` lists it, `revoke_secret` takes it away.

Before 4.7 a pair of keys has one secret: when the server does not show it, regenerate it in the Developer Portal, and give
each client of the application the new one.
",
    },
];
